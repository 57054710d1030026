/* SPDX-License-Identifier: GPL-3.0-or-later */
/* policy.h - the numbers and switches on which the guides disagree (method.md section 3). Rules
 * read them from here and hold no numbers of their own. `data/policies/standard.policy` names every
 * setting; the other files hold one position each (minutes_20_to_30, thanks_one_week, ...) and are
 * laid over it. */
#ifndef METHOD_POLICY_H
#define METHOD_POLICY_H

#include "doc/doc.h"

enum { POLICY_TEXT_MAX = 16 * 1024, POLICY_NAME_MAX = 48 };

struct policy {
    /* What to ask for, and what an invitation may say (M80-M82, M131, C1). */
    int minutes_asked, minutes_least, minutes_most;
    /* The thank-you (M143-M145, M256, C2): due so long after the end, late after that, overdue
     * after so many days. Same day: due when the owner's day ends, if that is earlier. */
    int thanks_due_hours, thanks_overdue_days, thanks_same_day;
    /* Writing down what was heard (M138, C10), and looking back (M153). */
    int debrief_overdue_hours, reflect_due_days;
    /* The length of messages (M86, M87, M223; characters of a LinkedIn note: M73). */
    int request_words_advised, request_words_most, thanks_words_most, sentence_words_most;
    int linkedin_characters_most;
    /* Waiting for an answer (M229-M231): days until it is time to write again, counted without
     * weekends when business; how often to write again before letting it rest. */
    int answer_wait_days, answer_wait_business, follow_ups_most;
    /* Before the meeting (M93, M97, M112-M114, M236, M237, C6). */
    int prepare_days_before, confirm_hours_before;
    int arrive_minutes_before, arrive_public_minutes_before;
    /* During it (M118, M133). */
    int opening_minutes, warn_before_end_minutes;
    int must_questions_most;   /* M240 */
    int referral_contact_days; /* M150: a name that was given goes stale */
    /* How many independent voices before a conclusion (M162, C12); whether two people of one
     * organization count as one. */
    int voices_needed, voices_apart_by_organization;
    /* A list of employers (M222): how many it should have, and how many to start with. */
    int employers_listed, employers_first;
    int met_follow_days; /* M64: so soon somebody met at an event is written to */
    int trash_days; /* after so many the trash offers to erase what was removed; nothing goes by itself */
    int quiet_after_days; /* what is overdue for longer leaves Today; its own page keeps it */
};

struct policy_error {
    int line;                   /* from 1; 0: the file as a whole */
    const char *code;           /* "policy.unknown", "policy.range", ... */
    char name[POLICY_NAME_MAX]; /* the setting, as written; "" when none */
    int least, most;            /* of policy.range */
};

/* Read `key = value` lines ("yes" is 1, "no" is 0, "#" begins a comment). Without a base every
 * setting must be named. INVALID with `out_error` (may be NULL) filled: too long, no "=", unknown
 * name, named twice, no number, outside its range, minutes_least <= asked <= most broken, or
 * thanks overdue before they are due. */
MUST_CHECK enum status policy_read(const char *text, const struct policy *base,
                                   struct policy *out_policy, struct policy_error *out_error);

/* Lay what a person or a center has set over a policy: a map of numbers or bools by the settings'
 * names; null values are passed over. The same refusals. */
MUST_CHECK enum status policy_apply(const struct policy *policy, const struct doc *overrides,
                                    struct policy *out_policy, struct policy_error *out_error);

/* The settings as a list of {name, value, least, most, item, code}: code "policy.NAME" says it in
 * words. */
struct doc *policy_document(struct arena *arena, const struct policy *policy);

#endif
