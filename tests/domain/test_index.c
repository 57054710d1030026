/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index of words beside the rows: whatever was done to the rows, it is what a new one would be. */
#include "base/clock.h"
#include "call/index.h"
#include "call/job.h"
#include "call/keep.h"
#include "call/log.h"
#include "house.h"
#include "statements.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { DUMP_MAX = 4 * 1024 * 1024, WORDS = 10000 };

static struct house house;
static const char *engine = "sqlite";

static int
open_house(void **state)
{
    (void)state;
    house_open(&house, engine);
    return 0;
}

static int
close_house(void **state)
{
    (void)state;
    house_close(&house);
    return 0;
}

static uint32_t
hits_of(int64_t owner, const struct statement *statement, const char *term, struct buffer *out)
{
    bool sqlite = store_engine(house.desk.store) == ENGINE_SQLITE;
    struct doc *params = doc_map(&house.arena), *rows;
    doc_set_int(params, "owner", owner);
    doc_set_int(params, "before_doc", INT64_MAX);
    doc_set_int(params, "newest", 1000);
    doc_set_text(params, "match", arena_print(&house.arena, sqlite ? "\"%s\"" : "'%s'", term));
    assert_int_equal(store_rows(house.desk.store, &house.arena, statement, params, &rows),
                     STATUS_OK);
    for (uint32_t i = 0; out != NULL && i < doc_count(rows); i++)
        buffer_print(out, "%s %s %d %d\n", term, doc_text_of(doc_item(rows, i), "noun"),
                     (int)doc_int_of(doc_item(rows, i), "doc"),
                     (int)doc_int_of(doc_item(rows, i), "score"));
    return doc_count(rows);
}

/* Every word that finds something, with what it finds. */
static const char *
dump_index(int64_t owner)
{
    struct buffer text;
    struct doc *params = doc_map(&house.arena), *words;
    buffer_open(&text, &house.arena, DUMP_MAX);
    doc_set_text(params, "least", "");
    doc_set_text(params, "below", "\xf4\x8f\xbf\xbf");
    doc_set_int(params, "limit", WORDS);
    assert_int_equal(store_begin(house.desk.store, STORE_READ), STATUS_OK);
    assert_int_equal(
        store_rows(house.desk.store, &house.arena, &sql_search_term_list, params, &words),
        STATUS_OK);
    for (uint32_t i = 0; i < doc_count(words); i++) {
        const char *term = doc_text_of(doc_item(words, i), "term");
        (void)hits_of(owner, &sql_search_names_hits, term, &text);
        (void)hits_of(owner, &sql_search_texts_hits, term, &text);
    }
    store_rollback(house.desk.store);
    return buffer_read(&text);
}

static void
make_anew(void)
{
    bool more = true;
    house.desk.terms_version++;
    house.desk.index_current = false;
    for (int i = 0; more && i < 1000; i++)
        assert_int_equal(index_tidy(&house.desk, &house.arena, true, &more), STATUS_OK);
    assert_false(more);
}

static void
finds_every_noun_by_its_words_and_nothing_of_another_owner(void **state)
{
    (void)state;
    (void)house_furnish(&house);
    struct doc *params = doc_map(&house.arena);
    doc_set_text(params, "least", "");
    const char *dump = dump_index(1);
    static const char *const nouns_found[] = {
        "solstice person",    "solstice target",   "solstice objective",  "solstice request",
        "solstice interview", "solstice question", "solstice note",       "solstice referral",
        "solstice finding",   "solstice message",  "solstice reflection", "solstice decision",
        "solstice task"};
    for (size_t i = 0; i < sizeof nouns_found / sizeof *nouns_found; i++)
        if (strstr(dump, nouns_found[i]) == NULL)
            fail_msg("%s is not found in\n%s", nouns_found[i], dump);
    assert_string_equal(dump_index(2), "");
}

static void
forgets_the_words_of_what_is_removed_and_knows_them_after_an_undo(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house);
    const char *before = dump_index(1);
    assert_non_null(strstr(before, "keeper person"));
    struct answer removed =
        house_call(&house, &house.owner, "person remove", "<\"id\":\"{person}\">", ids);
    assert_int_equal(removed.status, STATUS_OK);
    assert_non_null(strstr(before, "ada person"));
    assert_null(strstr(dump_index(1), "ada person"));
    doc_set_text(ids, "change", removed.change);
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    assert_string_equal(dump_index(1), before);
}

static const char *const some_words[] = {"ocean",       "Müller", "résumé", "日本電気",
                                         "O'Brien",     "roof",   "team",   "+1 555 010 4477",
                                         "Łukasiewicz", "river"};

static const char *
a_word(void)
{
    return some_words[(size_t)random() % (sizeof some_words / sizeof *some_words)];
}

/* One change of the furnished house or of what was made before; it may be refused. */
static void
change_something(struct doc *ids)
{
    static const char *const calls[][2] = {
        {"person save", "<\"id\":\"{person}\",\"title\":\"{word}\",\"notes\":\"{other} {word}\">"},
        {"person save", "<\"name\":\"{word} "
                        "{other}\",\"organization\":\"{other}\",\"contact_points\":[<\"kind\":"
                        "\"phone\",\"value\":\"{word}\">]>"},
        {"person remove", "<\"id\":\"{made}\">"},
        {"person save", "<\"id\":\"{made}\",\"nickname\":\"{word}\",\"name\":\"{other}\">"},
        {"note save", "<\"interview\":\"{interview}\",\"text\":\"{word} and {other}\">"},
        {"note save", "<\"id\":\"{note}\",\"text\":\"{other}\">"},
        {"note remove", "<\"id\":\"{note}\">"},
        {"task save", "<\"title\":\"{word} {other}\">"},
        {"task remove", "<\"id\":\"{task}\">"},
        {"undo", "<\"change\":\"{change}\">"},
    };
    size_t which = (size_t)random() % (sizeof calls / sizeof *calls);
    doc_set_text(ids, "word", a_word());
    doc_set_text(ids, "other", a_word());
    struct answer answer = house_call(&house, &house.owner, calls[which][0], calls[which][1], ids);
    if (answer.status != STATUS_OK)
        return;
    if (answer.change != NULL && random() % 2 == 0)
        doc_set_text(ids, "change", answer.change);
    if (which == 1)
        doc_set(ids, "made", *doc_get(answer.document, "id"));
}

static void
is_what_a_new_index_would_be_after_any_changes(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house);
    doc_set(ids, "made", *doc_get(ids, "person"));
    doc_set(ids, "change", *doc_get(ids, "person"));
    srandom(20261122);
    for (int i = 0; i < 120; i++)
        change_something(ids);
    const char *kept = dump_index(1);
    assert_true(strlen(kept) > 500);
    make_anew();
    assert_string_equal(dump_index(1), kept);
}

static void
fills_the_index_of_a_store_that_has_rows_already(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house);
    const char *kept = dump_index(1);
    /* Somebody goes on working before the old rows are in. */
    house.desk.terms_version++;
    house.desk.index_current = false;
    house_do(&house, "person save", "<\"id\":\"{person}\",\"title\":\"Harbor pilot\">", ids);
    house_do(&house, "person save", "<\"id\":\"{person}\",\"title\":\"Solstice keeper\">", ids);
    bool more = true;
    while (more)
        assert_int_equal(index_tidy(&house.desk, &house.arena, true, &more), STATUS_OK);
    assert_string_equal(dump_index(1), kept);
}

/* A row of the furnished store is found again only once the index is filled. */
static void
leaves_the_filling_to_a_process_of_its_own_where_there_is_one(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house);
    const char *kept = dump_index(1);
    for (int i = 0; i < 2; i++) {
        bool more = true;
        house.desk.terms_version++;
        house.desk.index_current = false;
        house.desk.kept = i == 0;
        house_do(&house, "person save",
                 i == 0 ? "<\"name\":\"Somebody\">"
                        : "<\"id\":\"{person}\",\"title\":\"Solstice keeper\">",
                 ids);
        const char *now = dump_index(1);
        assert_int_equal(strlen(now) < strlen(kept), i == 0);
        while (more)
            assert_int_equal(index_tidy(&house.desk, &house.arena, true, &more), STATUS_OK);
        assert_true(strlen(dump_index(1)) > strlen(now) || i == 1);
    }
    house.desk.kept = false;
}

static void
finds_nothing_to_fill_in_a_store_that_had_no_rows(void **state)
{
    struct doc *params = doc_map(&house.arena), *row;
    (void)state;
    house_do(&house, "person save", "<\"name\":\"Somebody\">", NULL);
    doc_set_int(params, "owner", 1);
    assert_int_equal(store_row(house.desk.store, &house.arena, &sql_search_fill_read, params, &row),
                     STATUS_MISSING);
    assert_int_equal(hits_of(1, &sql_search_names_hits, "somebody", NULL), 1);
}

static const char *
key_of(const struct doc *params)
{
    struct doc *row;
    assert_int_equal(store_row(house.desk.store, &house.arena, &sql_person_key, params, &row),
                     STATUS_OK);
    return doc_text_of(row, "name_key");
}

static void
makes_the_keys_of_older_rows_anew_with_the_index(void **state)
{
    (void)state;
    struct doc *saved = house_do(&house, "person save",
                                 "<\"name\":\"Gabriel García Márquez\",\"given_name\":\"Gabriel\","
                                 "\"family_name\":\"García Márquez\">",
                                 NULL);
    struct doc *params = doc_map(&house.arena), *all;
    doc_set_int(params, "owner", 1);
    doc_set_int(params, "after_doc", 0);
    doc_set_int(params, "limit", 1);
    assert_int_equal(store_rows(house.desk.store, &house.arena, noun_person.all, params, &all),
                     STATUS_OK);
    doc_set(params, "doc", *doc_get(doc_item(all, 0), "doc"));
    assert_string_equal(key_of(params), "garcia marquez gabriel");
    doc_set_text(params, "name_key", "marquez gabriel garcia");
    assert_int_equal(store_begin(house.desk.store, STORE_WRITE), STATUS_OK);
    assert_int_equal(store_run(house.desk.store, &sql_person_key_set, params, NULL), STATUS_OK);
    assert_int_equal(store_commit(house.desk.store), STATUS_OK);
    make_anew();
    assert_string_equal(key_of(params), "garcia marquez gabriel");
    struct doc *now = house_do(&house, "person read", "<\"id\":\"{id}\">", saved);
    assert_int_equal(doc_int_of(now, "version"), doc_int_of(saved, "version"));
}

static struct index_state
look(void)
{
    struct call call = {.arena = &house.arena, .desk = &house.desk, .store = house.desk.store};
    struct index_state index;
    call.who.owner = 1;
    assert_int_equal(store_begin(house.desk.store, STORE_READ), STATUS_OK);
    assert_int_equal(index_look(&call, &index), STATUS_OK);
    store_rollback(house.desk.store);
    return index;
}

static void
stays_in_few_pieces_after_many_saves(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house);
    for (int i = 0; i < 300; i++)
        house_do(&house, "note save", "<\"interview\":\"{interview}\",\"text\":\"Another note\">",
                 ids);
    struct index_state index = look();
    assert_true(index.complete);
    assert_true(index.pieces < 100);
    assert_int_equal(hits_of(1, &sql_search_texts_hits, "another", NULL), 300);
}

/* Until nothing is due any more; where nothing tells of writing, once. */
static void
keep_until_quiet(struct keep *keep)
{
    int wait_ms = 0;
    while (wait_ms >= 0 && wait_ms < 1000) {
        clock_pause_ms(wait_ms);
        assert_int_equal(keep_step(&house.desk, &house.arena, keep, &wait_ms), STATUS_OK);
    }
}

static void
is_kept_in_few_pieces_behind_many_saves(void **state)
{
    (void)state;
    struct keep keep;
    struct store_log log;
    int wait_ms = 0;
    struct doc *ids = house_furnish(&house);
    keep_begin(&keep);
    for (int i = 0; i < 300; i++) {
        house_do(&house, "note save", "<\"interview\":\"{interview}\",\"text\":\"A kept note\">",
                 ids);
        if (i % 10 == 0)
            assert_int_equal(keep_step(&house.desk, &house.arena, &keep, &wait_ms), STATUS_OK);
    }
    keep_until_quiet(&keep);
    if (store_log(house.desk.store, &log))
        assert_true(log.waiting <= 250);
    struct index_state index = look();
    assert_true(index.complete);
    assert_true(index.pieces < 20);
    assert_int_equal(hits_of(1, &sql_search_texts_hits, "kept", NULL), 300);
}

/* A job merges by itself what it must, and would otherwise stop for each merge. */
static void
is_left_alone_by_the_keeper_while_a_job_is_at_work(void **state)
{
    (void)state;
    enum { SAVES = 40, JOB = 7 };
    struct keep keep;
    struct store *worker;
    const char *problem;
    int wait_ms;
    struct doc *ids = house_furnish(&house);
    if (store_engine(house.desk.store) != ENGINE_SQLITE)
        return;
    keep_begin(&keep);
    keep_until_quiet(&keep);
    assert_int_equal(store_open(house_path(), STORE_OPEN, &worker, &problem), STATUS_OK);
    assert_true(store_claim(worker, JOB));
    assert_false(store_is_claimed(worker));
    assert_true(store_is_claimed(house.desk.store));
    for (int i = 0; i < SAVES; i++) {
        house_do(&house, "note save", "<\"interview\":\"{interview}\",\"text\":\"Beside it\">",
                 ids);
        assert_int_equal(keep_step(&house.desk, &house.arena, &keep, &wait_ms), STATUS_OK);
    }
    assert_true(wait_ms > 0);
    assert_true(look().pieces >= SAVES);
    store_yield(worker, JOB);
    assert_false(store_is_claimed(house.desk.store));
    keep_until_quiet(&keep);
    assert_true(look().pieces < SAVES / 2);
    assert_int_equal(hits_of(1, &sql_search_texts_hits, "beside", NULL), SAVES);
    store_close(&worker);
}

static void
lists_a_word_again_that_a_failed_save_had_brought(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house), *row = doc_map(&house.arena);
    struct record_log log = {0};
    struct call call = {
        .arena = &house.arena, .desk = &house.desk, .store = house.desk.store, .log = &log};
    call.who.owner = 1;
    doc_set_int(row, "doc", (INT64_C(1) << 32) + 999999);
    doc_set_text(row, "text", "Zephyrine and marmalade");
    assert_int_equal(store_begin(house.desk.store, STORE_WRITE), STATUS_OK);
    assert_int_equal(index_put(&call, &noun_note, NULL, row), STATUS_OK);
    store_rollback(house.desk.store);
    index_rolled_back(&call);
    assert_null(strstr(dump_index(1), "zephyrine"));
    house_do(&house, "note save",
             "<\"interview\":\"{interview}\",\"text\":\"Marmalade, zephyrine\">", ids);
    const char *dump = dump_index(1);
    assert_non_null(strstr(dump, "zephyrine note"));
    assert_non_null(strstr(dump, "marmalade note"));
}

/* PostgreSQL has many writers: none of them waits for another or fails because both are the first to write a word. */
static void
lets_two_save_the_same_new_word_at_once(void **state)
{
    (void)state;
    struct store *store = house.desk.store, *other;
    struct doc *params = doc_map(&house.arena), *words;
    const char *problem;
    if (store_engine(store) == ENGINE_SQLITE)
        return;
    assert_int_equal(store_open(getenv("RAPPORT_TEST_POSTGRES"), STORE_OPEN, &other, &problem),
                     STATUS_OK);
    doc_set_text(params, "term", "both");
    doc_set_text(params, "least", "both");
    doc_set_text(params, "below", "both\xf4\x8f\xbf\xbf");
    doc_set_int(params, "limit", 10);
    assert_int_equal(store_begin(store, STORE_WRITE), STATUS_OK);
    assert_int_equal(store_run(store, &sql_search_term_add, params, NULL), STATUS_OK);
    assert_int_equal(store_begin(other, STORE_WRITE), STATUS_OK);
    assert_int_equal(store_run(other, &sql_search_term_add, params, NULL), STATUS_OK);
    assert_int_equal(store_commit(other), STATUS_OK);
    assert_int_equal(store_run(store, &sql_search_term_add, params, NULL), STATUS_OK);
    assert_int_equal(store_commit(store), STATUS_OK);
    assert_int_equal(store_rows(store, &house.arena, &sql_search_term_list, params, &words),
                     STATUS_OK);
    assert_int_equal(doc_count(words), 1);
    store_close(&other);
}

static void
ends_a_slice_early_only_for_a_writer_who_waits(void **state)
{
    (void)state;
    struct store *store = house.desk.store;
    struct job job = {.deadline_ms = INT64_MAX,
                      .store = store,
                      .arena = &house.arena,
                      .begun_bytes = house.arena.total};
    bool sqlite = store_engine(store) == ENGINE_SQLITE;
    assert_int_equal(store_begin(store, STORE_WRITE), STATUS_OK);
    assert_false(job_is_over(&job));
    pid_t child = sqlite ? fork() : 0;
    if (sqlite && child == 0) {
        const char *problem;
        struct store *other;
        _exit(store_open(house_path(), STORE_OPEN, &other, &problem) == STATUS_OK &&
                      store_begin(other, STORE_WRITE) == STATUS_OK
                  ? 0
                  : 90);
    }
    for (int i = 0; sqlite && i < 2000 && !job_is_over(&job); i++)
        clock_pause_ms(1);
    assert_int_equal(job_is_over(&job), sqlite);
    job.yield_ms = INT64_MAX;
    assert_false(job_is_over(&job));
    job.deadline_ms = 0;
    assert_true(job_is_over(&job));
    store_rollback(store);
    if (sqlite) {
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, NULL, 0), child);
    }
}

/* From `before` on, `most` of the numbers that stand in `docs`, which rise. */
static void
assert_newest(const int64_t *docs, int count, int64_t before, int most)
{
    bool sqlite = store_engine(house.desk.store) == ENGINE_SQLITE;
    struct doc *params = doc_map(&house.arena), *rows;
    uint32_t at = 0;
    doc_set_int(params, "owner", 1);
    doc_set_text(params, "match", sqlite ? "\"solstice\"" : "'solstice'");
    doc_set_int(params, "before_doc", before);
    doc_set_int(params, "newest", most);
    assert_int_equal(
        store_rows(house.desk.store, &house.arena, &sql_search_texts_hits, params, &rows),
        STATUS_OK);
    for (int i = count - 1; i >= 0 && at < (uint32_t)most; i--)
        if (docs[i] < before)
            assert_int_equal(doc_int_of(doc_item(rows, at++), "doc"), docs[i]);
    assert_int_equal(doc_count(rows), at);
}

/* PostgreSQL looks for them in blocks of 4,096 and of 65,536. */
static void
finds_the_newest_however_far_apart_they_stand(void **state)
{
    (void)state;
    static const int64_t places[] = {1,      2,      4095,   4096,   8191,  8192,
                                     61439,  61440,  65535,  65536,  69631, 69632,
                                     131071, 131072, 200000, 262144, 999999};
    enum { COUNT = sizeof places / sizeof *places };
    struct store *store = house.desk.store;
    bool sqlite = store_engine(store) == ENGINE_SQLITE;
    struct doc *params = doc_map(&house.arena);
    int64_t docs[COUNT];
    assert_int_equal(store_begin(store, STORE_WRITE), STATUS_OK);
    doc_set_text(params, "noun", "note");
    doc_set_text(params, "head", sqlite ? "solstice" : "'solstice':1A");
    doc_set_text(params, "body", "");
    for (int i = 0; i < COUNT; i++) {
        docs[i] = ((int64_t)1 << 32) + places[i];
        for (int64_t owner = 1; owner < 3; owner++) { /* the other has the same numbers */
            doc_set_int(params, "owner", owner);
            doc_set_int(params, "doc", (owner << 32) + places[i]);
            assert_int_equal(store_run(store, &sql_search_texts_put, params, NULL), STATUS_OK);
            assert_int_equal(store_run(store, &sql_search_row_put, params, NULL), STATUS_OK);
        }
    }
    assert_int_equal(store_commit(store), STATUS_OK);
    for (int most = 1; most <= COUNT + 1; most++) {
        assert_newest(docs, COUNT, INT64_MAX, most);
        for (int i = 0; i < COUNT; i++)
            assert_newest(docs, COUNT, docs[i], most);
    }
}

int
main(int argc, char **argv)
{
#define T(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
    static const struct CMUnitTest tests[] = {
        T(finds_every_noun_by_its_words_and_nothing_of_another_owner),
        T(forgets_the_words_of_what_is_removed_and_knows_them_after_an_undo),
        T(is_what_a_new_index_would_be_after_any_changes),
        T(fills_the_index_of_a_store_that_has_rows_already),
        T(leaves_the_filling_to_a_process_of_its_own_where_there_is_one),
        T(finds_nothing_to_fill_in_a_store_that_had_no_rows),
        T(makes_the_keys_of_older_rows_anew_with_the_index),
        T(stays_in_few_pieces_after_many_saves),
        T(is_kept_in_few_pieces_behind_many_saves),
        T(is_left_alone_by_the_keeper_while_a_job_is_at_work),
        T(lists_a_word_again_that_a_failed_save_had_brought),
        T(lets_two_save_the_same_new_word_at_once),
        T(ends_a_slice_early_only_for_a_writer_who_waits),
        T(finds_the_newest_however_far_apart_they_stand),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("the index", tests, NULL, NULL);
}
