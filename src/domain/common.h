/* SPDX-License-Identifier: GPL-3.0-or-later */
/* common.h - what the nouns of this room share. */
#ifndef DOMAIN_COMMON_H
#define DOMAIN_COMMON_H

#include "call/record.h"
#include "statements.h"

enum { CHOICES_MOST = 500, ROWS_OF_ONE_MOST = 1000 };

/* Parameters that many calls share: none, and the interview alone. */
extern const struct param no_params[];
extern const struct param interview_id_params[];

/* A parameter's text, or NULL when absent or empty. */
const char *param_text(const struct call *call, const char *name);

/* Copy the named keys ("id name title"); an absent one becomes null. */
void copy_keys(struct call *call, struct doc *to, const struct doc *from, const char *names);

/* A map with the noun's id, version, times, own columns and parts: those of `row`, or nulls and empty
 * lists when `row` is NULL. Forms of new things begin so. */
struct doc *noun_document(struct call *call, const struct noun *noun, const struct doc *row);

/* Put the rows of a statement under `key`, asked with `name` = `value` and a limit. */
MUST_CHECK enum status add_rows(struct call *call, struct doc *to, const char *key,
                                const struct statement *statement, const char *name,
                                const char *value);

/* A list of texts. */
struct doc *text_list(struct call *call, const char *const *texts);

/* Save call->params as a row of the noun; the row is the answer. */
MUST_CHECK enum status save_params(struct call *call, const struct noun *noun,
                                   struct doc **out_row);

/* Remove the row named by the parameter id; the answer is the row as it was. */
MUST_CHECK enum status remove_params(struct call *call, const struct noun *noun,
                                     struct doc **out_row);

/* Read a row that another one refers to. INVALID on `field` when there is none. */
MUST_CHECK enum status read_referred(struct call *call, const struct noun *noun, const char *field,
                                     const char *id, struct doc **out_row);

/* The local calendar day of an instant for this caller, "2026-03-02". */
const char *local_day(struct call *call, int64_t at_ms);

/* The caller's zone; UTC when the system does not know it. */
const struct zone *caller_zone(const struct call *call);

/* The policy in force: the profile's choice over the standard, or the standard. */
struct policy;
MUST_CHECK enum status policy_in_force(struct call *call, struct policy *out_policy);

/* The first contact point of each kind, under email, phone and link. */
MUST_CHECK enum status add_contacts(struct call *call, struct doc *to, const char *person);

#endif
