/* SPDX-License-Identifier: GPL-3.0-or-later */
/* icalendar.h - appointments for other calendars (RFC 5545, RFC 5546): one to keep (PUBLISH), one to
 * send by hand (REQUEST, CANCEL), or a feed of many. Times are UTC, so that no zone table is needed; the
 * agreed local time stands in the description. */
#ifndef FORMATS_ICALENDAR_H
#define FORMATS_ICALENDAR_H

#include "base/buffer.h"
#include "doc/doc.h"

enum {
    ICALENDAR_FOLD = 75, /* octets of a line, RFC 5545 section 3.1 */
    ICALENDAR_EVENTS_MAX = 20000,
    ICALENDAR_ALARM_MAX = 60 * 24 * 28 /* minutes before */
};

/* {method, name, refresh_minutes, events: [{uid, sequence, stamp_at, start_at, end_at | date, zone,
 *   summary, location, description, organizer_name, organizer_email, attendee_name, attendee_email,
 *   status, url, alarm_minutes}]}
 * method: PUBLISH (also when absent), REQUEST or CANCEL. With `name` it is a feed, refreshed every
 * refresh_minutes (60). Instants are milliseconds or RFC 3339 texts; `date` makes an all-day entry. With
 * `zone` (IANA) the local time is added to the description. status: confirmed, tentative, cancelled.
 * PUBLISH shows no attendee (RFC 5546 section 3.2.1). INVALID, with nothing said of the buffer's content,
 * when an event has no uid, summary, stamp or start, ends before it starts, an address, zone, status or
 * method is none, REQUEST or CANCEL lacks organizer or attendee, or the ceiling is passed. */
MUST_CHECK enum status icalendar_write(const struct doc *calendar, struct buffer *buffer);

#endif
