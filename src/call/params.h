/* SPDX-License-Identifier: GPL-3.0-or-later */
/* params.h - raw parameters against their row: kinds, limits, choices. Private to this room. */
#ifndef CALL_PARAMS_H
#define CALL_PARAMS_H

#include "call/call.h"

/* Check `raw` against call->row and put the sound values into call->params. INVALID names every
 * field that is wrong in call->problem; what was given is not lost, the face still has it. */
MUST_CHECK enum status params_check(struct call *call, const struct doc *raw);

#endif
