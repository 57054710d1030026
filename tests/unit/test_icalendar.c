/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"
#include "formats/icalendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* 2026-09-10T15:00:00Z, 17:00 in Berlin */
#define START_AT 1789052400000

static struct doc *
appointment(struct arena *arena)
{
    struct doc *event = doc_map(arena);
    doc_set_text(event, "uid", "0198c000-0000-7000-8000-000000000001@rapport");
    doc_set_int(event, "sequence", 2);
    doc_set_text(event, "stamp_at", "2026-09-01T12:00:00Z");
    doc_set_int(event, "start_at", START_AT);
    doc_set_int(event, "end_at", START_AT + 20 * 60000);
    doc_set_text(event, "zone", "Europe/Berlin");
    doc_set_text(event, "summary", "Conversation with Ada Quinn");
    doc_set_text(event, "location", "Caf\u00E9 Nord, 5 Main St; back\\room");
    doc_set_text(event, "description", "About:\r\n- rivers\n- trees");
    doc_set_text(event, "organizer_name", "Maya \"M\" Lindqvist");
    doc_set_text(event, "organizer_email", "maya+x@example.org");
    doc_set_text(event, "attendee_name", "Quinn, Ada: PhD");
    doc_set_text(event, "attendee_email", "ada@b\u00FCcher.example");
    doc_set_text(event, "status", "confirmed");
    doc_set_text(event, "url", "https://example.org/meet?a=1,2;3");
    doc_set_int(event, "alarm_minutes", 30);
    return event;
}

static struct doc *
calendar_of(struct arena *arena, const char *method, const struct doc *event)
{
    struct doc *calendar = doc_map(arena), *events = doc_list(arena);
    (void)doc_push(events, *event);
    doc_set_text(calendar, "method", method);
    doc_set(calendar, "events", *events);
    return calendar;
}

static const char *
written(struct arena *arena, const struct doc *calendar)
{
    struct buffer buffer;
    buffer_open(&buffer, arena, 1 << 20);
    assert_int_equal(icalendar_write(calendar, &buffer), STATUS_OK);
    return buffer_read(&buffer);
}

static enum status
status_of(struct arena *arena, const struct doc *calendar)
{
    struct buffer buffer;
    buffer_open(&buffer, arena, 1 << 20);
    return icalendar_write(calendar, &buffer);
}

/* The content lines, unfolded; every rule of RFC 5545 section 3.1 is looked at on the way. */
static struct doc *
lines_of(struct arena *arena, const char *text)
{
    struct doc *lines = doc_list(arena);
    struct buffer line;
    buffer_open(&line, arena, 1 << 20);
    while (*text != '\0') {
        const char *end = strstr(text, "\r\n");
        assert_non_null(end);
        assert_true(end - text <= 75);
        assert_true(utf8_valid(text, (size_t)(end - text)));
        for (const char *cursor = text; cursor < end; cursor++)
            assert_true((unsigned char)*cursor >= ' ' || *cursor == '\t');
        if (*text == ' ') {
            assert_true(line.length > 0);
            text++;
        } else if (line.length > 0) {
            (void)doc_push(lines, doc_text(line.data));
            buffer_open(&line, arena, 1 << 20);
        }
        buffer_add(&line, text, (size_t)(end - text));
        text = end + 2;
    }
    (void)doc_push(lines, doc_text(line.data));
    return lines;
}

static const char *
find(const struct doc *lines, const char *beginning)
{
    for (uint32_t i = 0; i < doc_count(lines); i++)
        if (strncmp(doc_item(lines, i)->text, beginning, strlen(beginning)) == 0)
            return doc_item(lines, i)->text;
    return NULL;
}

static int
count(const struct doc *lines, const char *text)
{
    int found = 0;
    for (uint32_t i = 0; i < doc_count(lines); i++)
        found += strcmp(doc_item(lines, i)->text, text) == 0;
    return found;
}

#define assert_line(lines, text) assert_int_equal(count(lines, text), 1)

static void
writes_one_appointment_to_keep_M93(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *lines =
        lines_of(&arena, written(&arena, calendar_of(&arena, NULL, appointment(&arena))));
    assert_string_equal(doc_item(lines, 0)->text, "BEGIN:VCALENDAR");
    assert_string_equal(doc_item(lines, 1)->text, "VERSION:2.0");
    assert_string_equal(doc_item(lines, doc_count(lines) - 1)->text, "END:VCALENDAR");
    assert_non_null(find(lines, "PRODID:-//Rapport//"));
    assert_line(lines, "METHOD:PUBLISH");
    assert_line(lines, "BEGIN:VEVENT");
    assert_line(lines, "UID:0198c000-0000-7000-8000-000000000001@rapport");
    assert_line(lines, "DTSTAMP:20260901T120000Z");
    assert_line(lines, "SEQUENCE:2");
    assert_line(lines, "DTSTART:20260910T150000Z");
    assert_line(lines, "DTEND:20260910T152000Z");
    assert_line(lines, "SUMMARY:Conversation with Ada Quinn");
    assert_line(lines, "LOCATION:Caf\u00E9 Nord\\, 5 Main St\\; back\\\\room");
    assert_line(
        lines,
        "DESCRIPTION:2026-09-10 17:00\u201317:20 Europe/Berlin\\n\\nAbout:\\n- rivers\\n- trees");
    assert_line(lines, "ORGANIZER;CN=\"Maya 'M' Lindqvist\":mailto:maya+x@example.org");
    assert_line(lines, "STATUS:CONFIRMED");
    assert_line(lines, "URL:https://example.org/meet?a=1,2;3");
    assert_line(lines, "TRIGGER:-PT30M");
    assert_line(lines, "END:VALARM");
    assert_null(find(lines, "ATTENDEE"));
    assert_null(find(lines, "REFRESH-INTERVAL"));
}

static void
writes_a_request_to_send_by_hand(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *event = appointment(&arena);
    struct doc *lines = lines_of(&arena, written(&arena, calendar_of(&arena, "REQUEST", event)));
    assert_line(lines, "METHOD:REQUEST");
    assert_line(lines, "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;"
                       "CN=\"Quinn, Ada: PhD\":mailto:ada@xn--bcher-kva.example");
    lines = lines_of(&arena, written(&arena, calendar_of(&arena, "cancel", event)));
    assert_line(lines, "METHOD:CANCEL");
    assert_line(lines, "STATUS:CANCELLED");
    assert_line(lines, "ATTENDEE;CN=\"Quinn, Ada: PhD\":mailto:ada@xn--bcher-kva.example");
    assert_null(find(lines, "BEGIN:VALARM"));
    doc_remove(event, "attendee_email");
    assert_int_equal(status_of(&arena, calendar_of(&arena, "REQUEST", event)), STATUS_INVALID);
    assert_int_equal(status_of(&arena, calendar_of(&arena, "PUBLISH", event)), STATUS_OK);
    event = appointment(&arena);
    doc_remove(event, "organizer_email");
    assert_int_equal(status_of(&arena, calendar_of(&arena, "REQUEST", event)), STATUS_INVALID);
    assert_int_equal(status_of(&arena, calendar_of(&arena, "PUBLISH", event)), STATUS_OK);
}

static void
writes_a_feed_of_many_events_and_due_days(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *calendar = calendar_of(&arena, "PUBLISH", appointment(&arena));
    struct doc *due = doc_map(&arena);
    doc_set_text(due, "uid", "task-1@rapport");
    doc_set_int(due, "stamp_at", START_AT);
    doc_set_text(due, "date", "2028-02-28");
    doc_set_text(due, "summary", "Thank Ada");
    struct doc events = doc_copy(&arena, doc_get(calendar, "events"));
    (void)doc_push(&events, *due);
    doc_set(calendar, "events", events);
    doc_set_text(calendar, "name", "Rapport: Maya");
    struct doc *lines = lines_of(&arena, written(&arena, calendar));
    assert_int_equal(count(lines, "BEGIN:VEVENT"), 2);
    assert_int_equal(count(lines, "END:VEVENT"), 2);
    assert_line(lines, "NAME:Rapport: Maya");
    assert_line(lines, "X-WR-CALNAME:Rapport: Maya");
    assert_line(lines, "REFRESH-INTERVAL;VALUE=DURATION:PT60M");
    assert_line(lines, "X-PUBLISHED-TTL:PT60M");
    assert_line(lines, "DTSTART;VALUE=DATE:20280228");
    assert_line(lines, "DTEND;VALUE=DATE:20280229");
    assert_line(lines, "TRANSP:TRANSPARENT");
    assert_line(lines, "TRANSP:OPAQUE");
    assert_line(lines, "SEQUENCE:0");
    doc_set(calendar, "events", *doc_list(&arena));
    lines = lines_of(&arena, written(&arena, calendar));
    assert_null(find(lines, "BEGIN:VEVENT"));
}

static void
folds_a_line_at_75_octets_and_never_inside_a_character(void **state)
{
    (void)state;
    static const char *const units[] = {"a", "\u00EB", "\u65E5", "\U0001F642", "a\U0001F642", ","};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        for (int length = 1; length < 200; length += 1 + length / 80) {
            ARENA_HERE struct arena arena;
            arena_open(&arena);
            struct buffer text;
            buffer_open(&text, &arena, 10000);
            for (int n = 0; n < length; n++)
                buffer_text(&text, units[i]);
            struct doc *event = appointment(&arena);
            doc_set_text(event, "summary", text.data);
            struct doc *lines = lines_of(&arena, written(&arena, calendar_of(&arena, NULL, event)));
            const char *summary = find(lines, "SUMMARY:");
            if (strcmp(units[i], ",") == 0)
                assert_int_equal(strlen(summary), 8 + 2 * (size_t)length);
            else
                assert_string_equal(summary + 8, text.data);
        }
    }
}

static void
lets_no_value_add_a_line(void **state)
{
    (void)state;
    static const char *const keys[] = {"uid",         "summary",        "location",
                                       "description", "organizer_name", "attendee_name"};
    static const char *const attacks[] = {"x\r\nATTACH:y", "x\nEND:VEVENT",   "x\rBEGIN:VALARM",
                                          "x\"\r\n :y;\"", "\x01\x7F\u2028y", "x\\"};
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
        for (size_t i = 0; i < sizeof attacks / sizeof attacks[0]; i++) {
            ARENA_HERE struct arena arena;
            arena_open(&arena);
            struct doc *event = appointment(&arena);
            struct doc *calendar = calendar_of(&arena, "REQUEST", event);
            uint32_t before = doc_count(lines_of(&arena, written(&arena, calendar)));
            doc_set_text(event, keys[k], attacks[i]);
            struct doc *lines =
                lines_of(&arena, written(&arena, calendar_of(&arena, "REQUEST", event)));
            assert_int_equal(doc_count(lines), before);
            assert_null(find(lines, "ATTACH"));
            assert_line(lines, "END:VEVENT");
            assert_line(lines, "BEGIN:VALARM");
        }
    }
}

static void
refuses_events_that_cannot_be(void **state)
{
    (void)state;
    static const struct {
        const char *key, *value;
    } cases[] = {
        {"uid", NULL},
        {"summary", ""},
        {"stamp_at", NULL},
        {"stamp_at", "yesterday"},
        {"start_at", NULL},
        {"start_at", "soon"},
        {"end_at", "2026-09-10T14:59:59Z"},
        {"date", "2026-02-30"},
        {"date", "9999-12-31"},
        {"zone", "Europe/Nowhere"},
        {"zone", "../etc"},
        {"organizer_email", "maya"},
        {"organizer_email", "a@example.org\r\nX:y"},
        {"status", "maybe"},
        {"url", "javascript:alert(1)"},
        {"url", "https://example.org/a b"},
        {"url", "https://example.org/\r\nX:y"},
        {"alarm_minutes", "ten"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        struct doc *event = appointment(&arena);
        doc_set_text(event, cases[i].key, cases[i].value);
        if (status_of(&arena, calendar_of(&arena, NULL, event)) != STATUS_INVALID)
            fail_msg("%s accepted as %s", cases[i].value, cases[i].key);
    }
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *event = appointment(&arena);
    assert_int_equal(status_of(&arena, calendar_of(&arena, "ADD", event)), STATUS_INVALID);
    doc_set_int(event, "sequence", -1);
    assert_int_equal(status_of(&arena, calendar_of(&arena, NULL, event)), STATUS_INVALID);
    event = appointment(&arena);
    doc_set_int(event, "start_at", INT64_MAX);
    assert_int_equal(status_of(&arena, calendar_of(&arena, NULL, event)), STATUS_INVALID);
    struct buffer small;
    buffer_open(&small, &arena, 300);
    assert_int_equal(icalendar_write(calendar_of(&arena, NULL, appointment(&arena)), &small),
                     STATUS_INVALID);
}

static void
shows_the_agreed_local_time_on_both_sides_of_a_change_of_clocks(void **state)
{
    (void)state;
    static const struct {
        int64_t start_at;
        const char *zone, *local;
    } cases[] = {
        {START_AT, "America/New_York", "DESCRIPTION:2026-09-10 11:00\u201311:20 America/New_York"},
        {START_AT, "Asia/Kathmandu", "DESCRIPTION:2026-09-10 20:45\u201321:05 Asia/Kathmandu"},
        {1792940400000, "Europe/Berlin", "DESCRIPTION:2026-10-25 16:00\u201316:20 Europe/Berlin"},
        {1792854000000, "Europe/Berlin", "DESCRIPTION:2026-10-24 17:00\u201317:20 Europe/Berlin"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        struct doc *event = appointment(&arena);
        doc_remove(event, "description");
        doc_set_int(event, "start_at", cases[i].start_at);
        doc_set_int(event, "end_at", cases[i].start_at + 20 * 60000);
        doc_set_text(event, "zone", cases[i].zone);
        assert_line(lines_of(&arena, written(&arena, calendar_of(&arena, NULL, event))),
                    cases[i].local);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_one_appointment_to_keep_M93),
        cmocka_unit_test(writes_a_request_to_send_by_hand),
        cmocka_unit_test(writes_a_feed_of_many_events_and_due_days),
        cmocka_unit_test(folds_a_line_at_75_octets_and_never_inside_a_character),
        cmocka_unit_test(lets_no_value_add_a_line),
        cmocka_unit_test(refuses_events_that_cannot_be),
        cmocka_unit_test(shows_the_agreed_local_time_on_both_sides_of_a_change_of_clocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
