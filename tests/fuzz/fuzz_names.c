/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any two names, as whole or in parts ("name=", "given=", "family=" ... lines, "--" between them): likeness goes
 * both ways and stays within its limits, everybody is like themselves. The same
 * bytes as a lexicon: it is read, or the line of its mistake is said. */
#include "fuzz.h"
#include "lines.h"

#include "base/asset.h"
#include "method/names.h"

static const struct nicknames *
known(void)
{
    static struct arena arena;
    static const struct nicknames *nicknames;
    int line;
    if (nicknames == NULL) {
        arena_open(&arena);
        PROMISE(nicknames_read(&arena, asset_find("data/lexicons/nicknames.txt")->bytes, &nicknames,
                               &line) == STATUS_OK);
    }
    return nicknames;
}

static const struct name *
read_name(struct arena *arena, const struct doc *map)
{
    struct name_parts parts = {.name = doc_text_of(map, "name"),
                               .given = doc_text_of(map, "given"),
                               .additional = doc_text_of(map, "additional"),
                               .family = doc_text_of(map, "family"),
                               .suffix = doc_text_of(map, "suffix"),
                               .nickname = doc_text_of(map, "nickname")};
    return name_read(arena, known(), &parts);
}

static void
check_pair(const struct name *one, const struct name *other)
{
    struct likeness there = names_compare(one, other), back = names_compare(other, one);
    PROMISE(there.score >= 0 && there.score <= 100 && there.score == back.score);
    PROMISE(there.reason_count >= 0 && there.reason_count <= NAME_REASONS_MAX);
    PROMISE(!name_is_empty(one) || there.score == 0);
}

static void
check_keys(const struct name *name)
{
    uint64_t keys[NAME_KEYS_MAX], again[NAME_KEYS_MAX];
    int count = name_keys(name, keys);
    PROMISE(count >= 0 && count <= NAME_KEYS_MAX && count == name_keys(name, again));
    PROMISE((count == 0) <= name_is_empty(name));
    PROMISE(memcmp(keys, again, (size_t)count * sizeof *keys) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 20000)
        return 0;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    const struct doc *maps = maps_of_lines(&arena, data, size);
    const struct name *one = read_name(&arena, doc_item(maps, 0));
    const struct name *other = read_name(&arena, doc_item(maps, doc_count(maps) - 1));
    check_pair(one, other);
    check_keys(one);
    check_keys(other);
    if (!name_is_empty(one))
        PROMISE(names_compare(one, one).score > 0); /* a single word never reaches 100 */
    const struct nicknames *own;
    int line = 0;
    if (nicknames_read(&arena, sound_text(&arena, (const char *)data, size), &own, &line) !=
        STATUS_OK)
        PROMISE(line > 0);
    return 0;
}
