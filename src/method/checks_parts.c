/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checks_parts.c - what a request should have: who, how found, what for, how long, when. */
#include "method/checks_private.h"

#include <string.h>

/* Fine where the rule fits, else `missing` with its code. */
static bool
need_rule(struct checking *checking, const char *rule, const struct finding *missing,
          const char *fine_code)
{
    struct finding finding = *missing;
    finding.prose = &checking->body;
    finding.sentence = checks_match(checking, &checking->body, rule);
    if (finding.sentence != NULL) {
        finding.severity = SEVERITY_FINE;
        finding.code = fine_code;
    }
    checks_add(checking, &finding);
    return finding.sentence != NULL;
}

void
check_who(struct checking *checking)
{
    struct finding finding = {
        .id = "who", .item = 74, .severity = SEVERITY_MISSING, .code = "check.who_name"};
    const char *name = doc_text_of(checking->message, "my_name");
    if (*name != '\0' && checks_name(checking, &checking->body, name) == NULL) {
        finding.name = name;
        checks_add(checking, &finding);
        return;
    }
    finding.code = "check.who_about";
    need_rule(checking, "introduces", &finding, "check.who");
}

/* The words of a short text, in a row, somewhere in the body. */
static const struct sentence *
quotes(const struct checking *checking, const char *text)
{
    struct prose words = prose_read(checking->arena, checking->lexicon, text);
    const struct prose *body = &checking->body;
    for (uint32_t i = 0; words.word_count > 0 && i < body->sentence_count; i++) {
        const struct sentence *sentence = &body->sentences[i];
        for (uint32_t at = sentence->first; at + words.word_count <= sentence->last; at++) {
            uint32_t same = 0;
            while (same < words.word_count &&
                   strcmp(body->words[at + same].text, words.words[same].text) == 0)
                same++;
            if (same == words.word_count)
                return sentence;
        }
    }
    return NULL;
}

void
check_found(struct checking *checking)
{
    struct finding finding = {
        .id = "found", .item = 75, .severity = SEVERITY_MISSING, .code = "check.found"};
    const char *name = doc_text_of(checking->message, "referrer_name");
    finding.prose = &checking->body;
    finding.sentence = quotes(checking, doc_text_of(checking->message, "how_found"));
    if (finding.sentence == NULL && *name != '\0')
        finding.sentence = checks_name(checking, &checking->body, name);
    if (finding.sentence == NULL) {
        need_rule(checking, "how_found", &finding, "check.found_fine");
        return;
    }
    finding.severity = SEVERITY_FINE;
    finding.code = "check.found_fine";
    checks_add(checking, &finding);
}

void
check_purpose(struct checking *checking)
{
    need_rule(
        checking, "purpose",
        &(struct finding){
            .id = "purpose", .item = 78, .severity = SEVERITY_MISSING, .code = "check.purpose"},
        "check.purpose_fine");
}

void
check_advice(struct checking *checking)
{
    need_rule(checking, "advice",
              &(struct finding){
                  .id = "advice", .item = 76, .severity = SEVERITY_ADVICE, .code = "check.advice"},
              "check.advice_fine");
}

void
check_convenience(struct checking *checking)
{
    need_rule(checking, "convenience",
              &(struct finding){.id = "convenience",
                                .item = 83,
                                .severity = SEVERITY_ADVICE,
                                .code = "check.convenience"},
              "check.convenience_fine");
}

/* "ecology" and "ecologist" name the same field: all but the last three letters agree. */
static bool
akin(const char *a, const char *b)
{
    size_t same = 0, length = strlen(a);
    while (a[same] != '\0' && a[same] == b[same])
        same++;
    if (length < 5)
        return same == length && b[same] == '\0';
    return same >= 4 && same + 3 >= length;
}

static const struct sentence *
names_field(const struct prose *prose, const struct prose *field)
{
    for (uint32_t i = 0; i < prose->sentence_count; i++) {
        const struct sentence *sentence = &prose->sentences[i];
        uint32_t found = 0;
        for (uint32_t f = 0; f < field->word_count; f++)
            for (uint32_t at = sentence->first; at < sentence->last; at++)
                if (akin(field->words[f].text, prose->words[at].text)) {
                    found++;
                    break;
                }
        if (found == field->word_count && found > 0)
            return sentence;
    }
    return NULL;
}

void
check_field(struct checking *checking)
{
    const char *field = doc_text_of(checking->message, "field");
    struct finding finding = {.id = "field",
                              .item = 77,
                              .severity = SEVERITY_MISSING,
                              .code = "check.field",
                              .prose = &checking->body,
                              .text = field};
    struct prose words = prose_read(checking->arena, checking->lexicon, field);
    if (words.word_count == 0) {
        finding.severity = SEVERITY_ADVICE;
        finding.code = "check.field_unset";
        finding.text = NULL;
        checks_add(checking, &finding);
        return;
    }
    finding.sentence = names_field(&checking->body, &words);
    if (finding.sentence == NULL) {
        finding.sentence = names_field(&checking->subject, &words);
        finding.prose = finding.sentence == NULL ? &checking->body : &checking->subject;
    }
    if (finding.sentence != NULL) {
        finding.severity = SEVERITY_FINE;
        finding.code = "check.field_fine";
    }
    checks_add(checking, &finding);
}

static bool
is_word(const struct checking *checking, const struct prose *prose, uint32_t at, const char *rule)
{
    if (at >= prose->word_count)
        return false;
    struct sentence one = {.first = at, .last = at + 1};
    return rule_find(checking->lexicon, lexicon_rule(checking->lexicon, rule), prose, &one, NULL,
                     NULL);
}

/* The number at a word, "twenty five" as one; the words it takes. */
static int
number_at(const struct checking *checking, const struct prose *prose, uint32_t at,
          uint32_t *out_words)
{
    int number = at < prose->word_count ? lexicon_number(checking->lexicon, &prose->words[at]) : -1;
    int unit = number >= 20 && number % 10 == 0 && at + 1 < prose->word_count
                   ? lexicon_number(checking->lexicon, &prose->words[at + 1])
                   : -1;
    *out_words = unit > 0 && unit < 10 ? 2 : 1;
    return unit > 0 && unit < 10 ? number + unit : number;
}

/* Minutes that a phrase beginning at a word stands for, of a range the most; -1 for none. */
static int
minutes_at(const struct checking *checking, const struct prose *prose, uint32_t at)
{
    uint32_t words = 0;
    int minutes = lexicon_duration(checking->lexicon, prose, at, &words);
    if (minutes >= 0)
        return minutes;
    minutes = number_at(checking, prose, at, &words);
    if (minutes < 0)
        return -1;
    uint32_t next = at + words;
    uint32_t other = is_word(checking, prose, next, "range") ? next + 1 : next;
    int most = number_at(checking, prose, other, &words);
    if (most >= 0)
        next = other + words;
    if (!is_word(checking, prose, next, "minute"))
        return -1;
    return most > minutes ? most : minutes;
}

/* The sentence that asks for time, and for how much. A length in a question weighs more than one in
 * a request, and that more than one in passing. */
static const struct sentence *
find_minutes(const struct checking *checking, int *out_minutes)
{
    const struct prose *body = &checking->body;
    const struct rule *ask = lexicon_rule(checking->lexicon, "minutes_ask");
    const struct sentence *best = NULL;
    int weight = 0;
    for (uint32_t i = 0; i < body->sentence_count; i++) {
        const struct sentence *sentence = &body->sentences[i];
        int minutes = -1;
        for (uint32_t at = sentence->first; minutes < 0 && at < sentence->last; at++)
            minutes = minutes_at(checking, body, at);
        if (minutes < 0)
            continue;
        bool asks = rule_find(checking->lexicon, ask, body, sentence, NULL, NULL);
        int own = sentence->question ? 3 : asks ? 2 : 1;
        if (own <= weight)
            continue;
        weight = own;
        best = sentence;
        *out_minutes = minutes;
    }
    return best;
}

void
check_minutes(struct checking *checking)
{
    const struct policy *policy = checking->policy;
    int64_t agreed = doc_int_of(checking->message, "minutes");
    struct finding finding = {.id = "minutes",
                              .item = 80,
                              .severity = SEVERITY_MISSING,
                              .code = "check.minutes_none",
                              .prose = &checking->body,
                              .least = policy->minutes_least,
                              .most = policy->minutes_most,
                              .minutes = policy->minutes_asked};
    int minutes = 0;
    finding.sentence = find_minutes(checking, &minutes);
    if (finding.sentence == NULL) {
        checks_add(checking, &finding);
        return;
    }
    finding.minutes = minutes;
    finding.severity = SEVERITY_ADVICE;
    if (agreed > 0 && agreed <= 1440 && agreed != minutes) {
        finding.code = "check.minutes_differ";
        finding.agreed = (int)agreed;
    } else if (minutes > policy->minutes_most) {
        finding.code = "check.minutes_long";
    } else if (minutes < policy->minutes_least) {
        finding.code = "check.minutes_short";
    } else {
        finding.code = "check.minutes";
        finding.severity = SEVERITY_FINE;
    }
    checks_add(checking, &finding);
}

/* Whoever asked to be left alone is asked all the same only by mistake. */
void
check_unwanted(struct checking *checking)
{
    if (doc_bool_of(checking->message, "do_not_contact"))
        checks_add(checking,
                   &(struct finding){.id = "unwanted",
                                     .severity = SEVERITY_ADVICE,
                                     .code = "check.unwanted",
                                     .name = doc_text_of(checking->message, "person_name")});
}
