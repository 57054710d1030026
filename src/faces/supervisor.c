/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/supervisor.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "faces/codes.h"
#include "faces/digits.h"
#include "faces/mhd.h"
#include "faces/sockets.h"
#include "faces/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    CHILDREN_MAX = WORKERS_MAX + 4,
    QUICK_END_MS = 1000, /* a process that ends sooner is not started again at once */
    RESTART_FIRST_MS = 100,
    RESTART_MOST_MS = 10 * 1000,
    STOP_WAIT_MS = 5000,
    OPEN_FILES_MOST = 65536
};

enum role_of_child { CHILD_GREETER, CHILD_WORKER, CHILD_RUNNER, CHILD_MAILER, CHILD_KEEPER };

static const char *const child_names[] = {"greeter", "worker", "runner", "mailer", "keeper"};

struct child {
    enum role_of_child role;
    int listen_fd; /* of a worker */
    pid_t pid;     /* 0: not running */
    int64_t started_ms;
    int64_t restart_at_ms; /* 0: not waiting */
    int delay_ms;
};

struct supervisor {
    struct program *program;
    struct http_site site;
    bool browse;
    int wake_fds[2], mail_fds[2]; /* of the runner, of the mailer: read, write */
    struct child children[CHILDREN_MAX];
    int count;
    bool stopping;
    int exit_code;
};

enum status
listen_read(const char *text, struct arena *arena, struct http_site *out_site)
{
    const char *colon = strrchr(text, ':');
    const char *digits = colon == NULL ? text : colon + 1;
    size_t length = colon == NULL ? 0 : (size_t)(colon - text);
    int64_t port = digits_whole(digits, UINT16_MAX);
    if (port < 0)
        return STATUS_INVALID;
    const char *address = arena_copy(arena, text, length);
    if (length > 2 && address[0] == '[' && address[length - 1] == ']')
        address = arena_copy(arena, text + 1, length - 2);
    else if (strchr(address, ':') != NULL)
        return STATUS_INVALID;
    if (length == 0 || strcmp(address, "localhost") == 0)
        address = "127.0.0.1";
    out_site->address = address;
    out_site->port = (int)port;
    return STATUS_OK;
}

static void
block_signals(int how)
{
    static const int numbers[] = {SIGCHLD, SIGTERM, SIGINT, SIGHUP};
    sigset_t signals;
    (void)sigemptyset(&signals);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        (void)sigaddset(&signals, numbers[i]);
    (void)sigprocmask(how, &signals, NULL);
}

/* In the new process. */
static int
run_child(struct supervisor *supervisor, const struct child *child, pid_t parent)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        return 0;
    for (int i = 0; i < supervisor->count; i++) {
        int fd = supervisor->children[i].listen_fd;
        if (fd >= 0 && fd != child->listen_fd)
            (void)close(fd);
    }
    (void)close(supervisor->wake_fds[child->role == CHILD_RUNNER ? 1 : 0]);
    (void)close(supervisor->mail_fds[child->role == CHILD_MAILER ? 1 : 0]);
    log_open(child_names[child->role]);
    if (child->role == CHILD_WORKER)
        return worker_run(supervisor->program, &supervisor->site, child->listen_fd,
                          supervisor->wake_fds[1]);
    if (child->role == CHILD_RUNNER)
        return runner_run(supervisor->program, supervisor->wake_fds[0], supervisor->mail_fds[1]);
    if (child->role == CHILD_KEEPER)
        return keeper_run(supervisor->program);
    if (child->role == CHILD_MAILER)
        return mailer_run(supervisor->program, supervisor->mail_fds[0]);
    block_signals(SIG_UNBLOCK);
    return greeter_run(supervisor->program, &supervisor->site, supervisor->browse);
}

static void
start_child(struct supervisor *supervisor, struct child *child)
{
    pid_t parent = getpid();
    child->restart_at_ms = 0;
    child->started_ms = clock_monotonic_ms();
    child->pid = fork();
    if (child->pid == 0)
        _exit(run_child(supervisor, child, parent));
    if (child->pid < 0) {
        log_event(LOG_ERROR, "process.fork", "reason=%s", strerror(errno));
        child->pid = 0;
        child->restart_at_ms = child->started_ms + RESTART_MOST_MS;
    }
}

static void
stop_children(struct supervisor *supervisor, int number)
{
    for (int i = 0; i < supervisor->count; i++)
        if (supervisor->children[i].pid > 0)
            (void)kill(supervisor->children[i].pid, number);
}

static void
begin_stop(struct supervisor *supervisor, int exit_code)
{
    if (supervisor->stopping)
        return;
    supervisor->stopping = true;
    supervisor->exit_code = exit_code;
    stop_children(supervisor, SIGTERM);
}

/* Soon again when it ran for a while, ever later when it keeps ending at once. */
static void
plan_restart(struct child *child, int64_t now_ms)
{
    bool quick = now_ms - child->started_ms < QUICK_END_MS;
    if (!quick)
        child->delay_ms = 0;
    else if (child->delay_ms == 0)
        child->delay_ms = RESTART_FIRST_MS;
    else
        child->delay_ms =
            child->delay_ms * 2 > RESTART_MOST_MS ? RESTART_MOST_MS : child->delay_ms * 2;
    child->restart_at_ms = now_ms + child->delay_ms;
}

static void
note_end(struct supervisor *supervisor, struct child *child, int state)
{
    child->pid = 0;
    int code = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
    if (child->role == CHILD_GREETER) {
        if (code != 0)
            begin_stop(supervisor, code);
        else
            sockets_tell_ready();
        return;
    }
    if (supervisor->stopping)
        return;
    if (code != 0)
        log_event(LOG_WARNING, "process.ended", "process=%s code=%d", child_names[child->role],
                  code);
    plan_restart(child, clock_monotonic_ms());
}

static void
reap(struct supervisor *supervisor)
{
    int state;
    pid_t pid;
    while ((pid = waitpid(-1, &state, WNOHANG)) > 0)
        for (int i = 0; i < supervisor->count; i++)
            if (supervisor->children[i].pid == pid)
                note_end(supervisor, &supervisor->children[i], state);
}

/* Starts what is due; returns how long nothing more is, -1: for ever. */
static int64_t
start_due(struct supervisor *supervisor)
{
    int64_t wait_ms = -1;
    int64_t now_ms = clock_monotonic_ms();
    for (int i = 0; i < supervisor->count && !supervisor->stopping; i++) {
        struct child *child = &supervisor->children[i];
        if (child->pid != 0 || child->restart_at_ms == 0)
            continue;
        int64_t left_ms = child->restart_at_ms - now_ms;
        if (left_ms <= 0)
            start_child(supervisor, child);
        else if (wait_ms < 0 || left_ms < wait_ms)
            wait_ms = left_ms;
    }
    return wait_ms;
}

/* The next of our signals, or 0 after `wait_ms` (-1: never). */
static int
wait_signal(int64_t wait_ms)
{
    sigset_t signals;
    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGCHLD);
    (void)sigaddset(&signals, SIGTERM);
    (void)sigaddset(&signals, SIGINT);
    (void)sigaddset(&signals, SIGHUP);
    struct timespec time = {.tv_sec = wait_ms / 1000, .tv_nsec = (wait_ms % 1000) * 1000000};
    int number = sigtimedwait(&signals, NULL, wait_ms < 0 ? NULL : &time);
    return number < 0 ? 0 : number;
}

static bool
all_ended(const struct supervisor *supervisor)
{
    for (int i = 0; i < supervisor->count; i++)
        if (supervisor->children[i].pid != 0)
            return false;
    return true;
}

static void
supervise(struct supervisor *supervisor)
{
    while (!supervisor->stopping) {
        int number = wait_signal(start_due(supervisor));
        if (number == SIGHUP)
            stop_children(supervisor, SIGTERM); /* they come back with fresh eyes */
        else if (number == SIGTERM || number == SIGINT)
            begin_stop(supervisor, 0);
        reap(supervisor);
    }
    int64_t until_ms = clock_monotonic_ms() + STOP_WAIT_MS;
    while (!all_ended(supervisor)) {
        (void)wait_signal(100);
        if (clock_monotonic_ms() > until_ms)
            stop_children(supervisor, SIGKILL);
        reap(supervisor);
    }
}

static void
raise_open_files(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max < OPEN_FILES_MOST ? limit.rlim_max : OPEN_FILES_MOST;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
}

static void
add_child(struct supervisor *supervisor, enum role_of_child role, int listen_fd)
{
    supervisor->children[supervisor->count++] =
        (struct child){.role = role, .listen_fd = listen_fd, .restart_at_ms = 1};
}

/* What prevents the start, in words, and its exit code. */
static int
refuse_start(enum status status, const char *code, const struct http_site *site,
             struct arena *arena)
{
    struct doc *arguments = doc_map(arena);
    doc_set_text(arguments, "address", site->address);
    doc_set_int(arguments, "port", site->port);
    doc_set_int(arguments, "other", site->port < 65535 ? site->port + 1 : PORT_DEFAULT);
    say_problem(code, arguments, arena);
    return code_exit(status);
}

static const char *
listen_problem(enum status status)
{
    return status == STATUS_CONFLICT    ? "serve.port_in_use"
           : status == STATUS_FORBIDDEN ? "serve.port_forbidden"
           : status == STATUS_INVALID   ? "serve.no_such_address"
                                        : "serve.no_socket";
}

int
supervisor_run(struct program *program, const struct serve_options *options)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct supervisor supervisor = {
        .program = program, .site = options->site, .browse = options->browse};
    int listen_fds[WORKERS_MAX];
    enum status status = mhd_open();
    if (status != STATUS_OK)
        return refuse_start(status, "serve.no_library", &supervisor.site, &arena);
    raise_open_files();
    status = sockets_open(&supervisor.site, options->workers, listen_fds);
    if (status != STATUS_OK)
        return refuse_start(status, listen_problem(status), &supervisor.site, &arena);
    if (pipe2(supervisor.wake_fds, O_CLOEXEC | O_NONBLOCK) != 0 ||
        pipe2(supervisor.mail_fds, O_CLOEXEC | O_NONBLOCK) != 0)
        return refuse_start(STATUS_FAILED, "serve.no_socket", &supervisor.site, &arena);
    supervisor.site.key = secret_new(&arena);
    program->kept = true;
    (void)signal(SIGPIPE, SIG_IGN);
    block_signals(SIG_BLOCK);
    for (int i = 0; i < options->workers; i++)
        add_child(&supervisor, CHILD_WORKER, listen_fds[i]);
    add_child(&supervisor, CHILD_GREETER, -1);
    add_child(&supervisor, CHILD_RUNNER, -1);
    add_child(&supervisor, CHILD_MAILER, -1);
    add_child(&supervisor, CHILD_KEEPER, -1);
    supervise(&supervisor);
    return supervisor.exit_code;
}
