/* SPDX-License-Identifier: GPL-3.0-or-later */
/* occupations.h - the table of occupations: facts and figures from the O*NET database and the Bureau of
 * Labor Statistics (M43, M48), read once into memory and asked from there. The text form has a line
 * for each fact, led by a letter, fields split by tabs; formats/onet.h writes it:
 *
 *   v 1 RELEASE PROJECTIONS            the first line; PROJECTIONS may be empty
 *   o CODE TITLE ZONE EDUCATION PAY EMPLOYMENT GROWTH OPENINGS BROAD INTERESTS VALUES RELATED
 *   r TITLE   a TITLE                  a reported and an alternate title of the occupation above
 *   d TEXT    k TEXT    s TEXT         its description, a task, a technology (a loaded release only)
 *   c CIP TITLE SOC...                 a study program and the codes it leads to
 */
#ifndef METHOD_OCCUPATIONS_H
#define METHOD_OCCUPATIONS_H

#include "base/arena.h"

#include <stdbool.h>

enum { INTERESTS = 6, WORK_VALUES = 6, RELATED_MOST = 20, OCCUPATION_CODE = 10 };

/* In the order of the scores. */
enum interest { REALISTIC, INVESTIGATIVE, ARTISTIC, SOCIAL, ENTERPRISING, CONVENTIONAL };
enum work_value {
    ACHIEVEMENT,
    WORKING_CONDITIONS,
    RECOGNITION,
    RELATIONSHIPS,
    SUPPORT,
    INDEPENDENCE
};

enum title_kind { TITLE_OWN, TITLE_REPORTED, TITLE_ALTERNATE };

struct occupation_title {
    const char *text;
    uint32_t occupation; /* its place in the table */
    enum title_kind kind;
};

enum fact_kind { FACT_TASK, FACT_TECHNOLOGY };

struct occupation_fact {
    const char *text;
    enum fact_kind kind;
};

struct occupation {
    const char *code; /* O*NET-SOC: "29-1141.00" */
    const char *title;
    const char *description; /* NULL in the built-in table */
    int zone;                /* job zone 1 to 5; 0: not known */
    int education;      /* 0: not known; 1 (none asked for) to 8 (doctoral), see education_codes */
    int64_t pay;        /* median of a year in dollars; 0: not known */
    bool pay_or_more;   /* the survey stops at that sum */
    int64_t employment; /* people who do it in the US; 0: not known */
    bool has_growth;
    double growth;               /* percent in ten years */
    int64_t openings;            /* a year; 0: not known */
    bool broad;                  /* the figures are those of a group of occupations */
    bool has_interests;          /* 93 of release 30.1 have none, and say so */
    double interests[INTERESTS]; /* 1 to 7 */
    bool has_values;
    double values[WORK_VALUES];     /* 1 to 7 */
    uint32_t related[RELATED_MOST]; /* places in the table, nearest first */
    int related_count;
    uint32_t first_title, title_count; /* own title first */
    uint32_t first_fact, fact_count;
};

struct study_program {
    const char *code; /* CIP: "01.0000" */
    const char *title;
    const char *occupations; /* SOC codes, a blank between them */
};

struct occupations {
    const char *release, *projections;
    struct occupation *items; /* in order of codes */
    uint32_t count;
    struct occupation_title *titles;
    uint32_t title_count;
    struct occupation_fact *facts;
    uint32_t fact_count;
    struct study_program *programs; /* in order of codes */
    uint32_t program_count;
};

/* "education.none" ... by the number; [0] is NULL. */
extern const char *const education_codes[9];

/* Read a table. The texts lie in the arena. INVALID: not such a table; *out_line says where. */
MUST_CHECK enum status occupations_read(struct arena *arena, const char *bytes, size_t length,
                                        struct occupations *out_table, int64_t *out_line);

/* The occupation of that code ("29-1141.00"; "29-1141" finds its first), or NULL. */
const struct occupation *occupations_find(const struct occupations *table, const char *code);

#endif
