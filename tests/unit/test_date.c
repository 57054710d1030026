/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/zone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
counts_days_from_1970_and_back_over_ten_thousand_years(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t days = date_days(-1, 1, 1);
    for (int year = -1; year <= 9999; year++) {
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (int month = 1; month <= 12; month++) {
            int length = lengths[month - 1] + (month == 2 && leap);
            for (int day = 1; day <= length; day++, days++) {
                int back_year, back_month, back_day;
                if (day != 1 && day != length && days % 11 != 0)
                    continue;
                assert_int_equal(date_days(year, month, day), days);
                date_of_days(days, &back_year, &back_month, &back_day);
                assert_int_equal(back_year, year);
                assert_int_equal(back_month, month);
                assert_int_equal(back_day, day);
            }
        }
    }
    assert_int_equal(date_days(1970, 1, 1), 0);
    assert_int_equal(date_days(2000, 3, 1), 11017);
}

static void
knows_the_weekday(void **state)
{
    (void)state;
    assert_int_equal(date_weekday(date_days(1970, 1, 1)), 4);
    assert_int_equal(date_weekday(date_days(2026, 3, 3)), 2);
    assert_int_equal(date_weekday(date_days(1900, 1, 1)), 1);
    assert_int_equal(date_weekday(date_days(1, 1, 1)), 1);
    assert_int_equal(date_weekday(date_days(2100, 12, 31)), 5);
}

static void
reads_dates_that_exist(void **state)
{
    (void)state;
    int year = 0, month = 0, day = 0;
    assert_int_equal(date_read("2026-03-02", &year, &month, &day), STATUS_OK);
    assert_true(year == 2026 && month == 3 && day == 2);
    assert_int_equal(date_read("2024-02-29", &year, &month, &day), STATUS_OK);
    assert_int_equal(date_read("0001-01-01", &year, &month, &day), STATUS_OK);
    assert_int_equal(date_read("9999-12-31", &year, &month, &day), STATUS_OK);
}

static void
refuses_dates_that_do_not_exist(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",           "2026",       "2026-3-2",    "2026-02-29",
                                        "1900-02-29", "2026-13-01", "2026-00-01",  "2026-04-31",
                                        "2026-01-00", "0000-01-01", "2026-03-02 ", " 2026-03-02",
                                        "2026/03/02", "20260302",   "2026-03-02T", "+026-03-02"};
    int year = 7, month = 7, day = 7;
    assert_int_equal(date_read(NULL, &year, &month, &day), STATUS_INVALID);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(date_read(wrong[i], &year, &month, &day), STATUS_INVALID);
    assert_true(year == 7 && month == 7 && day == 7);
}

static void
reads_local_times(void **state)
{
    (void)state;
    struct moment moment = {0};
    assert_int_equal(local_time_read("2026-03-02T09:30", &moment), STATUS_OK);
    assert_true(moment.hour == 9 && moment.minute == 30 && moment.second == 0);
    assert_int_equal(moment.weekday, 1);
    assert_int_equal(local_time_read("2026-03-02 23:59:58", &moment), STATUS_OK);
    assert_true(moment.hour == 23 && moment.minute == 59 && moment.second == 58);
    static const char *const wrong[] = {
        "2026-03-02",       "2026-03-02T",         "2026-03-02T9:30",    "2026-03-02T24:00",
        "2026-03-02T09:60", "2026-03-02T09:30:60", "2026-03-02T09:3",    "2026-03-02T09:30Z",
        "2026-02-30T09:30", "2026-03-02x09:30",    "2026-03-02T09:30:1", ""};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(local_time_read(wrong[i], &moment), STATUS_INVALID);
    assert_int_equal(local_time_read(NULL, &moment), STATUS_INVALID);
}

static void
reads_instants_with_any_offset(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t at_ms;
    } samples[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"2026-03-02T09:30:00Z", 1772443800000},
        {"2026-03-02t09:30:00z", 1772443800000},
        {"2026-03-02 09:30:00Z", 1772443800000},
        {"2026-03-02T10:30:00+01:00", 1772443800000},
        {"2026-03-02T04:30:00-05:00", 1772443800000},
        {"2026-03-02T15:15:00+05:45", 1772443800000},
        {"2026-03-02T09:30:00.5Z", 1772443800500},
        {"2026-03-02T09:30:00.123987654Z", 1772443800123},
        {"1969-12-31T23:59:59.999Z", -1},
        {"0001-01-01T00:00:00Z", -62135596800000},
        {"9999-12-31T23:59:59Z", 253402300799000},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        int64_t at_ms = 42;
        assert_int_equal(instant_read(samples[i].text, &at_ms), STATUS_OK);
        assert_int_equal(at_ms, samples[i].at_ms);
    }
}

static void
refuses_instants_without_an_offset_or_with_a_strange_one(void **state)
{
    (void)state;
    static const char *const wrong[] = {"2026-03-02T09:30:00",
                                        "2026-03-02T09:30:00+0100",
                                        "2026-03-02T09:30:00+24:00",
                                        "2026-03-02T09:30:00+01:60",
                                        "2026-03-02T09:30:00.Z",
                                        "2026-03-02T09:30:00Z ",
                                        "2026-03-02T25:30:00Z",
                                        "2026-03-02",
                                        "now",
                                        "2026-03-02T09:30:00ZZ",
                                        "2026-03-02T09:30:00+1:00",
                                        ""};
    int64_t at_ms = 42;
    assert_int_equal(instant_read(NULL, &at_ms), STATUS_INVALID);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(instant_read(wrong[i], &at_ms), STATUS_INVALID);
    assert_int_equal(at_ms, 42);
}

static void
writes_instants_that_read_back(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    assert_string_equal(instant_text(&arena, 0), "1970-01-01T00:00:00Z");
    assert_string_equal(instant_text(&arena, -1), "1969-12-31T23:59:59Z");
    for (int64_t at_ms = -62135596800000; at_ms < 253402300799000; at_ms += 987654321000) {
        int64_t again;
        assert_int_equal(instant_read(instant_text(&arena, at_ms), &again), STATUS_OK);
        assert_int_equal(again, at_ms);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_days_from_1970_and_back_over_ten_thousand_years),
        cmocka_unit_test(knows_the_weekday),
        cmocka_unit_test(reads_dates_that_exist),
        cmocka_unit_test(refuses_dates_that_do_not_exist),
        cmocka_unit_test(reads_local_times),
        cmocka_unit_test(reads_instants_with_any_offset),
        cmocka_unit_test(refuses_instants_without_an_offset_or_with_a_strange_one),
        cmocka_unit_test(writes_instants_that_read_back),
    };
    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
