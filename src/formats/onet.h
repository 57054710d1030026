/* SPDX-License-Identifier: GPL-3.0-or-later */
/* onet.h - a release of the O*NET database (tab-separated text, CC BY 4.0), the Employment Projections
 * of the US Bureau of Labor Statistics (CSV, public domain) and the crosswalk from study programs to
 * occupations (CSV, public domain) -> one table of occupations (method/occupations.h). The same code
 * makes the table in data/occupations/ and the one a person loads. */
#ifndef FORMATS_ONET_H
#define FORMATS_ONET_H

#include "base/buffer.h"

enum {
    ONET_FILE_MAX = 64 * 1024 * 1024, /* bytes of one file */
    ONET_OCCUPATIONS_MAX = 20000,     /* 1,016 in release 30.1 */
    ONET_LINES_MAX = 500000,          /* titles, tasks and the like, of each kind */
    ONET_FIELD_MAX = 4000,            /* bytes */
    ONET_COLUMNS_MAX = 32,
    ONET_TABLE_MAX = 64 * 1024 * 1024 /* bytes of the table that is written */
};

enum onet_table {
    ONET_OCCUPATIONS, /* "Occupation Data": code, title, description; to be read first */
    ONET_INTERESTS,   /* "Interests": scale OI, six scores from 1 to 7 */
    ONET_VALUES,      /* "Work Values": scale EX, six scores from 1 to 7 */
    ONET_ZONES,       /* "Job Zones": 1 to 5 */
    ONET_REPORTED,    /* "Sample of Reported Titles" */
    ONET_ALTERNATE,   /* "Alternate Titles" */
    ONET_RELATED,     /* "Related Occupations" */
    ONET_TASKS,       /* "Task Statements" */
    ONET_TECHNOLOGY,  /* "Technology Skills" */
    ONET_PROJECTIONS, /* Table 1.2: pay, employment, growth, openings, education */
    ONET_PROGRAMS,    /* CIP 2020 to SOC 2018 */
    ONET_TABLES
};

/* Which table a file holds, by its name (folders, blanks or underscores and ".txt" do not count; a
 * CSV is told by its first lines), or ONET_TABLES when it is none that is read. */
enum onet_table onet_table_of(const char *name, const char *bytes, size_t length);

struct onet_occupation;

struct onet {
    const char *code;  /* after INVALID: "onet.no_column" {column}, "onet.no_number" {column},
                          "onet.unknown_occupation", "onet.too_few_fields", "onet.twice",
                          "onet.too_long", "onet.too_many", "onet.no_rows", "onet.not_text",
                          "onet.missing" {file}; else NULL */
    const char *file;  /* after INVALID: its name as given, or the one that is missing */
    const char *field; /* after INVALID: the column, or NULL */
    int64_t line;      /* after INVALID: from 1, or 0 */
    bool details;      /* set after onet_open: descriptions, tasks and technology are kept too */

    /* private: */
    struct arena *arena;
    struct onet_occupation *occupations;
    size_t count;
    bool seen[ONET_TABLES];
    size_t lines[5]; /* of each list, for the limit */
    struct onet_program *programs;
    size_t program_count;
};

void onet_open(struct onet *onet, struct arena *arena);

/* Read one whole file, bytes as they are (UTF-8, line ends of either kind). A table may come only
 * once, ONET_OCCUPATIONS before all others. INVALID: see `code`. */
MUST_CHECK enum status onet_read(struct onet *onet, enum onet_table table, const char *name,
                                 const char *bytes, size_t length);

/* What an earlier table says, for a release that comes without projections or programs: after the files, before
 * onet_write. An occupation that is no longer there is passed over; so are programs past the limit. */
struct onet_figures {
    int education;
    int64_t pay;
    bool pay_or_more, broad, has_growth;
    int64_t employment, openings;
    double growth;
};
void onet_keep_figures(struct onet *onet, const char *code, const struct onet_figures *figures);
void onet_keep_program(struct onet *onet, const char *code, const char *title,
                       const char *occupations);

/* The table, in order of codes. `release`: "O*NET 30.1 Database", `projections`: "2024-34" or NULL.
 * INVALID "onet.missing" without Occupation Data or Interests. */
MUST_CHECK enum status onet_write(struct onet *onet, const char *release, const char *projections,
                                  struct buffer *buffer);

#endif
