/* SPDX-License-Identifier: GPL-3.0-or-later */
/* address.h - is it an address one can use? */
#ifndef CALL_ADDRESS_H
#define CALL_ADDRESS_H

#include "base/arena.h"

#include <stdbool.h>

/* An http(s) address; "example.org/a" gets "https://". NULL when it is none. */
char *address_url(struct arena *arena, const char *text);

#endif
