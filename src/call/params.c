/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call/params.h"

#include "base/mail_address.h"
#include "base/number.h"
#include "base/utf8.h"
#include "base/uuid.h"
#include "base/zone.h"
#include "call/address.h"

#include <inttypes.h>
#include <string.h>

enum {
    TEXT_MOST = 200,
    LINES_MOST = 20000,
    ROWS_MOST = 50,
    ROW_NUMBER_MOST = 1000,
    FOUND_MOST = 6
};

/* One value under check: its full field name ("contact_points.0.value") is what a problem names. */
struct checking {
    struct call *call;
    const struct param *param;
    const char *field;
};

static enum status
refuse(const struct checking *checking, const char *code)
{
    return call_invalid(checking->call, checking->field, code, NULL);
}

static enum status
refuse_number(const struct checking *checking, const char *code, const char *name, int64_t number)
{
    struct doc *arguments = doc_map(checking->call->arena);
    doc_set_int(arguments, name, number);
    if (strcmp(code, "field.range") == 0)
        doc_set_int(arguments, "least", checking->param->least);
    if (strcmp(code, "field.file_too_large") == 0)
        doc_set_int(arguments, "megabytes", number / 1024 / 1024);
    return call_invalid(checking->call, checking->field, code, arguments);
}

static int64_t
most_of(const struct param *param)
{
    if (param->most != 0)
        return param->most;
    if (param->kind == PARAM_ROWS)
        return ROWS_MOST;
    return param->kind == PARAM_LINES ? LINES_MOST : TEXT_MOST;
}

/* The raw value as text; numbers and booleans of JSON become their usual spelling. */
static const char *
raw_text(struct arena *arena, const struct doc *raw)
{
    switch (raw->kind) {
    case DOC_TEXT: return raw->text;
    case DOC_INT: return arena_print(arena, "%" PRId64, raw->integer);
    case DOC_BOOL: return raw->boolean ? "true" : "false";
    case DOC_NULL: return "";
    default: return NULL;
    }
}

/* One kind of line end, no control characters, no blanks around. NULL when a control stands in it. */
static char *
clean_text(struct arena *arena, const char *text, bool lines)
{
    const char *end = text + strlen(text);
    while (text < end && strchr(" \t\r\n", *text) != NULL && !lines)
        text++;
    while (end > text && strchr(" \t\r\n", end[-1]) != NULL)
        end--;
    char *clean = arena_alloc(arena, (size_t)(end - text) + 1), *out = clean;
    for (const char *at = text; at < end;) {
        const char *from = at;
        uint32_t point = utf8_next(&at, end);
        if (lines && point == '\r') {
            if (at < end && *at == '\n')
                continue;
            *out++ = '\n';
            continue;
        }
        bool allowed = lines && (point == '\n' || point == '\t');
        if (!allowed && (point < 0x20 || (point >= 0x7f && point < 0xa0)))
            return NULL;
        memcpy(out, from, (size_t)(at - from));
        out += at - from;
    }
    *out = '\0';
    return clean;
}

static enum status
check_length(const struct checking *checking, const char *text)
{
    int64_t most = most_of(checking->param);
    if ((int64_t)utf8_length(text) > most)
        return refuse_number(checking, "field.too_long", "most", most);
    return STATUS_OK;
}

static enum status
check_int(const struct checking *checking, const char *text, struct doc *out_value)
{
    const struct param *param = checking->param;
    int64_t number;
    if (!number_read(text, &number, NULL))
        return refuse(checking, "field.not_int");
    if ((param->least != 0 || param->most != 0) && (number < param->least || number > param->most))
        return refuse_number(checking, "field.range", "most", param->most);
    *out_value = doc_int(number);
    return STATUS_OK;
}

static enum status
check_bool(const struct checking *checking, const char *text, struct doc *out_value)
{
    static const char *const yes[] = {"true", "yes", "on", "1"};
    static const char *const no[] = {"false", "no", "off", "0"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (strcmp(text, yes[i]) == 0 || strcmp(text, no[i]) == 0) {
            *out_value = doc_bool(strcmp(text, yes[i]) == 0);
            return STATUS_OK;
        }
    }
    return refuse(checking, "field.not_bool");
}

static enum status
check_choice(const struct checking *checking, const char *text, struct doc *out_value)
{
    struct buffer names;
    buffer_open(&names, checking->call->arena, 2000);
    for (const char *const *choice = checking->param->choices; *choice != NULL; choice++) {
        if (strcmp(*choice, text) == 0) {
            *out_value = doc_text(*choice);
            return STATUS_OK;
        }
        buffer_print(&names, "%s%s", names.length == 0 ? "" : ", ", *choice);
    }
    struct doc *arguments = doc_map(checking->call->arena);
    doc_set_text(arguments, "choices", buffer_read(&names));
    return call_invalid(checking->call, checking->field, "field.not_choice", arguments);
}

static enum status
check_when(const struct checking *checking, const char *text, struct doc *out_value)
{
    struct arena *arena = checking->call->arena;
    int year, month, day;
    int64_t at;
    struct moment moment;
    switch (checking->param->kind) {
    case PARAM_DATE:
        if (date_read(text, &year, &month, &day) != STATUS_OK)
            return refuse(checking, "field.not_date");
        *out_value = doc_text(arena_print(arena, "%04d-%02d-%02d", year, month, day));
        return STATUS_OK;
    case PARAM_TIME:
        if (local_time_read(text, &moment) != STATUS_OK)
            return refuse(checking, "field.not_time");
        *out_value = doc_text(arena_print(arena, "%04d-%02d-%02dT%02d:%02d", moment.year,
                                          moment.month, moment.day, moment.hour, moment.minute));
        return STATUS_OK;
    default:
        if (instant_read(text, &at) != STATUS_OK)
            return refuse(checking, "field.not_instant");
        *out_value = doc_int(at);
        return STATUS_OK;
    }
}

/* "%quin%" with what means something to LIKE made harmless. */
static const char *
like_pattern(struct arena *arena, const char *word, size_t length)
{
    struct buffer pattern;
    buffer_open(&pattern, arena, 2 * length + 3);
    buffer_byte(&pattern, '%');
    for (size_t i = 0; i < length; i++) {
        if (strchr("%_\\", word[i]) != NULL)
            buffer_byte(&pattern, '\\');
        buffer_byte(&pattern, word[i]);
    }
    buffer_byte(&pattern, '%');
    return buffer_read(&pattern);
}

void
call_patterns(struct call *call, const char *text, struct doc *params)
{
    static const char *const names[] = {"pattern", "second", "third"};
    const char *words = text == NULL ? "" : call->desk->fold(call->arena, text);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t length = strcspn(words, " ");
        doc_set_text(params, names[i],
                     length == 0 ? NULL : like_pattern(call->arena, words, length));
        words += length + strspn(words + length, " ");
    }
}

/* The keys under which exactly this name is kept: of a thing as it folds, of somebody with the family's name first. */
static void
set_exact_keys(struct call *call, const char *text, struct doc *params)
{
    static const char *const names[CALL_NAME_KEYS] = {"name_key", "second_key", "third_key"};
    const char *keys[CALL_NAME_KEYS];
    int count = call->desk->name_keys(call->arena, text, NULL, NULL, keys);
    doc_set_text(params, "exact_key", call->desk->fold(call->arena, text));
    for (int i = 0; i < CALL_NAME_KEYS; i++)
        doc_set_text(params, names[i], i < count ? keys[i] : NULL);
}

/* Of those found, which come with the exact ones first, how many are meant: who has exactly the name stands before
 * all whose names hold it. */
static uint32_t
count_meant(const struct doc *found)
{
    uint32_t exact = 0;
    while (exact < doc_count(found) && doc_bool_of(doc_item(found, exact), "exact"))
        exact++;
    return exact > 0 ? exact : doc_count(found);
}

/* A name instead of an id: good when it means exactly one. */
static enum status
find_id(const struct checking *checking, const char *text, struct doc *out_value)
{
    struct call *call = checking->call;
    struct doc *params = call_params(call);
    struct doc *found;
    call_patterns(call, text, params);
    set_exact_keys(call, text, params);
    doc_set_int(params, "limit", FOUND_MOST);
    TRY(call_rows_of(call, checking->param->find, params, &found));
    uint32_t meant = count_meant(found);
    if (meant == 1) {
        *out_value = *doc_get(doc_item(found, 0), "id");
        return STATUS_OK;
    }
    struct doc *arguments = doc_map(call->arena);
    struct buffer labels;
    buffer_open(&labels, call->arena, 4000);
    for (uint32_t i = 0; i < meant; i++)
        buffer_print(&labels, "%s%s", i == 0 ? "" : "; ", doc_text_of(doc_item(found, i), "label"));
    doc_set_text(arguments, "given", text);
    doc_set_text(arguments, "found", buffer_read(&labels));
    return call_invalid(call, checking->field,
                        doc_count(found) == 0 ? "field.not_found" : "field.several", arguments);
}

static enum status
check_id(const struct checking *checking, const char *text, struct doc *out_value)
{
    unsigned char bytes[UUID_BYTES];
    if (!uuid_read(text, bytes))
        return checking->param->find == NULL ? refuse(checking, "field.not_id")
                                             : find_id(checking, text, out_value);
    char *normal = arena_alloc(checking->call->arena, UUID_TEXT + 1);
    uuid_write(bytes, normal);
    *out_value = doc_text(normal);
    return STATUS_OK;
}

static enum status
check_zone(const struct checking *checking, const char *text, struct doc *out_value)
{
    const struct zone *zone;
    if (zone_find(text, &zone) != STATUS_OK)
        return refuse(checking, "field.not_zone");
    *out_value = doc_text(zone_name(zone));
    return STATUS_OK;
}

/* A value that is there and not empty. */
static enum status
check_text(const struct checking *checking, const char *text, struct doc *out_value)
{
    struct arena *arena = checking->call->arena;
    switch (checking->param->kind) {
    case PARAM_INT: return check_int(checking, text, out_value);
    case PARAM_BOOL: return check_bool(checking, text, out_value);
    case PARAM_ID: return check_id(checking, text, out_value);
    case PARAM_CHOICE: return check_choice(checking, text, out_value);
    case PARAM_DATE:
    case PARAM_TIME:
    case PARAM_INSTANT: return check_when(checking, text, out_value);
    case PARAM_ZONE: return check_zone(checking, text, out_value);
    default: break;
    }
    TRY(check_length(checking, text));
    *out_value = doc_text(text);
    if (checking->param->is_sound != NULL && !checking->param->is_sound(text))
        return refuse(checking, checking->param->unsound);
    if (checking->param->kind == PARAM_EMAIL && !mail_address_plain(text))
        return refuse(checking, "field.not_email");
    if (checking->param->kind == PARAM_URL) {
        *out_value = doc_text(address_url(arena, text));
        if (out_value->kind == DOC_NULL)
            return refuse(checking, "field.not_url");
    }
    return STATUS_OK;
}

static enum status
check_value(const struct checking *checking, const struct doc *raw, struct doc *out_value)
{
    struct arena *arena = checking->call->arena;
    const char *text = raw_text(arena, raw);
    if (text == NULL)
        return refuse(checking, "field.not_text");
    if (raw->kind == DOC_TEXT && !utf8_valid(raw->text, raw->count))
        return refuse(checking, "field.utf8");
    char *clean = clean_text(arena, text, checking->param->kind == PARAM_LINES);
    if (clean == NULL)
        return refuse(checking, "field.control");
    if (clean[0] == '\0') {
        *out_value = doc_null();
        return checking->param->required || checking->param->needed
                   ? refuse(checking, "field.required")
                   : STATUS_OK;
    }
    return check_text(checking, clean, out_value);
}

static enum status check_map(struct call *call, const struct param *params, const char *prefix,
                             const struct doc *raw, bool partial, struct doc *out_checked);

static bool
all_empty(const struct doc *row)
{
    for (uint32_t i = 0; i < doc_count(row); i++)
        if (!doc_is_empty(doc_value(row, i)))
            return false;
    return true;
}

static enum status
check_rows(const struct checking *checking, const struct doc *raw, struct doc *out_value)
{
    struct call *call = checking->call;
    struct doc *rows = doc_list(call->arena);
    enum status worst = STATUS_OK;
    if (raw->kind != DOC_LIST)
        return refuse(checking, "field.not_rows");
    if ((int64_t)raw->count > most_of(checking->param))
        return refuse_number(checking, "field.too_many", "most", most_of(checking->param));
    for (uint32_t i = 0; i < raw->count; i++) {
        const struct doc *row = doc_item(raw, i);
        if (row->kind != DOC_MAP)
            return refuse(checking, "field.not_rows");
        if (all_empty(row))
            continue;
        struct doc *checked = doc_map(call->arena);
        const char *prefix = arena_print(call->arena, "%s.%" PRIu32 ".", checking->field, i);
        enum status status = check_map(call, checking->param->rows, prefix, row, false, checked);
        if (status != STATUS_OK)
            worst = status;
        (void)doc_push(rows, *checked);
    }
    *out_value = *rows;
    return worst;
}

static enum status
check_file(const struct checking *checking, const struct doc *raw, struct doc *out_value)
{
    if (raw->kind != DOC_MAP || !doc_has(raw, "path"))
        return refuse(checking, "field.required");
    if (doc_int_of(raw, "size") > checking->param->most)
        return refuse_number(checking, "field.file_too_large", "most", checking->param->most);
    *out_value = *raw;
    return STATUS_OK;
}

static enum status
check_param(struct call *call, const struct param *param, const char *prefix, const struct doc *raw,
            bool partial, struct doc *out_checked)
{
    struct checking checking = {call, param, arena_print(call->arena, "%s%s", prefix, param->name)};
    struct doc value = doc_null();
    if (!doc_has(raw, param->name)) {
        if (param->required || (param->needed && !partial))
            return refuse(&checking, "field.required");
        if (param->initial == NULL || partial)
            return STATUS_OK;
        struct doc initial = doc_text(param->initial);
        TRY(check_value(&checking, &initial, &value));
    } else if (param->kind == PARAM_ROWS) {
        TRY(check_rows(&checking, doc_get(raw, param->name), &value));
    } else if (param->kind == PARAM_FILE) {
        TRY(check_file(&checking, doc_get(raw, param->name), &value));
    } else {
        TRY(check_value(&checking, doc_get(raw, param->name), &value));
    }
    doc_set(out_checked, param->name, value);
    return STATUS_OK;
}

static bool
is_known(const struct param *params, const char *name)
{
    for (const struct param *param = params; param != NULL && param->name != NULL; param++)
        if (strcmp(param->name, name) == 0)
            return true;
    return false;
}

/* No label on a page stands for it, so the sentence names it. */
static enum status
refuse_unknown(struct call *call, const char *prefix, const char *name)
{
    struct doc *arguments = doc_map(call->arena);
    const char *field = arena_print(call->arena, "%s%s", prefix, name);
    doc_set_text(arguments, "given", field);
    return call_invalid(call, field, "field.unknown", arguments);
}

/* All fields are looked at, so that one answer names everything that is wrong. */
static enum status
check_map(struct call *call, const struct param *params, const char *prefix, const struct doc *raw,
          bool partial, struct doc *out_checked)
{
    enum status worst = STATUS_OK;
    for (const struct param *param = params; param != NULL && param->name != NULL; param++) {
        enum status status = check_param(call, param, prefix, raw, partial, out_checked);
        if (status != STATUS_OK)
            worst = status;
    }
    for (uint32_t i = 0; i < doc_count(raw); i++)
        if (!is_known(params, doc_key(raw, i)))
            worst = refuse_unknown(call, prefix, doc_key(raw, i));
    return worst;
}

/* "contact_points.0.value" becomes an item of a list of maps. False: the name is no such path, or its
 * number too high. */
static bool
unflatten(struct arena *arena, struct doc *out, const char *name, const struct doc *value)
{
    const char *dot = strchr(name, '.');
    const char *end;
    int64_t index;
    if (dot == NULL || dot[1] < '0' || dot[1] > '9' || !number_read(dot + 1, &index, &end))
        return false;
    if (*end != '.' || end[1] == '\0' || index >= ROW_NUMBER_MOST)
        return false;
    const char *list_name = arena_copy(arena, name, (size_t)(dot - name));
    if (!doc_has(out, list_name))
        doc_set(out, list_name, *doc_list(arena));
    if (doc_get(out, list_name)->kind != DOC_LIST)
        return false;
    struct doc list = *doc_get(out, list_name);
    while (list.count <= index)
        (void)doc_push(&list, *doc_map(arena));
    doc_set(out, list_name, list);
    struct doc *item = doc_item(&list, (uint32_t)index);
    if (item->kind != DOC_MAP)
        return false;
    doc_set(item, end + 1, *value);
    return true;
}

enum status
params_check(struct call *call, const struct doc *raw)
{
    struct doc *nested = doc_map(call->arena);
    struct doc *checked = doc_map(call->arena);
    for (uint32_t i = 0; i < doc_count(raw); i++)
        if (!unflatten(call->arena, nested, doc_key(raw, i), doc_value(raw, i)))
            doc_set(nested, doc_key(raw, i), *doc_value(raw, i));
    bool partial = !doc_is_empty(doc_get(nested, "id"));
    TRY(check_map(call, call->row->params, "", nested, partial, checked));
    call->params = checked;
    return STATUS_OK;
}
