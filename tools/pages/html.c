/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tools/pages/html.h"
#include "base/utf8.h"

#include <ctype.h>
#include <string.h>

void
html_settle_space(struct compiler *compiler)
{
    struct html *html = &compiler->html;
    if (html->pending_space && !html->after_block)
        html_put(compiler, " ", 1);
    html->pending_space = false;
    html->after_block = false;
}

static bool
is_letter(uint32_t code)
{
    if (code < 0x80)
        return isalpha((int)code) != 0;
    return code != 0xd7 && code != 0xf7 &&
           ((code >= 0xc0 && code < 0x2000) || (code >= 0x2c00 && code < 0x2e00) ||
            (code >= 0x3040 && code < 0xe000) || (code >= 0xf900 && code < 0xfe00) ||
            (code >= 0x20000 && code < 0x40000));
}

bool
html_watch_words(struct compiler *compiler, const char *at, const char *text, const char *end)
{
    if (compiler->html.untranslated > 0 || compiler->muted > 0)
        return false;
    const char *next = text;
    if (text >= end || !is_letter(utf8_next(&next, end)))
        return false;
    while (next < end && strchr("<\n\"{", *next) == NULL && next - text < 40)
        (void)utf8_next(&next, end);
    complain(compiler->unit->source, at, "visible text outside {{_ }}: %.*s", (int)(next - text),
             text);
    return true;
}

const char *
html_skip_entity(const char *at, const char *end)
{
    const char *p = at + 1;
    while (p < end && p - at < 32 && (isalnum((unsigned char)*p) || *p == '#'))
        p++;
    return p < end && *p == ';' && p > at + 1 ? p + 1 : at;
}

/* ---- literal text ---- */

static const char *
text_run(struct compiler *compiler, const char *at, const char *end)
{
    if (html_watch_words(compiler, at, at, end)) {
        const char *next = memchr(at, '<', (size_t)(end - at));
        return next == NULL ? end : next;
    }
    const char *next = *at == '&' ? html_skip_entity(at, end) : at;
    if (next == at)
        (void)utf8_next(&next, end);
    html_put(compiler, at, (size_t)(next - at));
    return next;
}

static const char *
data_byte(struct compiler *compiler, const char *at, const char *end)
{
    struct html *html = &compiler->html;
    html->fresh = false;
    if (*at == '<')
        return html_markup(compiler, at, end);
    if (isspace((unsigned char)*at) && html->verbatim == 0) {
        html->pending_space = true;
        return at + 1;
    }
    html_settle_space(compiler);
    return text_run(compiler, at, end);
}

static bool
closes_element(const struct html *html, const char *at, const char *end)
{
    size_t length = strlen(html->element);
    return (size_t)(end - at) > length + 2 && at[0] == '<' && at[1] == '/' &&
           strncasecmp(at + 2, html->element, length) == 0 &&
           !isalnum((unsigned char)at[2 + length]);
}

static const char *
rcdata_byte(struct compiler *compiler, const char *at, const char *end)
{
    struct html *html = &compiler->html;
    html->fresh = false;
    if (closes_element(html, at, end))
        return html_markup(compiler, at, end);
    return text_run(compiler, at, end);
}

static const char *
raw_byte(struct compiler *compiler, const char *at, const char *end)
{
    struct html *html = &compiler->html;
    if (closes_element(html, at, end))
        return html_markup(compiler, at, end);
    if (!isspace((unsigned char)*at)) {
        complain(compiler->unit->source, at, "<%s> here is refused by the security policy",
                 html->element);
        while (at < end && *at != '<')
            at++;
        return at < end && !closes_element(html, at, end) ? at + 1 : at;
    }
    return at + 1;
}

static const char *
comment_byte(struct compiler *compiler, const char *at, const char *end)
{
    const char *close = memmem(at, (size_t)(end - at), "-->", 3);
    if (close == NULL)
        return end;
    compiler->html.state = HTML_DATA;
    return close + 3;
}

static const char *
plain_byte(struct compiler *compiler, const char *at, const char *end)
{
    if (!html_watch_words(compiler, at, at, end)) {
        html_put(compiler, at, 1);
        return at + 1;
    }
    const char *next = memchr(at, '\n', (size_t)(end - at));
    return next == NULL ? end : next;
}

void
html_literal(struct compiler *compiler, const char *at, const char *end)
{
    while (at < end) {
        switch (compiler->html.state) {
        case HTML_DATA: at = data_byte(compiler, at, end); break;
        case HTML_RCDATA: at = rcdata_byte(compiler, at, end); break;
        case HTML_RAW: at = raw_byte(compiler, at, end); break;
        case HTML_COMMENT: at = comment_byte(compiler, at, end); break;
        case HTML_PLAIN: at = plain_byte(compiler, at, end); break;
        case HTML_IN_TAG:
        case HTML_AFTER_NAME:
        case HTML_BEFORE_VALUE:
        case HTML_VALUE:
        case HTML_BARE_VALUE: at = html_tag_byte(compiler, at, end); break;
        }
    }
}

/* ---- what is not literal ---- */

void
html_escape(struct compiler *compiler, enum step_place place, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const char *instead = NULL;
        if (place != PLACE_PLAIN)
            instead = text[i] == '&'    ? "&amp;"
                      : text[i] == '<'  ? "&lt;"
                      : text[i] == '>'  ? "&gt;"
                      : text[i] == '"'  ? "&quot;"
                      : text[i] == '\'' ? "&#39;"
                                        : NULL;
        html_put(compiler, instead == NULL ? text + i : instead,
                 instead == NULL ? 1 : strlen(instead));
    }
}

/* A parser drops the first newline of a textarea: it gets one that may be dropped. */
static void
guard_newline(struct compiler *compiler)
{
    if (compiler->html.fresh)
        html_put(compiler, "\n", 1);
    compiler->html.fresh = false;
}

enum step_place
html_hole(struct compiler *compiler, const char *at, bool sentence)
{
    struct html *html = &compiler->html;
    const char *where = "in a tag";
    switch (html->state) {
    case HTML_DATA:
        guard_newline(compiler);
        html_settle_space(compiler);
        return PLACE_TEXT;
    case HTML_RCDATA: guard_newline(compiler); return PLACE_ATTRIBUTE;
    case HTML_VALUE: return html_attribute_hole(compiler, at, sentence);
    case HTML_PLAIN: return PLACE_PLAIN;
    case HTML_RAW: where = html->element[1] == 'c' ? "in a script" : "in a style"; break;
    case HTML_COMMENT: where = "in a comment"; break;
    case HTML_IN_TAG:
    case HTML_AFTER_NAME: where = "in a tag or an attribute's name"; break;
    case HTML_BEFORE_VALUE:
    case HTML_BARE_VALUE: where = "in an attribute without quotes"; break;
    }
    complain(compiler->unit->source, at, "no value may stand %s", where);
    return PLACE_ATTRIBUTE;
}

void
html_fixed(struct compiler *compiler, const char *at, const char *text, size_t length, bool watched)
{
    struct html *html = &compiler->html;
    enum step_place place =
        html->state == HTML_VALUE ? PLACE_ATTRIBUTE : html_hole(compiler, at, false);
    bool spoken = html->state == HTML_VALUE ? html_is_spoken(html) : true;
    for (size_t i = 0; i < length && watched && spoken; i++)
        if (html_watch_words(compiler, at, text + i, text + length))
            break;
    for (size_t i = 0; i < length && html->state == HTML_VALUE; i++) {
        html_url_byte(compiler, at, text[i]);
        if (html->value_length < WORD_MAX - 1)
            html->value[html->value_length++] = text[i];
    }
    html_escape(compiler, place, text, length);
}

void
html_border(struct compiler *compiler, const char *at)
{
    struct html *html = &compiler->html;
    switch (html->state) {
    case HTML_DATA:
        guard_newline(compiler);
        html_settle_space(compiler);
        break;
    case HTML_RCDATA: guard_newline(compiler); break;
    case HTML_AFTER_NAME:
    case HTML_BARE_VALUE: html_attribute_done(compiler, at); break;
    case HTML_BEFORE_VALUE:
    case HTML_RAW:
    case HTML_COMMENT:
        complain(compiler->unit->source, at, "no section may begin or end here");
        break;
    case HTML_IN_TAG:
        if (html->pending_space) {
            html_put(compiler, " ", 1);
            html->attribute_space = true;
            html->pending_space = false;
        }
        break;
    case HTML_VALUE:
    case HTML_PLAIN: break;
    }
}

bool
html_same_place(const struct html *then, const struct html *now)
{
    if (then->state != now->state || then->depth != now->depth)
        return false;
    switch (now->state) {
    case HTML_VALUE: return strcmp(then->attribute, now->attribute) == 0;
    case HTML_RCDATA:
    case HTML_IN_TAG: return strcmp(then->element, now->element) == 0;
    default: return true;
    }
}

const char *
html_where(struct arena *arena, const struct html *html)
{
    if (html->state == HTML_VALUE)
        return arena_print(arena, "in the attribute %s of <%s>", html->attribute, html->element);
    if (html->state == HTML_IN_TAG)
        return arena_print(arena, "in the tag <%s>", html->element);
    if (html->depth > 0)
        return arena_print(arena, "in <%s>", html->open[html->depth - 1].name);
    return "outside of all tags";
}
