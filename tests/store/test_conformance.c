/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract of store.h about values, rows and nouns, on both engines. */
#include "rows.h"

#include <float.h>
#include <math.h>

static const char hostile[] =
    "Robert'); drop table sample; -- \" \\ $1 ?1 :owner %s \u00e9\U0001F600\t\n";

/* --- values ----------------------------------------------------------------------------------- */

static struct doc *
echo(struct fixture *fixture, const struct doc *params)
{
    struct doc *row;
    assert_ok(store_row(fixture->store, &fixture->arena, &sql_echo, params, &row));
    return row;
}

static void
carries_every_kind_both_ways(void **state)
{
    struct fixture *fixture = *state;
    static const int64_t integers[] = {0, 1, -1, 4294967296, INT64_MIN, INT64_MAX};
    static const double reals[] = {0.1, -1e-300, DBL_MAX, DBL_MIN, INFINITY, -INFINITY};
    for (int i = 0; i < 6; i++) {
        struct doc *params = doc_map(&fixture->arena);
        doc_set_int(params, "i", integers[i]);
        doc_set(params, "r", doc_real(reals[i]));
        doc_set_bool(params, "b", i % 2 == 0);
        doc_set_text(params, "t", i % 2 == 0 ? hostile : "");
        doc_set_text(params, "u", "0190a5c8-ffff-7fff-bfff-ffffffffffff");
        doc_set(params, "x", doc_text_n("\0a\0\xff", i % 2 == 0 ? 4 : 0));
        struct doc *row = echo(fixture, params);
        for (uint32_t k = 0; k < doc_count(params); k++)
            assert_true(doc_equal(doc_get(row, doc_key(params, k)), doc_value(params, k)));
        assert_int_equal(doc_get(row, "x")->count, i % 2 == 0 ? 4 : 0);
    }
}

static void
keeps_null_apart_from_nothing_in_it(void **state)
{
    struct fixture *fixture = *state;
    struct doc *row = echo(fixture, NULL);
    assert_int_equal(doc_count(row), 6);
    for (uint32_t i = 0; i < doc_count(row); i++)
        assert_int_equal(doc_value(row, i)->kind, DOC_NULL);
    struct doc *params = doc_map(&fixture->arena);
    doc_set_text(params, "t", "");
    doc_set_int(params, "i", 0);
    doc_set(params, "x", doc_text_n("", 0));
    row = echo(fixture, params);
    assert_int_equal(doc_get(row, "t")->kind, DOC_TEXT);
    assert_int_equal(doc_get(row, "x")->kind, DOC_TEXT);
    assert_int_equal(doc_get(row, "i")->kind, DOC_INT);
    assert_int_equal(doc_get(row, "b")->kind, DOC_NULL);
}

static void
writes_ids_in_lower_case(void **state)
{
    struct fixture *fixture = *state;
    struct doc *params = doc_map(&fixture->arena);
    doc_set_text(params, "u", "0190A5C8-ABCD-7ABC-BABC-ABCDEFABCDEF");
    assert_string_equal(doc_text_of(echo(fixture, params), "u"),
                        "0190a5c8-abcd-7abc-babc-abcdefabcdef");
}

static void
refuses_a_value_of_another_kind(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *name;
        struct doc value;
    } wrong[] = {
        {"i", {.kind = DOC_TEXT, .count = 1, .text = "1"}},
        {"i", {.kind = DOC_REAL, .real = 1}},
        {"b", {.kind = DOC_INT, .integer = 2}},
        {"t", {.kind = DOC_INT, .integer = 2}},
        {"t", {.kind = DOC_TEXT, .count = 3, .text = "a\0b"}},
        {"u", {.kind = DOC_TEXT, .count = 4, .text = "none"}},
        {"u", {.kind = DOC_TEXT, .count = 36, .text = "0190a5c8-0000-7000-8000-00000000000g"}},
        {"r", {.kind = DOC_TEXT, .count = 3, .text = "0.1"}},
        {"x", {.kind = DOC_LIST}},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct doc *params = doc_map(&fixture->arena);
        struct doc *row = NULL;
        doc_set(params, wrong[i].name, wrong[i].value);
        assert_int_equal(store_row(fixture->store, &fixture->arena, &sql_echo, params, &row),
                         STATUS_INVALID);
        assert_null(row);
        assert_non_null(strstr(store_problem(fixture->store), ":"));
    }
}

static void
takes_hostile_quotes_as_they_are(void **state)
{
    struct fixture *fixture = *state;
    struct doc *row = sample(fixture, 1, 1);
    struct doc *params = params_of(fixture, 1);
    struct doc *found;
    doc_set_text(row, "name", hostile);
    assert_ok(store_run(fixture->store, noun_sample.insert, row, NULL));
    doc_set_text(params, "name", hostile);
    assert_ok(store_row(fixture->store, &fixture->arena, &sql_sample_find, params, &found));
    assert_string_equal(doc_text_of(found, "id"), id_of(fixture, 1));
    assert_ok(store_row(fixture->store, &fixture->arena, &sql_sample_quotes, params, &found));
    assert_string_equal(doc_text_of(found, "word"), ":owner '?' -- no comment");
    assert_string_equal(doc_text_of(found, "stamp"), "12:30:15");
}

static void
keeps_two_megabytes_whole(void **state)
{
    struct fixture *fixture = *state;
    size_t length = 2 << 20;
    char *large = arena_alloc(&fixture->arena, length + 1);
    for (size_t i = 0; i < length; i++)
        large[i] = (char)('a' + i % 23);
    struct doc *row = sample(fixture, 1, 1);
    struct doc *back;
    doc_set(row, "data", doc_text_n(large, length));
    doc_set(row, "name", doc_text_n(large, length));
    assert_ok(store_run(fixture->store, noun_sample.insert, row, NULL));
    assert_ok(store_row(fixture->store, &fixture->arena, noun_sample.read, row, &back));
    assert_true(doc_equal(doc_get(back, "data"), doc_get(row, "data")));
    assert_true(doc_equal(doc_get(back, "name"), doc_get(row, "name")));
}

static void
uses_the_text_that_overrides_for_its_engine(void **state)
{
    struct fixture *fixture = *state;
    struct doc *row;
    assert_ok(store_row(fixture->store, &fixture->arena, &sql_engine_name, NULL, &row));
    assert_string_equal(doc_text_of(row, "name"),
                        suite_is_postgres() ? "postgres" : "sqlite; for 'one'");
    assert_string_equal(doc_text_of(row, "kind"), "text");
    assert_int_equal(store_engine(fixture->store),
                     suite_is_postgres() ? ENGINE_POSTGRES : ENGINE_SQLITE);
}

/* --- rows ------------------------------------------------------------------------------------- */

static void
says_missing_when_there_is_no_row(void **state)
{
    struct fixture *fixture = *state;
    struct doc *row = NULL;
    struct doc *params = params_of(fixture, 1);
    doc_set_text(params, "id", id_of(fixture, 1));
    assert_int_equal(store_row(fixture->store, &fixture->arena, noun_sample.read, params, &row),
                     STATUS_MISSING);
    assert_null(row);
}

static void
gives_all_rows_one_shape(void **state)
{
    struct fixture *fixture = *state;
    struct doc *rows;
    struct doc *params = doc_map(&fixture->arena);
    doc_set_int(params, "last", 50);
    assert_ok(store_rows(fixture->store, &fixture->arena, &sql_series, params, &rows));
    assert_int_equal(doc_count(rows), 50);
    for (uint32_t i = 0; i < 50; i++) {
        const struct doc *row = doc_item(rows, i);
        assert_ptr_equal(row->map->shape, doc_item(rows, 0)->map->shape);
        assert_int_equal(doc_int_of(row, "n"), i + 1);
    }
    struct doc *first = doc_item(rows, 0);
    doc_set_int(first, "more", 1);
    assert_false(doc_has(doc_item(rows, 1), "more"));
}

static void
refuses_more_rows_than_the_limit(void **state)
{
    struct fixture *fixture = *state;
    struct doc *rows = NULL;
    struct doc *params = doc_map(&fixture->arena);
    doc_set_int(params, "last", STORE_ROWS_MAX + 1);
    assert_int_equal(store_rows(fixture->store, &fixture->arena, &sql_series, params, &rows),
                     STATUS_INVALID);
    assert_string_equal(store_problem_code(fixture->store), "store.too_many");
    assert_null(rows);
    doc_set_int(params, "last", STORE_ROWS_MAX);
    assert_ok(store_rows(fixture->store, &fixture->arena, &sql_series, params, &rows));
    assert_int_equal(doc_count(rows), STORE_ROWS_MAX);
}

struct visit {
    struct fixture *fixture;
    int64_t seen;
    int64_t stop_at;
    enum status status;
};

static enum status
count_up(void *context, const struct doc *row)
{
    struct visit *visit = context;
    assert_int_equal(doc_int_of(row, "n"), ++visit->seen);
    assert_string_equal(doc_text_of(row, "word"), "word");
    return visit->seen == visit->stop_at ? visit->status : STATUS_OK;
}

static void
walks_through_any_number_of_rows(void **state)
{
    struct fixture *fixture = *state;
    struct visit visit = {0};
    struct doc *params = doc_map(&fixture->arena);
    doc_set_int(params, "last", 25000);
    assert_ok(store_each(fixture->store, &sql_series, params, count_up, &visit));
    assert_int_equal(visit.seen, 25000);
    assert_false(store_in_transaction(fixture->store));
}

static void
ends_a_walk_with_the_visitors_word(void **state)
{
    struct fixture *fixture = *state;
    struct visit visit = {.stop_at = 700, .status = STATUS_FORBIDDEN};
    struct doc *params = doc_map(&fixture->arena);
    doc_set_int(params, "last", 25000);
    assert_ok(store_begin(fixture->store, STORE_WRITE));
    assert_int_equal(store_each(fixture->store, &sql_series, params, count_up, &visit),
                     STATUS_FORBIDDEN);
    assert_int_equal(visit.seen, 700);
    insert(fixture, 1, 1);
    assert_ok(store_commit(fixture->store));
    assert_int_equal(rows_of(fixture, fixture->store, 1), 1);
}

static enum status
write_inside(void *context, const struct doc *row)
{
    struct visit *visit = context;
    struct doc *params = doc_map(&visit->fixture->arena);
    struct visit inner = {0};
    doc_set_int(params, "number", doc_int_of(row, "n"));
    TRY(store_run(visit->fixture->store, &sql_late_insert, params, NULL));
    doc_set_int(params, "last", 3);
    TRY(store_each(visit->fixture->store, &sql_series, params, count_up, &inner));
    assert_int_equal(inner.seen, 3);
    visit->seen++;
    return STATUS_OK;
}

static void
runs_other_statements_during_a_walk(void **state)
{
    struct fixture *fixture = *state;
    struct visit visit = {.fixture = fixture};
    struct doc *params = doc_map(&fixture->arena);
    struct doc *row;
    doc_set_int(params, "last", 600);
    assert_ok(store_begin(fixture->store, STORE_WRITE));
    assert_ok(store_each(fixture->store, &sql_series, params, write_inside, &visit));
    assert_ok(store_commit(fixture->store));
    assert_ok(store_row(fixture->store, &fixture->arena, &sql_late_count, NULL, &row));
    assert_int_equal(doc_int_of(row, "count"), 600);
}

static void
changes_every_row_though_only_the_first_is_taken(void **state)
{
    struct fixture *fixture = *state;
    struct doc *params = params_of(fixture, 1);
    struct doc *row;
    for (int i = 1; i <= 3; i++)
        insert(fixture, 1, i);
    doc_set_int(params, "count", 10);
    assert_ok(store_row(fixture->store, &fixture->arena, &sql_sample_take, params, &row));
    assert_int_equal(doc_int_of(row, "version"), 11);
    for (int i = 1; i <= 3; i++) {
        doc_set_text(params, "id", id_of(fixture, i));
        assert_ok(store_row(fixture->store, &fixture->arena, noun_sample.read, params, &row));
        assert_int_equal(doc_int_of(row, "version"), 11);
    }
}

static void
tells_how_many_rows_were_changed(void **state)
{
    struct fixture *fixture = *state;
    struct doc *params = params_of(fixture, 1);
    int64_t changed = -1;
    doc_set_text(params, "id", id_of(fixture, 1));
    doc_set_text(params, "name", "New");
    assert_ok(store_run(fixture->store, &sql_sample_rename, params, &changed));
    assert_int_equal(changed, 0);
    insert(fixture, 1, 1);
    assert_ok(store_run(fixture->store, &sql_sample_rename, params, &changed));
    assert_int_equal(changed, 1);
}

static void
sorts_nulls_where_the_statement_says(void **state)
{
    struct fixture *fixture = *state;
    struct doc *rows;
    struct doc *row = sample(fixture, 1, 1);
    doc_set(row, "amount", doc_real(2.5));
    assert_ok(store_run(fixture->store, noun_sample.insert, row, NULL));
    insert(fixture, 1, 2);
    assert_ok(store_rows(fixture->store, &fixture->arena, &sql_sample_nulls, params_of(fixture, 1),
                         &rows));
    assert_int_equal(doc_get(doc_item(rows, 0), "amount")->kind, DOC_NULL);
    assert_true(doc_real_of(doc_item(rows, 1), "amount") == 2.5);
}

/* --- nouns ------------------------------------------------------------------------------------ */

static void
serves_a_noun_with_the_statements_made_for_it(void **state)
{
    struct fixture *fixture = *state;
    struct doc *row = sample(fixture, 7, 1);
    struct doc *back;
    doc_set(row, "amount", doc_real(1.25));
    doc_set_text(row, "other", id_of(fixture, 99));
    assert_ok(store_run(fixture->store, noun_sample.insert, row, NULL));
    assert_ok(store_row(fixture->store, &fixture->arena, noun_sample.read, row, &back));
    assert_false(doc_has(back, "owner"));
    doc_remove(row, "owner");
    doc_set(row, "data", doc_null());
    assert_true(doc_equal(back, row));
    doc_set_int(row, "owner", 7);
    doc_set_int(row, "version", 2);
    doc_set_text(row, "name", "Changed");
    assert_ok(store_run(fixture->store, noun_sample.update, row, NULL));
    assert_ok(store_row(fixture->store, &fixture->arena, noun_sample.read, row, &back));
    assert_string_equal(doc_text_of(back, "name"), "Changed");
    assert_int_equal(doc_int_of(back, "version"), 2);
    assert_int_equal(doc_int_of(back, "created_at"), 1000);
    int64_t changed = 0;
    assert_ok(store_run(fixture->store, noun_sample.remove, row, &changed));
    assert_int_equal(changed, 1);
    assert_int_equal(rows_of(fixture, fixture->store, 7), 0);
}

static void
keeps_owners_apart(void **state)
{
    struct fixture *fixture = *state;
    insert(fixture, 1, 1);
    insert(fixture, 2, 1);
    struct doc *params = params_of(fixture, 2);
    int64_t changed = 0;
    doc_set_text(params, "id", id_of(fixture, 1));
    assert_ok(store_run(fixture->store, noun_sample.remove, params, &changed));
    assert_int_equal(changed, 1);
    assert_int_equal(rows_of(fixture, fixture->store, 1), 1);
    assert_int_equal(rows_of(fixture, fixture->store, 2), 0);
}

static void
pages_through_all_rows_of_one_owner(void **state)
{
    struct fixture *fixture = *state;
    struct doc *params = params_of(fixture, 2);
    struct doc *rows;
    int seen = 0;
    for (int64_t owner = 1; owner <= 3; owner++)
        for (int i = 1; i <= 7; i++)
            insert(fixture, owner, i);
    doc_set_int(params, "limit", 3);
    for (;;) {
        assert_ok(store_rows(fixture->store, &fixture->arena, noun_sample.all, params, &rows));
        for (uint32_t i = 0; i < doc_count(rows); i++)
            assert_int_equal(doc_int_of(doc_item(rows, i), "doc"), (int64_t)2 << 32 | ++seen);
        if (doc_count(rows) < 3)
            break;
        doc_set(params, "after_doc", *doc_get(doc_item(rows, 2), "doc"));
    }
    assert_int_equal(seen, 7);
}

static void
keeps_a_part_in_its_order(void **state)
{
    struct fixture *fixture = *state;
    const struct noun_part *tags = &noun_sample.parts[0];
    struct doc *params = params_of(fixture, 1);
    struct doc *rows;
    insert(fixture, 1, 1);
    doc_set_int(params, "parent", (int64_t)1 << 32 | 1);
    for (int n = 3; n > 0; n--) {
        doc_set_int(params, "n", n);
        doc_set_text(params, "word", arena_print(&fixture->arena, "tag %d", n));
        assert_ok(store_run(fixture->store, tags->insert, params, NULL));
    }
    assert_ok(store_rows(fixture->store, &fixture->arena, tags->list, params, &rows));
    assert_int_equal(doc_count(rows), 3);
    assert_string_equal(doc_text_of(doc_item(rows, 2), "word"), "tag 3");
    assert_int_equal(doc_count(doc_item(rows, 0)), tags->column_count);
    assert_ok(store_run(fixture->store, tags->clear, params, NULL));
    assert_ok(store_rows(fixture->store, &fixture->arena, tags->list, params, &rows));
    assert_int_equal(doc_count(rows), 0);
}

static void
pages_by_keys(void **state)
{
    struct fixture *fixture = *state;
    struct doc *params = params_of(fixture, 1);
    struct doc *rows;
    for (int i = 1; i <= 5; i++)
        insert(fixture, 1, i);
    doc_set_text(params, "after_key", "name 0002");
    doc_set_text(params, "after_id", id_of(fixture, 2));
    doc_set_int(params, "limit", 2);
    assert_ok(store_rows(fixture->store, &fixture->arena, &sql_sample_page, params, &rows));
    assert_int_equal(doc_count(rows), 2);
    assert_string_equal(doc_text_of(doc_item(rows, 0), "name"), "Name 3");
    assert_true(doc_bool_of(doc_item(rows, 0), "open"));
    assert_int_equal(doc_get(doc_item(rows, 1), "open")->kind, DOC_BOOL);
}

static void
takes_an_absent_filter_as_no_filter(void **state)
{
    struct fixture *fixture = *state;
    struct doc *params = params_of(fixture, 1);
    struct doc *rows;
    for (int i = 1; i <= 5; i++)
        insert(fixture, 1, i);
    assert_ok(store_rows(fixture->store, &fixture->arena, &sql_sample_find, params, &rows));
    assert_int_equal(doc_count(rows), 5);
    doc_set_bool(params, "open", true);
    assert_ok(store_rows(fixture->store, &fixture->arena, &sql_sample_find, params, &rows));
    assert_int_equal(doc_count(rows), 3);
}

/* --- the rest --------------------------------------------------------------------------------- */

static void
finds_a_new_store_sound(void **state)
{
    struct fixture *fixture = *state;
    const char *finding = NULL;
    insert(fixture, 1, 1);
    store_checkpoint(fixture->store, false);
    assert_ok(store_check(fixture->store, &fixture->arena, &finding));
    assert_null(finding);
}

static void
works_with_few_pages_at_hand_and_with_many(void **state)
{
    struct fixture *fixture = *state;
    enum { ROWS = 300 };
    store_keep_pages(fixture->store, 16);
    assert_ok(store_begin(fixture->store, STORE_WRITE));
    for (int i = 1; i <= ROWS; i++) {
        insert(fixture, 1, i);
        if (i == ROWS / 2)
            store_keep_pages(fixture->store, 32000);
    }
    assert_ok(store_commit(fixture->store));
    store_keep_pages(fixture->store, 0);
    assert_int_equal(rows_of(fixture, fixture->store, 1), ROWS);
}

static void
verifies_a_statement_against_its_contract(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < statement_count; i++)
        assert_ok(store_verify(fixture->store, statements[i]));
    struct statement other = sql_echo_text;
    static const struct column wrong_name[] = {{"b", COLUMN_TEXT}};
    other.slot = -1;
    other.columns = wrong_name;
    assert_int_equal(store_verify(fixture->store, &other), STATUS_INVALID);
    other.column_count = 0;
    assert_int_equal(store_verify(fixture->store, &other), STATUS_FAILED);
    other = sql_sample_rename;
    other.text[ENGINE_SQLITE] = other.text[ENGINE_POSTGRES] = "update nothing set a = 1";
    assert_int_equal(store_verify(fixture->store, &other), STATUS_FAILED);
}

int
main(int count, char **arguments)
{
#define T(name) cmocka_unit_test_setup_teardown(name, suite_setup, suite_teardown)
    const struct CMUnitTest tests[] = {
        T(carries_every_kind_both_ways),
        T(keeps_null_apart_from_nothing_in_it),
        T(writes_ids_in_lower_case),
        T(refuses_a_value_of_another_kind),
        T(takes_hostile_quotes_as_they_are),
        T(keeps_two_megabytes_whole),
        T(uses_the_text_that_overrides_for_its_engine),
        T(says_missing_when_there_is_no_row),
        T(gives_all_rows_one_shape),
        T(refuses_more_rows_than_the_limit),
        T(walks_through_any_number_of_rows),
        T(ends_a_walk_with_the_visitors_word),
        T(runs_other_statements_during_a_walk),
        T(changes_every_row_though_only_the_first_is_taken),
        T(tells_how_many_rows_were_changed),
        T(sorts_nulls_where_the_statement_says),
        T(serves_a_noun_with_the_statements_made_for_it),
        T(keeps_owners_apart),
        T(pages_through_all_rows_of_one_owner),
        T(keeps_a_part_in_its_order),
        T(pages_by_keys),
        T(takes_an_absent_filter_as_no_filter),
        T(finds_a_new_store_sound),
        T(works_with_few_pages_at_hand_and_with_many),
        T(verifies_a_statement_against_its_contract),
    };
    suite_begin(count, arguments);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    suite_end();
    return failed;
}
