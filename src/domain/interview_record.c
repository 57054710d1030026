/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/interview_record.h"

#include "base/number.h"
#include "domain/common.h"
#include "formats/csv.h"

#include <inttypes.h>
#include <string.h>

/* Bytes of what one cell says of an interview; a longer one fails the file, which never goes out cut. */
enum { CELL_MAX = 16 * 1024 * 1024 };

/* "at:doc" of the last interview shown; the first page begins behind the end of time. */
static bool
read_place(const char *after, struct doc *params)
{
    int64_t at = INT64_MAX, doc = INT64_MAX;
    const char *rest;
    if (after != NULL &&
        !(number_read(after, &at, &rest) && *rest == ':' && number_read(rest + 1, &doc, NULL)))
        return false;
    doc_set_int(params, "before_at", at);
    doc_set_int(params, "before_doc", doc);
    return true;
}

/* What was heard of one kind, in the order in which it was written down. */
static struct doc *
heard(struct call *call, const struct doc *findings, const char *kind)
{
    struct doc *list = doc_list(call->arena);
    for (uint32_t i = 0; i < doc_count(findings); i++)
        if (strcmp(doc_text_of(doc_item(findings, i), "kind"), kind) == 0)
            (void)doc_push(list, *doc_get(doc_item(findings, i), "text"));
    return list;
}

static enum status
add_talk(struct call *call, const struct doc *row, struct doc *items)
{
    static const char *const kinds[][2] = {{"person", "people"},
                                           {"organization", "organizations"},
                                           {"publication", "publications"},
                                           {"company", "companies"},
                                           {"trend", "trends"},
                                           {"interest", "interests"}};
    struct doc *item = doc_map(call->arena), *findings = doc_map(call->arena);
    const char *id = doc_text_of(row, "id");
    copy_keys(call, item, row,
              "id person person_name title organization target_name start_at start_local zone "
              "minutes outline is_private");
    TRY(add_rows(call, item, "notes", &sql_note_list, "interview", id));
    TRY(add_rows(call, item, "referrals", &sql_referral_by_interview, "interview", id));
    TRY(add_rows(call, findings, "list", &sql_finding_list, "interview", id));
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        doc_set(item, kinds[i][1], *heard(call, doc_get(findings, "list"), kinds[i][0]));
    (void)doc_push(items, *item);
    return STATUS_OK;
}

static enum status
record_run(struct call *call, struct doc **out_answer)
{
    struct doc *params = call_params(call), *answer = doc_map(call->arena), *rows;
    struct doc *items = doc_list(call->arena);
    const char *after = param_text(call, "after");
    if (!read_place(after, params))
        return call_invalid(call, "after", "field.not_there", NULL);
    doc_set_text(params, "state", "held");
    doc_set_int(params, "limit", RECORD_PAGE);
    TRY(call_rows_of(call, &sql_record_page, params, &rows));
    bool with_private = doc_bool_of(call->params, "include_private"), left_out = false;
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        if (with_private || !doc_bool_of(doc_item(rows, i), "is_private"))
            TRY(add_talk(call, doc_item(rows, i), items));
        else
            left_out = true;
    }
    doc_set(answer, "items", *items);
    doc_set_bool(answer, "left_out", left_out);
    doc_set_bool(answer, "begins", after == NULL);
    doc_set_bool(answer, "include_private", with_private);
    doc_set(answer, "after", doc_null());
    if (doc_count(rows) == RECORD_PAGE) {
        const struct doc *last = doc_item(rows, RECORD_PAGE - 1);
        doc_set_text(answer, "after",
                     arena_print(call->arena, "%" PRId64 ":%" PRId64, doc_int_of(last, "start_at"),
                                 doc_int_of(last, "doc")));
    }
    *out_answer = answer;
    return STATUS_OK;
}

/* ---- the table ---- */

/* Texts under one key, each on a line of its own. */
static void
add_texts(struct buffer *text, const struct doc *list, const char *key)
{
    for (uint32_t i = 0; i < doc_count(list); i++) {
        const struct doc *item = doc_item(list, i);
        const char *line = key == NULL ? item->text : doc_text_of(item, key);
        if (text->length > 0)
            buffer_byte(text, '\n');
        buffer_text(text, line);
    }
}

static enum status
record_write(const struct doc *answer, struct buffer *buffer)
{
    static const char *const header[] = {"Date",         "Name",   "Title",
                                         "Organization", "Target", "What was discussed",
                                         "Named",        "Minutes"};
    static const char *const lists[] = {"people",    "organizations", "publications",
                                        "companies", "trends",        "interests"};
    ARENA_HERE struct arena arena;
    struct csv_writer csv = {.buffer = buffer, .separator = ',', .guard = true};
    const struct doc *items = doc_get(answer, "items");
    arena_open(&arena);
    if (doc_bool_of(answer, "begins")) {
        csv_write_mark(&csv);
        csv_write(&csv, header, sizeof header / sizeof header[0]);
    }
    for (uint32_t i = 0; i < doc_count(items); i++) {
        const struct doc *item = doc_item(items, i);
        struct buffer discussed, named;
        buffer_open(&discussed, &arena, CELL_MAX);
        buffer_open(&named, &arena, CELL_MAX);
        buffer_text(&discussed, doc_text_of(item, "outline"));
        add_texts(&discussed, doc_get(item, "notes"), "text");
        for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++)
            add_texts(&discussed, doc_get(item, lists[k]), NULL);
        add_texts(&named, doc_get(item, "referrals"), "name");
        TRY(buffer_status(&discussed));
        TRY(buffer_status(&named));
        const char *const cells[] = {doc_text_of(item, "start_local"),
                                     doc_text_of(item, "person_name"),
                                     doc_text_of(item, "title"),
                                     doc_text_of(item, "organization"),
                                     doc_text_of(item, "target_name"),
                                     buffer_read(&discussed),
                                     buffer_read(&named),
                                     arena_print(&arena, "%" PRId64, doc_int_of(item, "minutes"))};
        csv_write(&csv, cells, sizeof cells / sizeof cells[0]);
    }
    return buffer_status(buffer);
}

static const struct param record_params[] = {
    {.name = "after", .kind = PARAM_TEXT, .label = N_("After")},
    {.name = "include_private",
     .kind = PARAM_BOOL,
     .label = N_("Include people you marked as private")},
    {0},
};

const struct call_row interview_record_rows[] = {
    {.name = "record",
     .path = "/record",
     .role = ROLE_OWNER,
     .params = record_params,
     .run = record_run,
     .page = "record",
     .suffix = "csv",
     .media = "text/csv; charset=utf-8",
     .write = record_write,
     .in_parts = true,
     .columns = "start_local person_name organization target_name id",
     .help = N_("Show the record of the people you interviewed"),
     .example = "rapport record --format=csv --output=record.csv"},
    {0},
};
