/* SPDX-License-Identifier: GPL-3.0-or-later */
/* postgres.h - inside of the PostgreSQL driver. libpq is loaded when the first connection is made.
 * Between us and the server may stand a pooler in transaction mode: no named prepared statements,
 * and settings only for one transaction. */
#ifndef STORE_POSTGRES_H
#define STORE_POSTGRES_H

#include "store/driver.h"

#include <postgresql/libpq-fe.h>

struct postgres_library {
    __typeof__(PQclear) *clear;
    __typeof__(PQcmdTuples) *changed;
    __typeof__(PQconnectdbParams) *connect;
    __typeof__(PQconninfoFree) *free_options;
    __typeof__(PQconninfoParse) *parse_options;
    __typeof__(PQconnectionNeedsPassword) *needs_password;
    __typeof__(PQconnectionUsedPassword) *used_password;
    __typeof__(PQdescribePrepared) *describe;
    __typeof__(PQerrorMessage) *connection_words;
    __typeof__(PQexec) *exec;
    __typeof__(PQexecParams) *exec_params;
    __typeof__(PQfinish) *finish;
    __typeof__(PQfname) *column_name;
    __typeof__(PQfreemem) *free_memory;
    __typeof__(PQftype) *column_type;
    __typeof__(PQgetisnull) *is_null;
    __typeof__(PQgetlength) *length;
    __typeof__(PQgetvalue) *value;
    __typeof__(PQnfields) *column_count;
    __typeof__(PQntuples) *row_count;
    __typeof__(PQprepare) *prepare;
    __typeof__(PQreset) *reset;
    __typeof__(PQresultErrorField) *error_field;
    __typeof__(PQresultStatus) *result_status;
    __typeof__(PQsetNoticeReceiver) *on_notice;
    __typeof__(PQstatus) *status;
    __typeof__(PQtransactionStatus) *transaction_status;
};

extern struct postgres_library pq;

MUST_CHECK enum status postgres_load(void);

struct postgres_store {
    struct store store;
    PGconn *connection;
    bool lost;   /* to be made anew, even where libpq has not noticed yet */
    int cursors; /* open now, one inside the other */
};

/* Clears itself: RESULT_HERE PGresult *result = ... */
void postgres_clear(PGresult *const *result);
#define RESULT_HERE __attribute__((cleanup(postgres_clear)))

/* Turn a result's error (NULL: the connection's) into a status, a code and words. */
enum status postgres_fail(struct postgres_store *postgres, const PGresult *result,
                          const char *doing);

/* postgres_value.c: parameters as PQexecParams wants them, all binary. */
struct postgres_params {
    int count;
    Oid types[STATEMENT_FIELDS_MAX];
    const char *values[STATEMENT_FIELDS_MAX];
    int lengths[STATEMENT_FIELDS_MAX];
    int formats[STATEMENT_FIELDS_MAX];
    unsigned char numbers[STATEMENT_FIELDS_MAX][UUID_BYTES];
};

MUST_CHECK enum status postgres_bind(struct postgres_store *postgres,
                                     const struct statement *statement, const struct doc *params,
                                     struct postgres_params *out_params);
void postgres_types(const struct statement *statement, Oid *out_types);

/* Can a result column of this type be read as the contract's kind? */
bool postgres_suits(enum column_kind kind, Oid type);

/* One value of a binary result. */
struct doc postgres_read(struct arena *arena, enum column_kind kind, const char *bytes, int length);

extern const struct store_driver postgres_driver;

#endif
