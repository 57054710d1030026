/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/agenda_private.h"

#include "method/span.h"

#include <string.h>

struct rule_row {
    const char *name;
    int item; /* of the method */
    const char *noun;
    const char *code, *why, *act_code, *act_path;
};

static const struct rule_row rules[RULE_COUNT] = {
    [RULE_RUNNING] = {"running", 133, "interview", "agenda.running", "why.running", "act.room",
                      "/interview/{id}/room"},
    [RULE_FAILURE] = {"failure", 0, "job", "agenda.failure", "why.failure", "act.look", NULL},
    [RULE_SOON] = {"soon", 93, "interview", "agenda.soon", "why.soon", "act.open_interview",
                   "/interview/{id}"},
    [RULE_DEBRIEF] = {"debrief", 138, "interview", "agenda.debrief", "why.debrief", "act.debrief",
                      "/interview/{id}/debrief"},
    [RULE_THANKS] = {"thanks", 143, "interview", "agenda.thanks", "why.thanks", "act.thanks",
                     "/interview/{id}/thanks"},
    [RULE_APPOINTMENT] = {"appointment", 93, "interview", "agenda.appointment", "why.appointment",
                          "act.open_interview", "/interview/{id}"},
    [RULE_CONFIRM] = {"confirm", 236, "interview", "agenda.confirm", "why.confirm", "act.confirm",
                      "/interview/{id}"},
    [RULE_PREPARE] = {"prepare", 97, "interview", "agenda.prepare", "why.prepare", "act.prepare",
                      "/interview/{id}"},
    [RULE_MAIL] = {"mail", 0, "mail", "agenda.mail_failed", "why.mail", "act.mail", "/outbox"},
    [RULE_TASK] = {"task", 160, "task", "agenda.task", "why.task", "act.task_done", "/tasks"},
    [RULE_ARRANGE] = {"arrange", 67, "request", "agenda.arrange", "why.arrange", "act.arrange",
                      "/interview/form?request={id}"},
    [RULE_REFLECT] = {"reflect", 153, "interview", "agenda.reflect", "why.reflect", "act.reflect",
                      "/interview/{id}/reflection"},
    [RULE_REFERRAL] = {"referral", 150, "referral", "agenda.referral", "why.referral",
                       "act.referral", "/referrals"},
    [RULE_MET] = {"met", 64, "person", "agenda.met", "why.met", "act.write",
                  "/request/form?person={id}"},
    [RULE_NO_ANSWER] = {"no_answer", 230, "request", "agenda.no_answer", "why.no_answer",
                        "act.open_request", "/request/{id}"},
    [RULE_DRAFT] = {"draft", 67, "request", "agenda.draft", "why.draft", "act.finish_request",
                    "/request/{id}"},
    [RULE_PROSPECT] = {"prospect", 161, "person", "agenda.prospect", "why.prospect", "act.write",
                       "/request/form?person={id}"},
    [RULE_IMPORT] = {"import", 0, "import", "agenda.import", "why.import", "act.import",
                     "/import/{id}"},
    [RULE_WAITING] = {"waiting", 67, "request", "agenda.waiting", "why.waiting", "act.open_request",
                      "/request/{id}"},
};

void
agenda_add(struct agenda *agenda, const struct agenda_line *line)
{
    if (agenda->count == LINES_MAX)
        return;
    if (agenda->count == agenda->capacity) {
        uint32_t capacity = agenda->capacity == 0 ? 32 : agenda->capacity * 2;
        struct agenda_line *lines = arena_alloc(agenda->arena, capacity * sizeof *lines);
        if (agenda->count > 0)
            memcpy(lines, agenda->lines, agenda->count * sizeof *lines);
        agenda->lines = lines;
        agenda->capacity = capacity;
    }
    agenda->lines[agenda->count++] = *line;
}

uint32_t
agenda_count(const struct agenda *agenda, const char *list)
{
    const struct doc *rows = doc_get(agenda->facts, list);
    return rows->kind == DOC_LIST ? doc_count(rows) : 0;
}

const struct doc *
agenda_fact(const struct agenda *agenda, const char *list, uint32_t index)
{
    return doc_item(doc_get(agenda->facts, list), index);
}

bool
agenda_quiet(const struct agenda *agenda, int64_t due_at)
{
    return agenda->now - due_at > agenda->policy->quiet_after_days * DAY_MS;
}

int
agenda_days_since(const struct agenda *agenda, int64_t at)
{
    int64_t days = (agenda->now - at) / DAY_MS;
    return days < 0 ? 0 : days > 36500 ? 36500 : (int)days;
}

/* Midnight at the beginning of the day that lies `ahead` days after the one of an instant. */
static int64_t
midnight(const struct zone *zone, int64_t at, int ahead)
{
    struct moment local = zone_local(zone, at), day = {0};
    int64_t days = date_days(local.year, local.month, local.day) + ahead;
    date_of_days(days, &day.year, &day.month, &day.day);
    int64_t midnight_at = 0;
    if (zone_instant(zone, &day, &midnight_at, NULL) != STATUS_OK)
        return at + ahead * DAY_MS;
    return midnight_at;
}

static const char *
date_text(struct arena *arena, const struct zone *zone, int64_t at)
{
    struct moment local = zone_local(zone, at);
    return arena_print(arena, "%04d-%02d-%02d", local.year, local.month, local.day);
}

int64_t
agenda_thanks_due(const struct policy *policy, const struct zone *zone, int64_t end_at)
{
    int64_t due_at = end_at + (int64_t)policy->thanks_due_hours * HOUR_MS;
    if (!policy->thanks_same_day)
        return due_at;
    int64_t day_ends_at = midnight(zone, end_at, 1);
    return day_ends_at < due_at ? day_ends_at : due_at;
}

int64_t
agenda_thanks_overdue(const struct policy *policy, int64_t end_at)
{
    return end_at + policy->thanks_overdue_days * DAY_MS;
}

int64_t
agenda_answer_due(const struct policy *policy, const struct zone *zone, int64_t sent_at)
{
    int days = policy->answer_wait_days;
    if (!policy->answer_wait_business)
        return sent_at + days * DAY_MS;
    struct moment local = zone_local(zone, sent_at);
    int64_t day = date_days(local.year, local.month, local.day);
    int ahead = 0;
    for (int left = days; left > 0;) {
        ahead++;
        int weekday = date_weekday(day + ahead);
        left -= weekday == 0 || weekday == 6 ? 0 : 1;
    }
    return sent_at + ahead * DAY_MS;
}

int64_t
agenda_end_of(const struct doc *interview)
{
    int64_t ended_at = doc_int_of(interview, "ended_at");
    if (ended_at != 0)
        return ended_at;
    int64_t minutes = doc_int_of(interview, "minutes") + doc_int_of(interview, "extended_minutes");
    return doc_int_of(interview, "start_at") + minutes * MINUTE_MS;
}

static bool
is_silenced(const struct agenda *agenda, const struct agenda_line *line)
{
    uint32_t count = agenda_count(agenda, "silenced");
    for (uint32_t i = 0; i < count; i++) {
        const struct doc *row = agenda_fact(agenda, "silenced", i);
        if (strcmp(doc_text_of(row, "rule"), rules[line->rule].name) == 0 &&
            strcmp(doc_text_of(row, "about"), line->about) == 0)
            return true;
    }
    return false;
}

/* Group, then what is overdue, then the rule, then the time; what is equal keeps its order. */
static bool
is_before(const struct agenda_line *a, const struct agenda_line *b)
{
    if (a->group != b->group)
        return a->group < b->group;
    if (a->rule != b->rule)
        return a->rule < b->rule;
    if (a->overdue != b->overdue)
        return a->overdue;
    if (a->due_at == b->due_at)
        return false;
    return b->due_at == 0 || (a->due_at != 0 && a->due_at < b->due_at);
}

static void
merge(struct agenda_line *lines, struct agenda_line *spare, uint32_t count)
{
    if (count < 2)
        return;
    uint32_t half = count / 2, left = 0, right = half;
    merge(lines, spare, half);
    merge(lines + half, spare, count - half);
    for (uint32_t i = 0; i < count; i++) {
        bool take_right = left == half || (right < count && is_before(&lines[right], &lines[left]));
        spare[i] = lines[take_right ? right++ : left++];
    }
    memcpy(lines, spare, count * sizeof *lines);
}

static const char *
fill_path(struct arena *arena, const char *path, const char *id)
{
    const char *hole = path == NULL ? NULL : strstr(path, "{id}");
    if (hole == NULL)
        return path;
    return arena_print(arena, "%.*s%s%s", (int)(hole - path), path, id, hole + 4);
}

static void
set_instant(struct doc *row, const char *key, int64_t at)
{
    if (at != 0)
        doc_set_int(row, key, at);
}

static struct doc
line_row(const struct agenda *agenda, struct doc_shape *shape, const struct agenda_line *line)
{
    static const char *const groups[] = {"now", "today", "week", "waiting"};
    const struct rule_row *rule = &rules[line->rule];
    struct arena *arena = agenda->arena;
    struct doc row = doc_row(arena, shape);
    char *id = line->guest == 0
                   ? arena_print(arena, "%s:%s", rule->name, line->about)
                   : arena_print(arena, "%s:%s:%d", rule->name, line->about, line->guest);
    doc_set_text(&row, "id", id);
    doc_set_text(&row, "rule", rule->name);
    doc_set_int(&row, "item", rule->item);
    doc_set_text(&row, "group", groups[line->group]);
    doc_set_text(&row, "code", line->code == NULL ? rule->code : line->code);
    doc_set_text(&row, "why", rule->why);
    doc_set_text(&row, "who", line->who);
    doc_set_text(&row, "noun", rule->noun);
    doc_set_text(&row, "about", line->about);
    set_instant(&row, "due_at", line->due_at);
    doc_set_bool(&row, "overdue", line->overdue);
    doc_set_text(&row, "act_code", rule->act_code);
    const char *path = line->path == NULL ? rule->act_path : line->path;
    doc_set_text(&row, "act_path", fill_path(arena, path, line->about));
    doc_set_text(&row, "act_call", line->call);
    doc_set_int(&row, "minutes", line->minutes);
    doc_set_text(&row, "title", line->title);
    doc_set_int(&row, "days", line->days);
    doc_set_int(&row, "count", line->count);
    doc_set_text(&row, "from", line->from);
    set_instant(&row, "start_at", line->start_at);
    set_instant(&row, "end_at", line->end_at);
    set_instant(&row, "sent_at", line->sent_at);
    doc_set_text(&row, "place", line->place);
    return row;
}

static struct doc *
agenda_document(const struct agenda *agenda)
{
    static const char *const keys[] = {
        "id",    "rule",   "item",    "group",    "code",     "why",      "who",     "noun",
        "about", "due_at", "overdue", "act_code", "act_path", "act_call", "minutes", "title",
        "days",  "count",  "from",    "start_at", "end_at",   "sent_at",  "place"};
    enum { KEYS = sizeof keys / sizeof keys[0] };
    struct doc_shape *shape = doc_shape(agenda->arena, KEYS);
    for (size_t i = 0; i < KEYS; i++)
        doc_shape_add(agenda->arena, shape, keys[i]);
    struct doc *list = doc_list(agenda->arena);
    for (uint32_t i = 0; i < agenda->count; i++)
        doc_push(list, line_row(agenda, shape, &agenda->lines[i]));
    return list;
}

struct doc *
agenda_build(struct arena *arena, const struct policy *policy, const struct doc *facts,
             const struct zone *zone, int64_t now)
{
    struct agenda agenda = {
        .arena = arena, .policy = policy, .facts = facts, .zone = zone, .now = now};
    agenda.today_at = midnight(zone, now, 0);
    agenda.tomorrow_at = midnight(zone, now, 1);
    agenda.after_tomorrow_at = midnight(zone, now, 2);
    agenda.week_at = midnight(zone, now, 7);
    agenda.today = date_text(arena, zone, now);
    agenda.week_end = date_text(arena, zone, agenda.week_at);
    agenda_interviews(&agenda);
    agenda_requests(&agenda);
    agenda_others(&agenda);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < agenda.count; i++)
        if (!is_silenced(&agenda, &agenda.lines[i]))
            agenda.lines[kept++] = agenda.lines[i];
    agenda.count = kept;
    merge(agenda.lines, arena_alloc(arena, (kept + 1) * sizeof *agenda.lines), kept);
    return agenda_document(&agenda);
}
