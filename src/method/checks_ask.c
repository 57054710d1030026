/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checks_ask.c - what must not stand in a message: blanks, asking for work, résumés, names without
 * permission. */
#include "method/checks_private.h"

#include <ctype.h>
#include <string.h>

enum { BLANK_MOST = 80 };

/* May the text between brackets be a slot's name? Not "[1]", "<3", an address or a link. */
static bool
is_slot(const char *begin, const char *end, bool angle)
{
    bool letters = false, blank = true;
    for (const char *at = begin; at < end; at++) {
        if (*at == '\n' || (angle && (*at == '@' || *at == ':' || *at == '/')))
            return false;
        letters = letters || isalpha((unsigned char)*at) || (unsigned char)*at >= 0x80;
        blank = blank && (isspace((unsigned char)*at) || *at == '.' || *at == '_' || *at == '-');
    }
    return letters || (blank && !angle);
}

/* Bytes of a blank that begins here, or 0. */
static size_t
blank_at(const char *text, const char *at, const char *end)
{
    static const char open[] = "[{<", close[] = "]}>";
    const char *kind = *at == '\0' ? NULL : strchr(open, *at);
    if (kind != NULL) {
        size_t most = (size_t)(end - at) < BLANK_MOST ? (size_t)(end - at) : BLANK_MOST;
        const char *stop = memchr(at, close[kind - open], most);
        if (stop != NULL && is_slot(at + 1, stop, *at == '<'))
            return (size_t)(stop - at) + 1;
        return 0;
    }
    size_t length = 0;
    while (at + length < end && at[length] == '_')
        length++;
    if (length >= 3)
        return length;
    bool inside = at > text && isalnum((unsigned char)at[-1]);
    for (length = 0; at + length < end && at[length] == 'X'; length++)
        ;
    bool word = !inside && (at + length == end || !isalnum((unsigned char)at[length]));
    return length >= 3 && word ? length : 0;
}

static const struct sentence *
sentence_at(const struct prose *prose, uint32_t at)
{
    for (uint32_t i = 0; i < prose->sentence_count; i++)
        if (at >= prose->sentences[i].start && at < prose->sentences[i].end)
            return &prose->sentences[i];
    return NULL;
}

/* What stands in a blank is not said yet: its words must not count for any other check. */
static void
forget_words(struct prose *prose, uint32_t start, uint32_t end)
{
    for (uint32_t i = 0; i < prose->word_count; i++) {
        struct word *word = &prose->words[i];
        if (word->start < start || word->end > end)
            continue;
        word->text = "";
        word->id = 0;
        word->capital = false;
    }
}

static void
add_blank(struct checking *checking, struct prose *prose, uint32_t start, uint32_t end)
{
    checks_add(checking, &(struct finding){.id = "blank",
                                           .item = 77,
                                           .severity = SEVERITY_MISSING,
                                           .code = "check.blank",
                                           .prose = prose,
                                           .sentence = sentence_at(prose, start),
                                           .start = start,
                                           .end = end,
                                           .text = arena_copy(checking->arena, prose->text + start,
                                                              end - start)});
    forget_words(prose, start, end);
}

/* "Dear ," - the greeting lost its name. */
static bool
greeting_blank(const struct checking *checking, const struct prose *prose,
               const struct sentence *sentence, uint32_t *out_end)
{
    struct match match;
    const struct rule *rule = lexicon_rule(checking->lexicon, "greeting");
    if (!rule_find(checking->lexicon, rule, prose, sentence, NULL, &match) ||
        match.first != sentence->first)
        return false;
    uint32_t at = prose->words[match.last - 1].end, end = at;
    while (end < prose->length && prose->text[end] == ' ')
        end++;
    if (end == at || end == prose->length || prose->text[end] != ',')
        return false;
    *out_end = end + 1;
    return true;
}

static uint32_t
blanks_in(struct checking *checking, struct prose *prose)
{
    uint32_t found = 0;
    const char *end = prose->text + prose->length;
    for (const char *at = prose->text; at < end && found < EACH_MAX;) {
        size_t length = blank_at(prose->text, at, end);
        if (length > 0) {
            uint32_t start = (uint32_t)(at - prose->text);
            add_blank(checking, prose, start, start + (uint32_t)length);
            found++;
        }
        at += length > 0 ? length : 1;
    }
    const struct rule *rule = lexicon_rule(checking->lexicon, "blank");
    for (uint32_t i = 0; i < prose->sentence_count && found < EACH_MAX; i++) {
        const struct sentence *sentence = &prose->sentences[i];
        struct match match;
        uint32_t stop;
        if (rule_find(checking->lexicon, rule, prose, sentence, NULL, &match)) {
            uint32_t start = prose->words[match.first].start;
            bool bracketed = start > 0 && strchr("[{<", prose->text[start - 1]) != NULL;
            if (!bracketed)
                add_blank(checking, prose, start, prose->words[match.last - 1].end);
            found += bracketed ? 0 : 1;
        }
        if (greeting_blank(checking, prose, sentence, &stop)) {
            add_blank(checking, prose, sentence->start, stop);
            found++;
        }
    }
    return found;
}

void
check_blanks(struct checking *checking)
{
    uint32_t found = blanks_in(checking, &checking->subject);
    found += blanks_in(checking, &checking->body);
    if (found == 0)
        checks_add(checking, &(struct finding){.id = "blank",
                                               .item = 77,
                                               .severity = SEVERITY_FINE,
                                               .code = "check.blank_none"});
}

/* Add a finding for each sentence where `asks` fits words that `allowed` does not excuse. */
static uint32_t
asks_in(struct checking *checking, const struct prose *prose, const char *asks, const char *allowed,
        const struct finding *finding)
{
    const struct rule *ask = lexicon_rule(checking->lexicon, asks);
    const struct rule *excuse = lexicon_rule(checking->lexicon, allowed);
    bool *masked = arena_alloc(checking->arena, (prose->word_count + 1) * sizeof *masked);
    uint32_t found = 0;
    for (uint32_t i = 0; i < prose->sentence_count && found < EACH_MAX; i++) {
        const struct sentence *sentence = &prose->sentences[i];
        struct match match;
        rule_mask(checking->lexicon, excuse, prose, sentence, masked);
        if (!rule_find(checking->lexicon, ask, prose, sentence, masked, &match))
            continue;
        uint32_t start = prose->words[match.first].start, end = prose->words[match.last - 1].end;
        struct finding one = *finding;
        one.prose = prose;
        one.sentence = sentence;
        one.text = arena_copy(checking->arena, prose->text + start, end - start);
        checks_add(checking, &one);
        found++;
    }
    return found;
}

void
check_job(struct checking *checking)
{
    struct finding finding = {
        .id = "job", .item = 79, .severity = SEVERITY_ADVICE, .code = "check.job"};
    uint32_t found = asks_in(checking, &checking->subject, "job_subject", "job_allowed", &finding);
    if (found == 0)
        found = asks_in(checking, &checking->subject, "job_ask", "job_allowed", &finding);
    found += asks_in(checking, &checking->body, "job_ask", "job_allowed", &finding);
    finding.severity = SEVERITY_FINE;
    finding.code = "check.job_none";
    if (found == 0)
        checks_add(checking, &finding);
}

void
check_resume(struct checking *checking)
{
    struct finding finding = {
        .id = "resume", .item = 79, .severity = SEVERITY_ADVICE, .code = "check.resume"};
    uint32_t found =
        asks_in(checking, &checking->subject, "resume_sent", "resume_allowed", &finding);
    found += asks_in(checking, &checking->body, "resume_sent", "resume_allowed", &finding);
    finding.severity = SEVERITY_FINE;
    finding.code = "check.resume_none";
    if (found == 0)
        checks_add(checking, &finding);
}

/* The name without what it shares with the one who is written to and the one who writes. */
static bool
shares_word(const struct checking *checking, const char *name, const char *with)
{
    struct prose prose = prose_read(checking->arena, checking->lexicon, with);
    struct prose words = prose_read(checking->arena, checking->lexicon, name);
    for (uint32_t i = 0; i < words.word_count; i++)
        for (uint32_t j = 0; j < prose.word_count; j++)
            if (strcmp(words.words[i].text, prose.words[j].text) == 0)
                return true;
    return false;
}

/* The sentence that uses the name. A shared first or last name proves nothing: then only the whole
 * name counts. */
static const struct sentence *
uses_name(const struct checking *checking, const struct prose *prose, const char *name)
{
    const struct sentence *sentence = checks_name(checking, prose, name);
    if (sentence == NULL ||
        (!shares_word(checking, name, doc_text_of(checking->message, "person_name")) &&
         !shares_word(checking, name, doc_text_of(checking->message, "my_name"))))
        return sentence;
    struct prose words = prose_read(checking->arena, checking->lexicon, name);
    for (uint32_t at = 0; at + words.word_count <= prose->word_count; at++) {
        uint32_t same = 0;
        while (same < words.word_count &&
               strcmp(prose->words[at + same].text, words.words[same].text) == 0)
            same++;
        if (same == words.word_count && same > 0)
            return sentence_at(prose, prose->words[at].start);
    }
    return NULL;
}

void
check_referrer(struct checking *checking)
{
    const char *name = doc_text_of(checking->message, "referrer_name");
    const char *permission = doc_text_of(checking->message, "referrer_permission");
    if (*name == '\0')
        return;
    const struct prose *prose = &checking->subject;
    const struct sentence *sentence = uses_name(checking, prose, name);
    if (sentence == NULL) {
        prose = &checking->body;
        sentence = uses_name(checking, prose, name);
    }
    struct finding finding = {.id = "referrer",
                              .item = 136,
                              .severity = SEVERITY_FINE,
                              .code =
                                  sentence == NULL ? "check.referrer_unnamed" : "check.referrer",
                              .prose = prose,
                              .sentence = sentence,
                              .name = name};
    if (sentence != NULL && checks_referrer(name, permission) == NULL) {
        finding.severity = SEVERITY_ADVICE;
        finding.code =
            strcmp(permission, "no") == 0 ? "check.referrer_no" : "check.referrer_not_asked";
    }
    checks_add(checking, &finding);
}
