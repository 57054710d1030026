/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"
#include "base/zone.h"
#include "formats/contacts_csv.h"
#include "formats/contacts_private.h"

#include <string.h>

void
contacts_warn(struct contacts_making *making, const char *code)
{
    if (making->warning == NULL)
        making->warning = code;
}

void
contacts_keep(struct contacts_making *making, const char *name, const char *text)
{
    const char *key = name;
    if (making->kept == NULL)
        making->kept = doc_map(making->arena);
    for (int i = 2; doc_has(making->kept, key); i++)
        key = arena_print(making->arena, "%s (%d)", name, i);
    doc_set_text(making->kept, key, text);
}

static void
make_date(struct contacts_making *making, enum contacts_field field)
{
    const char *text = making->texts[field];
    char *date;
    bool unsure;
    if (text == NULL)
        return;
    making->texts[field] = NULL;
    if (contacts_no_date(text))
        return;
    date = field == CONTACTS_BIRTHDAY_WHOLE
               ? contacts_birthday(making->arena, text, making->plan->date_order, &unsure)
               : contacts_date(making->arena, text, making->plan->date_order, &unsure);
    unsure = unsure && !making->plan->date_proved;
    making->texts[field] = date;
    if (date != NULL && !unsure)
        return;
    contacts_keep(making, contacts_fields[field], text);
    contacts_warn(making, date == NULL ? "import.date_not_read" : "import.date_order_unsure");
}

static void
make_birthday_of_parts(struct contacts_making *making)
{
    const char *year = making->birthday[0], *month = making->birthday[1],
               *day = making->birthday[2];
    if (month == NULL || day == NULL || making->texts[CONTACTS_BIRTHDAY_WHOLE] != NULL)
        return;
    making->texts[CONTACTS_BIRTHDAY_WHOLE] =
        year == NULL ? arena_print(making->arena, "--%s-%s", month, day)
                     : arena_print(making->arena, "%s-%s-%s", year, month, day);
}

static void
make_truth(struct contacts_making *making, enum contacts_field field)
{
    const char *text = making->texts[field];
    if (text == NULL)
        return;
    int truth = contacts_truth(making->arena, text);
    making->texts[field] = truth == 1 ? "true" : NULL;
    if (truth < 0)
        contacts_keep(making, contacts_fields[field], text);
}

static void
make_names(struct contacts_making *making)
{
    const char **texts = making->texts;
    if (making->plan->ours && texts[CONTACTS_UID] != NULL)
        return; /* a row that we wrote says all of the name itself */
    /* A whole name that was written where Google wants the first one. */
    if (texts[CONTACTS_NAME] != NULL && texts[CONTACTS_GIVEN_NAME] != NULL &&
        strcmp(making->plan->header.dialect, "google") == 0 &&
        texts[CONTACTS_FAMILY_NAME] == NULL &&
        strcmp(texts[CONTACTS_NAME], texts[CONTACTS_GIVEN_NAME]) == 0)
        texts[CONTACTS_GIVEN_NAME] = NULL;
    if (texts[CONTACTS_NAME] == NULL)
        texts[CONTACTS_NAME] = contacts_whole_name(
            making->arena, texts[CONTACTS_GIVEN_NAME], texts[CONTACTS_ADDITIONAL_NAME],
            texts[CONTACTS_FAMILY_NAME], texts[CONTACTS_NAME_SUFFIX]);
    if (texts[CONTACTS_NAME] == NULL)
        texts[CONTACTS_NAME] = texts[CONTACTS_NICKNAME];
    if (texts[CONTACTS_PRONUNCIATION_FAMILY] != NULL)
        texts[CONTACTS_PRONUNCIATION] =
            texts[CONTACTS_PRONUNCIATION] == NULL
                ? texts[CONTACTS_PRONUNCIATION_FAMILY]
                : arena_join(making->arena, texts[CONTACTS_PRONUNCIATION], " ",
                             texts[CONTACTS_PRONUNCIATION_FAMILY]);
    texts[CONTACTS_PRONUNCIATION_FAMILY] = NULL;
}

/* One of the words that a person's page knows, or a year or a date; anything else stays as it was written. */
static void
make_checked(struct contacts_making *making, enum contacts_field field)
{
    static const char *const words[] = {"yes", "no", "unknown", NULL};
    const char *text = making->texts[field];
    const char *const *word = words;
    if (text == NULL)
        return;
    while (*word != NULL && strcmp(*word, text) != 0)
        word++;
    if (field == CONTACTS_IN_FIELD ? *word != NULL : date_is_period(text))
        return;
    making->texts[field] = NULL;
    contacts_keep(making, contacts_fields[field], text);
    if (field != CONTACTS_IN_FIELD)
        contacts_warn(making, "import.date_not_read");
}

/* A text longer than a person's page shows is cut; the whole stays among the originals. */
static const char *
cut(struct contacts_making *making, const char *name, const char *text, int most)
{
    const char *cursor = text, *end = text + strlen(text);
    if (end - text <= most)
        return text;
    for (int n = 0; n < most && cursor < end; n++)
        (void)utf8_next(&cursor, end);
    if (cursor == end)
        return text;
    contacts_keep(making, name, text);
    contacts_warn(making, "import.text_cut");
    return arena_copy(making->arena, text, (size_t)(cursor - text));
}

static void
cut_texts(struct contacts_making *making)
{
    for (int i = 0; i < CONTACTS_FIELDS; i++) {
        bool longer =
            i == CONTACTS_HOW_FOUND || i == CONTACTS_SIMILAR_BACKGROUND || making->plan->ours;
        if (making->texts[i] != NULL)
            making->texts[i] = cut(making, contacts_fields[i], making->texts[i],
                                   i == CONTACTS_NOTES ? CONTACTS_TEXT_MAX
                                   : longer            ? CONTACTS_VALUE_CHARACTERS
                                                       : CONTACTS_TEXT_CHARACTERS);
    }
    for (uint32_t i = 0; making->points != NULL && i < doc_count(making->points); i++) {
        struct doc *point = doc_item(making->points, i);
        doc_set_text(point, "value",
                     cut(making, doc_text_of(point, "kind"), doc_text_of(point, "value"),
                         CONTACTS_VALUE_CHARACTERS));
    }
}

void
contacts_finish(struct contacts_making *making)
{
    make_birthday_of_parts(making);
    make_date(making, CONTACTS_BIRTHDAY_WHOLE);
    make_date(making, CONTACTS_CONNECTED_ON);
    make_date(making, CONTACTS_MET_ON);
    make_checked(making, CONTACTS_IN_FIELD);
    make_checked(making, CONTACTS_FIELD_SINCE);
    make_checked(making, CONTACTS_FIELD_UNTIL);
    for (int i = CONTACTS_FIRST_TRUTH; i < CONTACTS_FIELDS; i++)
        make_truth(making, (enum contacts_field)i);
    make_names(making);
    if (making->texts[CONTACTS_PLACE] == NULL && !making->no_place && !making->plan->ours)
        making->texts[CONTACTS_PLACE] = contacts_place_of(making->arena, making->points);
    cut_texts(making);
}
