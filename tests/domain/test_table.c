/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Over the table of calls: every change of every call can be taken back, and nothing crosses from one
 * owner to the other. A new call without its line in `samples` fails here. */
#include "doc/json.h"
#include "domain/tables.h"
#include "house.h"
#include "statements.h"
#include "views/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct house house;
static const char *engine = "sqlite";

/* Parameters under which each call changes something in the furnished house, or reads from it. */
static const struct sample {
    const char *name, *json;
} samples[] = {
    {"trash list", NULL}, /* before anybody removes a row of their own under a borrowed id */
    {"today", NULL},
    {"feed read", "<\"token\":\"no-such-token\">"},
    {"assessment list", NULL},
    {"assessment read", "<\"id\":\"{assessment}\">"},
    {"assessment form", "<\"id\":\"{assessment}\",\"part\":\"skills\">"},
    {"assessment save", "<\"id\":\"{assessment}\",\"raise\":\"support\",\"skills\":[<\"kind\":"
                        "\"skill\",\"name\":\"Welding\">]>"},
    {"assessment answer", "<\"id\":\"{assessment}\",\"item\":7,\"answer\":5>"},
    {"assessment remove", "<\"id\":\"{assessment}\">"},
    {"target list", NULL},
    {"target read", "<\"id\":\"{target}\">"},
    {"target form", "<\"id\":\"{target}\">"},
    {"target save", "<\"id\":\"{target}\",\"why\":\"Streets and birds\">"},
    {"target people", "<\"id\":\"{target}\">"},
    {"target coverage", "<\"id\":\"{target}\">"},
    {"question cover", "<\"interview\":\"{interview}\">"},
    {"reading save", "<\"id\":\"{reading}\",\"done\":true>"},
    {"reading remove", "<\"id\":\"{reading}\">"},
    {"fact save", "<\"id\":\"{desk_fact}\",\"kind\":\"pay\">"},
    {"fact remove", "<\"id\":\"{desk_fact}\">"},
    {"term save", "<\"id\":\"{term}\",\"meaning\":\"other\">"},
    {"term remove", "<\"id\":\"{term}\">"},
    {"target move", "<\"id\":\"{target}\",\"to\":\"in\">"},
    {"target remove", "<\"id\":\"{target}\">"},
    {"occupation search", "<\"query\":\"curator\">"},
    {"occupation match", "<\"like\":\"25-4012.00\">"},
    {"occupation compare", NULL},
    {"occupation load", "<\"file\":<\"name\":\"r\",\"path\":\"/tmp\",\"size\":0>>"},
    {"occupation reset", NULL},
    {"occupation explore", "<\"code\":\"25-4012.00\",\"why\":\"Old things\">"},
    {"occupation read", "<\"code\":\"25-4012.00\">"},
    {"objective save", "<\"id\":\"{objective}\",\"answered\":true>"},
    {"objective remove", "<\"id\":\"{objective}\">"},
    {"decision form", "<\"id\":\"{target}\">"},
    {"decision save", "<\"target\":\"{target}\",\"verdict\":\"pursue\",\"confirmed\":true>"},
    {"person list", NULL},
    {"mark form", NULL},
    {"person mark", "<\"act\":\"tag\",\"to_tag\":\"Garden\",\"people\":[<\"id\":\"{person}\">]>"},
    {"person read", "<\"id\":\"{person}\">"},
    {"person form", "<\"id\":\"{person}\">"},
    {"person save",
     "<\"id\":\"{person}\",\"title\":\"Curator\",\"contact_points\":[<\"kind\":\"phone\",\"value\":"
     "\"555\">]>"},
    {"person remove", "<\"id\":\"{person}\">"},
    {"event list", NULL},
    {"event read", "<\"id\":\"{event}\">"},
    {"event form", "<\"id\":\"{event}\">"},
    {"event save", "<\"id\":\"{event}\",\"place\":\"Hall\">"},
    {"event remove", "<\"id\":\"{event}\">"},
    {"event meet", "<\"event\":\"{event}\",\"name\":\"Di Park\">"},
    {"event unmeet", "<\"event\":\"{event}\",\"person\":\"{bridge}\">"},
    {"event follow", "<\"event\":\"{event}\">"},
    {"organization list", NULL},
    {"organization read", "<\"name\":\"Solstice museum\">"},
    {"organization save", "<\"name\":\"City Museum\",\"notes\":\"Old house\">"},
    {"organization rename", "<\"name\":\"Solstice Museum\",\"new_name\":\"House of Solstice\">"},
    {"organization remove", "<\"id\":\"{organization}\">"},
    {"organization ranking", NULL},
    {"organization rate", "<\"names\":\"River Trust\\nZoo\",\"organizations\":[<\"name\":\"City "
                          "Museum\",\"motivation\":5>]>"},
    {"person timeline", "<\"id\":\"{person}\">"},
    {"bridge save",
     "<\"id\":\"{person}\",\"person\":\"{bridge}\",\"note\":\"Solstice choir, both\">"},
    {"bridge remove", "<\"id\":\"{person}\",\"person\":\"{bridge}\">"},
    {"attachment read", "<\"id\":\"{attachment}\">"},
    {"attachment save",
     "<\"person\":\"{person}\",\"kind\":\"card\",\"file\":<\"name\":\"a.csv\",\"path\":"
     "\"tests/samples/csv/semicolons.csv\",\"size\":1>>"},
    {"attachment remove", "<\"id\":\"{attachment}\">"},
    {"network", NULL},
    {"duplicate list", NULL},
    {"duplicate find", NULL},
    {"duplicate apart", "<\"person\":\"{person}\",\"other\":\"{twin}\">"},
    {"person twin", "<\"id\":\"{person}\",\"other\":\"{twin}\">"},
    {"person merge", "<\"id\":\"{person}\",\"other\":\"{twin}\">"},
    {"capture form", NULL},
    {"capture", "<\"text\":\"Rosa Delgado, Gardener, rosa@example.org\">"},
    {"capture save", "<\"text\":\"Yuki Mori, Botanist, City Garden\">"},
    {"import list", NULL},
    {"export form", NULL},
    {"export preview", "<\"as\":\"csv\",\"form\":\"outlook\">"},
    {"export", "<\"as\":\"json\">"},
    {"import", NULL},
    {"import read", NULL},
    {"import rows", NULL},
    {"import rejected", NULL},
    {"import map", NULL},
    {"import encoding", NULL},
    {"import decide", NULL},
    {"import apply", NULL},
    {"import cancel", NULL},
    {"import undo", NULL},
    {"request form", "<\"id\":\"{request}\">"},
    {"request read", "<\"id\":\"{request}\">"},
    {"request check", "<\"id\":\"{request}\",\"body\":\"Hello\">"},
    {"request save", "<\"id\":\"{request}\",\"body\":\"Other words\">"},
    {"request send", "<\"id\":\"{request}\">"},
    {"request deliver", "<\"id\":\"{draft}\">"},
    {"request answer", "<\"id\":\"{request}\",\"state\":\"declined\">"},
    {"request remove", "<\"id\":\"{request}\">"},
    {"record", NULL},
    {"interview list", NULL},
    {"interview read", "<\"id\":\"{interview}\">"},
    {"interview prep", "<\"id\":\"{interview}\">"},
    {"interview form", "<\"id\":\"{interview}\">"},
    {"interview room", "<\"id\":\"{interview}\">"},
    {"interview save",
     "<\"id\":\"{interview}\",\"start_local\":\"2026-04-01T09:00\",\"guests\":[]>"},
    {"interview confirm", "<\"id\":\"{interview}\">"},
    {"interview cancel", "<\"id\":\"{planned}\">"},
    {"interview remove", "<\"id\":\"{interview}\">"},
    {"interview start", "<\"id\":\"{planned}\",\"notes_agreed\":true>"},
    {"interview extend", "<\"id\":\"{interview}\",\"minutes\":5>"},
    {"interview end", "<\"id\":\"{planned}\">"},
    {"question save", "<\"id\":\"{question}\",\"state\":\"asked\">"},
    {"question remove", "<\"id\":\"{question}\">"},
    {"question fill", "<\"interview\":\"{interview}\">"},
    {"note save", "<\"id\":\"{note}\",\"text\":\"Other\">"},
    {"note remove", "<\"id\":\"{note}\">"},
    {"debrief form", "<\"id\":\"{interview}\">"},
    {"debrief save", "<\"interview\":\"{interview}\",\"trends\":\"Another\\nand one\">"},
    {"thanks form", "<\"id\":\"{interview}\">"},
    {"thanks save", "<\"interview\":\"{interview}\",\"body\":\"Other words\">"},
    {"thanks send", "<\"interview\":\"{interview}\">"},
    {"thanks deliver", "<\"interview\":\"{interview}\">"},
    {"reflection form", "<\"id\":\"{interview}\">"},
    {"reflection save",
     "<\"interview\":\"{interview}\",\"feelings\":\"Calm\",\"other_occupation\":\"Gardener\","
     "\"next_steps\":[<\"title\":\"Call\",\"due_on\":\"2026-03-03\">],\"talk_to\":[<\"name\":\"Di "
     "Reyes\">]>"},
    {"referral list", NULL},
    {"referral save", "<\"id\":\"{referral}\",\"permission\":\"no\">"},
    {"referral remove", "<\"id\":\"{referral}\">"},
    {"referral prospect", "<\"id\":\"{referral}\">"},
    {"task list", NULL},
    {"task save", "<\"id\":\"{task}\",\"title\":\"Other\">"},
    {"task done", "<\"id\":\"{task}\",\"done\":true>"},
    {"task remove", "<\"id\":\"{task}\">"},
    {"silence save", "<\"rule\":\"check.minutes\",\"about\":\"{request}\">"},
    {"growth", NULL},
    {"circles", NULL},
    {"circle add",
     "<\"circle\":\"neighbor\",\"names\":\"Di Reyes, Planner, City Parks\\nEmre Kaya; Fay Ito\">"},
    {"view list", NULL},
    {"view save", "<\"id\":\"{view}\",\"name\":\"Other\",\"circle\":\"friend\">"},
    {"view remove", "<\"id\":\"{view}\">"},
    {"trash restore", "<\"id\":\"{removed}\">"},
    {"trash purge", "<\"id\":\"{removed}\">"},
    {"forget form", "<\"id\":\"{person}\">"},
    {"person forget", "<\"id\":\"{person}\",\"name\":\"Somebody else\">"},
    {"undo", NULL},
    {"history", NULL},
    {"search", "<\"query\":\"solst\">"},
    {"guide", NULL},
    {"help", NULL},
    {"profile form", NULL},
    {"profile save", "<\"name\":\"Maya Other\">"},
    {"outbox list", NULL},
    {"outbox read", "<\"id\":\"{outbox}\">"},
    {"outbox send", NULL},
    {"outbox retry", "<\"id\":\"{outbox}\">"},
    {"outbox settle", "<\"id\":\"{outbox}\">"},
    {"outbox remove", "<\"id\":\"{outbox}\">"},
    {"mail save", "<\"mail_host\":\"mail.example.org\">"},
    {"mail remove", NULL},
    {"session link", NULL},
    {"session start", "<\"token\":\"no-such-token\">"},
    {"session end", NULL},
    {"feed make", NULL},
    {"feed remove", NULL},
    {"doctor", NULL},
    {"demo fill", NULL},
    {"job read", NULL},
    {"job cancel", NULL},
};

static const struct sample *
sample_of(const char *name)
{
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        if (strcmp(samples[i].name, name) == 0)
            return &samples[i];
    return NULL;
}

/* A second appointment that is still to come, and somebody who may be the same as the first. */
static struct doc *
furnish(void)
{
    struct doc *ids = house_furnish(&house);
    struct doc *planned = house_do(&house, "interview save",
                                   "<\"person\":\"{person}\",\"start_local\":\"2026-06-02T15:00\","
                                   "\"zone\":\"Europe/Berlin\">",
                                   ids);
    doc_set(ids, "planned", *doc_get(planned, "id"));
    struct doc *view =
        house_do(&house, "view save", "<\"name\":\"Solstice view\",\"title\":\"solstice\">", ids);
    doc_set(ids, "view", *doc_get(view, "id"));
    struct doc *removed = house_do(&house, "person save", "<\"name\":\"Gone Solstice\">", NULL);
    doc_set(ids, "removed", *doc_get(removed, "id"));
    house_do(&house, "person remove", "<\"id\":\"{removed}\">", ids);
    /* And a mail that waits. */
    house_do(&house, "profile save", "<\"email\":\"solstice.maya@example.org\">", ids);
    house_do(&house, "mail save", "<\"mail_host\":\"solstice.example.org\">", ids);
    struct doc *draft =
        house_do(&house, "request save", "<\"person\":\"{person}\",\"body\":\"Solstice\">", ids);
    doc_set(ids, "draft", *doc_get(draft, "id"));
    struct doc *asked = house_do(&house, "request save",
                                 "<\"person\":\"{person}\",\"body\":\"Solstice mail\">", ids);
    doc_set(ids, "asked", *doc_get(asked, "id"));
    struct doc *sent = house_do(&house, "request deliver", "<\"id\":\"{asked}\">", ids);
    doc_set(ids, "outbox", *doc_get(sent, "outbox"));
    struct doc *twin = house_do(&house, "person save",
                                "<\"name\":\"Solstice, Ada\",\"place\":\"Solstice street\">", ids);
    doc_set(ids, "twin", *doc_get(twin, "id"));
    return ids;
}

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

static void
has_a_sample_for_every_call(void **state)
{
    (void)state;
    for (const struct call_row *const *table = domain_tables; *table != NULL; table++)
        for (const struct call_row *row = *table; row->name != NULL; row++)
            if (!row->internal && sample_of(row->name) == NULL)
                fail_msg("\"%s\" has no line in samples", row->name);
}

static void
has_words_in_the_history_for_every_change(void **state)
{
    (void)state;
    for (const struct call_row *const *table = domain_tables; *table != NULL; table++)
        for (const struct call_row *row = *table; row->name != NULL; row++) {
            char code[128];
            (void)snprintf(code, sizeof code, "choice.call.%s", row->name);
            if (row->effect == EFFECT_CHANGE && !words_know(code))
                fail_msg("data/words has no %s", code);
        }
}

/* Imports are changes of their own and have their undo tested with files (test_imports). */
static bool
is_tested(const struct call_row *row)
{
    return row->effect == EFFECT_CHANGE && strcmp(row->name, "undo") != 0 &&
           strcmp(row->name, "demo fill") != 0;
}

static void
takes_back_every_change_of_every_call(void **state)
{
    (void)state;
    struct doc *ids = furnish();
    for (const struct call_row *const *table = domain_tables; *table != NULL; table++) {
        for (const struct call_row *row = *table; row->name != NULL; row++) {
            if (!is_tested(row))
                continue;
            const char *before = house_dump(&house, 1);
            struct answer answer =
                house_call(&house, &house.owner, row->name, sample_of(row->name)->json, ids);
            if (answer.status != STATUS_OK)
                fail_msg("\"%s\": %s", row->name, doc_text_of(answer.problem, "code"));
            if (answer.change == NULL)
                fail_msg("\"%s\" changed nothing: give it a better sample", row->name);
            const char *after = house_dump(&house, 1);
            if (strcmp(before, after) == 0)
                fail_msg("\"%s\" changed nothing that the dump shows", row->name);
            struct doc *undo = doc_map(&house.arena);
            doc_set_text(undo, "change", answer.change);
            struct answer undone;
            call_perform(&house.desk, call_find(&house.desk, "undo"), undo, &house.owner,
                         &house.arena, &undone);
            if (undone.status != STATUS_OK)
                fail_msg("undo of \"%s\": %s", row->name, doc_text_of(undone.problem, "code"));
            const char *again = house_dump(&house, 1);
            if (strcmp(before, again) != 0)
                fail_msg("undo of \"%s\" left\n%s\ninstead of\n%s", row->name, again, before);
        }
    }
}

static void
brings_a_change_back_when_its_undo_is_undone(void **state)
{
    (void)state;
    struct doc *ids = furnish();
    struct answer saved =
        house_call(&house, &house.owner, "person remove", "<\"id\":\"{person}\">", ids);
    const char *after = house_dump(&house, 1);
    doc_set_text(ids, "change", saved.change);
    struct answer undone =
        house_call(&house, &house.owner, "undo", "<\"change\":\"{change}\">", ids);
    assert_int_equal(undone.status, STATUS_OK);
    doc_set_text(ids, "change", undone.change);
    struct answer redone =
        house_call(&house, &house.owner, "undo", "<\"change\":\"{change}\">", ids);
    assert_int_equal(redone.status, STATUS_OK);
    assert_string_equal(house_dump(&house, 1), after);
}

static void
keeps_what_was_changed_since_when_it_takes_back(void **state)
{
    (void)state;
    struct doc *ids = furnish();
    struct answer first = house_call(&house, &house.owner, "person save",
                                     "<\"id\":\"{person}\",\"title\":\"First\">", ids);
    house_do(&house, "person save", "<\"id\":\"{person}\",\"title\":\"Second\">", ids);
    doc_set_text(ids, "change", first.change);
    struct answer undone =
        house_call(&house, &house.owner, "undo", "<\"change\":\"{change}\">", ids);
    assert_int_equal(undone.status, STATUS_CONFLICT);
    assert_string_equal(doc_text_of(undone.problem, "code"), "undo.all_changed");
    struct doc *person = house_do(&house, "person read", "<\"id\":\"{person}\">", ids);
    assert_string_equal(doc_text_of(person, "title"), "Second");
}

static void
refuses_a_stale_edit_and_shows_both(void **state)
{
    (void)state;
    struct doc *ids = furnish();
    struct doc *seen = house_do(&house, "person form", "<\"id\":\"{person}\">", ids);
    doc_set_text(ids, "version", arena_print(&house.arena, "%d", (int)doc_int_of(seen, "version")));
    house_do(&house, "person save", "<\"id\":\"{person}\",\"title\":\"Theirs\">", ids);
    struct answer stale =
        house_call(&house, &house.owner, "person save",
                   "<\"id\":\"{person}\",\"version\":{version},\"title\":\"Mine\">", ids);
    assert_int_equal(stale.status, STATUS_CONFLICT);
    assert_string_equal(doc_text_of(stale.problem, "code"), "record.stale");
    assert_string_equal(doc_text_of(doc_get(stale.problem, "yours"), "title"), "Mine");
    assert_string_equal(doc_text_of(doc_get(stale.problem, "theirs"), "title"), "Theirs");
}

/* What an answer must not hold: any id or text of the other owner. */
static void
assert_nothing_of_the_first_owner(const struct doc *document, const struct doc *ids,
                                  const char *what, const char *sent)
{
    struct buffer text;
    buffer_open(&text, &house.arena, 1024 * 1024);
    json_write(&text, document, 0);
    if (strstr(buffer_read(&text), "Solstice") != NULL ||
        strstr(buffer_read(&text), "solstice") != NULL)
        fail_msg("%s shows the other owner's text: %s", what, buffer_read(&text));
    for (uint32_t i = 0; i < doc_count(ids); i++)
        if (strstr(buffer_read(&text), doc_value(ids, i)->text) != NULL &&
            (sent == NULL ||
             strstr(sent, doc_key(ids, i)) == NULL)) /* what one sent may come back */
            fail_msg("%s shows the other owner's %s", what, doc_key(ids, i));
}

static void
lets_nothing_cross_through_any_call(void **state)
{
    (void)state;
    struct doc *ids = furnish();
    const char *before = house_dump(&house, 1);
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        if (strcmp(samples[i].name, "session end") == 0) /* would sign the second owner out */
            continue;
        struct answer answer =
            house_call(&house, &house.other, samples[i].name, samples[i].json, ids);
        if (answer.status == STATUS_OK)
            assert_nothing_of_the_first_owner(answer.document, ids, samples[i].name,
                                              samples[i].json);
    }
    assert_string_equal(house_dump(&house, 1), before);
}

/* Values for any parameter: ids of the first owner by name, texts that match everything. */
static struct doc *
crossing_params(const struct statement *statement, const struct doc *ids)
{
    struct doc *params = doc_map(&house.arena);
    for (int p = 0; p < statement->param_count; p++) {
        const struct column *param = &statement->params[p];
        const struct doc *id = doc_get(ids, param->name);
        struct doc value = doc_null();
        if (param->kind == COLUMN_INT)
            value = doc_int(strcmp(param->name, "limit") == 0        ? 1000
                            : strncmp(param->name, "before", 6) == 0 ? INT64_MAX
                                                                     : 0);
        else if (param->kind == COLUMN_UUID)
            value = id->kind == DOC_TEXT ? *id : *doc_get(ids, "person");
        else if (param->kind == COLUMN_TEXT)
            value = strcmp(param->name, "second") == 0 || strcmp(param->name, "third") == 0
                        ? doc_null()
                        : doc_text(strcmp(param->name, "pattern") == 0 ? "%" : "held");
        else if (param->kind == COLUMN_BOOL)
            value = doc_bool(false);
        else if (param->kind == COLUMN_BYTES)
            value = doc_text("bytes");
        doc_set(params, param->name, value);
    }
    doc_set_int(params, "owner", 2);
    return params;
}

static void
lets_nothing_cross_through_any_statement(void **state)
{
    (void)state;
    struct doc *ids = furnish();
    const char *before = house_dump(&house, 1);
    int tried = 0;
    for (int s = 0; s < statement_count; s++) {
        const struct statement *statement = statements[s];
        if (statement->scope != SCOPE_OWNER)
            continue;
        struct doc *params = crossing_params(statement, ids), *rows;
        assert_int_equal(store_begin(house.desk.store, STORE_WRITE), STATUS_OK);
        if (statement->column_count > 0) {
            enum status status =
                store_rows(house.desk.store, &house.arena, statement, params, &rows);
            if (status == STATUS_OK)
                assert_nothing_of_the_first_owner(rows, ids, statement->name, NULL);
        } else {
            int64_t changed;
            enum status status = store_run(house.desk.store, statement, params, &changed);
            (void)status; /* a refusal (a column that may not be null) changes nothing either */
        }
        store_rollback(house.desk.store);
        tried++;
    }
    assert_true(tried > 60);
    /* Again, one by one and committed: what the second owner's statements leave is not the first's. */
    for (int s = 0; s < statement_count; s++) {
        const struct statement *statement = statements[s];
        if (statement->scope != SCOPE_OWNER || statement->column_count > 0)
            continue;
        assert_int_equal(store_begin(house.desk.store, STORE_WRITE), STATUS_OK);
        if (store_run(house.desk.store, statement, crossing_params(statement, ids), NULL) ==
            STATUS_OK)
            assert_int_equal(store_commit(house.desk.store), STATUS_OK);
        else
            store_rollback(house.desk.store);
    }
    assert_string_equal(house_dump(&house, 1), before);
}

int
main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_a_sample_for_every_call),
        cmocka_unit_test(has_words_in_the_history_for_every_change),
        cmocka_unit_test_setup_teardown(takes_back_every_change_of_every_call, open_house,
                                        close_house),
        cmocka_unit_test_setup_teardown(brings_a_change_back_when_its_undo_is_undone, open_house,
                                        close_house),
        cmocka_unit_test_setup_teardown(keeps_what_was_changed_since_when_it_takes_back, open_house,
                                        close_house),
        cmocka_unit_test_setup_teardown(refuses_a_stale_edit_and_shows_both, open_house,
                                        close_house),
        cmocka_unit_test_setup_teardown(lets_nothing_cross_through_any_call, open_house,
                                        close_house),
        cmocka_unit_test_setup_teardown(lets_nothing_cross_through_any_statement, open_house,
                                        close_house),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("the table of calls", tests, NULL, NULL);
}
