/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checks_private.h - between checks.c, which runs the checks, and the files that hold them. */
#ifndef METHOD_CHECKS_PRIVATE_H
#define METHOD_CHECKS_PRIVATE_H

#include "method/checks.h"

enum severity { SEVERITY_MISSING, SEVERITY_ADVICE, SEVERITY_FINE };

struct finding {
    const char *id;
    int item;
    enum severity severity;
    const char *code;
    const struct prose *prose;       /* where it points to; NULL: the message as a whole */
    const struct sentence *sentence; /* NULL: none */
    uint32_t start, end;             /* inside of the sentence; both 0: all of it */
    const char *text, *name;         /* holes of the code; NULL: none */
    int words, most, least, minutes, agreed, characters; /* 0: none */
};

enum { FINDINGS_MAX = 64, EACH_MAX = 8 };

struct checking {
    struct arena *arena;
    const struct lexicon *lexicon;
    const struct policy *policy;
    const struct doc *message;
    struct prose subject, body;
    struct finding findings[FINDINGS_MAX];
    uint32_t count;
};

/* Add a finding; what does not fit is left out. */
void checks_add(struct checking *checking, const struct finding *finding);

/* The first sentence in which a rule fits; NULL for none. */
const struct sentence *checks_match(const struct checking *checking, const struct prose *prose,
                                    const char *rule);

/* The first place where the words of a name stand: the whole name, its last word, or its first. */
const struct sentence *checks_name(const struct checking *checking, const struct prose *prose,
                                   const char *name);

/* The checks. */
void check_blanks(struct checking *checking);
void check_job(struct checking *checking);
void check_resume(struct checking *checking);
void check_referrer(struct checking *checking);
void check_who(struct checking *checking);
void check_found(struct checking *checking);
void check_purpose(struct checking *checking);
void check_field(struct checking *checking);
void check_advice(struct checking *checking);
void check_minutes(struct checking *checking);
void check_convenience(struct checking *checking);
void check_clear(struct checking *checking);
void check_concise(struct checking *checking);
void check_courteous(struct checking *checking);
void check_person_name(struct checking *checking);
void check_unwanted(struct checking *checking);
void check_question(struct checking *checking);
void check_thanks(struct checking *checking);
void check_specific(struct checking *checking);

#endif
