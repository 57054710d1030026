/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/names_private.h"

#include <stdlib.h>
#include <string.h>

enum section { SECTION_NONE, SECTION_SHORT, SECTION_SPELLINGS, SECTION_KNOWN };

struct entry {
    const char *word;
    uint16_t group;
    uint8_t section;
};

struct nicknames {
    struct entry *entries; /* in order of words */
    struct entry *rough;   /* the same by their rough forms, in order of those */
    int count;
};

static int
in_order(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    int order = strcmp(left->word, right->word);
    if (order != 0)
        return order;
    return left->section != right->section ? left->section - right->section
                                           : left->group - right->group;
}

static bool
section_of(const char *line, size_t length, enum section *section)
{
    static const struct {
        const char *name;
        enum section section;
    } sections[] = {
        {"[short]", SECTION_SHORT}, {"[spellings]", SECTION_SPELLINGS}, {"[known]", SECTION_KNOWN}};
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (strlen(sections[i].name) == length && memcmp(sections[i].name, line, length) == 0) {
            *section = sections[i].section;
            return true;
        }
    return false;
}

static bool
is_folded(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (word[i] < 'a' || word[i] > 'z')
            return false;
    return true;
}

/* The words of one line as a group. INVALID when one is not folded, or stands alone. */
static enum status
read_group(struct arena *arena, struct nicknames *nicknames, enum section section, int group,
           const char *line, size_t length)
{
    int words = 0;
    for (const char *end = line + length; line < end; words++) {
        size_t word = strcspn(line, " \n");
        if (word == 0 || !is_folded(line, word) || nicknames->count == NICKNAMES_WORDS_MAX)
            return STATUS_INVALID;
        nicknames->entries[nicknames->count++] =
            (struct entry){arena_copy(arena, line, word), (uint16_t)group, (uint8_t)section};
        line += word + (line[word] == ' ');
    }
    return words == 1 && section != SECTION_KNOWN ? STATUS_INVALID : STATUS_OK;
}

enum status
nicknames_read(struct arena *arena, const char *text, const struct nicknames **out_nicknames,
               int *out_line)
{
    struct nicknames *nicknames = arena_alloc(arena, sizeof *nicknames);
    enum section section = SECTION_NONE;
    int line = 1;
    *out_line = 0;
    if (strlen(text) > NICKNAMES_TEXT_MAX)
        return STATUS_INVALID;
    nicknames->entries = arena_take(arena, NICKNAMES_WORDS_MAX * sizeof *nicknames->entries);
    for (; *text != '\0'; line++) {
        size_t length = strcspn(text, "\n");
        bool is_section = *text == '[';
        *out_line = line;
        if (is_section && !section_of(text, length, &section))
            return STATUS_INVALID;
        if (!is_section && *text != '#' && length > 0) {
            if (section == SECTION_NONE)
                return STATUS_INVALID;
            TRY(read_group(arena, nicknames, section, line, text, length));
        }
        text += length + (text[length] == '\n');
    }
    size_t count = (size_t)nicknames->count;
    nicknames->rough = arena_take(arena, count * sizeof *nicknames->rough);
    for (size_t i = 0; i < count; i++) {
        nicknames->rough[i] = nicknames->entries[i];
        nicknames->rough[i].word = name_rough(arena, nicknames->entries[i].word);
    }
    qsort(nicknames->entries, count, sizeof *nicknames->entries, in_order);
    qsort(nicknames->rough, count, sizeof *nicknames->rough, in_order);
    *out_nicknames = nicknames;
    *out_line = 0;
    return STATUS_OK;
}

static void
add_group(uint16_t *groups, int *count, uint16_t group)
{
    if (*count < GROUPS_MAX && (*count == 0 || groups[*count - 1] != group))
        groups[(*count)++] = group;
}

void
nicknames_facts(const struct nicknames *nicknames, const char *word, const char *rough,
                struct word_facts *out_facts)
{
    *out_facts = (struct word_facts){.group_count = 0};
    if (nicknames == NULL)
        return;
    const struct entry *entries = word == NULL ? nicknames->rough : nicknames->entries;
    const char *wanted = word == NULL ? rough : word;
    int low = 0, high = nicknames->count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (strcmp(entries[middle].word, wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < nicknames->count; low++) {
        const struct entry *entry = &entries[low];
        if (strcmp(entry->word, wanted) != 0)
            return;
        out_facts->known = true;
        if (entry->section == SECTION_SHORT)
            add_group(out_facts->groups, &out_facts->group_count, entry->group);
        else if (entry->section == SECTION_SPELLINGS)
            add_group(out_facts->spellings, &out_facts->spelling_count, entry->group);
    }
}
