/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/tzif.h"

#include <string.h>

enum { HEADER_BYTES = 44, RULE_MAX = 128, OFFSET_LEAST_S = -89999, OFFSET_MOST_S = 93599 };

struct cursor {
    const unsigned char *next;
    size_t left;
};

/* The counts of one header (RFC 9636 section 3.1), in their order. */
struct counts {
    uint32_t isut, isstd, leap, time, type, chars;
    char version;
};

static bool
take(struct cursor *cursor, size_t length, const unsigned char **out_bytes)
{
    if (length > cursor->left)
        return false;
    *out_bytes = cursor->next;
    cursor->next += length;
    cursor->left -= length;
    return true;
}

static uint32_t
number_4(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static int64_t
signed_number(const unsigned char *bytes, size_t size)
{
    if (size == 4)
        return (int32_t)number_4(bytes);
    return (int64_t)((uint64_t)number_4(bytes) << 32 | number_4(bytes + 4));
}

static enum status
read_header(struct cursor *cursor, struct counts *out_counts)
{
    const unsigned char *bytes;
    if (!take(cursor, HEADER_BYTES, &bytes) || memcmp(bytes, "TZif", 4) != 0)
        return STATUS_INVALID;
    char version = (char)bytes[4];
    if (version != '\0' && (version < '2' || version > '4'))
        return STATUS_INVALID;
    *out_counts = (struct counts){.version = version,
                                  .isut = number_4(bytes + 20),
                                  .isstd = number_4(bytes + 24),
                                  .leap = number_4(bytes + 28),
                                  .time = number_4(bytes + 32),
                                  .type = number_4(bytes + 36),
                                  .chars = number_4(bytes + 40)};
    return STATUS_OK;
}

/* Sound enough to compute with: no product of these counts can overflow. */
static bool
counts_are_sound(const struct counts *counts)
{
    return counts->type > 0 && counts->type <= TZIF_TYPES_MAX && counts->chars > 0 &&
           counts->chars <= TZIF_BYTES_MAX && counts->time <= TZIF_BYTES_MAX && counts->leap == 0 &&
           (counts->isut == 0 || counts->isut == counts->type) &&
           (counts->isstd == 0 || counts->isstd == counts->type);
}

/* The block of version 1 may be empty or hold anything in a file that has a second one. */
static enum status
skip_block(struct cursor *cursor, const struct counts *counts)
{
    const unsigned char *bytes;
    uint64_t size = (uint64_t)counts->time * 5 + (uint64_t)counts->type * 6 + counts->chars +
                    (uint64_t)counts->leap * 8 + counts->isstd + counts->isut;
    if (size > TZIF_BYTES_MAX || !take(cursor, (size_t)size, &bytes))
        return STATUS_INVALID;
    return STATUS_OK;
}

static enum status
read_type(const unsigned char *record, const unsigned char *names, uint32_t names_length,
          struct tzif_type *out_type)
{
    int64_t offset_s = signed_number(record, 4);
    uint32_t place = record[5];
    if (offset_s < OFFSET_LEAST_S || offset_s > OFFSET_MOST_S || record[4] > 1 ||
        place >= names_length)
        return STATUS_INVALID;
    const char *name = (const char *)names + place;
    size_t length = strnlen(name, names_length - place);
    if (length == names_length - place || length >= TZIF_ABBREVIATION_MAX)
        return STATUS_INVALID;
    *out_type = (struct tzif_type){.offset_s = (int32_t)offset_s, .summer = record[4] == 1};
    memcpy(out_type->abbreviation, name, length);
    return STATUS_OK;
}

static enum status
read_types(struct arena *arena, const struct counts *counts, const unsigned char *records,
           const unsigned char *names, struct tzif *file)
{
    struct tzif_type *types = arena_alloc(arena, counts->type * sizeof *types);
    for (uint32_t i = 0; i < counts->type; i++)
        TRY(read_type(records + (size_t)i * 6, names, counts->chars, &types[i]));
    file->types = types;
    return STATUS_OK;
}

static enum status
read_transitions(struct arena *arena, const struct counts *counts, const unsigned char *times,
                 size_t size, const unsigned char *indexes, struct tzif *file)
{
    int64_t *transitions = arena_alloc(arena, counts->time * sizeof *transitions);
    for (uint32_t i = 0; i < counts->time; i++) {
        transitions[i] = signed_number(times + (size_t)i * size, size);
        if ((i > 0 && transitions[i] <= transitions[i - 1]) || indexes[i] >= counts->type)
            return STATUS_INVALID;
    }
    unsigned char *type_of = arena_alloc(arena, counts->time);
    if (counts->time > 0)
        memcpy(type_of, indexes, counts->time);
    file->transitions = transitions;
    file->type_of = type_of;
    file->count = counts->time;
    return STATUS_OK;
}

static enum status
read_block(struct arena *arena, struct cursor *cursor, const struct counts *counts, size_t size,
           struct tzif *file)
{
    const unsigned char *times, *indexes, *records, *names, *flags;
    if (!counts_are_sound(counts) || !take(cursor, counts->time * size, &times) ||
        !take(cursor, counts->time, &indexes) ||
        !take(cursor, (size_t)counts->type * 6, &records) || !take(cursor, counts->chars, &names) ||
        !take(cursor, (size_t)counts->isstd + counts->isut, &flags))
        return STATUS_INVALID;
    TRY(read_types(arena, counts, records, names, file));
    return read_transitions(arena, counts, times, size, indexes, file);
}

static enum status
read_footer(const struct cursor *cursor, struct tzif *file)
{
    char text[RULE_MAX];
    if (cursor->left < 2 || cursor->next[0] != '\n')
        return STATUS_INVALID;
    const unsigned char *end = memchr(cursor->next + 1, '\n', cursor->left - 1);
    if (end == NULL || (size_t)(end - cursor->next) > sizeof text)
        return STATUS_INVALID;
    size_t length = (size_t)(end - cursor->next) - 1;
    memcpy(text, cursor->next + 1, length);
    text[length] = '\0';
    if (strlen(text) != length)
        return STATUS_INVALID;
    return tzif_rule_read(text, &file->rule);
}

enum status
tzif_read(struct arena *arena, const void *bytes, size_t length, struct tzif *out_file)
{
    struct cursor cursor = {.next = bytes, .left = length};
    struct counts counts;
    struct tzif file = {0};
    if (length > TZIF_BYTES_MAX)
        return STATUS_INVALID;
    TRY(read_header(&cursor, &counts));
    if (counts.version == '\0') {
        TRY(read_block(arena, &cursor, &counts, 4, &file));
    } else {
        TRY(skip_block(&cursor, &counts));
        TRY(read_header(&cursor, &counts));
        TRY(read_block(arena, &cursor, &counts, 8, &file));
        TRY(read_footer(&cursor, &file));
    }
    *out_file = file;
    return STATUS_OK;
}
