/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One act on many people: each act, by name and by filter, at once and as a job; one undo takes it back. */
#include "house.h"

#include "call/job.h"
#include "domain/people_mark.h"
#include "domain/undo.h"
#include "statements.h"
#include "store/driver.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { CROWD = UNDO_AT_ONCE_MOST + 60, FEW = MARK_AT_ONCE_MOST + 10 };

static struct house house;
static const char *engine = "sqlite";

static int
open_house(void **state)
{
    (void)state;
    house_open(&house, engine);
    job_set_slice_ms(JOB_SLICE_MS);
    return 0;
}

static int
close_house(void **state)
{
    (void)state;
    house_close(&house);
    return 0;
}

static int64_t
count(const char *filters)
{
    const struct doc *form = house_do(&house, "mark form", filters, NULL);
    return doc_get(form, "fit")->kind == DOC_NULL ? -1 : doc_int_of(form, "fit");
}

static struct answer
take_back(const char *change)
{
    struct doc *ids = doc_map(&house.arena);
    doc_set_text(ids, "change", change);
    return house_call(&house, &house.owner, "undo", "<\"change\":\"{change}\">", ids);
}

/* Four people: two friends, one of them a curator, and two others. */
static struct doc *
settle_in(void)
{
    static const char *const people[][2] = {
        {"ada", "<\"name\":\"Ada Quinn\",\"circle\":\"friend\",\"title\":\"Curator\">"},
        {"bo", "<\"name\":\"Bo Ruiz\",\"circle\":\"friend\",\"tag_line\":\"choir\">"},
        {"cy", "<\"name\":\"Cy Reyes\",\"circle\":\"online\",\"is_private\":true>"},
        {"di", "<\"name\":\"Di Marsh\",\"circle\":\"cold\">"}};
    struct doc *ids = doc_map(&house.arena);
    for (size_t i = 0; i < sizeof people / sizeof *people; i++)
        doc_set(ids, people[i][0],
                *doc_get(house_do(&house, "person save", people[i][1], NULL), "id"));
    doc_set(ids, "target",
            *doc_get(house_do(&house, "target save",
                              "<\"name\":\"River keeper\",\"kind\":\"occupation\">", NULL),
                     "id"));
    return ids;
}

static void
does_each_act_to_those_who_fit_and_takes_it_back_with_one_undo(void **state)
{
    (void)state;
    /* The act, then a filter that says who is so afterwards and how many they are. */
    static const struct {
        const char *act, *after;
        int changed, fit;
    } acts[] = {
        {"\"act\":\"tag\",\"to_tag\":\"Choir\",\"circle\":\"friend\"", "<\"tag\":\"choir\">", 1, 2},
        {"\"act\":\"untag\",\"to_tag\":\"CHOIR\"", "<\"tag\":\"choir\">", 1, 0},
        {"\"act\":\"circle\",\"to_circle\":\"Neighbor\"", "<\"circle\":\"neighbor\">", 4, 4},
        {"\"act\":\"circle\",\"to_circle\":\"Rowing\"", "<\"circle\":\"Rowing\">", 4, 4},
        {"\"act\":\"target\",\"to_target\":\"river\",\"title\":\"curator\"",
         "<\"target\":\"river\">", 1, 1},
        {"\"act\":\"private\"", NULL, 3, 4},
        {"\"act\":\"public\"", NULL, 1, 4},
        {"\"act\":\"remove\",\"circle\":\"friend\"", NULL, 2, 2},
    };
    settle_in();
    const char *before = house_dump(&house, 1);
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        struct answer answer =
            house_call(&house, &house.owner, "person mark",
                       arena_print(&house.arena, "<%s,\"all\":true>", acts[i].act), NULL);
        assert_int_equal(answer.status, STATUS_OK);
        assert_int_equal(doc_int_of(answer.document, "changed"), acts[i].changed);
        assert_true(doc_is_empty(doc_get(answer.document, "job")));
        assert_int_equal(count(acts[i].after), acts[i].fit);
        assert_int_equal(take_back(answer.change).status, STATUS_OK);
        assert_string_equal(house_dump(&house, 1), before);
    }
}

static void
changes_nobody_but_those_who_were_chosen(void **state)
{
    (void)state;
    struct doc *ids = settle_in();
    const struct doc *form =
        house_do(&house, "mark form", "<\"people\":[<\"id\":\"{ada}\">,<\"id\":\"{di}\">]>", ids);
    assert_int_equal(doc_int_of(form, "fit"), 2);
    assert_false(doc_bool_of(form, "all"));
    assert_string_equal(doc_text_of(doc_item(doc_get(form, "items"), 0), "name"), "Ada Quinn");
    house_do(&house, "person mark",
             "<\"act\":\"tag\",\"to_tag\":\"Met twice\",\"people\":[<\"id\":\"{ada}\">,<\"id\":\""
             "{di}\">,<\"id\":\"{target}\">]>",
             ids);
    assert_int_equal(count("<\"tag\":\"met twice\">"), 2);
    assert_int_equal(count(NULL), 4);
}

static void
refuses_what_says_neither_whom_nor_what_and_what_has_changed_meanwhile(void **state)
{
    (void)state;
    static const char *const wrong[][2] = {
        {"<\"act\":\"tag\",\"to_tag\":\"Choir\">", "person.mark_nobody"},
        {"<\"act\":\"tag\",\"all\":true>", "field.required"},
        {"<\"act\":\"target\",\"to_target\":\"{ada}\",\"all\":true>", "field.not_there"},
        {"<\"act\":\"remove\",\"all\":true,\"count\":3>", "person.mark_others"}};
    struct doc *ids = settle_in();
    const char *before = house_dump(&house, 1);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct answer answer = house_call(&house, &house.owner, "person mark", wrong[i][0], ids);
        const struct doc *field = doc_item(doc_get(answer.problem, "fields"), 0);
        const char *code = doc_count(doc_get(answer.problem, "fields")) > 0
                               ? doc_text_of(field, "code")
                               : doc_text_of(answer.problem, "code");
        assert_string_equal(code, wrong[i][1]);
    }
    assert_string_equal(house_dump(&house, 1), before);
}

static void
takes_nobody_for_chosen_who_was_not(void **state)
{
    (void)state;
    struct doc *ids = settle_in();
    const struct doc *form = house_do(&house, "mark form", NULL, ids);
    assert_true(doc_bool_of(form, "picking"));
    assert_false(doc_bool_of(form, "all"));
    assert_int_equal(doc_count(doc_get(form, "people")), 0);
    assert_int_equal(doc_count(doc_get(form, "items")), 4);
    form = house_do(&house, "mark form", "<\"all\":true>", ids);
    assert_true(doc_bool_of(form, "all"));
    assert_false(doc_bool_of(form, "picking"));
    form = house_do(&house, "mark form", "<\"people\":[<\"id\":\"{ada}\">]>", ids);
    assert_false(doc_bool_of(form, "picking"));
    assert_int_equal(doc_count(doc_get(form, "people")), 1);
}

/* ---- many ---- */

static void
crowd_in(int people)
{
    assert_int_equal(store_begin(house.desk.store, STORE_WRITE), STATUS_OK);
    for (int i = 0; i < people; i++) {
        struct doc *row = doc_map(&house.arena);
        const char *name = arena_print(&house.arena, "Quinn %05d", i);
        doc_set_int(row, "owner", 1);
        doc_set_int(row, "doc", (INT64_C(1) << 32) + 1000 + i);
        doc_set_text(row, "id", arena_print(&house.arena, "01980001-0000-7000-8000-%012x", i));
        doc_set_int(row, "version", 1);
        doc_set_int(row, "created_at", 1);
        doc_set_int(row, "updated_at", 1);
        doc_set_text(row, "name", name);
        doc_set_text(row, "name_key", arena_print(&house.arena, "%05d quinn", i));
        doc_set_text(row, "organization_key", "");
        doc_set_text(row, "circle", "online");
        assert_int_equal(store_run(house.desk.store, &sql_person_insert, row, NULL), STATUS_OK);
    }
    assert_int_equal(store_commit(house.desk.store), STATUS_OK);
}

/* The job of an answer to its end; what `job read` says of it. */
static const struct doc *
finish(const struct doc *answer, const char *state)
{
    struct doc *ids = doc_map(&house.arena);
    bool idle = false;
    doc_set(ids, "job", *doc_get(answer, "job"));
    assert_false(doc_is_empty(doc_get(answer, "job")));
    for (int i = 0; i < 2000 && !idle; i++)
        assert_int_equal(job_work(&house.desk, &house.arena, doc_text_of(ids, "job"), &idle),
                         STATUS_OK);
    const struct doc *job = house_do(&house, "job read", "<\"id\":\"{job}\">", ids);
    assert_string_equal(doc_text_of(job, "state"), state);
    return job;
}

static int64_t
count_of(const char *circle)
{
    struct doc *params = doc_map(&house.arena), *row;
    doc_set_int(params, "owner", 1);
    doc_set_text(params, "circle", circle);
    doc_set_int(params, "limit", INT64_MAX);
    assert_int_equal(store_begin(house.desk.store, STORE_READ), STATUS_OK);
    assert_int_equal(
        store_row(house.desk.store, &house.arena, &sql_person_circle_count, params, &row),
        STATUS_OK);
    store_rollback(house.desk.store);
    return doc_int_of(row, "count");
}

/* The number that was shown holds for those who become a job as well. */
static void
compares_how_many_were_shown_before_a_job_begins(void **state)
{
    (void)state;
    static const char act[] =
        "<\"act\":\"circle\",\"to_circle\":\"friend\",\"all\":true,\"count\":%d>";
    crowd_in(FEW);
    assert_int_equal(count(NULL), FEW);
    const char *before = house_dump(&house, 1);
    struct answer other = house_call(&house, &house.owner, "person mark",
                                     arena_print(&house.arena, act, FEW - 1), NULL);
    assert_string_equal(doc_text_of(other.problem, "code"), "person.mark_others");
    assert_string_equal(house_dump(&house, 1), before);
    finish(house_do(&house, "person mark", arena_print(&house.arena, act, FEW), NULL), "done");
    assert_int_equal(count_of("friend"), FEW);
}

static void
changes_thousands_by_a_job_as_one_change_that_can_be_taken_back_and_forth(void **state)
{
    (void)state;
    crowd_in(CROWD);
    assert_int_equal(count(NULL), -1); /* more than are counted */
    const struct doc *job = finish(
        house_do(&house, "person mark",
                 "<\"act\":\"circle\",\"to_circle\":\"friend\",\"all\":true,\"circle\":\"online\">",
                 NULL),
        "done");
    assert_int_equal(doc_int_of(job, "progress"), CROWD);
    assert_int_equal(count_of("friend"), CROWD);
    const struct doc *changes = doc_get(house_do(&house, "history", NULL, NULL), "items");
    assert_int_equal(doc_count(changes), 1);
    assert_int_equal(doc_int_of(doc_item(changes, 0), "rows"), CROWD);
    /* Somebody is changed since: kept as they are. */
    house_do(&house, "person save",
             "<\"id\":\"01980001-0000-7000-8000-000000000000\",\"title\":\"Curator\">", NULL);
    struct answer undone = take_back(doc_text_of(job, "change"));
    assert_int_equal(undone.status, STATUS_OK);
    job = finish(undone.document, "done");
    assert_int_equal(count_of("online"), CROWD - 1);
    assert_string_equal(
        doc_text_of(take_back(doc_text_of(doc_item(changes, 0), "id")).problem, "code"),
        "undo.done_before");
    finish(take_back(doc_text_of(job, "change")).document, "done");
    assert_int_equal(count_of("friend"), CROWD);
}

static void
brings_thousands_back_from_the_trash_by_a_job(void **state)
{
    (void)state;
    if (strcmp(engine, "sqlite") != 0) /* the way back itself is the same for every change */
        skip();
    crowd_in(CROWD);
    finish(house_do(&house, "person mark", "<\"act\":\"remove\",\"all\":true>", NULL), "done");
    assert_int_equal(count(NULL), 0);
    const struct doc *trash = doc_get(house_do(&house, "trash list", NULL, NULL), "items");
    assert_int_equal(doc_count(trash), 1);
    assert_int_equal(doc_int_of(doc_item(trash, 0), "others"), CROWD - 1);
    struct doc *ids = doc_map(&house.arena);
    doc_set(ids, "id", *doc_get(doc_item(trash, 0), "id"));
    finish(house_do(&house, "trash restore", "<\"id\":\"{id}\">", ids), "done");
    assert_int_equal(count_of("online"), CROWD);
}

static void
erases_thousands_by_a_job_and_none_is_left(void **state)
{
    (void)state;
    crowd_in(CROWD);
    finish(house_do(&house, "person mark", "<\"act\":\"remove\",\"all\":true>", NULL), "done");
    const struct doc *trash = doc_get(house_do(&house, "trash list", NULL, NULL), "items");
    struct doc *ids = doc_map(&house.arena);
    doc_set(ids, "id", *doc_get(doc_item(trash, 0), "id"));
    finish(house_do(&house, "trash purge", "<\"id\":\"{id}\">", ids), "done");
    const struct doc *list = house_do(&house, "trash list", NULL, NULL);
    assert_int_equal(doc_count(doc_get(list, "items")), 0);
    const struct doc *history = doc_get(house_do(&house, "history", NULL, NULL), "items");
    doc_set(ids, "change", *doc_get(doc_item(history, 0), "id"));
    finish(take_back(doc_text_of(ids, "change")).document, "failed");
    assert_int_equal(count_of("online"), 0);
}

static void
renames_where_thousands_work_by_a_job_as_one_change(void **state)
{
    (void)state;
    if (strcmp(engine, "sqlite") != 0)
        skip();
    crowd_in(CROWD);
    assert_int_equal(store_begin(house.desk.store, STORE_WRITE), STATUS_OK);
    assert_int_equal(house.desk.store->driver->script(
                         house.desk.store,
                         "update person set organization = 'River', organization_key = 'river';"),
                     STATUS_OK);
    assert_int_equal(store_commit(house.desk.store), STATUS_OK);
    house_do(&house, "person save", "<\"name\":\"Ada\",\"organization\":\"River Trust\">", NULL);
    house_do(&house, "organization save", "<\"name\":\"River\",\"place\":\"Easton\">", NULL);
    const char *before = house_dump(&house, 1);
    const struct doc *answer = house_do(&house, "organization rename",
                                        "<\"name\":\"River\",\"new_name\":\"River Works\">", NULL);
    const struct doc *job = finish(answer, "done");
    assert_int_equal(doc_int_of(job, "progress"), CROWD);
    const struct doc *river =
        house_do(&house, "organization read", "<\"name\":\"river works\">", NULL);
    assert_string_equal(doc_text_of(river, "place"), "Easton");
    assert_int_equal(doc_int_of(river, "people_count"), 1000); /* no more are counted */
    const struct doc *trust =
        house_do(&house, "organization read", "<\"name\":\"River Trust\">", NULL);
    assert_int_equal(doc_int_of(trust, "people_count"), 1);
    finish(take_back(doc_text_of(job, "change")).document, "done");
    assert_string_equal(house_dump(&house, 1), before);
}

static void
takes_itself_back_when_it_is_stopped(void **state)
{
    (void)state;
    struct doc *ids = doc_map(&house.arena);
    bool idle;
    crowd_in(FEW);
    job_set_slice_ms(0);
    const struct doc *answer = house_do(
        &house, "person mark", "<\"act\":\"circle\",\"to_circle\":\"friend\",\"all\":true>", NULL);
    doc_set(ids, "job", *doc_get(answer, "job"));
    for (int i = 0; i < 3; i++)
        assert_int_equal(job_work(&house.desk, &house.arena, doc_text_of(ids, "job"), &idle),
                         STATUS_OK);
    assert_int_equal(count_of("friend"), 150);
    house_do(&house, "job cancel", "<\"id\":\"{job}\">", ids);
    finish(answer, "cancelled");
    assert_int_equal(count_of("friend"), 0);
    assert_int_equal(count_of("online"), FEW);
}

int
main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
        T(does_each_act_to_those_who_fit_and_takes_it_back_with_one_undo),
        T(changes_nobody_but_those_who_were_chosen),
        T(refuses_what_says_neither_whom_nor_what_and_what_has_changed_meanwhile),
        T(takes_nobody_for_chosen_who_was_not),
        T(compares_how_many_were_shown_before_a_job_begins),
        T(changes_thousands_by_a_job_as_one_change_that_can_be_taken_back_and_forth),
        T(brings_thousands_back_from_the_trash_by_a_job),
        T(erases_thousands_by_a_job_and_none_is_left),
        T(renames_where_thousands_work_by_a_job_as_one_change),
        T(takes_itself_back_when_it_is_stopped),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("acts on many people", tests, NULL, NULL);
}
