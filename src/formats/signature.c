/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/signature.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "formats/contacts_private.h"
#include "formats/signature_private.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool
signature_keep(struct signature *signature, struct signature_piece *piece, const char *field,
               const char *value, const char *sure)
{
    size_t length = strlen(value);
    if (length == 0 || length > SIGNATURE_VALUE_MAX ||
        !doc_is_empty(doc_get(signature->person, field)))
        return false;
    struct doc item = *doc_map(signature->arena);
    doc_set_text(signature->person, field, value);
    doc_set_text(&item, "field", field);
    doc_set_text(&item, "value", value);
    doc_set_int(&item, "line", piece->line);
    doc_set_text(&item, "source", piece->source);
    doc_set_text(&item, "sure", sure);
    (void)doc_push(signature->found, item);
    piece->used = true;
    return true;
}

bool
signature_keep_point(struct signature *signature, struct signature_piece *piece, const char *kind,
                     const char *value, const char *label, const char *sure)
{
    struct doc point = *doc_map(signature->arena), item = *doc_map(signature->arena);
    if (strlen(value) > SIGNATURE_VALUE_MAX)
        return false;
    for (uint32_t i = 0; i < doc_count(signature->points); i++)
        if (strcasecmp(doc_text_of(doc_item(signature->points, i), "value"), value) == 0)
            return true; /* said twice */
    if (doc_count(signature->points) == SIGNATURE_POINTS_MAX)
        return false;
    doc_set_text(&point, "kind", kind);
    doc_set_text(&point, "value", value);
    doc_set_text(&point, "label", label);
    doc_set(&point, "detail", doc_null());
    (void)doc_push(signature->points, point);
    doc_set_text(&item, "field", kind);
    doc_set_text(&item, "value", value);
    doc_set_int(&item, "line", piece->line);
    doc_set_text(&item, "source", piece->source);
    doc_set_text(&item, "sure", sure);
    (void)doc_push(signature->found, item);
    return true;
}

/* ---- lines and pieces ---- */

static void
add_piece(struct signature *signature, const char *text, size_t length, const char *source,
          int line)
{
    char *clean = contacts_line(signature->arena, (struct csv_field){text, length});
    if (clean == NULL)
        return;
    if (signature->count == SIGNATURE_PIECES_MAX) {
        signature->cut = true;
        return;
    }
    signature->pieces[signature->count++] =
        (struct signature_piece){.text = clean, .source = source, .line = line};
}

/* Signs that stand between two things on one line; how many bytes, 0 for none. */
static size_t
border(const char *text, const char *commas)
{
    static const char *const signs[] = {" | ", "|",    " \u00B7 ", "\u00B7 ",  " \u2022 ", "\u2022",
                                        "\t",  " // ", " \u2013 ", " \u2014 ", " - "};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strncmp(text, signs[i], strlen(signs[i])) == 0)
            return strlen(signs[i]);
    if (*text != '\0' && strchr(commas, *text) != NULL && (text[1] == ' ' || text[1] == '\0'))
        return 1;
    return 0;
}

static void
cut_line(struct signature *signature, const char *line, int number, const char *commas)
{
    const char *start = line, *cursor = line;
    char *source = contacts_line(signature->arena, (struct csv_field){line, strlen(line)});
    const char *close = line;
    while (source != NULL && *cursor != '\0') {
        const char *bracket = *cursor == '(' ? strchr(cursor, ')') : NULL;
        close = bracket != NULL ? bracket : close;
        size_t width = border(cursor, cursor < close ? "" : commas);
        if (width > 0) {
            add_piece(signature, start, (size_t)(cursor - start), source, number);
            start = cursor += width;
        } else {
            cursor++;
        }
    }
    if (source != NULL)
        add_piece(signature, start, (size_t)(cursor - start), source, number);
}

/* "Ada Quinn, Curator, City Museum" in a longer text, "Met Ada Quinn, a curator": commas stand between things. */
static bool
has_commas(struct signature *signature, const char *line)
{
    char *first = arena_copy(signature->arena, line, strcspn(line, ","));
    const char *comma = strchr(line, ',');
    if (signature_behind(signature->words, "encounter", line) != NULL)
        return true;
    if (comma == NULL || !contacts_looks_name(first) || signature_has_any_word(signature, first))
        return false;
    char *second = arena_copy(signature->arena, comma + 1, strcspn(comma + 1, ","));
    return signature_has_word(signature->words, "title", second);
}

static bool
cut_text(struct signature *signature, const char *text)
{
    int number = 0, filled = 0;
    bool cut = strlen(text) > SIGNATURE_TEXT_MAX;
    for (const char *cursor = text; *cursor != '\0';) {
        size_t length = strcspn(cursor, "\n");
        filled += strspn(cursor, " \t\r") < length;
        cursor += length + (cursor[length] == '\n');
    }
    signature->one_line = filled == 1;
    for (const char *cursor = text;
         *cursor != '\0' && !(cut && cursor >= text + SIGNATURE_TEXT_MAX);) {
        size_t length = strcspn(cursor, "\n");
        if (++number > SIGNATURE_LINES_MAX)
            return true;
        const char *line = arena_copy(signature->arena, cursor, length);
        bool commas = signature->one_line || has_commas(signature, line);
        cut_line(signature, line, number, commas ? ",;" : "");
        cursor += length + (cursor[length] == '\n');
    }
    return cut;
}

/* ---- the rest ---- */

static void
put_rest(struct signature *signature)
{
    struct buffer notes;
    buffer_open(&notes, signature->arena, 4 * SIGNATURE_TEXT_MAX);
    for (int i = 0; i < signature->count; i++) {
        const struct signature_piece *piece = &signature->pieces[i];
        if (piece->used || signature_is_word(signature->words, "noise", piece->text))
            continue;
        if (notes.length > 0)
            buffer_byte(&notes, '\n');
        buffer_text(&notes, piece->text);
    }
    if (notes.length > 0)
        doc_set_text(signature->person, "notes", arena_text(signature->arena, buffer_read(&notes)));
}

static int
by_line(const void *a, const void *b)
{
    int64_t left = doc_int_of(a, "line"), right = doc_int_of(b, "line");
    return left < right ? -1 : left > right;
}

struct doc *
signature_read(struct arena *arena, const char *text)
{
    struct signature *signature = arena_alloc(arena, sizeof *signature);
    struct doc *answer = doc_map(arena);
    signature->arena = arena;
    signature->words = signature_words_open(arena);
    signature->tables = contacts_tables_open(arena);
    signature->person = doc_map(arena);
    signature->found = doc_list(arena);
    signature->points = doc_list(arena);
    bool cut = cut_text(signature, text);
    doc_set_bool(answer, "cut", cut || signature->cut);
    signature_open_sentence(signature);
    signature_find_forms(signature);
    signature_find_words(signature);
    put_rest(signature);
    doc_set(signature->person, "contact_points", *signature->points);
    if (doc_count(signature->found) > 1)
        qsort(signature->found->list->items, signature->found->count,
              sizeof *signature->found->list->items, by_line);
    doc_set(answer, "person", *signature->person);
    doc_set(answer, "found", *signature->found);
    return answer;
}

/* ---- the end of a mail ---- */

static bool
is_mark(const char *line, size_t length)
{
    return length >= 2 && length <= 4 && strncmp(line, "--", 2) == 0 &&
           strspn(line + 2, " \r") >= length - 2;
}

const char *
signature_of_mail(struct arena *arena, const char *text)
{
    struct signature_words *words = signature_words_open(arena);
    struct buffer own;
    const char *begin = NULL, *cursor = text;
    buffer_open(&own, arena, SIGNATURE_TEXT_MAX);
    while (*cursor != '\0') {
        size_t length = strcspn(cursor, "\n");
        const char *line = cursor;
        cursor += length + (cursor[length] == '\n');
        if (*line == '>')
            continue;
        char *copy = arena_copy(arena, line, length);
        bool closing = length < 60 && signature_is_word(words, "closing", copy);
        /* What follows a quotation's introduction is somebody else's. */
        if (begin != NULL && (strncmp(line, "-----", 5) == 0 || strncmp(line, "From: ", 6) == 0))
            break;
        if (is_mark(line, length) || closing) {
            begin = cursor;
            buffer_open(&own, arena, SIGNATURE_TEXT_MAX);
        } else if (begin != NULL) {
            buffer_text(&own, copy);
            buffer_byte(&own, '\n');
        }
    }
    return arena_text(arena, buffer_read(&own));
}
