/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/occupations.h"

#include "base/number.h"

#include <stdlib.h>
#include <string.h>

enum { OCCUPATIONS_MOST = 20000, TITLES_MOST = 2000000, FIELDS_OF_OCCUPATION = 12, EDUCATIONS = 8 };

/* Where the crosswalk puts the occupations that no program leads to. */
#define NO_PROGRAM "99.9999"

const char *const education_codes[9] = {NULL,
                                        "education.none",
                                        "education.high_school",
                                        "education.some_college",
                                        "education.certificate",
                                        "education.associate",
                                        "education.bachelor",
                                        "education.master",
                                        "education.doctoral"};

/* A table while it is read: the text is cut in place. */
struct reading {
    struct occupations *table;
    struct arena *arena;
    char *fields[FIELDS_OF_OCCUPATION + 1];
    int count;
};

/* ---- the size of the table, so that each list is one piece of memory ---- */

static enum status
make_room(struct occupations *table, struct arena *arena, const char *bytes, const char *end)
{
    size_t counts[128] = {0};
    for (const char *line = bytes; line < end;) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        counts[*line & 0x7f]++;
        line = stop == NULL ? end : stop + 1;
    }
    size_t titles = counts['o'] + counts['r'] + counts['a'], facts = counts['k'] + counts['s'];
    if (counts['o'] == 0 || counts['o'] > OCCUPATIONS_MOST || titles > TITLES_MOST ||
        facts > TITLES_MOST)
        return STATUS_INVALID;
    table->items = arena_alloc(arena, counts['o'] * sizeof *table->items);
    table->titles = arena_alloc(arena, titles * sizeof *table->titles);
    table->facts = arena_alloc(arena, (facts + 1) * sizeof *table->facts);
    table->programs = arena_alloc(arena, (counts['c'] + 1) * sizeof *table->programs);
    return STATUS_OK;
}

/* ---- one line ---- */

static void
cut(struct reading *reading, char *line)
{
    reading->count = 0;
    for (char *tab; line != NULL && reading->count <= FIELDS_OF_OCCUPATION; line = tab) {
        reading->fields[reading->count++] = line;
        tab = strchr(line, '\t');
        if (tab != NULL)
            *tab++ = '\0';
    }
}

/* An empty field is 0. */
static bool
read_number(const char *text, int64_t most, int64_t *out_number)
{
    *out_number = 0;
    return text[0] == '\0' ||
           (number_read(text, out_number, NULL) && *out_number >= 0 && *out_number <= most);
}

/* Six scores from 0 to 7, or none at all. */
static bool
read_scores(char *text, double *scores, bool *out_has)
{
    *out_has = text[0] != '\0';
    for (int i = 0; *out_has && i < INTERESTS; i++) {
        char *end;
        scores[i] = strtod(text, &end);
        if (end == text || !(scores[i] >= 0 && scores[i] <= 7) ||
            *end != (i == INTERESTS - 1 ? '\0' : ' '))
            return false;
        text = end + 1;
    }
    return true;
}

static bool
read_pay(char *text, struct occupation *occupation)
{
    size_t length = strlen(text);
    occupation->pay_or_more = length > 0 && text[length - 1] == '+';
    if (occupation->pay_or_more)
        text[length - 1] = '\0';
    return read_number(text, 1000000000, &occupation->pay);
}

static bool
read_growth(const char *text, struct occupation *occupation)
{
    char *end;
    occupation->has_growth = text[0] != '\0';
    occupation->growth = strtod(text, &end);
    return *end == '\0' && occupation->growth > -1000 && occupation->growth < 100000;
}

static void
add_title(struct reading *reading, const char *text, enum title_kind kind)
{
    struct occupations *table = reading->table;
    table->titles[table->title_count++] =
        (struct occupation_title){.text = text, .occupation = table->count - 1, .kind = kind};
    table->items[table->count - 1].title_count++;
}

/* The codes of related occupations stay in the last field until all are known. */
static enum status
take_occupation(struct reading *reading)
{
    struct occupations *table = reading->table;
    struct occupation *occupation = &table->items[table->count];
    char **fields = reading->fields;
    int64_t zone, education, broad;
    if (reading->count != FIELDS_OF_OCCUPATION + 1 || strlen(fields[1]) != OCCUPATION_CODE ||
        fields[2][0] == '\0')
        return STATUS_INVALID;
    if (table->count > 0 && strcmp(occupation[-1].code, fields[1]) >= 0)
        return STATUS_INVALID;
    occupation->code = fields[1];
    occupation->title = fields[2];
    if (!read_number(fields[3], 5, &zone) || !read_number(fields[4], EDUCATIONS, &education) ||
        !read_pay(fields[5], occupation) ||
        !read_number(fields[6], INT32_MAX, &occupation->employment) ||
        !read_growth(fields[7], occupation) ||
        !read_number(fields[8], INT32_MAX, &occupation->openings) ||
        !read_number(fields[9], 1, &broad) ||
        !read_scores(fields[10], occupation->interests, &occupation->has_interests) ||
        !read_scores(fields[11], occupation->values, &occupation->has_values))
        return STATUS_INVALID;
    occupation->zone = (int)zone;
    occupation->education = (int)education;
    occupation->broad = broad == 1;
    occupation->description = fields[12];
    occupation->first_title = table->title_count;
    occupation->first_fact = table->fact_count;
    table->count++;
    add_title(reading, occupation->title, TITLE_OWN);
    return STATUS_OK;
}

static enum status
take_program(struct reading *reading)
{
    struct occupations *table = reading->table;
    if (reading->count != 4)
        return STATUS_INVALID;
    if (strcmp(reading->fields[1], NO_PROGRAM) == 0)
        return STATUS_OK;
    table->programs[table->program_count++] = (struct study_program){
        .code = reading->fields[1], .title = reading->fields[2], .occupations = reading->fields[3]};
    return STATUS_OK;
}

static enum status
take_fact(struct reading *reading, enum fact_kind kind)
{
    struct occupations *table = reading->table;
    table->facts[table->fact_count++] =
        (struct occupation_fact){.text = reading->fields[1], .kind = kind};
    table->items[table->count - 1].fact_count++;
    return STATUS_OK;
}

/* ---- what can be done once all are known ---- */

static uint32_t
place_of(const struct occupations *table, const char *code, size_t length)
{
    uint32_t low = 0, high = table->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strncmp(table->items[middle].code, code, length);
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < table->count && strncmp(table->items[low].code, code, length) == 0 ? low
                                                                                    : UINT32_MAX;
}

static enum status
relate(struct occupations *table, struct occupation *occupation, const char *codes)
{
    while (*codes != '\0') {
        size_t length = strcspn(codes, " ");
        uint32_t place = length == OCCUPATION_CODE ? place_of(table, codes, length) : UINT32_MAX;
        if (place == UINT32_MAX || occupation->related_count == RELATED_MOST)
            return STATUS_INVALID;
        occupation->related[occupation->related_count++] = place;
        codes += length + (codes[length] == ' ');
    }
    return STATUS_OK;
}

static enum status
take_line(struct reading *reading, char *line, const char **descriptions)
{
    struct occupations *table = reading->table;
    cut(reading, line);
    char letter = reading->fields[0][0];
    if (reading->fields[0][1] != '\0' || reading->count < 2)
        return STATUS_INVALID;
    if (letter == 'o')
        return take_occupation(reading);
    if (letter == 'c')
        return take_program(reading);
    if (table->count == 0 || reading->count != 2)
        return STATUS_INVALID;
    switch (letter) {
    case 'r': add_title(reading, reading->fields[1], TITLE_REPORTED); return STATUS_OK;
    case 'a': add_title(reading, reading->fields[1], TITLE_ALTERNATE); return STATUS_OK;
    case 'k': return take_fact(reading, FACT_TASK);
    case 's': return take_fact(reading, FACT_TECHNOLOGY);
    case 'd': descriptions[table->count - 1] = reading->fields[1]; return STATUS_OK;
    default: return STATUS_INVALID;
    }
}

static enum status
take_version(struct reading *reading, char *line)
{
    cut(reading, line);
    if (reading->count != 4 || strcmp(reading->fields[0], "v") != 0 ||
        strcmp(reading->fields[1], "1") != 0)
        return STATUS_INVALID;
    reading->table->release = reading->fields[2];
    reading->table->projections = reading->fields[3];
    return STATUS_OK;
}

enum status
occupations_read(struct arena *arena, const char *bytes, size_t length,
                 struct occupations *out_table, int64_t *out_line)
{
    struct occupations table = {0};
    struct reading reading = {.table = &table, .arena = arena};
    *out_line = 1;
    if (memchr(bytes, '\0', length) != NULL)
        return STATUS_INVALID;
    TRY(make_room(&table, arena, bytes, bytes + length));
    const char **descriptions = arena_alloc(arena, OCCUPATIONS_MOST * sizeof *descriptions);
    char *line = arena_copy(arena, bytes, length);
    for (char *next; *line != '\0'; line = next, ++*out_line) {
        next = line + strcspn(line, "\n");
        if (*next == '\n')
            *next++ = '\0';
        TRY(*out_line == 1 ? take_version(&reading, line)
                           : take_line(&reading, line, descriptions));
    }
    for (uint32_t i = 0; i < table.count; i++) {
        const char *codes = table.items[i].description;
        table.items[i].description = descriptions[i];
        TRY(relate(&table, &table.items[i], codes));
    }
    *out_table = table;
    return STATUS_OK;
}

const struct occupation *
occupations_find(const struct occupations *table, const char *code)
{
    size_t length = strlen(code);
    if (length != OCCUPATION_CODE && length != OCCUPATION_CODE - 3)
        return NULL;
    uint32_t place = place_of(table, code, length);
    return place == UINT32_MAX ? NULL : &table->items[place];
}
