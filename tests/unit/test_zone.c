/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/file.h"
#include "base/zone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static const struct zone *
zone(const char *name)
{
    const struct zone *found = NULL;
    assert_int_equal(zone_find(name, &found), STATUS_OK);
    assert_string_equal(zone_name(found), name);
    return found;
}

static int64_t
instant(const char *text)
{
    int64_t at_ms = 0;
    assert_int_equal(instant_read(text, &at_ms), STATUS_OK);
    return at_ms;
}

static const char *
local_text(struct arena *arena, const char *zone_of, const char *at)
{
    struct moment m = zone_local(zone(zone_of), instant(at));
    return arena_print(arena, "%04d-%02d-%02d %02d:%02d:%02d %s %d", m.year, m.month, m.day, m.hour,
                       m.minute, m.second, m.abbreviation, m.weekday);
}

static void
tells_the_local_time_that_zdump_tells(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    static const struct {
        const char *zone, *at, *local;
    } facts[] = {
        {"UTC", "2026-03-03T15:00:00Z", "2026-03-03 15:00:00 UTC 2"},
        {"Europe/Berlin", "2026-03-29T00:59:59Z", "2026-03-29 01:59:59 CET 0"},
        {"Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29 03:00:00 CEST 0"},
        {"Europe/Berlin", "2099-10-25T00:59:59Z", "2099-10-25 02:59:59 CEST 0"},
        {"Europe/Berlin", "2099-10-25T01:00:00Z", "2099-10-25 02:00:00 CET 0"},
        {"America/New_York", "2026-03-08T06:59:59Z", "2026-03-08 01:59:59 EST 0"},
        {"America/New_York", "2026-03-08T07:00:00Z", "2026-03-08 03:00:00 EDT 0"},
        {"America/New_York", "1918-03-31T07:00:00Z", "1918-03-31 03:00:00 EDT 0"},
        {"Australia/Lord_Howe", "2026-04-04T14:59:59Z", "2026-04-05 01:59:59 +11 0"},
        {"Australia/Lord_Howe", "2026-04-04T15:00:00Z", "2026-04-05 01:30:00 +1030 0"},
        {"Asia/Kathmandu", "2026-01-01T00:00:00Z", "2026-01-01 05:45:00 +0545 4"},
        {"Asia/Kolkata", "2026-01-01T00:00:00Z", "2026-01-01 05:30:00 IST 4"},
        {"Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29 23:59:59 -10 4"},
        {"Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31 00:00:00 +14 6"},
        {"Europe/Dublin", "2026-07-01T12:00:00Z", "2026-07-01 13:00:00 IST 3"},
        {"Europe/Dublin", "2026-01-01T12:00:00Z", "2026-01-01 12:00:00 GMT 4"},
        {"America/Sao_Paulo", "2026-01-15T12:00:00Z", "2026-01-15 09:00:00 -03 4"},
        {"America/Sao_Paulo", "2018-12-15T12:00:00Z", "2018-12-15 10:00:00 -02 6"},
        {"Asia/Tokyo", "2050-06-01T00:00:00Z", "2050-06-01 09:00:00 JST 3"},
        {"Pacific/Auckland", "2026-09-26T14:00:00Z", "2026-09-27 03:00:00 NZDT 0"},
        {"Africa/Lagos", "2026-05-05T10:00:00Z", "2026-05-05 11:00:00 WAT 2"},
        {"America/Phoenix", "2026-07-01T12:00:00Z", "2026-07-01 05:00:00 MST 3"},
        {"America/St_Johns", "2026-07-01T12:00:00Z", "2026-07-01 09:30:00 NDT 3"},
        {"Antarctica/Troll", "2026-07-01T12:00:00Z", "2026-07-01 14:00:00 +02 3"},
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        assert_string_equal(local_text(&arena, facts[i].zone, facts[i].at), facts[i].local);
}

/* In a process of its own, because the C library keeps one zone for all. */
static void
compare_with_the_c_library(const char *name)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    (void)setenv("TZ", arena_print(&arena, ":%s", name), 1);
    tzset();
    const struct zone *ours;
    if (zone_find(name, &ours) != STATUS_OK)
        _exit(2);
    for (int64_t at_s = -2208988800; at_s < 4133894400; at_s += 86400 * 3 + 3599) {
        time_t at = (time_t)at_s;
        struct tm theirs;
        struct moment m = zone_local(ours, at_s * 1000);
        if (localtime_r(&at, &theirs) == NULL || theirs.tm_year + 1900 != m.year ||
            theirs.tm_mon + 1 != m.month || theirs.tm_mday != m.day || theirs.tm_hour != m.hour ||
            theirs.tm_min != m.minute || theirs.tm_sec != m.second || theirs.tm_wday != m.weekday ||
            theirs.tm_gmtoff != m.offset_s || strcmp(theirs.tm_zone, m.abbreviation) != 0) {
            (void)fprintf(stderr, "%s differs at %lld\n", name, (long long)at_s);
            _exit(1);
        }
    }
    _exit(0);
}

static void
agrees_with_the_c_library_from_1900_to_2100(void **state)
{
    (void)state;
    static const char *const names[] = {
        "Africa/Cairo",     "Africa/Casablanca", "America/Argentina/Buenos_Aires",
        "America/Chicago",  "America/Godthab",   "America/Havana",
        "America/New_York", "America/Santiago",  "America/Sao_Paulo",
        "Asia/Gaza",        "Asia/Jerusalem",    "Asia/Kathmandu",
        "Asia/Shanghai",    "Asia/Tehran",       "Australia/Lord_Howe",
        "Australia/Sydney", "Europe/Berlin",     "Europe/Dublin",
        "Europe/Istanbul",  "Europe/London",     "Europe/Moscow",
        "Pacific/Apia",     "Pacific/Auckland",  "Pacific/Kiritimati"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0)
            compare_with_the_c_library(names[i]);
        int code = -1;
        assert_int_equal(waitpid(child, &code, 0), child);
        assert_int_equal(code, 0);
    }
}

static void
loads_every_zone_of_the_system(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    const char **names = zone_names(&arena);
    int count = 0;
    bool berlin = false;
    for (; names[count] != NULL; count++) {
        const struct zone *found;
        assert_int_equal(zone_find(names[count], &found), STATUS_OK);
        assert_true(count == 0 || strcmp(names[count - 1], names[count]) < 0);
        berlin = berlin || strcmp(names[count], "Europe/Berlin") == 0;
    }
    assert_true(berlin);
    assert_true(count > 300);
}

static enum zone_local_kind
local_instant(const char *zone_of, const char *local, const char *expected)
{
    struct moment moment;
    int64_t at_ms = 0;
    enum zone_local_kind kind = ZONE_LOCAL_PLAIN;
    assert_int_equal(local_time_read(local, &moment), STATUS_OK);
    assert_int_equal(zone_instant(zone(zone_of), &moment, &at_ms, &kind), STATUS_OK);
    assert_int_equal(at_ms, instant(expected));
    return kind;
}

static void
moves_a_time_in_a_gap_forward(void **state)
{
    (void)state;
    assert_int_equal(local_instant("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30:00Z"),
                     ZONE_LOCAL_GAP);
    assert_int_equal(local_instant("Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00:00Z"),
                     ZONE_LOCAL_PLAIN);
    assert_int_equal(local_instant("America/New_York", "2040-03-11T02:00", "2040-03-11T07:00:00Z"),
                     ZONE_LOCAL_GAP);
    assert_int_equal(
        local_instant("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45:00Z"),
        ZONE_LOCAL_GAP);
    /* a whole day that never was */
    assert_int_equal(local_instant("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T22:00:00Z"),
                     ZONE_LOCAL_GAP);
}

static void
takes_the_first_of_two_times(void **state)
{
    (void)state;
    assert_int_equal(local_instant("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00Z"),
                     ZONE_LOCAL_TWICE);
    assert_int_equal(local_instant("Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00:00Z"),
                     ZONE_LOCAL_PLAIN);
    assert_int_equal(local_instant("Europe/Dublin", "2060-10-31T01:30", "2060-10-31T00:30:00Z"),
                     ZONE_LOCAL_TWICE);
    assert_int_equal(
        local_instant("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45:00Z"),
        ZONE_LOCAL_TWICE);
    assert_int_equal(local_instant("UTC", "2026-10-25T02:30", "2026-10-25T02:30:00Z"),
                     ZONE_LOCAL_PLAIN);
}

static void
finds_every_instant_again_by_its_local_time(void **state)
{
    (void)state;
    static const char *const names[] = {"Europe/Berlin",     "America/New_York",
                                        "Africa/Casablanca", "Australia/Lord_Howe",
                                        "Pacific/Apia",      "Asia/Kathmandu"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct zone *of = zone(names[i]);
        for (int64_t at_ms = -2208988800000; at_ms < 4133894400000;
             at_ms += 86400000LL * 9 + 777000) {
            struct moment moment = zone_local(of, at_ms);
            int64_t again = 0;
            enum zone_local_kind kind;
            assert_int_equal(zone_instant(of, &moment, &again, &kind), STATUS_OK);
            assert_int_not_equal(kind, ZONE_LOCAL_GAP);
            if (kind == ZONE_LOCAL_PLAIN)
                assert_int_equal(again, at_ms);
            else
                assert_true(again == at_ms || again < at_ms);
        }
    }
}

static void
refuses_local_times_that_do_not_exist(void **state)
{
    (void)state;
    static const struct moment wrong[] = {{.year = 2026, .month = 2, .day = 29},
                                          {.year = 2026, .month = 0, .day = 1},
                                          {.year = 2026, .month = 13, .day = 1},
                                          {.year = 0, .month = 1, .day = 1},
                                          {.year = 10000, .month = 1, .day = 1},
                                          {.year = 2026, .month = 1, .day = 1, .hour = 24},
                                          {.year = 2026, .month = 1, .day = 1, .minute = 60},
                                          {.year = 2026, .month = 1, .day = 1, .second = -1}};
    int64_t at_ms = 42;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(zone_instant(zone_utc(), &wrong[i], &at_ms, NULL), STATUS_INVALID);
    assert_int_equal(at_ms, 42);
}

static void
survives_instants_at_the_ends_of_time(void **state)
{
    (void)state;
    static const char *const names[] = {"UTC", "Europe/Berlin", "Africa/Casablanca"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_true(zone_local(zone(names[i]), INT64_MAX).year > 200000000);
        assert_true(zone_local(zone(names[i]), INT64_MIN).year < -200000000);
    }
}

static void
refuses_names_that_are_none(void **state)
{
    (void)state;
    const struct zone *found = NULL;
    static const char *const wrong[] = {
        "",
        "/etc/passwd",
        "../Europe/Berlin",
        "Europe/../Berlin",
        "Europe//Berlin",
        "Europe/Berlin/",
        "Europe/Ber lin",
        "posix/Europe/Berlin",
        "right/Europe/Berlin",
        "europe/berlin",
        "Europe.Berlin",
        "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "zone.tab"};
    assert_int_equal(zone_find(NULL, &found), STATUS_INVALID);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(zone_find(wrong[i], &found), STATUS_INVALID);
    assert_int_equal(zone_find("Europe/Atlantis", &found), STATUS_MISSING);
    assert_int_equal(zone_find("Europe", &found), STATUS_MISSING);
    assert_null(found);
}

static void
reads_zones_from_another_folder_and_tells_damage(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    char folder[] = "/tmp/rapport-zones-XXXXXX";
    assert_non_null(mkdtemp(folder));
    const char *broken = arena_print(&arena, "%s/Broken", folder);
    assert_int_equal(file_write(broken, "TZif2 and no more", 17), STATUS_OK);
    assert_int_equal(setenv("TZDIR", folder, 1), 0);
    const struct zone *found = NULL;
    assert_int_equal(zone_find("Broken", &found), STATUS_FAILED);
    assert_int_equal(zone_find("Indian/Maldives", &found), STATUS_MISSING);
    const char **names = zone_names(&arena);
    assert_string_equal(names[0], "Broken");
    assert_null(names[1]);
    assert_int_equal(unsetenv("TZDIR"), 0);
    assert_int_equal(unlink(broken), 0);
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(zone_find("Indian/Maldives", &found), STATUS_OK);
}

static void
knows_a_zone_for_the_system(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    const struct zone *found;
    assert_int_equal(zone_find(zone_of_system(&arena), &found), STATUS_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        /* first, before zones are kept */
        cmocka_unit_test(reads_zones_from_another_folder_and_tells_damage),
        cmocka_unit_test(tells_the_local_time_that_zdump_tells),
        cmocka_unit_test(agrees_with_the_c_library_from_1900_to_2100),
        cmocka_unit_test(loads_every_zone_of_the_system),
        cmocka_unit_test(moves_a_time_in_a_gap_forward),
        cmocka_unit_test(takes_the_first_of_two_times),
        cmocka_unit_test(finds_every_instant_again_by_its_local_time),
        cmocka_unit_test(refuses_local_times_that_do_not_exist),
        cmocka_unit_test(survives_instants_at_the_ends_of_time),
        cmocka_unit_test(refuses_names_that_are_none),
        cmocka_unit_test(knows_a_zone_for_the_system),
    };
    return cmocka_run_group_tests_name("zone", tests, NULL, NULL);
}
