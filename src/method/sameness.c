/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/sameness.h"

#include "method/reach.h"
#include "text/fold.h"

#include <string.h>

/* How much each fact says, in points of ENOUGH. */
enum {
    ENOUGH = 60,
    NAME_SAME = 62,
    NAME_NEAR = 52,
    NAME_CLOSE = 42,
    NAME_LETTER = 36, /* "J. Smith" is many people */
    NAME_GIVEN = 15,
    NAME_OTHER = -60,
    PROFILE = 95,
    LINK = 20, /* a site may be a house's */
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
    struct likeness likeness;
    bool strangers; /* two names that have nothing in common */
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

static bool
may_be_many(const char *kind, const char *value)
{
    return strcmp(kind, "email") == 0  ? mailbox_is_shared(value)
           : strcmp(kind, "link") == 0 ? !link_is_profile(value)
                                       : false;
}

const char *
identity_shared(const struct identity *a, const struct identity *b, const char *kind)
{
    const char *many = NULL;
    for (uint32_t i = 0; i < doc_count(a->points); i++) {
        const struct doc *left = doc_item(a->points, i);
        if (strcmp(doc_text_of(left, "kind"), kind) != 0)
            continue;
        for (uint32_t j = 0; j < doc_count(b->points); j++) {
            const struct doc *right = doc_item(b->points, j);
            const char *value = doc_text_of(left, "value_key");
            if (strcmp(doc_text_of(right, "kind"), kind) != 0 ||
                !same_point(kind, value, doc_text_of(right, "value_key")))
                continue;
            if (!may_be_many(kind, value))
                return value;
            many = value;
        }
    }
    return many;
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
judge_names(struct judgment *judgment)
{
    struct likeness likeness = judgment->likeness;
    int points = likeness.score >= 98           ? NAME_SAME
                 : is_letter_only(&likeness)    ? NAME_LETTER
                 : likeness.score >= 90         ? NAME_NEAR
                 : likeness.score >= NAME_ALIKE ? NAME_CLOSE
                                                : NAME_GIVEN;
    if (likeness.score >= NAME_WEAKLY_ALIKE) {
        for (int i = 0; i < likeness.reason_count; i++)
            say(judgment, i == 0 ? points : 0, likeness.reasons[i], NULL);
    } else if (judgment->strangers) {
        say(judgment, NAME_OTHER, "other.name", NULL);
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

static bool
have_two_birthdays(const struct identity *a, const struct identity *b)
{
    return strlen(doc_text_of(a->row, "birthday")) == FULL_BIRTHDAY &&
           strlen(doc_text_of(b->row, "birthday")) == FULL_BIRTHDAY && differ(a, b, "birthday");
}

static void
judge_birthdays(struct judgment *judgment, const struct identity *a, const struct identity *b)
{
    if (equal(a, b, "birthday"))
        say(judgment, BIRTHDAY, "same.birthday", NULL);
    else if (have_two_birthdays(a, b))
        say(judgment, OTHER_BIRTHDAY, "other.birthday", NULL);
}

static bool
have_two_profiles(const struct identity *a, const struct identity *b)
{
    return links_differ(doc_text_of(a->row, "profile_key"), doc_text_of(b->row, "profile_key"));
}

/* Both profiles lead to one page, which is one person's. */
static bool
have_one_profile(const struct identity *a, const struct identity *b)
{
    const char *link = identity_shared(a, b, "link");
    return (equal(a, b, "profile_key") && link_is_profile(doc_text_of(a->row, "profile_key"))) ||
           (link != NULL && link_is_profile(link));
}

static void
judge_profiles(struct judgment *judgment, const struct identity *a, const struct identity *b)
{
    if (have_one_profile(a, b))
        say(judgment, PROFILE, "same.profile", NULL);
    else if (have_two_profiles(a, b))
        say(judgment, OTHER_PROFILE, "other.profile", NULL);
    else if (equal(a, b, "profile_key") || identity_shared(a, b, "link") != NULL)
        say(judgment, LINK, "same.link", NULL);
    if (equal(a, b, "uid"))
        say(judgment, UID, "same.uid", NULL);
}

/* Do they share what is one person's own, whatever they are called? Relatives share a mailbox, and
 * colleagues a telephone: neither is a reason to look. */
static bool
share_what_is_own(const struct judgment *judgment, const struct identity *a,
                  const struct identity *b, int email_bearers, int phone_bearers)
{
    const char *email = identity_shared(a, b, "email");
    if (have_two_profiles(a, b) || have_two_birthdays(a, b))
        return false;
    if (have_one_profile(a, b) || equal(a, b, "uid"))
        return true;
    if (judgment->strangers && names_of_one_family(a->name, b->name))
        return false;
    if (email != NULL && email_bearers <= SAMENESS_NAMES && !mailbox_is_shared(email))
        return true;
    return phone_bearers > 0 && phone_bearers <= SAMENESS_NAMES && !equal(a, b, "organization_key");
}

/* A mailbox by whose name a task is reached is more than one person's, even when only two are known. */
static int
least_bearers(const struct identity *a, const struct identity *b, int email_bearers)
{
    const char *email = identity_shared(a, b, "email");
    bool many = email != NULL && mailbox_is_shared(email);
    return many && email_bearers > 0 && email_bearers <= SAMENESS_FEW ? SAMENESS_FEW + 1
                                                                      : email_bearers;
}

struct sameness
sameness_of(struct arena *arena, const struct identity *a, const struct identity *b,
            int email_bearers, int phone_bearers)
{
    static const int email[] = {EMAIL, EMAIL_FAMILY, EMAIL_OFFICE};
    static const int phone[] = {PHONE, PHONE_FAMILY, PHONE_OFFICE};
    struct judgment judgment = {
        .arena = arena, .against = doc_list(arena), .likeness = names_compare(a->name, b->name)};
    judgment.strangers = judgment.likeness.score < NAME_WEAKLY_ALIKE && !name_is_empty(a->name) &&
                         !name_is_empty(b->name);
    judgment.sameness.reasons = doc_list(arena);
    judge_profiles(&judgment, a, b);
    judge_address(&judgment, least_bearers(a, b, email_bearers), email, "same.email",
                  "same.email_shared");
    judge_address(&judgment, phone_bearers, phone, "same.phone", "same.phone_shared");
    judge_names(&judgment);
    judge_birthdays(&judgment, a, b);
    if (equal(a, b, "organization_key"))
        say(&judgment, ORGANIZATION, "same.organization", doc_get(a->row, "organization"));
    if (*a->title != '\0' && strcmp(a->title, b->title) == 0)
        say(&judgment, TITLE, "same.title", NULL);
    if (*a->place != '\0' && strcmp(a->place, b->place) == 0)
        say(&judgment, PLACE, "same.place", NULL);
    for (uint32_t i = 0; i < doc_count(judgment.against); i++)
        (void)doc_push(judgment.sameness.reasons, *doc_item(judgment.against, i));
    if (judgment.strangers || judgment.sameness.score < ENOUGH)
        judgment.sameness.score =
            share_what_is_own(&judgment, a, b, email_bearers, phone_bearers) ? SAMENESS_SHOWN : 0;
    return judgment.sameness;
}
