/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agenda_private.h - between agenda.c, which sorts and shows the lines, and the rules. */
#ifndef METHOD_AGENDA_PRIVATE_H
#define METHOD_AGENDA_PRIVATE_H

#include "method/agenda.h"

enum group { GROUP_NOW, GROUP_TODAY, GROUP_WEEK, GROUP_WAITING };

/* In the order of urgency inside a group. */
enum agenda_rule {
    RULE_RUNNING,
    RULE_FAILURE,
    RULE_MAIL,
    RULE_SOON,
    RULE_DEBRIEF,
    RULE_THANKS,
    RULE_APPOINTMENT,
    RULE_CONFIRM,
    RULE_PREPARE,
    RULE_TASK,
    RULE_ARRANGE,
    RULE_REFLECT,
    RULE_REFERRAL,
    RULE_MET,
    RULE_NO_ANSWER,
    RULE_DRAFT,
    RULE_PROSPECT,
    RULE_IMPORT,
    RULE_WAITING,
    RULE_COUNT
};

struct agenda_line {
    enum agenda_rule rule;
    enum group group;
    const char *code;                                      /* NULL: the rule's own */
    const char *about, *who, *title, *from, *place, *path; /* path: NULL: the rule's own */
    const char *call;                                      /* NULL: none */
    int guest; /* of several interviewees: 1, 2, ...; 0: the first */
    bool overdue;
    int64_t due_at, start_at, end_at, sent_at;
    int minutes, days, count;
};

enum { LINES_MAX = 2000 };

struct agenda {
    struct arena *arena;
    const struct policy *policy;
    const struct doc *facts;
    const struct zone *zone;
    int64_t now, today_at, tomorrow_at, after_tomorrow_at,
        week_at;                  /* days begin at midnight there */
    const char *today, *week_end; /* as dates */
    struct agenda_line *lines;
    uint32_t count, capacity;
};

void agenda_add(struct agenda *agenda, const struct agenda_line *line);

/* The rows of a list of facts; `index` below agenda_count. */
uint32_t agenda_count(const struct agenda *agenda, const char *list);
const struct doc *agenda_fact(const struct agenda *agenda, const char *list, uint32_t index);

/* Overdue for so long that it leaves Today? */
bool agenda_quiet(const struct agenda *agenda, int64_t due_at);

int agenda_days_since(const struct agenda *agenda, int64_t at);

/* The rules. */
void agenda_interviews(struct agenda *agenda);
void agenda_requests(struct agenda *agenda);
void agenda_others(struct agenda *agenda);

#endif
