/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/worker.h"

#include "base/log.h"
#include "faces/codes.h"
#include "faces/http_server.h"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

int
stop_signal_fd(void)
{
    sigset_t signals;
    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGTERM);
    (void)sigaddset(&signals, SIGINT);
    (void)sigaddset(&signals, SIGHUP);
    if (sigprocmask(SIG_BLOCK, &signals, NULL) != 0)
        return -1;
    return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

static bool
watch(int epoll_fd, int fd)
{
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    return fd >= 0 && epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0;
}

static void
serve(struct http_server *server, int epoll_fd, int stop_fd)
{
    struct epoll_event events[4];
    for (;;) {
        int count = epoll_wait(epoll_fd, events, 4, http_server_wait_ms(server));
        for (int i = 0; i < count; i++)
            if (events[i].data.fd == stop_fd)
                return;
        http_server_run(server);
    }
}

int
worker_run(struct program *program, const struct http_site *site, int listen_fd, int wake_fd)
{
    const char *problem = "store.failed";
    struct http_face face = {.program = program, .site = *site};
    struct http_server *server;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    enum status status = program->open_store(program, &problem);
    if (status != STATUS_OK) {
        log_event(LOG_ERROR, "store.open", "code=%s", problem);
        return code_exit(status);
    }
    program->desk.open_access = site->open_access;
    router_open(&face.router, &program->desk, &arena);
    int stop_fd = stop_signal_fd();
    int epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (http_server_open(&face, listen_fd, wake_fd, &arena, &server) != STATUS_OK ||
        !watch(epoll_fd, http_server_fd(server)) || !watch(epoll_fd, stop_fd)) {
        log_event(LOG_ERROR, "worker.start", NULL);
        program->close_store(program);
        return code_exit(STATUS_FAILED);
    }
    serve(server, epoll_fd, stop_fd);
    http_server_close(server);
    program->close_store(program);
    return 0;
}
