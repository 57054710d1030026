/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/checks_private.h"

#include <string.h>

typedef void check(struct checking *checking);

static check *const request_checks[] = {
    check_blanks,      check_job,      check_resume,  check_referrer,  check_who,
    check_found,       check_purpose,  check_field,   check_advice,    check_minutes,
    check_convenience, check_clear,    check_concise, check_courteous, check_person_name,
    check_question,    check_unwanted, NULL,
};

/* To the one who could introduce me: the rest is for the person I am introduced to. */
static check *const introduction_checks[] = {
    check_blanks, check_job,     check_resume,    check_referrer, check_purpose, check_field,
    check_clear,  check_concise, check_courteous, check_question, NULL,
};

static check *const thanks_checks[] = {
    check_blanks,   check_job,     check_resume,    check_referrer,    check_thanks,
    check_specific, check_concise, check_courteous, check_person_name, NULL,
};

void
checks_add(struct checking *checking, const struct finding *finding)
{
    if (checking->count < FINDINGS_MAX)
        checking->findings[checking->count++] = *finding;
}

const struct sentence *
checks_match(const struct checking *checking, const struct prose *prose, const char *rule)
{
    const struct rule *found = lexicon_rule(checking->lexicon, rule);
    for (uint32_t i = 0; i < prose->sentence_count; i++)
        if (rule_find(checking->lexicon, found, prose, &prose->sentences[i], NULL, NULL))
            return &prose->sentences[i];
    return NULL;
}

static bool
same_words(const struct prose *prose, const struct sentence *sentence, uint32_t at,
           const struct prose *name)
{
    for (uint32_t i = 0; i < name->word_count; i++)
        if (at + i >= sentence->last || strcmp(prose->words[at + i].text, name->words[i].text) != 0)
            return false;
    return name->word_count > 0;
}

/* One word of a name: written like a name, and not an ordinary word that begins a sentence. */
static bool
is_name_word(const struct checking *checking, const struct prose *prose,
             const struct sentence *sentence, uint32_t at, const struct word *name)
{
    const struct word *word = &prose->words[at];
    if (!word->capital || strlen(name->text) < 2 || strcmp(word->text, name->text) != 0)
        return false;
    return at > sentence->first || !lexicon_lists(checking->lexicon, LIST_NAMES, word->id);
}

const struct sentence *
checks_name(const struct checking *checking, const struct prose *prose, const char *name)
{
    struct prose words = prose_read(checking->arena, checking->lexicon, name);
    if (words.word_count == 0)
        return NULL;
    const struct word *first = &words.words[0], *last = &words.words[words.word_count - 1];
    for (uint32_t i = 0; i < prose->sentence_count; i++) {
        const struct sentence *sentence = &prose->sentences[i];
        for (uint32_t at = sentence->first; at < sentence->last; at++)
            if (same_words(prose, sentence, at, &words) ||
                is_name_word(checking, prose, sentence, at, last) ||
                is_name_word(checking, prose, sentence, at, first))
                return sentence;
    }
    return NULL;
}

static bool
is_before(const struct finding *a, const struct finding *b)
{
    if (a->severity != b->severity)
        return a->severity < b->severity;
    if (a->severity == SEVERITY_FINE || a->sentence == NULL || b->sentence == NULL)
        return false;
    return a->prose == b->prose && a->sentence->start < b->sentence->start;
}

static void
sort(struct checking *checking)
{
    for (uint32_t i = 1; i < checking->count; i++)
        for (uint32_t j = i; j > 0; j--) {
            struct finding *pair = &checking->findings[j - 1];
            if (!is_before(&pair[1], &pair[0]))
                break;
            struct finding kept = pair[0];
            pair[0] = pair[1];
            pair[1] = kept;
        }
}

static bool
is_silenced(const struct doc *message, const char *id)
{
    const struct doc *silenced = doc_get(message, "silenced");
    uint32_t count = silenced->kind == DOC_LIST ? doc_count(silenced) : 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct doc *item = doc_item(silenced, i);
        if (item->kind == DOC_TEXT && strcmp(item->text, id) == 0)
            return true;
    }
    return false;
}

static void
set_place(const struct checking *checking, struct doc *row, const struct finding *finding)
{
    const struct sentence *sentence = finding->sentence;
    bool all = finding->end == 0;
    doc_set_text(row, "part", finding->prose == &checking->subject ? "subject" : "body");
    doc_set_int(row, "start", -1);
    doc_set_int(row, "end", -1);
    if (finding->prose == NULL || (all && sentence == NULL))
        return;
    doc_set_int(row, "start", all ? sentence->start : finding->start);
    doc_set_int(row, "end", all ? sentence->end : finding->end);
    if (sentence != NULL)
        doc_set_text(row, "sentence", sentence_text(checking->arena, finding->prose, sentence));
}

static void
set_number(struct doc *row, const char *key, int number)
{
    if (number != 0)
        doc_set_int(row, key, number);
}

static struct doc
finding_row(const struct checking *checking, struct doc_shape *shape, const struct finding *finding)
{
    static const char *const severities[] = {"missing", "advice", "fine"};
    struct doc row = doc_row(checking->arena, shape);
    doc_set_text(&row, "id", finding->id);
    doc_set_int(&row, "item", finding->item);
    doc_set_text(&row, "severity", severities[finding->severity]);
    doc_set_text(&row, "code", finding->code);
    doc_set_text(&row, "why", arena_print(checking->arena, "why.check.%s", finding->id));
    doc_set_bool(&row, "silenced", is_silenced(checking->message, finding->id));
    set_place(checking, &row, finding);
    doc_set_text(&row, "text", finding->text);
    doc_set_text(&row, "name", finding->name);
    set_number(&row, "words", finding->words);
    set_number(&row, "most", finding->most);
    set_number(&row, "least", finding->least);
    set_number(&row, "minutes", finding->minutes);
    set_number(&row, "agreed", finding->agreed);
    set_number(&row, "characters", finding->characters);
    return row;
}

static struct doc *
findings_document(const struct checking *checking)
{
    static const char *const keys[] = {
        "id",       "item", "severity", "code", "why",   "part",    "start",  "end",  "sentence",
        "silenced", "text", "words",    "most", "least", "minutes", "agreed", "name", "characters"};
    enum { KEYS = sizeof keys / sizeof keys[0] };
    struct doc_shape *shape = doc_shape(checking->arena, KEYS);
    for (size_t i = 0; i < KEYS; i++)
        doc_shape_add(checking->arena, shape, keys[i]);
    struct doc *list = doc_list(checking->arena);
    for (uint32_t i = 0; i < checking->count; i++)
        doc_push(list, finding_row(checking, shape, &checking->findings[i]));
    return list;
}

struct doc *
checks_run(struct arena *arena, const struct lexicon *lexicon, const struct policy *policy,
           const struct doc *message)
{
    struct checking *checking = arena_alloc(arena, sizeof *checking);
    checking->arena = arena;
    checking->lexicon = lexicon;
    checking->policy = policy;
    checking->message = message;
    checking->subject = prose_read(arena, lexicon, doc_text_of(message, "subject"));
    checking->body = prose_read(arena, lexicon, doc_text_of(message, "body"));
    check *const *checks = request_checks;
    if (strcmp(doc_text_of(message, "kind"), "thanks") == 0)
        checks = thanks_checks;
    else if (strcmp(doc_text_of(message, "channel"), "introduction") == 0)
        checks = introduction_checks;
    for (; *checks != NULL; checks++)
        (*checks)(checking);
    sort(checking);
    return findings_document(checking);
}

int
checks_open(const struct doc *findings)
{
    int open = 0;
    for (uint32_t i = 0; i < doc_count(findings); i++) {
        const struct doc *finding = doc_item(findings, i);
        bool fine = strcmp(doc_text_of(finding, "severity"), "fine") == 0;
        open += fine || doc_bool_of(finding, "silenced") ? 0 : 1;
    }
    return open;
}

const char *
checks_referrer(const char *name, const char *permission)
{
    bool allowed = permission != NULL && strcmp(permission, "yes") == 0;
    return allowed && name != NULL && *name != '\0' ? name : NULL;
}
