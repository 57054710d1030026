/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/lexicon_private.h"

#include <string.h>

enum { GAP_MOST = 4, ANY_MOST = 8 };

struct fitting {
    const struct lexicon *lexicon;
    const struct prose *prose;
    const struct sentence *sentence;
    const bool *masked;
    uint32_t matched[PATTERN_ELEMENTS_MAX][2]; /* words each element took */
};

static bool
free_word(const struct fitting *fitting, uint32_t at, int id)
{
    if (at >= fitting->sentence->last || fitting->prose->words[at].id != id)
        return false;
    return fitting->masked == NULL || !fitting->masked[at];
}

static bool
fits_phrase(const struct fitting *fitting, const struct phrase *phrase, uint32_t at)
{
    for (uint32_t i = 0; i < phrase->count; i++)
        if (!free_word(fitting, at + i, phrase->ids[i]))
            return false;
    return true;
}

static bool
in_class(const struct word_class *words, int id)
{
    for (uint32_t i = 0; words != NULL && i < words->phrases.count; i++)
        if (words->phrases.items[i].count == 1 && words->phrases.items[i].ids[0] == id)
            return true;
    return false;
}

static bool fits(struct fitting *fitting, const struct pattern *pattern, uint32_t element,
                 uint32_t at, uint32_t *out_last);

static bool
fits_gap(struct fitting *fitting, const struct pattern *pattern, uint32_t element, uint32_t at,
         uint32_t *out_last)
{
    bool any = pattern->elements[element].kind == ELEMENT_ANY;
    uint32_t most = any ? ANY_MOST : GAP_MOST;
    for (uint32_t skipped = 0; skipped <= most; skipped++, at++) {
        if (at > fitting->sentence->last)
            return false;
        bool parted = at < fitting->sentence->last && at > fitting->sentence->first &&
                      fitting->prose->words[at].parted;
        if (parted)
            return false;
        if (fits(fitting, pattern, element + 1, at, out_last))
            return true;
        if (at == fitting->sentence->last)
            return false;
        if (!any && in_class(fitting->lexicon->gap_stops, fitting->prose->words[at].id))
            return false;
    }
    return false;
}

static bool
fits_class(struct fitting *fitting, const struct pattern *pattern, uint32_t element, uint32_t at,
           uint32_t *out_last)
{
    const struct phrases *phrases = &pattern->elements[element].words->phrases;
    for (uint32_t i = 0; i < phrases->count; i++)
        if (fits_phrase(fitting, &phrases->items[i], at) &&
            fits(fitting, pattern, element + 1, at + phrases->items[i].count, out_last)) {
            fitting->matched[element][0] = at;
            fitting->matched[element][1] = at + phrases->items[i].count;
            return true;
        }
    return false;
}

/* Does the pattern from `element` on fit the words from `at` on? */
static bool
fits(struct fitting *fitting, const struct pattern *pattern, uint32_t element, uint32_t at,
     uint32_t *out_last)
{
    if (element == pattern->count) {
        *out_last = at;
        return true;
    }
    const struct element *this = &pattern->elements[element];
    fitting->matched[element][0] = fitting->matched[element][1] = at;
    switch (this->kind) {
    case ELEMENT_BEGIN:
        if (at == fitting->sentence->first)
            return fits(fitting, pattern, element + 1, at, out_last);
        return false;
    case ELEMENT_GAP:
    case ELEMENT_ANY: return fits_gap(fitting, pattern, element, at, out_last);
    case ELEMENT_WORD:
        if (free_word(fitting, at, this->id) &&
            fits(fitting, pattern, element + 1, at + 1, out_last)) {
            fitting->matched[element][1] = at + 1;
            return true;
        }
        break;
    case ELEMENT_CLASS:
        if (fits_class(fitting, pattern, element, at, out_last))
            return true;
        break;
    }
    return this->optional && fits(fitting, pattern, element + 1, at, out_last);
}

const struct rule *
lexicon_rule(const struct lexicon *lexicon, const char *name)
{
    for (uint32_t i = 0; i < lexicon->rule_count; i++)
        if (strcmp(lexicon->rules[i].name, name) == 0)
            return &lexicon->rules[i];
    return NULL;
}

bool
rule_find(const struct lexicon *lexicon, const struct rule *rule, const struct prose *prose,
          const struct sentence *sentence, const bool *masked, struct match *out_match)
{
    struct fitting fitting = {
        .lexicon = lexicon, .prose = prose, .sentence = sentence, .masked = masked};
    for (uint32_t at = sentence->first; rule != NULL && at < sentence->last; at++)
        for (uint32_t i = 0; i < rule->count; i++) {
            uint32_t last = at;
            if (!fits(&fitting, &rule->patterns[i], 0, at, &last) || last == at)
                continue;
            if (out_match != NULL)
                *out_match = (struct match){.first = at, .last = last};
            return true;
        }
    return false;
}

void
rule_mask(const struct lexicon *lexicon, const struct rule *rule, const struct prose *prose,
          const struct sentence *sentence, bool *masked)
{
    struct fitting fitting = {.lexicon = lexicon, .prose = prose, .sentence = sentence};
    for (uint32_t at = sentence->first; rule != NULL && at < sentence->last; at++)
        for (uint32_t i = 0; i < rule->count; i++) {
            uint32_t last = at;
            if (!fits(&fitting, &rule->patterns[i], 0, at, &last))
                continue;
            /* What lies in a gap stays free: "not a job, but who is hiring" hides only the job. */
            for (uint32_t e = 0; e < rule->patterns[i].count; e++)
                for (uint32_t w = fitting.matched[e][0]; w < fitting.matched[e][1]; w++)
                    masked[w] = true;
        }
}

int
lexicon_duration(const struct lexicon *lexicon, const struct prose *prose, uint32_t at,
                 uint32_t *out_words)
{
    for (uint32_t i = 0; i < lexicon->durations.count; i++) {
        const struct phrase *phrase = &lexicon->durations.items[i];
        uint32_t fitting = 0;
        while (fitting < phrase->count && at + fitting < prose->word_count &&
               prose->words[at + fitting].id == phrase->ids[fitting])
            fitting++;
        if (fitting < phrase->count)
            continue;
        *out_words = phrase->count;
        return phrase->number;
    }
    return -1;
}
