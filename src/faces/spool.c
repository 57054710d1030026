/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/spool.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { COPY_BYTES = 64 * 1024 };

/* Where the file system knows no nameless files, a name that is taken away at once. */
static int
open_named(const char *folder)
{
    char path[512];
    int length = snprintf(path, sizeof path, "%s/rapport-XXXXXX", folder);
    if (length < 0 || (size_t)length >= sizeof path)
        return -1;
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        (void)unlink(path);
    return fd;
}

enum status
spool_open(int *out_fd)
{
    const char *folder = getenv("TMPDIR");
    if (folder == NULL || folder[0] != '/')
        folder = "/tmp";
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0)
        fd = open_named(folder);
    if (fd < 0)
        return STATUS_FAILED;
    *out_fd = fd;
    return STATUS_OK;
}

enum status
spool_copy(int from, int64_t most, int *out_fd, int64_t *out_size)
{
    char bytes[COPY_BYTES];
    int64_t size = 0;
    int fd;
    TRY(spool_open(&fd));
    for (;;) {
        ssize_t got = read(from, bytes, sizeof bytes);
        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0)
            break;
        size += got;
        enum status status = got < 0 ? STATUS_FAILED : size > most ? STATUS_INVALID : STATUS_OK;
        if (status == STATUS_OK)
            status = file_put(fd, bytes, (size_t)got);
        if (status != STATUS_OK) {
            (void)close(fd);
            return status;
        }
    }
    *out_fd = fd;
    *out_size = size;
    return STATUS_OK;
}

const char *
spool_path(int fd, struct arena *arena)
{
    return arena_print(arena, "/proc/self/fd/%d", fd);
}
