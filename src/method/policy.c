/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/policy.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

struct setting {
    const char *name;
    const char *code;
    size_t offset;
    int least, most;
    int item; /* of the method: where the setting comes from */
};

#define SETTING(name, least, most, item)                                                           \
    {                                                                                              \
#name, "policy." #name, offsetof(struct policy, name), least, most, item                   \
    }

static const struct setting settings[] = {
    SETTING(minutes_asked, 5, 120, 80),
    SETTING(minutes_least, 5, 120, 80),
    SETTING(minutes_most, 5, 240, 82),
    SETTING(thanks_due_hours, 1, 336, 143),
    SETTING(thanks_overdue_days, 1, 60, 145),
    SETTING(thanks_same_day, 0, 1, 256),
    SETTING(debrief_overdue_hours, 1, 168, 138),
    SETTING(reflect_due_days, 1, 60, 153),
    SETTING(request_words_advised, 30, 400, 223),
    SETTING(request_words_most, 40, 600, 87),
    SETTING(thanks_words_most, 40, 600, 87),
    SETTING(sentence_words_most, 10, 80, 86),
    SETTING(linkedin_characters_most, 100, 2000, 73),
    SETTING(answer_wait_days, 1, 60, 229),
    SETTING(answer_wait_business, 0, 1, 229),
    SETTING(follow_ups_most, 0, 5, 231),
    SETTING(prepare_days_before, 1, 30, 97),
    SETTING(confirm_hours_before, 1, 168, 236),
    SETTING(arrive_minutes_before, 0, 60, 237),
    SETTING(arrive_public_minutes_before, 0, 60, 114),
    SETTING(opening_minutes, 1, 10, 118),
    SETTING(warn_before_end_minutes, 1, 30, 133),
    SETTING(must_questions_most, 1, 40, 240),
    SETTING(referral_contact_days, 1, 60, 150),
    SETTING(voices_needed, 1, 20, 162),
    SETTING(voices_apart_by_organization, 0, 1, 162),
    SETTING(employers_listed, 1, 200, 222),
    SETTING(employers_first, 1, 20, 222),
    SETTING(met_follow_days, 1, 30, 64),
    SETTING(quiet_after_days, 7, 3650, 0),
    SETTING(trash_days, 1, 3650, 0),
};

enum { SETTINGS = sizeof settings / sizeof settings[0] };

static int *
place_of(struct policy *policy, const struct setting *setting)
{
    return (int *)(void *)((char *)policy + setting->offset);
}

static enum status
refuse(struct policy_error *out_error, int line, const char *code, const char *name, size_t length)
{
    if (out_error != NULL) {
        *out_error = (struct policy_error){.line = line, .code = code};
        if (length >= sizeof out_error->name)
            length = sizeof out_error->name - 1;
        memcpy(out_error->name, name, length);
    }
    return STATUS_INVALID;
}

static const struct setting *
find(const char *name, size_t length)
{
    for (int i = 0; i < SETTINGS; i++)
        if (strlen(settings[i].name) == length && memcmp(settings[i].name, name, length) == 0)
            return &settings[i];
    return NULL;
}

static enum status
check_range(const struct setting *setting, int64_t value, int line, struct policy_error *out_error)
{
    if (value >= setting->least && value <= setting->most)
        return STATUS_OK;
    enum status status =
        refuse(out_error, line, "policy.range", setting->name, strlen(setting->name));
    if (out_error != NULL) {
        out_error->least = setting->least;
        out_error->most = setting->most;
    }
    return status;
}

/* Settings that only make sense together. */
static enum status
check_order(const struct policy *policy, struct policy_error *out_error)
{
    if (policy->minutes_least > policy->minutes_asked ||
        policy->minutes_asked > policy->minutes_most)
        return refuse(out_error, 0, "policy.minutes_order", "minutes_asked", 13);
    if (policy->thanks_due_hours > policy->thanks_overdue_days * 24)
        return refuse(out_error, 0, "policy.thanks_order", "thanks_due_hours", 16);
    if (policy->request_words_advised > policy->request_words_most)
        return refuse(out_error, 0, "policy.words_order", "request_words_advised", 21);
    return STATUS_OK;
}

/* A number of up to six digits, "yes" or "no"; -1 for anything else. */
static int
number_of(const char *text, size_t length)
{
    if (length == 3 && memcmp(text, "yes", 3) == 0)
        return 1;
    if (length == 2 && memcmp(text, "no", 2) == 0)
        return 0;
    if (length == 0 || length > 6)
        return -1;
    int number = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

static void
trim(const char **begin, const char **end)
{
    while (*begin < *end && isspace((unsigned char)**begin))
        (*begin)++;
    while (*end > *begin && isspace((unsigned char)(*end)[-1]))
        (*end)--;
}

static enum status
read_line(const char *begin, const char *end, int line, bool seen[SETTINGS], struct policy *policy,
          struct policy_error *out_error)
{
    const char *comment = memchr(begin, '#', (size_t)(end - begin));
    if (comment != NULL)
        end = comment;
    trim(&begin, &end);
    if (begin == end)
        return STATUS_OK;
    const char *equals = memchr(begin, '=', (size_t)(end - begin));
    if (equals == NULL)
        return refuse(out_error, line, "policy.no_equals", begin, (size_t)(end - begin));
    const char *name_end = equals, *value = equals + 1;
    trim(&begin, &name_end);
    trim(&value, &end);
    size_t length = (size_t)(name_end - begin);
    const struct setting *setting = find(begin, length);
    if (setting == NULL)
        return refuse(out_error, line, "policy.unknown", begin, length);
    if (seen[setting - settings])
        return refuse(out_error, line, "policy.twice", begin, length);
    int number = number_of(value, (size_t)(end - value));
    if (number < 0)
        return refuse(out_error, line, "policy.number", begin, length);
    TRY(check_range(setting, number, line, out_error));
    seen[setting - settings] = true;
    *place_of(policy, setting) = number;
    return STATUS_OK;
}

enum status
policy_read(const char *text, const struct policy *base, struct policy *out_policy,
            struct policy_error *out_error)
{
    struct policy policy = {0};
    bool seen[SETTINGS] = {false};
    size_t length = strlen(text);
    if (length > POLICY_TEXT_MAX)
        return refuse(out_error, 0, "policy.too_long", "", 0);
    if (base != NULL)
        policy = *base;
    const char *end = text + length;
    int line = 1;
    for (const char *begin = text; begin < end; line++) {
        const char *stop = memchr(begin, '\n', (size_t)(end - begin));
        if (stop == NULL)
            stop = end;
        TRY(read_line(begin, stop, line, seen, &policy, out_error));
        begin = stop + 1;
    }
    for (int i = 0; base == NULL && i < SETTINGS; i++)
        if (!seen[i])
            return refuse(out_error, 0, "policy.incomplete", settings[i].name,
                          strlen(settings[i].name));
    TRY(check_order(&policy, out_error));
    *out_policy = policy;
    return STATUS_OK;
}

static enum status
apply_one(struct policy *policy, const char *name, const struct doc *value,
          struct policy_error *out_error)
{
    const struct setting *setting = find(name, strlen(name));
    if (setting == NULL)
        return refuse(out_error, 0, "policy.unknown", name, strlen(name));
    if (value->kind != DOC_INT && value->kind != DOC_BOOL)
        return refuse(out_error, 0, "policy.number", name, strlen(name));
    int64_t number = value->kind == DOC_BOOL ? (int64_t)value->boolean : value->integer;
    TRY(check_range(setting, number, 0, out_error));
    *place_of(policy, setting) = (int)number;
    return STATUS_OK;
}

enum status
policy_apply(const struct policy *policy, const struct doc *overrides, struct policy *out_policy,
             struct policy_error *out_error)
{
    struct policy changed = *policy;
    uint32_t count = overrides != NULL && overrides->kind == DOC_MAP ? doc_count(overrides) : 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct doc *value = doc_value(overrides, i);
        if (value->kind != DOC_NULL)
            TRY(apply_one(&changed, doc_key(overrides, i), value, out_error));
    }
    TRY(check_order(&changed, out_error));
    *out_policy = changed;
    return STATUS_OK;
}

struct doc *
policy_document(struct arena *arena, const struct policy *policy)
{
    struct doc *list = doc_list(arena);
    struct policy copy = *policy;
    struct doc_shape *shape = doc_shape(arena, 6);
    static const char *const keys[] = {"name", "value", "least", "most", "item", "code"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        doc_shape_add(arena, shape, keys[i]);
    for (int i = 0; i < SETTINGS; i++) {
        const struct setting *setting = &settings[i];
        struct doc row = doc_row(arena, shape);
        doc_set_text(&row, "name", setting->name);
        doc_set_int(&row, "value", *place_of(&copy, setting));
        doc_set_int(&row, "least", setting->least);
        doc_set_int(&row, "most", setting->most);
        doc_set_int(&row, "item", setting->item);
        doc_set_text(&row, "code", setting->code);
        doc_push(list, row);
    }
    return list;
}
