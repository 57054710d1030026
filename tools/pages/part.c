/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tools/pages/part.h"

#include <string.h>

void
part_opener(struct compiler *compiler, const char *at)
{
    struct program *program = &compiler->program;
    html_border(compiler, at);
    if (compiler->html.state != HTML_IN_TAG || strcmp(compiler->html.element, "details") != 0) {
        complain(compiler->unit->source, at, "{{open errors}} stands in the tag of a <details>");
        return;
    }
    if (compiler->muted > 0)
        return;
    if (compiler->has_opener) {
        complain(compiler->unit->source, at, "{{open errors}} stands twice in this tag");
        return;
    }
    compiler->opener = program_add(program, (struct step){.kind = STEP_JUMP});
    compiler->has_opener = true;
}

void
part_begin(struct compiler *compiler, const char *at)
{
    bool opens = compiler->has_opener;
    compiler->has_opener = false;
    if (strcmp(compiler->html.element, "details") != 0 || compiler->muted > 0)
        return;
    if (compiler->part_count == PARTS_MAX) {
        complain(compiler->unit->source, at, "more than %d <details> inside each other", PARTS_MAX);
        return;
    }
    struct part *part = &compiler->parts[compiler->part_count++];
    *part = (struct part){.opens = opens, .jump = compiler->opener, .at = at};
    part->source = compiler->unit->source;
}

void
part_error(struct compiler *compiler, const char *at, uint32_t name)
{
    for (int i = 0; i < compiler->part_count; i++) {
        struct part *part = &compiler->parts[i];
        bool known = false;
        for (int k = 0; k < part->count && !known; k++)
            known = part->names[k] == name;
        if (!known && part->count == PART_NAMES_MAX)
            complain(compiler->unit->source, at, "more than %d fields in a <details>",
                     PART_NAMES_MAX);
        else if (!known)
            part->names[part->count++] = name;
    }
}

/* Its fields are known at its end only: what decides stands there, and the tag jumps to it and back. */
void
part_end(struct compiler *compiler)
{
    struct program *program = &compiler->program;
    if (compiler->muted > 0 || compiler->part_count == 0)
        return;
    const struct part *part = &compiler->parts[--compiler->part_count];
    if (!part->opens) {
        if (part->count > 0)
            complain(
                part->source, part->at,
                "this <details> has fields that can be wrong: write {{open errors}} in its tag");
        return;
    }
    uint32_t first = program->first, back = part->jump + 1, asked[PART_NAMES_MAX];
    uint32_t over = program_add(program, (struct step){.kind = STEP_JUMP});
    program->steps[first + part->jump].jump = program_here(program);
    for (int i = 0; i < part->count; i++)
        asked[i] = program_add(program, (struct step){.kind = STEP_UNLESS,
                                                      .name = part->names[i],
                                                      .cache = program_cache(program)});
    (void)program_add(program, (struct step){.kind = STEP_JUMP, .jump = back});
    for (int i = 0; i < part->count; i++)
        program->steps[first + asked[i]].jump = program_here(program);
    program_literal(program, " open", 5);
    (void)program_add(program, (struct step){.kind = STEP_JUMP, .jump = back});
    program->steps[first + over].jump = program_here(program);
}
