/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/words.h"

#include "text/catalog.h"
#include "views/value.h"
#include "views/words_table.h"

#include <string.h>

static const char *
sentence_of(const char *code)
{
    uint32_t low = 0, high = words_table.count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        const struct words_entry *entry = &words_table.entries[middle];
        int order = strcmp(code, words_table.text + entry->code);
        if (order == 0)
            return words_table.text + entry->sentence;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

bool
words_know(const char *code)
{
    return sentence_of(code) != NULL;
}

struct holes {
    const struct reader *reader;
    struct arena *arena;
    const struct doc *arguments;
};

static const char *
say_choice(const struct holes *holes, const char *field, const char *value)
{
    const char *code = arena_print(holes->arena, "choice.%s.%s", field, value);
    const char *sentence = sentence_of(code);
    return sentence == NULL ? value : catalog_text(holes->reader->catalog, sentence);
}

/* "name" or "name:helper" */
static const char *
fill(void *context, const char *hole)
{
    const struct holes *holes = context;
    const char *colon = strchr(hole, ':');
    const char *name =
        colon == NULL ? hole : arena_copy(holes->arena, hole, (size_t)(colon - hole));
    if (!doc_has(holes->arguments, name))
        return NULL;
    const struct doc *value = doc_get(holes->arguments, name);
    if (colon != NULL && strcmp(colon + 1, "choice") == 0)
        return say_choice(holes, name, value_text(holes->arena, value));
    if (colon == NULL)
        return value_text(holes->arena, value);
    struct doc shown =
        value_format(holes->reader, holes->arena, value_format_named(colon + 1), value);
    return value_text(holes->arena, &shown);
}

char *
words_say(const struct reader *reader, struct arena *arena, const char *code,
          const struct doc *arguments)
{
    const char *sentence = sentence_of(code);
    if (sentence == NULL)
        return arena_text(arena, code);
    struct holes holes = {reader, arena, arguments};
    return catalog_compose(arena, catalog_text(reader->catalog, sentence), fill, &holes);
}

/* The code's own words, else those of the generic code: people never read a code. */
static const char *
say_or(const struct reader *reader, struct arena *arena, const struct doc *arguments,
       const char *generic)
{
    const char *code = doc_text_of(arguments, "code");
    return words_say(reader, arena, words_know(code) ? code : generic, arguments);
}

void
words_problem(const struct reader *reader, struct arena *arena, struct doc *problem)
{
    const char *generic = arena_print(arena, "call.%s", doc_text_of(problem, "status"));
    if (!words_know(generic))
        generic = "call.failed";
    doc_set_text(problem, "title", say_or(reader, arena, problem, generic));
    const struct doc *fields = doc_get(problem, "fields");
    if (fields->kind != DOC_LIST)
        return;
    for (uint32_t i = 0; i < doc_count(fields); i++) {
        struct doc *field = doc_item(fields, i);
        if (field->kind == DOC_MAP)
            doc_set_text(field, "message", say_or(reader, arena, field, "field.invalid"));
    }
}

void
words_items(const struct reader *reader, struct arena *arena, const char *key,
            const struct doc *document)
{
    const struct doc *items = doc_get(document, "items");
    for (uint32_t i = 0; items->kind == DOC_LIST && i < doc_count(items); i++) {
        struct doc *item = doc_item(items, i);
        if (doc_get(item, key)->kind == DOC_TEXT)
            doc_set_text(item, key, words_say(reader, arena, doc_text_of(item, key), item));
    }
}
