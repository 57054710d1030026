/* SPDX-License-Identifier: GPL-3.0-or-later */
/* file.h - the few things the rooms ask of the file system. Every problem is told by status; errno
 * keeps the system's reason. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"

/* A whole file into the arena, with a NUL behind it. MISSING when there is none, INVALID when it
 * has more than `limit` bytes or is no regular file, FORBIDDEN when it may not be read, else
 * FAILED. */
MUST_CHECK enum status file_read(struct arena *arena, const char *path, size_t limit,
                                 char **out_bytes, size_t *out_length);

/* Write a file of mode 0600 whole or not at all: beside it, synced, then renamed onto it. */
MUST_CHECK enum status file_write(const char *path, const char *bytes, size_t length);

/* The same for what comes in pieces. A path that is no regular file (a device, a pipe) is written as it is. */
struct file_draft {
    const char *path;
    char *beside; /* where it is until it is kept; NULL: written in place */
    int fd;
};

/* MISSING (no such folder), FORBIDDEN, FAILED. Keep or drop what was opened. */
MUST_CHECK enum status file_draft_open(struct arena *arena, const char *path,
                                       struct file_draft *out_draft);

/* The draft becomes the file. When that fails it is dropped, and what was there before stays. */
MUST_CHECK enum status file_draft_keep(struct file_draft *draft);
void file_draft_drop(struct file_draft *draft);

/* All bytes to a descriptor, past interruptions. FAILED with errno. */
MUST_CHECK enum status file_put(int descriptor, const char *bytes, size_t length);

/* Make a folder and those above it, new ones with mode 0700. OK when it is there already. */
MUST_CHECK enum status folder_make(const char *path);

/* The folder above a path ("." for a bare name). */
char *folder_of(struct arena *arena, const char *path);

/* $XDG_DATA_HOME/rapport/NAME, or ~/.local/share/rapport/NAME. MISSING when neither variable is set
 * to an absolute path (XDG Base Directory Specification 0.8). */
MUST_CHECK enum status file_data_path(struct arena *arena, const char *name, char **out_path);

/* Close a descriptor at the end of the block: FILE_HERE int file = open(...); */
void file_close(const int *descriptor);
#define FILE_HERE __attribute__((cleanup(file_close)))

#endif
