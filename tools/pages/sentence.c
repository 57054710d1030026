/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tools/pages/tags.h"

#include <ctype.h>
#include <string.h>

/* White space runs become one blank, as the catalogue keeps sentences. */
static char *
tidy(struct arena *arena, const char *text, size_t length)
{
    char *tidied = arena_alloc(arena, length + 1);
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        bool blank = isspace((unsigned char)text[i]);
        if (blank && (used == 0 || tidied[used - 1] == ' '))
            continue;
        tidied[used++] = blank ? ' ' : text[i];
    }
    if (used > 0 && tidied[used - 1] == ' ')
        used--;
    tidied[used] = '\0';
    return tidied;
}

/* "_$label": the whole text may be a parameter. */
static const char *
sentence_text(struct compiler *compiler, const char *at, const char *text, size_t length)
{
    char *tidied = tidy(compiler->arena, text, length);
    size_t words = 1;
    while (isalnum((unsigned char)tidied[words]) || tidied[words] == '_')
        words++;
    if (tidied[0] == '$' && isalpha((unsigned char)tidied[1]) && tidied[words] == '\0') {
        const char *given = tag_parameter(compiler, tidied + 1, words - 1);
        if (given == NULL && compiler->muted == 0)
            complain(compiler->unit->source, at, "the partial was not given %s", tidied);
        return given == NULL ? "" : tidy(compiler->arena, given, strlen(given));
    }
    return tidied;
}

static void
watch_sentence(struct compiler *compiler, const char *at, const char *sentence)
{
    const struct source *source = compiler->unit->source;
    size_t length = strlen(sentence);
    if (length == 0 && compiler->muted == 0)
        complain(source, at, "an empty sentence");
    if (length > PAGE_SENTENCE_MAX)
        complain(source, at, "a sentence of more than %d bytes", PAGE_SENTENCE_MAX);
    const char *semicolon = strchr(sentence, '&');
    if (semicolon != NULL && strchr(semicolon, ';') != NULL && isalpha((unsigned char)semicolon[1]))
        complain(source, at, "an entity in a sentence: write the character itself");
    if (compiler->sentences != NULL && compiler->muted == 0)
        (void)fprintf(compiler->sentences, "%s\n", sentence);
}

/* {name}, {name:format}, {name:choice} */
static void
hole(struct compiler *compiler, const char *at, enum step_place place, const char *text,
     size_t length, const char *count)
{
    struct program *program = &compiler->program;
    const char *inner = arena_copy(compiler->arena, text, length);
    const char *colon = strchr(inner, ':');
    const char *name =
        colon == NULL ? inner : arena_copy(compiler->arena, inner, (size_t)(colon - inner));
    struct step step = {.kind = STEP_VALUE, .place = (uint8_t)place};
    if (length > UINT8_MAX)
        complain(compiler->unit->source, at, "{%s} is too long a name", inner);
    if (colon != NULL && strcmp(colon, ":choice") == 0) {
        const char *last = strrchr(name, '.');
        last = last == NULL ? name : last + 1;
        step.kind = STEP_CHOICE;
        step.text = program_text(program, last, strlen(last));
        step.length = (uint32_t)strlen(last);
    } else if (colon != NULL) {
        int format = tag_format(colon + 1);
        if (format < 0)
            complain(compiler->unit->source, at, "{%s}: no such way to show a value", inner);
        step.format = format < 0 ? FORMAT_PLAIN : (uint8_t)format;
    } else if (count != NULL && strcmp(count, name) == 0) {
        step.format = FORMAT_NUMBER;
    }
    step.name = tag_name(compiler, at, name, NULL);
    step.hole = program_text(program, inner, length);
    step.hole_length = (uint8_t)length;
    step.cache = program_cache(program);
    (void)program_add(program, step);
}

static void
pieces(struct compiler *compiler, const char *at, enum step_place place, const char *sentence,
       const char *count)
{
    const char *next = sentence;
    while (*next != '\0') {
        size_t run = strcspn(next, "{}");
        html_escape(compiler, place, next, run);
        next += run;
        if (*next == '\0')
            break;
        const char *end = strchr(next, '}');
        if (*next == '}' || end == NULL || end == next + 1) {
            complain(compiler->unit->source, at, "a brace without its partner in a sentence");
            return;
        }
        hole(compiler, at, place, next + 1, (size_t)(end - next - 1), count);
        next = end + 1;
    }
}

void
tag_sentence(struct compiler *compiler, const char *at, const char *text, size_t length)
{
    struct program *program = &compiler->program;
    const char *sentence = sentence_text(compiler, at, text, length);
    enum step_place place = html_hole(compiler, at, true);
    watch_sentence(compiler, at, sentence);
    if (compiler->muted > 0)
        return;
    uint32_t number = program_add(
        program, (struct step){.kind = STEP_SENTENCE,
                               .place = (uint8_t)place,
                               .text = program_text(program, sentence, strlen(sentence)),
                               .cache = program_cache(program)});
    pieces(compiler, at, place, sentence, NULL);
    uint32_t here = program_here(program);
    program->steps[program->first + number].jump = here;
}

static const char *
bar(const char *at, const char *end)
{
    int depth = 0;
    for (; at < end; at++) {
        depth += *at == '{' ? 1 : *at == '}' ? -1 : 0;
        if (*at == '|' && depth == 0)
            return at;
    }
    return NULL;
}

void
tag_plural(struct compiler *compiler, const char *at, const char *text, size_t length)
{
    struct program *program = &compiler->program;
    const char *end = text + length;
    const char *first = bar(text, end);
    const char *second = first == NULL ? NULL : bar(first + 1, end);
    enum step_place place = html_hole(compiler, at, true);
    if (second == NULL || bar(second + 1, end) != NULL) {
        complain(compiler->unit->source, at, "write {{n count|one|many}}");
        return;
    }
    const char *count = tag_expand(compiler, at, text, (size_t)(first - text));
    struct words words = tag_words(compiler, count);
    const char *one = sentence_text(compiler, at, first + 1, (size_t)(second - first - 1));
    const char *many = sentence_text(compiler, at, second + 1, (size_t)(end - second - 1));
    watch_sentence(compiler, at, one);
    watch_sentence(compiler, at, many);
    if (compiler->muted > 0)
        return;
    count = words.count == 1 ? words.word[0] : "";
    uint32_t number =
        program_add(program, (struct step){.kind = STEP_PLURAL,
                                           .place = (uint8_t)place,
                                           .name = tag_name(compiler, at, count, NULL),
                                           .text = program_text(program, one, strlen(one)),
                                           .other = program_text(program, many, strlen(many)),
                                           .cache = program_cache(program)});
    pieces(compiler, at, place, one, count);
    uint32_t jump = program_add(program, (struct step){.kind = STEP_JUMP});
    pieces(compiler, at, place, many, count);
    uint32_t here = program_here(program);
    program->steps[program->first + number].jump = here;
    program->steps[program->first + jump].jump = here;
}
