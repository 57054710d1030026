/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/diversity.h"

#include "base/number.h"

#include <string.h>

enum { YEARS_NEW = 3, YEARS_LONG = 10, BANDS = 4 };

static const char *const bands[BANDS] = {"band.new", "band.some", "band.long", "band.unknown"};

/* Was this value there in an earlier row? */
static bool
came_before(const struct doc *rows, uint32_t index, const char *key)
{
    const char *value = doc_text_of(doc_item(rows, index), key);
    for (uint32_t i = 0; i < index; i++)
        if (strcmp(doc_text_of(doc_item(rows, i), key), value) == 0)
            return true;
    return false;
}

static int
band_of(const char *since, int year)
{
    const char *end = NULL;
    int64_t began = 0;
    if (!number_read(since, &began, &end) || began < 1900 || began > year)
        return BANDS - 1;
    return year - began < YEARS_NEW ? 0 : year - began < YEARS_LONG ? 1 : 2;
}

static const char *
code_of(const struct doc *figure)
{
    int64_t heard = doc_int_of(figure, "heard");
    if (heard == 0)
        return "diversity.none";
    if (doc_int_of(figure, "bands_known") == 0)
        return "diversity.unknown";
    if (heard > 1 && doc_int_of(figure, "bands_known") == 1)
        return "diversity.one_band";
    if (heard > 1 && doc_int_of(figure, "settings") == 1)
        return "diversity.one_setting";
    if (heard > 1 && doc_int_of(figure, "specialties") == 1)
        return "diversity.one_specialty";
    return "diversity.good";
}

struct doc *
diversity_of(struct arena *arena, const struct doc *voices, int year)
{
    struct doc *figure = doc_map(arena), *list = doc_list(arena);
    int64_t heard = 0, settings = 0, specialties = 0, known = 0, counts[BANDS] = {0};
    for (uint32_t i = 0; i < doc_count(voices); i++) {
        const struct doc *row = doc_item(voices, i);
        if (came_before(voices, i, "person"))
            continue;
        heard++;
        counts[band_of(doc_text_of(row, "field_since"), year)]++;
        settings += doc_text_of(row, "organization_key")[0] != '\0' &&
                    !came_before(voices, i, "organization_key");
        specialties +=
            doc_text_of(row, "title_key")[0] != '\0' && !came_before(voices, i, "title_key");
    }
    for (int i = 0; i < BANDS; i++) {
        struct doc *band = doc_push(list, *doc_map(arena));
        doc_set_text(band, "code", bands[i]);
        doc_set_int(band, "count", counts[i]);
        known += i < BANDS - 1 && counts[i] > 0;
    }
    doc_set_int(figure, "heard", heard);
    doc_set(figure, "bands", *list);
    doc_set_int(figure, "bands_known", known);
    doc_set_int(figure, "settings", settings);
    doc_set_int(figure, "specialties", specialties);
    doc_set_text(figure, "code", code_of(figure));
    return figure;
}
