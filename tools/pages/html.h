/* SPDX-License-Identifier: GPL-3.0-or-later */
/* html.h - what html.c (text) and html_tag.c (tags, attributes, addresses) share. */
#ifndef PAGES_HTML_H
#define PAGES_HTML_H

#include "tools/pages/pages.h"

/* Is the name one of the list, whose names stand between blanks? */
bool html_listed(const char *list, const char *name);

/* Write literal bytes, unless a fixed section is left out. */
void html_put(struct compiler *compiler, const char *bytes, size_t length);

/* White space is written only when something that needs it follows. */
void html_settle_space(struct compiler *compiler);

/* Complain about letters that people would read and nobody could translate. True when it did. */
bool html_watch_words(struct compiler *compiler, const char *at, const char *text, const char *end);

/* Behind the entity (&middot;) that begins here, or `at`. */
const char *html_skip_entity(const char *at, const char *end);

/* What `<` begins, in text; one step inside a tag. Both return where to go on. */
const char *html_markup(struct compiler *compiler, const char *at, const char *end);
const char *html_tag_byte(struct compiler *compiler, const char *at, const char *end);

/* The attribute at work is complete. */
void html_attribute_done(struct compiler *compiler, const char *at);

/* One literal byte of an address. */
void html_url_byte(struct compiler *compiler, const char *at, char byte);

/* A value stands in the attribute at work. */
enum step_place html_attribute_hole(struct compiler *compiler, const char *at, bool sentence);

/* Is the attribute's value read by people? */
bool html_is_spoken(const struct html *html);

#endif
