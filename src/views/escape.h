/* SPDX-License-Identifier: GPL-3.0-or-later */
/* escape.h - text into a place of a page, so that it can be nothing but text there. */
#ifndef VIEWS_ESCAPE_H
#define VIEWS_ESCAPE_H

#include "base/buffer.h"
#include "views/steps.h"

/* Append `length` bytes of UTF-8, escaped for the place.
 *   TEXT, ATTRIBUTE: & < > " ' as entities.
 *   URL: an address with another scheme than http, https, mailto or tel becomes "about:blank";
 *        what an address may not hold is percent-encoded (RFC 3986 section 2), & ' as entities.
 *   URL_SLASH: like URL_PATH, and no second slash may follow the first.
 *   URL_QUERY: all but unreserved characters percent-encoded.
 *   PLAIN: control characters shown by a picture (U+2400 and on); a newline stays. */
void escape_add(struct buffer *buffer, enum step_place place, const char *text, size_t length);

/* The same as PLAIN, on one line: a newline becomes U+23CE. */
void escape_line(struct buffer *buffer, const char *text, size_t length);

#endif
