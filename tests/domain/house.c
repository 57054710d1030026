/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "house.h"

#include "base/random.h"
#include "doc/json.h"
#include "domain/people.h"
#include "domain/tables.h"
#include "statements.h"
#include "store/driver.h"
#include "store/migrate.h"
#include "text/catalog.h"
#include "text/fold.h"
#include "text/terms.h"

#include <assert.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DUMP_MAX = 64 * 1024 * 1024, ROWS = 1000 };

static char sqlite_path[64];
static bool made_file;

static void
prepare_address(const char *engine)
{
    made_file = strcmp(engine, "postgres") != 0;
    if (!made_file)
        return;
    (void)snprintf(sqlite_path, sizeof sqlite_path, "%s", "/tmp/rapport-domain-XXXXXX");
    int file = mkstemp(sqlite_path);
    assert(file >= 0);
    close(file);
}

static void
add_other_owner(struct house *house)
{
    struct doc *params = doc_map(&house->arena);
    const char *secret = secret_new(&house->arena);
    doc_set_int(params, "number", 2);
    doc_set_int(params, "now", 1);
    doc_set_text(params, "digest", secret_digest(&house->arena, secret));
    doc_set_int(params, "owner_of", 2);
    doc_set_text(params, "purpose", "session");
    doc_set_int(params, "expires_at", INT64_MAX);
    assert(store_begin(house->desk.store, STORE_WRITE) == STATUS_OK);
    assert(store_run(house->desk.store, &sql_account_insert, params, NULL) == STATUS_OK);
    assert(store_run(house->desk.store, &sql_token_insert, params, NULL) == STATUS_OK);
    assert(store_commit(house->desk.store) == STATUS_OK);
    house->other = (struct caller){.credential = CREDENTIAL_SESSION, .secret = secret};
}

static void
connect_store(struct house *house)
{
    const char *problem = NULL;
    const char *address = made_file ? sqlite_path : getenv("RAPPORT_TEST_POSTGRES");
    if (store_open(address, STORE_CREATE, &house->desk.store, &problem) != STATUS_OK) {
        fprintf(stderr, "no store: %s\n", problem);
        abort();
    }
}

const char *
house_path(void)
{
    return sqlite_path;
}

void
house_reopen(struct house *house)
{
    store_close(&house->desk.store);
    connect_store(house);
}

void
house_open(struct house *house, const char *engine)
{
    const char *problem = NULL;
    *house = (struct house){.owner = {.credential = CREDENTIAL_LOCAL}};
    arena_open(&house->arena);
    house->desk = (struct desk){.tables = domain_tables,
                                .jobs = domain_jobs,
                                .fold = text_fold,
                                .name_keys = text_name_keys,
                                .terms = text_terms,
                                .terms_version = TERMS_VERSION,
                                .refresh = people_refresh};
    prepare_address(engine);
    connect_store(house);
    enum status status = STATUS_OK;
    if (!made_file)
        status = house->desk.store->driver->script(
            house->desk.store, "drop schema public cascade;\ncreate schema public;\n");
    if (status == STATUS_OK)
        status = migrate(house->desk.store, &problem);
    if (status != STATUS_OK) {
        fprintf(stderr, "no store: %s\n", problem);
        abort();
    }
    add_other_owner(house);
}

void
house_close(struct house *house)
{
    store_close(&house->desk.store);
    arena_close(&house->arena);
    if (made_file) {
        char path[sizeof sqlite_path + 8];
        static const char *const ends[] = {"", "-wal", "-shm"};
        for (int i = 0; i < 3; i++) {
            (void)snprintf(path, sizeof path, "%s%s", sqlite_path, ends[i]);
            unlink(path);
        }
    }
}

static const char *
fill_id(void *context, const char *name)
{
    const char *id = doc_text_of(context, name);
    return id[0] == '\0' ? NULL : id;
}

char *
house_fill(struct house *house, const char *text, const struct doc *ids)
{
    union {
        const struct doc *in;
        void *out;
    } context = {.in = ids};
    if (ids == NULL)
        return arena_text(&house->arena, text);
    return catalog_compose(&house->arena, text, fill_id, context.out);
}

struct answer
house_call(struct house *house, const struct caller *who, const char *name, const char *json,
           const struct doc *ids)
{
    struct answer answer;
    struct doc *raw = doc_map(&house->arena);
    const struct call_row *row = call_find(&house->desk, name);
    assert(row != NULL);
    if (json != NULL) {
        /* '<' and '>' stand for the braces of JSON, so that {holes} are free for ids. */
        char *text = house_fill(house, json, ids);
        for (char *at = text; *at != '\0'; at++)
            *at = (char)(*at == '<' ? '{' : *at == '>' ? '}' : *at);
        struct json_error error;
        if (json_read(&house->arena, text, strlen(text), raw, &error) != STATUS_OK) {
            fprintf(stderr, "%s: bad JSON %s\n", name, text);
            abort();
        }
    }
    call_perform(&house->desk, row, raw, who, &house->arena, &answer);
    return answer;
}

struct doc *
house_do(struct house *house, const char *name, const char *json, const struct doc *ids)
{
    struct answer answer = house_call(house, &house->owner, name, json, ids);
    if (answer.status != STATUS_OK) {
        struct buffer text;
        buffer_open(&text, &house->arena, DUMP_MAX);
        json_write(&text, answer.problem, 1);
        fprintf(stderr, "%s: %s\n", name, buffer_read(&text));
        abort();
    }
    return answer.document;
}

struct doc *
house_furnish(struct house *house)
{
    struct doc *ids = doc_map(&house->arena);
    static const char *const steps[][3] = {
        {"profile save", "profile",
         "<\"name\":\"Maya Solstice\",\"introduction\":\"I am Solstice\">"},
        {"target save", "target", "<\"name\":\"Solstice ecologist\",\"kind\":\"occupation\">"},
        {"objective save", "objective",
         "<\"target\":\"{target}\",\"text\":\"Solstice outdoors?\">"},
        {"person save", "person",
         "<\"name\":\"Ada Solstice\",\"title\":\"Solstice keeper\",\"organization\":\"Solstice "
         "Museum\",\"target\":\"{target}\",\"contact_points\":[<\"kind\":\"email\",\"value\":"
         "\"solstice@example.org\">]>"},
        {"request save", "request",
         "<\"person\":\"{person}\",\"target\":\"{target}\",\"body\":\"Solstice\",\"subject\":"
         "\"Solstice\">"},
        {"interview save", "interview",
         "<\"person\":\"{person}\",\"request\":\"{request}\",\"target\":\"{target}\",\"start_"
         "local\":"
         "\"2026-03-02T15:00\",\"zone\":\"Europe/Berlin\",\"minutes\":20,\"place\":\"Solstice "
         "street\",\"guests\":[<\"name\":\"Bo Solstice\">]>"},
        {"question save", "question", "<\"interview\":\"{interview}\",\"text\":\"Why Solstice?\">"},
        {"interview start", "interview", "<\"id\":\"{interview}\">"},
        {"note save", "note", "<\"interview\":\"{interview}\",\"text\":\"Solstice roofs\">"},
        {"referral save", "referral",
         "<\"interview\":\"{interview}\",\"name\":\"Cy Solstice\",\"permission\":\"yes\">"},
        {"interview end", "interview", "<\"id\":\"{interview}\">"},
        {"debrief save", "interview",
         "<\"interview\":\"{interview}\",\"trends\":\"Solstice trend\",\"outline\":\"Solstice\">"},
        {"thanks save", "message",
         "<\"interview\":\"{interview}\",\"subject\":\"Solstice\",\"body\":\"Thanks, Solstice\">"},
        {"reflection save", "reflection", "<\"interview\":\"{interview}\",\"liked\":\"Solstice\">"},
        {"decision save", "decision",
         "<\"target\":\"{target}\",\"verdict\":\"keep\",\"reasons\":\"Solstice\">"},
        {"task save", "task",
         "<\"title\":\"Read Solstice\",\"due_on\":\"2026-03-09\",\"person\":\"{person}\">"},
        {"organization save", "organization",
         "<\"name\":\"Solstice Museum\",\"industry\":\"Solstice\">"},
        {"person save", "bridge", "<\"name\":\"Rosa Solstice\",\"tag_line\":\"Solstice choir\">"},
        {"event save", "event", "<\"name\":\"Solstice fair\",\"held_on\":\"2026-02-20\">"},
        {"event meet", "met",
         "<\"event\":\"{event}\",\"person\":\"{bridge}\",\"note\":\"Solstice\">"},
        {"bridge save", "person",
         "<\"id\":\"{person}\",\"person\":\"{bridge}\",\"note\":\"Solstice choir\">"},
        {"note save", "person_note",
         "<\"person\":\"{person}\",\"text\":\"Solstice cat called Momo\">"},
        {"attachment save", "attachment",
         "<\"person\":\"{person}\",\"file\":<\"name\":\"Solstice.csv\",\"path\":"
         "\"tests/samples/csv/tabs.csv\",\"size\":1>>"},
        {"assessment save", "assessment",
         "<\"answers\":\"5534\",\"strengths\":\"Solstice "
         "patience\",\"skills\":[<\"kind\":\"ability\","
         "\"name\":\"Solstice songs\",\"evidence\":\"Solstice choir\">]>"},
        {"reading save", "reading", "<\"target\":\"{target}\",\"title\":\"Solstice today\">"},
        {"fact save", "desk_fact",
         "<\"target\":\"{target}\",\"text\":\"Solstice pays\",\"source\":\"Solstice\">"},
        {"term save", "term", "<\"target\":\"{target}\",\"word\":\"Solstice\">"},
        {"silence save", "silence", "<\"rule\":\"Solstice\",\"about\":\"{request}\">"},
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct doc *saved = house_do(house, steps[i][0], steps[i][2], ids);
        if (doc_has(saved, "id"))
            doc_set(ids, steps[i][1], *doc_get(saved, "id"));
    }
    return ids;
}

static int
by_id(const void *a, const void *b)
{
    return strcmp(doc_text_of(a, "id"), doc_text_of(b, "id"));
}

static void
dump_noun(struct house *house, const struct noun *noun, struct doc *params, struct buffer *text)
{
    struct doc *rows;
    assert(store_rows(house->desk.store, &house->arena, noun->all, params, &rows) == STATUS_OK);
    if (doc_count(rows) > 1)
        qsort(rows->list->items, rows->count, sizeof *rows->list->items, by_id);
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        struct doc row = doc_copy(&house->arena, doc_item(rows, i));
        doc_set(params, "parent", *doc_get(&row, "doc"));
        for (int p = 0; p < noun->part_count; p++) {
            struct doc *items;
            assert(store_rows(house->desk.store, &house->arena, noun->parts[p].list, params,
                              &items) == STATUS_OK);
            doc_set(&row, noun->parts[p].name, *items);
        }
        doc_remove(&row, "doc");
        doc_remove(&row, "version");
        doc_remove(&row, "updated_at");
        buffer_print(text, "%s ", noun->name);
        json_write(text, &row, 0);
        buffer_byte(text, '\n');
    }
}

const char *
house_dump(struct house *house, int64_t owner)
{
    struct buffer text;
    struct doc *params = doc_map(&house->arena), *people;
    doc_set_int(params, "owner", owner);
    doc_set_int(params, "after_doc", 0);
    doc_set_int(params, "limit", ROWS);
    doc_set_text(params, "after_key", "");
    buffer_open(&text, &house->arena, DUMP_MAX);
    assert(store_begin(house->desk.store, STORE_READ) == STATUS_OK);
    for (int i = 0; nouns[i] != NULL; i++)
        dump_noun(house, nouns[i], params, &text);
    doc_set_int(params, "after_doc", 0);
    assert(store_rows(house->desk.store, &house->arena, &sql_person_list, params, &people) ==
           STATUS_OK);
    for (uint32_t i = 0; i < doc_count(people); i++)
        buffer_print(&text, "stage %s %s\n", doc_text_of(doc_item(people, i), "id"),
                     doc_text_of(doc_item(people, i), "state"));
    store_rollback(house->desk.store);
    return buffer_read(&text);
}

const char *
house_export(struct house *house, struct arena *arena, const char *json, int *out_parts)
{
    const struct call_row *row = call_find(&house->desk, "export");
    struct buffer file;
    struct doc raw;
    int parts = 0;
    buffer_open(&file, arena, (size_t)64 * 1024 * 1024);
    assert(json_read(arena, json, strlen(json), &raw, NULL) == STATUS_OK);
    const char *after = "";
    do {
        struct caller who = house->owner;
        struct answer answer;
        call_perform(&house->desk, row, &raw, &who, arena, &answer);
        assert(answer.status == STATUS_OK);
        assert(row->write(answer.document, &file) == STATUS_OK);
        after = doc_text_of(answer.document, "after");
        doc_set_text(&raw, "after", after);
        parts++;
        assert(parts < 1000);
    } while (after[0] != '\0');
    if (out_parts != NULL)
        *out_parts = parts;
    return buffer_read(&file);
}

/* Every table of the PostgreSQL store, into a file. */
static void
dump_tables(struct house *house, const char *path)
{
    char *words[] = {arena_text(&house->arena, "pg_dump"), arena_text(&house->arena, "--inserts"),
                     arena_print(&house->arena, "--file=%s", path), getenv("RAPPORT_TEST_POSTGRES"),
                     NULL};
    pid_t child;
    int state;
    bool sound = posix_spawnp(&child, words[0], NULL, NULL, words, environ) == 0 &&
                 waitpid(child, &state, 0) == child && WIFEXITED(state) && WEXITSTATUS(state) == 0;
    if (!sound)
        abort();
}

/* All bytes of the store: the file after its log was written back, or a dump of every table. */
static char *
whole_store(struct house *house, size_t *out_length)
{
    char path[] = "/tmp/rapport-dump-XXXXXX";
    bool tables = !made_file;
    size_t size = 1 << 24;
    char *bytes = malloc(size);
    store_close(&house->desk.store);
    if (tables) {
        int file = mkstemp(path);
        if (file < 0)
            abort();
        (void)close(file);
        dump_tables(house, path);
    }
    FILE *stream = fopen(tables ? path : house_path(), "rb");
    if (bytes == NULL || stream == NULL)
        abort();
    *out_length = fread(bytes, 1, size, stream);
    if (*out_length <= 1000 || *out_length >= size)
        abort();
    (void)fclose(stream);
    if (tables)
        (void)unlink(path);
    house_reopen(house);
    return bytes;
}

bool
house_holds(struct house *house, const char *text)
{
    size_t length;
    char *bytes = whole_store(house, &length);
    bool found = memmem(bytes, length, text, strlen(text)) != NULL;
    free(bytes);
    return found;
}
