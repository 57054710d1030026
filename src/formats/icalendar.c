/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/icalendar.h"

#include "base/utf8.h"
#include "base/zone.h"
#include "formats/mail.h"

#include <string.h>
#include <strings.h>

enum { REFRESH_MINUTES = 60, REFRESH_MOST = 60 * 24 * 7, LINE_MAX_BYTES = 64 * 1024 };

enum method { PUBLISH, REQUEST, CANCEL };

static const char *const method_names[] = {"PUBLISH", "REQUEST", "CANCEL"};

struct output {
    struct buffer *buffer;
    struct buffer line; /* one content line before it is folded */
};

/* A line, folded where needed: never inside a character (RFC 5545 section 3.1). */
static void
end_line(struct output *output)
{
    const char *cursor = buffer_read(&output->line), *end = cursor + output->line.length;
    size_t room = ICALENDAR_FOLD;

    while ((size_t)(end - cursor) > room) {
        const char *stop = cursor + room;
        while (stop > cursor && ((unsigned char)*stop & 0xC0) == 0x80)
            stop--;
        if (stop == cursor)
            stop = cursor + room;
        buffer_add(output->buffer, cursor, (size_t)(stop - cursor));
        buffer_text(output->buffer, "\r\n ");
        cursor = stop;
        room = ICALENDAR_FOLD - 1;
    }
    buffer_add(output->buffer, cursor, (size_t)(end - cursor));
    buffer_text(output->buffer, "\r\n");
    if (output->line.full)
        output->buffer->full = true;
    output->line.length = 0;
    if (output->line.data != NULL)
        output->line.data[0] = '\0';
}

static void
line(struct output *output, const char *text)
{
    buffer_text(&output->line, text);
    end_line(output);
}

static bool
is_break(const char *cursor)
{
    return *cursor == '\n' || (*cursor == '\r' && cursor[1] != '\n');
}

/* The characters of a text without controls, each handed to `put`; a line break comes as '\n'. */
static void
each_character(struct output *output, const char *text,
               void (*put)(struct output *output, const char *bytes, size_t length))
{
    const char *cursor = text, *end = text + strlen(text);
    while (cursor < end) {
        const char *start = cursor;
        uint32_t character = utf8_next(&cursor, end);
        if (is_break(start))
            put(output, "\n", 1);
        else if (character == '\t' || !utf8_is_control(character))
            put(output, start, (size_t)(cursor - start));
    }
}

/* TEXT (RFC 5545 section 3.3.11). */
static void
put_text(struct output *output, const char *bytes, size_t length)
{
    if (*bytes == '\n') {
        buffer_text(&output->line, "\\n");
        return;
    }
    if (strchr("\\;,", *bytes) != NULL)
        buffer_byte(&output->line, '\\');
    buffer_add(&output->line, bytes, length);
}

/* A quoted parameter value has no escape for a quote: an apostrophe takes its place. */
static void
put_parameter(struct output *output, const char *bytes, size_t length)
{
    if (*bytes == '\n' || *bytes == '\t')
        buffer_byte(&output->line, ' ');
    else if (*bytes == '"')
        buffer_byte(&output->line, '\'');
    else
        buffer_add(&output->line, bytes, length);
}

static void
text_line(struct output *output, const char *name, const char *text)
{
    if (*text == '\0')
        return;
    buffer_text(&output->line, name);
    buffer_byte(&output->line, ':');
    each_character(output, text, put_text);
    end_line(output);
}

static bool
instant_of(const struct doc *event, const char *key, int64_t *out_at_ms)
{
    const struct doc *value = doc_get(event, key);
    if (value->kind == DOC_INT) {
        *out_at_ms = value->integer;
        return value->integer >= -62135596800000 && value->integer <= 253402300799999;
    }
    return value->kind == DOC_TEXT && instant_read(value->text, out_at_ms) == STATUS_OK;
}

static void
instant_line(struct output *output, const char *name, int64_t at_ms)
{
    struct moment moment = zone_local(zone_utc(), at_ms);
    buffer_print(&output->line, "%s:%04d%02d%02dT%02d%02d%02dZ", name, moment.year, moment.month,
                 moment.day, moment.hour, moment.minute, moment.second);
    end_line(output);
}

static void
date_line(struct output *output, const char *name, int64_t days)
{
    int year, month, day;
    date_of_days(days, &year, &month, &day);
    buffer_print(&output->line, "%s;VALUE=DATE:%04d%02d%02d", name, year, month, day);
    end_line(output);
}

static enum status
write_day(struct output *output, const struct doc *event)
{
    int year, month, day;
    TRY(date_read(doc_text_of(event, "date"), &year, &month, &day));
    if (year > 9998)
        return STATUS_INVALID;
    int64_t days = date_days(year, month, day);
    date_line(output, "DTSTART", days);
    date_line(output, "DTEND", days + 1);
    line(output, "TRANSP:TRANSPARENT");
    return STATUS_OK;
}

static enum status
write_times(struct output *output, const struct doc *event)
{
    int64_t start_at, end_at;
    if (!instant_of(event, "start_at", &start_at))
        return STATUS_INVALID;
    instant_line(output, "DTSTART", start_at);
    if (!doc_is_empty(doc_get(event, "end_at"))) {
        if (!instant_of(event, "end_at", &end_at) || end_at < start_at)
            return STATUS_INVALID;
        if (end_at > start_at)
            instant_line(output, "DTEND", end_at);
    }
    line(output, "TRANSP:OPAQUE");
    return STATUS_OK;
}

/* The agreed local time in figures that need no language: "2026-09-10 17:00-17:20 Europe/Berlin". */
static enum status
local_time(struct arena *arena, const struct doc *event, char **out_text)
{
    const struct zone *zone;
    int64_t start_at, end_at;

    if (zone_find(doc_text_of(event, "zone"), &zone) != STATUS_OK ||
        !instant_of(event, "start_at", &start_at))
        return STATUS_INVALID;
    struct moment start = zone_local(zone, start_at);
    char *text = arena_print(arena, "%04d-%02d-%02d %02d:%02d", start.year, start.month, start.day,
                             start.hour, start.minute);
    if (instant_of(event, "end_at", &end_at) && end_at > start_at) {
        struct moment end = zone_local(zone, end_at);
        text = arena_print(arena, "%s\u2013%02d:%02d", text, end.hour, end.minute);
    }
    *out_text = arena_print(arena, "%s %s", text, doc_text_of(event, "zone"));
    return STATUS_OK;
}

static enum status
write_description(struct output *output, const struct doc *event)
{
    const char *description = doc_text_of(event, "description");
    char *local = NULL;

    if (*doc_text_of(event, "zone") != '\0' && doc_is_empty(doc_get(event, "date")))
        TRY(local_time(output->buffer->arena, event, &local));
    if (*description == '\0' && local == NULL)
        return STATUS_OK;
    buffer_text(&output->line, "DESCRIPTION:");
    if (local != NULL)
        each_character(output, local, put_text);
    if (local != NULL && *description != '\0')
        buffer_text(&output->line, "\\n\\n");
    each_character(output, description, put_text);
    end_line(output);
    return STATUS_OK;
}

/* `kind` is "organizer" or "attendee", `property` the line up to the name. OK without a line when there
 * is no address and none is needed. */
static enum status
write_person(struct output *output, const struct doc *event, const char *kind, const char *property,
             bool needed)
{
    struct arena *arena = output->buffer->arena;
    const char *name = doc_text_of(event, arena_print(arena, "%s_name", kind));
    const char *email = doc_text_of(event, arena_print(arena, "%s_email", kind));

    if (*email == '\0')
        return needed ? STATUS_INVALID : STATUS_OK;
    const char *address = mail_address_ascii(arena, email);
    if (address == NULL)
        return STATUS_INVALID;
    buffer_text(&output->line, property);
    if (*name != '\0') {
        buffer_text(&output->line, ";CN=\"");
        each_character(output, name, put_parameter);
        buffer_byte(&output->line, '"');
    }
    buffer_text(&output->line, ":mailto:");
    mail_address_uri(&output->line, address);
    end_line(output);
    return STATUS_OK;
}

static enum status
write_status(struct output *output, const struct doc *event, enum method method)
{
    static const char *const known[] = {"CONFIRMED", "TENTATIVE", "CANCELLED"};
    const char *status = doc_text_of(event, "status");

    if (method == CANCEL)
        status = known[2];
    if (*status == '\0')
        return STATUS_OK;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcasecmp(status, known[i]) != 0)
            continue;
        text_line(output, "STATUS", known[i]);
        return STATUS_OK;
    }
    return STATUS_INVALID;
}

static enum status
write_url(struct output *output, const struct doc *event)
{
    const char *url = doc_text_of(event, "url");
    if (*url == '\0')
        return STATUS_OK;
    if (strncasecmp(url, "https://", 8) != 0 && strncasecmp(url, "http://", 7) != 0)
        return STATUS_INVALID;
    for (const char *cursor = url; *cursor != '\0'; cursor++)
        if ((unsigned char)*cursor <= ' ' || strchr("\"<>\\^`{|}\x7F", *cursor) != NULL)
            return STATUS_INVALID;
    /* A URI is no TEXT: its commas and semicolons stay as they are. */
    buffer_text(&output->line, "URL:");
    line(output, url);
    return STATUS_OK;
}

static enum status
write_alarm(struct output *output, const struct doc *event)
{
    const struct doc *minutes = doc_get(event, "alarm_minutes");
    if (minutes->kind == DOC_NULL)
        return STATUS_OK;
    if (minutes->kind != DOC_INT || minutes->integer < 0 || minutes->integer > ICALENDAR_ALARM_MAX)
        return STATUS_INVALID;
    line(output, "BEGIN:VALARM");
    line(output, "ACTION:DISPLAY");
    text_line(output, "DESCRIPTION", doc_text_of(event, "summary"));
    buffer_print(&output->line, "TRIGGER:-PT%dM", (int)minutes->integer);
    end_line(output);
    line(output, "END:VALARM");
    return STATUS_OK;
}

static enum status
write_event(struct output *output, const struct doc *event, enum method method)
{
    int64_t stamp_at, sequence = doc_int_of(event, "sequence");
    bool all_day = !doc_is_empty(doc_get(event, "date"));

    if (*doc_text_of(event, "uid") == '\0' || *doc_text_of(event, "summary") == '\0' ||
        !instant_of(event, "stamp_at", &stamp_at) || sequence < 0 || sequence > INT32_MAX)
        return STATUS_INVALID;
    line(output, "BEGIN:VEVENT");
    text_line(output, "UID", doc_text_of(event, "uid"));
    instant_line(output, "DTSTAMP", stamp_at);
    buffer_print(&output->line, "SEQUENCE:%d", (int)sequence);
    end_line(output);
    TRY(all_day ? write_day(output, event) : write_times(output, event));
    text_line(output, "SUMMARY", doc_text_of(event, "summary"));
    text_line(output, "LOCATION", doc_text_of(event, "location"));
    TRY(write_description(output, event));
    TRY(write_person(output, event, "organizer", "ORGANIZER", method != PUBLISH));
    if (method != PUBLISH)
        TRY(write_person(output, event, "attendee",
                         method == CANCEL
                             ? "ATTENDEE"
                             : "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE",
                         true));
    TRY(write_status(output, event, method));
    TRY(write_url(output, event));
    if (method != CANCEL)
        TRY(write_alarm(output, event));
    line(output, "END:VEVENT");
    return STATUS_OK;
}

static enum status
method_of(const struct doc *calendar, enum method *out_method)
{
    const char *name = doc_text_of(calendar, "method");
    if (*name == '\0') {
        *out_method = PUBLISH;
        return STATUS_OK;
    }
    for (size_t i = 0; i < sizeof method_names / sizeof method_names[0]; i++) {
        if (strcasecmp(name, method_names[i]) == 0) {
            *out_method = (enum method)i;
            return STATUS_OK;
        }
    }
    return STATUS_INVALID;
}

/* What only a feed has: its name, and how often to look again (RFC 7986; X-PUBLISHED-TTL is Outlook's). */
static enum status
write_feed(struct output *output, const struct doc *calendar)
{
    const char *name = doc_text_of(calendar, "name");
    int64_t minutes = doc_int_of(calendar, "refresh_minutes");

    if (*name == '\0')
        return STATUS_OK;
    if (minutes == 0)
        minutes = REFRESH_MINUTES;
    if (minutes < 0 || minutes > REFRESH_MOST)
        return STATUS_INVALID;
    text_line(output, "NAME", name);
    text_line(output, "X-WR-CALNAME", name);
    buffer_print(&output->line, "REFRESH-INTERVAL;VALUE=DURATION:PT%dM", (int)minutes);
    end_line(output);
    buffer_print(&output->line, "X-PUBLISHED-TTL:PT%dM", (int)minutes);
    end_line(output);
    return STATUS_OK;
}

enum status
icalendar_write(const struct doc *calendar, struct buffer *buffer)
{
    struct output output = {.buffer = buffer};
    const struct doc *events = doc_get(calendar, "events");
    enum method method;

    TRY(method_of(calendar, &method));
    if (doc_count(events) > ICALENDAR_EVENTS_MAX || (doc_count(events) == 0 && method != PUBLISH))
        return STATUS_INVALID;
    buffer_open(&output.line, buffer->arena, LINE_MAX_BYTES);
    line(&output, "BEGIN:VCALENDAR");
    line(&output, "VERSION:2.0");
    line(&output, "PRODID:-//Rapport//Rapport " RAPPORT_VERSION "//EN");
    line(&output, "CALSCALE:GREGORIAN");
    text_line(&output, "METHOD", method_names[method]);
    TRY(write_feed(&output, calendar));
    for (uint32_t i = 0; i < doc_count(events) && events->kind == DOC_LIST; i++)
        TRY(write_event(&output, doc_item(events, i), method));
    line(&output, "END:VCALENDAR");
    return buffer_status(buffer);
}
