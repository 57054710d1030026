/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/person_records.h"

#include "domain/common.h"
#include "statements.h"

#include <string.h>

const struct person_record person_records[] = {
    {.noun = &noun_organization, .needed = "name", .shared = true},
    {.noun = &noun_event,
     .needed = "name",
     .shared = true,
     .words = "kind fair meetup talk conference class other"},
    {.noun = &noun_target,
     .needed = "name kind",
     .shared = true,
     .words = "kind occupation industry organization position place path practice,"
              "stage exploring focusing searching,purpose explore connect apply"},
    {.noun = &noun_request,
     .needed = "person state channel minutes",
     .words = "state draft sent accepted declined later no_answer,"
              "channel email phone linkedin in_person letter introduction"},
    {.noun = &noun_interview,
     .needed =
         "person state start_local zone minutes place_kind extended_minutes notes_agreed sequence",
     .words =
         "state planned running held cancelled,place_kind worksite public phone video writing"},
    {.noun = &noun_question,
     .needed = "interview text must state position",
     .words = "state open asked skipped"},
    {.noun = &noun_note, .needed = "text"},
    {.noun = &noun_finding,
     .needed = "interview text kind",
     .words = "kind person organization publication company trend interest lead"},
    {.noun = &noun_reflection, .needed = "interview", .single = true},
    {.noun = &noun_message,
     .needed = "person kind channel state",
     .words = "kind thanks update,state draft sent,channel email phone linkedin in_person letter "
              "introduction"},
    {.noun = &noun_referral,
     .needed = "from_person name permission state",
     .words = "permission yes no not_asked,state new contacted dropped"},
    {.noun = &noun_distinction, .needed = "person other"},
    {.noun = &noun_person_alias, .needed = "person former"},
    {.noun = &noun_task, .needed = "title", .words = "kind preparation"},
    {0},
};

const struct person_record *
person_record_of(const char *noun)
{
    const struct person_record *record = person_records;
    while (record->noun != NULL && strcmp(record->noun->name, noun) != 0)
        record++;
    return record->noun == NULL ? NULL : record;
}

bool
person_record_derives(const char *column)
{
    return strcmp(column, "name_key") == 0;
}

struct doc *
person_record_document(struct call *call, const struct noun *noun, const struct doc *row)
{
    struct doc *record = doc_map(call->arena);
    doc_set_text(record, "noun", noun->name);
    copy_keys(call, record, row, "id created_at");
    for (int i = 0; i < noun->column_count; i++) {
        const char *column = noun->columns[i].name;
        if (doc_get(row, column)->kind != DOC_NULL && !person_record_derives(column))
            doc_set(record, column, *doc_get(row, column));
    }
    for (int i = 0; i < noun->part_count; i++)
        if (doc_count(doc_get(row, noun->parts[i].name)) > 0)
            doc_set(record, noun->parts[i].name, *doc_get(row, noun->parts[i].name));
    return record;
}

enum status
person_record_read(struct call *call, const char *noun, const char *id, struct doc **out_record)
{
    const struct person_record *record = person_record_of(noun);
    struct doc *row;
    if (record == NULL)
        return STATUS_MISSING;
    TRY(record_read(call, record->noun, id, &row));
    *out_record = person_record_document(call, record->noun, row);
    return STATUS_OK;
}
