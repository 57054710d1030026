/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which occupations suit the caller, and why (M49, M210). */
#include "domain/assessments.h"
#include "domain/common.h"
#include "domain/occupations.h"
#include "method/matching.h"
#include "method/outlook.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    SHOWN_MOST = 2000,
    PAY_MOST = 1000000,
    SKILLS_LOOKED_AT = 12,
    SKILLED_ITEMS = 50,
    SCORES_TEXT_MOST = 60
};

static const char *const orders[] = {"fit", "values", "pay", "outlook", NULL};

/* What is asked for, and by whom. */
struct asking {
    struct call *call;
    const struct occupations *table;
    struct assessment_profile profile;
    struct interests_result interests; /* compared with; those of `wish` when there are any */
    struct match_wish wish;
    struct doc *answer;
};

static int
place_in(const char *const *texts, const char *text)
{
    int place = 0;
    while (texts[place] != NULL && strcmp(texts[place], text) != 0)
        place++;
    return texts[place] == NULL ? 0 : place;
}

/* ---- with what it is compared ---- */

/* Six numbers, blanks or commas between. */
static bool
read_scores(const char *text, double scores[INTERESTS])
{
    for (int i = 0; i < INTERESTS; i++) {
        char *end;
        scores[i] = strtod(text, &end);
        if (end == text || !(scores[i] >= 0 && scores[i] <= 100))
            return false;
        text = end + strspn(end, " ,");
    }
    return *text == '\0';
}

static enum status
compare_with_scores(struct asking *asking, const char *text)
{
    double scores[INTERESTS];
    if (!read_scores(text, scores))
        return call_invalid(asking->call, "scores", "match.six_scores", NULL);
    interests_of_scores(scores, &asking->interests);
    return STATUS_OK;
}

static enum status
compare_with_like(struct asking *asking, const char *name)
{
    struct doc *like = doc_map(asking->call->arena);
    TRY(occupation_named(asking->call, name, &asking->wish.like));
    doc_set_text(like, "code", asking->wish.like->code);
    doc_set_text(like, "title", asking->wish.like->title);
    doc_set(asking->answer, "like", *like);
    if (asking->wish.like->has_interests)
        interests_of_scores(asking->wish.like->interests, &asking->interests);
    else
        asking->interests.uniform = true;
    return STATUS_OK;
}

/* Scores that were given go before what the caller is like; a similar occupation before both. */
static enum status
choose_comparison(struct asking *asking)
{
    const char *scores = param_text(asking->call, "scores"),
               *like = param_text(asking->call, "like"), *missing = NULL;
    doc_set(asking->answer, "like", doc_null());
    doc_set_text(asking->answer, "scores", scores);
    TRY(assessment_profile(asking->call, &asking->profile));
    asking->interests = asking->profile.interests;
    if (scores != NULL)
        TRY(compare_with_scores(asking, scores));
    if (like != NULL)
        TRY(compare_with_like(asking, like));
    if (like != NULL && asking->interests.uniform)
        missing = "match.like_unscored";
    else if (asking->interests.answered == 0)
        missing = "match.not_answered";
    else if (!asking->interests.complete)
        missing = "match.unfinished";
    else if (asking->interests.uniform)
        missing = "match.uniform";
    if (missing == NULL)
        asking->wish.interests = &asking->interests;
    if (like == NULL && asking->profile.ranks[0] > 0)
        asking->wish.ranks = asking->profile.ranks;
    doc_set_text(asking->answer, "missing", missing);
    doc_set_bool(asking->answer, "sorted_values", asking->wish.ranks != NULL);
    return STATUS_OK;
}

static void
take_limits(struct asking *asking)
{
    struct call *call = asking->call;
    const char *outlook = param_text(call, "outlook");
    const char *order = doc_text_of(call->params, "order");
    asking->wish.job_zone = (int)doc_int_of(call->params, "job_zone");
    asking->wish.pay = doc_int_of(call->params, "pay");
    asking->wish.outlook = outlook == NULL ? 0 : place_in(outlook_codes, outlook);
    asking->wish.order = (enum match_order)place_in(orders, order);
    copy_keys(call, asking->answer, call->params, "job_zone pay outlook order");
    doc_set(asking->answer, "outlooks", *text_list(call, outlook_codes + 1));
    doc_set(asking->answer, "orders", *text_list(call, orders));
    struct doc *zones = doc_list(call->arena);
    for (int zone = 1; zone <= 5; zone++)
        (void)doc_push(zones, doc_int(zone));
    doc_set(asking->answer, "job_zones", *zones);
}

/* ---- reasons ---- */

static void
add_reason(struct asking *asking, struct doc *reasons, const char *code, const char *key,
           const char *value)
{
    struct doc *reason = doc_map(asking->call->arena);
    doc_set_text(reason, "code", code);
    doc_set_text(reason, key, value);
    (void)doc_push(reasons, *reason);
}

static void
add_interests(struct asking *asking, struct doc *reasons, const struct suited *match)
{
    enum interest shared[2];
    int count = interests_shared(asking->wish.interests, match->occupation, shared);
    for (int i = 0; i < count; i++)
        add_reason(asking, reasons, i == 0 ? "match.interest" : "match.interest_too", "interest",
                   interest_codes[shared[i]]);
    if (count == 0)
        add_reason(asking, reasons, match->fit >= FIT_NEAR ? "match.shape" : "match.elsewhere",
                   "interest", NULL);
}

static void
add_values(struct asking *asking, struct doc *reasons, const struct suited *match)
{
    enum work_value shared[2];
    int count = values_shared(asking->wish.ranks, match->occupation, shared);
    for (int i = 0; i < count; i++)
        add_reason(asking, reasons, i == 0 ? "match.value" : "match.value_too", "work_value",
                   work_value_codes[shared[i]]);
}

static void
add_skills(struct asking *asking, struct doc *reasons, const struct suited *match)
{
    const struct doc *skills = asking->profile.skills;
    for (uint32_t i = 0, found = 0; i < doc_count(skills) && i < SKILLS_LOOKED_AT && found < 2;
         i++) {
        const char *name = doc_text_of(doc_item(skills, i), "name");
        if (!skill_named(asking->table, match->occupation, name))
            continue;
        add_reason(asking, reasons, "match.skill", "skill", name);
        found++;
    }
}

static struct doc
percent(bool has, double share)
{
    return has ? doc_int(lround(share * 100)) : doc_null();
}

static void
add_item(struct asking *asking, struct doc *items, const struct suited *match,
         const struct doc *targets)
{
    struct doc *item = occupation_line(asking->call->arena, match->occupation);
    struct doc *reasons = doc_list(asking->call->arena), target = doc_null();
    if (match->has_fit)
        add_interests(asking, reasons, match);
    if (match->has_values)
        add_values(asking, reasons, match);
    if (doc_count(items) < SKILLED_ITEMS) /* who asks for more looks at an order, not at reasons */
        add_skills(asking, reasons, match);
    for (uint32_t i = 0; i < doc_count(targets); i++)
        if (strcmp(doc_text_of(doc_item(targets, i), "occupation"), match->occupation->code) == 0)
            target = *doc_get(doc_item(targets, i), "id");
    doc_set(item, "fit", percent(match->has_fit, match->fit));
    doc_set_text(item, "closeness", match->has_fit ? fit_code(match->fit) : NULL);
    doc_set(item, "values_fit", percent(match->has_values, match->values));
    doc_set_bool(item, "scored", match->occupation->has_interests);
    doc_set(item, "reasons", *reasons);
    doc_set(item, "target", target);
    (void)doc_push(items, *item);
}

static enum status
match_run(struct call *call, struct doc **out_answer)
{
    struct asking asking = {.call = call, .answer = doc_map(call->arena)};
    struct doc *items = doc_list(call->arena), *params = call_params(call), *targets;
    struct suited *matches;
    uint32_t unscored;
    TRY(occupations_in_force(call, &asking.table));
    TRY(choose_comparison(&asking));
    take_limits(&asking);
    doc_set_int(params, "limit", ROWS_OF_ONE_MOST);
    TRY(call_rows_of(call, &sql_occupation_targets, params, &targets));
    uint32_t count =
        occupations_match(call->arena, asking.table, &asking.wish, &matches, &unscored);
    uint32_t begin = (uint32_t)doc_int_of(call->params, "after");
    uint32_t end = begin + (uint32_t)doc_int_of(call->params, "limit");
    for (uint32_t i = begin; i < count && i < end; i++)
        add_item(&asking, items, &matches[i], targets);
    doc_set_int(asking.answer, "total", count);
    doc_set_int(asking.answer, "unscored", unscored);
    doc_set(asking.answer, "items", *items);
    doc_set(asking.answer, "after", end < count ? doc_int(end) : doc_null());
    TRY(occupation_credit(call, asking.answer));
    *out_answer = asking.answer;
    return STATUS_OK;
}

static const struct param match_params[] = {
    {.name = "job_zone",
     .kind = PARAM_INT,
     .least = 1,
     .most = 5,
     .label = N_("Preparation, at most"),
     .help = N_("A job zone from 1 to 5: how much preparation you have or want")},
    {.name = "pay",
     .kind = PARAM_INT,
     .least = 0,
     .most = PAY_MOST,
     .label = N_("Pay, at least"),
     .help = N_("Dollars a year")},
    {.name = "outlook",
     .kind = PARAM_CHOICE,
     .choices = outlook_codes,
     .label = N_("Outlook, at least")},
    {.name = "order",
     .kind = PARAM_CHOICE,
     .choices = orders,
     .initial = "fit",
     .label = N_("First what")},
    {.name = "like",
     .kind = PARAM_TEXT,
     .most = 100,
     .label = N_("Similar to"),
     .help = N_("An occupation's code or title: others that suit the same people")},
    {.name = "scores",
     .kind = PARAM_TEXT,
     .most = SCORES_TEXT_MOST,
     .label = N_("Scores of another test"),
     .help = N_("Six numbers in the order R I A S E C, when you know them from elsewhere")},
    {.name = "after",
     .kind = PARAM_INT,
     .least = 0,
     .most = SHOWN_MOST * 10,
     .initial = "0",
     .label = N_("After")},
    {.name = "limit",
     .kind = PARAM_INT,
     .least = 1,
     .most = SHOWN_MOST,
     .initial = "20",
     .label = N_("How many")},
    {0},
};

const struct call_row occupation_match_rows[] = {
    {.name = "occupation match",
     .path = "/occupations/match",
     .role = ROLE_OWNER,
     .params = match_params,
     .run = match_run,
     .page = "occupation_match",
     .help = N_("Rank occupations by how well they suit you, and say why"),
     .example = "rapport occupation match --job-zone=4 --outlook=faster"},
    {0},
};
