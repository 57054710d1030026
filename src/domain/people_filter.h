/* SPDX-License-Identifier: GPL-3.0-or-later */
/* people_filter.h - who of all the people one knows fits what is asked for (M62), page by page, in no more time for
 * a million people than for a thousand. The narrowest index that a filter has leads; what it does not decide is looked
 * at row by row, and a search that would look at too many stops and says where it can go on. */
#ifndef DOMAIN_PEOPLE_FILTER_H
#define DOMAIN_PEOPLE_FILTER_H

#include "call/record.h"

enum {
    PEOPLE_FEW_MOST = 2000,        /* a filter that leaves no more is read at once and sorted */
    PEOPLE_FEW_WORDED_MOST = 1000, /* the same of words; more come newest first */
    PEOPLE_SCAN_MOST = 1500,       /* people looked at for one page */
    PEOPLE_SCAN_WORDS_MOST = 20000 /* the same while words are looked for in each person */
};

extern const char *const people_states[]; /* "none" and the states of requests and interviews */
extern const char
    *const people_sorts[]; /* name (the first when none is given), newest, organization */
extern const char *const people_in_field[];

/* The filters, as rows of a call's parameters. Each is optional; all that are given must fit.
 *   query         words of the record, or their beginnings; while the index of words is not complete, and beside a
 *                 filter that leaves few, up to three parts of words, each in the name, the organization or the title
 *   title place   up to three words of it
 *   organization  the organization of exactly that name; when there is none, up to three words of it
 *   circle tag target in_field bridge event   exactly that one
 *   state         of the newest request or interview; "none": not asked yet
 *   warm          somebody could introduce me: a bridge, a referral, an event we shared
 *   updated       changed on this day or later, the caller's days */
#define PEOPLE_FILTER_PARAMS                                                                       \
    {.name = "query", .kind = PARAM_TEXT, .label = N_("Name, organization or job title")},         \
        {.name = "title", .kind = PARAM_TEXT, .label = N_("Position or career")},                  \
        {.name = "organization", .kind = PARAM_TEXT, .label = N_("Organization")},                 \
        {.name = "place", .kind = PARAM_TEXT, .label = N_("Place")},                               \
        {.name = "circle", .kind = PARAM_TEXT, .label = N_("Circle")},                             \
        {.name = "tag", .kind = PARAM_TEXT, .label = N_("Tag")},                                   \
        {.name = "target",                                                                         \
         .kind = PARAM_ID,                                                                         \
         .find = &sql_target_find,                                                                 \
         .label = N_("For which target")},                                                         \
        {.name = "state",                                                                          \
         .kind = PARAM_CHOICE,                                                                     \
         .choices = people_states,                                                                 \
         .label = N_("How far you are")},                                                          \
        {.name = "in_field",                                                                       \
         .kind = PARAM_CHOICE,                                                                     \
         .choices = people_in_field,                                                               \
         .label = N_("Works in the field now")},                                                   \
        {.name = "warm", .kind = PARAM_BOOL, .label = N_("Somebody could introduce me")},          \
        {.name = "bridge",                                                                         \
         .kind = PARAM_ID,                                                                         \
         .find = &sql_person_find,                                                                 \
         .label = N_("Whom this person could introduce me to")},                                   \
        {.name = "event", .kind = PARAM_ID, .label = N_("Met at this event")},                     \
        {.name = "updated", .kind = PARAM_DATE, .label = N_("Changed since")},                     \
    {                                                                                              \
        .name = "sort", .kind = PARAM_CHOICE, .choices = people_sorts, .label = N_("Order")        \
    }

/* The filters' names, ended by NULL; "sort" is the last. */
extern const char *const people_filter_names[];

/* Those of `from` that are filters and not empty, as a map. */
struct doc *people_filters(struct call *call, const struct doc *from);

/* Is anything filtered? The order alone is not a filter. */
bool people_are_filtered(const struct doc *filters);

/* Take `after` of a list in the order of names apart; 0 and "" when it is no such place. */
void people_after(const char *after, int64_t *out_doc, const char **out_key);

struct people_page {
    struct doc *rows;  /* [{doc id name title organization place circle state}] */
    const char *after; /* where the next page begins; NULL: there is none */
    int64_t
        looked; /* so many were looked at before the search stopped for now; 0: the page is full, or all were seen */
    bool
        newest; /* so many have the words that the newest come first, whatever order was asked for */
    const char *instead; /* the question that was answered instead of a misspelled one, or NULL */
};

/* The next `limit` people who fit, from `after` (NULL: the first). */
MUST_CHECK enum status people_find(struct call *call, const struct doc *filters, const char *after,
                                   int64_t limit, struct people_page *out_page);

#endif
