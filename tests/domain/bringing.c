/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bringing.h"

#include "call/job.h"
#include "statements.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { SLICES_MOST = 100000, TEXT_MAX = 4 * 1024 * 1024 };

const char linkedin_preamble[] =
    "Notes:\r\n\"When exporting your connection data, some addresses are missing, because, well, "
    "not everybody shares them.\"\r\n\r\n";
const char linkedin_header[] =
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n";

struct house house;
const char *engine = "sqlite";
const char *import_encoding;
static char path[64];

int
open_house(void **state)
{
    (void)state;
    (void)snprintf(path, sizeof path, "%s", "/tmp/rapport-import-XXXXXX");
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    job_set_slice_ms(JOB_SLICE_MS);
    house_open(&house, engine);
    return 0;
}

int
close_house(void **state)
{
    (void)state;
    house_close(&house);
    unlink(path);
    return 0;
}

/* ---- files ---- */

void
begin_file(struct buffer *text)
{
    buffer_open(text, &house.arena, TEXT_MAX);
    buffer_print(text, "%s%s", linkedin_preamble, linkedin_header);
}

void
add_row(struct buffer *text, const char *first, const char *last, const char *slug,
        const char *email, const char *company, const char *position)
{
    buffer_print(text, "%s,%s,%s%s,%s,%s,%s,12 Mar 2024\r\n", first, last,
                 slug[0] == '\0' ? "" : "https://www.linkedin.com/in/", slug, email, company,
                 position);
}

void
add_plain_row(struct buffer *text, int n, const char *company)
{
    static const char *const firsts[] = {"Ada", "José", "Þóra",  "李",
                                         "Olu", "Zoë",  "Søren", "Fatima"};
    static const char *const jobs[] = {"Curator", "\"Editor, science\"", "Ranger", ""};
    const char *first = firsts[n % 8];
    add_row(text, first, arena_print(&house.arena, "Person%03d", n),
            arena_print(&house.arena, "person-%03d", n),
            n % 9 == 0 ? arena_print(&house.arena, "person%03d@example.org", n) : "", company,
            jobs[n % 4]);
}

const char *
plain_file(int people)
{
    struct buffer text;
    begin_file(&text);
    for (int n = 0; n < people; n++)
        add_plain_row(&text, n, n % 5 == 0 ? "\"Harbor, Hill and Sons\"" : "City Museum");
    return buffer_read(&text);
}

static void
write_file(const char *bytes, size_t length)
{
    int file = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
    assert_true(file >= 0);
    while (length > 0) {
        ssize_t done = write(file, bytes, length);
        assert_true(done > 0);
        bytes += done;
        length -= (size_t)done;
    }
    close(file);
}

/* ---- calls and the runner ---- */

struct answer
import_bytes(const char *bytes, size_t length, bool preview)
{
    struct doc *raw = doc_map(&house.arena), *file = doc_map(&house.arena);
    struct answer answer;
    write_file(bytes, length);
    doc_set_text(file, "name", "Connections.csv");
    doc_set_text(file, "path", path);
    doc_set_int(file, "size", (int64_t)length);
    doc_set(raw, "file", *file);
    doc_set_bool(raw, "preview", preview);
    if (import_encoding != NULL)
        doc_set_text(raw, "encoding", import_encoding);
    call_perform(&house.desk, call_find(&house.desk, "import"), raw, &house.owner, &house.arena,
                 &answer);
    return answer;
}

/* One slice of the runner; false when nothing is left to do. */
bool
work_once(void)
{
    bool idle = true;
    assert_int_equal(job_work(&house.desk, &house.arena, NULL, &idle), STATUS_OK);
    return !idle;
}

void
work(void)
{
    for (int slice = 0; work_once(); slice++)
        assert_true(slice < SLICES_MOST);
}

struct doc *
ids_of(const char *key, const char *id)
{
    struct doc *ids = doc_map(&house.arena);
    doc_set_text(ids, key, id);
    return ids;
}

struct doc *
import_call(const char *call, const char *id)
{
    return house_do(&house, call, "<\"id\":\"{id}\">", ids_of("id", id));
}

/* Begin and work to the end: the report. */
struct doc *
import_text(const char *text, bool preview)
{
    struct answer answer = import_bytes(text, strlen(text), preview);
    if (answer.status != STATUS_OK)
        fail_msg("import: %s", doc_text_of(doc_item(doc_get(answer.problem, "fields"), 0), "code"));
    work();
    return import_call("import read", doc_text_of(answer.document, "id"));
}

void
assert_report(const struct doc *report, const char *state, int created, int updated, int unchanged,
              int duplicate, int rejected)
{
    assert_string_equal(doc_text_of(report, "state"), state);
    assert_int_equal(doc_int_of(report, "created"), created);
    assert_int_equal(doc_int_of(report, "updated"), updated);
    assert_int_equal(doc_int_of(report, "unchanged"), unchanged);
    assert_int_equal(doc_int_of(report, "duplicate"), duplicate);
    assert_int_equal(doc_int_of(report, "rejected"), rejected);
    assert_int_equal(doc_int_of(report, "read"),
                     created + updated + unchanged + duplicate + rejected);
}

int64_t
note_of(const struct doc *report, const char *code)
{
    const struct doc *notes = doc_get(report, "notes");
    for (uint32_t i = 0; i < doc_count(notes); i++)
        if (strcmp(doc_text_of(doc_item(notes, i), "code"), code) == 0)
            return doc_int_of(doc_item(notes, i), "count");
    return 0;
}

uint32_t
write_rejected(const char *id, struct buffer *text)
{
    const struct call_row *row = call_find(&house.desk, "import rejected");
    struct doc *params = ids_of("id", id);
    const char *after = "";
    uint32_t rows = 0;
    do {
        struct answer answer;
        call_perform(&house.desk, row, params, &house.owner, &house.arena, &answer);
        assert_int_equal(answer.status, STATUS_OK);
        assert_int_equal(row->write(answer.document, text), STATUS_OK);
        rows += doc_count(doc_get(answer.document, "items"));
        after = doc_text_of(answer.document, "after");
        doc_set_text(params, "after", after);
    } while (*after != '\0');
    return rows;
}

int64_t
people_count(void)
{
    return doc_int_of(house_do(&house, "person list", NULL, NULL), "total");
}

static int
by_text(const void *a, const void *b)
{
    const struct doc *left = a, *right = b;
    return strcmp(left->text, right->text);
}

/* Everybody in the store without ids and times, sorted: what two ways to one end have in common. */
const char *
people_text(void)
{
    struct doc *params = doc_map(&house.arena), *rows, *lines = doc_list(&house.arena), *points;
    struct buffer text;
    doc_set_int(params, "owner", 1);
    doc_set_int(params, "after_doc", 0);
    doc_set_int(params, "limit", 5000);
    assert_int_equal(store_begin(house.desk.store, STORE_READ), STATUS_OK);
    assert_int_equal(store_rows(house.desk.store, &house.arena, noun_person.all, params, &rows),
                     STATUS_OK);
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const struct doc *row = doc_item(rows, i);
        buffer_open(&text, &house.arena, TEXT_MAX);
        buffer_print(&text, "%s|%s|%s|%s|%s", doc_text_of(row, "name"), doc_text_of(row, "title"),
                     doc_text_of(row, "organization"), doc_text_of(row, "connected_on"),
                     doc_text_of(row, "circle"));
        doc_set(params, "parent", *doc_get(row, "doc"));
        assert_int_equal(
            store_rows(house.desk.store, &house.arena, noun_person.parts[0].list, params, &points),
            STATUS_OK);
        for (uint32_t p = 0; p < doc_count(points); p++)
            buffer_print(&text, "|%s", doc_text_of(doc_item(points, p), "value"));
        (void)doc_push(lines, doc_text(buffer_read(&text)));
    }
    store_rollback(house.desk.store);
    if (doc_count(lines) > 1)
        qsort(lines->list->items, lines->count, sizeof *lines->list->items, by_text);
    buffer_open(&text, &house.arena, TEXT_MAX);
    for (uint32_t i = 0; i < doc_count(lines); i++)
        buffer_print(&text, "%s\n", doc_item(lines, i)->text);
    return buffer_read(&text);
}
