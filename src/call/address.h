/* SPDX-License-Identifier: GPL-3.0-or-later */
/* address.h - is it an address one can use? */
#ifndef CALL_ADDRESS_H
#define CALL_ADDRESS_H

#include "base/arena.h"

#include <stdbool.h>

/* One mail address: a local part of 64 and a whole of 254 bytes at most, one @, a domain with a dot
 * and no blank or bracket anywhere (RFC 5321 4.5.3.1; quoted local parts are refused). */
bool address_is_email(const char *text);

/* An http(s) address; "example.org/a" gets "https://". NULL when it is none. */
char *address_url(struct arena *arena, const char *text);

#endif
