/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call/erase.h"

#include "call/log.h"
#include "statements.h"

static enum status
run_for(struct call *call, const struct statement *statement, const char *id)
{
    struct doc *params = call_params(call);
    doc_set_text(params, "id", id);
    return store_run(call->store, statement, params, NULL);
}

enum status
record_purge(struct call *call, const char *id)
{
    return run_for(call, &sql_change_row_purge, id);
}

enum status
record_erase(struct call *call, const char *id)
{
    TRY(run_for(call, &sql_change_row_erase, id));
    return run_for(call, &sql_tombstone_remove, id);
}

enum status
record_unmark(struct call *call)
{
    struct record_log *log = call->log;
    struct doc *params = call_params(call);
    if (log->record_doc == 0)
        return STATUS_OK;
    doc_set_int(params, "record", log->record_doc);
    TRY(store_run(call->store, &sql_change_row_unmark, params, NULL));
    TRY(store_run(call->store, &sql_change_record_remove, params, NULL));
    log->record_doc = 0;
    log->change_id = NULL;
    return STATUS_OK;
}
