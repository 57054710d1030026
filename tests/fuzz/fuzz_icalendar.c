/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever the values, what is written is sound: lines of 75 octets at most, whole characters, nested
 * components, one of each promised property in every event. The data are "key=value" lines. */
#include "fuzz.h"
#include "lines.h"

#include "formats/icalendar.h"

#include <strings.h>

struct counts {
    int begins, events, ends, uids, summaries, starts;
    bool in_event;
};

static void
take_line(struct counts *counts, const char *line)
{
    if (strcmp(line, "BEGIN:VEVENT") == 0) {
        PROMISE(!counts->in_event);
        counts->in_event = true;
        counts->events++;
        counts->uids = counts->summaries = counts->starts = 0;
    }
    if (strcmp(line, "END:VEVENT") == 0) {
        PROMISE(counts->in_event && counts->uids == 1 && counts->summaries == 1 &&
                counts->starts == 1);
        counts->in_event = false;
    }
    counts->begins += strncmp(line, "BEGIN:", 6) == 0;
    counts->ends += strncmp(line, "END:", 4) == 0;
    counts->uids += strncmp(line, "UID:", 4) == 0;
    counts->summaries += strncmp(line, "SUMMARY:", 8) == 0;
    counts->starts += strncmp(line, "DTSTART", 7) == 0;
    PROMISE(strchr(line, ':') != NULL);
    PROMISE(line[0] >= 'A' && line[0] <= 'Z');
}

static void
check_lines(struct arena *arena, const char *text, uint32_t events)
{
    struct counts counts = {0};
    struct buffer line;
    buffer_open(&line, arena, 1024 * 1024);
    while (*text != '\0') {
        const char *end = strstr(text, "\r\n");
        PROMISE(end != NULL && end - text <= ICALENDAR_FOLD && end > text);
        PROMISE(utf8_valid(text, (size_t)(end - text)));
        for (const char *cursor = text; cursor < end; cursor++)
            PROMISE((unsigned char)*cursor >= ' ' || *cursor == '\t');
        bool folded = *text == ' ';
        buffer_add(&line, text + folded, (size_t)(end - text) - folded);
        if (end[2] != ' ') {
            take_line(&counts, buffer_read(&line));
            buffer_open(&line, arena, 1024 * 1024);
        }
        text = end + 2;
    }
    PROMISE(counts.begins == counts.ends && counts.events == (int)events && !counts.in_event);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 20000)
        return 0;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *events = maps_of_lines(&arena, data, size), *calendar = doc_map(&arena);
    struct buffer buffer;
    buffer_open(&buffer, &arena, 1024 * 1024);
    /* The first event's own keys say what the calendar is. */
    doc_set_text(calendar, "method", doc_text_of(doc_item(events, 0), "method"));
    doc_set_text(calendar, "name", doc_text_of(doc_item(events, 0), "name"));
    doc_set_int(calendar, "refresh_minutes", doc_int_of(doc_item(events, 0), "refresh_minutes"));
    doc_set(calendar, "events", *events);
    if (icalendar_write(calendar, &buffer) == STATUS_OK)
        check_lines(&arena, buffer_read(&buffer), doc_count(events));
    return 0;
}
