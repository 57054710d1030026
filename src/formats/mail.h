/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mail.h - a message on its way to the person's own mail program: a mailto: link (RFC 6068), or an
 * unsent draft as a file (RFC 5322); addresses, and how long a text is. */
#ifndef FORMATS_MAIL_H
#define FORMATS_MAIL_H

#include "base/buffer.h"
#include "base/mail_address.h"
#include "doc/doc.h"

enum {
    MAIL_LINK_MAX = 1900,        /* bytes of a mailto: URL that every mail program still takes */
    MAIL_BODY_MAX = 256 * 1024,  /* bytes */
    MAIL_SUBJECT_MAX = 4 * 1024, /* bytes */
    MAIL_NAME_MAX = 1024,        /* bytes */
    MAIL_WORDS_A_MINUTE = 150    /* spoken */
};

/* "mailto:...?subject=...&body=..." of {to_email, subject, body}; absent parts are left out. NULL when it
 * would pass MAIL_LINK_MAX or the address is not valid: offer the text to copy, or the draft. */
char *mail_link(struct arena *arena, const struct doc *message);

/* An unsent draft of {to_name, to_email, from_name, from_email, subject, body, date_at}, all but body may be
 * absent. With `message_id` ("uuid@example.org", RFC 5322 section 3.6.4) it is the finished mail instead:
 * both addresses must be there. No value can add a header: line breaks and controls in names and subject become blanks. INVALID
 * when an address is not valid or a limit is passed. */
MUST_CHECK enum status mail_write(const struct doc *message, struct buffer *buffer);

struct mail_size {
    int64_t characters; /* code points; CRLF counts as one */
    int64_t units;      /* of UTF-16, as LinkedIn may count: an emoji is 2 */
    int64_t words;      /* a Chinese or Japanese character is a word */
    int64_t sentences;
    int64_t seconds; /* to say it */
};

struct mail_size mail_measure(const char *text);

#endif
