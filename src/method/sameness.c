/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/sameness.h"

#include "text/fold.h"

#include <string.h>

/* How much each fact says, in points of SAMENESS_SHOWN. */
enum {
    NAME_SAME = 62,
    NAME_NEAR = 52,
    NAME_CLOSE = 42,
    NAME_LETTER = 36, /* "J. Smith" is many people */
    NAME_GIVEN = 15,
    NAME_OTHER = -60,
    PROFILE = 95,
    UID = 80,
    EMAIL = 55,
    EMAIL_FAMILY = 20,
    EMAIL_OFFICE = 5,
    PHONE = 40,
    PHONE_FAMILY = 12,
    PHONE_OFFICE = 3,
    BIRTHDAY = 25,
    ORGANIZATION = 18,
    TITLE = 5,
    PLACE = 5,
    OTHER_PROFILE = -30,
    OTHER_BIRTHDAY = -60,
    FULL_BIRTHDAY = 10 /* characters of one with a year */
};

struct judgment {
    struct arena *arena;
    struct sameness sameness;
    struct doc *against;
};

struct identity
identity_of(struct arena *arena, const struct nicknames *nicknames, const struct doc *row,
            const struct doc *points)
{
    struct name_parts parts = {.name = doc_text_of(row, "name"),
                               .given = doc_text_of(row, "given_name"),
                               .additional = doc_text_of(row, "additional_name"),
                               .family = doc_text_of(row, "family_name"),
                               .suffix = doc_text_of(row, "name_suffix"),
                               .nickname = doc_text_of(row, "nickname")};
    return (struct identity){.name = name_read(arena, nicknames, &parts),
                             .row = row,
                             .points = points,
                             .title = text_fold(arena, doc_text_of(row, "title")),
                             .place = text_fold(arena, doc_text_of(row, "place"))};
}

void
phone_digits(const char *value, char out_digits[PHONE_DIGITS_COMPARED + 1])
{
    size_t count = 0, skipped = 0;
    for (const char *at = value; *at != '\0' && *at != 'x' && *at != ';'; at++)
        count += *at >= '0' && *at <= '9';
    size_t skip = count > PHONE_DIGITS_COMPARED ? count - PHONE_DIGITS_COMPARED : 0;
    char *end = out_digits;
    for (const char *at = value;
         count >= PHONE_DIGITS_LEAST && *at != '\0' && *at != 'x' && *at != ';'; at++)
        if (*at >= '0' && *at <= '9' && skipped++ >= skip)
            *end++ = *at;
    *end = '\0';
}

static bool
same_point(const char *kind, const char *a, const char *b)
{
    char left[PHONE_DIGITS_COMPARED + 1], right[PHONE_DIGITS_COMPARED + 1];
    if (strcmp(kind, "phone") != 0)
        return *a != '\0' && strcmp(a, b) == 0;
    phone_digits(a, left);
    phone_digits(b, right);
    return *left != '\0' && strcmp(left, right) == 0;
}

const char *
identity_shared(const struct identity *a, const struct identity *b, const char *kind)
{
    for (uint32_t i = 0; i < doc_count(a->points); i++) {
        const struct doc *left = doc_item(a->points, i);
        if (strcmp(doc_text_of(left, "kind"), kind) != 0)
            continue;
        for (uint32_t j = 0; j < doc_count(b->points); j++) {
            const struct doc *right = doc_item(b->points, j);
            if (strcmp(doc_text_of(right, "kind"), kind) == 0 &&
                same_point(kind, doc_text_of(left, "value_key"), doc_text_of(right, "value_key")))
                return doc_text_of(left, "value_key");
        }
    }
    return NULL;
}

static void
say(struct judgment *judgment, int points, const char *code, const struct doc *organization)
{
    struct doc *list = points < 0 ? judgment->against : judgment->sameness.reasons;
    struct doc *reason = doc_push(list, *doc_map(judgment->arena));
    judgment->sameness.score += points;
    doc_set_text(reason, "code", code);
    doc_set(reason, "organization", organization == NULL ? doc_null() : *organization);
}

static bool
equal(const struct identity *a, const struct identity *b, const char *key)
{
    const char *value = doc_text_of(a->row, key);
    return *value != '\0' && strcmp(value, doc_text_of(b->row, key)) == 0;
}

static bool
differ(const struct identity *a, const struct identity *b, const char *key)
{
    const char *left = doc_text_of(a->row, key), *right = doc_text_of(b->row, key);
    return *left != '\0' && *right != '\0' && strcmp(left, right) != 0;
}

static bool
is_letter_only(const struct likeness *likeness)
{
    return likeness->reason_count > 0 && strcmp(likeness->reasons[0], "name.initial") == 0;
}

/* What the names say. Two that have nothing in common speak against, unless one is not known yet. */
static void
judge_names(struct judgment *judgment, const struct identity *a, const struct identity *b)
{
    struct likeness likeness = names_compare(a->name, b->name);
    int points = likeness.score >= 98           ? NAME_SAME
                 : is_letter_only(&likeness)    ? NAME_LETTER
                 : likeness.score >= 90         ? NAME_NEAR
                 : likeness.score >= NAME_ALIKE ? NAME_CLOSE
                                                : NAME_GIVEN;
    if (likeness.score >= NAME_WEAKLY_ALIKE) {
        for (int i = 0; i < likeness.reason_count; i++)
            say(judgment, i == 0 ? points : 0, likeness.reasons[i], NULL);
    } else if (!name_is_empty(a->name) && !name_is_empty(b->name)) {
        judgment->sameness.score += NAME_OTHER;
    }
}

static void
judge_address(struct judgment *judgment, int bearers, const int points[3], const char *own,
              const char *shared)
{
    if (bearers > 0)
        say(judgment,
            bearers <= SAMENESS_FEW    ? points[0]
            : bearers <= SAMENESS_SOME ? points[1]
                                       : points[2],
            bearers <= SAMENESS_FEW ? own : shared, NULL);
}

static void
judge_birthdays(struct judgment *judgment, const struct identity *a, const struct identity *b)
{
    bool full = strlen(doc_text_of(a->row, "birthday")) == FULL_BIRTHDAY &&
                strlen(doc_text_of(b->row, "birthday")) == FULL_BIRTHDAY;
    if (equal(a, b, "birthday"))
        say(judgment, BIRTHDAY, "same.birthday", NULL);
    else if (full && differ(a, b, "birthday"))
        say(judgment, OTHER_BIRTHDAY, "other.birthday", NULL);
}

struct sameness
sameness_of(struct arena *arena, const struct identity *a, const struct identity *b,
            int email_bearers, int phone_bearers)
{
    static const int email[] = {EMAIL, EMAIL_FAMILY, EMAIL_OFFICE};
    static const int phone[] = {PHONE, PHONE_FAMILY, PHONE_OFFICE};
    struct judgment judgment = {.arena = arena, .against = doc_list(arena)};
    judgment.sameness.reasons = doc_list(arena);
    if (equal(a, b, "profile_key") || identity_shared(a, b, "link") != NULL)
        say(&judgment, PROFILE, "same.profile", NULL);
    else if (differ(a, b, "profile_key"))
        say(&judgment, OTHER_PROFILE, "other.profile", NULL);
    if (equal(a, b, "uid"))
        say(&judgment, UID, "same.uid", NULL);
    judge_address(&judgment, email_bearers, email, "same.email", "same.email_shared");
    judge_address(&judgment, phone_bearers, phone, "same.phone", "same.phone_shared");
    judge_names(&judgment, a, b);
    judge_birthdays(&judgment, a, b);
    if (equal(a, b, "organization_key"))
        say(&judgment, ORGANIZATION, "same.organization", doc_get(a->row, "organization"));
    if (*a->title != '\0' && strcmp(a->title, b->title) == 0)
        say(&judgment, TITLE, "same.title", NULL);
    if (*a->place != '\0' && strcmp(a->place, b->place) == 0)
        say(&judgment, PLACE, "same.place", NULL);
    for (uint32_t i = 0; i < doc_count(judgment.against); i++)
        (void)doc_push(judgment.sameness.reasons, *doc_item(judgment.against, i));
    return judgment.sameness;
}
