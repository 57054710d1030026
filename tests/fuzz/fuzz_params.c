/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form of any bytes: what was read reads the same once it is written; and a row with every kind of
 * parameter either takes it or says what is wrong with it. */
#include "fuzz.h"

#include "base/utf8.h"
#include "call/params.h"
#include "formats/form.h"

#include <string.h>

static const char *const colors[] = {"red", "green", NULL};

static const struct param point_params[] = {
    {.name = "kind", .kind = PARAM_CHOICE, .choices = colors, .label = "Kind"},
    {.name = "value", .kind = PARAM_TEXT, .required = true, .label = "Value"},
    {.name = NULL}};

static const struct param params[] = {
    {.name = "text", .kind = PARAM_TEXT, .label = "Text"},
    {.name = "lines", .kind = PARAM_LINES, .most = 1000, .label = "Lines"},
    {.name = "number", .kind = PARAM_INT, .least = -5, .most = 500, .label = "Number"},
    {.name = "flag", .kind = PARAM_BOOL, .label = "Flag"},
    {.name = "id", .kind = PARAM_ID, .label = "Id"},
    {.name = "color", .kind = PARAM_CHOICE, .choices = colors, .label = "Color"},
    {.name = "day", .kind = PARAM_DATE, .label = "Day"},
    {.name = "time", .kind = PARAM_TIME, .label = "Time"},
    {.name = "at", .kind = PARAM_INSTANT, .label = "At"},
    {.name = "email", .kind = PARAM_EMAIL, .label = "Email"},
    {.name = "url", .kind = PARAM_URL, .label = "Link"},
    {.name = "points", .kind = PARAM_ROWS, .rows = point_params, .most = 5, .label = "Points"},
    {.name = NULL}};

static const struct call_row row = {
    .name = "sample save", .effect = EFFECT_CHANGE, .params = params};

static void
check_sound(const struct doc *value)
{
    if (value->kind == DOC_TEXT)
        PROMISE(strlen(value->text) == value->count && utf8_valid(value->text, value->count));
    for (uint32_t i = 0; i < doc_count(value); i++)
        check_sound(value->kind == DOC_MAP ? doc_value(value, i) : doc_item(value, i));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 100000)
        return 0;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *raw = NULL, *again = NULL;
    const char *code = NULL;
    if (form_read(&arena, (const char *)data, size, &raw, &code) != STATUS_OK) {
        PROMISE(code != NULL && raw == NULL);
        return 0;
    }
    struct buffer buffer;
    buffer_open(&buffer, &arena, 1024 * 1024);
    form_write(&buffer, raw);
    PROMISE(form_read(&arena, buffer_read(&buffer), buffer.length, &again, NULL) == STATUS_OK);
    PROMISE(doc_equal(raw, again));
    check_sound(raw);

    struct call call = {.arena = &arena, .row = &row, .who = {.zone = "UTC", .language = "en"}};
    enum status status = params_check(&call, raw);
    PROMISE(status == STATUS_OK || status == STATUS_INVALID);
    if (status == STATUS_OK)
        check_sound(call.params);
    else
        PROMISE(doc_count(doc_get(call.problem, "fields")) > 0);
    return 0;
}
