/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tools/pages/pages.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 16 * 1024 * 1024, BUCKETS = 4096 };

struct kept {
    struct kept *next;
    uint32_t offset;
    uint32_t length;
};

static struct kept *buckets[BUCKETS];

void
program_open(struct program *program, struct arena *arena)
{
    *program = (struct program){.arena = arena, .capacity = STEPS_MAX};
    program->steps = arena_alloc(arena, STEPS_MAX * sizeof *program->steps);
    buffer_open(&program->text, arena, TEXT_MAX);
    buffer_open(&program->literal, arena, TEXT_MAX);
    memset(buckets, 0, sizeof buckets);
    (void)program_text(program, "", 0);
}

void
program_begin(struct program *program)
{
    program->first = program->count;
    program->caches = 0;
}

uint32_t
program_cache(struct program *program)
{
    return program->caches++;
}

static uint32_t
hash(const char *bytes, size_t length)
{
    uint32_t value = 2166136261u;
    for (size_t i = 0; i < length; i++)
        value = (value ^ (unsigned char)bytes[i]) * 16777619u;
    return value % BUCKETS;
}

uint32_t
program_text(struct program *program, const char *bytes, size_t length)
{
    struct kept **bucket = &buckets[hash(bytes, length)];
    for (struct kept *kept = *bucket; kept != NULL; kept = kept->next)
        if (kept->length == length && memcmp(program->text.data + kept->offset, bytes, length) == 0)
            return kept->offset;
    struct kept *kept = arena_alloc(program->arena, sizeof *kept);
    *kept = (struct kept){*bucket, (uint32_t)program->text.length, (uint32_t)length};
    *bucket = kept;
    buffer_add(&program->text, bytes, length);
    buffer_byte(&program->text, '\0');
    if (program->text.full) {
        (void)fprintf(stderr, "error: the pages are too long\n");
        exit(1);
    }
    return kept->offset;
}

void
program_literal(struct program *program, const char *bytes, size_t length)
{
    buffer_add(&program->literal, bytes, length);
}

static void
add(struct program *program, struct step step)
{
    if (program->count == program->capacity) {
        (void)fprintf(stderr, "error: the pages have too many steps\n");
        exit(1);
    }
    program->steps[program->count++] = step;
}

uint32_t
program_here(struct program *program)
{
    struct buffer *literal = &program->literal;
    if (literal->length > 0) {
        add(program, (struct step){.kind = STEP_LITERAL,
                                   .text = program_text(program, literal->data, literal->length),
                                   .length = (uint32_t)literal->length});
        literal->length = 0;
    }
    return program->count - program->first;
}

uint32_t
program_add(struct program *program, struct step step)
{
    uint32_t number = program_here(program);
    add(program, step);
    return number;
}
