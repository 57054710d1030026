/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/hints.h"

#include "method/prospects.h"
#include "text/fold.h"

#include <string.h>

/* Folded, every run of what is no letter or digit as one blank, a blank at both ends. */
static const char *
plain(struct arena *arena, const char *text)
{
    const char *folded = text_fold(arena, text);
    char *plain = arena_alloc(arena, strlen(folded) + 3), *out = plain;
    *out++ = ' ';
    for (; *folded != '\0'; folded++) {
        bool word = (*folded >= 'a' && *folded <= 'z') || (*folded >= '0' && *folded <= '9') ||
                    (unsigned char)*folded >= 0x80;
        if (word)
            *out++ = *folded;
        else if (out[-1] != ' ')
            *out++ = ' ';
    }
    if (out[-1] != ' ')
        *out++ = ' ';
    return plain;
}

/* The line behind "[section]", or NULL. */
static const char *
find_section(const char *words, const char *section)
{
    size_t length = strlen(section);
    for (const char *line = words; line != NULL && *line != '\0';) {
        const char *end = strchr(line, '\n');
        if (line[0] == '[' && strncmp(line + 1, section, length) == 0 && line[1 + length] == ']')
            return end == NULL ? NULL : end + 1;
        line = end == NULL ? NULL : end + 1;
    }
    return NULL;
}

bool
hints_fit(struct arena *arena, const char *words, const char *section, const char *text)
{
    const char *line = find_section(words, section);
    if (text == NULL || text[0] == '\0')
        return false;
    const char *within = plain(arena, text);
    while (line != NULL && *line != '\0' && *line != '[') {
        size_t length = strcspn(line, "\n");
        if (length > 0 && *line != '#' &&
            strstr(within, arena_print(arena, " %.*s ", (int)length, line)) != NULL)
            return true;
        line += length + (line[length] == '\n');
    }
    return false;
}

static void
add(struct arena *arena, struct doc *list, const char *rule, int item)
{
    struct doc *hint = doc_map(arena);
    doc_set_text(hint, "rule", rule);
    doc_set_int(hint, "item", item);
    doc_set_text(hint, "code", arena_print(arena, "hint.%s", rule));
    doc_set_text(hint, "why", arena_print(arena, "why.hint.%s", rule));
    (void)doc_push(list, *hint);
}

struct doc *
hints_of_person(struct arena *arena, const char *words, const char *titles,
                const struct doc *person, const char *target)
{
    struct doc *list = doc_list(arena);
    const char *title = doc_text_of(person, "title");
    const char *organization = doc_text_of(person, "organization");
    const char *in_field = doc_text_of(person, "in_field");
    if (doc_bool_of(person, "do_not_contact"))
        add(arena, list, "do_not_contact", 0);
    if (prospect_is_personnel(arena, titles, title) &&
        !prospect_is_personnel(arena, titles, target))
        add(arena, list, "personnel_office", 217);
    bool left = doc_text_of(person, "field_until")[0] != '\0' && strcmp(in_field, "yes") != 0;
    if (strcmp(in_field, "no") == 0 || left)
        add(arena, list, "not_current", 4);
    if (hints_fit(arena, words, "board", title) &&
        hints_fit(arena, words, "association", organization))
        add(arena, list, "board", 218);
    return list;
}

struct doc *
hints_of_target(struct arena *arena, const struct doc *people)
{
    struct doc *list = doc_list(arena);
    bool current = doc_count(people) == 0;
    for (uint32_t i = 0; i < doc_count(people) && !current; i++)
        current = strcmp(doc_text_of(doc_item(people, i), "in_field"), "yes") == 0;
    if (!current)
        add(arena, list, "nobody_current", 4);
    return list;
}
