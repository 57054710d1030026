/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"
#include "formats/contacts_csv.h"
#include "formats/contacts_private.h"
#include "formats/mail.h"

#include <string.h>

static bool
is_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

struct csv_field
contacts_trim(struct csv_field field)
{
    const char *start = field.text, *end = start + field.length;
    while (start < end &&
           (is_blank(*start) || (end - start > 1 && memcmp(start, "\u00A0", 2) == 0)))
        start += is_blank(*start) ? 1 : 2;
    while (end > start &&
           (is_blank(end[-1]) || (end - start > 1 && memcmp(end - 2, "\u00A0", 2) == 0)))
        end -= is_blank(end[-1]) ? 1 : 2;
    return (struct csv_field){start, (size_t)(end - start)};
}

struct csv_field
contacts_unguarded(struct csv_field field)
{
    const char *text = csv_unguard(field.text);
    return (struct csv_field){text, field.length - (size_t)(text - field.text)};
}

static bool
breaks_line(uint32_t character)
{
    return character <= ' ' || character == 0x85 || character == 0xA0 || character == 0x2028 ||
           character == 0x2029;
}

/* Most cells are: printable ASCII without two blanks in a row. */
static bool
is_clean(struct csv_field cell)
{
    for (size_t i = 0; i < cell.length; i++)
        if (cell.text[i] < ' ' || cell.text[i] == 0x7F ||
            (cell.text[i] == ' ' && cell.text[i + 1] == ' '))
            return false;
    return true;
}

char *
contacts_line(struct arena *arena, struct csv_field field)
{
    struct csv_field cell = contacts_trim(field);
    const char *cursor = cell.text, *end = cell.text + cell.length;
    size_t used = 0;

    if (cell.length == 0)
        return NULL;
    if (is_clean(cell))
        return arena_copy(arena, cell.text, cell.length);
    char *text = arena_alloc(arena, cell.length + 1);
    while (cursor < end) {
        const char *start = cursor;
        uint32_t character = utf8_next(&cursor, end);
        if (breaks_line(character)) {
            if (used > 0 && text[used - 1] != ' ')
                text[used++] = ' ';
            continue;
        }
        if (utf8_is_control(character))
            continue;
        memcpy(text + used, start, (size_t)(cursor - start));
        used += (size_t)(cursor - start);
    }
    while (used > 0 && text[used - 1] == ' ')
        used--;
    text[used] = '\0';
    return used == 0 ? NULL : text;
}

char *
contacts_lines(struct arena *arena, struct csv_field field)
{
    struct csv_field cell = contacts_trim(field);
    const char *cursor = cell.text, *end = cell.text + cell.length;
    char *text = arena_alloc(arena, cell.length + 1);
    size_t used = 0;
    while (cursor < end) {
        const char *start = cursor;
        uint32_t character = utf8_next(&cursor, end);
        if (character == '\r' || character == 0x2028 || character == 0x2029 || character == 0x85) {
            if (character != '\r' || cursor == end || *cursor != '\n')
                text[used++] = '\n';
            continue;
        }
        if (character != '\n' && character != '\t' && utf8_is_control(character))
            continue;
        memcpy(text + used, start, (size_t)(cursor - start));
        used += (size_t)(cursor - start);
    }
    struct csv_field rest = contacts_trim((struct csv_field){text, used});
    return rest.length == 0 ? NULL : arena_copy(arena, rest.text, rest.length);
}

char *
contacts_own(struct arena *arena, struct csv_field field, bool lines)
{
    const char *end = field.text + field.length;
    char *text = arena_take(arena, field.length + 1), *out = text;
    for (const char *at = field.text; at < end;) {
        const char *from = at;
        uint32_t character = utf8_next(&at, end);
        bool breaks = lines && (character == '\n' || character == '\t');
        if (!lines && (character == '\n' || (character == '\r' && (at == end || *at != '\n'))))
            *out++ = ' ';
        else if (breaks || (character >= 0x20 && (character < 0x7f || character >= 0xa0)))
            out = mempcpy(out, from, (size_t)(at - from));
    }
    *out = '\0';
    return out == text ? NULL : text;
}

/* Few texts hold its first byte at all. */
bool
contacts_damaged(struct csv_field cell)
{
    return memchr(cell.text, 0xEF, cell.length) != NULL &&
           memmem(cell.text, cell.length, "\uFFFD", 3) != NULL;
}

/* Whole, however long they are: the reader of tables takes no more of a row than CSV_RECORD_MAX. */
struct doc
contacts_raw(struct arena *arena, const struct contacts_header *header,
             const struct csv_record *record)
{
    struct doc list = doc_list_for(arena, (uint32_t)record->count);
    for (size_t i = 0; i < record->count; i++) {
        size_t length = record->fields[i].length;
        if (i < header->count && contacts_is_remark(header->columns[i].name))
            continue;
        (void)doc_push(&list,
                       doc_text_n(arena_copy(arena, record->fields[i].text, length), length));
    }
    return list;
}

char *
contacts_piece(struct arena *arena, const char **cursor, const char *separators, bool colons)
{
    static const char between[] = " ::: ";
    const char *start = *cursor, *stop = start;
    size_t length = strlen(between);
    if (start == NULL)
        return NULL;
    while (*stop != '\0' && strchr(separators, *stop) == NULL &&
           !(colons && strncmp(stop, between, length) == 0))
        stop++;
    if (!(colons && strncmp(stop, between, length) == 0))
        length = 1;
    *cursor = *stop == '\0' ? NULL : stop + length;
    char *piece = contacts_line(arena, (struct csv_field){start, (size_t)(stop - start)});
    return piece == NULL ? arena_text(arena, "") : piece;
}

bool
contacts_all_addresses(struct arena *arena, const char *text)
{
    const char *cursor = text;
    for (char *piece; (piece = contacts_piece(arena, &cursor, ";, ", false)) != NULL;)
        if (*piece != '\0' && !mail_address_valid(piece))
            return false;
    return true;
}
