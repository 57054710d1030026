/* SPDX-License-Identifier: GPL-3.0-or-later */
/* program.h - what main hands to the faces, and the few calls that faces know by name because every
 * such program has them: signing in, undo, jobs. */
#ifndef FACES_PROGRAM_H
#define FACES_PROGRAM_H

#include "call/call.h"

enum { FILE_PART_MAX = 64 * 1024 * 1024 /* bytes of one part of a file that comes in parts */ };

struct program {
    struct desk desk;    /* desk.store is NULL until open_store */
    const char *address; /* of the store: a file's path or postgresql://... */
    bool kept;           /* another process sees to the store's log (call/keep.h) */
    /* Open the store at `address` into desk.store, bring it to this program's schema. A process of
     * its own connection each: call it after a fork, never before. On failure `*out_problem` is a
     * message code. */
    enum status (*open_store)(struct program *program, const char **out_problem);
    void (*close_store)(struct program *program); /* also when it is not open */
    /* The store's own words about its last failure, for the log. */
    const char *(*store_problem)(const struct program *program);
};

#define CALL_SESSION_LINK "session link"   /* local owner -> {token} of a one-time start link */
#define CALL_SESSION_START "session start" /* by link: {token} -> {set_session, next} */
#define CALL_UNDO "undo"                   /* {change} */
#define CALL_OUTBOX_NEXT "outbox next"     /* -> {id} of the mail that is due, or null */
#define CALL_OUTBOX_TAKE                                                                           \
    "outbox take" /* {id} -> {sender, recipient, mail, server}; MISSING: taken */
#define CALL_OUTBOX_REPORT "outbox report"   /* {id, outcome, code, reply} */
#define CALL_OUTBOX_RECOVER "outbox recover" /* what was being sent is in doubt */
#define CALL_OUTBOX_LIST "outbox list"
#define CALL_OUTBOX_READ "outbox read" /* {id} -> {standing, code, trouble} */
#define CALL_JOB_CANCEL "job cancel"   /* {id} */
#define CALL_JOB_READ "job read"       /* {id} -> {open, state, progress, total, next, problem} */

#endif
