/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/mail_server.h"

#include "formats/form.h"

#include <string.h>
#include <strings.h>

enum { PORT_MAX = 65535 };

static enum status
refuse(const char **out_code, const char *code)
{
    if (out_code != NULL)
        *out_code = code;
    return STATUS_INVALID;
}

static bool
is_of(const char *text, size_t length, const char *more)
{
    for (size_t i = 0; i < length; i++) {
        char byte = text[i];
        bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                     (byte >= '0' && byte <= '9');
        if (!plain && (byte == '\0' || strchr(more, byte) == NULL))
            return false;
    }
    return true;
}

static bool
host_sound(const char *host)
{
    size_t length = strlen(host);
    if (length == 0 || length > MAIL_SERVER_HOST_MAX || host[0] == '-' || host[0] == '.')
        return false;
    return is_of(host, length, strchr(host, ':') == NULL ? "-._" : ":.");
}

/* One line of printable ASCII: it becomes a word of the sign-in. */
static bool
user_sound(const char *user)
{
    for (const char *at = user; *at != '\0'; at++)
        if (*at <= ' ' || *at > '~')
            return false;
    return strlen(user) <= MAIL_SERVER_USER_MAX;
}

bool
mail_host_is_local(const char *host)
{
    return strcasecmp(host, "localhost") == 0 || strcmp(host, "::1") == 0 ||
           (strncmp(host, "127.", 4) == 0 && host[strspn(host, "0123456789.")] == '\0');
}

enum status
mail_server_make(const char *host, int64_t port, const char *user, struct mail_server *out_server,
                 const char **out_code)
{
    if (!host_sound(host))
        return refuse(out_code, "mail_server.host");
    if (port < 1 || port > PORT_MAX)
        return refuse(out_code, "mail_server.port");
    if (!user_sound(user))
        return refuse(out_code, "mail_server.user");
    enum mail_security security = port == MAIL_PORT_TLS      ? MAIL_TLS
                                  : mail_host_is_local(host) ? MAIL_PLAIN
                                                             : MAIL_STARTTLS;
    *out_server =
        (struct mail_server){.host = host, .port = port, .security = security, .user = user};
    return STATUS_OK;
}

static bool
read_port(const char *digits, size_t length, int64_t *port)
{
    if (length == 0 || length > 5)
        return false;
    *port = 0;
    for (size_t i = 0; i < length; i++) {
        if (digits[i] < '0' || digits[i] > '9')
            return false;
        *port = *port * 10 + (digits[i] - '0');
    }
    return true;
}

/* "host", "host:465", "[::1]:465". */
static bool
split_host(struct arena *arena, const char *text, const char **out_host, int64_t *port)
{
    size_t length = strcspn(text, "/");
    if (text[length] == '/' && text[length + 1] != '\0')
        return false;
    const char *close = text[0] == '[' ? memchr(text, ']', length) : NULL;
    size_t host = close != NULL ? (size_t)(close - text) + 1 : strcspn(text, ":/");
    if (text[0] == '[' && close == NULL)
        return false;
    *out_host =
        close != NULL ? arena_copy(arena, text + 1, host - 2) : arena_copy(arena, text, host);
    if (host == length)
        return true;
    return text[host] == ':' && read_port(text + host + 1, length - host - 1, port);
}

enum status
mail_server_read(struct arena *arena, const char *text, struct mail_server *out_server,
                 const char **out_code)
{
    bool tls = strncasecmp(text, "smtps://", 8) == 0;
    if (strlen(text) > MAIL_SERVER_LINE_MAX || (!tls && strncasecmp(text, "smtp://", 7) != 0))
        return refuse(out_code, "mail_server.scheme");
    text += tls ? 8 : 7;
    const char *at = strrchr(text, '@'), *user = "", *host;
    size_t length;
    int64_t port = tls ? MAIL_PORT_TLS : MAIL_PORT_STARTTLS;
    if (at != NULL) {
        if (memchr(text, ':', (size_t)(at - text)) != NULL)
            return refuse(out_code, "mail_server.password");
        if (percent_read(arena, text, (size_t)(at - text), false, &user, &length, NULL) !=
            STATUS_OK)
            return refuse(out_code, "mail_server.user");
        text = at + 1;
    }
    if (!split_host(arena, text, &host, &port))
        return refuse(out_code, "mail_server.host");
    struct mail_server server;
    TRY(mail_server_make(host, port, user, &server, out_code));
    if (tls)
        server.security = MAIL_TLS;
    else if (server.security == MAIL_TLS) /* smtp:// on port 465 */
        server.security = mail_host_is_local(host) ? MAIL_PLAIN : MAIL_STARTTLS;
    *out_server = server;
    return STATUS_OK;
}
