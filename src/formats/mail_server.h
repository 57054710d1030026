/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mail_server.h - the server that takes our mail, as it is written in one line:
 * smtps://user@host:465 (TLS from the first byte) or smtp://user@host:587 (STARTTLS). A password never
 * stands in it, for such a line is shown, logged and listed among the processes. */
#ifndef FORMATS_MAIL_SERVER_H
#define FORMATS_MAIL_SERVER_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    MAIL_SERVER_LINE_MAX = 1000, /* bytes */
    MAIL_SERVER_HOST_MAX = 253,  /* RFC 1035 section 2.3.4, as text */
    MAIL_SERVER_USER_MAX = 254,
    MAIL_SERVER_PASSWORD_MAX = 1000,
    MAIL_PORT_TLS = 465,     /* RFC 8314 section 3.3 */
    MAIL_PORT_STARTTLS = 587 /* RFC 6409 */
};

enum mail_security {
    MAIL_TLS,
    MAIL_STARTTLS,
    MAIL_PLAIN /* this machine alone: nobody listens in between */
};

struct mail_server {
    const char *host; /* without the brackets of an IPv6 address */
    int64_t port;
    enum mail_security security;
    const char *user; /* "": no sign-in */
};

/* Read such a line into the arena. INVALID with `*out_code` (may be NULL): "mail_server.scheme",
 * "mail_server.password" (one stands in it), "mail_server.user", "mail_server.host", "mail_server.port". */
MUST_CHECK enum status mail_server_read(struct arena *arena, const char *text,
                                        struct mail_server *out_server, const char **out_code);

/* A server as a person names it: the port says the manner (465: TLS, else STARTTLS). The same codes. */
MUST_CHECK enum status mail_server_make(const char *host, int64_t port, const char *user,
                                        struct mail_server *out_server, const char **out_code);

/* Does this name or address mean the machine itself? */
bool mail_host_is_local(const char *host);

#endif
