/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/sockets.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

union address {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
};

static enum status
read_address(const struct http_site *site, union address *out_address, socklen_t *out_length)
{
    union address address = {0};
    if (inet_pton(AF_INET, site->address, &address.four.sin_addr) == 1) {
        address.four.sin_family = AF_INET;
        address.four.sin_port = htons((uint16_t)site->port);
        *out_length = sizeof address.four;
    } else if (inet_pton(AF_INET6, site->address, &address.six.sin6_addr) == 1) {
        address.six.sin6_family = AF_INET6;
        address.six.sin6_port = htons((uint16_t)site->port);
        *out_length = sizeof address.six;
    } else {
        return STATUS_INVALID;
    }
    *out_address = address;
    return STATUS_OK;
}

static enum status
status_of_errno(void)
{
    if (errno == EADDRINUSE)
        return STATUS_CONFLICT;
    if (errno == EACCES || errno == EPERM)
        return STATUS_FORBIDDEN;
    return errno == EADDRNOTAVAIL || errno == EAFNOSUPPORT ? STATUS_INVALID : STATUS_FAILED;
}

static enum status
open_one(const struct http_site *site, bool shared, int *out_fd)
{
    union address address;
    socklen_t length;
    int on = 1;
    TRY(read_address(site, &address, &length));
    int fd = socket(address.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return status_of_errno();
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        (shared && setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0) ||
        bind(fd, &address.any, length) != 0 || (shared && listen(fd, BACKLOG) != 0)) {
        enum status status = status_of_errno();
        (void)close(fd);
        return status;
    }
    *out_fd = fd;
    return STATUS_OK;
}

/* A shared port could be taken twice by the same person without a word, so a socket that does not
 * share looks first. */
static enum status
probe(struct http_site *site)
{
    union address address = {0};
    socklen_t length = sizeof address;
    int fd;
    TRY(open_one(site, false, &fd));
    if (getsockname(fd, &address.any, &length) == 0)
        site->port =
            ntohs(address.any.sa_family == AF_INET ? address.four.sin_port : address.six.sin6_port);
    (void)close(fd);
    return STATUS_OK;
}

enum status
sockets_open(struct http_site *site, int count, int *out_fds)
{
    TRY(probe(site));
    for (int i = 0; i < count; i++) {
        enum status status = open_one(site, true, &out_fds[i]);
        while (status != STATUS_OK && i > 0)
            (void)close(out_fds[--i]);
        TRY(status);
    }
    return STATUS_OK;
}

void
sockets_tell_ready(void)
{
    static const char message[] = "READY=1";
    struct sockaddr_un place = {.sun_family = AF_UNIX};
    const char *path = getenv("NOTIFY_SOCKET");
    size_t length = path == NULL ? 0 : strlen(path);
    if (length < 2 || length >= sizeof place.sun_path || (path[0] != '/' && path[0] != '@'))
        return;
    memcpy(place.sun_path, path, length);
    if (place.sun_path[0] == '@') /* an abstract name */
        place.sun_path[0] = '\0';
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    (void)sendto(fd, message, sizeof message - 1, MSG_NOSIGNAL, (struct sockaddr *)&place, size);
    (void)close(fd);
}
