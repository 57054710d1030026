/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/onet.h"

#include "base/utf8.h"
#include "formats/onet_private.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const table_names[ONET_TABLES] = {
    [ONET_OCCUPATIONS] = "Occupation Data",
    [ONET_INTERESTS] = "Interests",
    [ONET_VALUES] = "Work Values",
    [ONET_ZONES] = "Job Zones",
    [ONET_REPORTED] = "Sample of Reported Titles",
    [ONET_ALTERNATE] = "Alternate Titles",
    [ONET_RELATED] = "Related Occupations",
    [ONET_TASKS] = "Task Statements",
    [ONET_TECHNOLOGY] = "Technology Skills",
};

/* "db_30_1_text/Work_Values.txt" is "Work Values". */
static bool
is_named(const char *file, const char *table)
{
    const char *slash = strrchr(file, '/');
    const char *at = slash == NULL ? file : slash + 1;
    for (; *table != '\0'; table++, at++)
        if (*at != *table && !(*table == ' ' && *at == '_'))
            return false;
    return *at == '\0' || strcasecmp(at, ".txt") == 0;
}

static bool
begins_with_line_of(const char *bytes, size_t length, const char *sign)
{
    size_t head = length < ONET_FIELD_MAX ? length : ONET_FIELD_MAX;
    return memmem(bytes, head, sign, strlen(sign)) != NULL;
}

enum onet_table
onet_table_of(const char *name, const char *bytes, size_t length)
{
    for (int i = 0; i < ONET_PROJECTIONS; i++)
        if (is_named(name, table_names[i]))
            return (enum onet_table)i;
    if (begins_with_line_of(bytes, length, "CIP2020Code,CIP2020Title,SOC2018Code"))
        return ONET_PROGRAMS;
    if (begins_with_line_of(bytes, length, "Table 1.2 Occupational projections"))
        return ONET_PROJECTIONS;
    return ONET_TABLES;
}

void
onet_open(struct onet *onet, struct arena *arena)
{
    *onet = (struct onet){.arena = arena};
}

enum status
onet_refuse(struct onet *onet, const char *code, const char *field)
{
    onet->code = code;
    onet->field = field;
    return STATUS_INVALID;
}

/* ---- lines and columns ---- */

/* One line of a table, cut in place; columns are found by the names of the header. */
struct line {
    struct onet *onet;
    char *fields[ONET_COLUMNS_MAX];
    size_t count;
    const char *const *wanted; /* names of columns, ended by NULL */
    int at[ONET_WANTED_MAX];   /* where each stands */
};

static enum status
cut(struct line *line, char *text)
{
    line->count = 0;
    for (char *tab = text; tab != NULL; text = tab + 1) {
        tab = strchr(text, '\t');
        if (tab != NULL)
            *tab = '\0';
        if (line->count == ONET_COLUMNS_MAX)
            return onet_refuse(line->onet, "onet.too_many", NULL);
        if (strlen(text) > ONET_FIELD_MAX)
            return onet_refuse(line->onet, "onet.too_long", NULL);
        line->fields[line->count++] = text;
        if (tab == NULL)
            break;
    }
    return STATUS_OK;
}

static enum status
find_columns(struct line *line)
{
    for (int w = 0; line->wanted[w] != NULL; w++) {
        line->at[w] = -1;
        for (size_t i = 0; i < line->count; i++)
            if (strcasecmp(line->fields[i], line->wanted[w]) == 0)
                line->at[w] = (int)i;
        if (line->at[w] < 0)
            return onet_refuse(line->onet, "onet.no_column", line->wanted[w]);
    }
    return STATUS_OK;
}

typedef enum status take_row(struct onet *onet, const char *const *fields);

static enum status
take_line(struct line *line, char *text, take_row *take)
{
    const char *fields[ONET_WANTED_MAX];
    TRY(cut(line, text));
    for (int w = 0; line->wanted[w] != NULL; w++) {
        if ((size_t)line->at[w] >= line->count)
            return onet_refuse(line->onet, "onet.too_few_fields", line->wanted[w]);
        fields[w] = line->fields[line->at[w]];
    }
    return take(line->onet, fields);
}

static enum status
read_lines(struct onet *onet, const char *bytes, size_t length, const char *const *wanted,
           take_row *take)
{
    struct line line = {.onet = onet, .wanted = wanted};
    char *text = arena_copy(onet->arena, bytes, length), *end = text + length;
    bool rows = false;
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3;
    for (onet->line = 1; text < end; onet->line++) {
        char *stop = memchr(text, '\n', (size_t)(end - text));
        char *next = stop == NULL ? end : stop + 1;
        if (stop == NULL)
            stop = end;
        *stop = '\0';
        if (stop > text && stop[-1] == '\r')
            stop[-1] = '\0';
        if (onet->line == 1) {
            TRY(cut(&line, text));
            TRY(find_columns(&line));
        } else if (text[0] != '\0') {
            TRY(take_line(&line, text, take));
            rows = true;
        }
        text = next;
    }
    return rows ? STATUS_OK : onet_refuse(onet, "onet.no_rows", NULL);
}

/* ---- occupations ---- */

static int
by_code(const void *a, const void *b)
{
    const struct onet_occupation *left = a, *right = b;
    return strcmp(left->code, right->code);
}

struct onet_occupation *
onet_find(struct onet *onet, const char *code)
{
    struct onet_occupation wanted = {.code = code};
    if (onet->count == 0)
        return NULL;
    return bsearch(&wanted, onet->occupations, onet->count, sizeof wanted, by_code);
}

static const char *const occupation_columns[] = {"O*NET-SOC Code", "Title", "Description", NULL};

static bool
is_code(const char *code)
{
    static const char form[] = "00-0000.00";
    size_t i;
    for (i = 0; form[i] != '\0' && code[i] != '\0'; i++)
        if (form[i] == '0' ? code[i] < '0' || code[i] > '9' : code[i] != form[i])
            return false;
    return form[i] == '\0' && code[i] == '\0';
}

static enum status
take_occupation(struct onet *onet, const char *const *fields)
{
    if (!is_code(fields[0]) || fields[1][0] == '\0')
        return onet_refuse(onet, "onet.unknown_occupation", occupation_columns[0]);
    if (onet->count == ONET_OCCUPATIONS_MAX)
        return onet_refuse(onet, "onet.too_many", NULL);
    onet->occupations[onet->count++] =
        (struct onet_occupation){.code = fields[0], .title = fields[1], .description = fields[2]};
    return STATUS_OK;
}

static enum status
read_occupations(struct onet *onet, const char *bytes, size_t length)
{
    onet->occupations = arena_alloc(onet->arena, ONET_OCCUPATIONS_MAX * sizeof *onet->occupations);
    TRY(read_lines(onet, bytes, length, occupation_columns, take_occupation));
    qsort(onet->occupations, onet->count, sizeof *onet->occupations, by_code);
    for (size_t i = 1; i < onet->count; i++)
        if (strcmp(onet->occupations[i - 1].code, onet->occupations[i].code) == 0)
            return onet_refuse(onet, "onet.twice", onet->occupations[i].code);
    return STATUS_OK;
}

/* ---- scores ---- */

static const char *const score_columns[] = {"O*NET-SOC Code", "Element ID", "Scale ID",
                                            "Data Value", NULL};

static enum status
read_score(struct onet *onet, const char *text, double most, double *out_number)
{
    char *end;
    double number = strtod(text, &end);
    if (end == text || *end != '\0' || !(number >= 0 && number <= most))
        return onet_refuse(onet, "onet.no_number", "Data Value");
    *out_number = number;
    return STATUS_OK;
}

/* The scores of one scale whose elements end in .a to .f below `stem`; other scales stand in the same
 * file and are passed over. */
static enum status
take_score(struct onet *onet, const char *const *fields, const char *stem, const char *scale,
           size_t scores_at)
{
    struct onet_occupation *occupation = onet_find(onet, fields[0]);
    size_t length = strlen(stem);
    double number = 0;
    if (occupation == NULL)
        return onet_refuse(onet, "onet.unknown_occupation", fields[0]);
    if (strcmp(fields[2], scale) != 0 || strncmp(fields[1], stem, length) != 0)
        return STATUS_OK;
    int place = fields[1][length] - 'a';
    if (place < 0 || place >= ONET_SCORES || fields[1][length + 1] != '\0')
        return STATUS_OK;
    TRY(read_score(onet, fields[3], 7, &number));
    double *scores = (double *)(void *)((char *)occupation + scores_at);
    scores[place] = number;
    return STATUS_OK;
}

static enum status
take_interest(struct onet *onet, const char *const *fields)
{
    return take_score(onet, fields, "1.B.1.", "OI", offsetof(struct onet_occupation, interests));
}

static enum status
take_value(struct onet *onet, const char *const *fields)
{
    return take_score(onet, fields, "1.B.2.", "EX", offsetof(struct onet_occupation, values));
}

static const char *const zone_columns[] = {"O*NET-SOC Code", "Job Zone", NULL};

static enum status
take_zone(struct onet *onet, const char *const *fields)
{
    struct onet_occupation *occupation = onet_find(onet, fields[0]);
    if (occupation == NULL)
        return onet_refuse(onet, "onet.unknown_occupation", fields[0]);
    if (fields[1][0] < '1' || fields[1][0] > '5' || fields[1][1] != '\0')
        return onet_refuse(onet, "onet.no_number", zone_columns[1]);
    occupation->zone = fields[1][0] - '0';
    return STATUS_OK;
}

/* ---- lists below an occupation ---- */

static enum status
add_line(struct onet *onet, const char *code, enum onet_list list, const char *text)
{
    struct onet_occupation *occupation = onet_find(onet, code);
    struct onet_line *line;
    if (occupation == NULL)
        return onet_refuse(onet, "onet.unknown_occupation", code);
    if (text[0] == '\0' || strcmp(text, "n/a") == 0)
        return STATUS_OK;
    if (onet->lines[list]++ == ONET_LINES_MAX)
        return onet_refuse(onet, "onet.too_many", NULL);
    line = arena_alloc(onet->arena, sizeof *line);
    line->text = text;
    if (occupation->last[list] == NULL)
        occupation->first[list] = line;
    else
        occupation->last[list]->next = line;
    occupation->last[list] = line;
    return STATUS_OK;
}

static const char *const reported_columns[] = {"O*NET-SOC Code", "Reported Job Title", NULL};
static const char *const alternate_columns[] = {"O*NET-SOC Code", "Alternate Title", "Short Title",
                                                NULL};
static const char *const related_columns[] = {"O*NET-SOC Code", "Related O*NET-SOC Code", NULL};
static const char *const task_columns[] = {"O*NET-SOC Code", "Task", NULL};
static const char *const technology_columns[] = {"O*NET-SOC Code", "Example", NULL};

static enum status
take_reported(struct onet *onet, const char *const *fields)
{
    return add_line(onet, fields[0], LIST_REPORTED, fields[1]);
}

static enum status
take_alternate(struct onet *onet, const char *const *fields)
{
    TRY(add_line(onet, fields[0], LIST_ALTERNATE, fields[1]));
    return add_line(onet, fields[0], LIST_ALTERNATE, fields[2]);
}

static enum status
take_related(struct onet *onet, const char *const *fields)
{
    if (onet_find(onet, fields[1]) == NULL)
        return onet_refuse(onet, "onet.unknown_occupation", fields[1]);
    return add_line(onet, fields[0], LIST_RELATED, fields[1]);
}

static enum status
take_task(struct onet *onet, const char *const *fields)
{
    return onet->details ? add_line(onet, fields[0], LIST_TASKS, fields[1]) : STATUS_OK;
}

static enum status
take_technology(struct onet *onet, const char *const *fields)
{
    return onet->details ? add_line(onet, fields[0], LIST_TECHNOLOGY, fields[1]) : STATUS_OK;
}

static const struct {
    const char *const *columns;
    take_row *take;
} readers[] = {
    [ONET_INTERESTS] = {score_columns, take_interest},
    [ONET_VALUES] = {score_columns, take_value},
    [ONET_ZONES] = {zone_columns, take_zone},
    [ONET_REPORTED] = {reported_columns, take_reported},
    [ONET_ALTERNATE] = {alternate_columns, take_alternate},
    [ONET_RELATED] = {related_columns, take_related},
    [ONET_TASKS] = {task_columns, take_task},
    [ONET_TECHNOLOGY] = {technology_columns, take_technology},
};

static enum status
read_table(struct onet *onet, enum onet_table table, const char *bytes, size_t length)
{
    switch (table) {
    case ONET_OCCUPATIONS: return read_occupations(onet, bytes, length);
    case ONET_PROJECTIONS: return onet_read_projections(onet, bytes, length);
    case ONET_PROGRAMS: return onet_read_programs(onet, bytes, length);
    case ONET_TABLES: return onet_refuse(onet, "onet.unknown_file", NULL);
    default: return read_lines(onet, bytes, length, readers[table].columns, readers[table].take);
    }
}

enum status
onet_read(struct onet *onet, enum onet_table table, const char *name, const char *bytes,
          size_t length)
{
    onet->file = name;
    onet->line = 0;
    if (table < ONET_TABLES && onet->seen[table])
        return onet_refuse(onet, "onet.twice", NULL);
    if (table != ONET_OCCUPATIONS && onet->count == 0) {
        onet->file = table_names[ONET_OCCUPATIONS];
        return onet_refuse(onet, "onet.missing", NULL);
    }
    if (length > ONET_FILE_MAX)
        return onet_refuse(onet, "onet.too_long", NULL);
    if (memchr(bytes, '\0', length) != NULL || !utf8_valid(bytes, length))
        return onet_refuse(onet, "onet.not_text", NULL);
    TRY(read_table(onet, table, bytes, length));
    onet->seen[table] = true;
    return STATUS_OK;
}

enum status
onet_complete(struct onet *onet)
{
    static const enum onet_table needed[] = {ONET_OCCUPATIONS, ONET_INTERESTS};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!onet->seen[needed[i]]) {
            onet->file = table_names[needed[i]];
            onet->line = 0;
            return onet_refuse(onet, "onet.missing", NULL);
        }
    return STATUS_OK;
}
