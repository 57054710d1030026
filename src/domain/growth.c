/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/growth.h"

#include "base/zone.h"
#include "domain/common.h"
#include "formats/svg_chart.h"

#include <stdlib.h>
#include <string.h>

enum { SOURCES_MOST = 6, MONTHS_OF_YEAR = 12 };

/* Months in a row, the last is this one, and how many people of each source came in each. */
struct growth {
    struct call *call;
    int64_t last; /* years * 12 + months */
    struct doc *sources;
    int64_t counts[GROWTH_MONTHS_MOST][SOURCES_MOST];
    int64_t before; /* people known before the first month */
};

static const char *
month_text(struct call *call, int64_t month)
{
    return arena_print(call->arena, "%04d-%02d", (int)(month / MONTHS_OF_YEAR),
                       (int)(month % MONTHS_OF_YEAR) + 1);
}

/* Of a row: the month that was written down, else that of the day on which the row was made. */
static int64_t
month_of(struct call *call, const struct doc *row)
{
    const char *text = doc_text_of(row, "month");
    int year, month, day;
    if (text[0] == '\0' ||
        date_read(arena_print(call->arena, "%s-01", text), &year, &month, &day) != STATUS_OK)
        date_of_days(doc_int_of(row, "day"), &year, &month, &day);
    return (int64_t)year * MONTHS_OF_YEAR + month - 1;
}

/* The place of a circle among the sources; what is not among the first has the last place, "other". */
static int
source_of(struct growth *growth, const char *circle)
{
    int count = (int)doc_count(growth->sources);
    for (int i = 0; i < count; i++)
        if (strcmp(doc_item(growth->sources, (uint32_t)i)->text, circle) == 0)
            return i;
    return count - 1;
}

/* The circles with the most people first. */
static int
larger_first(const void *a, const void *b)
{
    int64_t left = doc_int_of(a, "count"), right = doc_int_of(b, "count");
    return left < right ? 1 : left > right ? -1 : 0;
}

static void
choose_sources(struct growth *growth, const struct doc *rows)
{
    struct arena *arena = growth->call->arena;
    struct doc *sums = doc_list(arena);
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const char *circle = doc_text_of(doc_item(rows, i), "circle");
        struct doc *sum = NULL;
        for (uint32_t s = 0; s < doc_count(sums) && sum == NULL; s++)
            if (strcmp(doc_text_of(doc_item(sums, s), "circle"), circle) == 0)
                sum = doc_item(sums, s);
        if (sum == NULL) {
            sum = doc_push(sums, *doc_map(arena));
            doc_set_text(sum, "circle", circle);
        }
        doc_set_int(sum, "count",
                    doc_int_of(sum, "count") + doc_int_of(doc_item(rows, i), "people"));
    }
    if (doc_count(sums) > 1)
        qsort(sums->list->items, sums->count, sizeof *sums->list->items, larger_first);
    growth->sources = doc_list(arena);
    for (uint32_t s = 0; s < doc_count(sums) && s < SOURCES_MOST - 1; s++) {
        const char *circle = doc_text_of(doc_item(sums, s), "circle");
        if (circle[0] != '\0' && strcmp(circle, "other") != 0)
            (void)doc_push(growth->sources, doc_text(circle));
    }
    (void)doc_push(growth->sources, doc_text("other"));
}

static void
count_rows(struct growth *growth, const struct doc *rows)
{
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const struct doc *row = doc_item(rows, i);
        int64_t back = growth->last - month_of(growth->call, row);
        if (back < 0)
            back = 0;
        if (back >= GROWTH_MONTHS_MOST)
            growth->before += doc_int_of(row, "people");
        else
            growth->counts[GROWTH_MONTHS_MOST - 1 - back]
                          [source_of(growth, doc_text_of(row, "circle"))] +=
                doc_int_of(row, "people");
    }
}

/* From the first month with somebody in it; `known` is how many there were by then. */
static struct doc *
months_of(const struct growth *growth)
{
    struct arena *arena = growth->call->arena;
    struct doc *months = doc_list(arena);
    int64_t known = growth->before;
    for (int m = 0; m < GROWTH_MONTHS_MOST; m++) {
        struct doc *parts = doc_list(arena);
        int64_t people = 0;
        for (uint32_t s = 0; s < doc_count(growth->sources); s++) {
            (void)doc_push(parts, doc_int(growth->counts[m][s]));
            people += growth->counts[m][s];
        }
        if (people == 0 && doc_count(months) == 0)
            continue;
        known += people;
        struct doc *month = doc_push(months, *doc_map(arena));
        doc_set_text(month, "month",
                     month_text(growth->call, growth->last - (GROWTH_MONTHS_MOST - 1 - m)));
        doc_set(month, "label", *doc_get(month, "month"));
        doc_set_int(month, "newcomers", people);
        doc_set_int(month, "known", known);
        doc_set(month, "parts", *parts);
    }
    return months;
}

static enum status
growth_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena), *params = call_params(call), *rows, picture;
    struct growth *growth = arena_alloc(call->arena, sizeof *growth);
    struct moment now = zone_local(caller_zone(call), call->now);
    int64_t total;
    *growth =
        (struct growth){.call = call, .last = (int64_t)now.year * MONTHS_OF_YEAR + now.month - 1};
    doc_set_int(params, "scan", GROWTH_PEOPLE_MOST);
    TRY(call_rows_of(call, &sql_person_growth, params, &rows));
    choose_sources(growth, rows);
    count_rows(growth, rows);
    struct doc *months = months_of(growth);
    TRY(chart_columns(call->arena, months, &picture));
    TRY(record_count(call, &noun_person, &total));
    doc_set_int(answer, "total", total);
    doc_set_int(answer, "most", GROWTH_PEOPLE_MOST);
    doc_set_bool(answer, "newest_only", total > GROWTH_PEOPLE_MOST);
    doc_set_int(answer, "before", growth->before);
    doc_set(answer, "sources", *growth->sources);
    doc_set(answer, "items", *months);
    doc_set(answer, "picture", picture);
    *out_answer = answer;
    return STATUS_OK;
}

const struct call_row growth_rows[] = {
    {.name = "growth",
     .path = "/growth",
     .role = ROLE_OWNER,
     .params = no_params,
     .run = growth_run,
     .page = "growth",
     .columns = "month newcomers known",
     .help = N_("Show how your network grows, month by month"),
     .example = "rapport growth"},
    {0},
};
