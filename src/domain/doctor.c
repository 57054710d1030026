/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/doctor.h"

#include "base/clock.h"
#include "base/zone.h"
#include "call/index.h"
#include "domain/common.h"
#include "domain/outbox.h"
#include "store/migrate.h"

#include <string.h>

#define STUCK_MS (10 * (int64_t)MS_PER_MINUTE)

/* One line of the report. The code of what is wrong says what to do. */
static struct doc *
add_check(struct call *call, struct doc *items, const char *check, bool ok)
{
    struct doc item = *doc_map(call->arena);
    doc_set_text(&item, "check", check);
    doc_set_bool(&item, "ok", ok);
    doc_set_text(&item, "code",
                 arena_print(call->arena, "doctor.%s.%s", check, ok ? "ok" : "wrong"));
    doc_set(&item, "finding", doc_null());
    doc_set(&item, "count", doc_int(0));
    return doc_push(items, item);
}

static enum status
check_store(struct call *call, struct doc *items, bool *out_sound)
{
    const char *finding = NULL;
    enum status status = store_check(call->store, call->arena, &finding);
    if (status != STATUS_OK && status != STATUS_INVALID)
        return status;
    doc_set_text(add_check(call, items, "store", status == STATUS_OK), "finding", finding);
    *out_sound = status == STATUS_OK;
    return STATUS_OK;
}

static enum status
check_schema(struct call *call, struct doc *items)
{
    int version;
    TRY(migrate_version(call->store, &version));
    doc_set_int(add_check(call, items, "schema", version == schema_step_count), "count", version);
    return STATUS_OK;
}

static enum status
check_jobs(struct call *call, struct doc *items)
{
    struct doc *counts;
    TRY(call_row_of(call, &sql_job_counts, call_params(call), &counts));
    const struct doc *oldest = doc_get(counts, "oldest_at");
    bool stuck = oldest->kind == DOC_INT && call->now - oldest->integer > STUCK_MS;
    int64_t open = doc_int_of(counts, "waiting") + doc_int_of(counts, "running");
    doc_set_int(add_check(call, items, "jobs", !stuck), "count", open);
    doc_set_int(add_check(call, items, "failed_jobs", true), "count", doc_int_of(counts, "failed"));
    return STATUS_OK;
}

/* The worst of it is named first: its remedy helps the rest. */
static enum status
check_outbox(struct call *call, struct doc *items)
{
    struct doc *counts;
    const char *way, *house = call->desk->mail_server;
    TRY(mail_way(call, &way));
    TRY(outbox_counts(call, &counts));
    bool served = strcmp(way, "none") != 0;
    bool wrong = house != NULL && !served && strcmp(house, "none") != 0;
    int64_t waiting = doc_int_of(counts, "waiting"), late = doc_int_of(counts, "late");
    int64_t failed = doc_int_of(counts, "failed"), unsure = doc_int_of(counts, "unsure");
    const char *code = wrong                    ? "doctor.outbox.server"
                       : waiting > 0 && !served ? "doctor.outbox.no_server"
                       : failed > 0             ? "doctor.outbox.failed"
                       : unsure > 0             ? "doctor.outbox.unsure"
                       : late > 0               ? "doctor.outbox.late"
                                                : "doctor.outbox.ok";
    int64_t count = !served ? waiting : failed > 0 ? failed : unsure > 0 ? unsure : late;
    struct doc *item = add_check(call, items, "outbox", strcmp(code, "doctor.outbox.ok") == 0);
    doc_set_text(item, "code", code);
    doc_set_int(item, "count", count > 0 ? count : waiting);
    return STATUS_OK;
}

/* Long before the full text is in so many pieces that nothing can be saved any more. */
static enum status
check_search(struct call *call, struct doc *items)
{
    struct index_state index;
    TRY(index_look(call, &index));
    bool ok = index.complete && index.pieces < INDEX_PIECES_ALARM;
    doc_set_int(add_check(call, items, "search", ok), "count", ok ? 0 : index.pieces);
    return STATUS_OK;
}

static enum status
doctor_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena), *items = doc_list(call->arena);
    const struct zone *zone;
    bool ok = true, sound;
    TRY(check_store(call, items, &sound));
    /* A damaged store may not be able to answer the rest. */
    if (sound) {
        TRY(check_schema(call, items));
        TRY(check_jobs(call, items));
        TRY(check_outbox(call, items));
        TRY(check_search(call, items));
    }
    add_check(call, items, "zones",
              zone_find("Europe/Berlin", &zone) == STATUS_OK &&
                  zone_find(call->who.zone, &zone) == STATUS_OK);
    add_check(call, items, "profile", call->who.name != NULL && call->who.name[0] != '\0');
    for (uint32_t i = 0; i < doc_count(items); i++)
        ok = ok && doc_bool_of(doc_item(items, i), "ok");
    doc_set(answer, "items", *items);
    doc_set_bool(answer, "ok", ok);
    *out_answer = answer;
    return STATUS_OK;
}

const struct call_row doctor_rows[] = {
    {.name = "doctor",
     .role = ROLE_OWNER,
     .params = no_params,
     .run = doctor_run,
     .page = "doctor",
     .columns = "check ok count finding",
     .help = N_("Check the store, the zone data and the jobs, and say what to do"),
     .example = "rapport doctor"},
    {0},
};
