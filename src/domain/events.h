/* SPDX-License-Identifier: GPL-3.0-or-later */
/* events.h - fairs, meetups, talks: where one meets people, who are then followed up (M64). That somebody was met at
 * an event is a part of the person. */
#ifndef DOMAIN_EVENTS_H
#define DOMAIN_EVENTS_H

#include "call/call.h"

extern const struct call_row event_rows[];

#endif
