/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting for another writer, and being waited for; and who works on what. SQLite does not tell the one who writes that
 * somebody waits: so whoever does keeps a lock of our own on the log's file meanwhile, which SQLite itself never locks.
 * A process that dies loses it with its descriptors. The first byte is for waiting, those behind it for claims. */
#include "base/clock.h"
#include "store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

enum {
    POLL_NS = 500 * 1000, /* how often a waiting writer looks again */
    CLAIMS = 1 << 30      /* bytes for claims: numbers that share one wait for each other */
};

void
sqlite_nap(void)
{
    struct timespec length = {.tv_sec = 0, .tv_nsec = POLL_NS};
    (void)nanosleep(&length, NULL);
}

/* Each process opens the log's file once more: an open file's own lock (not the process's, which ends when any
 * descriptor of the file is closed) is in the way of all others. There is no file before anybody has written: then it
 * is looked for again the next time. */
static bool
lock_log(struct sqlite_store *sqlite, int command, struct flock *lock)
{
    lock->l_whence = SEEK_SET;
    if (sqlite->wait_fd <= 0)
        sqlite->wait_fd =
            open(sqlite3_filename_wal(sqlite3_db_filename(sqlite->db, "main")), O_RDWR | O_CLOEXEC);
    return sqlite->wait_fd > 0 && fcntl(sqlite->wait_fd, command, lock) == 0;
}

static void
begin_waiting(struct sqlite_store *sqlite)
{
    struct flock lock = {.l_type = F_RDLCK, .l_len = 1};
    sqlite->busy_since_ms = clock_monotonic_ms();
    sqlite->waits = lock_log(sqlite, F_OFD_SETLK, &lock);
}

void
sqlite_end_waiting(struct sqlite_store *sqlite)
{
    struct flock lock = {.l_type = F_UNLCK, .l_len = 1};
    if (sqlite->waits)
        (void)lock_log(sqlite, F_OFD_SETLK, &lock);
    sqlite->waits = false;
}

/* SQLite's own waiting doubles its pauses up to 100 ms, and so lets short gaps between the slices
 * of a long job pass. */
int
sqlite_wait_for_writer(void *context, int tries)
{
    struct sqlite_store *sqlite = context;
    if (tries == 0)
        begin_waiting(sqlite);
    if (clock_monotonic_ms() - sqlite->busy_since_ms >= sqlite->store.busy_ms)
        return 0;
    sqlite_nap();
    return 1;
}

/* By another open file. */
static bool
is_locked(struct store *store, off_t from, off_t length)
{
    struct flock lock = {.l_type = F_WRLCK, .l_start = from, .l_len = length};
    return lock_log((struct sqlite_store *)store, F_OFD_GETLK, &lock) && lock.l_type != F_UNLCK;
}

bool
sqlite_is_waited_for(struct store *store)
{
    return is_locked(store, 0, 1);
}

bool
sqlite_is_claimed(struct store *store)
{
    return is_locked(store, 1, CLAIMS);
}

static bool
lock_claim(struct store *store, int64_t number, short type)
{
    struct flock lock = {.l_type = type, .l_start = 1 + (number & (CLAIMS - 1)), .l_len = 1};
    return lock_log((struct sqlite_store *)store, F_OFD_SETLK, &lock);
}

/* Only another's lock is in the way, not that there is nothing to lock. */
bool
sqlite_claim(struct store *store, int64_t number)
{
    return lock_claim(store, number, F_WRLCK) || (errno != EAGAIN && errno != EACCES);
}

void
sqlite_yield(struct store *store, int64_t number)
{
    (void)lock_claim(store, number, F_UNLCK);
}
