/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_around.h"

#include "domain/people.h"
#include "statements.h"

#include <string.h>

static bool ask_all;

void
import_around_ask_all(bool all)
{
    ask_all = all;
}

/* Where a job stands in its file. */
struct place {
    int64_t to, done, read;
};

static struct {
    char job[40];
    struct import_others others;
    struct import_colleagues colleagues;
    struct place left; /* where the slice before ended */
} kept;

static struct place
place_of(const struct job *job)
{
    return (struct place){.to = doc_int_of(job->input, "to"),
                          .done = doc_int_of(job->input, "done"),
                          .read = doc_int_of(job->input, "read")};
}

static bool
is_kept(const struct job *job)
{
    return strcmp(kept.job, job->id) == 0;
}

void
import_around_close(void)
{
    import_others_close(&kept.others);
    import_colleagues_close(&kept.colleagues);
    memset(kept.job, 0, sizeof kept.job);
    import_window_leave(0);
}

enum status
import_around_open(struct desk *desk, const struct job *job)
{
    if (is_kept(job))
        return STATUS_OK;
    import_around_close();
    TRY(import_others_open(&kept.others, desk->store, job->input));
    memcpy(kept.job, job->id, strnlen(job->id, sizeof kept.job - 1));
    import_window_leave(import_others_bytes(&kept.others));
    return STATUS_OK;
}

enum status
import_around_read(struct desk *desk, const struct job *job, const struct import_window *window)
{
    return import_others_read(&kept.others, desk->store, job, window);
}

/* Nothing needs to be looked up while the store holds only what this import made itself. */
static enum status
is_nobody_else(struct call *call, const struct job *job, bool *out_nobody)
{
    int64_t people;
    TRY(record_count(call, &noun_person, &people));
    *out_nobody = people <= doc_int_of(job->input, "made");
    return STATUS_OK;
}

enum status
import_around_begin(struct call *call, const struct job *job, struct import_judge *judge)
{
    struct place now = place_of(job);
    bool changed = true;
    TRY(is_nobody_else(call, job, &judge->nobody_else));
    if (is_kept(job))
        TRY(import_others_look(&kept.others, call, job, &changed));
    if (changed || memcmp(&now, &kept.left, sizeof now) != 0)
        import_colleagues_forget(&kept.colleagues);
    judge->colleagues = ask_all ? NULL : &kept.colleagues;
    judge->others = ask_all || !is_kept(job) ? NULL : &kept.others;
    return STATUS_OK;
}

void
import_around_made(const struct doc *row)
{
    import_colleagues_made(&kept.colleagues, row);
}

void
import_around_changed(const struct import_verdict *verdict)
{
    import_others_add(&kept.others, verdict->changes);
    import_colleagues_doubt(&kept.colleagues, verdict->organization_key);
    import_colleagues_doubt(&kept.colleagues, doc_text_of(verdict->changes, "organization_key"));
}

void
import_around_end(const struct job *job)
{
    kept.left = place_of(job);
}
