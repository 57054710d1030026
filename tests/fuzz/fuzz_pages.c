/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever the values, a page keeps its tags and quotes, no address gets another scheme, and a terminal
 * gets no control character. The data are one value for every hole of the sample pages. */
#include "fuzz.h"

#include "base/utf8.h"
#include "text/catalog.h"
#include "views/page.h"
#include "views/steps.h"
#include "views/table.h"

#include <string.h>
#include <strings.h>

extern const struct page_table sample_table;

static const char *const names[] = {"text",  "url",   "path", "query", "back",  "title",  "place",
                                    "notes", "place", "code", "mine",  "state", "wish",   "circle",
                                    "id",    "name",  "kind", "value", "outer", "message"};

static struct doc *
map_of(struct arena *arena, const char *value)
{
    struct doc *map = doc_map(arena);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        doc_set_text(map, names[i], value);
    return map;
}

static struct doc *
document_of(struct arena *arena, const char *value)
{
    struct doc *document = map_of(arena, value), *rows = doc_list(arena);
    static const char *const lists[] = {"items", "rows", "points"};
    (void)doc_push(rows, *map_of(arena, value));
    (void)doc_push(rows, *map_of(arena, value));
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        doc_set(document, lists[i], *rows);
    doc_set(document, "who", *map_of(arena, value));
    struct doc *circles = doc_list(arena);
    (void)doc_push(circles, doc_text(value));
    doc_set(document, "circles", *circles);
    doc_set(document, "markup", doc_markup("<i>1</i>"));
    doc_set_int(document, "total", 2);
    doc_set_int(document, "count", 3);
    return document;
}

static const char *
shown(struct arena *arena, const struct page *page, const struct doc *document)
{
    struct buffer buffer;
    struct reader reader = reader_open("en", "UTC", 0);
    buffer_open(&buffer, arena, 8 * 1024 * 1024);
    PROMISE(page_show(page, &reader, NULL, document, &buffer) == STATUS_OK);
    return buffer_read(&buffer);
}

/* The tags and quotes of a page, as they follow each other. */
static const char *
skeleton(struct arena *arena, const char *text)
{
    struct buffer bones;
    buffer_open(&bones, arena, 8 * 1024 * 1024);
    for (; *text != '\0'; text++)
        if (strchr("<>\"", *text) != NULL)
            buffer_byte(&bones, *text);
    return buffer_read(&bones);
}

static void
check_addresses(const char *text)
{
    static const char *const safe[] = {"http:", "https:", "mailto:", "tel:", "about:blank\""};
    for (const char *at = text; (at = strstr(at, "<a href=\"")) != NULL;) {
        at += 9;
        size_t scheme = strcspn(at, ":/?#\"");
        bool found = at[scheme] != ':';
        for (size_t i = 0; i < sizeof safe / sizeof *safe; i++)
            found = found || strncasecmp(at, safe[i], strlen(safe[i])) == 0;
        PROMISE(found);
        PROMISE(strcspn(at, " \t\r\n<>'\\") >= strcspn(at, "\""));
    }
}

static void
check_terminal(const char *text)
{
    const char *end = text + strlen(text);
    while (text < end) {
        uint32_t code = utf8_next(&text, end);
        PROMISE(code == '\n' || !utf8_is_control(code));
    }
}

static void
check_table(struct arena *arena, const struct doc *document, int width)
{
    struct buffer buffer;
    struct reader reader = reader_open("en", "UTC", 0);
    struct table_style style = {.width = width};
    buffer_open(&buffer, arena, 8 * 1024 * 1024);
    table_show(document, &reader, &style, &buffer);
    check_terminal(buffer_read(&buffer));
    table_show(doc_item(doc_get(document, "items"), 0), &reader, &style, &buffer);
    check_terminal(buffer_read(&buffer));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 4096)
        return 0;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    const char *value = arena_copy(&arena, (const char *)data, size);
    const struct doc *document = document_of(&arena, value);
    /* Sections ask whether a value is empty, or that word: the plain twin must answer the same. */
    const struct doc *twin = document_of(&arena, *value == '\0' ? "" : "x");
    static const char *const pages[] = {"places", "people"};
    for (size_t i = 0; i < 2 && strcmp(value, "sent") != 0; i++) {
        const struct page *page = page_table_find(sample_table.pages, sample_table.count, pages[i]);
        const char *text = shown(&arena, page, document);
        PROMISE(strcmp(skeleton(&arena, text), skeleton(&arena, shown(&arena, page, twin))) == 0);
        check_addresses(text);
    }
    check_terminal(shown(
        &arena, page_table_find(sample_table.texts, sample_table.text_count, "person"), document));
    check_table(&arena, document, size > 0 ? data[0] : 0);
    return 0;
}
