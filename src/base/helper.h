/* SPDX-License-Identifier: GPL-3.0-or-later */
/* helper.h - a process that works for this one, in memory that both see (arena_share). It begins as a copy of this
 * one at that moment, must leave the store and all files of this one alone, and ends with it. They speak in bytes. */
#ifndef BASE_HELPER_H
#define BASE_HELPER_H

#include "base/status.h"

#include <stdbool.h>
#include <sys/types.h>

/* Begin with {0}. */
struct helper {
    pid_t process; /* 0: there is none */
    int line;
};

/* `work` runs in the other process and may hear and tell as well; the process ends when it returns. FAILED when none
 * can be had. */
MUST_CHECK enum status helper_begin(struct helper *helper, void (*work)(struct helper *own));

/* A word to the other side; the next one of the other side, waited for. False when it is gone. */
bool helper_tell(const struct helper *helper, unsigned char word);
bool helper_hear(const struct helper *helper, unsigned char *out_word);

/* Whatever it is doing. Accepts one that was never begun. */
void helper_end(struct helper *helper);

#endif
