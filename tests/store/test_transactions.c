/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract of store.h about failures and transactions, on both engines. */
#include "rows.h"

static void
says_conflict_for_a_rule_of_the_store(void **state)
{
    struct fixture *fixture = *state;
    insert(fixture, 1, 1);
    struct doc *twice = sample(fixture, 1, 2);
    doc_set_text(twice, "name_key", "name 0001");
    assert_int_equal(store_run(fixture->store, noun_sample.insert, twice, NULL), STATUS_CONFLICT);
    assert_string_equal(store_problem_code(fixture->store), "store.conflict");
    struct doc *negative = sample(fixture, 1, 2);
    doc_set(negative, "amount", doc_real(-1));
    assert_int_equal(store_run(fixture->store, noun_sample.insert, negative, NULL),
                     STATUS_CONFLICT);
    struct doc *nameless = sample(fixture, 1, 2);
    doc_set(nameless, "name", doc_null());
    assert_int_equal(store_run(fixture->store, noun_sample.insert, nameless, NULL),
                     STATUS_CONFLICT);
    struct doc *orphan = params_of(fixture, 1);
    doc_set_int(orphan, "parent", 12345);
    doc_set_int(orphan, "n", 1);
    doc_set_text(orphan, "word", "nobody's");
    assert_int_equal(store_run(fixture->store, noun_sample.parts[0].insert, orphan, NULL),
                     STATUS_CONFLICT);
    assert_int_equal(rows_of(fixture, fixture->store, 1), 1);
}

static void
takes_nothing_more_after_a_failure_in_a_transaction(void **state)
{
    struct fixture *fixture = *state;
    struct store *store = fixture->store;
    assert_ok(store_begin(store, STORE_WRITE));
    insert(fixture, 1, 1);
    assert_int_equal(store_run(store, noun_sample.insert, sample(fixture, 1, 1), NULL),
                     STATUS_CONFLICT);
    assert_int_equal(store_run(store, noun_sample.insert, sample(fixture, 1, 2), NULL),
                     STATUS_FAILED);
    assert_int_equal(store_commit(store), STATUS_FAILED);
    assert_false(store_in_transaction(store));
    assert_int_equal(rows_of(fixture, store, 1), 0);
    insert(fixture, 1, 3);
    assert_int_equal(rows_of(fixture, store, 1), 1);
}

static void
rolls_back_what_was_not_committed(void **state)
{
    struct fixture *fixture = *state;
    struct store *store = fixture->store;
    assert_ok(store_begin(store, STORE_WRITE));
    assert_true(store_in_transaction(store));
    insert(fixture, 1, 1);
    store_rollback(store);
    assert_false(store_in_transaction(store));
    assert_int_equal(rows_of(fixture, store, 1), 0);
    store_rollback(store);
    assert_ok(store_begin(store, STORE_WRITE));
    insert(fixture, 1, 1);
    store_close(&fixture->store);
    fixture->store = suite_connect();
    assert_int_equal(rows_of(fixture, fixture->store, 1), 0);
}

static void
shows_others_only_what_was_committed(void **state)
{
    struct fixture *fixture = *state;
    fixture->other = suite_connect();
    assert_ok(store_begin(fixture->store, STORE_WRITE));
    insert(fixture, 1, 1);
    assert_int_equal(rows_of(fixture, fixture->other, 1), 0);
    assert_ok(store_commit(fixture->store));
    assert_int_equal(rows_of(fixture, fixture->other, 1), 1);
}

static void
sees_one_moment_in_a_reading_transaction(void **state)
{
    struct fixture *fixture = *state;
    fixture->other = suite_connect();
    assert_ok(store_begin(fixture->other, STORE_READ));
    assert_int_equal(rows_of(fixture, fixture->other, 1), 0);
    insert(fixture, 1, 1);
    assert_int_equal(rows_of(fixture, fixture->other, 1), 0);
    assert_ok(store_commit(fixture->other));
    assert_int_equal(rows_of(fixture, fixture->other, 1), 1);
}

static void
does_not_write_in_a_reading_transaction(void **state)
{
    struct fixture *fixture = *state;
    assert_ok(store_begin(fixture->store, STORE_READ));
    assert_int_equal(store_run(fixture->store, noun_sample.insert, sample(fixture, 1, 1), NULL),
                     STATUS_FAILED);
    store_rollback(fixture->store);
    assert_int_equal(rows_of(fixture, fixture->store, 1), 0);
}

static void
knows_one_transaction_at_a_time(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(store_commit(fixture->store), STATUS_FAILED);
    assert_ok(store_begin(fixture->store, STORE_WRITE));
    assert_int_equal(store_begin(fixture->store, STORE_READ), STATUS_FAILED);
    insert(fixture, 1, 1);
    assert_ok(store_commit(fixture->store));
    assert_int_equal(rows_of(fixture, fixture->store, 1), 1);
}

static enum status
rename_in(struct fixture *fixture, struct store *store, const char *name)
{
    struct doc *params = params_of(fixture, 1);
    doc_set_text(params, "id", id_of(fixture, 1));
    doc_set_text(params, "name", name);
    TRY(store_begin(store, STORE_WRITE));
    return store_run(store, &sql_sample_rename, params, NULL);
}

static void
is_busy_while_another_writes_the_same(void **state)
{
    struct fixture *fixture = *state;
    fixture->other = suite_connect();
    insert(fixture, 1, 1);
    assert_ok(rename_in(fixture, fixture->store, "first"));
    assert_int_equal(rename_in(fixture, fixture->other, "second"), STATUS_BUSY);
    assert_string_equal(store_problem_code(fixture->other), "store.busy");
    store_rollback(fixture->other);
    assert_ok(store_commit(fixture->store));
    assert_ok(rename_in(fixture, fixture->other, "second"));
    assert_ok(store_commit(fixture->other));
}

/* Both have read version 1; only one may write version 2. */
static void
loses_no_change_between_two_writers(void **state)
{
    struct fixture *fixture = *state;
    struct store *one = fixture->store;
    struct store *two = fixture->other = suite_connect();
    struct doc *params = params_of(fixture, 1);
    struct doc *row;
    insert(fixture, 1, 1);
    doc_set_text(params, "id", id_of(fixture, 1));
    assert_ok(store_begin(one, STORE_WRITE));
    assert_ok(store_row(one, &fixture->arena, noun_sample.read, params, &row));
    enum status second = rename_in(fixture, two, "two");
    if (second == STATUS_OK)
        second = store_commit(two);
    else
        store_rollback(two);
    doc_set_text(params, "name", "one");
    enum status first = store_run(one, &sql_sample_rename, params, NULL);
    if (first == STATUS_OK)
        first = store_commit(one);
    else
        store_rollback(one);
    assert_true((first == STATUS_OK) != (second == STATUS_OK));
    assert_int_equal(first == STATUS_OK ? second : first, STATUS_BUSY);
}

/* A row with something of every kind in it, and with nulls. */
static struct doc *
full_sample(struct fixture *fixture, int number)
{
    struct doc *row = sample(fixture, 1, number);
    if (number % 3 == 0)
        return row;
    doc_set(row, "amount", doc_real(number + 0.25));
    doc_set(row, "data", doc_text_n("\0a\xff", number % 3 == 1 ? 3 : 0));
    doc_set_text(row, "other", id_of(fixture, number + 1000));
    return row;
}

static void
adds_what_waits_before_anything_else_runs(void **state)
{
    enum { MANY = 700 }; /* more than wait at a time */
    struct fixture *fixture = *state;
    struct store *store = fixture->store;
    assert_ok(store_begin(store, STORE_WRITE));
    for (int number = 1; number <= MANY; number++) {
        struct doc *row = full_sample(fixture, number), *tag = params_of(fixture, 1);
        doc_set(tag, "parent", *doc_get(row, "doc"));
        doc_set_int(tag, "n", 0);
        doc_set_text(tag, "word", "");
        assert_ok(store_later(store, noun_sample.insert, row));
        assert_ok(store_later(store, noun_sample.parts[0].insert, tag));
        doc_set_text(row, "name", "of somebody else since");
    }
    assert_int_equal(rows_of(fixture, store, 1), MANY);
    for (int number = 1; number <= MANY; number += 101) {
        struct doc *params = params_of(fixture, 1), *found, *tags;
        const struct doc *made = full_sample(fixture, number);
        doc_set_text(params, "id", id_of(fixture, number));
        assert_ok(store_row(store, &fixture->arena, noun_sample.read, params, &found));
        for (uint32_t i = 0; i < doc_count(found); i++)
            assert_true(doc_equal(doc_value(found, i), doc_get(made, doc_key(found, i))));
        doc_set(params, "parent", *doc_get(found, "doc"));
        assert_ok(store_rows(store, &fixture->arena, noun_sample.parts[0].list, params, &tags));
        assert_int_equal(doc_count(tags), 1);
        assert_int_equal(doc_get(doc_item(tags, 0), "word")->kind, DOC_TEXT);
    }
    assert_ok(store_later(store, noun_sample.insert, sample(fixture, 1, MANY + 1)));
    assert_ok(store_commit(store));
    assert_int_equal(rows_of(fixture, store, 1), MANY + 1);
    assert_ok(store_later(store, noun_sample.insert, sample(fixture, 1, MANY + 2)));
    assert_int_equal(rows_of(fixture, store, 1), MANY + 2);
}

static void
forgets_what_waits_with_a_rollback(void **state)
{
    struct fixture *fixture = *state;
    struct store *store = fixture->store;
    assert_ok(store_begin(store, STORE_WRITE));
    for (int number = 1; number <= 9; number++)
        assert_ok(store_later(store, noun_sample.insert, sample(fixture, 1, number)));
    store_rollback(store);
    assert_ok(store_begin(store, STORE_WRITE));
    assert_ok(store_commit(store));
    assert_int_equal(rows_of(fixture, store, 1), 0);
}

/* PostgreSQL does not let it wait: the failure comes with the row itself. */
static void
tells_of_a_conflict_at_the_latest_with_the_commit(void **state)
{
    struct fixture *fixture = *state;
    struct store *store = fixture->store;
    for (int rows = 2; rows <= 20; rows += 18) { /* one by one, together */
        enum status status = STATUS_OK;
        assert_ok(store_begin(store, STORE_WRITE));
        for (int i = 0; i < rows && status == STATUS_OK; i++)
            status = store_later(store, noun_sample.insert, sample(fixture, 1, 1 + i % (rows - 1)));
        assert_int_equal(status,
                         store_engine(store) == ENGINE_SQLITE ? STATUS_OK : STATUS_CONFLICT);
        status = store_commit(store);
        assert_int_equal(status,
                         store_engine(store) == ENGINE_SQLITE ? STATUS_CONFLICT : STATUS_FAILED);
        assert_false(store_in_transaction(store));
        assert_int_equal(rows_of(fixture, store, 1), 0);
    }
    assert_ok(store_begin(store, STORE_WRITE));
    struct doc *wrong = sample(fixture, 1, 1);
    doc_set_int(wrong, "name", 5);
    assert_int_equal(store_later(store, noun_sample.insert, wrong), STATUS_INVALID);
    assert_int_equal(store_commit(store), STATUS_FAILED);
}

/* PostgreSQL lets everybody have it. */
static void
lets_one_have_what_it_claims(void **state)
{
    struct fixture *fixture = *state;
    struct store *store = fixture->store;
    bool alone = store_engine(store) == ENGINE_SQLITE;
    fixture->other = suite_connect();
    assert_false(store_is_waited_for(fixture->other)); /* asked before there is anything to ask */
    insert(fixture, 1, 1);
    assert_true(store_claim(store, INT64_MAX));
    assert_true(store_claim(store, INT64_MAX)); /* it has it already */
    assert_int_equal(store_claim(fixture->other, INT64_MAX), !alone);
    assert_true(store_claim(fixture->other, -5));
    assert_int_equal(store_claim(store, -5), !alone);
    store_yield(store, INT64_MAX);
    assert_true(store_claim(fixture->other, INT64_MAX));
    assert_int_equal(store_claim(store, INT64_MAX), !alone);
    store_close(&fixture->other);
    assert_true(store_claim(store, INT64_MAX));
}

int
main(int count, char **arguments)
{
#define T(name) cmocka_unit_test_setup_teardown(name, suite_setup, suite_teardown)
    const struct CMUnitTest tests[] = {
        T(says_conflict_for_a_rule_of_the_store),
        T(takes_nothing_more_after_a_failure_in_a_transaction),
        T(rolls_back_what_was_not_committed),
        T(shows_others_only_what_was_committed),
        T(sees_one_moment_in_a_reading_transaction),
        T(does_not_write_in_a_reading_transaction),
        T(knows_one_transaction_at_a_time),
        T(is_busy_while_another_writes_the_same),
        T(loses_no_change_between_two_writers),
        T(adds_what_waits_before_anything_else_runs),
        T(forgets_what_waits_with_a_rollback),
        T(tells_of_a_conflict_at_the_latest_with_the_commit),
        T(lets_one_have_what_it_claims),
    };
    suite_begin(count, arguments);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    suite_end();
    return failed;
}
