/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clock.h"
#include "text/catalog.h"
#include "text/reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int
close_arena(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static int64_t
instant(const char *text)
{
    int64_t at_ms = 0;
    assert_int_equal(instant_read(text, &at_ms), STATUS_OK);
    return at_ms;
}

/* Tuesday, 2026-03-03, 15:00 in Berlin. */
static struct reader
in_berlin(void)
{
    return reader_open("en", "Europe/Berlin", instant("2026-03-03T14:00:00Z"));
}

static void
says_days_as_people_do(void **state)
{
    (void)state;
    struct reader reader = in_berlin();
    static const char *const samples[][2] = {
        {"2026-03-03T14:00:00Z", "today"},        {"2026-03-02T23:00:00Z", "today"},
        {"2026-03-02T22:59:59Z", "yesterday"},    {"2026-03-03T23:00:00Z", "tomorrow"},
        {"2026-03-05T12:00:00Z", "Thu, Mar 5"},   {"2026-01-01T12:00:00Z", "Thu, Jan 1"},
        {"2025-12-31T12:00:00Z", "Dec 31, 2025"}, {"2027-01-01T12:00:00Z", "Jan 1, 2027"}};
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        assert_string_equal(reader_day(&reader, &arena, instant(samples[i][0])), samples[i][1]);
}

static void
says_times_of_the_readers_zone(void **state)
{
    (void)state;
    struct reader reader = in_berlin();
    static const char *const samples[][2] = {{"2026-03-03T14:00:00Z", "3:00 PM"},
                                             {"2026-03-03T23:05:00Z", "12:05 AM"},
                                             {"2026-03-03T11:00:00Z", "12:00 PM"},
                                             {"2026-03-03T10:59:00Z", "11:59 AM"},
                                             {"2026-07-03T10:59:00Z", "12:59 PM"}};
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        assert_string_equal(reader_time(&reader, &arena, instant(samples[i][0])), samples[i][1]);
    reader = reader_open("en", "America/New_York", reader.now);
    assert_string_equal(reader_time(&reader, &arena, instant("2026-03-03T14:00:00Z")), "9:00 AM");
}

static void
says_moments_and_long_dates(void **state)
{
    (void)state;
    struct reader reader = in_berlin();
    assert_string_equal(reader_moment(&reader, &arena, instant("2026-03-04T14:00:00Z")),
                        "tomorrow, 3:00 PM");
    assert_string_equal(reader_moment(&reader, &arena, instant("2025-03-04T14:00:00Z")),
                        "Mar 4, 2025, 3:00 PM");
    assert_string_equal(reader_long(&reader, &arena, instant("2026-03-03T14:00:00Z")),
                        "Tuesday, March 3, 2026, 3:00 PM CET");
    assert_string_equal(reader_long(&reader, &arena, instant("2026-08-30T14:00:00Z")),
                        "Sunday, August 30, 2026, 4:00 PM CEST");
}

static void
says_how_long_ago_or_ahead(void **state)
{
    (void)state;
    struct reader reader = in_berlin();
    static const struct {
        int64_t ms;
        const char *ago, *ahead;
    } samples[] = {
        {0, "just now", "just now"},
        {59 * 1000, "just now", "in a moment"},
        {60 * 1000, "1 minute ago", "in 1 minute"},
        {20 * MS_PER_MINUTE, "20 minutes ago", "in 20 minutes"},
        {MS_PER_HOUR, "1 hour ago", "in 1 hour"},
        {23 * MS_PER_HOUR, "23 hours ago", "in 23 hours"},
        {24 * MS_PER_HOUR, "1 day ago", "in 1 day"},
        {3 * MS_PER_DAY, "3 days ago", "in 3 days"},
        {13 * MS_PER_DAY, "13 days ago", "in 13 days"},
        {14 * MS_PER_DAY, "2 weeks ago", "in 2 weeks"},
        {70 * MS_PER_DAY, "2 months ago", "in 2 months"},
        {800 * MS_PER_DAY, "2 years ago", "in 2 years"},
        {365250 * MS_PER_DAY, "1,000 years ago", "in 1,000 years"},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        assert_string_equal(reader_ago(&reader, &arena, reader.now - samples[i].ms),
                            samples[i].ago);
        assert_string_equal(reader_ago(&reader, &arena, reader.now + samples[i].ms),
                            samples[i].ahead);
    }
    assert_non_null(strstr(reader_ago(&reader, &arena, INT64_MIN), "years ago"));
    assert_non_null(strstr(reader_ago(&reader, &arena, INT64_MAX), "years"));
}

static void
says_dates_and_local_times_as_they_are_written(void **state)
{
    (void)state;
    struct reader reader = in_berlin();
    assert_string_equal(reader_date(&reader, &arena, "2026-03-03"), "today");
    assert_string_equal(reader_date(&reader, &arena, "2026-03-10"), "Tue, Mar 10");
    assert_string_equal(reader_date(&reader, &arena, "2024-02-29"), "Feb 29, 2024");
    assert_string_equal(reader_date(&reader, &arena, "--05-14"), "May 14");
    assert_string_equal(reader_date(&reader, &arena, "--02-29"), "Feb 29");
    assert_string_equal(reader_date(&reader, &arena, "--13-01"), "--13-01");
    assert_string_equal(reader_date(&reader, &arena, "soon"), "soon");
    assert_string_equal(reader_date(&reader, &arena, NULL), "");
    assert_string_equal(reader_local(&reader, &arena, "2026-03-03T15:00"), "Tue, Mar 3, 3:00 PM");
    assert_string_equal(reader_local(&reader, &arena, "2025-03-03T00:30"), "Mar 3, 2025, 12:30 AM");
    assert_string_equal(reader_local(&reader, &arena, "after lunch"), "after lunch");
    assert_string_equal(reader_local(&reader, &arena, NULL), "");
}

static void
parts_thousands(void **state)
{
    (void)state;
    struct reader reader = in_berlin();
    static const struct {
        int64_t number;
        const char *text;
    } samples[] = {{0, "0"},
                   {999, "999"},
                   {1000, "1,000"},
                   {-1, "-1"},
                   {-999, "-999"},
                   {-1000, "-1,000"},
                   {12345, "12,345"},
                   {-123456, "-123,456"},
                   {1234567, "1,234,567"},
                   {INT64_MIN, "-9,223,372,036,854,775,808"}};
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        assert_string_equal(reader_number(&reader, &arena, samples[i].number), samples[i].text);
}

static void
speaks_through_the_catalog_alone(void **state)
{
    (void)state;
    struct reader reader = reader_open("qps", "Europe/Berlin", instant("2026-03-03T14:00:00Z"));
    assert_string_equal(reader_day(&reader, &arena, reader.now), "⟦ťóđáý⟧");
    assert_string_equal(reader_day(&reader, &arena, instant("2026-03-05T14:00:00Z")),
                        "⟦⟦Ťĥú⟧, ⟦Ṁář⟧ 5⟧");
    assert_string_equal(reader_time(&reader, &arena, reader.now), "⟦3:00 ⟦ÞṀ⟧⟧");
    assert_string_equal(reader_ago(&reader, &arena, reader.now - 20 * MS_PER_MINUTE),
                        "⟦20 ṁíñúťéš áğó⟧");
    assert_string_equal(reader_number(&reader, &arena, 12345), "12,345");
}

static void
falls_back_to_english_and_utc(void **state)
{
    (void)state;
    struct reader reader = reader_open("tlh", "Mars/Olympus", 0);
    assert_string_equal(reader.catalog->language, "en");
    assert_ptr_equal(reader.zone, zone_utc());
    reader = reader_open(NULL, NULL, 0);
    assert_string_equal(reader.catalog->language, "en");
    assert_string_equal(reader_long(&reader, &arena, 0), "Thursday, January 1, 1970, 12:00 AM UTC");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_days_as_people_do),
        cmocka_unit_test(says_times_of_the_readers_zone),
        cmocka_unit_test(says_moments_and_long_dates),
        cmocka_unit_test(says_how_long_ago_or_ahead),
        cmocka_unit_test(says_dates_and_local_times_as_they_are_written),
        cmocka_unit_test(parts_thousands),
        cmocka_unit_test(speaks_through_the_catalog_alone),
        cmocka_unit_test(falls_back_to_english_and_utc),
    };
    return cmocka_run_group_tests_name("reader", tests, NULL, close_arena);
}
