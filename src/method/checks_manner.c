/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checks_manner.c - how a message reads: clear, concise, courteous; and what makes a thank-you
 * one. */
#include "method/checks_private.h"

#include <string.h>

enum {
    CLOSING_SENTENCES = 3, /* so many from the end may hold the closing */
    AFTER_QUESTION = 3,    /* sentences after the question before it counts as buried */
    QUESTIONS_MOST = 2,
    CUSTOM_WORDS = 8, /* a sentence of one's own has at least so many */
    DETAIL_WORDS = 24
};

void
check_clear(struct checking *checking)
{
    const struct prose *body = &checking->body;
    struct finding finding = {.id = "clear",
                              .item = 86,
                              .severity = SEVERITY_ADVICE,
                              .code = "check.sentence_long",
                              .prose = body,
                              .most = checking->policy->sentence_words_most};
    uint32_t found = 0;
    for (uint32_t i = 0; i < body->sentence_count && found < EACH_MAX; i++) {
        uint32_t words = sentence_words(body, &body->sentences[i]);
        if (words <= (uint32_t)checking->policy->sentence_words_most)
            continue;
        finding.sentence = &body->sentences[i];
        finding.words = (int)words;
        checks_add(checking, &finding);
        found++;
    }
    if (found == 0)
        checks_add(checking, &(struct finding){.id = "clear",
                                               .item = 86,
                                               .severity = SEVERITY_FINE,
                                               .code = "check.clear"});
}

/* In units of UTF-16, as LinkedIn may count: an emoji is 2. */
static int
characters_of(const char *text)
{
    int count = 0;
    for (; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xC0) == 0x80 ? 0 : (unsigned char)*text >= 0xF0 ? 2 : 1;
    return count;
}

void
check_concise(struct checking *checking)
{
    const struct policy *policy = checking->policy;
    bool thanks = strcmp(doc_text_of(checking->message, "kind"), "thanks") == 0;
    bool linkedin = strcmp(doc_text_of(checking->message, "channel"), "linkedin") == 0;
    struct finding finding = {.id = "concise",
                              .item = 87,
                              .severity = SEVERITY_FINE,
                              .code = "check.concise",
                              .most =
                                  thanks ? policy->thanks_words_most : policy->request_words_most,
                              .words = (int)prose_words(&checking->body),
                              .characters = characters_of(checking->body.text)};
    if (linkedin && !thanks && finding.characters > policy->linkedin_characters_most) {
        finding.severity = SEVERITY_ADVICE;
        finding.item = 73;
        finding.code = "check.characters";
        finding.most = policy->linkedin_characters_most;
    } else if (finding.words > finding.most) {
        finding.severity = SEVERITY_ADVICE;
        finding.code = thanks ? "check.thanks_long" : "check.words_many";
    }
    checks_add(checking, &finding);
}

static bool
has_closing(const struct checking *checking)
{
    const struct prose *body = &checking->body;
    const struct rule *rule = lexicon_rule(checking->lexicon, "closing");
    uint32_t from =
        body->sentence_count > CLOSING_SENTENCES ? body->sentence_count - CLOSING_SENTENCES : 0;
    for (uint32_t i = from; i < body->sentence_count; i++)
        if (rule_find(checking->lexicon, rule, body, &body->sentences[i], NULL, NULL))
            return true;
    return false;
}

void
check_courteous(struct checking *checking)
{
    const char *channel = doc_text_of(checking->message, "channel");
    bool spoken = strcmp(channel, "phone") == 0 || strcmp(channel, "in_person") == 0;
    bool brief = strcmp(channel, "linkedin") == 0;
    struct finding finding = {.id = "courteous",
                              .item = 88,
                              .severity = SEVERITY_ADVICE,
                              .code = "check.courteous_thanks"};
    bool thanks = strcmp(doc_text_of(checking->message, "kind"), "thanks") == 0;
    if (thanks || checks_match(checking, &checking->body, "please") != NULL)
        finding.code = "check.courteous_closing";
    if (strcmp(finding.code, "check.courteous_closing") == 0 &&
        (spoken || brief || has_closing(checking))) {
        finding.severity = SEVERITY_FINE;
        finding.code = "check.courteous";
    }
    checks_add(checking, &finding);
}

void
check_person_name(struct checking *checking)
{
    const char *name = doc_text_of(checking->message, "person_name");
    if (*name == '\0')
        return;
    struct finding finding = {.id = "name",
                              .item = 228,
                              .severity = SEVERITY_FINE,
                              .code = "check.name",
                              .prose = &checking->body,
                              .name = name};
    finding.sentence = checks_name(checking, &checking->body, name);
    if (finding.sentence == NULL) {
        finding.severity = SEVERITY_ADVICE;
        finding.code = "check.name_absent";
    }
    checks_add(checking, &finding);
}

void
check_question(struct checking *checking)
{
    const struct prose *body = &checking->body;
    struct finding finding = {.id = "question",
                              .item = 223,
                              .severity = SEVERITY_ADVICE,
                              .code = "check.question_none",
                              .prose = body};
    int questions = 0, after = 0;
    for (uint32_t i = 0; i < body->sentence_count; i++) {
        const struct sentence *sentence = &body->sentences[i];
        after += sentence_words(body, sentence) > 4 ? 1 : 0;
        if (!sentence->question)
            continue;
        questions++;
        after = 0;
        finding.sentence = sentence;
    }
    finding.words = questions;
    finding.most = QUESTIONS_MOST;
    if (questions > QUESTIONS_MOST) {
        finding.code = "check.question_many";
    } else if (questions > 0 && after > AFTER_QUESTION) {
        finding.code = "check.question_buried";
    } else if (questions > 0) {
        finding.code = "check.question";
        finding.severity = SEVERITY_FINE;
    }
    checks_add(checking, &finding);
}

void
check_thanks(struct checking *checking)
{
    struct finding finding = {.id = "thanks",
                              .item = 137,
                              .severity = SEVERITY_FINE,
                              .code = "check.thanks",
                              .prose = &checking->body};
    finding.sentence = checks_match(checking, &checking->body, "thanks");
    if (finding.sentence == NULL) {
        finding.severity = SEVERITY_MISSING;
        finding.code = "check.thanks_none";
    }
    checks_add(checking, &finding);
}

/* A word that carries meaning: four letters or more, or a number. */
static bool
carries(const struct word *word)
{
    size_t length = strlen(word->text);
    return length >= 4 || (length > 0 && word->text[0] >= '0' && word->text[0] <= '9');
}

static bool
has_word(const struct prose *prose, const struct sentence *sentence, const char *text)
{
    for (uint32_t i = sentence->first; i < sentence->last; i++)
        if (strcmp(prose->words[i].text, text) == 0)
            return true;
    return false;
}

/* Does a sentence take up a detail? Half of its words that carry meaning, two at least where it has
 * as many: one common word proves nothing. */
static bool
takes_up(const struct prose *body, const struct sentence *sentence, const struct prose *detail)
{
    uint32_t carrying = 0, found = 0;
    for (uint32_t i = 0; i < detail->word_count && i < DETAIL_WORDS; i++) {
        if (!carries(&detail->words[i]))
            continue;
        carrying++;
        found += has_word(body, sentence, detail->words[i].text) ? 1 : 0;
    }
    uint32_t needed = carrying < 2 ? 1 : carrying / 2 < 2 ? 2 : carrying / 2;
    return carrying > 0 && found >= needed;
}

static const struct sentence *
find_detail(const struct checking *checking)
{
    const struct doc *details = doc_get(checking->message, "details");
    const struct prose *body = &checking->body;
    uint32_t count = details->kind == DOC_LIST ? doc_count(details) : 0;
    for (uint32_t d = 0; d < count; d++) {
        const struct doc *item = doc_item(details, d);
        if (item->kind != DOC_TEXT)
            continue;
        struct prose detail = prose_read(checking->arena, checking->lexicon, item->text);
        for (uint32_t i = 0; i < body->sentence_count; i++)
            if (takes_up(body, &body->sentences[i], &detail))
                return &body->sentences[i];
    }
    return NULL;
}

/* Was the sentence in the sample already? Then most of its words stand in one sentence of it. */
static bool
from_sample(const struct prose *body, const struct sentence *sentence, const struct prose *sample)
{
    uint32_t words = sentence->last - sentence->first;
    for (uint32_t i = 0; i < sample->sentence_count; i++) {
        uint32_t same = 0;
        for (uint32_t at = sentence->first; at < sentence->last; at++)
            same += has_word(sample, &sample->sentences[i], body->words[at].text) ? 1 : 0;
        if (same * 3 >= words * 2)
            return true;
    }
    return false;
}

static bool
has_blank(const struct prose *body, const struct sentence *sentence)
{
    for (uint32_t at = sentence->start; at < sentence->end; at++)
        if (strchr("[{_", body->text[at]) != NULL)
            return true;
    return false;
}

/* A sentence of one's own about something the person said. */
static const struct sentence *
find_custom(const struct checking *checking)
{
    const struct prose *body = &checking->body;
    struct prose sample =
        prose_read(checking->arena, checking->lexicon, doc_text_of(checking->message, "sample"));
    const struct rule *rule = lexicon_rule(checking->lexicon, "specific");
    const struct rule *generic = lexicon_rule(checking->lexicon, "generic");
    bool *masked = arena_alloc(checking->arena, (body->word_count + 1) * sizeof *masked);
    for (uint32_t i = 0; i < body->sentence_count; i++) {
        const struct sentence *sentence = &body->sentences[i];
        rule_mask(checking->lexicon, generic, body, sentence, masked);
        if (sentence_words(body, sentence) >= CUSTOM_WORDS && !has_blank(body, sentence) &&
            rule_find(checking->lexicon, rule, body, sentence, masked, NULL) &&
            !from_sample(body, sentence, &sample))
            return sentence;
    }
    return NULL;
}

void
check_specific(struct checking *checking)
{
    struct finding finding = {.id = "specific",
                              .item = 147,
                              .severity = SEVERITY_FINE,
                              .code = "check.specific_fine",
                              .prose = &checking->body};
    finding.sentence = find_detail(checking);
    if (finding.sentence == NULL)
        finding.sentence = find_custom(checking);
    if (finding.sentence == NULL) {
        finding.severity = SEVERITY_MISSING;
        finding.code = "check.specific";
    }
    checks_add(checking, &finding);
}
