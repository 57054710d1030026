/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/assessment_show.h"

#include "domain/common.h"
#include "formats/svg_chart.h"
#include "text/catalog.h"

#include <string.h>

enum { BLANK_SKILLS = 4, CODE_LETTERS = 3, SUMMARY_VALUES = 3 };

const char *const assessment_parts[] = {"interests", "values", "skills", "self", NULL};
const char *const skill_kinds[] = {"ability", "skill", NULL};
const char *const skill_levels[] = {"some", "good", "strong", NULL};

static const char *const own_words[] = {"strengths",     "weaknesses", "dealbreakers",
                                        "love_and_good", "free_page",  NULL};

static enum status
takings_of(struct call *call, struct doc **out_rows)
{
    struct doc *params = call_params(call);
    doc_set_int(params, "limit", TAKINGS_MOST);
    return call_rows_of(call, &sql_assessment_list, params, out_rows);
}

enum status
assessment_row(struct call *call, const char *id, struct doc **out_row)
{
    struct doc *rows;
    if (id != NULL)
        return record_read(call, &noun_assessment, id, out_row);
    TRY(takings_of(call, &rows));
    if (doc_count(rows) == 0) {
        *out_row = NULL;
        return STATUS_OK;
    }
    return record_read(call, &noun_assessment, doc_text_of(doc_item(rows, 0), "id"), out_row);
}

const char *
assessment_path(struct call *call, const char *id, const char *part, int step)
{
    const char *to = id == NULL ? "" : arena_print(call->arena, "&id=%s", id);
    if (part == NULL)
        return id == NULL ? "/assessment/result"
                          : arena_print(call->arena, "/assessment/result?id=%s", id);
    return step == 0
               ? arena_print(call->arena, "/assessment/form?part=%s%s", part, to)
               : arena_print(call->arena, "/assessment/form?part=%s%s&step=%d", part, to, step);
}

/* 1 to 5; 0: not answered. */
static int
answer_at(const char *answers, int item)
{
    int answer = (size_t)item < strlen(answers) ? answers[item] - '0' : 0;
    return answer >= ANSWER_LEAST && answer <= ANSWER_MOST ? answer : 0;
}

int
assessment_open_step(const char *answers)
{
    int item = 0;
    while (item < INTEREST_ITEMS - 1 && answer_at(answers, item) != 0)
        item++;
    return item / STEP_ITEMS + 1;
}

/* What is in one row, in numbers. */
struct taking {
    const char *id, *answers;
    struct interests_result result;
    int ranks[WORK_VALUES];
    bool sorted;
    uint32_t skills;
    int words; /* of one's own texts, how many are written */
};

static struct taking
read_taking(const struct doc *row)
{
    struct taking taking = {.id = row == NULL ? NULL : doc_text_of(row, "id"),
                            .answers = row == NULL ? "" : doc_text_of(row, "answers")};
    interests_score(taking.answers, &taking.result);
    if (row == NULL)
        return taking;
    taking.sorted = values_read(doc_text_of(row, "value_order"), taking.ranks);
    taking.skills = doc_count(doc_get(row, "skills"));
    for (int i = 0; own_words[i] != NULL; i++)
        taking.words += !doc_is_empty(doc_get(row, own_words[i]));
    return taking;
}

/* "RSA": the first letters of the areas that stand highest (M209); null while nothing can be said. */
static struct doc
code_of(struct call *call, const struct interests_result *result)
{
    char *letters = arena_alloc(call->arena, CODE_LETTERS + 1);
    if (!result->complete || result->uniform)
        return doc_null();
    for (int i = 0; i < CODE_LETTERS; i++)
        letters[i] = (char)(interest_codes[result->order[i]][0] - 'a' + 'A');
    letters[CODE_LETTERS] = '\0';
    return doc_text(letters);
}

enum status
assessment_summary(struct call *call, struct doc **out_summary)
{
    struct assessment_profile profile;
    struct doc *summary = doc_map(call->arena), *values = doc_list(call->arena);
    TRY(assessment_profile(call, &profile));
    for (int rank = 1; rank <= SUMMARY_VALUES; rank++)
        for (int i = 0; i < WORK_VALUES; i++)
            if (profile.ranks[i] == rank)
                (void)doc_push(values, doc_text(work_value_codes[i]));
    doc_set_bool(summary, "begun", profile.taken);
    doc_set(summary, "letters", code_of(call, &profile.interests));
    doc_set_text(summary, "reading", interests_reading(&profile.interests));
    doc_set_int(summary, "answered", profile.interests.answered);
    doc_set_int(summary, "items_most", INTEREST_ITEMS);
    doc_set(summary, "values", *values);
    doc_set_int(summary, "skills", doc_count(profile.skills));
    *out_summary = summary;
    return STATUS_OK;
}

/* ---- the overview ---- */

static void
add_part(struct call *call, struct doc *parts, const struct taking *taking, const char *part)
{
    struct doc *item = doc_push(parts, *doc_map(call->arena));
    int64_t count = 0, most = 0;
    int step = 0;
    if (strcmp(part, "interests") == 0) {
        count = taking->result.answered;
        most = INTEREST_ITEMS;
        step = assessment_open_step(taking->answers);
    } else if (strcmp(part, "values") == 0) {
        count = taking->sorted ? WORK_VALUES : 0;
        most = WORK_VALUES;
    } else if (strcmp(part, "skills") == 0) {
        count = taking->skills;
    } else {
        count = taking->words;
    }
    bool done = most == 0 ? count > 0 : count == most;
    doc_set_text(item, "part", part);
    doc_set_text(item, "code", arena_print(call->arena, "assessment.part.%s", part));
    doc_set_text(item, "state", done ? "done" : count > 0 ? "begun" : "open");
    doc_set_int(item, "count", count);
    doc_set_int(item, "most", most);
    doc_set_text(item, "path", assessment_path(call, taking->id, part, done ? 0 : step));
}

static void
add_takings(struct call *call, struct doc *answer, const struct doc *rows)
{
    struct doc *items = doc_list(call->arena);
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const struct doc *row = doc_item(rows, i);
        struct taking taking = read_taking(row);
        struct doc *item = doc_push(items, *doc_map(call->arena));
        copy_keys(call, item, row, "id created_at");
        doc_set_int(item, "answered", taking.result.answered);
        doc_set_bool(item, "sorted", taking.sorted);
        doc_set(item, "letters", code_of(call, &taking.result));
    }
    doc_set(answer, "items", *items);
}

enum status
assessment_list(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena), *parts = doc_list(call->arena), *rows, *row;
    TRY(takings_of(call, &rows));
    TRY(assessment_row(call, NULL, &row));
    struct taking taking = read_taking(row);
    for (int i = 0; assessment_parts[i] != NULL; i++)
        add_part(call, parts, &taking, assessment_parts[i]);
    int64_t done = 0;
    for (uint32_t i = 0; i < doc_count(parts); i++)
        done += strcmp(doc_text_of(doc_item(parts, i), "state"), "done") == 0;
    doc_set_text(answer, "id", taking.id);
    doc_set(answer, "parts", *parts);
    doc_set_int(answer, "done_count", done);
    doc_set_int(answer, "answered", taking.result.answered);
    doc_set_int(answer, "items_most", INTEREST_ITEMS);
    doc_set_bool(answer, "complete", taking.result.complete);
    doc_set_text(answer, "reading", interests_reading(&taking.result));
    doc_set(answer, "letters", code_of(call, &taking.result));
    doc_set_bool(answer, "several", doc_count(rows) > 1);
    add_takings(call, answer, rows);
    *out_answer = answer;
    return STATUS_OK;
}

/* ---- the results ---- */

/* The words of data/words/assessment.txt: a picture holds sentences, not codes. */
static const char *
area_words(struct call *call, enum interest area)
{
    static const char *const words[INTERESTS] = {N_("Realistic"),    N_("Investigative"),
                                                 N_("Artistic"),     N_("Social"),
                                                 N_("Enterprising"), N_("Conventional")};
    return catalog_text(catalog_find(call->who.language), words[area]);
}

static enum status
draw(struct call *call, const struct interests_result *now, const struct interests_result *then,
     struct doc *out_picture)
{
    struct doc *axes = doc_list(call->arena);
    for (int i = 0; i < INTERESTS; i++) {
        struct doc *axis = doc_push(axes, *doc_map(call->arena)), *values = doc_list(call->arena);
        doc_set_text(
            axis, "label",
            arena_print(call->arena, "%s %d", area_words(call, (enum interest)i), now->scores[i]));
        (void)doc_push(values, doc_int(now->scores[i]));
        if (then != NULL)
            (void)doc_push(values, doc_int(then->scores[i]));
        doc_set(axis, "values", *values);
    }
    return chart_radar(call->arena, axes, INTEREST_SCORE_MOST, out_picture);
}

static void
add_areas(struct call *call, struct doc *answer, const struct interests_result *now,
          const struct interests_result *then)
{
    struct doc *areas = doc_list(call->arena), *strong = doc_list(call->arena);
    enum interest first[INTEREST_STRONG_MOST];
    int count = now->uniform ? 0 : interests_strong(now, first);
    for (int place = 0; place < INTERESTS; place++) {
        enum interest area = now->order[place];
        struct doc *item = doc_push(areas, *doc_map(call->arena));
        bool stands_out = false;
        for (int i = 0; i < count; i++)
            stands_out = stands_out || first[i] == area;
        doc_set_text(item, "area", interest_codes[area]);
        doc_set_int(item, "score", now->scores[area]);
        doc_set_bool(item, "strong", stands_out);
        doc_set_text(item, "about",
                     arena_print(call->arena, "interest.about.%s", interest_codes[area]));
        doc_set_text(item, "ask",
                     arena_print(call->arena, "interest.ask.%s", interest_codes[area]));
        doc_set(item, "then", then == NULL ? doc_null() : doc_int(then->scores[area]));
        doc_set_text(item, "change",
                     then == NULL ? NULL : interests_change(then->scores[area], now->scores[area]));
        if (stands_out)
            (void)doc_push(strong, doc_copy(call->arena, item));
    }
    doc_set(answer, "areas", *areas);
    doc_set(answer, "strong", *strong);
}

/* The cards in the order in which they lie; in that of the scores when nobody sorted them yet. */
static struct doc *
cards_of(struct call *call, const struct taking *taking, const struct taking *other)
{
    struct doc *cards = doc_list(call->arena);
    for (int rank = 1; rank <= WORK_VALUES; rank++)
        for (int i = 0; i < WORK_VALUES; i++) {
            if ((taking->sorted ? taking->ranks[i] : i + 1) != rank)
                continue;
            const char *code = work_value_codes[i];
            struct doc *card = doc_push(cards, *doc_map(call->arena));
            doc_set_text(card, "value", code);
            doc_set_int(card, "rank", rank);
            doc_set_text(card, "about", arena_print(call->arena, "work_value.about.%s", code));
            doc_set_text(card, "ask", arena_print(call->arena, "work_value.ask.%s", code));
            doc_set_bool(card, "first", rank == 1);
            doc_set_bool(card, "last", rank == WORK_VALUES);
            doc_set(card, "then",
                    other != NULL && other->sorted ? doc_int(other->ranks[i]) : doc_null());
        }
    return cards;
}

/* With which time it is compared: the one asked for, else the newest older one with answers. */
static enum status
other_taking(struct call *call, const struct doc *rows, const char *id, struct doc **out_row)
{
    const char *asked = param_text(call, "other");
    bool older = false;
    *out_row = NULL;
    if (asked != NULL)
        return record_read(call, &noun_assessment, asked, out_row);
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        struct doc *row = doc_item(rows, i);
        struct interests_result result;
        interests_score(doc_text_of(row, "answers"), &result);
        if (older && result.complete)
            return record_read(call, &noun_assessment, doc_text_of(row, "id"), out_row);
        older = older || strcmp(doc_text_of(row, "id"), id) == 0;
    }
    return STATUS_OK;
}

enum status
assessment_read(struct call *call, struct doc **out_answer)
{
    struct doc *rows, *row, *other = NULL, picture;
    TRY(takings_of(call, &rows));
    TRY(assessment_row(call, param_text(call, "id"), &row));
    struct taking taking = read_taking(row), then;
    if (row != NULL)
        TRY(other_taking(call, rows, taking.id, &other));
    then = read_taking(other);
    bool compared = other != NULL && then.result.answered > 0;
    struct doc *answer = noun_document(call, &noun_assessment, row);
    TRY(draw(call, &taking.result, compared ? &then.result : NULL, &picture));
    doc_set_int(answer, "answered", taking.result.answered);
    doc_set_int(answer, "items_most", INTEREST_ITEMS);
    doc_set_int(answer, "most", INTEREST_SCORE_MOST);
    doc_set_bool(answer, "complete", taking.result.complete);
    doc_set_bool(answer, "uniform", taking.result.complete && taking.result.uniform);
    doc_set_text(answer, "reading", interests_reading(&taking.result));
    doc_set(answer, "letters", code_of(call, &taking.result));
    add_areas(call, answer, &taking.result, compared ? &then.result : NULL);
    doc_set(answer, "picture", taking.result.answered > 0 ? picture : doc_null());
    doc_set_bool(answer, "sorted", taking.sorted);
    doc_set(answer, "values",
            taking.sorted ? *cards_of(call, &taking, &then) : *doc_list(call->arena));
    doc_set(answer, "other", compared ? *doc_get(other, "id") : doc_null());
    doc_set(answer, "other_at", compared ? *doc_get(other, "created_at") : doc_null());
    doc_set_bool(answer, "several", doc_count(rows) > 1);
    add_takings(call, answer, rows);
    *out_answer = answer;
    return STATUS_OK;
}

/* ---- a part to be filled in ---- */

static struct doc *
items_of(struct call *call, const struct taking *taking, int step)
{
    struct doc *items = doc_list(call->arena), *scale = doc_list(call->arena);
    for (int i = ANSWER_LEAST; i <= ANSWER_MOST; i++)
        (void)doc_push(scale, doc_text(arena_print(call->arena, "%d", i)));
    for (int i = (step - 1) * STEP_ITEMS; i < step * STEP_ITEMS; i++) {
        struct doc *item = doc_push(items, *doc_map(call->arena));
        int answer = answer_at(taking->answers, i);
        doc_set_int(item, "item", i + 1);
        doc_set_int(item, "place", i % STEP_ITEMS);
        doc_set_text(item, "interest_item", arena_print(call->arena, "%d", i + 1));
        doc_set_text(item, "answer", answer == 0 ? NULL : arena_print(call->arena, "%d", answer));
        doc_set(item, "scale", *scale);
    }
    return items;
}

static struct doc *
blanks_of(struct call *call, uint32_t first)
{
    struct doc *blanks = doc_list(call->arena);
    for (uint32_t i = first; i < first + BLANK_SKILLS && i < SKILLS_MOST; i++)
        (void)doc_push(blanks, doc_int(i));
    return blanks;
}

enum status
assessment_form(struct call *call, struct doc **out_answer)
{
    struct doc *row;
    const char *part = param_text(call, "part");
    TRY(assessment_row(call, param_text(call, "id"), &row));
    struct taking taking = read_taking(row);
    int step = (int)doc_int_of(call->params, "step");
    struct doc *answer = noun_document(call, &noun_assessment, row);
    step = step == 0 ? assessment_open_step(taking.answers) : step;
    doc_set_text(answer, "part", part == NULL ? assessment_parts[0] : part);
    doc_set_int(answer, "step", step);
    doc_set_int(answer, "steps", STEPS);
    doc_set_bool(answer, "last_step", step == STEPS);
    doc_set_text(answer, "back",
                 step > 1 ? assessment_path(call, taking.id, "interests", step - 1) : NULL);
    doc_set_int(answer, "answered", taking.result.answered);
    doc_set_int(answer, "items_most", INTEREST_ITEMS);
    doc_set(answer, "items", *items_of(call, &taking, step));
    doc_set_bool(answer, "sorted", taking.sorted);
    doc_set(answer, "cards", *cards_of(call, &taking, NULL));
    doc_set(answer, "skill_kinds", *text_list(call, skill_kinds));
    doc_set(answer, "skill_levels", *text_list(call, skill_levels));
    doc_set(answer, "blank_skills", *blanks_of(call, taking.skills));
    *out_answer = answer;
    return STATUS_OK;
}
