/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mail_address.h - the one judge of mail addresses. */
#ifndef BASE_MAIL_ADDRESS_H
#define BASE_MAIL_ADDRESS_H

#include "base/buffer.h"

enum {
    MAIL_ADDRESS_MAX = 254, /* RFC 5321 section 4.5.3.1.3, without the angle brackets */
    MAIL_LOCAL_MAX = 64,
    MAIL_LABEL_MAX = 63
};

/* One address: a dot-atom or quoted local part (RFC 5321 section 4.1.2), "@", and a domain of two labels
 * or more; letters of any script in the domain (RFC 5890), ASCII before it. */
bool mail_address_valid(const char *address);

/* The same without a quoted local part: what people type into a form. */
bool mail_address_plain(const char *address);

/* The address with a domain in ASCII ("xn--..."), for where only that may stand. NULL when not valid. */
char *mail_address_ascii(struct arena *arena, const char *address);

/* Append an ASCII address as it stands behind "mailto:" (RFC 6068 section 2). */
void mail_address_uri(struct buffer *buffer, const char *address);

#endif
