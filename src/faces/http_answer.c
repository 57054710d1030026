/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/http_answer.h"

#include "base/log.h"
#include "base/utf8.h"
#include "doc/json.h"
#include "faces/asset_route.h"
#include "faces/codes.h"
#include "faces/http_page.h"
#include "faces/openapi.h"
#include "formats/form.h"
#include "views/words.h"

#include <string.h>

enum {
    DONE_COOKIE_S = 60,
    FILE_NAME_HEADER_MAX = 2000,
    PLACE_MAX = 16 * 1024 /* bytes of the place where a file goes on */
};

/* One request on its way through this file. */
struct turn {
    struct http_face *face;
    struct http_request *request;
    struct http_answer *answer;
    struct route_match match;
    const struct call_row *row;
    struct doc *raw;   /* what the call gets */
    struct caller who; /* as the call found it */
    bool json;
};

void
answer_header(struct http_answer *answer, const char *name, const char *value)
{
    if (answer->header_count == ANSWER_HEADERS_MAX)
        return;
    answer->names[answer->header_count] = name;
    answer->values[answer->header_count++] = value;
}

static void
answer_json(struct turn *turn, const struct doc *document, const char *media)
{
    struct buffer buffer;
    buffer_open(&buffer, turn->request->arena, PAGE_MAX_BYTES);
    json_write(&buffer, document, 0);
    buffer_byte(&buffer, '\n');
    turn->answer->media = media;
    turn->answer->body = buffer_read(&buffer);
    turn->answer->length = buffer.length;
    if (buffer.full)
        turn->answer->http = HTTP_FAILED;
}

/* A page of its own for what went wrong; who is not signed in gets the page that says how to. */
static void
problem_page(struct turn *turn, const struct doc *problem)
{
    struct page_frame frame = {.who = &turn->who, .problem = problem};
    struct doc *document = doc_map(turn->request->arena);
    const char *back = request_back(turn->request);
    doc_set_int(document, "http", turn->answer->http);
    doc_set(document, "code", *doc_get(problem, "code"));
    doc_set(document, "title", *doc_get(problem, "title"));
    doc_set(document, "fields", *doc_get(problem, "fields"));
    doc_set_text(document, "back", back == NULL ? "/" : back);
    const char *page = turn->answer->http == HTTP_UNAUTHORIZED ? "sign_in" : "problem";
    http_page(turn->face, turn->request, page, document, &frame, turn->answer);
}

static void
show_problem(struct turn *turn, const struct doc *problem, unsigned http)
{
    struct reader reader = reader_of(&turn->who, request_language(turn->request));
    turn->answer->http = http;
    const struct doc *shown = problem_show(problem, http, &reader, turn->request->arena);
    if (http == HTTP_UNAVAILABLE)
        answer_header(turn->answer, "Retry-After", "2");
    if (turn->json)
        answer_json(turn, shown, MEDIA_PROBLEM);
    else
        problem_page(turn, shown);
}

static void
refuse(struct turn *turn, struct http_refusal refusal)
{
    enum status status = refusal.http == HTTP_NOT_FOUND   ? STATUS_MISSING
                         : refusal.http == HTTP_FORBIDDEN ? STATUS_FORBIDDEN
                                                          : STATUS_INVALID;
    show_problem(turn, problem_new(turn->request->arena, status, refusal.code), refusal.http);
}

static struct caller
caller_of(const struct http_request *request)
{
    if (request->session == NULL)
        return (struct caller){.credential = CREDENTIAL_NONE};
    return (struct caller){.credential = CREDENTIAL_SESSION, .secret = request->session};
}

/* What the change was given for a parameter of its form's call: what means the same thing (the `id` of
 * an interview's page is the `interview` of a note), else what has the same name. */
static const struct doc *
given_for(const struct turn *turn, const struct param *wanted)
{
    const struct param *param = wanted->find == NULL ? NULL : turn->row->params;
    for (; param != NULL && param->name != NULL; param++) {
        const struct doc *given = doc_get(turn->raw, param->name);
        if (param->find == wanted->find && !doc_is_empty(given))
            return given;
    }
    return doc_get(turn->raw, wanted->name);
}

/* Rows stand in a form under names such as "people.0.id". */
static void
give_rows(const struct turn *turn, const char *name, struct doc *raw)
{
    size_t length = strlen(name);
    for (uint32_t i = 0; i < doc_count(turn->raw); i++) {
        const char *key = doc_key(turn->raw, i);
        if (strncmp(key, name, length) == 0 && key[length] == '.')
            doc_set(raw, key, *doc_value(turn->raw, i));
    }
}

/* A page with the form that was refused, as the person left it. False when there is none. */
static bool
show_form(struct turn *turn, const struct doc *problem, unsigned http)
{
    struct arena *arena = turn->request->arena;
    const struct call_row *form =
        turn->row->form == NULL ? NULL : call_find(&turn->face->program->desk, turn->row->form);
    if (form == NULL || form->page == NULL || turn->json)
        return false;
    struct doc *raw = doc_map(arena);
    for (const struct param *param = form->params; param != NULL && param->name != NULL; param++) {
        const struct doc *given = given_for(turn, param);
        if (param->kind == PARAM_ROWS)
            give_rows(turn, param->name, raw);
        else if (!doc_is_empty(given) && param->kind != PARAM_FILE)
            doc_set(raw, param->name, *given);
    }
    struct answer answer;
    struct caller who = caller_of(turn->request);
    call_perform(&turn->face->program->desk, form, raw, &who, arena, &answer);
    if (answer.status != STATUS_OK || answer.document == NULL)
        return false;
    struct reader reader = reader_of(&turn->who, request_language(turn->request));
    struct page_frame frame = {.who = &turn->who,
                               .problem = problem_show(problem, http, &reader, arena),
                               .given = turn->raw};
    http_overlay(turn->row->params, turn->raw, answer.document, arena);
    /* Who has seen both versions may save over the other one. */
    const struct doc *theirs = doc_get(problem, "theirs");
    if (doc_has(theirs, "version"))
        doc_set(answer.document, "version", *doc_get(theirs, "version"));
    turn->answer->http = http;
    http_page(turn->face, turn->request, form->page, answer.document, &frame, turn->answer);
    return true;
}

static void
show_refusal(struct turn *turn, const struct answer *answer)
{
    unsigned http = code_http(answer->status, answer->who.owner != 0);
    bool mendable = answer->status == STATUS_INVALID || answer->status == STATUS_CONFLICT;
    if (answer->status == STATUS_FAILED)
        log_event(LOG_ERROR, "call.failed", "call=%s reason=%s", turn->row->name,
                  turn->face->program->store_problem(turn->face->program));
    if (mendable && turn->row->effect != EFFECT_READ && show_form(turn, answer->problem, http))
        return;
    show_problem(turn, answer->problem, http);
}

/* A file that a person keeps: the four kinds of pictures that hold no script are shown, all else is only
 * handed over, under its name (RFC 6266 section 4, RFC 8187). */
static void
describe_file(struct turn *turn, const struct doc *document)
{
    static const char *const shown[] = {"image/jpeg", "image/png", "image/gif", "image/webp"};
    struct buffer header;
    const char *manner = "attachment", *name = doc_text_of(document, "name");
    turn->answer->media = "application/octet-stream";
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        if (strcmp(doc_text_of(document, "media"), shown[i]) == 0) {
            turn->answer->media = shown[i];
            manner = "inline";
        }
    buffer_open(&header, turn->request->arena, FILE_NAME_HEADER_MAX);
    buffer_print(&header, "%s; filename=\"file.%s\"", manner, doc_text_of(document, "suffix"));
    if (name[0] != '\0') {
        buffer_text(&header, "; filename*=UTF-8''");
        percent_write(&header, name, strlen(name));
    }
    if (strcmp(manner, "inline") ==
        0) /* a picture in a page; what is taken away must be of today */
        turn->answer->cache = "private, max-age=300";
    if (!header.full)
        answer_header(turn->answer, "Content-Disposition", buffer_read(&header));
}

/* What is needed to go on with a file after its first part. */
struct http_parts {
    struct http_face *face;
    const struct call_row *row;
    const struct doc *raw;
    struct caller who;
    const char *language; /* of the request; NULL: none */
    char after[PLACE_MAX];
};

/* Not OK when the place is longer than any that we make. */
static enum status
set_place(struct http_parts *parts, const char *after)
{
    size_t length = strlen(after);
    if (length >= sizeof parts->after)
        return STATUS_FAILED;
    memcpy(parts->after, after, length + 1);
    return STATUS_OK;
}

static enum status
go_on(struct turn *turn, const char *after)
{
    struct http_parts *parts = arena_alloc(turn->request->arena, sizeof *parts);
    parts->face = turn->face;
    parts->row = turn->row;
    parts->raw = turn->raw;
    parts->who = caller_of(turn->request);
    parts->language = request_language(turn->request);
    turn->answer->parts = parts;
    return set_place(parts, after);
}

/* A part of a file as its row writes it, for a reader of this language. */
static enum status
write_part(const struct call_row *row, const struct caller *who, const char *language,
           const struct doc *document, struct arena *arena, struct buffer *buffer)
{
    if (row->says != NULL) {
        struct reader reader = reader_of(who, language);
        words_items(&reader, arena, row->says, document);
    }
    return row->write(document, buffer);
}

enum status
http_next_part(struct http_parts *parts, struct arena *arena, const char **out_body,
               size_t *out_length, bool *out_more)
{
    struct answer answer;
    struct buffer buffer;
    *out_length = 0;
    *out_more = parts->after[0] != '\0';
    if (!*out_more)
        return STATUS_OK;
    arena_reset(arena);
    struct caller who = parts->who;
    struct doc raw = doc_copy(arena, parts->raw);
    doc_set_text(&raw, "after", parts->after);
    call_perform(&parts->face->program->desk, parts->row, &raw, &who, arena, &answer);
    TRY(answer.status);
    buffer_open(&buffer, arena, FILE_PART_MAX);
    TRY(write_part(parts->row, &who, parts->language, answer.document, arena, &buffer));
    TRY(set_place(parts, doc_text_of(answer.document, "after")));
    *out_body = buffer_read(&buffer);
    *out_length = buffer.length;
    *out_more = parts->after[0] != '\0';
    return STATUS_OK;
}

/* The answer in the row's own form (.ics, .eml), or as the file that it is. */
static void
show_written(struct turn *turn, const struct doc *document)
{
    struct arena *arena = turn->request->arena;
    struct buffer buffer;
    buffer_open(&buffer, arena, turn->row->in_parts ? FILE_PART_MAX : PAGE_MAX_BYTES);
    const char *after = turn->row->in_parts ? doc_text_of(document, "after") : "";
    if (write_part(turn->row, &turn->who, request_language(turn->request), document, arena,
                   &buffer) != STATUS_OK ||
        (after[0] != '\0' && go_on(turn, after) != STATUS_OK)) {
        turn->answer->parts = NULL;
        show_problem(turn, problem_new(arena, STATUS_FAILED, "call.failed"), HTTP_FAILED);
        return;
    }
    turn->answer->body = buffer_read(&buffer);
    turn->answer->length = buffer.length;
    if (turn->row->media == NULL) {
        describe_file(turn, document);
        return;
    }
    char *name =
        arena_print(arena, "attachment; filename=\"%s.%s\"", turn->row->name, turn->row->suffix);
    for (char *at = strchr(name, '"'); *at != '\0'; at++)
        if (*at == ' ')
            *at = '-';
    turn->answer->media = turn->row->media;
    answer_header(turn->answer, "Content-Disposition", name);
}

static void
show_read(struct turn *turn, const struct answer *answer)
{
    bool own_form = turn->match.suffix != NULL && !turn->json;
    struct page_frame frame = {.who = &turn->who};
    if (turn->row->write != NULL && (own_form || (turn->row->page == NULL && !turn->json))) {
        show_written(turn, answer->document);
    } else if (turn->json || turn->row->page == NULL) {
        answer_json(turn, answer->document, MEDIA_JSON);
        if (turn->request->session != NULL || turn->face->site.open_access)
            answer_header(turn->answer, "X-CSRF-Token",
                          request_token(turn->request, &turn->face->site));
    } else {
        http_page(turn->face, turn->request, turn->row->page, answer->document, &frame,
                  turn->answer);
    }
}

/* The answer key `set_session` makes or clears the cookie; it is never shown. */
static void
take_session(struct turn *turn, struct doc *document)
{
    if (!doc_has(document, "set_session"))
        return;
    const char *secret = doc_text_of(document, "set_session");
    const char *cookie =
        secret[0] == '\0'
            ? SESSION_COOKIE "=; Max-Age=0" COOKIE_MANNERS
            : arena_print(turn->request->arena,
                          SESSION_COOKIE "=%s; Max-Age=31536000" COOKIE_MANNERS, secret);
    answer_header(turn->answer, "Set-Cookie", cookie);
    doc_remove(document, "set_session");
}

static const char *
next_path(struct turn *turn, const struct doc *document)
{
    struct arena *arena = turn->request->arena;
    const char *next = doc_text_of(document, "next");
    if (next[0] == '\0' && turn->row->next != NULL)
        next = route_fill(turn->row->next, document, turn->raw, arena);
    if (next[0] == '\0' && doc_text_of(document, "job")[0] != '\0')
        next = route_fill("/job/{job}", document, NULL, arena);
    if (next[0] == '\0')
        next = request_back(turn->request);
    return next != NULL && route_is_local(next) ? next : "/";
}

static void
show_changed(struct turn *turn, const struct answer *answer)
{
    struct arena *arena = turn->request->arena;
    struct doc *document = answer->document;
    take_session(turn, document);
    turn->answer->wake =
        !doc_is_empty(doc_get(document, "job")) || !doc_is_empty(doc_get(document, "outbox"));
    if (turn->json) {
        if (!doc_has(document, "change"))
            doc_set_text(document, "change", answer->change);
        answer_json(turn, document, MEDIA_JSON);
        return;
    }
    /* A secret that is shown once, on the page that answers the form itself. */
    if (turn->row->page != NULL && turn->row->next == NULL && !doc_has(document, "next")) {
        struct page_frame frame = {.who = &turn->who};
        http_page(turn->face, turn->request, turn->row->page, document, &frame, turn->answer);
        return;
    }
    turn->answer->http = HTTP_SEE_OTHER;
    answer_header(turn->answer, "Location", next_path(turn, document));
    /* What a job has yet to do is not done. */
    bool later = turn->row->effect == EFFECT_CHANGE && !doc_is_empty(doc_get(document, "job"));
    const char *done = later ? NULL : done_cookie(turn->row, answer->change, arena);
    if (done != NULL)
        answer_header(
            turn->answer, "Set-Cookie",
            arena_print(arena, DONE_COOKIE "=%s; Max-Age=%d" COOKIE_MANNERS, done, DONE_COOKIE_S));
}

static void
perform(struct turn *turn)
{
    struct answer answer;
    struct caller who = caller_of(turn->request);
    for (int i = 0; i < turn->match.count; i++)
        doc_set_text(turn->raw, turn->match.names[i], turn->match.values[i]);
    call_perform(&turn->face->program->desk, turn->row, turn->raw, &who, turn->request->arena,
                 &answer);
    turn->who = answer.who;
    turn->answer->http = HTTP_OK;
    if (answer.status == STATUS_OK && answer.document == NULL)
        answer.document = doc_map(turn->request->arena);
    if (answer.status != STATUS_OK)
        show_refusal(turn, &answer);
    else if (turn->row->effect == EFFECT_READ)
        show_read(turn, &answer);
    else
        show_changed(turn, &answer);
}

static void
refuse_method(struct turn *turn, bool get, bool post)
{
    const char *allow = get && post ? "GET, HEAD, POST" : get ? "GET, HEAD" : "POST";
    answer_header(turn->answer, "Allow", allow);
    refuse(turn, (struct http_refusal){HTTP_METHOD_NOT_ALLOWED, "call.method"});
}

/* GET: the query is the parameters. A link that changes something is not for a browser that fetches
 * ahead of its person. */
static void
take_get(struct turn *turn)
{
    const char *code = NULL;
    turn->row = turn->match.route->read;
    if (turn->row == NULL) {
        refuse_method(turn, false, true);
        return;
    }
    if (turn->row->effect != EFFECT_READ &&
        (turn->request->purpose != NULL || turn->request->method == METHOD_HEAD)) {
        refuse(turn, (struct http_refusal){HTTP_UNAVAILABLE, "call.busy"});
        return;
    }
    if (form_read(turn->request->arena, turn->request->query, strlen(turn->request->query),
                  &turn->raw, &code) != STATUS_OK) {
        refuse(turn, (struct http_refusal){HTTP_BAD_REQUEST, "call.malformed"});
        return;
    }
    perform(turn);
}

static void
take_post(struct turn *turn)
{
    turn->row = turn->match.route->change;
    if (turn->row == NULL) {
        refuse_method(turn, true, false);
        return;
    }
    struct http_refusal refusal = request_check_token(turn->request, &turn->face->site);
    if (refusal.http != 0) {
        refuse(turn, refusal);
        return;
    }
    turn->raw = turn->request->body == NULL ? doc_map(turn->request->arena) : turn->request->body;
    perform(turn);
}

static void
take_method(struct turn *turn)
{
    if (turn->request->method == METHOD_GET || turn->request->method == METHOD_HEAD)
        take_get(turn);
    else if (turn->request->method == METHOD_POST)
        take_post(turn);
    else
        refuse_method(turn, turn->match.route->read != NULL, turn->match.route->change != NULL);
}

/* What the face answers by itself. False: it is for a call. */
static bool
take_own(struct turn *turn)
{
    const char *path = turn->request->path;
    bool get = turn->request->method == METHOD_GET || turn->request->method == METHOD_HEAD;
    bool asset = strncmp(path, ASSET_PREFIX, sizeof ASSET_PREFIX - 1) == 0;
    bool openapi = strcmp(path, "/openapi.json") == 0;
    if (!asset && !openapi && strcmp(path, "/healthz") != 0)
        return false;
    turn->answer->place = path;
    turn->answer->http = HTTP_OK;
    if (!get) {
        refuse_method(turn, true, false);
    } else if (asset) {
        asset_answer(turn->request, turn->answer);
        if (turn->answer->http == HTTP_NOT_FOUND)
            refuse(turn, (struct http_refusal){HTTP_NOT_FOUND, "call.missing"});
    } else if (openapi) {
        const struct desk *desk = &turn->face->program->desk;
        answer_json(turn, openapi_document(desk, turn->request->arena), MEDIA_JSON);
    } else {
        turn->answer->media = "text/plain; charset=utf-8";
        turn->answer->body = "ok\n";
        turn->answer->length = 3;
    }
    return true;
}

void
http_answer(struct http_face *face, struct http_request *request, struct http_answer *out_answer)
{
    *out_answer = (struct http_answer){.place = request->path};
    struct turn turn = {.face = face, .request = request, .answer = out_answer};
    turn.json = request_wants_json(request);
    if (take_own(&turn))
        return;
    if (!route_find(&face->router, request->path, request->arena, &turn.match)) {
        refuse(&turn, (struct http_refusal){HTTP_NOT_FOUND, "call.missing"});
        return;
    }
    out_answer->place = turn.match.route->pattern;
    if (turn.match.suffix != NULL)
        turn.json = strcmp(turn.match.suffix, "json") == 0;
    take_method(&turn);
}

void
http_refuse(struct http_face *face, struct http_request *request, struct http_refusal refusal,
            struct http_answer *out_answer)
{
    *out_answer = (struct http_answer){.place = request->path};
    struct turn turn = {.face = face, .request = request, .answer = out_answer};
    size_t length = strlen(request->path);
    turn.json = request_wants_json(request) ||
                (length > 5 && strcmp(request->path + length - 5, ".json") == 0);
    refuse(&turn, refusal);
}
