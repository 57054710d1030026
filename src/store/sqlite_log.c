/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log beside the file (SQLite's write-ahead log): how long it is, and copying it back. */
#include "store/sqlite.h"

#include <sys/inotify.h>
#include <unistd.h>

enum {
    LEFT_PAGES =
        32000,         /* of log, 128 MB, before a commit copies it back that leaves it to others */
    ANEW_WAIT_MS = 10, /* for writers and readers to end */
    INDEX_BYTES =
        32768, /* of the first part of the log's index; the file format's WAL document, 2.1: */
    INDEX_VERSION = 3007000,
    INDEX_WORDS = 25, /* that are read, of 32 bits in the machine's order */
    WORD_VERSION = 0,
    WORD_WRITES = 2,
    WORD_PAGES = 4,
    WORD_COPIED = 24
};

static struct sqlite_store *
inside(struct store *store)
{
    return (struct sqlite_store *)store;
}

static void
copy_back(struct sqlite_store *sqlite, int how)
{
    (void)sqlite3_wal_checkpoint_v2(sqlite->db, "main", how, NULL, NULL);
    sqlite_end_waiting(sqlite);
}

/* Nearly all of it is copied while others write, so that they wait for the rest alone. */
void
sqlite_checkpoint(struct store *store, bool begin_anew)
{
    int busy_ms = store->busy_ms;
    copy_back(inside(store), SQLITE_CHECKPOINT_PASSIVE);
    if (!begin_anew)
        return;
    store->busy_ms = ANEW_WAIT_MS < busy_ms ? ANEW_WAIT_MS : busy_ms;
    copy_back(inside(store), SQLITE_CHECKPOINT_RESTART);
    store->busy_ms = busy_ms;
}

/* The index of the log is shared memory of all that have the file open, already in this process. It may be
 * changing under our eyes: a number that is wrong for a moment does no harm here. */
bool
sqlite_look_at_log(struct store *store, struct store_log *out_log)
{
    sqlite3 *db = inside(store)->db;
    sqlite3_file *file = NULL;
    void volatile *shared = NULL;
    uint32_t words[INDEX_WORDS];
    if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
        file == NULL || file->pMethods == NULL || file->pMethods->iVersion < 2 ||
        file->pMethods->xShmMap(file, 0, INDEX_BYTES, 0, &shared) != SQLITE_OK || shared == NULL)
        return false;
    for (int i = 0; i < INDEX_WORDS; i++)
        words[i] = ((volatile const uint32_t *)shared)[i];
    if (words[WORD_VERSION] != INDEX_VERSION)
        return false;
    uint32_t pages = words[WORD_PAGES], copied = words[WORD_COPIED];
    *out_log = (struct store_log){.writes = words[WORD_WRITES],
                                  .pages = pages,
                                  .waiting = copied < pages ? pages - copied : 0};
    return true;
}

int
sqlite_watch(struct store *store)
{
    struct sqlite_store *sqlite = inside(store);
    const char *log = sqlite3_filename_wal(sqlite3_db_filename(sqlite->db, "main"));
    if (sqlite->watch_fd > 0)
        return sqlite->watch_fd;
    int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (fd > 0 && inotify_add_watch(fd, log, IN_MODIFY) >= 0) {
        sqlite->watch_fd = fd;
        return fd;
    }
    if (fd >= 0)
        (void)close(fd);
    return -1;
}

void
sqlite_leave_log(struct store *store)
{
    (void)sqlite3_wal_autocheckpoint(inside(store)->db, LEFT_PAGES);
}

/* "Normal" still writes the log to the disk before any of it is copied back, so that the file is sound at every moment. */
void
sqlite_wait_for_disk(struct store *store, bool wait)
{
    (void)sqlite3_exec(inside(store)->db,
                       wait ? "pragma synchronous=full" : "pragma synchronous=normal", NULL, NULL,
                       NULL);
}

enum status
sqlite_settle(struct store *store)
{
    sqlite3 *db = inside(store)->db;
    sqlite3_file *log = NULL;
    if (sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) != SQLITE_OK ||
        log == NULL || log->pMethods == NULL) /* no log, nothing to write */
        return STATUS_OK;
    return log->pMethods->xSync(log, SQLITE_SYNC_NORMAL) == SQLITE_OK ? STATUS_OK : STATUS_FAILED;
}
