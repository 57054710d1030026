/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "post/smtp.h"

#include "base/library.h"
#include "base/utf8.h"
#include "formats/mail.h"

#include <curl/curl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { GOODBYE = 221, URL_MAX = 640, ADDRESS_MAX = MAIL_ADDRESS_MAX + 3 };

static struct {
    __typeof__(curl_global_init) *global_init;
    __typeof__(curl_easy_init) *init;
    __typeof__(curl_easy_setopt) *set;
    __typeof__(curl_easy_perform) *perform;
    __typeof__(curl_easy_cleanup) *cleanup;
    __typeof__(curl_slist_append) *append;
    __typeof__(curl_slist_free_all) *free_all;
} curl;

static enum status
open_library(void)
{
    static bool open;
    static const struct library_symbol symbols[] = {
        {"curl_global_init", (void **)&curl.global_init},
        {"curl_easy_init", (void **)&curl.init},
        {"curl_easy_setopt", (void **)&curl.set},
        {"curl_easy_perform", (void **)&curl.perform},
        {"curl_easy_cleanup", (void **)&curl.cleanup},
        {"curl_slist_append", (void **)&curl.append},
        {"curl_slist_free_all", (void **)&curl.free_all},
        {0},
    };
    if (open)
        return STATUS_OK;
    TRY(library_open("libcurl.so.4", symbols));
    if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return STATUS_FAILED;
    open = true;
    return STATUS_OK;
}

/* One conversation with a server. */
struct talk {
    const struct smtp_mail *mail;
    size_t given;   /* bytes of the mail that were handed over */
    bool all_given; /* curl knows that there are no more: what it says next is for the whole mail */
    int reply; /* the number of the last answer that counts; 0: none since the mail was given */
    char words[SMTP_REPLY_MAX + 1];
    smtp_go_on *go_on;
    void *context;
};

static size_t
give(char *to, size_t size, size_t count, void *context)
{
    struct talk *talk = context;
    size_t left = talk->mail->length - talk->given, room = size * count;
    size_t length = left < room ? left : room;
    memcpy(to, talk->mail->bytes + talk->given, length);
    talk->given += length;
    if (length == 0) {
        talk->all_given = true;
        talk->reply = 0;
    }
    return length;
}

/* One line of an answer. Only refusals are kept: what comes before may be part of a sign-in. */
static size_t
hear(char *line, size_t size, size_t count, void *context)
{
    struct talk *talk = context;
    size_t length = size * count;
    if (length < 3 || line[0] < '2' || line[0] > '5' || line[1] < '0' || line[1] > '9' ||
        line[2] < '0' || line[2] > '9')
        return length;
    int reply = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    if (reply == GOODBYE) /* comes after a refusal too */
        return length;
    talk->reply = reply;
    if (reply < 400)
        return length;
    size_t kept = length < SMTP_REPLY_MAX ? length : SMTP_REPLY_MAX;
    memcpy(talk->words, line, kept);
    talk->words[kept] = '\0';
    return length;
}

static int
ask_on(void *context, curl_off_t down_all, curl_off_t down, curl_off_t up_all, curl_off_t up)
{
    struct talk *talk = context;
    (void)down_all, (void)down, (void)up_all, (void)up;
    /* Once all is given only the answer is missing: leaving now would leave it in doubt. */
    return talk->go_on == NULL || talk->all_given || talk->go_on(talk->context) ? 0 : 1;
}

/* The server's words as one line that can be shown: other bytes than printable ones become blanks. */
static const char *
clean_words(struct arena *arena, const char *words)
{
    char *line = arena_alloc(arena, strlen(words) + 1);
    const char *cursor = words, *end = words + strlen(words);
    size_t used = 0;
    while (cursor < end) {
        const char *start = cursor;
        uint32_t character = utf8_next(&cursor, end);
        if (character != 0xFFFD && !utf8_is_control(character)) {
            memcpy(line + used, start, (size_t)(cursor - start));
            used += (size_t)(cursor - start);
        } else if (used > 0 && line[used - 1] != ' ') {
            line[used++] = ' ';
        }
    }
    while (used > 0 && line[used - 1] == ' ')
        used--;
    line[used] = '\0';
    return line;
}

/* What went wrong before the server could judge the mail itself. */
static struct smtp_result
judge_way(CURLcode code)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return (struct smtp_result){SMTP_LATER, "outbox.no_such_server", ""};
    case CURLE_OPERATION_TIMEDOUT: return (struct smtp_result){SMTP_LATER, "outbox.too_slow", ""};
    case CURLE_ABORTED_BY_CALLBACK: return (struct smtp_result){SMTP_LATER, "outbox.stopped", ""};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
        return (struct smtp_result){SMTP_REFUSED, "outbox.certificate", ""};
    case CURLE_USE_SSL_FAILED: return (struct smtp_result){SMTP_REFUSED, "outbox.no_tls", ""};
    case CURLE_SSL_CONNECT_ERROR: /* may be a connection that broke while it was made */
        return (struct smtp_result){SMTP_LATER, "outbox.no_tls", ""};
    case CURLE_LOGIN_DENIED: return (struct smtp_result){SMTP_REFUSED, "outbox.login", ""};
    case CURLE_OUT_OF_MEMORY:
    case CURLE_FAILED_INIT:
    case CURLE_NOT_BUILT_IN: return (struct smtp_result){SMTP_LATER, "outbox.no_library", ""};
    default: return (struct smtp_result){SMTP_LATER, "outbox.unreachable", ""};
    }
}

static struct smtp_result
judge(const struct talk *talk, CURLcode code)
{
    if (code == CURLE_OK)
        return (struct smtp_result){SMTP_SENT, NULL, ""};
    if (talk->reply >= 400 && talk->reply < 500)
        return (struct smtp_result){SMTP_LATER, "outbox.not_now", ""};
    if (code == CURLE_LOGIN_DENIED)
        return judge_way(code);
    if (talk->reply >= 500)
        return (struct smtp_result){SMTP_REFUSED, "outbox.refused", ""};
    if (talk->all_given)
        return (struct smtp_result){SMTP_UNSURE, "outbox.unsure", ""};
    return judge_way(code);
}

/* "smtps://host:465/domain": what follows the slash is how we greet. */
static bool
write_url(char url[URL_MAX], const struct mail_server *server, const char *sender)
{
    bool v6 = strchr(server->host, ':') != NULL;
    const char *domain = strrchr(sender, '@');
    int length =
        snprintf(url, URL_MAX, "%s://%s%s%s:%" PRId64 "/%s",
                 server->security == MAIL_TLS ? "smtps" : "smtp", v6 ? "[" : "", server->host,
                 v6 ? "]" : "", server->port, domain == NULL ? "localhost" : domain + 1);
    return length > 0 && length < URL_MAX;
}

static void
set_server(CURL *handle, const struct mail_server *server, const struct smtp_login *login)
{
    curl_usessl security = server->security == MAIL_STARTTLS ? CURLUSESSL_ALL
                           : server->security == MAIL_PLAIN  ? CURLUSESSL_TRY
                                                             : CURLUSESSL_NONE;
    (void)curl.set(handle, CURLOPT_USE_SSL, (long)security);
    (void)curl.set(handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (login->authorities != NULL)
        (void)curl.set(handle, CURLOPT_CAINFO, login->authorities);
    if (server->user[0] == '\0')
        return;
    (void)curl.set(handle, CURLOPT_USERNAME, server->user);
    (void)curl.set(handle, CURLOPT_PASSWORD, login->password == NULL ? "" : login->password);
}

static void
set_talk(CURL *handle, const char *url, struct talk *talk)
{
    (void)curl.set(handle, CURLOPT_URL, url);
    (void)curl.set(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    (void)curl.set(handle, CURLOPT_PROXY, "");
    (void)curl.set(handle, CURLOPT_CONNECTTIMEOUT_MS, (long)SMTP_CONNECT_MS);
    (void)curl.set(handle, CURLOPT_TIMEOUT_MS, (long)SMTP_WHOLE_MS);
    (void)curl.set(handle, CURLOPT_UPLOAD, 1L);
    (void)curl.set(handle, CURLOPT_READFUNCTION, give);
    (void)curl.set(handle, CURLOPT_READDATA, talk);
    (void)curl.set(handle, CURLOPT_HEADERFUNCTION, hear);
    (void)curl.set(handle, CURLOPT_HEADERDATA, talk);
    (void)curl.set(handle, CURLOPT_NOPROGRESS, 0L);
    (void)curl.set(handle, CURLOPT_XFERINFOFUNCTION, ask_on);
    (void)curl.set(handle, CURLOPT_XFERINFODATA, talk);
}

static CURLcode
talk_to(CURL *handle, const struct mail_server *server, const struct smtp_login *login,
        struct talk *talk)
{
    char url[URL_MAX], sender[ADDRESS_MAX], recipient[ADDRESS_MAX];
    if (!write_url(url, server, talk->mail->sender))
        return CURLE_URL_MALFORMAT;
    (void)snprintf(sender, sizeof sender, "<%s>", talk->mail->sender);
    (void)snprintf(recipient, sizeof recipient, "<%s>", talk->mail->recipient);
    struct curl_slist *recipients = curl.append(NULL, recipient);
    if (recipients == NULL)
        return CURLE_OUT_OF_MEMORY;
    set_server(handle, server, login);
    set_talk(handle, url, talk);
    (void)curl.set(handle, CURLOPT_MAIL_FROM, sender);
    (void)curl.set(handle, CURLOPT_MAIL_RCPT, recipients);
    CURLcode code = curl.perform(handle);
    curl.free_all(recipients);
    return code;
}

static bool
envelope_sound(struct arena *arena, const char *address)
{
    const char *ascii = mail_address_ascii(arena, address);
    return ascii != NULL && strcmp(ascii, address) == 0;
}

struct smtp_result
smtp_send(struct arena *arena, const struct mail_server *server, const struct smtp_login *login,
          const struct smtp_mail *mail, smtp_go_on *go_on, void *context)
{
    struct talk talk = {.mail = mail, .go_on = go_on, .context = context};
    if (!envelope_sound(arena, mail->sender) || !envelope_sound(arena, mail->recipient))
        return (struct smtp_result){SMTP_REFUSED, "outbox.address", ""};
    if (server->user[0] != '\0' && (login->password == NULL || login->password[0] == '\0'))
        return (struct smtp_result){SMTP_REFUSED, "outbox.no_password", ""};
    CURL *handle = open_library() == STATUS_OK ? curl.init() : NULL;
    if (handle == NULL)
        return (struct smtp_result){SMTP_LATER, "outbox.no_library", ""};
    CURLcode code = talk_to(handle, server, login, &talk);
    curl.cleanup(handle);
    struct smtp_result result = judge(&talk, code);
    result.reply = result.outcome == SMTP_SENT ? "" : clean_words(arena, talk.words);
    return result;
}
