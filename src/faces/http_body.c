/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/http_body.h"

#include "base/file.h"
#include "doc/json.h"
#include "faces/codes.h"
#include "faces/spool.h"
#include "formats/form.h"
#include "formats/multipart.h"

#include <string.h>
#include <unistd.h>

enum { DROPPED_MAX = 8 * 1024 * 1024 };

static void
refuse(struct http_body *body, unsigned http, const char *code)
{
    if (body->refusal.http == 0)
        body->refusal = (struct http_refusal){http, code};
}

/* Bytes of the file of an upload. */
static enum status
take_file(void *context, const struct multipart_file *file, const char *bytes, size_t length)
{
    struct http_body *body = context;
    if (body->file == NULL || strcmp(file->name, body->file->name) != 0)
        return STATUS_OK;
    if (body->fd < 0 && file->file_name[0] != '\0') {
        TRY(spool_open(&body->fd));
        body->file_name = arena_text(body->arena, file->file_name);
    }
    if (body->fd < 0 || length == 0)
        return STATUS_OK;
    body->size += (int64_t)length;
    return file_put(body->fd, bytes, length);
}

static void
open_upload(struct http_body *body, const struct http_request *request, int64_t announced)
{
    int64_t most = body->file == NULL ? 0 : body->file->most;
    if (announced > most + HTTP_BODY_MAX)
        refuse(body, HTTP_TOO_LARGE, "call.too_large");
    else if (multipart_open(body->arena, request->content_type, most, take_file, body,
                            &body->multipart) != STATUS_OK)
        refuse(body, HTTP_BAD_REQUEST, "call.malformed");
}

void
body_open(struct http_body *body, const struct http_request *request, const struct call_row *row,
          int64_t announced)
{
    *body = (struct http_body){.arena = request->arena, .fd = -1};
    buffer_open(&body->text, request->arena, HTTP_BODY_MAX);
    for (const struct param *param = row->params; param != NULL && param->name != NULL; param++)
        if (param->kind == PARAM_FILE)
            body->file = param;
    if (request_has_type(request, "multipart/form-data"))
        open_upload(body, request, announced);
    else if (announced > HTTP_BODY_MAX)
        refuse(body, HTTP_TOO_LARGE, "call.too_large");
    else if (request->content_type != NULL && announced != 0 &&
             !request_has_type(request, "application/x-www-form-urlencoded") &&
             !request_has_type(request, "application/json"))
        refuse(body, HTTP_MEDIA_UNSUPPORTED, "call.media");
}

static void
refuse_upload(struct http_body *body)
{
    const char *code = multipart_code(body->multipart);
    if (strstr(code, "too_large") != NULL || strstr(code, "too_many") != NULL)
        refuse(body, HTTP_TOO_LARGE, "call.too_large");
    else if (code[0] == '\0') /* the sink: no room for the temporary file */
        refuse(body, HTTP_FAILED, "call.no_room");
    else
        refuse(body, HTTP_BAD_REQUEST, "call.malformed");
}

bool
body_feed(struct http_body *body, const char *bytes, size_t length)
{
    if (body->refusal.http != 0) {
        body->dropped += length;
        return body->dropped <= DROPPED_MAX;
    }
    if (body->multipart != NULL) {
        if (multipart_feed(body->multipart, bytes, length) != STATUS_OK)
            refuse_upload(body);
        return true;
    }
    buffer_add(&body->text, bytes, length);
    if (body->text.full)
        refuse(body, HTTP_TOO_LARGE, "call.too_large");
    return true;
}

static void
read_upload(struct http_body *body, struct http_request *request)
{
    if (multipart_end(body->multipart, &request->body) != STATUS_OK) {
        refuse_upload(body);
        return;
    }
    if (body->fd < 0)
        return;
    struct doc *file = doc_map(body->arena);
    doc_set_text(file, "name", body->file_name);
    doc_set_text(file, "path", spool_path(body->fd, body->arena));
    doc_set_int(file, "size", body->size);
    doc_set(request->body, body->file->name, *file);
}

static void
read_json(struct http_body *body, struct http_request *request)
{
    struct doc *value = doc_map(body->arena);
    if (body->text.length > 0 && (json_read(body->arena, buffer_read(&body->text),
                                            body->text.length, value, NULL) != STATUS_OK ||
                                  value->kind != DOC_MAP)) {
        refuse(body, HTTP_BAD_REQUEST, "call.malformed");
        return;
    }
    /* Only an upload brings a file; a document must not name one of this machine. */
    if (body->file != NULL)
        doc_remove(value, body->file->name);
    request->body = value;
}

struct http_refusal
body_end(struct http_body *body, struct http_request *request)
{
    if (body->refusal.http != 0)
        return body->refusal;
    if (body->multipart != NULL)
        read_upload(body, request);
    else if (request_has_type(request, "application/json"))
        read_json(body, request);
    else if (form_read(body->arena, buffer_read(&body->text), body->text.length, &request->body,
                       NULL) != STATUS_OK)
        refuse(body, HTTP_BAD_REQUEST, "call.malformed");
    return body->refusal;
}

void
body_close(struct http_body *body)
{
    if (body->fd >= 0)
        (void)close(body->fd);
    body->fd = -1;
}
