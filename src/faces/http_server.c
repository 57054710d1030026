/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/http_server.h"

#include "base/clock.h"
#include "base/log.h"
#include "faces/codes.h"
#include "faces/digits.h"
#include "faces/http_body.h"
#include "faces/mhd.h"

#include <poll.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { SWEEP_MS = 500, EXCHANGES_KEPT = 16, CLOSE_WAIT_MS = 1000, PART_ROOM = 64 * 1024 };

/* One connection. */
struct client {
    int fd;
    int64_t deadline_ms; /* clock_monotonic_ms; 0: none */
    struct http_server *server;
    struct client *next_free;
};

/* One request under way. Its arena stays for the next one. */
struct exchange {
    struct arena arena;
    struct http_server *server;
    struct client *client;
    struct http_request request;
    struct http_refusal refusal;
    struct http_body body;
    int64_t announced; /* Content-Length, -1: none */
    int hosts, lengths, encodings;
    bool started, has_body;
    int64_t started_us;
    struct http_answer answer;
    struct arena part; /* of a body that comes in parts, behind the first */
    size_t sent;       /* of the part that is being sent */
    struct exchange *next_free;
};

struct http_server {
    struct http_face *face;
    struct arena *arena;
    struct MHD_Daemon *daemon;
    int fd, wake_fd;
    int client_count;
    int64_t swept_ms;
    struct client *clients, *free_clients;
    struct exchange *free_exchanges;
    int free_exchange_count, busy_exchange_count;
};

static const char *const safety[][2] = {
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
     "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
     "frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
    {"X-Frame-Options", "DENY"},
};

static void
set_deadline(struct client *client, int64_t from_now_ms)
{
    if (client != NULL)
        client->deadline_ms = clock_monotonic_ms() + from_now_ms;
}

static struct client *
client_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        mhd.connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == NULL ? NULL : info->socket_context;
}

static void
notify_connection(void *context, struct MHD_Connection *connection, void **socket_context,
                  enum MHD_ConnectionNotificationCode code)
{
    struct http_server *server = context;
    struct client *client = *socket_context;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        if (client == NULL)
            return;
        client->deadline_ms = 0;
        client->fd = -1;
        client->next_free = server->free_clients;
        server->free_clients = client;
        server->client_count--;
        return;
    }
    const union MHD_ConnectionInfo *info =
        mhd.connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    client = server->free_clients;
    *socket_context = client;
    if (client == NULL || info == NULL)
        return;
    server->free_clients = client->next_free;
    server->client_count++;
    client->fd = info->connect_fd;
    set_deadline(client, HEADERS_DEADLINE_MS);
}

static struct exchange *
take_exchange(struct http_server *server)
{
    struct exchange *exchange = server->free_exchanges;
    struct arena arena;
    if (exchange == NULL) {
        exchange = arena_alloc(server->arena, sizeof *exchange);
        arena_open(&exchange->arena);
    } else {
        server->free_exchanges = exchange->next_free;
        server->free_exchange_count--;
    }
    arena = exchange->arena;
    *exchange = (struct exchange){.server = server, .arena = arena, .announced = -1};
    exchange->request.arena = &exchange->arena;
    exchange->body.fd = -1;
    server->busy_exchange_count++;
    return exchange;
}

static void
give_exchange(struct exchange *exchange)
{
    struct http_server *server = exchange->server;
    body_close(&exchange->body);
    arena_close(&exchange->part);
    if (server->free_exchange_count < EXCHANGES_KEPT)
        arena_reset(&exchange->arena);
    else
        arena_close(&exchange->arena);
    exchange->next_free = server->free_exchanges;
    server->free_exchanges = exchange;
    server->free_exchange_count++;
    server->busy_exchange_count--;
}

/* The request line is there: the only place where the target is seen as it was sent. */
static void *
take_target(void *context, const char *uri, struct MHD_Connection *connection)
{
    struct exchange *exchange = take_exchange(context);
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    exchange->started_us = (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
    exchange->client = client_of(connection);
    set_deadline(exchange->client, HEADERS_DEADLINE_MS);
    exchange->refusal = request_target(&exchange->request, uri);
    return exchange;
}

static void
notify_completed(void *context, struct MHD_Connection *connection, void **request_context,
                 enum MHD_RequestTerminationCode code)
{
    (void)context;
    (void)connection;
    (void)code;
    struct exchange *exchange = *request_context;
    if (exchange == NULL)
        return;
    *request_context = NULL;
    set_deadline(exchange->client, IDLE_DEADLINE_MS);
    give_exchange(exchange);
}

static void
malformed(struct exchange *exchange)
{
    if (exchange->refusal.http == 0)
        exchange->refusal = (struct http_refusal){HTTP_BAD_REQUEST, "call.malformed"};
}

/* What two readers of one message could understand differently is refused (request smuggling). */
static enum MHD_Result
take_header(void *context, enum MHD_ValueKind kind, const char *name, size_t name_length,
            const char *value, size_t value_length)
{
    struct exchange *exchange = context;
    (void)kind;
    (void)value_length;
    if (name_length == 0 || name[name_length - 1] == ' ' || name[name_length - 1] == '\t') {
        malformed(exchange);
        return MHD_YES;
    }
    if (value == NULL)
        value = "";
    if (strcasecmp(name, "Content-Length") == 0) {
        exchange->lengths++;
        exchange->announced = digits_whole(value, INT64_MAX);
        if (exchange->announced < 0)
            malformed(exchange);
    } else if (strcasecmp(name, "Transfer-Encoding") == 0) {
        exchange->encodings++;
        if (strcasecmp(value, "chunked") != 0)
            malformed(exchange);
    } else {
        exchange->hosts += strcasecmp(name, "Host") == 0;
        if (!request_header(&exchange->request, name, value))
            malformed(exchange);
    }
    return MHD_YES;
}

static void
take_headers(struct exchange *exchange, struct MHD_Connection *connection, const char *method)
{
    struct http_request *request = &exchange->request;
    request->method = strcmp(method, "GET") == 0    ? METHOD_GET
                      : strcmp(method, "HEAD") == 0 ? METHOD_HEAD
                      : strcmp(method, "POST") == 0 ? METHOD_POST
                                                    : METHOD_OTHER;
    (void)mhd.values(connection, MHD_HEADER_KIND, take_header, exchange);
    if (exchange->lengths > 1 || exchange->encodings > 1 || exchange->hosts > 1 ||
        (exchange->lengths > 0 && exchange->encodings > 0))
        malformed(exchange);
    exchange->has_body = exchange->announced > 0 || exchange->encodings > 0;
    request_cookies(request);
    if (exchange->refusal.http == 0)
        exchange->refusal = request_check(request, &exchange->server->face->site);
}

/* Which row a body is for, and whether it is worth reading. */
static void
open_body(struct exchange *exchange)
{
    struct http_face *face = exchange->server->face;
    struct http_request *request = &exchange->request;
    struct route_match match;
    if (exchange->refusal.http != 0 || request->method != METHOD_POST)
        return;
    if (!route_find(&face->router, request->path, &exchange->arena, &match) ||
        match.route->change == NULL)
        return;
    if (exchange->has_body && match.route->change->role != ROLE_ANYONE &&
        request->session == NULL && !face->site.open_access) {
        exchange->refusal = (struct http_refusal){HTTP_UNAUTHORIZED, "call.sign_in"};
        return;
    }
    body_open(&exchange->body, request, match.route->change, exchange->announced);
    exchange->refusal = exchange->body.refusal;
    set_deadline(exchange->client,
                 exchange->body.file != NULL ? UPLOAD_DEADLINE_MS : BODY_DEADLINE_MS);
}

static void
log_request(const struct exchange *exchange, const char *method)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t us = (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000 - exchange->started_us;
    log_event(LOG_INFO, "http.request", "method=%s path=%.200s status=%u ms=%lld.%03d bytes=%zu",
              method, exchange->answer.place, exchange->answer.http, (long long)(us / 1000),
              (int)(us % 1000), exchange->answer.length);
}

/* More of a body that comes in parts; each is made when the one before it has gone. */
static ssize_t
take_part(void *context, uint64_t position, char *bytes, size_t room)
{
    struct exchange *exchange = context;
    struct http_answer *answer = &exchange->answer;
    (void)position;
    if (exchange->sent == answer->length) {
        bool more;
        exchange->sent = 0;
        if (http_next_part(answer->parts, &exchange->part, &answer->body, &answer->length, &more) !=
            STATUS_OK) {
            log_event(LOG_ERROR, "http.part", "path=%.200s", answer->place);
            return MHD_CONTENT_READER_END_WITH_ERROR;
        }
        set_deadline(exchange->client, SEND_DEADLINE_MS);
        if (answer->length == 0) /* 0: ask again when the others have been served */
            return more ? 0 : MHD_CONTENT_READER_END_OF_STREAM;
    }
    size_t left = answer->length - exchange->sent, piece = left < room ? left : room;
    memcpy(bytes, answer->body + exchange->sent, piece);
    exchange->sent += piece;
    return (ssize_t)piece;
}

static struct MHD_Response *
response_of(struct exchange *exchange)
{
    struct http_answer *answer = &exchange->answer;
    char *body = arena_alloc(&exchange->arena, 1);
    if (answer->parts != NULL)
        return mhd.response_in_parts(MHD_SIZE_UNKNOWN, PART_ROOM, take_part, exchange, NULL);
    if (answer->length > 0)
        memcpy(&body, &answer->body, sizeof body); /* only the library's signature is not const */
    return mhd.response(answer->length, body, MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result
send_answer(struct exchange *exchange, struct MHD_Connection *connection)
{
    struct http_answer *answer = &exchange->answer;
    struct MHD_Response *response = response_of(exchange);
    if (response == NULL)
        return MHD_NO;
    for (size_t i = 0; i < sizeof safety / sizeof safety[0]; i++)
        (void)mhd.header(response, safety[i][0], safety[i][1]);
    (void)mhd.header(response, "Cache-Control", answer->cache == NULL ? "no-store" : answer->cache);
    if (answer->media != NULL)
        (void)mhd.header(response, "Content-Type", answer->media);
    for (int i = 0; i < answer->header_count; i++)
        (void)mhd.header(response, answer->names[i], answer->values[i]);
    set_deadline(exchange->client, SEND_DEADLINE_MS);
    enum MHD_Result queued = mhd.queue(connection, answer->http, response);
    mhd.destroy(response);
    return queued;
}

static enum MHD_Result
answer_now(struct exchange *exchange, struct MHD_Connection *connection, const char *method)
{
    struct http_server *server = exchange->server;
    if (exchange->refusal.http != 0)
        http_refuse(server->face, &exchange->request, exchange->refusal, &exchange->answer);
    else
        http_answer(server->face, &exchange->request, &exchange->answer);
    body_close(&exchange->body);
    if (exchange->answer.wake && server->wake_fd >= 0)
        (void)!write(server->wake_fd, "", 1);
    log_request(exchange, method);
    return send_answer(exchange, connection);
}

static enum MHD_Result
handle(void *context, struct MHD_Connection *connection, const char *url, const char *method,
       const char *version, const char *bytes, size_t *length, void **request_context)
{
    (void)context;
    (void)url;
    struct exchange *exchange = *request_context;
    if (exchange == NULL)
        return MHD_NO;
    if (!exchange->started) {
        exchange->started = true;
        take_headers(exchange, connection, method);
        if (exchange->hosts == 0 && strcmp(version, "HTTP/1.1") == 0)
            malformed(exchange);
        open_body(exchange);
        /* A body that nobody will read: answering now makes the library close the connection. All
         * others are answered with the next call, which keeps it. */
        if (exchange->has_body && (exchange->refusal.http != 0 || exchange->body.arena == NULL))
            return answer_now(exchange, connection, method);
        return MHD_YES;
    }
    if (*length > 0) {
        bool more = body_feed(&exchange->body, bytes, *length);
        *length = 0;
        return more ? MHD_YES : MHD_NO;
    }
    if (exchange->body.arena != NULL && exchange->refusal.http == 0)
        exchange->refusal = body_end(&exchange->body, &exchange->request);
    return answer_now(exchange, connection, method);
}

static void
log_library(void *context, const char *format, va_list arguments)
{
    (void)context;
    (void)format;
    (void)arguments;
}

static void
make_clients(struct http_server *server)
{
    server->clients = arena_alloc(server->arena, CLIENTS_MAX * sizeof *server->clients);
    for (int i = CLIENTS_MAX - 1; i >= 0; i--) {
        server->clients[i].fd = -1;
        server->clients[i].server = server;
        server->clients[i].next_free = server->free_clients;
        server->free_clients = &server->clients[i];
    }
}

enum status
http_server_open(struct http_face *face, int listen_fd, int wake_fd, struct arena *arena,
                 struct http_server **out_server)
{
    struct http_server *server = arena_alloc(arena, sizeof *server);
    *server = (struct http_server){.face = face, .arena = arena, .wake_fd = wake_fd};
    make_clients(server);
    server->daemon = mhd.start(
        MHD_USE_EPOLL | MHD_USE_ERROR_LOG, 0, NULL, NULL, handle, server,
        MHD_OPTION_EXTERNAL_LOGGER, log_library, NULL, MHD_OPTION_LISTEN_SOCKET, listen_fd,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADERS_BYTES_MAX, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)CLIENTS_MAX, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        (unsigned)CLIENTS_PER_ADDRESS_MAX, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)(SEND_DEADLINE_MS / MS_PER_SECOND), MHD_OPTION_NOTIFY_CONNECTION,
        notify_connection, server, MHD_OPTION_NOTIFY_COMPLETED, notify_completed, server,
        MHD_OPTION_URI_LOG_CALLBACK, take_target, server, MHD_OPTION_END);
    if (server->daemon == NULL)
        return STATUS_FAILED;
    const union MHD_DaemonInfo *info = mhd.daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    if (info == NULL)
        return STATUS_FAILED;
    server->fd = info->epoll_fd;
    *out_server = server;
    return STATUS_OK;
}

int
http_server_fd(const struct http_server *server)
{
    return server->fd;
}

int
http_server_wait_ms(struct http_server *server)
{
    MHD_UNSIGNED_LONG_LONG wait_ms;
    int most_ms = server->client_count == 0 ? -1 : SWEEP_MS;
    if (mhd.timeout(server->daemon, &wait_ms) == MHD_YES &&
        (most_ms < 0 || wait_ms < (MHD_UNSIGNED_LONG_LONG)most_ms))
        return wait_ms > SWEEP_MS ? SWEEP_MS : (int)wait_ms;
    return most_ms;
}

static void
sweep(struct http_server *server)
{
    int64_t now = clock_monotonic_ms();
    if (server->client_count == 0 || now - server->swept_ms < SWEEP_MS)
        return;
    server->swept_ms = now;
    for (int i = 0; i < CLIENTS_MAX; i++) {
        struct client *client = &server->clients[i];
        if (client->deadline_ms != 0 && client->deadline_ms < now) {
            client->deadline_ms = 0;
            (void)shutdown(client->fd, SHUT_RDWR);
        }
    }
}

void
http_server_run(struct http_server *server)
{
    (void)mhd.run(server->daemon);
    sweep(server);
}

void
http_server_close(struct http_server *server)
{
    int64_t until = clock_monotonic_ms() + CLOSE_WAIT_MS;
    (void)mhd.quiesce(server->daemon);
    while (server->busy_exchange_count > 0 && clock_monotonic_ms() < until) {
        struct pollfd wait = {.fd = server->fd, .events = POLLIN};
        (void)poll(&wait, 1, 10);
        (void)mhd.run(server->daemon);
    }
    mhd.stop(server->daemon);
    for (struct exchange *exchange = server->free_exchanges; exchange != NULL;
         exchange = exchange->next_free)
        arena_close(&exchange->arena);
}
