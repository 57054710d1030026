/* SPDX-License-Identifier: GPL-3.0-or-later */
/* occupations.h - the table of occupations in force (docs/decisions/0014): one in a process, read when it is
 * first asked for, and what all calls say of an occupation. */
#ifndef DOMAIN_OCCUPATIONS_H
#define DOMAIN_OCCUPATIONS_H

#include "call/job.h"
#include "method/occupations.h"
#include "method/titles.h"

extern const struct call_row occupation_rows[];
extern const struct call_row occupation_match_rows[];
extern const struct call_row occupation_explore_rows[];
extern const struct call_row occupation_load_rows[];
extern const struct job_kind occupation_load_job;

/* The table, which stays as it is until the call ends. Reading it takes about 15 ms, once in a process. */
MUST_CHECK enum status occupations_in_force(struct call *call,
                                            const struct occupations **out_table);

/* The same outside of calls, for the preparation of a job. */
MUST_CHECK enum status occupations_in_store(struct store *store,
                                            const struct occupations **out_table);

/* The search among its titles; making it takes longer than the table, so only those who search ask for it. */
MUST_CHECK enum status occupation_titles(struct call *call, const struct titles **out_titles);

/* Where the facts are from: `credit` {release, release_on, projections, projections_from, loaded_at (null: it came
 * with the program)}. Each page that shows one of them shows the partial onet_credit too. */
MUST_CHECK enum status occupation_credit(struct call *call, struct doc *answer);

/* One line of a list: code, title, job_zone, education, pay, pay_or_more, growth, outlook, openings,
 * broad; null what is not known. */
struct doc *occupation_line(struct arena *arena, const struct occupation *occupation);

/* The occupation of that code, or of that title when no letter of it has to be guessed. MISSING, refused with
 * "occupation.unknown" {name}. */
MUST_CHECK enum status occupation_named(struct call *call, const char *name,
                                        const struct occupation **out_occupation);

#endif
