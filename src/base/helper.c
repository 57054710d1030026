/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/helper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* It would outlive a process that is killed while nobody listens. */
static void
be_helper(int own, pid_t master, void (*work)(struct helper *own))
{
    struct helper helper = {.process = master, .line = own};
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() == master)
        work(&helper);
    _exit(0);
}

enum status
helper_begin(struct helper *helper, void (*work)(struct helper *own))
{
    int ends[2];
    pid_t master = getpid();
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return STATUS_FAILED;
    pid_t process = fork();
    if (process == 0) {
        (void)close(ends[0]);
        be_helper(ends[1], master, work);
    }
    (void)close(ends[1]);
    if (process < 0) {
        (void)close(ends[0]);
        return STATUS_FAILED;
    }
    *helper = (struct helper){.process = process, .line = ends[0]};
    return STATUS_OK;
}

bool
helper_tell(const struct helper *helper, unsigned char word)
{
    ssize_t sent;
    do
        sent = send(helper->line, &word, 1, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == 1;
}

bool
helper_hear(const struct helper *helper, unsigned char *out_word)
{
    ssize_t heard;
    do
        heard = recv(helper->line, out_word, 1, 0);
    while (heard < 0 && errno == EINTR);
    return heard == 1;
}

void
helper_end(struct helper *helper)
{
    if (helper->process == 0)
        return;
    (void)close(helper->line);
    (void)kill(helper->process, SIGKILL);
    while (waitpid(helper->process, NULL, 0) < 0 && errno == EINTR)
        ;
    *helper = (struct helper){0};
}
