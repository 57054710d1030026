/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real statements: each is prepared on the engine and compared with its contract, and SQLite's
 * plan of each owner's statement is looked at. */
#include "suite.h"

#include "statements.h"
#include "store/sqlite.h"

#include <sqlite3.h>
#include <unistd.h>

static void
takes_every_step_of_the_schema(void **state)
{
    struct fixture *fixture = *state;
    int version = 0;
    assert_ok(migrate_version(fixture->store, &version));
    assert_int_equal(version, schema_step_count);
    assert_true(schema_step_count > 0);
}

static void
prepares_every_statement_with_the_columns_of_its_contract(void **state)
{
    struct fixture *fixture = *state;
    int wrong = 0;
    for (int i = 0; i < statement_count; i++)
        if (store_verify(fixture->store, statements[i]) != STATUS_OK) {
            print_error("%s\n", store_problem(fixture->store));
            wrong++;
        }
    assert_int_equal(wrong, 0);
    assert_true(statement_count > 0);
}

static void
gives_every_statement_its_own_slot(void **state)
{
    (void)state;
    for (int i = 0; i < statement_count; i++) {
        assert_int_equal(statements[i]->slot, i);
        if (i > 0)
            assert_true(strcmp(statements[i - 1]->name, statements[i]->name) < 0);
        assert_true(statements[i]->param_count <= STATEMENT_FIELDS_MAX);
    }
}

static bool
is_bound_to_owner(const struct statement *statement)
{
    for (int i = 0; i < statement->param_count; i++)
        if (strcmp(statement->params[i].name, "owner") == 0)
            return true;
    return false;
}

static void
binds_the_owner_in_every_statement_of_an_owner(void **state)
{
    (void)state;
    for (int i = 0; i < statement_count; i++)
        if (statements[i]->scope == SCOPE_OWNER)
            assert_true(is_bound_to_owner(statements[i]));
}

/* A table whose rows belong to owners: every table with a column of that name. */
static bool
is_owned(sqlite3 *db, const char *table)
{
    sqlite3_stmt *asked = NULL;
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "select 1 from pragma_table_info(?1) where name = 'owner'",
                                        -1, &asked, NULL),
                     SQLITE_OK);
    (void)sqlite3_bind_text(asked, 1, table, -1, SQLITE_STATIC);
    bool owned = sqlite3_step(asked) == SQLITE_ROW;
    (void)sqlite3_finalize(asked);
    return owned;
}

/* "SCAN person USING INDEX x" reads all of person; "SCAN CONSTANT ROW", "SCAN 2 CONSTANT ROWS" and
 * a subquery's own name do not. An alias is looked up in the statement's text. */
static bool
scans_a_table(sqlite3 *db, const char *detail, const char *text)
{
    char word[100];
    char alias[120];
    if (sscanf(detail, "SCAN %99s", word) != 1)
        return false;
    if (is_owned(db, word))
        return true;
    (void)snprintf(alias, sizeof alias, " as %s", word);
    const char *found = strstr(text, alias);
    if (found == NULL)
        return false;
    const char *start = found;
    while (start > text && start[-1] != ' ' && start[-1] != '(')
        start--;
    (void)snprintf(word, sizeof word, "%.*s", (int)(found - start), start);
    return is_owned(db, word);
}

/* "SEARCH x USING PRIMARY KEY (owner=?)" reads all that one owner has of a part (contact points, tags, lines of a
 * report), however many parents there are: meant only where nothing else is asked for. */
static bool
reads_a_part_of_all(const char *detail, const char *text)
{
    static const char all[] = " USING PRIMARY KEY (owner=?)";
    size_t length = strlen(detail), tail = sizeof all - 1;
    return length > tail && strcmp(detail + length - tail, all) == 0 &&
           strstr(text, " and ") != NULL;
}

static int
scans_of(sqlite3 *db, const struct statement *statement, bool tell)
{
    int scans = 0;
    sqlite3_stmt *asked = NULL;
    const char *text = statement->text[ENGINE_SQLITE];
    char *explain = sqlite3_mprintf("explain query plan %s", text);
    assert_int_equal(sqlite3_prepare_v2(db, explain, -1, &asked, NULL), SQLITE_OK);
    while (sqlite3_step(asked) == SQLITE_ROW) {
        const char *detail = (const char *)sqlite3_column_text(asked, 3);
        if (scans_a_table(db, detail, text) || reads_a_part_of_all(detail, text)) {
            if (tell)
                print_error("%s: %s\n", statement->name, detail);
            scans++;
        }
    }
    (void)sqlite3_finalize(asked);
    sqlite3_free(explain);
    return scans;
}

static void
reads_no_whole_table_for_one_owner(void **state)
{
    (void)state;
    int scans = 0;
    sqlite3 *db = NULL;
    if (suite_is_postgres())
        skip();
    assert_int_equal(sqlite3_open(suite_address(), &db), SQLITE_OK);
    assert_int_equal(sqlite_add_rank(db), SQLITE_OK);
    for (int i = 0; i < statement_count; i++)
        if (statements[i]->scope == SCOPE_OWNER)
            scans += scans_of(db, statements[i], true);
    (void)sqlite3_close(db);
    assert_int_equal(scans, 0);
}

/* The test above is worth something only if it can fail. */
static void
recognizes_a_plan_that_reads_everything(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "select id from person where owner + 0 = ?1",
        "select p.id from person as p where +p.owner = ?1",
        "select n from (select count(*) as n from person)",
        "select parent from contact_point where owner = ?1 and value_key = ?2 and value_hash = ?3",
    };
    sqlite3 *db = NULL;
    if (suite_is_postgres())
        skip();
    assert_int_equal(sqlite3_open(suite_address(), &db), SQLITE_OK);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct statement statement = {.name = "a scan", .text = {texts[i], texts[i]}};
        assert_int_equal(scans_of(db, &statement, false), 1);
    }
    (void)sqlite3_close(db);
}

static void
keeps_every_noun_table_as_its_contract_says(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; nouns[i] != NULL; i++) {
        struct doc *rows;
        struct doc *params = doc_map(&fixture->arena);
        doc_set_int(params, "owner", 1);
        doc_set_int(params, "limit", 10);
        assert_ok(store_rows(fixture->store, &fixture->arena, nouns[i]->all, params, &rows));
        assert_int_equal(doc_count(rows), 0);
        assert_ptr_equal(noun_person.read, &sql_person_read);
    }
}

int
main(int count, char **arguments)
{
#define T(name) cmocka_unit_test_setup_teardown(name, suite_setup, suite_teardown)
    const struct CMUnitTest tests[] = {
        T(takes_every_step_of_the_schema),
        T(prepares_every_statement_with_the_columns_of_its_contract),
        T(gives_every_statement_its_own_slot),
        T(binds_the_owner_in_every_statement_of_an_owner),
        T(reads_no_whole_table_for_one_owner),
        T(recognizes_a_plan_that_reads_everything),
        T(keeps_every_noun_table_as_its_contract_says),
    };
    suite_begin(count, arguments);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    suite_end();
    return failed;
}
