/* SPDX-License-Identifier: GPL-3.0-or-later */
/* onet_private.h - what the parts of onet.h share: a release while it is read. */
#ifndef FORMATS_ONET_PRIVATE_H
#define FORMATS_ONET_PRIVATE_H

#include "formats/onet.h"

enum { ONET_WANTED_MAX = 6, ONET_SCORES = 6, ONET_PROGRAMS_MAX = 10000, SOC_CODE = 7 };

enum onet_list {
    LIST_REPORTED,
    LIST_ALTERNATE,
    LIST_RELATED,
    LIST_TASKS,
    LIST_TECHNOLOGY,
    ONET_LISTS
};

struct onet_line {
    const char *text;
    struct onet_line *next;
};

struct onet_occupation {
    const char *code, *title, *description;
    double interests[ONET_SCORES], values[ONET_SCORES]; /* 0: not given */
    int zone;                                           /* 0: not given */
    /* Of the projections; "" or 0 when not given. */
    int education;
    int64_t pay;
    bool pay_or_more, broad, has_growth;
    int64_t employment, openings;
    double growth;
    struct onet_line *first[ONET_LISTS], *last[ONET_LISTS];
};

struct onet_program {
    const char *code, *title;
    struct buffer occupations;
};

/* INVALID, with the code and the column (or NULL) kept for the caller. */
enum status onet_refuse(struct onet *onet, const char *code, const char *field);

struct onet_occupation *onet_find(struct onet *onet, const char *code);
enum status onet_read_projections(struct onet *onet, const char *bytes, size_t length);
enum status onet_read_programs(struct onet *onet, const char *bytes, size_t length);

/* INVALID "onet.missing" when a table is not there that must be. */
enum status onet_complete(struct onet *onet);

#endif
