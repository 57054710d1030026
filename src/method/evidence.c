/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/evidence.h"

#include <string.h>

/* Does an earlier row have the same value under a key? Then this one brings nothing new. */
static bool
is_repeated(const struct doc *rows, uint32_t index, const char *key)
{
    const char *value = doc_text_of(doc_item(rows, index), key);
    for (uint32_t i = 0; i < index; i++)
        if (strcmp(doc_text_of(doc_item(rows, i), key), value) == 0)
            return true;
    return false;
}

static const char *
code_of(const struct doc *evidence)
{
    int64_t count = doc_int_of(evidence, "count");
    int64_t independent = doc_int_of(evidence, "independent");
    if (count == 0)
        return "evidence.none";
    if (count == 1)
        return "evidence.one";
    if (!doc_bool_of(evidence, "enough"))
        return independent < count ? "evidence.one_place" : "evidence.few";
    if (doc_bool_of(evidence, "current_known") && doc_int_of(evidence, "current") == 0)
        return "evidence.not_current";
    return "evidence.enough";
}

struct doc *
evidence_of(struct arena *arena, const struct policy *policy, const struct doc *voices)
{
    struct doc *evidence = doc_map(arena), *circles = doc_list(arena);
    int64_t count = 0, independent = 0, organizations = 0, current = 0;
    bool current_known = false;
    uint32_t rows = voices->kind == DOC_LIST ? doc_count(voices) : 0;
    for (uint32_t i = 0; i < rows; i++) {
        const struct doc *row = doc_item(voices, i);
        const char *organization = doc_text_of(row, "organization_key");
        const char *in_field = doc_text_of(row, "in_field");
        const char *circle = doc_text_of(row, "circle");
        if (is_repeated(voices, i, "person"))
            continue;
        bool new_place = *organization != '\0' && !is_repeated(voices, i, "organization_key");
        bool apart = *organization == '\0' || new_place || !policy->voices_apart_by_organization;
        count++;
        organizations += new_place;
        independent += apart;
        current += strcmp(in_field, "yes") == 0;
        current_known = current_known || strcmp(in_field, "no") == 0;
        if (*circle != '\0' && !is_repeated(voices, i, "circle"))
            (void)doc_push(circles, doc_text(circle));
    }
    doc_set_int(evidence, "count", count);
    doc_set_int(evidence, "independent", independent);
    doc_set_int(evidence, "needed", policy->voices_needed);
    doc_set_bool(evidence, "enough", independent >= policy->voices_needed);
    doc_set_int(evidence, "organizations", organizations);
    doc_set(evidence, "circles", *circles);
    doc_set_int(evidence, "current", current);
    doc_set_bool(evidence, "current_known", current_known);
    doc_set_text(evidence, "code", code_of(evidence));
    doc_set(evidence, "people", rows == 0 ? *doc_list(arena) : *voices);
    return evidence;
}

bool
evidence_allows(const struct doc *evidence, bool confirmed)
{
    return confirmed || doc_bool_of(evidence, "enough");
}
