/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_LIMIT = 4096 };

void
file_close(const int *descriptor)
{
    int saved = errno;
    if (*descriptor >= 0)
        (void)close(*descriptor);
    errno = saved;
}

static enum status
status_of_errno(void)
{
    switch (errno) {
    case ENOENT:
    case ENOTDIR: return STATUS_MISSING;
    case EACCES:
    case EPERM: return STATUS_FORBIDDEN;
    default: return STATUS_FAILED;
    }
}

static enum status
read_all(int file, char *bytes, size_t length)
{
    size_t place = 0;
    while (place < length) {
        ssize_t count = read(file, bytes + place, length - place);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return STATUS_FAILED;
        place += (size_t)count;
    }
    return STATUS_OK;
}

enum status
file_read(struct arena *arena, const char *path, size_t limit, char **out_bytes, size_t *out_length)
{
    struct stat facts;
    FILE_HERE int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return status_of_errno();
    if (fstat(file, &facts) != 0)
        return STATUS_FAILED;
    if (!S_ISREG(facts.st_mode) || (uint64_t)facts.st_size > limit)
        return STATUS_INVALID;
    size_t length = (size_t)facts.st_size;
    char *bytes = arena_alloc(arena, length + 1);
    TRY(read_all(file, bytes, length));
    *out_bytes = bytes;
    *out_length = length;
    return STATUS_OK;
}

enum status
file_put(int descriptor, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t count = write(descriptor, bytes, length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return STATUS_FAILED;
        bytes += count;
        length -= (size_t)count;
    }
    return STATUS_OK;
}

static enum status
sync_folder(const char *path)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    FILE_HERE int folder = open(folder_of(&arena, path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return status_of_errno();
    return fsync(folder) == 0 ? STATUS_OK : STATUS_FAILED;
}

enum status
file_draft_open(struct arena *arena, const char *path, struct file_draft *out_draft)
{
    struct stat facts;
    struct file_draft draft = {.path = path};
    if (stat(path, &facts) == 0 && !S_ISREG(facts.st_mode)) {
        draft.fd = open(path, O_WRONLY | O_CLOEXEC);
    } else {
        draft.beside = arena_print(arena, "%s.XXXXXX", path);
        draft.fd = mkostemp(draft.beside, O_CLOEXEC); /* mode 0600 */
    }
    if (draft.fd < 0)
        return status_of_errno();
    *out_draft = draft;
    return STATUS_OK;
}

void
file_draft_drop(struct file_draft *draft)
{
    file_close(&draft->fd);
    int saved = errno;
    if (draft->beside != NULL)
        (void)unlink(draft->beside);
    errno = saved;
    draft->fd = -1;
}

enum status
file_draft_keep(struct file_draft *draft)
{
    enum status status = STATUS_OK;
    if (draft->beside == NULL) { /* a device or a pipe has nothing to sync */
        file_close(&draft->fd);
        return STATUS_OK;
    }
    if (fsync(draft->fd) != 0 || rename(draft->beside, draft->path) != 0)
        status = status_of_errno();
    if (status != STATUS_OK) {
        file_draft_drop(draft);
        return status;
    }
    file_close(&draft->fd);
    return sync_folder(draft->path);
}

enum status
file_write(const char *path, const char *bytes, size_t length)
{
    struct file_draft draft;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    TRY(file_draft_open(&arena, path, &draft));
    enum status status = file_put(draft.fd, bytes, length);
    if (status == STATUS_OK)
        return file_draft_keep(&draft);
    file_draft_drop(&draft);
    return status;
}

static enum status
make_one(const char *path)
{
    struct stat facts;
    if (mkdir(path, 0700) == 0)
        return STATUS_OK;
    int reason = errno;
    if (stat(path, &facts) == 0)
        return S_ISDIR(facts.st_mode) ? STATUS_OK : STATUS_INVALID;
    errno = reason;
    return status_of_errno();
}

enum status
folder_make(const char *path)
{
    char part[PATH_LIMIT];
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof part)
        return STATUS_INVALID;
    memcpy(part, path, length + 1);
    for (size_t i = 1; i < length; i++) {
        if (part[i] != '/')
            continue;
        part[i] = '\0';
        TRY(make_one(part));
        part[i] = '/';
    }
    return make_one(part);
}

char *
folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return arena_text(arena, ".");
    return arena_copy(arena, path, slash == path ? 1 : (size_t)(slash - path));
}

enum status
file_data_path(struct arena *arena, const char *name, char **out_path)
{
    const char *data = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");
    if (data != NULL && data[0] == '/') {
        *out_path = arena_print(arena, "%s/rapport/%s", data, name);
        return STATUS_OK;
    }
    if (home == NULL || home[0] != '/')
        return STATUS_MISSING;
    *out_path = arena_print(arena, "%s/.local/share/rapport/%s", home, name);
    return STATUS_OK;
}
