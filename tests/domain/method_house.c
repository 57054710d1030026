/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method_house.h"

#include "base/zone.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct house house;
const char *engine = "sqlite";

int
open_house(void **state)
{
    (void)state;
    at("2026-02-20T09:00:00Z");
    house_open(&house, engine);
    return 0;
}

int
close_house(void **state)
{
    (void)state;
    house_close(&house);
    return unsetenv("RAPPORT_CLOCK");
}

void
at(const char *time)
{
    assert(setenv("RAPPORT_CLOCK", time, 1) == 0);
}

int64_t
instant(const char *time)
{
    int64_t at_ms = 0;
    assert(instant_read(time, &at_ms) == STATUS_OK);
    return at_ms;
}

struct doc *
does(const char *call, const char *json, const struct doc *ids)
{
    return house_do(&house, call, json, ids);
}

void
keep(struct doc *ids, const char *key, const char *call, const char *json)
{
    doc_set(ids, key, *doc_get(does(call, json, ids), "id"));
}

struct doc *
begin(void)
{
    struct doc *ids = doc_map(&house.arena);
    does(
        "profile save",
        "<\"name\":\"Maya Lindqvist-Okafor\",\"email\":\"maya@example.org\",\"phone\":\"555-0142\","
        "\"introduction\":\"I finished a biology degree last year.\",\"zone\":\"Europe/Berlin\">",
        ids);
    keep(ids, "target", "target save", "<\"kind\":\"occupation\",\"name\":\"Urban ecologist\">");
    keep(ids, "objective", "objective save",
         "<\"target\":\"{target}\",\"text\":\"How much is outdoors?\">");
    keep(
        ids, "person", "person save",
        "<\"name\":\"Ada Quinn\",\"pronunciation\":\"AY-da\",\"address_form\":\"Dr. "
        "Quinn\",\"title\":"
        "\"Curator\",\"organization\":\"City Museum\",\"circle\":\"directory\",\"how_found\":\"the "
        "directory of the museum\",\"in_field\":\"yes\",\"target\":\"{target}\",\"contact_points\":"
        "[<\"kind\":\"email\",\"value\":\"ada.quinn@example.org\">]>");
    return ids;
}

void
meet(struct doc *ids, const char *start_local)
{
    doc_set_text(ids, "start", start_local);
    bool asked = doc_has(ids, "request");
    keep(ids, "interview", "interview save",
         asked ? "<\"person\":\"{person}\",\"request\":\"{request}\",\"start_local\":\"{start}\","
                 "\"zone\":\"UTC\",\"minutes\":20>"
               : "<\"person\":\"{person}\",\"start_local\":\"{start}\",\"zone\":\"UTC\","
                 "\"minutes\":20>");
}

bool
has_row(const struct doc *rows, const char *key, const char *value)
{
    for (uint32_t i = 0; i < doc_count(rows); i++)
        if (strcmp(doc_text_of(doc_item(rows, i), key), value) == 0)
            return true;
    return false;
}

bool
finds(const struct doc *checked, const char *id)
{
    const struct doc *findings = doc_get(checked, "findings");
    for (uint32_t i = 0; i < doc_count(findings); i++) {
        const struct doc *finding = doc_item(findings, i);
        if (strcmp(doc_text_of(finding, "id"), id) == 0 && !doc_bool_of(finding, "silenced") &&
            strcmp(doc_text_of(finding, "severity"), "fine") != 0)
            return true;
    }
    return false;
}

const struct doc *
today_line(const char *rule)
{
    const struct doc *groups = doc_get(does("today", NULL, NULL), "groups");
    for (uint32_t g = 0; g < doc_count(groups); g++) {
        const struct doc *items = doc_get(doc_item(groups, g), "items");
        for (uint32_t i = 0; i < doc_count(items); i++)
            if (strcmp(doc_text_of(doc_item(items, i), "rule"), rule) == 0)
                return doc_item(items, i);
    }
    return NULL;
}
