/* SPDX-License-Identifier: GPL-3.0-or-later */
/* smtp.h - hand one mail to one server (RFC 5321) by libcurl, loaded when first needed. Certificates are
 * always checked; without TLS only this machine is spoken to. Nothing here is kept or logged. */
#ifndef POST_SMTP_H
#define POST_SMTP_H

#include "formats/mail_server.h"

enum {
    SMTP_CONNECT_MS = 10 * 1000,
    SMTP_WHOLE_MS = 30 * 1000, /* from the beginning to the last answer */
    SMTP_REPLY_MAX = 300       /* bytes that are kept of what the server said */
};

struct smtp_mail {
    const char *sender, *recipient; /* the envelope: one ASCII address each */
    const char *bytes;              /* the whole mail, lines ended by CRLF */
    size_t length;
};

struct smtp_login {
    const char *password;    /* NULL: none */
    const char *authorities; /* a file of certificates that are trusted; NULL: the system's */
};

enum smtp_outcome {
    SMTP_SENT,
    SMTP_LATER,   /* it did not go out; later it may: 4xx, the network */
    SMTP_REFUSED, /* it did not go out, and will not like this: 5xx, sign-in, certificate */
    SMTP_UNSURE   /* all of it was given, and no answer came: it may have gone out */
};

struct smtp_result {
    enum smtp_outcome outcome;
    const char *code;  /* what is said of it: "outbox.unreachable" ...; NULL when sent */
    const char *reply; /* the server's own last words, one line of the arena; "" when none */
};

/* Asked every now and then while a server keeps us waiting: shall we go on? */
typedef bool smtp_go_on(void *context);

/* Send. Whatever happens is in the result; `go_on` may be NULL. */
struct smtp_result smtp_send(struct arena *arena, const struct mail_server *server,
                             const struct smtp_login *login, const struct smtp_mail *mail,
                             smtp_go_on *go_on, void *context);

#endif
