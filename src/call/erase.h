/* SPDX-License-Identifier: GPL-3.0-or-later */
/* erase.h - the only ways in which the change log loses what it knows: emptying the trash, and forgetting a person.
 * Neither can be taken back. */
#ifndef CALL_ERASE_H
#define CALL_ERASE_H

#include "call/record.h"

/* What a row was before any of its changes is erased; that it was changed and removed stays. Undo passes it by. */
MUST_CHECK enum status record_purge(struct call *call, const char *id);

/* Nothing in the log speaks of this row any more, its removal included. */
MUST_CHECK enum status record_erase(struct call *call, const char *id);

/* What this call changed is no change that anybody could take back: its record goes, and no undo is offered. */
MUST_CHECK enum status record_unmark(struct call *call);

#endif
