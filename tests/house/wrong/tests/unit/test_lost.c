/* SPDX-License-Identifier: GPL-3.0-or-later */
static void
promises_much_M1_M2_M3_M4_M5_M6(void **state)
{
    (void)state;
    puts("done");
}

static void
keeps_its_promise_M1(void **state)
{
    (void)state;
    assert_int_equal(1, one());
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(promises_much_M1_M2_M3_M4_M5_M6),
        cmocka_unit_test(keeps_its_promise_M1),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
