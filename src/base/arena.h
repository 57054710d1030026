/* SPDX-License-Identifier: GPL-3.0-or-later */
/* arena.h - memory that is given back all at once. What a call makes lives in the call's arena and
 * nobody frees it. Allocation cannot fail: without memory the process logs a line and ends, its
 * transaction rolls back (docs/decisions/0002). */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/status.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena_block;
struct arena_room;

struct arena {
    char *next; /* first free byte of the current block */
    char *end;  /* behind its last one; texts stand behind that, without gaps between them */
    struct arena_block *current;
    size_t total;            /* bytes in all blocks */
    struct arena_room *room; /* of one that other processes see, else NULL */
};

/* Begin an arena; the first block is taken with the first allocation. */
void arena_open(struct arena *arena);

/* Begin one whose memory is shared with processes that are forked later (helper.h), at the same addresses: only one of
 * them may make things in it at a time. `bytes`: its limit, at which the process ends as without memory. They are only
 * taken as they are needed, but a machine that promises no more memory than it has may refuse them: then false, and the
 * arena is an ordinary one. */
bool arena_share(struct arena *arena, size_t bytes);

/* Forget everything, keep the first block for the next call. */
void arena_reset(struct arena *arena);

/* Where the arena stands now; and forget everything that was made since. Nothing made since may be kept: also not
 * inside of what was made before, as a map's or a buffer's new room. */
struct arena_mark {
    struct arena_block *current, *beside; /* `beside`: the large piece that was the newest */
    char *next, *end;
};
struct arena_mark arena_mark(const struct arena *arena);
void arena_back(struct arena *arena, struct arena_mark mark);

/* Give all blocks back. Accepts an arena that was never used. */
void arena_close(struct arena *arena);

enum { ARENA_ALIGNMENT = 16 };

void *arena_grow(struct arena *arena, size_t size); /* the slow path of arena_take */

/* `size` bytes (none counts as one), aligned for any type, with whatever stood there: for what is
 * filled at once. */
static inline void *
arena_take(struct arena *arena, size_t size)
{
    size_t rounded = (size + (size == 0) + ARENA_ALIGNMENT - 1) & ~(size_t)(ARENA_ALIGNMENT - 1);
    if (rounded < size || arena->next == NULL || (size_t)(arena->end - arena->next) < rounded)
        return arena_grow(arena, rounded < size ? SIZE_MAX : rounded);
    void *piece = arena->next;
    arena->next += rounded;
    return piece;
}

/* The same, zeroed. */
void *arena_alloc(struct arena *arena, size_t size);

/* A NUL-terminated copy of `length` bytes, or of a whole text, at any address. NULL gives NULL. */
char *arena_copy(struct arena *arena, const char *text, size_t length);
char *arena_text(struct arena *arena, const char *text);

/* Three texts in a row: in the way of every row of a file, where printf would cost a third of the time. */
char *arena_join(struct arena *arena, const char *first, const char *second, const char *third);

/* printf into the arena. A NULL format gives "". */
char *arena_print(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
char *arena_vprint(struct arena *arena, const char *format, va_list arguments) PRINTF_LIKE(2, 0);

/* Close at the end of the block: ARENA_HERE struct arena arena; arena_open(&arena); */
#define ARENA_HERE __attribute__((cleanup(arena_close)))

#endif
