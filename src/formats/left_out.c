/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/left_out.h"

#include "base/number.h"
#include "doc/json.h"

#include <inttypes.h>
#include <string.h>

const char *
left_out_name(int field)
{
    static const char *const names[] = {
        "email", "phone", "link",  "chat",   "address", "tags",   "others",       "label",
        "card",  "photo", "files", "target", "bridges", "events", "person_notes", "talks"};
    _Static_assert(sizeof names / sizeof *names == LEFT_OUT_FIELDS - CONTACTS_FIELDS, "each named");
    return field < CONTACTS_FIELDS ? contacts_fields[field] : names[field - CONTACTS_FIELDS];
}

/* Whom somebody is not the same as, or was merged with, matters where the program keeps people apart: nobody misses it in a
 * file. */
static void
count_record(struct left_out *left_out, const char *noun)
{
    if (strcmp(noun, "note") == 0)
        left_out->counts[LEFT_OUT_PERSON_NOTES]++;
    else if (strcmp(noun, "distinction") != 0 && strcmp(noun, "person_alias") != 0)
        left_out->counts[LEFT_OUT_TALKS]++;
}

void
left_out_ties(struct left_out *left_out, const struct doc *person)
{
    left_out->counts[LEFT_OUT_TARGET] += !doc_is_empty(doc_get(person, "target"));
    left_out->counts[LEFT_OUT_BRIDGES] += doc_count(doc_get(person, "bridges"));
    left_out->counts[LEFT_OUT_EVENTS] += doc_count(doc_get(person, "events"));
    const struct doc *records = doc_get(person, "records");
    for (uint32_t i = 0; i < doc_count(records); i++)
        count_record(left_out, doc_text_of(doc_item(records, i), "noun"));
}

/* How many values an original of that form holds: a card is one. */
static int64_t
originals_of(const struct doc *person, const char *form)
{
    const struct doc *originals = doc_get(person, "originals");
    int64_t count = 0;
    for (uint32_t i = 0; i < doc_count(originals); i++) {
        const struct doc *item = doc_item(originals, i), *text = doc_get(item, "data");
        struct doc data;
        if (strcmp(doc_text_of(item, "form"), form) != 0 || text->kind != DOC_TEXT)
            continue;
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        bool table = strcmp(form, "csv") == 0 &&
                     json_read(&arena, text->text, text->count, &data, NULL) == STATUS_OK;
        count += table ? doc_count(&data) : 1;
        arena_close(&arena);
    }
    return count;
}

void
left_out_of_card(struct left_out *left_out, const struct doc *person)
{
    left_out_ties(left_out, person);
    left_out->counts[LEFT_OUT_OTHERS] += originals_of(person, "csv");
}

void
left_out_of_table(struct left_out *left_out, const struct doc *person)
{
    left_out_ties(left_out, person);
    left_out->counts[LEFT_OUT_CARD] += originals_of(person, "vcard");
}

void
left_out_show(const struct left_out *left_out, struct doc *answer)
{
    struct arena *arena = answer->map->arena;
    struct doc *list = doc_list(arena);
    int64_t all = 0;
    for (int i = 0; i < LEFT_OUT_FIELDS; i++) {
        if (left_out->counts[i] == 0)
            continue;
        struct doc *item = doc_push(list, *doc_map(arena));
        doc_set_text(item, "field", left_out_name(i));
        doc_set_int(item, "count", left_out->counts[i]);
        all += left_out->counts[i];
    }
    doc_set(answer, "left_out", *list);
    doc_set_int(answer, "left_out_count", all);
}

void
left_out_write(const struct left_out *left_out, struct buffer *buffer)
{
    for (int i = 0; i < LEFT_OUT_FIELDS; i++)
        if (left_out->counts[i] > 0)
            buffer_print(buffer, "%d.%" PRId64 ",", i, left_out->counts[i]);
}

bool
left_out_read(const char *text, struct left_out *out_left_out, const char **out_end)
{
    struct left_out found = {0};
    while (*text >= '0' && *text <= '9') {
        int64_t field, count;
        if (!number_read(text, &field, &text) || *text != '.' || field >= LEFT_OUT_FIELDS ||
            !number_read(text + 1, &count, &text) || *text != ',' || count < 0)
            return false;
        found.counts[field] = count;
        text++;
    }
    *out_left_out = found;
    *out_end = text;
    return true;
}
