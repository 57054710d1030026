/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mail_read.h - a mail as a file (.eml: RFC 5322 with the encoded words of RFC 2047 and the parts of RFC 2046)
 * -> who wrote it and its text. Attachments and pictures are not looked at. */
#ifndef FORMATS_MAIL_READ_H
#define FORMATS_MAIL_READ_H

#include "doc/doc.h"

enum {
    MAIL_READ_MAX = 8 * 1024 * 1024, /* bytes of a mail; attachments are most of it */
    MAIL_READ_HEADER_MAX = 256 * 1024,
    MAIL_READ_DEPTH_MAX = 6,   /* parts within parts */
    MAIL_READ_PARTS_MAX = 200, /* of one whole */
    MAIL_READ_TEXT_MAX = 256 * 1024
};

/* Does it begin like a mail: two header fields, one of which every mail has? */
bool mail_read_begins(const char *bytes, size_t length);

/* {from_name, from_email, reply_name, reply_email, subject, text}: texts or null, in UTF-8 without controls;
 * `text` is the first plain part, or the first HTML part without its marks. INVALID with `*out_code`
 * "mail_read.no_mail" or "mail_read.too_large". */
MUST_CHECK enum status mail_read(struct arena *arena, const char *bytes, size_t length,
                                 struct doc **out_mail, const char **out_code);

#endif
