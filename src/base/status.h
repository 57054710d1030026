/* SPDX-License-Identifier: GPL-3.0-or-later */
/* status.h - how every function that can fail says so. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

/* The seven ways a call can end. faces/ maps them to exit codes and HTTP codes in one table. */
enum status {
    STATUS_OK,
    STATUS_INVALID,   /* what came in is wrong; the caller can mend it */
    STATUS_FORBIDDEN, /* this caller may not do it */
    STATUS_MISSING,   /* there is no such thing, or this caller may not know of it */
    STATUS_CONFLICT,  /* it changed meanwhile, or would break a promise of the store */
    STATUS_BUSY,      /* try again later */
    STATUS_FAILED     /* our fault or the machine's; the details are in the log */
};

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))

/* Hand a failure to the caller at once. The only control-flow macro in the tree. */
#define TRY(expression)                                                                            \
    do {                                                                                           \
        enum status try_status_ = (expression);                                                    \
        if (try_status_ != STATUS_OK)                                                              \
            return try_status_;                                                                    \
    } while (0)

/* The word for a status, as JSON and logs show it: "ok", "invalid", ... */
const char *status_name(enum status status);

#endif
