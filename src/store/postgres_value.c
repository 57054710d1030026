/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values in PostgreSQL's binary form: big-endian numbers, everything else as it is. */
#include "store/postgres.h"

#include <limits.h>
#include <string.h>

/* Of pg_type; they never change. */
enum {
    TYPE_BOOL = 16,
    TYPE_BYTES = 17,
    TYPE_NAME = 19,
    TYPE_INT8 = 20,
    TYPE_INT2 = 21,
    TYPE_INT4 = 23,
    TYPE_TEXT = 25,
    TYPE_FLOAT4 = 700,
    TYPE_FLOAT8 = 701,
    TYPE_VARCHAR = 1043,
    TYPE_UUID = 2950
};

static const Oid param_types[] = {TYPE_INT8, TYPE_FLOAT8, TYPE_BOOL,
                                  TYPE_TEXT, TYPE_UUID,   TYPE_BYTES};

void
postgres_types(const struct statement *statement, Oid *out_types)
{
    for (int i = 0; i < statement->param_count; i++)
        out_types[i] = param_types[statement->params[i].kind];
}

static int
write_big_endian(unsigned char *out, uint64_t value)
{
    enum { BYTES = 8 };
    for (int i = 0; i < BYTES; i++)
        out[i] = (unsigned char)(value >> (8 * (BYTES - 1 - i)));
    return BYTES;
}

static uint64_t
read_big_endian(const char *bytes, int length)
{
    uint64_t value = 0;
    for (int i = 0; i < length; i++)
        value = value << 8 | (unsigned char)bytes[i];
    return value;
}

/* Writes the number of a kind into `out`; 0 for the kinds that are bytes already. */
static int
write_number(enum column_kind kind, const struct bound *bound, unsigned char *out)
{
    uint64_t bits;
    switch (kind) {
    case COLUMN_INT: return write_big_endian(out, (uint64_t)bound->integer);
    case COLUMN_REAL: memcpy(&bits, &bound->real, sizeof bits); return write_big_endian(out, bits);
    case COLUMN_BOOL: out[0] = bound->integer != 0; return 1;
    case COLUMN_UUID: memcpy(out, bound->uuid, UUID_BYTES); return UUID_BYTES;
    case COLUMN_TEXT:
    case COLUMN_BYTES: break;
    }
    return 0;
}

enum status
postgres_bind(struct postgres_store *postgres, const struct statement *statement,
              const struct doc *params, struct postgres_params *out_params)
{
    uint32_t cursor = 0;
    out_params->count = statement->param_count;
    postgres_types(statement, out_params->types);
    for (int i = 0; i < statement->param_count; i++) {
        struct bound bound;
        TRY(bound_value(&postgres->store, statement, i, params, &cursor, &bound));
        out_params->formats[i] = 1;
        out_params->values[i] = NULL;
        out_params->lengths[i] = 0;
        if (bound.null)
            continue;
        unsigned char *number = out_params->numbers[i];
        int length = write_number(statement->params[i].kind, &bound, number);
        if (length == 0 && bound.length > INT_MAX)
            return store_fail(&postgres->store, STATUS_INVALID, "store.too_big", "%s: :%s",
                              statement->name, statement->params[i].name);
        out_params->values[i] = length > 0 ? (const char *)number : bound.bytes;
        out_params->lengths[i] = length > 0 ? length : (int)bound.length;
    }
    return STATUS_OK;
}

bool
postgres_suits(enum column_kind kind, Oid type)
{
    bool whole = type == TYPE_INT8 || type == TYPE_INT4 || type == TYPE_INT2;
    switch (kind) {
    case COLUMN_INT: return whole;
    case COLUMN_REAL: return type == TYPE_FLOAT8 || type == TYPE_FLOAT4;
    case COLUMN_BOOL: return type == TYPE_BOOL;
    case COLUMN_TEXT: return type == TYPE_TEXT || type == TYPE_VARCHAR || type == TYPE_NAME;
    case COLUMN_UUID: return type == TYPE_UUID;
    case COLUMN_BYTES: break;
    }
    return type == TYPE_BYTES;
}

static int64_t
read_integer(const char *bytes, int length)
{
    uint64_t value = read_big_endian(bytes, length);
    if (length == 2)
        return (int16_t)value;
    return length == 4 ? (int32_t)value : (int64_t)value;
}

static double
read_real(const char *bytes, int length)
{
    uint64_t bits = read_big_endian(bytes, length);
    double value;
    float narrow;
    if (length == 4) {
        uint32_t few = (uint32_t)bits;
        memcpy(&narrow, &few, sizeof narrow);
        return (double)narrow;
    }
    memcpy(&value, &bits, sizeof value);
    return value;
}

struct doc
postgres_read(struct arena *arena, enum column_kind kind, const char *bytes, int length)
{
    char *text;
    switch (kind) {
    case COLUMN_INT: return doc_int(read_integer(bytes, length));
    case COLUMN_REAL: return doc_real(read_real(bytes, length));
    case COLUMN_BOOL: return doc_bool(bytes[0] != 0);
    case COLUMN_UUID:
        text = arena_alloc(arena, UUID_TEXT + 1);
        uuid_write((const unsigned char *)bytes, text);
        return doc_text_n(text, UUID_TEXT);
    case COLUMN_TEXT:
    case COLUMN_BYTES: break;
    }
    return doc_text_n(arena_copy(arena, bytes, (size_t)length), (size_t)length);
}
