/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BLOCK_SIZE = 32 * 1024 };

struct arena_block {
    struct arena_block *previous;
    size_t size;
    _Alignas(ARENA_ALIGNMENT) char data[];
};

static void
out_of_memory(void)
{
    static const char line[] = "{\"level\":\"error\",\"event\":\"memory.out\"}\n";
    (void)!write(STDERR_FILENO, line, sizeof line - 1);
    _exit(71);
}

void
arena_open(struct arena *arena)
{
    *arena = (struct arena){0};
}

/* The room of a shared arena, which begins with this. */
struct arena_room {
    size_t size, used; /* bytes of the room, this included */
};

static size_t
beginning(void)
{
    return (sizeof(struct arena_room) + ARENA_ALIGNMENT - 1) & ~(size_t)(ARENA_ALIGNMENT - 1);
}

bool
arena_share(struct arena *arena, size_t bytes)
{
    void *room = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED) {
        arena_open(arena);
        return false;
    }
    *arena = (struct arena){.room = room};
    *arena->room = (struct arena_room){.size = bytes, .used = beginning()};
    return true;
}

static struct arena_block *
take_block(struct arena *arena, size_t size)
{
    struct arena_room *room = arena->room;
    if (room == NULL)
        return malloc(size);
    size_t whole = (size + ARENA_ALIGNMENT - 1) & ~(size_t)(ARENA_ALIGNMENT - 1);
    if (whole > room->size - room->used)
        return NULL;
    struct arena_block *block = (struct arena_block *)((char *)room + room->used);
    room->used += whole;
    return block;
}

/* What was much goes back to the machine. */
static void
empty_room(struct arena *arena)
{
    enum { KEPT = 16 << 20 };
    struct arena_room *room = arena->room;
    if (room->used > KEPT)
        (void)madvise((char *)room + KEPT, room->size - KEPT, MADV_REMOVE);
    room->used = beginning();
    *arena = (struct arena){.room = room};
}

void *
arena_grow(struct arena *arena, size_t size)
{
    size_t room = size > BLOCK_SIZE / 2 ? size : BLOCK_SIZE;
    if (size > SIZE_MAX / 2)
        out_of_memory();
    struct arena_block *block = take_block(arena, sizeof *block + room);
    if (block == NULL)
        out_of_memory();
    block->size = room;
    arena->total += room;
    /* A large piece gets its own block behind the current one, whose free rest stays in use. */
    if (room == size && arena->current != NULL) {
        block->previous = arena->current->previous;
        arena->current->previous = block;
        return block->data;
    }
    block->previous = arena->current;
    arena->current = block;
    arena->next = block->data + size;
    arena->end = block->data + room;
    return block->data;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
    return memset(arena_take(arena, size), 0, size);
}

static void
free_blocks(struct arena_block *block)
{
    while (block != NULL) {
        struct arena_block *previous = block->previous;
        free(block);
        block = previous;
    }
}

void
arena_reset(struct arena *arena)
{
    struct arena_block *kept = arena->current;
    if (kept == NULL)
        return;
    if (arena->room != NULL) {
        empty_room(arena);
        return;
    }
    free_blocks(kept->previous);
    kept->previous = NULL;
    if (kept->size > BLOCK_SIZE) {
        free(kept);
        arena_open(arena);
        return;
    }
    arena->next = kept->data;
    arena->end = kept->data + kept->size;
    arena->total = kept->size;
}

struct arena_mark
arena_mark(const struct arena *arena)
{
    return (struct arena_mark){.current = arena->current,
                               .beside = arena->current == NULL ? NULL : arena->current->previous,
                               .next = arena->next,
                               .end = arena->end};
}

/* Blocks that came since stand in front of the marked one, large pieces right behind it. */
void
arena_back(struct arena *arena, struct arena_mark mark)
{
    if (mark.current == NULL) {
        arena_reset(arena);
        return;
    }
    while (arena->current != mark.current || arena->current->previous != mark.beside) {
        struct arena_block **newest =
            arena->current == mark.current ? &arena->current->previous : &arena->current;
        struct arena_block *gone = *newest;
        *newest = gone->previous;
        arena->total -= gone->size;
        if (arena->room == NULL)
            free(gone);
    }
    arena->next = mark.next;
    arena->end = mark.end;
}

void
arena_close(struct arena *arena)
{
    if (arena->room != NULL)
        (void)munmap(arena->room, arena->room->size);
    else
        free_blocks(arena->current);
    arena_open(arena);
}

char *
arena_copy(struct arena *arena, const char *text, size_t length)
{
    if (text == NULL)
        return NULL;
    bool fits = arena->next != NULL && (size_t)(arena->end - arena->next) > length;
    char *copy = fits ? arena->end -= length + 1 : arena_take(arena, length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *
arena_text(struct arena *arena, const char *text)
{
    return text == NULL ? NULL : arena_copy(arena, text, strlen(text));
}

char *
arena_join(struct arena *arena, const char *first, const char *second, const char *third)
{
    size_t a = strlen(first), b = strlen(second), c = strlen(third);
    char *text = arena_take(arena, a + b + c + 1);
    char *end = mempcpy(text, first, a);
    end = mempcpy(end, second, b);
    end = mempcpy(end, third, c);
    *end = '\0';
    return text;
}

char *
arena_vprint(struct arena *arena, const char *format, va_list arguments)
{
    if (format == NULL)
        return arena_copy(arena, "", 0);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        out_of_memory();
    char *text = arena_take(arena, (size_t)length + 1);
    (void)vsnprintf(text, (size_t)length + 1, format, arguments);
    return text;
}

char *
arena_print(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = arena_vprint(arena, format, arguments);
    va_end(arguments);
    return text;
}
