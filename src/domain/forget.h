/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forget.h - a person who wishes it is forgotten: the person, all that was written because of them, files, mail, rows of
 * imports, what the change log and the search index know. The name has to be typed; nothing of it can be taken back.
 * What was written about somebody else and happens to mention the name stays, for it is somebody else's. */
#ifndef DOMAIN_FORGET_H
#define DOMAIN_FORGET_H

#include "call/call.h"

extern const struct call_row forget_rows[];

#endif
