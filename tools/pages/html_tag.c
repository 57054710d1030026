/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"
#include "tools/pages/html.h"
#include "tools/pages/part.h"

#include <ctype.h>
#include <string.h>

/* Lists of names, with a blank on either side of each. */
static const char void_elements[] =
    " area base br col embed hr img input link meta source track wbr ";
static const char block_elements[] =
    " html head body meta link title script base main header footer nav section article aside div "
    "p ul"
    " ol li dl dt dd table caption colgroup col thead tbody tfoot tr td th form fieldset legend h1 "
    "h2"
    " h3 h4 h5 h6 hgroup hr br blockquote pre figure figcaption details summary option optgroup"
    " datalist address dialog search template noscript svg g path circle ellipse line rect polyline"
    " polygon defs clippath ";
static const char svg_elements[] = " path circle ellipse line rect polyline polygon use stop ";
static const char url_attributes[] =
    " href src action formaction poster cite data manifest xlink:href background longdesc ";
static const char spoken_attributes[] =
    " title alt placeholder aria-label aria-description aria-roledescription aria-valuetext label"
    " summary ";
static const char unsafe_attributes[] = " style srcdoc srcset imagesrcset ping http-equiv nonce ";
static const char verbatim_elements[] = " pre ";
static const char untranslated_elements[] = " code kbd samp ";
static const char schemes[] = " http https mailto tel ";

bool
html_listed(const char *list, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = list; length > 0 && (at = strstr(at, name)) != NULL; at++)
        if (at > list && at[-1] == ' ' && at[length] == ' ')
            return true;
    return false;
}

void
html_put(struct compiler *compiler, const char *bytes, size_t length)
{
    if (compiler->muted == 0)
        program_literal(&compiler->program, bytes, length);
}

bool
html_is_spoken(const struct html *html)
{
    return html_listed(spoken_attributes, html->attribute) ||
           (html->button && strcmp(html->attribute, "value") == 0);
}

/* ---- URLs ---- */

void
html_url_byte(struct compiler *compiler, const char *at, char c)
{
    struct html *html = &compiler->html;
    if (html->url == URL_NONE || html->url == URL_QUERY)
        return;
    if (c == '?' || c == '#') {
        html->url = URL_QUERY;
    } else if (c == '/') {
        html->url = html->url == URL_START ? URL_SLASH : URL_PATH;
    } else if (c == ':' && html->url == URL_WORD) {
        html->value[html->value_length] = '\0';
        if (!html_listed(schemes, html->value))
            complain(compiler->unit->source, at,
                     "an address must be http, https, mailto, tel or relative");
        html->url = URL_PATH;
    } else if (c == ':' && html->url != URL_PATH && html->url != URL_SLASH) {
        complain(compiler->unit->source, at,
                 "a value in front of this ':' could become any scheme");
    } else if (html->url == URL_START) {
        html->url = URL_WORD;
    } else if (html->url == URL_SLASH) {
        html->url = URL_PATH;
    }
}

static enum step_place
url_hole(struct compiler *compiler, const char *at)
{
    struct html *html = &compiler->html;
    switch (html->url) {
    case URL_START:
        if (strcmp(html->element, "script") == 0)
            complain(compiler->unit->source, at, "<script> must not load what a value says");
        html->url = URL_VALUE;
        return PLACE_URL;
    case URL_SLASH: html->url = URL_PATH; return PLACE_URL_SLASH;
    case URL_PATH: return PLACE_URL_PATH;
    case URL_QUERY: return PLACE_URL_QUERY;
    case URL_NONE:
    case URL_WORD:
    case URL_VALUE:
    case URL_MIXED: break;
    }
    complain(compiler->unit->source, at,
             "two values, or a word and a value, begin this address and could become any scheme");
    return PLACE_URL_PATH;
}

enum step_place
html_attribute_hole(struct compiler *compiler, const char *at, bool sentence)
{
    struct html *html = &compiler->html;
    const struct source *source = compiler->unit->source;
    html->literal_value = false;
    if (strncmp(html->attribute, "on", 2) == 0 || html_listed(unsafe_attributes, html->attribute) ||
        (strcmp(html->element, "base") == 0))
        complain(source, at, "no value may stand in the attribute %s", html->attribute);
    if (strcmp(html->element, "meta") == 0 && strcmp(html->attribute, "content") == 0 &&
        (html->refreshing_meta || !html->named_meta))
        complain(source, at,
                 "a value may stand in content= only behind name=, and not with http-equiv=");
    if (html->url == URL_NONE)
        return PLACE_ATTRIBUTE;
    if (sentence)
        complain(source, at, "a sentence cannot stand in an address");
    return url_hole(compiler, at);
}

/* ---- tags ---- */

static size_t
read_name(const char *at, const char *end, char out_name[WORD_MAX])
{
    size_t length = 0;
    while (at + length < end && length < WORD_MAX - 1 &&
           (isalnum((unsigned char)at[length]) || strchr("-_:.@", at[length]) != NULL))
        length++;
    for (size_t i = 0; i < length; i++)
        out_name[i] = (char)tolower((unsigned char)at[i]);
    out_name[length] = '\0';
    return length;
}

/* `>`: the tag's end. */
static void
end_of_tag(struct compiler *compiler, const char *at, bool self_closed)
{
    struct html *html = &compiler->html;
    html_put(compiler, self_closed ? "/>" : ">", self_closed ? 2 : 1);
    html->after_block = html_listed(block_elements, html->element);
    html->state = HTML_DATA;
    if (self_closed || html_listed(void_elements, html->element))
        return;
    if (html->depth == NEST_MAX) {
        complain(compiler->unit->source, at, "more than %d tags inside each other", NEST_MAX);
        return;
    }
    struct html_open *open = &html->open[html->depth++];
    *open = (struct html_open){.source = compiler->unit->source, .at = at};
    memcpy(open->name, html->element, WORD_MAX);
    part_begin(compiler, at);
    if (html->verbatim == 0 && html_listed(verbatim_elements, html->element))
        html->verbatim = html->depth;
    if (html->untranslated == 0 &&
        (html->foreign_text || html_listed(untranslated_elements, html->element)))
        html->untranslated = html->depth;
    if (strcmp(html->element, "textarea") == 0 || strcmp(html->element, "title") == 0)
        html->state = HTML_RCDATA;
    if (strcmp(html->element, "script") == 0 || strcmp(html->element, "style") == 0)
        html->state = HTML_RAW;
    html->fresh = strcmp(html->element, "textarea") == 0 || html->verbatim == html->depth;
}

void
html_attribute_done(struct compiler *compiler, const char *at)
{
    struct html *html = &compiler->html;
    html->value[html->value_length] = '\0';
    const char *value = html->literal_value ? html->value : "";
    if (strcmp(html->attribute, "type") == 0 && strcmp(html->element, "input") == 0)
        html->button = html_listed(" submit button reset ", value);
    if (strcmp(html->attribute, "translate") == 0 && strcmp(value, "no") == 0)
        html->foreign_text = true;
    if (strcmp(html->element, "meta") == 0 && strcmp(html->attribute, "name") == 0)
        html->named_meta = true;
    if (strcmp(html->element, "meta") == 0 && strcmp(html->attribute, "http-equiv") == 0)
        html->refreshing_meta = true;
    if (strcmp(html->attribute, "style") == 0)
        complain(compiler->unit->source, at, "style attributes are refused by the security policy");
    html->attribute[0] = '\0';
    html->url = URL_NONE;
    html->attribute_space = false;
    html->state = HTML_IN_TAG;
}

static const char *
start_tag(struct compiler *compiler, const char *at, const char *end)
{
    struct html *html = &compiler->html;
    size_t length = read_name(at + 1, end, html->element);
    if (html_listed(block_elements, html->element))
        html->pending_space = false;
    html_settle_space(compiler);
    html_put(compiler, at, length + 1);
    html->state = HTML_IN_TAG;
    html->attribute_space = false;
    html->named_meta = html->refreshing_meta = html->button = html->foreign_text = false;
    const char *next = at + 1 + length;
    if (next < end && strchr(" \t\r\n/>", *next) == NULL)
        complain(compiler->unit->source, next, "not a tag's name");
    return next;
}

static const char *
end_tag(struct compiler *compiler, const char *at, const char *end)
{
    struct html *html = &compiler->html;
    const struct source *source = compiler->unit->source;
    char name[WORD_MAX];
    size_t length = read_name(at + 2, end, name);
    const char *next = at + 2 + length;
    while (next < end && isspace((unsigned char)*next))
        next++;
    if (length == 0 || next >= end || *next != '>') {
        complain(source, at, "not an end tag");
        return next;
    }
    if (html_listed(block_elements, name))
        html->pending_space = false;
    html_settle_space(compiler);
    html->after_block = html_listed(block_elements, name);
    html_put(compiler, at, 2 + length);
    html_put(compiler, ">", 1);
    if (strcmp(name, "details") == 0)
        part_end(compiler);
    const struct html_open *open = html->depth > 0 ? &html->open[html->depth - 1] : NULL;
    if (html->depth <= html->floor)
        complain(source, at, "</%s> ends what was not begun here", name);
    else if (strcmp(open->name, name) != 0)
        complain(source, at, "</%s>, but <%s> is open", name, open->name);
    if (html->depth > html->floor) {
        if (html->verbatim == html->depth)
            html->verbatim = 0;
        if (html->untranslated == html->depth)
            html->untranslated = 0;
        html->depth--;
    }
    html->state = HTML_DATA;
    return next + 1;
}

static const char *
attribute_name(struct compiler *compiler, const char *at, const char *end)
{
    struct html *html = &compiler->html;
    const struct source *source = compiler->unit->source;
    size_t length = read_name(at, end, html->attribute);
    if (length == 0) {
        complain(source, at, "not an attribute: '%c'", *at);
        return at + 1;
    }
    if (!html->attribute_space)
        complain(source, at, "no blank in front of the attribute %s", html->attribute);
    if (strncmp(html->attribute, "on", 2) == 0)
        complain(source, at, "event handlers are refused by the security policy");
    html_put(compiler, at, length);
    html->state = HTML_AFTER_NAME;
    html->attribute_space = false;
    return at + length;
}

static const char *
in_tag(struct compiler *compiler, const char *at, const char *end)
{
    struct html *html = &compiler->html;
    if (isspace((unsigned char)*at)) {
        html->pending_space = true;
        return at + 1;
    }
    if (*at == '>') {
        html->pending_space = false;
        end_of_tag(compiler, at, false);
        return at + 1;
    }
    if (*at == '/' && at + 1 < end && at[1] == '>') {
        html->pending_space = false;
        bool is_void = html_listed(void_elements, html->element);
        if (!is_void && !html_listed(svg_elements, html->element))
            complain(compiler->unit->source, at, "<%s> cannot end itself", html->element);
        end_of_tag(compiler, at, !is_void);
        return at + 2;
    }
    if (html->pending_space) {
        html_put(compiler, " ", 1);
        html->attribute_space = true;
        html->pending_space = false;
    }
    return attribute_name(compiler, at, end);
}

static const char *
after_name(struct compiler *compiler, const char *at)
{
    struct html *html = &compiler->html;
    if (*at != '=') {
        html->value_length = 0;
        html->literal_value = true;
        html_attribute_done(compiler, at);
        return at;
    }
    html_put(compiler, "=", 1);
    html->state = HTML_BEFORE_VALUE;
    html->value_length = 0;
    html->literal_value = true;
    html->url = html_listed(url_attributes, html->attribute) ? URL_START : URL_NONE;
    return at + 1;
}

static const char *
before_value(struct compiler *compiler, const char *at)
{
    struct html *html = &compiler->html;
    if (*at == '"' || *at == '\'') {
        html->quote = *at;
        html->state = HTML_VALUE;
        html_put(compiler, at, 1);
        return at + 1;
    }
    if (isspace((unsigned char)*at))
        complain(compiler->unit->source, at, "a blank between %s= and its value", html->attribute);
    html->state = HTML_BARE_VALUE;
    return at;
}

static const char *
value_byte(struct compiler *compiler, const char *at, const char *end)
{
    struct html *html = &compiler->html;
    bool bare = html->state == HTML_BARE_VALUE;
    if (bare ? isspace((unsigned char)*at) || *at == '>' : *at == html->quote) {
        if (!bare)
            html_put(compiler, at, 1);
        html_attribute_done(compiler, at);
        return bare ? at : at + 1;
    }
    const char *next = at;
    if (*at == '&' && (next = html_skip_entity(at, end)) != at) {
        html_put(compiler, at, (size_t)(next - at));
        return next;
    }
    if (html_is_spoken(html) && html->value_length == 0)
        (void)html_watch_words(compiler, at, at, end);
    html_url_byte(compiler, at, *at);
    if (html->value_length < WORD_MAX - 1)
        html->value[html->value_length++] = *at;
    (void)utf8_next(&next, end);
    html_put(compiler, at, (size_t)(next - at));
    return next;
}

const char *
html_tag_byte(struct compiler *compiler, const char *at, const char *end)
{
    switch (compiler->html.state) {
    case HTML_IN_TAG: return in_tag(compiler, at, end);
    case HTML_AFTER_NAME: return after_name(compiler, at);
    case HTML_BEFORE_VALUE: return before_value(compiler, at);
    default: return value_byte(compiler, at, end);
    }
}

const char *
html_markup(struct compiler *compiler, const char *at, const char *end)
{
    struct html *html = &compiler->html;
    size_t left = (size_t)(end - at);
    if (left >= 4 && memcmp(at, "<!--", 4) == 0) {
        html->state = HTML_COMMENT;
        return at + 4;
    }
    if (left >= 2 && at[1] == '/')
        return end_tag(compiler, at, end);
    if (left >= 2 && isalpha((unsigned char)at[1]))
        return start_tag(compiler, at, end);
    if (left >= 2 && at[1] == '!') {
        const char *close = memchr(at, '>', left);
        const char *next = close == NULL ? end : close + 1;
        html_put(compiler, at, (size_t)(next - at));
        html->after_block = true;
        return next;
    }
    complain(compiler->unit->source, at, "a '<' that begins no tag: write &lt;");
    return at + 1;
}
