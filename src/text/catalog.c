/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/catalog.h"

#include "base/buffer.h"
#include "text/plural.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum { HOLE_MAX = 64, COMPOSED_MAX = 1024 * 1024 };

/* "de" and "DE", "pt-BR" and "pt_br" are the same. */
static bool
same_tag(const char *a, const char *b, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool parted = (a[i] == '-' || a[i] == '_') && (b[i] == '-' || b[i] == '_');
        if (!parted && strncasecmp(a + i, b + i, 1) != 0)
            return false;
    }
    return b[length] == '\0';
}

static const struct catalog *
find_exact(const char *tag, size_t length)
{
    for (int i = 0; catalogs[i] != NULL; i++)
        if (strlen(catalogs[i]->language) == length && same_tag(tag, catalogs[i]->language, length))
            return catalogs[i];
    return NULL;
}

const struct catalog *
catalog_find(const char *language)
{
    if (language == NULL)
        return catalogs[0];
    if (strcmp(language, catalog_pseudo.language) == 0)
        return &catalog_pseudo;
    const struct catalog *found = find_exact(language, strlen(language));
    if (found == NULL)
        found = find_exact(language, strcspn(language, "-_"));
    return found == NULL ? catalogs[0] : found;
}

/* The entry of a sentence, from its English text on, or NULL. */
static const char *
entry_of(const struct catalog *catalog, const char *english)
{
    int low = 0;
    int high = catalog->count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        const char *entry = catalog->text + catalog->entries[middle];
        int order = strcmp(english, entry);
        if (order == 0)
            return entry;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const char *
catalog_text(const struct catalog *catalog, const char *english)
{
    const char *entry = entry_of(catalog, english);
    return entry == NULL ? english : entry + strlen(entry) + 1;
}

const char *
catalog_plural(const struct catalog *catalog, const char *one, const char *many, int64_t n)
{
    const char *entry = entry_of(catalog, one);
    if (entry == NULL)
        return plural_form(PLURAL_ONE, n) == 0 ? one : many;
    for (int left = plural_form((enum plural_rule)catalog->plural_rule, n); left >= 0; left--)
        entry += strlen(entry) + 1;
    return entry;
}

/* The length of the name in a hole that begins at `brace`, or 0 when it is not one. */
static size_t
hole_length(const char *brace)
{
    size_t length = strcspn(brace + 1, "{}");
    return brace[1 + length] == '}' && length < HOLE_MAX ? length : 0;
}

char *
catalog_compose(struct arena *arena, const char *sentence, catalog_fill *fill, void *context)
{
    struct buffer buffer;
    buffer_open(&buffer, arena, COMPOSED_MAX);
    buffer_text(&buffer, "");
    for (const char *brace; (brace = strchr(sentence, '{')) != NULL;) {
        char name[HOLE_MAX] = "";
        buffer_add(&buffer, sentence, (size_t)(brace - sentence));
        size_t length = brace[1] == '{' ? 0 : hole_length(brace);
        memcpy(name, brace + 1, length);
        const char *filling = length == 0 ? NULL : fill(context, name);
        if (filling != NULL) {
            buffer_text(&buffer, filling);
            sentence = brace + length + 2;
        } else {
            buffer_byte(&buffer, '{');
            sentence = brace + (brace[1] == '{' ? 2 : 1);
        }
    }
    buffer_text(&buffer, sentence);
    return buffer.data;
}
