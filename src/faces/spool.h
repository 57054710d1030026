/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spool.h - a temporary file without a name, in $TMPDIR or /tmp: gone when its last handle closes. */
#ifndef FACES_SPOOL_H
#define FACES_SPOOL_H

#include "base/arena.h"

#include <stdbool.h>

MUST_CHECK enum status spool_open(int *out_fd);
/* Everything from `from` to its end, at most `most` bytes. INVALID when there is more. */
MUST_CHECK enum status spool_copy(int from, int64_t most, int *out_fd, int64_t *out_size);

/* A path under which this process can open the file, as long as `fd` is open. */
const char *spool_path(int fd, struct arena *arena);

#endif
