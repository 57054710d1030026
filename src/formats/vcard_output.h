/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vcard_output.h - lines of a vCard on their way out: put together, folded, or given back as they were. */
#ifndef FORMATS_VCARD_OUTPUT_H
#define FORMATS_VCARD_OUTPUT_H

#include "formats/vcard_private.h"
#include "formats/vcard_write.h"

struct output {
    struct vcard_writer *writer;
    struct arena *arena;
    struct buffer *buffer; /* the file */
    struct buffer *line;   /* the line being put together */
    const struct doc *person;
    struct vcard_context context;
    uint32_t original; /* which of the person's originals it is; their count when there is none */
    struct vcard_card was; /* the original; without lines when there is none */
    bool *done;            /* which of its lines are written, or given up */
    int items;             /* the last number of a group "item7" */
};

/* One line: begin, parameters, value, pieces of it, end. `group` may be NULL. */
void output_begin(struct output *output, const char *group, const char *name);
void output_param(struct output *output, const char *name, const char *value);
void output_value(struct output *output);
void output_raw(struct output *output, const char *text, size_t length);
void output_escaped(struct output *output, const char *text); /* NULL: nothing */
void output_end(struct output *output);
const char *output_upper(struct output *output, const char *text);

/* A line of the original in the version being written. Of addresses and numbers `preferred` says whether
 * they still come first. */
enum preferred { PREFERRED_AS_IT_WAS, PREFERRED_YES, PREFERRED_NO };
void output_original(struct output *output, const struct vcard_line *line,
                     enum preferred preferred);

/* The X-ABLabel lines of that line's group. */
void output_labels(struct output *output, const struct vcard_line *line);

/* "item7.TEL": new groups are numbered from 8. */
void output_count_item(struct output *output, const struct vcard_line *line);

/* Read the person's newest card into `was`. */
void output_read_cards(struct output *output);

/* What is not written yet of that card, then of the person's other cards what only a card knows. */
void output_rest(struct output *output);

#endif
