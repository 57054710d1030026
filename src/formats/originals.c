/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/originals.h"

#include "doc/json.h"
#include "formats/contacts_private.h"
#include "formats/vcard_private.h"

#include <string.h>
#include <strings.h>

static void
add(struct arena *arena, struct doc *shown, const char *name, const char *value)
{
    if (name == NULL || value == NULL || *name == '\0' || *value == '\0' ||
        doc_count(shown) == ORIGINALS_SHOWN_MAX)
        return;
    for (uint32_t i = 0; i < doc_count(shown); i++)
        if (strcasecmp(doc_text_of(doc_item(shown, i), "name"), name) == 0 &&
            strcmp(doc_text_of(doc_item(shown, i), "value"), value) == 0)
            return;
    struct doc *item = doc_push(shown, *doc_map(arena));
    doc_set_text(item, "name", name);
    doc_set_text(item, "value", value);
}

static void
show_columns(struct vcard_context *context, const struct doc *text, struct doc *shown)
{
    struct arena *arena = context->arena;
    struct doc columns;
    if (json_read(arena, text->text, text->count, &columns, NULL) != STATUS_OK ||
        columns.kind != DOC_MAP)
        return;
    for (uint32_t i = 0; i < doc_count(&columns); i++) {
        const struct doc *value = doc_value(&columns, i);
        const char *name = doc_key(&columns, i);
        if (value->kind != DOC_TEXT)
            continue;
        add(arena, shown, contacts_line(arena, (struct csv_field){name, strlen(name)}),
            vcard_cut(context, contacts_lines(arena, (struct csv_field){value->text, value->count}),
                      ORIGINALS_TEXT_MAX));
    }
}

static void
show_properties(struct vcard_context *context, const struct doc *text, struct doc *shown)
{
    struct vcard_card card;
    vcard_card_read(context, text->text, text->count, &card);
    for (size_t i = 0; i < card.count; i++) {
        const struct vcard_line *line = &card.lines[i];
        if (line->name != VCARD_UNKNOWN || line->coding == VCARD_BASE64)
            continue;
        add(context->arena, shown,
            contacts_line(context->arena,
                          (struct csv_field){line->spelled.text, line->spelled.length}),
            vcard_clean(context, vcard_decoded(context, line), VCARD_MANY_LINES,
                        ORIGINALS_TEXT_MAX));
    }
}

struct doc *
originals_show(struct arena *arena, const struct doc *originals)
{
    struct doc *shown = doc_list(arena);
    struct vcard_context context = {.arena = arena, .fallback = "windows-1252"};
    for (uint32_t i = 0; i < doc_count(originals); i++) {
        const struct doc *text = doc_get(doc_item(originals, i), "data");
        const char *form = doc_text_of(doc_item(originals, i), "form");
        if (text->kind != DOC_TEXT)
            continue;
        if (strcmp(form, "csv") == 0) {
            show_columns(&context, text, shown);
        } else if (strcmp(form, "vcard") == 0) {
            if (context.words == NULL)
                context.words = vcard_words_make(arena);
            show_properties(&context, text, shown);
        }
    }
    return shown;
}
