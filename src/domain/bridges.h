/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bridges.h - who could introduce one to whom (M56). A bridge is a part of the person one wants to meet. */
#ifndef DOMAIN_BRIDGES_H
#define DOMAIN_BRIDGES_H

#include "call/record.h"

extern const struct call_row bridge_rows[];

/* Put both sides into `answer`: bridges (who could introduce me to this person),
 * [{person name title organization note of}], and bridge_to (to whom this person could),
 * [{id name title organization note of}]. */
MUST_CHECK enum status bridges_add(struct call *call, struct doc *answer, const char *person);

#endif
