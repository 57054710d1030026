/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/http_page.h"

#include "base/log.h"
#include "base/utf8.h"
#include "base/uuid.h"
#include "faces/asset_route.h"
#include "faces/codes.h"
#include "faces/digits.h"
#include "text/catalog.h"
#include "views/page.h"
#include "views/words.h"

#include <string.h>

enum { DONE_NAME_MAX = 60, OVERLAY_ROWS_MAX = 500 };

const char *
done_cookie(const struct call_row *row, const char *change, struct arena *arena)
{
    if (row->done == NULL || strlen(row->name) > DONE_NAME_MAX)
        return NULL;
    char *name = arena_text(arena, row->name);
    for (char *at = name; *at != '\0'; at++)
        if (*at == ' ')
            *at = '-';
    return arena_print(arena, "%s.%s", change == NULL ? "-" : change, name);
}

/* {change, message}, or null. A cookie is only a hint from outside: nothing of it is shown but the id
 * of a change, and the line of a row that exists. */
static struct doc
read_done(const struct desk *desk, const struct http_request *request, const struct reader *reader)
{
    const char *dot = request->done == NULL ? NULL : strchr(request->done, '.');
    unsigned char bytes[UUID_BYTES];
    if (dot == NULL || strlen(dot) > DONE_NAME_MAX)
        return doc_null();
    char *name = arena_text(request->arena, dot + 1);
    for (char *at = name; *at != '\0'; at++)
        if (*at == '-')
            *at = ' ';
    const struct call_row *row = call_find(desk, name);
    if (row == NULL || row->done == NULL)
        return doc_null();
    struct doc *done = doc_map(request->arena);
    const char *change = arena_copy(request->arena, request->done, (size_t)(dot - request->done));
    doc_set_text(done, "change", uuid_read(change, bytes) ? change : NULL);
    doc_set_text(done, "message", catalog_text(reader->catalog, row->done));
    return *done;
}

static struct doc
read_me(struct arena *arena, const struct caller *who)
{
    if (who->owner == 0)
        return doc_null();
    struct doc *me = doc_map(arena);
    doc_set_text(me, "name", who->name == NULL ? "" : who->name);
    doc_set_text(me, "language", who->language == NULL ? "en" : who->language);
    doc_set_text(me, "zone", who->zone == NULL ? "UTC" : who->zone);
    return *me;
}

/* The problem's fields by name, for the marks beside them. */
static struct doc
read_errors(struct arena *arena, const struct doc *problem)
{
    struct doc *errors = doc_map(arena);
    const struct doc *fields = doc_get(problem, "fields");
    for (uint32_t i = 0; i < doc_count(fields); i++) {
        const struct doc *field = doc_item(fields, i);
        if (doc_text_of(field, "field")[0] != '\0')
            doc_set(errors, doc_text_of(field, "field"), *field);
    }
    return *errors;
}

static struct doc *
make_envelope(struct http_face *face, struct http_request *request, const struct reader *reader,
              const struct page_frame *frame)
{
    struct arena *arena = request->arena;
    struct doc *envelope = doc_map(arena);
    doc_set(envelope, "me", read_me(arena, frame->who));
    doc_set_text(envelope, "csrf", request_token(request, &face->site));
    doc_set_text(envelope, "path", request->path);
    doc_set_text(envelope, "nav", "");
    doc_set(envelope, "problem", frame->problem == NULL ? doc_null() : *frame->problem);
    doc_set(envelope, "errors", read_errors(arena, frame->problem));
    doc_set(envelope, "given", frame->given == NULL ? *doc_map(arena) : *frame->given);
    doc_set(envelope, "done", read_done(&face->program->desk, request, reader));
    doc_set_bool(envelope, "demo", face->site.open_access);
    doc_set_bool(envelope, "script", true);
    doc_set_text(envelope, "language", reader->catalog->language);
    doc_set_text(envelope, "assets", asset_version());
    return envelope;
}

static void
give_up(const struct http_request *request, const char *page, const struct reader *reader,
        struct http_answer *answer)
{
    log_event(LOG_ERROR, "page.failed", "page=%s path=%s unknown=%s", page, request->path,
              page_unknown());
    answer->http = HTTP_FAILED;
    answer->media = "text/plain; charset=utf-8";
    answer->body = words_say(reader, request->arena, "call.failed", NULL);
    answer->length = strlen(answer->body);
}

void
http_page(struct http_face *face, struct http_request *request, const char *page,
          const struct doc *document, const struct page_frame *frame, struct http_answer *answer)
{
    const struct page *found = page_find(page);
    struct reader reader = reader_of(frame->who, request_language(request));
    struct doc *envelope = make_envelope(face, request, &reader, frame);
    struct buffer buffer;
    buffer_open(&buffer, request->arena, PAGE_MAX_BYTES);
    if (found == NULL || page_show(found, &reader, envelope, document, &buffer) != STATUS_OK) {
        give_up(request, page, &reader, answer);
        return;
    }
    answer->media = MEDIA_HTML;
    answer->body = buffer_read(&buffer);
    answer->length = buffer.length;
    answer_header(answer, "Content-Language", reader.catalog->language);
    if (request->done != NULL)
        answer_header(answer, "Set-Cookie", DONE_COOKIE "=; Max-Age=0" COOKIE_MANNERS);
}

/* "contact_points.0.value" under the list "contact_points" of the document. */
static void
overlay_row(struct doc *rows, const char *rest, const struct doc *value, struct arena *arena)
{
    const char *end;
    int64_t index = digits_read(rest, &end);
    if (index < 0 || *end != '.' || end[1] == '\0' || index >= OVERLAY_ROWS_MAX)
        return;
    while ((int64_t)doc_count(rows) <= index)
        (void)doc_push(rows, *doc_map(arena));
    struct doc *row = doc_item(rows, (uint32_t)index);
    if (row->kind == DOC_MAP)
        doc_set(row, end + 1, *value);
}

/* A row that was given holds only what its form had; a page asks for every name of it. */
static void
complete_row(const struct param *params, struct doc *row)
{
    for (; params != NULL && params->name != NULL; params++)
        if (!doc_has(row, params->name))
            doc_set(row, params->name, doc_null());
}

/* Rows that were given stand in for all rows of the document. */
static void
overlay_rows(const struct param *param, const struct doc *given, struct doc *document,
             struct arena *arena)
{
    const char *name = param->name;
    struct doc *rows = doc_list(arena);
    size_t length = strlen(name);
    for (uint32_t i = 0; i < doc_count(given); i++) {
        const char *key = doc_key(given, i);
        if (strncmp(key, name, length) == 0 && key[length] == '.')
            overlay_row(rows, key + length + 1, doc_value(given, i), arena);
    }
    /* The numbers may have gaps; what is shown has none. */
    struct doc *shown = doc_list(arena);
    for (uint32_t i = 0; i < doc_count(rows); i++)
        if (doc_count(doc_item(rows, i)) > 0) {
            complete_row(param->rows, doc_item(rows, i));
            (void)doc_push(shown, *doc_item(rows, i));
        }
    if (doc_count(shown) > 0)
        doc_set(document, name, *shown);
}

static bool
is_yes(const struct doc *value)
{
    static const char *const words[] = {"true", "yes", "on", "1"};
    for (size_t i = 0; value->kind == DOC_TEXT && i < sizeof words / sizeof words[0]; i++)
        if (strcmp(value->text, words[i]) == 0)
            return true;
    return value->kind == DOC_BOOL && value->boolean;
}

void
http_overlay(const struct param *params, const struct doc *given, struct doc *document,
             struct arena *arena)
{
    for (const struct param *param = params; param != NULL && param->name != NULL; param++) {
        if (param->kind == PARAM_ROWS) {
            overlay_rows(param, given, document, arena);
            continue;
        }
        if (param->kind == PARAM_FILE || !doc_has(given, param->name))
            continue;
        const struct doc *value = doc_get(given, param->name);
        if (param->kind == PARAM_BOOL)
            doc_set_bool(document, param->name, is_yes(value));
        else if (value->kind == DOC_TEXT && utf8_valid(value->text, value->count))
            doc_set(document, param->name, *value);
    }
}
