/* SPDX-License-Identifier: GPL-3.0-or-later */
/* capture.h - a person from what is at hand: one typed line, a pasted signature or profile, a mail, a card.
 * What was understood is shown for correction before anything is kept. */
#ifndef DOMAIN_CAPTURE_H
#define DOMAIN_CAPTURE_H

#include "call/call.h"

extern const struct call_row capture_rows[];

#endif
