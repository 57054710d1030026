/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tools/pages/tags.h"

#include <string.h>

/* "name", "name=word", "name==other", "name key" */
static struct step
condition(struct compiler *compiler, const char *at, bool negative, const char *inner)
{
    struct step step = {.kind = negative ? STEP_UNLESS : STEP_EACH};
    const char *equals = strchr(inner, '=');
    if (equals == NULL) {
        struct words words = tag_words(compiler, inner);
        if (words.count < 1 || words.count > 2)
            complain(compiler->unit->source, at, "a section needs one name");
        step.name = tag_name(compiler, at, words.count > 0 ? words.word[0] : "",
                             words.count > 1 ? words.word[1] : NULL);
        return step;
    }
    bool names = equals[1] == '=';
    struct words left =
        tag_words(compiler, arena_copy(compiler->arena, inner, (size_t)(equals - inner)));
    struct words right = tag_words(compiler, equals + (names ? 2 : 1));
    if (left.count != 1 || right.count != 1) {
        complain(compiler->unit->source, at, "write {{#name=word}} or {{#name==other}}");
        return step;
    }
    step.name = tag_name(compiler, at, left.word[0], NULL);
    if (names) {
        step.kind = negative ? STEP_OTHER : STEP_SAME;
        step.other = tag_name(compiler, at, right.word[0], NULL);
    } else {
        step.kind = negative ? STEP_DIFFERS : STEP_EQUALS;
        step.text = program_text(&compiler->program, right.word[0], strlen(right.word[0]));
        step.length = (uint32_t)strlen(right.word[0]);
    }
    return step;
}

/* {{?hint}}, {{?!hint}}, {{?kind=email}}: was the partial given that text? In the layout also
 * {{#nav=people}}: the page said it. */
static bool
fixed_holds(const struct compiler *compiler, const char *inner, const char *nav)
{
    bool negative = *inner == '!';
    inner += negative;
    size_t length = strcspn(inner, "=");
    const char *text = nav != NULL ? nav : tag_parameter(compiler, inner, length);
    bool holds = text != NULL && text[0] != '\0';
    if (inner[length] == '=')
        holds = text != NULL && strcmp(text, inner + length + 1) == 0;
    return holds != negative;
}

static bool
asks_nav(const struct compiler *compiler, const char *inner)
{
    return compiler->unit->layout && strncmp(inner, "nav", 3) == 0 &&
           (inner[3] == '\0' || (inner[3] == '=' && inner[4] != '='));
}

/* {{^x}} right behind {{/x}} is its "else": it begins where {{#x}} began. */
static void
begin_else(struct compiler *compiler, struct section *section)
{
    const struct section *before = &compiler->closed;
    if (!compiler->just_closed || before->negative == section->negative ||
        before->kind == SECTION_FIXED || strcmp(before->inner, section->inner) != 0)
        return;
    section->is_else = true;
    section->beside = before->beside;
    compiler->html.url = before->html.url;
}

void
tag_open(struct compiler *compiler, const char *at, char sign, const char *inner)
{
    if (compiler->section_count == PAGE_DEPTH_MAX) {
        complain(compiler->unit->source, at, "more than %d sections inside each other",
                 PAGE_DEPTH_MAX);
        return;
    }
    struct section *section = &compiler->sections[compiler->section_count++];
    html_border(compiler, at);
    *section = (struct section){.inner = inner, .at = at, .negative = sign == '^'};
    bool nav = asks_nav(compiler, inner);
    if (sign == '?' || nav) {
        const char *said = nav ? (compiler->nav == NULL ? "" : compiler->nav) : NULL;
        section->kind = SECTION_FIXED;
        section->muted = fixed_holds(compiler, inner, said) == section->negative;
        section->html = compiler->html;
        compiler->muted += section->muted;
        return;
    }
    begin_else(compiler, section);
    section->html = compiler->html;
    compiler->html.floor = compiler->html.depth;
    compiler->html.after_block = false;
    if (compiler->muted > 0)
        return;
    struct step step = condition(compiler, at, section->negative, inner);
    section->kind = step.kind == STEP_EACH ? SECTION_EACH : SECTION_JUMP;
    step.cache = program_cache(&compiler->program);
    if (step.kind == STEP_SAME || step.kind == STEP_OTHER)
        (void)program_cache(&compiler->program);
    section->step = program_add(&compiler->program, step);
}

/* {{/x}} ends {{#x}}, {{#x=word}}, {{#x key}}, {{?!x}} ... or repeats all that was said. */
static bool
ends(const char *inner, const char *closing)
{
    if (*inner == '!')
        inner++;
    size_t length = strlen(closing);
    return strcmp(inner, closing) == 0 ||
           (strncmp(inner, closing, length) == 0 && strchr(" =", inner[length]) != NULL);
}

static void
end_steps(struct compiler *compiler, const struct section *section)
{
    struct program *program = &compiler->program;
    if (section->kind == SECTION_EACH)
        (void)program_add(program, (struct step){.kind = STEP_NEXT, .jump = section->step + 1});
    uint32_t here = program_here(program);
    program->steps[program->first + section->step].jump = here;
}

static void
end_place(struct compiler *compiler, struct section *section)
{
    struct html *html = &compiler->html;
    if (!html_same_place(&section->html, html))
        complain(compiler->unit->source, section->at, "the section {{#%s}} begins %s, but ends %s",
                 section->inner, html_where(compiler->arena, &section->html),
                 html_where(compiler->arena, html));
    /* One complaint is enough. */
    if (html->depth > section->html.depth)
        html->depth = section->html.depth;
    enum html_url after = html->url;
    enum html_url joined = section->is_else ? section->beside : section->html.url;
    section->beside = after;
    if (html->url != joined)
        html->url = URL_MIXED;
    if (section->html.state == HTML_VALUE && section->html.value_length != html->value_length)
        html->literal_value = false;
    html->floor = section->html.floor;
    html->attribute_space = false;
    html->after_block = false;
}

void
tag_close(struct compiler *compiler, const char *at, const char *inner)
{
    const struct source *source = compiler->unit->source;
    if (compiler->section_count == 0) {
        complain(source, at, "{{/%s}} ends nothing", inner);
        return;
    }
    struct section *section = &compiler->sections[compiler->section_count - 1];
    if (!ends(section->inner, inner)) {
        complain(source, at, "{{/%s}}, but {{#%s}} is open", inner, section->inner);
        return;
    }
    compiler->section_count--;
    if (section->kind == SECTION_FIXED) {
        compiler->muted -= section->muted;
        if (section->muted)
            compiler->html = section->html;
        return;
    }
    html_border(compiler, at);
    end_place(compiler, section);
    if (compiler->muted == 0)
        end_steps(compiler, section);
    compiler->closed = *section;
    compiler->just_closed = true;
}

void
tag_unclosed(struct compiler *compiler, int count)
{
    while (compiler->section_count > count) {
        struct section *section = &compiler->sections[--compiler->section_count];
        complain(compiler->unit->source, section->at, "{{#%s}} is never ended", section->inner);
        compiler->muted -= section->muted;
        compiler->html.floor = section->html.floor;
    }
}
