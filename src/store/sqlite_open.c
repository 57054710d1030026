/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a file: find out whether it is ours before SQLite works on it, and set what every
 * connection needs. */
#include "base/clock.h"
#include "base/file.h"
#include "store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    HEADER_BYTES = 100, /* of an SQLite file; its format document, section 1.3 */
    HEADER_VERSIONS = 18,
    HEADER_APPLICATION_ID = 68,
    CHECKPOINT_PAGES = 8000, /* 32 MB of log before a commit has to copy it back itself */
    LENGTH_MAX = 64 << 20    /* bytes of one value or row */
};

static const char set_up[] = "pragma synchronous=full;"
                             "pragma cell_size_check=on;"
                             /* Sorting must not leave notes in a shared temporary folder. */
                             "pragma temp_store=memory;";

static enum status
refuse(enum status status, const char *code, const char **out_problem)
{
    *out_problem = code;
    return status;
}

static enum status
refuse_errno(const char **out_problem)
{
    switch (errno) {
    case ENOENT:
    case ENOTDIR: return refuse(STATUS_MISSING, "store.missing", out_problem);
    case EACCES:
    case EPERM: return refuse(STATUS_FORBIDDEN, "store.no_access", out_problem);
    case EROFS: return refuse(STATUS_FORBIDDEN, "store.read_only", out_problem);
    case ENOSPC:
    case EDQUOT: return refuse(STATUS_FAILED, "store.full", out_problem);
    default: return refuse(STATUS_FAILED, "store.failed", out_problem);
    }
}

/* The file itself is made here and not by SQLite, so that nobody else can read it for a moment. */
static enum status
make_file(struct arena *arena, const char *path, const char **out_problem)
{
    if (folder_make(folder_of(arena, path)) != STATUS_OK)
        return refuse_errno(out_problem);
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return errno == EEXIST ? STATUS_OK : refuse_errno(out_problem);
    (void)close(file);
    return STATUS_OK;
}

static enum status
find_file(struct arena *arena, const char *path, enum store_mode mode, const char **out_problem)
{
    struct stat about;
    if (stat(path, &about) != 0) {
        if (errno == ENOENT && mode == STORE_CREATE)
            return make_file(arena, path, out_problem);
        return refuse_errno(out_problem);
    }
    /* SQLite counts a file of one byte as empty. */
    if (!S_ISREG(about.st_mode) || about.st_size == 1)
        return refuse(STATUS_INVALID, "store.not_a_store", out_problem);
    return STATUS_OK;
}

/* Errors while opening have their code only; the store goes away. */
static enum status
refuse_sqlite(struct sqlite_store *sqlite, const char **out_problem)
{
    enum status status = sqlite_fail(sqlite, "open");
    if (sqlite3_errcode(sqlite->db) == SQLITE_NOTADB)
        return refuse(STATUS_INVALID, "store.not_a_store", out_problem);
    if (strcmp(sqlite->store.code, "store.no_access") == 0 ||
        strcmp(sqlite->store.code, "store.read_only") == 0)
        status = STATUS_FORBIDDEN;
    return refuse(status, sqlite->store.code, out_problem);
}

/* The header is read through SQLite's own descriptor: closing another one on the same file would
 * drop the locks this process has on it. */
static bool
read_header(struct sqlite_store *sqlite, unsigned char *out_header, int64_t *out_size)
{
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    if (sqlite3_file_control(sqlite->db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
        file == NULL || file->pMethods == NULL ||
        file->pMethods->xFileSize(file, &size) != SQLITE_OK)
        return false;
    *out_size = size;
    return size < HEADER_BYTES ||
           file->pMethods->xRead(file, out_header, HEADER_BYTES, 0) == SQLITE_OK;
}

static bool
is_ours(const unsigned char *header)
{
    const unsigned char *id = header + HEADER_APPLICATION_ID;
    uint32_t found = (uint32_t)id[0] << 24 | (uint32_t)id[1] << 16 | (uint32_t)id[2] << 8 | id[3];
    return memcmp(header, "SQLite format 3", 16) == 0 && found == SQLITE_APPLICATION_ID;
}

/* One number that a pragma answers. */
static bool
ask_number(struct sqlite_store *sqlite, const char *pragma, int64_t *out_number)
{
    sqlite3_stmt *asked = NULL;
    bool answered = sqlite3_prepare_v2(sqlite->db, pragma, -1, &asked, NULL) == SQLITE_OK &&
                    sqlite3_step(asked) == SQLITE_ROW;
    if (answered)
        *out_number = sqlite3_column_int64(asked, 0);
    (void)sqlite3_finalize(asked);
    return answered;
}

/* Switching to the write-ahead log needs the file alone; another process may be doing the same. */
static enum status
set_log(struct sqlite_store *sqlite, const char **out_problem)
{
    int64_t until_ms = clock_monotonic_ms() + sqlite->store.busy_ms;
    for (;;) {
        int result = sqlite3_exec(sqlite->db, "pragma journal_mode=wal", NULL, NULL, NULL);
        if (result == SQLITE_OK)
            return STATUS_OK;
        if ((result & 0xff) != SQLITE_BUSY || clock_monotonic_ms() >= until_ms)
            return refuse_sqlite(sqlite, out_problem);
        sqlite_nap();
    }
}

static enum status
make_ours(struct sqlite_store *sqlite, const char **out_problem)
{
    char *mark = sqlite3_mprintf("pragma application_id=%d", SQLITE_APPLICATION_ID);
    int result = sqlite3_exec(sqlite->db, mark, NULL, NULL, NULL);
    sqlite3_free(mark);
    if (result != SQLITE_OK)
        return refuse_sqlite(sqlite, out_problem);
    return set_log(sqlite, out_problem);
}

/* A header that is not ours may still become so when SQLite has recovered the file. Only a file of
 * no bytes at all is taken: anything else is somebody's. */
static enum status
look_closer(struct sqlite_store *sqlite, const char **out_problem)
{
    unsigned char header[HEADER_BYTES] = {0};
    int64_t application_id = 0, size = 0;
    if (!ask_number(sqlite, "pragma application_id", &application_id) ||
        !read_header(sqlite, header, &size))
        return refuse_sqlite(sqlite, out_problem);
    if (size == 0)
        return make_ours(sqlite, out_problem);
    if (application_id != SQLITE_APPLICATION_ID)
        return refuse(STATUS_INVALID, "store.not_a_store", out_problem);
    return set_log(sqlite, out_problem);
}

static enum status
identify(struct sqlite_store *sqlite, const char **out_problem)
{
    unsigned char header[HEADER_BYTES] = {0};
    int64_t size = 0;
    if (!read_header(sqlite, header, &size))
        return refuse_sqlite(sqlite, out_problem);
    if (size < HEADER_BYTES || !is_ours(header))
        return look_closer(sqlite, out_problem);
    if (header[HEADER_VERSIONS] != 2 || header[HEADER_VERSIONS + 1] != 2)
        return set_log(sqlite, out_problem);
    return STATUS_OK;
}

static void
set_limits(sqlite3 *db)
{
    static const struct {
        int what;
        int most;
    } limits[] = {
        {SQLITE_LIMIT_LENGTH, LENGTH_MAX},
        {SQLITE_LIMIT_SQL_LENGTH, 1 << 20},
        {SQLITE_LIMIT_COLUMN, 200},
        {SQLITE_LIMIT_EXPR_DEPTH, 200},
        {SQLITE_LIMIT_COMPOUND_SELECT, 30},
        {SQLITE_LIMIT_VDBE_OP, 200000},
        {SQLITE_LIMIT_FUNCTION_ARG, 100},
        {SQLITE_LIMIT_ATTACHED, 1},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 500},
        {SQLITE_LIMIT_VARIABLE_NUMBER, 100},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 20},
        {SQLITE_LIMIT_WORKER_THREADS, 0},
    };
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
        (void)sqlite3_limit(db, limits[i].what, limits[i].most);
}

static enum status
set_connection(struct sqlite_store *sqlite, const char **out_problem)
{
    sqlite3 *db = sqlite->db;
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    set_limits(db);
    if (sqlite3_exec(db, set_up, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite_add_rank(db) != SQLITE_OK || sqlite_later_open(sqlite) != STATUS_OK)
        return refuse_sqlite(sqlite, out_problem);
    (void)sqlite3_wal_autocheckpoint(db, CHECKPOINT_PAGES);
    sqlite_keep_pages(&sqlite->store, 0);
    return STATUS_OK;
}

static enum status
open_connection(struct sqlite_store *sqlite, const char *path, const char **out_problem)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    /* One thread a process: the allocator needs no locks and no statistics. Once anything of SQLite
     * runs, these are refused, which does no harm. */
    (void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (sqlite3_open_v2(path, &sqlite->db, flags, NULL) != SQLITE_OK)
        return refuse_sqlite(sqlite, out_problem);
    (void)sqlite3_busy_handler(sqlite->db, sqlite_wait_for_writer, sqlite);
    if (sqlite3_db_readonly(sqlite->db, "main") == 1)
        return refuse(STATUS_FORBIDDEN, "store.read_only", out_problem);
    TRY(identify(sqlite, out_problem));
    return set_connection(sqlite, out_problem);
}

/* A cache of another size is no other store: when SQLite refuses, all goes on as it is. */
void
sqlite_keep_pages(struct store *store, int kib)
{
    struct sqlite_store *sqlite = (struct sqlite_store *)store;
    int wanted = kib == 0 ? USUAL_KIB : kib;
    if (sqlite->kept_kib == wanted)
        return;
    char *pragma = sqlite3_mprintf("pragma cache_size=-%d", wanted);
    if (pragma != NULL && sqlite3_exec(sqlite->db, pragma, NULL, NULL, NULL) == SQLITE_OK)
        sqlite->kept_kib = wanted;
    sqlite3_free(pragma);
}

enum status
sqlite_open(const char *path, enum store_mode mode, struct store **out_store,
            const char **out_problem)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    /* With the folder written before it, no name means anything special to SQLite (":memory:"). */
    const char *plain = path[0] == '/' ? path : arena_print(&arena, "./%s", path);
    if (path[0] == '\0')
        return refuse(STATUS_INVALID, "store.not_a_store", out_problem);
    TRY(find_file(&arena, plain, mode, out_problem));
    struct sqlite_store *sqlite = calloc(1, sizeof *sqlite);
    sqlite3_stmt **prepared = calloc(2 * (size_t)statement_count + 1, sizeof(sqlite3_stmt *));
    if (sqlite == NULL || prepared == NULL) {
        free(sqlite);
        free(prepared);
        return refuse(STATUS_FAILED, "store.failed", out_problem);
    }
    sqlite->store =
        (struct store){.driver = &sqlite_driver, .engine = ENGINE_SQLITE, .busy_ms = BUSY_MS};
    sqlite->prepared = prepared;
    enum status status = open_connection(sqlite, plain, out_problem);
    if (status != STATUS_OK) {
        sqlite_driver.close(&sqlite->store);
        return status;
    }
    *out_store = &sqlite->store;
    return STATUS_OK;
}
