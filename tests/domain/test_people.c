/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of a person: saved, read back and taken back. */
#include "house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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

static const char *
language_of(const struct doc *ids)
{
    struct doc *read = house_do(&house, "person read", "<\"id\":\"{person}\">", ids);
    assert_true(doc_has(read, "preferred_language"));
    return doc_text_of(read, "preferred_language");
}

/* Saves what the JSON says of the person; the id of the change. */
static const char *
save(const char *json, const struct doc *ids)
{
    struct answer saved = house_call(&house, &house.owner, "person save", json, ids);
    assert_int_equal(saved.status, STATUS_OK);
    assert_non_null(saved.change);
    return saved.change;
}

static void
keeps_the_language_you_speak_together(void **state)
{
    (void)state;
    struct doc *ids = house_furnish(&house);
    const char *before = house_dump(&house, 1);
    assert_string_equal(language_of(ids), "");
    doc_set_text(ids, "change",
                 save("<\"id\":\"{person}\",\"preferred_language\":\" Español \">", ids));
    assert_string_equal(language_of(ids), "Español");
    house_do(&house, "undo", "<\"change\":\"{change}\">", ids);
    assert_string_equal(language_of(ids), "");
    assert_string_equal(house_dump(&house, 1), before);
    /* Who saves something else leaves it as it is. */
    (void)save("<\"id\":\"{person}\",\"preferred_language\":\"Deutsch\">", ids);
    (void)save("<\"id\":\"{person}\",\"title\":\"Curator\">", ids);
    assert_string_equal(language_of(ids), "Deutsch");
}

int
main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(keeps_the_language_you_speak_together, open_house,
                                        close_house),
    };
    if (argc > 1)
        engine = argv[1];
    return cmocka_run_group_tests_name("people", tests, NULL, NULL);
}
