/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "doc/json.h"

#include "base/library.h"

#include <jansson.h>
#include <stdbool.h>
#include <string.h>

static struct {
    __typeof__(json_loadb) *loadb;
    __typeof__(json_delete) *delete;
    __typeof__(json_array_size) *array_size;
    __typeof__(json_array_get) *array_get;
    __typeof__(json_object_iter) *iter;
    __typeof__(json_object_iter_next) *iter_next;
    __typeof__(json_object_iter_key) *iter_key;
    __typeof__(json_object_iter_value) *iter_value;
    __typeof__(json_object_size) *object_size;
    __typeof__(json_string_value) *string_value;
    __typeof__(json_string_length) *string_length;
    __typeof__(json_integer_value) *integer_value;
    __typeof__(json_real_value) *real_value;
} jansson;

static const struct library_symbol symbols[] = {
    {"json_loadb", (void **)&jansson.loadb},
    {"json_delete", (void **)&jansson.delete},
    {"json_array_size", (void **)&jansson.array_size},
    {"json_array_get", (void **)&jansson.array_get},
    {"json_object_iter", (void **)&jansson.iter},
    {"json_object_iter_next", (void **)&jansson.iter_next},
    {"json_object_iter_key", (void **)&jansson.iter_key},
    {"json_object_iter_value", (void **)&jansson.iter_value},
    {"json_object_size", (void **)&jansson.object_size},
    {"json_string_value", (void **)&jansson.string_value},
    {"json_string_length", (void **)&jansson.string_length},
    {"json_integer_value", (void **)&jansson.integer_value},
    {"json_real_value", (void **)&jansson.real_value},
    {NULL, NULL},
};

static enum status
refuse(struct json_error *out_error, int line, int column, const char *code)
{
    if (out_error != NULL)
        *out_error = (struct json_error){.line = line, .column = column, .code = code};
    return STATUS_INVALID;
}

/* What jansson 2.14 lets pass: a depth of 2,048, while we recurse over what it gives, and a NUL
 * behind a number. Brackets that match wrongly do not matter here, it refuses them later. */
static enum status
check_before(const char *text, size_t length, struct json_error *out_error)
{
    int depth = 0, line = 1, column = 0;
    bool inside = false;
    for (size_t i = 0; i < length; i++) {
        column += ((unsigned char)text[i] & 0xc0) != 0x80;
        if (text[i] == '\0') {
            return refuse(out_error, line, column, "json.nul");
        } else if (text[i] == '\n') {
            line++;
            column = 0;
        } else if (inside && text[i] == '\\') {
            i++;
            column++;
        } else if (text[i] == '"') {
            inside = !inside;
        } else if (!inside && (text[i] == '[' || text[i] == '{')) {
            if (++depth > JSON_DEPTH_MAX)
                return refuse(out_error, line, column, "json.depth");
        } else if (!inside && (text[i] == ']' || text[i] == '}')) {
            depth--;
        }
    }
    return STATUS_OK;
}

static const char *
code_of(const json_error_t *error)
{
    switch (json_error_code(error)) {
    case json_error_invalid_utf8: return "json.utf8";
    case json_error_premature_end_of_input: return "json.end";
    case json_error_null_character:
    case json_error_null_byte_in_key: return "json.nul";
    case json_error_duplicate_key: return "json.duplicate_key";
    case json_error_numeric_overflow: return "json.number";
    case json_error_stack_overflow: return "json.depth";
    default: return "json.syntax";
    }
}

static struct doc value_of(struct arena *arena, json_t *json);

static struct doc
list_of(struct arena *arena, const json_t *json)
{
    struct doc *list = doc_list(arena);
    size_t count = jansson.array_size(json);
    for (size_t i = 0; i < count; i++)
        (void)doc_push(list, value_of(arena, jansson.array_get(json, i)));
    return *list;
}

/* jansson has refused duplicates, so the keys go straight into the shape; and keys in the order of
 * the text make rows of one list share a shape's order. */
static struct doc
map_of(struct arena *arena, json_t *json)
{
    struct doc_shape *shape = doc_shape(arena, (uint32_t)jansson.object_size(json));
    void *first = jansson.iter(json);
    for (void *each = first; each != NULL; each = jansson.iter_next(json, each))
        (void)doc_shape_add(arena, shape, arena_text(arena, jansson.iter_key(each)));
    struct doc map = doc_row(arena, shape);
    uint32_t place = 0;
    for (void *each = first; each != NULL; each = jansson.iter_next(json, each))
        *doc_value(&map, place++) = value_of(arena, jansson.iter_value(each));
    return map;
}

static struct doc
value_of(struct arena *arena, json_t *json)
{
    switch (json_typeof(json)) {
    case JSON_NULL: return doc_null();
    case JSON_TRUE: return doc_bool(true);
    case JSON_FALSE: return doc_bool(false);
    case JSON_INTEGER: return doc_int(jansson.integer_value(json));
    case JSON_REAL: return doc_real(jansson.real_value(json));
    case JSON_STRING: {
        size_t length = jansson.string_length(json);
        return doc_text_n(arena_copy(arena, jansson.string_value(json), length), length);
    }
    case JSON_ARRAY: return list_of(arena, json);
    case JSON_OBJECT: return map_of(arena, json);
    }
    return doc_null();
}

enum status
json_read(struct arena *arena, const char *text, size_t length, struct doc *out_value,
          struct json_error *out_error)
{
    json_error_t error;
    if (length > JSON_BYTES_MAX)
        return refuse(out_error, 1, 1, "json.too_long");
    if (jansson.loadb == NULL)
        TRY(library_open("libjansson.so.4", symbols));
    TRY(check_before(text, length, out_error));
    json_t *json = jansson.loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (json == NULL)
        return refuse(out_error, error.line < 1 ? 1 : error.line,
                      error.column < 1 ? 1 : error.column, code_of(&error));
    *out_value = value_of(arena, json);
    jansson.delete(json);
    return STATUS_OK;
}
