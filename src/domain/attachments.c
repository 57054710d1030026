/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/attachments.h"

#include "base/base64.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/sha256.h"
#include "domain/common.h"
#include "formats/media.h"

#include <string.h>

enum { CHUNK = 256 * 1024, CHUNKS_MOST = ATTACHMENT_MAX / CHUNK + 1, SWEPT_MOST = 20 };

static const char *const kinds[] = {"photo", "card", "file", NULL};

const char *
attachment_wrong(const char *kind, const char *bytes, size_t length)
{
    if (length == 0)
        return "attachment.empty";
    if (length > ATTACHMENT_MAX)
        return "attachment.too_large";
    bool photo = strcmp(kind, "photo") == 0;
    return photo && !media_is_picture(media_of(bytes, length)) ? "attachment.not_picture" : NULL;
}

static const char *
digest_of(struct call *call, const char *bytes, size_t length)
{
    unsigned char digest[SHA256_BYTES];
    char *text = arena_alloc(call->arena, 2 * SHA256_BYTES + 1);
    sha256_of(bytes, length, digest);
    hex_write(digest, SHA256_BYTES, text);
    return text;
}

/* The same bytes are kept once, however many people they belong to. */
static enum status
keep_bytes(struct call *call, const char *digest, const char *bytes, size_t length)
{
    struct doc *params = call_params(call), *found;
    doc_set_text(params, "digest", digest);
    enum status status = call_row_of(call, &sql_blob_read, params, &found);
    if (status != STATUS_MISSING)
        return status;
    doc_set_int(params, "size", (int64_t)length);
    TRY(store_run(call->store, &sql_blob_insert, params, NULL));
    for (size_t at = 0; at < length; at += CHUNK) {
        doc_set_int(params, "n", (int64_t)(at / CHUNK));
        doc_set(params, "data", doc_text_n(bytes + at, length - at < CHUNK ? length - at : CHUNK));
        TRY(store_run(call->store, &sql_blob_chunk_insert, params, NULL));
    }
    return STATUS_OK;
}

/* The rows of one kind: does one of them hold these bytes? A photo has only one place. */
static enum status
make_room(struct call *call, const char *person, const char *kind, const char *digest,
          struct doc **out_same)
{
    struct doc *params = call_params(call), *rows;
    doc_set_text(params, "person", person);
    doc_set_text(params, "kind", kind);
    doc_set_int(params, "limit", ROWS_OF_ONE_MOST);
    TRY(call_rows_of(call, &sql_attachment_of_kind, params, &rows));
    *out_same = NULL;
    for (uint32_t i = 0; i < doc_count(rows); i++)
        if (strcmp(doc_text_of(doc_item(rows, i), "digest"), digest) == 0)
            return record_read(call, &noun_attachment, doc_text_of(doc_item(rows, i), "id"),
                               out_same);
    for (uint32_t i = 0; i < doc_count(rows) && strcmp(kind, "photo") == 0; i++)
        TRY(record_remove(call, &noun_attachment, doc_text_of(doc_item(rows, i), "id")));
    return STATUS_OK;
}

enum status
attachment_add(struct call *call, const struct attachment_given *given, struct doc **out_row)
{
    const char *wrong = attachment_wrong(given->kind, given->bytes, given->length), *digest;
    struct doc *row = doc_map(call->arena), *same;
    if (wrong != NULL) {
        struct doc *arguments = doc_map(call->arena);
        doc_set_int(arguments, "most", ATTACHMENT_MAX / 1024 / 1024);
        return call_invalid(call, "file", wrong, arguments);
    }
    digest = digest_of(call, given->bytes, given->length);
    TRY(make_room(call, given->person, given->kind, digest, &same));
    if (same != NULL) {
        *out_row = same;
        return STATUS_OK;
    }
    TRY(keep_bytes(call, digest, given->bytes, given->length));
    doc_set_text(row, "id", given->id);
    if (given->created_at > 0 && given->created_at < call->now)
        doc_set_int(row, "created_at", given->created_at);
    doc_set_text(row, "person", given->person);
    doc_set_text(row, "kind", given->kind);
    doc_set_text(row, "name", given->name);
    doc_set_text(row, "media", media_of(given->bytes, given->length));
    doc_set_int(row, "size", (int64_t)given->length);
    doc_set_text(row, "digest", digest);
    return record_save(call, &noun_attachment, row, out_row);
}

enum status
attachment_bytes(struct call *call, const struct doc *row, char **out_bytes, size_t *out_length)
{
    struct doc *params = call_params(call), *chunks;
    struct buffer buffer;
    doc_set(params, "digest", *doc_get(row, "digest"));
    doc_set_int(params, "limit", CHUNKS_MOST);
    TRY(call_rows_of(call, &sql_blob_chunk_list, params, &chunks));
    buffer_open(&buffer, call->arena, ATTACHMENT_MAX);
    for (uint32_t i = 0; i < doc_count(chunks); i++) {
        const struct doc *data = doc_get(doc_item(chunks, i), "data");
        buffer_add(&buffer, data->text, data->count);
    }
    if (buffer.length == 0)
        return STATUS_MISSING;
    *out_bytes = buffer.data;
    *out_length = buffer.length;
    return buffer_status(&buffer);
}

static enum status
erase(struct call *call, const char *digest)
{
    struct doc *params = call_params(call);
    doc_set_text(params, "digest", digest);
    TRY(store_run(call->store, &sql_blob_chunk_clear, params, NULL));
    return store_run(call->store, &sql_blob_remove, params, NULL);
}

/* A few at a time: the rest waits for the next call. */
static enum status
sweep(struct call *call)
{
    struct doc *params = call_params(call), *rows;
    doc_set_int(params, "now", call->now);
    doc_set_int(params, "until_at", call->now - BLOB_KEPT_DAYS * MS_PER_DAY);
    doc_set_int(params, "limit", SWEPT_MOST);
    TRY(store_run(call->store, &sql_blob_date, params, NULL));
    TRY(call_rows_of(call, &sql_blob_aged, params, &rows));
    for (uint32_t i = 0; i < doc_count(rows); i++)
        TRY(erase(call, doc_text_of(doc_item(rows, i), "digest")));
    return STATUS_OK;
}

enum status
attachment_erase_bytes(struct call *call, const char *person, const char *digest)
{
    struct doc *params = call_params(call), *users;
    doc_set_text(params, "person", person);
    doc_set_text(params, "digest", digest);
    TRY(call_row_of(call, &sql_blob_others, params, &users));
    return doc_int_of(users, "count") == 0 ? erase(call, digest) : STATUS_OK;
}

enum status
attachments_erase(struct call *call, const char *person)
{
    struct doc *params = call_params(call), *rows;
    doc_set_text(params, "person", person);
    for (size_t k = 0; kinds[k] != NULL; k++) {
        doc_set_text(params, "kind", kinds[k]);
        doc_set_int(params, "limit", ROWS_OF_ONE_MOST);
        TRY(call_rows_of(call, &sql_attachment_of_kind, params, &rows));
        for (uint32_t i = 0; i < doc_count(rows); i++)
            TRY(attachment_erase_bytes(call, person, doc_text_of(doc_item(rows, i), "digest")));
    }
    return STATUS_OK;
}

enum status
attachment_take(struct call *call, const char *field, const char *person, const char *kind,
                struct doc **out_row)
{
    const struct doc *file = doc_get(call->params, field);
    char *bytes = NULL;
    size_t length = 0;
    enum status status =
        file_read(call->arena, doc_text_of(file, "path"), ATTACHMENT_MAX, &bytes, &length);
    if (status == STATUS_MISSING || status == STATUS_FORBIDDEN)
        return call_invalid(call, field, "import.no_file", NULL);
    if (status != STATUS_INVALID)
        TRY(status);
    const char *wrong =
        status == STATUS_INVALID ? "attachment.too_large" : attachment_wrong(kind, bytes, length);
    if (wrong != NULL)
        return call_invalid(call, field, wrong, NULL);
    struct attachment_given given = {.person = person,
                                     .kind = kind,
                                     .name = doc_text_of(file, "name"),
                                     .bytes = bytes,
                                     .length = length};
    TRY(attachment_add(call, &given, out_row));
    return sweep(call);
}

static enum status
save_run(struct call *call, struct doc **out_answer)
{
    struct doc *person, *row;
    TRY(read_referred(call, &noun_person, "person", param_text(call, "person"), &person));
    TRY(attachment_take(call, "file", param_text(call, "person"), param_text(call, "kind"), &row));
    *out_answer = noun_document(call, &noun_attachment, row);
    return STATUS_OK;
}

static enum status
remove_run(struct call *call, struct doc **out_answer)
{
    TRY(remove_params(call, &noun_attachment, out_answer));
    return sweep(call);
}

static enum status
read_run(struct call *call, struct doc **out_answer)
{
    struct doc *row;
    char *bytes;
    size_t length;
    TRY(record_read(call, &noun_attachment, param_text(call, "id"), &row));
    TRY(attachment_bytes(call, row, &bytes, &length));
    *out_answer = noun_document(call, &noun_attachment, row);
    doc_set_text(*out_answer, "suffix", media_suffix(doc_text_of(row, "media")));
    doc_set_text(*out_answer, "data", base64_write(call->arena, bytes, length));
    return STATUS_OK;
}

static enum status
write_file(const struct doc *answer, struct buffer *buffer)
{
    const struct doc *data = doc_get(answer, "data");
    char *bytes;
    size_t length;
    TRY(base64_read(buffer->arena, doc_text_of(answer, "data"), data->count, &bytes, &length));
    buffer_add(buffer, bytes, length);
    return buffer_status(buffer);
}

static const struct param id_params[] = {
    {.name = "id", .kind = PARAM_ID, .required = true, .label = N_("File")},
    {0},
};

static const struct param save_params_[] = {
    {.name = "person",
     .kind = PARAM_ID,
     .required = true,
     .find = &sql_person_find,
     .label = N_("Person")},
    {.name = "kind",
     .kind = PARAM_CHOICE,
     .choices = kinds,
     .initial = "file",
     .label = N_("What it is")},
    {.name = "file",
     .kind = PARAM_FILE,
     .required = true,
     .most = ATTACHMENT_MAX,
     .label = N_("File"),
     .help = N_("10 MB at most")},
    {0},
};

const struct call_row attachment_rows[] = {
    {.name = "attachment read",
     .path = "/attachment/{id}",
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = read_run,
     .suffix = "file",
     .write = write_file,
     .help = N_("Give a photo or another file of a person as it is"),
     .example = "rapport attachment read ID > photo.jpg"},
    {.name = "attachment save",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = save_params_,
     .run = save_run,
     .form = "person read",
     .next = "/person/{person}",
     .done = N_("Added."),
     .help = N_("Add a photo, a card or another file to a person"),
     .example = "rapport attachment save --person=quinn --kind=photo --file=quinn.jpg"},
    {.name = "attachment remove",
     .effect = EFFECT_CHANGE,
     .role = ROLE_OWNER,
     .params = id_params,
     .argument = "id",
     .run = remove_run,
     .next = "/person/{person}",
     .done = N_("Removed."),
     .help = N_("Remove a file of a person"),
     .example = "rapport attachment remove ID"},
    {0},
};
