/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two tables that come as CSV: figures of the labor market, and study programs. */
#include "formats/csv.h"
#include "formats/onet_private.h"

#include <stdlib.h>
#include <string.h>

enum { FIGURE_COLUMNS = 8, PROGRAM_COLUMNS = 3, PROGRAM_BYTES_MAX = 4000, THOUSAND = 1000 };

/* A CSV of one kind under way: its header is the first record that has all columns. */
struct sheet {
    struct onet *onet;
    const char *const *signs; /* what a column's name holds, in order; ended by NULL */
    int at[FIGURE_COLUMNS];
    bool found;
    int64_t rows;
    enum status (*take)(struct onet *onet, const char *const *cells);
};

/* The first column with that sign: "Employment, " is the present one, the later one comes behind. */
static bool
find_header(struct sheet *sheet, const struct csv_record *record)
{
    for (int s = 0; sheet->signs[s] != NULL; s++) {
        sheet->at[s] = -1;
        for (size_t i = 0; i < record->count && sheet->at[s] < 0; i++)
            if (strstr(record->fields[i].text, sheet->signs[s]) != NULL)
                sheet->at[s] = (int)i;
        if (sheet->at[s] < 0)
            return false;
    }
    return true;
}

static enum status
take_record(void *context, const struct csv_record *record)
{
    struct sheet *sheet = context;
    const char *cells[FIGURE_COLUMNS] = {NULL};
    sheet->onet->line = record->line;
    if (!sheet->found) {
        sheet->found = find_header(sheet, record);
        return STATUS_OK;
    }
    for (int s = 0; sheet->signs[s] != NULL; s++) {
        if ((size_t)sheet->at[s] >= record->count)
            return STATUS_OK; /* blank lines and footnotes */
        cells[s] = record->fields[sheet->at[s]].text;
        if (record->fields[sheet->at[s]].length > ONET_FIELD_MAX)
            return onet_refuse(sheet->onet, "onet.too_long", NULL);
    }
    sheet->rows++;
    return sheet->take(sheet->onet, cells);
}

static enum status
read_sheet(struct onet *onet, struct sheet *sheet, const char *bytes, size_t length)
{
    struct csv_reader reader;
    size_t mark = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    csv_open(&reader, onet->arena, ',', take_record, sheet);
    enum status status = csv_feed(&reader, bytes + mark, length - mark);
    if (status == STATUS_OK)
        status = csv_end(&reader);
    if (status == STATUS_INVALID && onet->code == NULL) {
        onet->line = reader.line;
        return onet_refuse(onet, reader.code, NULL);
    }
    TRY(status);
    if (!sheet->found)
        return onet_refuse(onet, "onet.no_column", sheet->signs[0]);
    return sheet->rows > 0 ? STATUS_OK : onet_refuse(onet, "onet.no_rows", NULL);
}

/* ---- Employment Projections, table 1.2 ---- */

static const char *const figure_signs[] = {"Matrix code",
                                           "Occupation type",
                                           "Employment, ",
                                           "Employment change, percent",
                                           "Occupational openings",
                                           "Median annual wage",
                                           "Typical education needed",
                                           NULL};

static const char *const education_names[] = {"No formal educational credential",
                                              "High school diploma or equivalent",
                                              "Some college, no degree",
                                              "Postsecondary nondegree award",
                                              "Associate's degree",
                                              "Bachelor's degree",
                                              "Master's degree",
                                              "Doctoral or professional degree"};

static int
education_of(const char *name)
{
    for (int i = 0; i < (int)(sizeof education_names / sizeof *education_names); i++)
        if (strcmp(name, education_names[i]) == 0)
            return i + 1;
    return 0;
}

/* "81680", ">=$239,200", "8.1999999999999993"; a dash is no number. */
static bool
figure(const char *text, double *out_number, bool *out_more)
{
    char digits[40];
    size_t count = 0;
    *out_more = strncmp(text, ">=", 2) == 0;
    for (const char *at = *out_more ? text + 2 : text; *at != '\0'; at++) {
        if (*at == '$' || *at == ',')
            continue;
        if (count == sizeof digits - 1 || strchr("-.0123456789", *at) == NULL)
            return false;
        digits[count++] = *at;
    }
    digits[count] = '\0';
    char *end;
    *out_number = strtod(digits, &end);
    return end != digits && *end == '\0' && *out_number > -1e9 && *out_number < 1e9;
}

static int64_t
whole(double number)
{
    return (int64_t)(number < 0 ? number - 0.5 : number + 0.5);
}

static void
set_figures(struct onet_occupation *occupation, const char *const *cells, bool broad)
{
    double number;
    bool more;
    occupation->broad = broad;
    occupation->employment =
        figure(cells[2], &number, &more) && number > 0 ? whole(number * THOUSAND) : 0;
    occupation->has_growth = figure(cells[3], &occupation->growth, &more);
    occupation->openings =
        figure(cells[4], &number, &more) && number > 0 ? whole(number * THOUSAND) : 0;
    occupation->pay = figure(cells[5], &number, &more) && number > 0 ? whole(number) : 0;
    occupation->pay_or_more = occupation->pay > 0 && more;
    occupation->education = education_of(cells[6]);
}

/* A line item is one occupation, or a group that the survey does not split: its code ends in 0 and
 * counts for those that have no figures of their own. */
static enum status
take_figures(struct onet *onet, const char *const *cells)
{
    if (strcmp(cells[1], "Line item") != 0 || strlen(cells[0]) != SOC_CODE)
        return STATUS_OK;
    bool group = cells[0][SOC_CODE - 1] == '0';
    size_t length = group ? SOC_CODE - 1 : SOC_CODE;
    for (size_t i = 0; i < onet->count; i++) {
        struct onet_occupation *occupation = &onet->occupations[i];
        bool exact = strncmp(occupation->code, cells[0], SOC_CODE) == 0;
        bool none = occupation->employment == 0 && occupation->pay == 0;
        if (exact || (group && none && strncmp(occupation->code, cells[0], length) == 0))
            set_figures(occupation, cells, !exact);
    }
    return STATUS_OK;
}

enum status
onet_read_projections(struct onet *onet, const char *bytes, size_t length)
{
    struct sheet sheet = {.onet = onet, .signs = figure_signs, .take = take_figures};
    return read_sheet(onet, &sheet, bytes, length);
}

/* ---- study programs ---- */

static const char *const program_signs[] = {"CIP2020Code", "CIP2020Title", "SOC2018Code", NULL};

static enum status
take_program(struct onet *onet, const char *const *cells)
{
    struct onet_program *last =
        onet->program_count == 0 ? NULL : &onet->programs[onet->program_count - 1];
    if (strlen(cells[2]) != SOC_CODE || strncmp(cells[2], "99", 2) == 0)
        return STATUS_OK; /* "no match" */
    if (last == NULL || strcmp(last->code, cells[0]) != 0) {
        if (onet->program_count == ONET_PROGRAMS_MAX)
            return onet_refuse(onet, "onet.too_many", NULL);
        size_t title = strlen(cells[1]);
        while (title > 0 && (cells[1][title - 1] == '.' || cells[1][title - 1] == ' '))
            title--;
        last = &onet->programs[onet->program_count++];
        last->code = arena_text(onet->arena, cells[0]);
        last->title = arena_copy(onet->arena, cells[1], title);
        buffer_open(&last->occupations, onet->arena, PROGRAM_BYTES_MAX);
    }
    buffer_print(&last->occupations, "%s%s", last->occupations.length == 0 ? "" : " ", cells[2]);
    return buffer_status(&last->occupations) == STATUS_OK
               ? STATUS_OK
               : onet_refuse(onet, "onet.too_many", NULL);
}

enum status
onet_read_programs(struct onet *onet, const char *bytes, size_t length)
{
    struct sheet sheet = {.onet = onet, .signs = program_signs, .take = take_program};
    onet->programs = arena_alloc(onet->arena, ONET_PROGRAMS_MAX * sizeof *onet->programs);
    return read_sheet(onet, &sheet, bytes, length);
}

/* ---- what an earlier table says ---- */

void
onet_keep_figures(struct onet *onet, const char *code, const struct onet_figures *figures)
{
    struct onet_occupation *occupation = onet_find(onet, code);
    if (occupation == NULL)
        return;
    occupation->education = figures->education;
    occupation->pay = figures->pay;
    occupation->pay_or_more = figures->pay_or_more;
    occupation->broad = figures->broad;
    occupation->employment = figures->employment;
    occupation->has_growth = figures->has_growth;
    occupation->growth = figures->growth;
    occupation->openings = figures->openings;
}

void
onet_keep_program(struct onet *onet, const char *code, const char *title, const char *occupations)
{
    if (onet->programs == NULL)
        onet->programs = arena_alloc(onet->arena, ONET_PROGRAMS_MAX * sizeof *onet->programs);
    if (onet->program_count == ONET_PROGRAMS_MAX)
        return;
    struct onet_program *program = &onet->programs[onet->program_count++];
    program->code = arena_text(onet->arena, code);
    program->title = arena_text(onet->arena, title);
    buffer_open(&program->occupations, onet->arena, PROGRAM_BYTES_MAX);
    buffer_text(&program->occupations, occupations);
}
