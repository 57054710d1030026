/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loading libpq, connecting, and what an error of the server means to us. */
#include "base/library.h"
#include "store/postgres.h"

#include <stdlib.h>
#include <string.h>

struct postgres_library pq;

enum status
postgres_load(void)
{
    static const struct library_symbol symbols[] = {
        {"PQclear", (void **)&pq.clear},
        {"PQcmdTuples", (void **)&pq.changed},
        {"PQconnectdbParams", (void **)&pq.connect},
        {"PQconninfoFree", (void **)&pq.free_options},
        {"PQconninfoParse", (void **)&pq.parse_options},
        {"PQconnectionNeedsPassword", (void **)&pq.needs_password},
        {"PQconnectionUsedPassword", (void **)&pq.used_password},
        {"PQdescribePrepared", (void **)&pq.describe},
        {"PQerrorMessage", (void **)&pq.connection_words},
        {"PQexec", (void **)&pq.exec},
        {"PQexecParams", (void **)&pq.exec_params},
        {"PQfinish", (void **)&pq.finish},
        {"PQfname", (void **)&pq.column_name},
        {"PQfreemem", (void **)&pq.free_memory},
        {"PQftype", (void **)&pq.column_type},
        {"PQgetisnull", (void **)&pq.is_null},
        {"PQgetlength", (void **)&pq.length},
        {"PQgetvalue", (void **)&pq.value},
        {"PQnfields", (void **)&pq.column_count},
        {"PQntuples", (void **)&pq.row_count},
        {"PQprepare", (void **)&pq.prepare},
        {"PQreset", (void **)&pq.reset},
        {"PQresultErrorField", (void **)&pq.error_field},
        {"PQresultStatus", (void **)&pq.result_status},
        {"PQsetNoticeReceiver", (void **)&pq.on_notice},
        {"PQstatus", (void **)&pq.status},
        {"PQtransactionStatus", (void **)&pq.transaction_status},
        {NULL, NULL},
    };
    return library_open("libpq.so.5", symbols);
}

void
postgres_clear(PGresult *const *result)
{
    if (*result != NULL)
        pq.clear(*result);
}

struct meaning {
    const char *state; /* an SQLSTATE or the beginning of one (PostgreSQL, appendix A) */
    enum status status;
    const char *code;
};

/* The first that fits. */
static const struct meaning meanings[] = {
    {"23", STATUS_CONFLICT, "store.conflict"},   {"40", STATUS_BUSY, "store.busy"},
    {"55P03", STATUS_BUSY, "store.busy"},        {"08", STATUS_BUSY, "store.gone"},
    {"57P", STATUS_BUSY, "store.gone"},          {"57014", STATUS_FAILED, "store.slow"},
    {"53100", STATUS_FAILED, "store.full"},      {"53300", STATUS_BUSY, "store.busy"},
    {"25006", STATUS_FAILED, "store.read_only"}, {"42501", STATUS_FAILED, "store.no_access"},
    {"28", STATUS_FAILED, "store.no_access"},    {"XX001", STATUS_FAILED, "store.corrupt"},
    {"XX002", STATUS_FAILED, "store.corrupt"},   {"54", STATUS_INVALID, "store.too_big"},
};

/* The extension that the search needs is not there. The same states mean much else. */
static bool
is_extension_missing(const char *state, const char *words)
{
    return words != NULL && strstr(words, "extension") != NULL &&
           (strcmp(state, "0A000") == 0 || strcmp(state, "58P01") == 0);
}

enum status
postgres_fail(struct postgres_store *postgres, const PGresult *result, const char *doing)
{
    struct store *store = &postgres->store;
    const char *state = result == NULL ? NULL : pq.error_field(result, PG_DIAG_SQLSTATE);
    const char *words = result == NULL ? NULL : pq.error_field(result, PG_DIAG_MESSAGE_PRIMARY);
    /* Without a state these are libpq's own words: the server could not be spoken to. After a write
     * that failed, the connection still counts as good there until its end has been read. */
    if (state == NULL) {
        postgres->lost = true;
        return store_fail(store, STATUS_BUSY, "store.gone", "%s: %s", doing,
                          pq.connection_words(postgres->connection));
    }
    if (is_extension_missing(state, words))
        return store_fail(store, STATUS_FAILED, "store.extension", "%s: %s", doing, words);
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++)
        if (strncmp(state, meanings[i].state, strlen(meanings[i].state)) == 0)
            return store_fail(store, meanings[i].status, meanings[i].code, "%s: %s (%s)", doing,
                              words == NULL ? "" : words, state);
    return store_fail(store, STATUS_FAILED, "store.failed", "%s: %s (%s)", doing,
                      words == NULL ? "" : words, state);
}

/* Notices would go to standard error. */
static void
pass_over(void *context, const PGresult *notice)
{
    (void)context;
    (void)notice;
}

/* libpq's words about an address it cannot read may hold its password: only a code leaves here. */
static bool
is_readable(const char *address)
{
    char *words = NULL;
    PQconninfoOption *options = pq.parse_options(address, &words);
    bool readable = options != NULL;
    pq.free_options(options);
    pq.free_memory(words);
    return readable;
}

static PGconn *
connect_to(const char *address)
{
    /* What comes before the address can be overruled in it. */
    static const char *const names[] = {"connect_timeout",
                                        "keepalives_idle",
                                        "tcp_user_timeout",
                                        "application_name",
                                        "dbname",
                                        "client_encoding",
                                        NULL};
    const char *const values[] = {"5", "30", "35000", "rapport", address, "UTF8", NULL};
    return pq.connect(names, values, 1);
}

static enum status
refuse(PGconn *connection, enum status status, const char *code, const char **out_problem)
{
    if (connection != NULL)
        pq.finish(connection);
    *out_problem = code;
    return status;
}

enum status
postgres_open(const char *address, struct store **out_store, const char **out_problem)
{
    if (postgres_load() != STATUS_OK)
        return refuse(NULL, STATUS_FAILED, "store.no_library", out_problem);
    if (!is_readable(address))
        return refuse(NULL, STATUS_INVALID, "store.address", out_problem);
    PGconn *connection = connect_to(address);
    if (connection == NULL)
        return refuse(NULL, STATUS_FAILED, "store.failed", out_problem);
    if (pq.status(connection) != CONNECTION_OK) {
        if (pq.needs_password(connection) || pq.used_password(connection))
            return refuse(connection, STATUS_FORBIDDEN, "store.no_access", out_problem);
        return refuse(connection, STATUS_BUSY, "store.unreachable", out_problem);
    }
    struct postgres_store *postgres = calloc(1, sizeof *postgres);
    if (postgres == NULL)
        return refuse(connection, STATUS_FAILED, "store.failed", out_problem);
    (void)pq.on_notice(connection, pass_over, NULL);
    postgres->store =
        (struct store){.driver = &postgres_driver, .engine = ENGINE_POSTGRES, .busy_ms = BUSY_MS};
    postgres->connection = connection;
    *out_store = &postgres->store;
    return STATUS_OK;
}
