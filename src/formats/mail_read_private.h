/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mail_read_private.h - what a mail's bytes mean (mail_decode.c), for mail_read.c. */
#ifndef FORMATS_MAIL_READ_PRIVATE_H
#define FORMATS_MAIL_READ_PRIVATE_H

#include "base/arena.h"

struct mail_span {
    const char *text;
    size_t length;
};

/* Out of base64 or quoted-printable (RFC 2045 section 6); as it is for any other way. */
struct mail_span mail_unpacked(struct arena *arena, struct mail_span body, const char *how);

/* As UTF-8 with \n between lines, without controls, MAIL_READ_TEXT_MAX bytes at most. An unknown charset's name, or
 * none, is guessed. NULL for what is no text. */
char *mail_text(struct arena *arena, struct mail_span bytes, const char *name);

/* "=?utf-8?Q?Zo=C3=AB?= Quinn" -> "Zoë Quinn", on one line; NULL for nothing. */
char *mail_words(struct arena *arena, const char *text);

/* Without quotation marks around and backslashes within. */
char *mail_unquoted(struct arena *arena, const char *text);

/* HTML without its marks: lines where a block ends, references read. */
char *mail_without_marks(struct arena *arena, const char *html);

#endif
