/* SPDX-License-Identifier: GPL-3.0-or-later */
/* deliver.h - mail from the outbox to its server, one by one: taken in a transaction of its own, sent outside
 * of any, reported in another. Whatever dies in between leaves the mail marked, and nothing sends it twice.
 *
 * The server of the house is RAPPORT_SMTP (formats/mail_server.h), its password RAPPORT_SMTP_PASSWORD or the first
 * line of the file RAPPORT_SMTP_PASSWORD_FILE, certificates to trust beside the system's own RAPPORT_SMTP_CA. */
#ifndef FACES_DELIVER_H
#define FACES_DELIVER_H

#include "faces/program.h"
#include "post/smtp.h"

/* What was being sent when a runner died is in doubt from now on. */
void deliver_recover(struct program *program, struct arena *arena);

/* Send the mail that is due. *out_idle: there is none. The status is that of the machinery; what became of the
 * mail is in its row. `go_on` may be NULL. */
MUST_CHECK enum status deliver_next(struct program *program, struct arena *arena, smtp_go_on *go_on,
                                    void *context, bool *out_idle);

#endif
