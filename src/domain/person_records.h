/* SPDX-License-Identifier: GPL-3.0-or-later */
/* person_records.h - what is kept of people beside their own rows, as our own export writes it and reads it again: their
 * requests, interviews, questions, notes, findings, reflections, messages, referrals, tasks, whom they are not the same as and
 * whom they were merged with; and what they share, organizations, events and targets. */
#ifndef DOMAIN_PERSON_RECORDS_H
#define DOMAIN_PERSON_RECORDS_H

#include "call/record.h"

struct person_record {
    const struct noun *noun;
    const char *needed; /* columns without which it says nothing, separated by blanks */
    bool shared;        /* belongs to nobody alone */
    bool single;        /* one of each interview */
    const char *words;  /* "column word word ..., column ...": what these columns may hold */
};

/* None refers to one of a noun behind it, but referrals to people. The last one has no noun. */
extern const struct person_record person_records[];

/* The one of that name, or NULL. */
const struct person_record *person_record_of(const char *noun);

/* {noun, id, created_at} with the columns and parts that are not empty, without those that follow from others. MISSING as
 * record_read. */
MUST_CHECK enum status person_record_read(struct call *call, const char *noun, const char *id,
                                          struct doc **out_record);

/* The same of a row that was read already. */
struct doc *person_record_document(struct call *call, const struct noun *noun,
                                   const struct doc *row);

/* Does the column follow from another ("name_key")? */
bool person_record_derives(const char *column);

#endif
