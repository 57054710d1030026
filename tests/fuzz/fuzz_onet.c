/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as one of the files of a release, or as the table itself: refused with a code and a line, or a
 * table that is read back and searched. The first byte says which. */
#include "fuzz.h"

#include "formats/onet.h"
#include "method/occupations.h"
#include "method/titles.h"

static const char occupations[] = "O*NET-SOC Code\tTitle\tDescription\n"
                                  "11-1011.00\tChief Executives\tLead.\n"
                                  "11-1021.00\tGeneral and Operations Managers\tPlan.\n";
static const char interests[] = "O*NET-SOC Code\tElement ID\tScale ID\tData Value\n"
                                "11-1011.00\t1.B.1.a\tOI\t1.30\n";

static void
search_table(struct arena *arena, const char *bytes, size_t length)
{
    struct occupations table;
    struct title_hit hits[5];
    int64_t line;
    if (occupations_read(arena, bytes, length, &table, &line) != STATUS_OK) {
        PROMISE(line >= 1);
        return;
    }
    const struct titles *titles = titles_make(arena, &table);
    for (uint32_t i = 0; i < table.count && i < 20; i++) {
        uint32_t count = titles_search(titles, arena, table.items[i].title, 5, hits);
        PROMISE(count <= 5);
        for (uint32_t h = 0; h < count; h++)
            PROMISE(hits[h].occupation < table.count && hits[h].title < table.title_count);
        PROMISE(occupations_find(&table, table.items[i].code) == &table.items[i]);
    }
}

static void
read_release(struct arena *arena, enum onet_table table, const char *bytes, size_t length)
{
    struct onet onet;
    struct buffer buffer;
    onet_open(&onet, arena);
    onet.details = true;
    buffer_open(&buffer, arena, ONET_TABLE_MAX);
    if (table != ONET_OCCUPATIONS)
        PROMISE(onet_read(&onet, ONET_OCCUPATIONS, "Occupation Data.txt", occupations,
                          sizeof occupations - 1) == STATUS_OK);
    if (onet_read(&onet, table, "given", bytes, length) != STATUS_OK) {
        PROMISE(onet.code != NULL);
        return;
    }
    if (table != ONET_INTERESTS && onet_read(&onet, ONET_INTERESTS, "Interests.txt", interests,
                                             sizeof interests - 1) != STATUS_OK)
        return; /* the codes of these occupations are others */
    if (onet_write(&onet, "A release", NULL, &buffer) != STATUS_OK)
        return;
    struct occupations read;
    int64_t line;
    PROMISE(occupations_read(arena, buffer_read(&buffer), buffer.length, &read, &line) ==
            STATUS_OK);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    if (size == 0)
        return 0;
    enum onet_table table = (enum onet_table)(data[0] % (ONET_TABLES + 1));
    if (table == ONET_TABLES)
        search_table(&arena, (const char *)data + 1, size - 1);
    else
        read_release(&arena, table, (const char *)data + 1, size - 1);
    return 0;
}
