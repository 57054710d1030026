/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tools/pages/tags.h"
#include "tools/pages/part.h"

#include <ctype.h>
#include <string.h>

/* ---- pieces of tags ---- */

const char *
tag_end(const char *at, const char *end)
{
    int depth = 0;
    for (at += 2; at + 1 < end; at++) {
        if (*at == '{')
            depth++;
        else if (*at == '}' && depth > 0)
            depth--;
        else if (*at == '}' && at[1] == '}')
            return at + 2;
    }
    return NULL;
}

const char *
tag_parameter(const struct compiler *compiler, const char *name, size_t length)
{
    const struct unit *unit = compiler->unit;
    for (int i = 0; i < unit->parameter_count; i++)
        if (strlen(unit->parameters[i].name) == length &&
            memcmp(unit->parameters[i].name, name, length) == 0)
            return unit->parameters[i].text;
    return NULL;
}

const char *
tag_expand(struct compiler *compiler, const char *at, const char *text, size_t length)
{
    struct buffer out;
    buffer_open(&out, compiler->arena, SOURCE_MAX);
    for (size_t i = 0; i < length;) {
        size_t run = 1;
        while (i + run < length && (isalnum((unsigned char)text[i + run]) || text[i + run] == '_'))
            run++;
        if (text[i] != '$' || run == 1) {
            buffer_byte(&out, text[i++]);
            continue;
        }
        const char *given = tag_parameter(compiler, text + i + 1, run - 1);
        if (given == NULL && compiler->muted == 0)
            complain(compiler->unit->source, at, "the partial was not given %.*s", (int)run,
                     text + i);
        buffer_text(&out, given == NULL ? "" : given);
        i += run;
    }
    return arena_text(compiler->arena, buffer_read(&out));
}

struct words
tag_words(struct compiler *compiler, const char *text)
{
    struct words words = {0};
    while (words.count < 8) {
        text += strspn(text, " \t\r\n");
        if (*text == '\0')
            break;
        char quote = *text == '"' || *text == '\'' ? *text++ : '\0';
        const char stop[] = {quote, '\0'};
        size_t length = strcspn(text, quote != '\0' ? stop : " \t\r\n");
        words.word[words.count++] = arena_copy(compiler->arena, text, length);
        text += length + (quote != '\0' && text[length] == quote);
    }
    return words;
}

static bool
is_part(const char *part, size_t length)
{
    if (length == 1 && *part == '@')
        return true;
    if (length == 0 || (!islower((unsigned char)*part) && *part != '_'))
        return false;
    for (size_t i = 0; i < length; i++)
        if (!islower((unsigned char)part[i]) && !isdigit((unsigned char)part[i]) && part[i] != '_')
            return false;
    return true;
}

static bool
starts_with(const char *name, const char *part)
{
    size_t length = strlen(part);
    return strncmp(name, part, length) == 0 && (name[length] == '.' || name[length] == '\0');
}

uint32_t
tag_name(struct compiler *compiler, const char *at, const char *name, const char *within)
{
    char bytes[PAGE_NAME_MAX + 8] = {0};
    size_t used = 2;
    unsigned parts = 0;
    unsigned flags = compiler->unit->layout ? NAME_ENVELOPE : 0;
    bool special = strcmp(name, ".") == 0;
    if (name[0] == '@' && (name[1] == '\0' || strcmp(name, "@1") == 0)) {
        special = true;
        flags |= NAME_POSITION | (name[1] == '1' ? NAME_FROM_ONE : 0);
    }
    if (strlen(name) + (within == NULL ? 0 : strlen(within)) > PAGE_NAME_MAX) {
        complain(compiler->unit->source, at, "the name is too long");
        return 0;
    }
    for (const char *part = name; !special && part != NULL; parts++) {
        size_t length = strcspn(part, ".");
        if (!is_part(part, length))
            complain(compiler->unit->source, at, "not a name: \"%s\"", name);
        memcpy(bytes + used, part, length);
        used += length + 1;
        part = part[length] == '.' ? part + length + 1 : NULL;
    }
    if (within != NULL) {
        memcpy(bytes + used, within, strlen(within));
        used += strlen(within) + 1;
        parts++;
    }
    if (!special && strchr(within == NULL ? name : within, '@') != NULL)
        flags |= NAME_POSITION;
    if (starts_with(name, "errors") || starts_with(name, "given"))
        flags |= NAME_LENIENT;
    bytes[0] = (char)parts;
    bytes[1] = (char)flags;
    uint32_t text = program_text(&compiler->program, bytes, used);
    if (starts_with(name, "errors") && parts > 1 && (flags & NAME_POSITION) == 0)
        part_error(compiler, at, text);
    return text;
}

int
tag_format(const char *name)
{
    static const char *const names[] = {
        [FORMAT_PLAIN] = "value",   [FORMAT_DAY] = "day",     [FORMAT_TIME] = "time",
        [FORMAT_MOMENT] = "moment", [FORMAT_AGO] = "ago",     [FORMAT_LONG] = "long",
        [FORMAT_DATE] = "date",     [FORMAT_LOCAL] = "local", [FORMAT_NUMBER] = "number",
        [FORMAT_ISO] = "iso",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return (int)i;
    return -1;
}

/* ---- values ---- */

static void
value(struct compiler *compiler, const char *at, const char *inner)
{
    struct words words = tag_words(compiler, inner);
    const char *first = words.count > 0 ? words.word[0] : "";
    const char *name = words.count > 1 ? words.word[words.count - 1] : first;
    enum step_place place = html_hole(compiler, at, false);
    struct step step = {.kind = STEP_VALUE, .place = (uint8_t)place};
    int format = tag_format(first);
    if (words.count == 2 && format >= 0) {
        step.format = (uint8_t)format;
    } else if (words.count == 2 && strcmp(first, "query") == 0) {
        step.place = place == PLACE_PLAIN ? PLACE_PLAIN : PLACE_URL_QUERY;
    } else if (words.count == 2 && strcmp(first, "say") == 0) {
        step.kind = STEP_SAY;
    } else if (words.count == 3 && (strcmp(first, "say") == 0 || strcmp(first, "choice") == 0)) {
        step.kind = first[0] == 's' ? STEP_SAY : STEP_CHOICE;
        step.text = program_text(&compiler->program, words.word[1], strlen(words.word[1]));
        step.length = (uint32_t)strlen(words.word[1]);
    } else if (words.count != 1) {
        complain(compiler->unit->source, at, "not a tag of pages: {{%s}}", inner);
        return;
    }
    if (compiler->muted > 0)
        return;
    step.name = tag_name(compiler, at, name, NULL);
    step.cache = program_cache(&compiler->program);
    (void)program_add(&compiler->program, step);
}

/* {{$name}} alone, {{code words}} */
static bool
fixed(struct compiler *compiler, const char *at, const char *text, size_t length)
{
    bool parameter = length > 1 && *text == '$' && memchr(text, ' ', length) == NULL &&
                     memchr(text, '.', length) == NULL;
    bool code = length > 5 && memcmp(text, "code ", 5) == 0;
    if (!parameter && !code)
        return false;
    const char *words =
        tag_expand(compiler, at, code ? text + 5 : text, code ? length - 5 : length);
    html_fixed(compiler, at, words, strlen(words), !code);
    return true;
}

/* ---- partials ---- */

/* Reads name="text" pairs into the unit; the partial's name, or NULL after a complaint. */
static const char *
parameters(struct compiler *compiler, struct unit *unit, const char *at, const char *text)
{
    size_t length = strcspn(text, " \t\r\n");
    const char *name = arena_copy(compiler->arena, text, length);
    text += length;
    for (;;) {
        text += strspn(text, " \t\r\n");
        length = strcspn(text, "= \t\r\n");
        if (*text == '\0')
            return name;
        if (text[length] != '=' || unit->parameter_count == PARAMETERS_MAX) {
            complain(compiler->unit->source, at, "write {{>partial name=\"text\" ...}}");
            return NULL;
        }
        struct parameter *parameter = &unit->parameters[unit->parameter_count++];
        parameter->name = arena_copy(compiler->arena, text, length);
        text += length + 1;
        char quote = *text == '"' || *text == '\'' ? *text++ : '\0';
        const char stop[] = {quote, '\0'};
        length = strcspn(text, quote != '\0' ? stop : " \t\r\n");
        parameter->text = quote != '\0' ? arena_copy(compiler->arena, text, length)
                                        : tag_expand(compiler, at, text, length);
        if (quote != '\0' && *text == '$')
            parameter->text = tag_expand(compiler, at, text, length);
        if (quote != '\0' && text[length] == '\0') {
            complain(compiler->unit->source, at, "a quote without its partner");
            return NULL;
        }
        text += length + (quote != '\0' && text[length] == quote);
    }
}

static void
partial(struct compiler *compiler, const char *at, const char *text)
{
    const struct unit *parent = compiler->unit;
    struct unit unit = {.parent = parent, .layout = parent->layout};
    const char *name = parameters(compiler, &unit, at, text);
    int depth = 0;
    for (const struct unit *up = parent; up != NULL; up = up->parent)
        depth++;
    if (compiler->muted > 0 || name == NULL)
        return;
    if (depth > PARTIAL_DEPTH_MAX) {
        complain(parent->source, at, "partials inside partials without end");
        return;
    }
    unit.source =
        source_read(compiler->arena,
                    arena_print(compiler->arena,
                                compiler->text ? "%s/text/partials/%s.txt" : "%s/partials/%s.html",
                                compiler->web, name));
    if (unit.source == NULL) {
        complain(parent->source, at, "there is no partial %s", name);
        return;
    }
    tag_range(compiler, &unit, unit.source->text, unit.source->text + unit.source->length);
}

/* ---- the page's own parts, in the layout ---- */

static bool
layout_part(struct compiler *compiler, const char *at, const char *inner)
{
    if (!compiler->unit->layout)
        return false;
    struct unit unit = {.source = compiler->page};
    if (strcmp(inner, "title") == 0) {
        if (compiler->title != NULL)
            tag_range(compiler, &unit, compiler->title, compiler->title_end);
        return true;
    }
    if (strcmp(inner, "content") == 0) {
        if (compiler->showed_content)
            complain(compiler->unit->source, at, "{{content}} stands twice");
        compiler->showed_content = true;
        tag_range(compiler, &unit, compiler->content, compiler->content_end);
        return true;
    }
    return false;
}

/* ---- a range ---- */

static void
tag(struct compiler *compiler, const char *at, const char *end)
{
    const char *text = at + 2;
    const char *last = end - 2;
    while (last > text && isspace((unsigned char)last[-1]))
        last--;
    while (text < last && isspace((unsigned char)*text))
        text++;
    size_t length = (size_t)(last - text);
    if (length == 0) {
        complain(compiler->unit->source, at, "an empty {{}}");
        return;
    }
    if (*text == '!')
        return;
    bool was_closed = compiler->just_closed;
    compiler->just_closed = false;
    if (*text == '_' && length > 1 && (isspace((unsigned char)text[1]) || text[1] == '$')) {
        tag_sentence(compiler, at, text + 1, length - 1);
    } else if (*text == 'n' && length > 1 && isspace((unsigned char)text[1])) {
        tag_plural(compiler, at, text + 1, length - 1);
    } else if (*text == '>') {
        const char *inner = arena_copy(compiler->arena, text + 1, length - 1);
        partial(compiler, at, inner + strspn(inner, " \t\r\n"));
    } else if (strchr("#^?/", *text) != NULL) {
        const char *inner = tag_expand(compiler, at, text + 1, length - 1);
        inner += strspn(inner, " \t\r\n");
        compiler->just_closed = was_closed && *text == '^';
        if (*text == '/')
            tag_close(compiler, at, inner);
        else
            tag_open(compiler, at, *text, inner);
        compiler->just_closed = *text == '/';
    } else if (!fixed(compiler, at, text, length)) {
        const char *inner = tag_expand(compiler, at, text, length);
        if (strcmp(inner, "open errors") == 0)
            part_opener(compiler, at);
        else if (!layout_part(compiler, at, inner))
            value(compiler, at, inner);
    }
}

/* In a text page, a line that holds nothing but such a tag is not a line of the answer. */
static bool
stands_alone(const char *begin, const char *at, const char *tag_behind, const char *end,
             const char **out_line, const char **out_next)
{
    const char *line = at, *next = tag_behind;
    if (strchr("#^?/!>", at[2]) == NULL)
        return false;
    while (line > begin && (line[-1] == ' ' || line[-1] == '\t'))
        line--;
    while (next < end && (*next == ' ' || *next == '\t'))
        next++;
    if ((line > begin && line[-1] != '\n') || (next < end && *next != '\n'))
        return false;
    *out_line = line;
    *out_next = next < end ? next + 1 : next;
    return true;
}

static void
literal(struct compiler *compiler, const char *at, const char *end)
{
    for (const char *p = at; p < end && compiler->just_closed; p++)
        if (!isspace((unsigned char)*p))
            compiler->just_closed = false;
    html_literal(compiler, at, end);
}

static void
watch_balance(struct compiler *compiler, int depth)
{
    struct html *html = &compiler->html;
    while (html->depth > depth) {
        const struct html_open *open = &html->open[--html->depth];
        complain(open->source, open->at, "<%s> is never ended", open->name);
    }
    if (html->state == HTML_RCDATA || html->state == HTML_RAW)
        html->state = HTML_DATA;
}

void
tag_range(struct compiler *compiler, const struct unit *unit, const char *begin, const char *end)
{
    const struct unit *outer = compiler->unit;
    int sections = compiler->section_count;
    int floor = compiler->html.floor;
    struct html html = compiler->html;
    compiler->unit = unit;
    compiler->html.floor = html.depth;
    for (const char *at = begin; at < end;) {
        const char *next = memmem(at, (size_t)(end - at), "{{", 2);
        const char *behind = next == NULL ? NULL : tag_end(next, end);
        const char *line = next;
        if (next != NULL && behind == NULL)
            complain(unit->source, next, "{{ without }}");
        if (behind == NULL) {
            literal(compiler, at, next == NULL ? end : next);
            break;
        }
        const char *go_on = behind;
        if (compiler->text)
            (void)stands_alone(begin, next, behind, end, &line, &go_on);
        literal(compiler, at, line);
        tag(compiler, next, behind);
        at = go_on;
    }
    tag_unclosed(compiler, sections);
    if (html.state == HTML_DATA)
        watch_balance(compiler, html.depth);
    if (!html_same_place(&html, &compiler->html))
        complain(unit->source, begin, "begins %s, but ends %s", html_where(compiler->arena, &html),
                 html_where(compiler->arena, &compiler->html));
    compiler->html.floor = floor;
    compiler->unit = outer;
}

/* ---- a page ---- */

static const char *
skip_blank(const char *at, const char *end)
{
    while (at < end && isspace((unsigned char)*at))
        at++;
    return at;
}

/* Is the tag at `at` exactly that? Then behind it, else NULL. */
static const char *
is_tag(const char *at, const char *end, const char *tag_text)
{
    size_t length = strlen(tag_text);
    return (size_t)(end - at) >= length && memcmp(at, tag_text, length) == 0 ? at + length : NULL;
}

static bool
read_head(struct compiler *compiler, const char *at, const char *end)
{
    const struct source *source = compiler->page;
    const char *next;
    at = skip_blank(at, end);
    while (is_tag(at, end, "{{!") != NULL && (next = tag_end(at, end)) != NULL)
        at = skip_blank(next, end);
    compiler->title = compiler->nav = NULL;
    compiler->content = at;
    compiler->content_end = end;
    if ((next = is_tag(at, end, "{{bare}}")) != NULL) {
        compiler->content = next;
        return true;
    }
    next = is_tag(at, end, "{{title}}");
    const char *close = next == NULL ? NULL : memmem(next, (size_t)(end - next), "{{/title}}", 10);
    if (close == NULL) {
        complain(source, at, "a page begins with {{title}}...{{/title}} or {{bare}}");
        return true;
    }
    compiler->title = skip_blank(next, close);
    compiler->title_end = close;
    while (compiler->title_end > compiler->title && isspace((unsigned char)compiler->title_end[-1]))
        compiler->title_end--;
    at = skip_blank(close + 10, end);
    if (is_tag(at, end, "{{nav ") != NULL && (next = tag_end(at, end)) != NULL) {
        compiler->nav = arena_copy(compiler->arena, at + 6, (size_t)(next - at - 8));
        at = next;
    }
    compiler->content = at;
    return false;
}

void
compile_page(struct compiler *compiler, const struct source *source)
{
    compiler->page = source;
    compiler->html =
        (struct html){.state = compiler->text ? HTML_PLAIN : HTML_DATA, .after_block = true};
    compiler->section_count = 0;
    compiler->muted = 0;
    compiler->showed_content = false;
    program_begin(&compiler->program);
    struct unit unit = {.source = source};
    const char *end = source->text + source->length;
    if (compiler->text) {
        tag_range(compiler, &unit, source->text, end);
    } else if (read_head(compiler, source->text, end)) {
        tag_range(compiler, &unit, compiler->content, end);
    } else {
        const char *path = arena_print(compiler->arena, "%s/layout.html", compiler->web);
        unit = (struct unit){.source = source_read(compiler->arena, path), .layout = true};
        if (unit.source == NULL) {
            complain(source, source->text, "there is no %s", path);
        } else {
            tag_range(compiler, &unit, unit.source->text, unit.source->text + unit.source->length);
            if (!compiler->showed_content)
                complain(unit.source, unit.source->text, "the layout has no {{content}}");
        }
    }
    (void)program_add(&compiler->program, (struct step){.kind = STEP_END});
}
