/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outbox.h - mail that goes out by itself: queued in the transaction of the change that says it is sent,
 * delivered by a runner of faces/ (docs/decisions/0011). */
#ifndef DOMAIN_OUTBOX_H
#define DOMAIN_OUTBOX_H

#include "base/clock.h"
#include "call/record.h"

enum { OUTBOX_SHOWN_MOST = 200, OUTBOX_MAIL_MAX = 1024 * 1024 /* bytes of a whole mail */ };

/* What is still "being sent" after so long was dropped by a process that died. */
#define OUTBOX_STALE_MS (10 * (int64_t)MS_PER_MINUTE)
/* A mail that has waited for so long is worth a line on Today and in the check-up. */
#define OUTBOX_LATE_MS ((int64_t)MS_PER_HOUR)

/* Who sends for this caller: "house" (the server of RAPPORT_SMTP), "own" (the one of /me) or "none". */
MUST_CHECK enum status mail_way(struct call *call, const char **out_way);

/* {mail_way, mail_host, mail_port, mail_user, mail_known (bool: there is a password)}, for /me. */
MUST_CHECK enum status mail_account_add(struct call *call, struct doc *answer);

/* Put into the answer of a draft (with its findings and addresses, drafts.h): can_deliver (bool),
 * deliver_code (what is missing for it, or null; null too when nobody sends here), and mail: the one in the
 * outbox about this id, {id standing trouble reply attempts next_at sent_at touched_at}, or null. */
MUST_CHECK enum status outbox_offer(struct call *call, struct doc *answer, const char *about);

/* Queue the mail of such an answer. Refused without a server, an address on either side, a text, with a
 * blank left in the text (unless that advice was overruled), or when one about this is there already. */
MUST_CHECK enum status outbox_put(struct call *call, const struct doc *answer, const char *purpose,
                                  const char *about, const char *path, const char **out_id);

/* What goes with a request that is removed: its mail, unless it has gone. */
MUST_CHECK enum status outbox_withdraw(struct call *call, const char *about);

/* "waiting", "retrying", "sending", "unsure", "sent" or "failed", of a row's state, trouble, touched_at. */
const char *outbox_standing(const struct call *call, const struct doc *row);

/* {waiting, late, failed, unsure}. */
MUST_CHECK enum status outbox_counts(struct call *call, struct doc **out_counts);

/* What of it Today has to know (method/agenda.h, "mails"). */
MUST_CHECK enum status outbox_facts(struct call *call, struct doc *facts);

extern const struct call_row outbox_rows[];
extern const struct call_row mail_account_rows[];

#endif
