/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a misspelled word may have meant: the words of the index within one or two letters. */
#include "base/utf8.h"
#include "domain/common.h"
#include "domain/search_match.h"

#include <string.h>

enum {
    LETTERS_LEAST = 4,   /* a shorter word is too near to everything */
    LETTERS_FOR_TWO = 6, /* from here on two letters may be wrong */
    LETTERS_MOST = 32,
    WORDS_LOOKED_AT = 8000, /* of one beginning: 3 ms */
    CANDIDATES_MOST = 12,
    HITS_MOST = 100,
    COMMON_LEAST = 10, /* so many hits, and so many times those of the word that was asked for */
    COMMONER = 5
};

struct letters {
    uint32_t at[LETTERS_MOST];
    int count;
};

struct candidate {
    const char *term;
    int distance;
};

struct candidates {
    struct candidate items[CANDIDATES_MOST];
    int count;
};

static bool
take_apart(const char *word, struct letters *out_letters)
{
    const char *end = word + strlen(word);
    out_letters->count = 0;
    while (word < end) {
        if (out_letters->count == LETTERS_MOST)
            return false;
        out_letters->at[out_letters->count++] = utf8_next(&word, end);
    }
    return true;
}

static int
least(int a, int b)
{
    return a < b ? a : b;
}

/* Letters left out, put in, changed, or two of them swapped; more than `most` counts as most + 1. */
static int
distance(const struct letters *a, const struct letters *b, int most)
{
    int rows[3][LETTERS_MOST + 1];
    int *before = rows[0], *last = rows[1], *row = rows[2];
    for (int j = 0; j <= b->count; j++)
        last[j] = j;
    for (int i = 1; i <= a->count; i++) {
        row[0] = i;
        int best = i;
        for (int j = 1; j <= b->count; j++) {
            int change = last[j - 1] + (a->at[i - 1] != b->at[j - 1]);
            row[j] = least(change, least(last[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a->at[i - 1] == b->at[j - 2] && a->at[i - 2] == b->at[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
            best = least(best, row[j]);
        }
        if (best > most)
            return most + 1;
        int *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[b->count];
}

static void
keep(struct candidates *all, const char *term, int far)
{
    int at = all->count;
    for (int i = 0; i < all->count; i++)
        if (strcmp(all->items[i].term, term) == 0)
            return;
    while (at > 0 && all->items[at - 1].distance > far)
        at--;
    if (at == CANDIDATES_MOST)
        return;
    if (all->count < CANDIDATES_MOST)
        all->count++;
    for (int i = all->count - 1; i > at; i--)
        all->items[i] = all->items[i - 1];
    all->items[at] = (struct candidate){term, far};
}

/* Look through the words that begin with `beginning`. */
static enum status
look_through(struct call *call, const struct letters *wanted, int most, const char *beginning,
             struct candidates *all)
{
    struct doc *params = doc_map(call->arena), *words;
    struct letters letters;
    doc_set_text(params, "least", beginning);
    doc_set_text(params, "below", arena_print(call->arena, "%s\xf4\x8f\xbf\xbf", beginning));
    doc_set_int(params, "limit", WORDS_LOOKED_AT);
    TRY(store_rows(call->store, call->arena, &sql_search_term_list, params, &words));
    for (uint32_t i = 0; i < doc_count(words); i++) {
        const char *term = doc_text_of(doc_item(words, i), "term");
        if (!take_apart(term, &letters) || letters.count > wanted->count + most ||
            letters.count < wanted->count - most)
            continue;
        int far = distance(wanted, &letters, most);
        if (far > 0 && far <= most)
            keep(all, term, far);
    }
    return STATUS_OK;
}

static const char *
letter_text(struct call *call, uint32_t letter)
{
    char bytes[5] = {0};
    (void)utf8_put(letter, bytes);
    return arena_text(call->arena, bytes);
}

/* A word of a million people's names cannot be compared with all of them: first with those that begin with
 * the same two letters, then with the same one, then with its second (the first two swapped, or the first
 * one too many). */
static enum status
find_candidates(struct call *call, const char *word, struct candidates *out_all)
{
    struct letters wanted;
    out_all->count = 0;
    if (!take_apart(word, &wanted) || wanted.count < LETTERS_LEAST)
        return STATUS_OK;
    int most = wanted.count >= LETTERS_FOR_TWO ? 2 : 1;
    const char *first = letter_text(call, wanted.at[0]), *second = letter_text(call, wanted.at[1]);
    const char *const beginnings[] = {arena_print(call->arena, "%s%s", first, second), first,
                                      second};
    for (int i = 0; i < 3; i++) {
        TRY(look_through(call, &wanted, most, beginnings[i], out_all));
        if (out_all->count > 0 && out_all->items[0].distance == 1)
            break;
    }
    return STATUS_OK;
}

static enum status
count_of(struct call *call, const struct asked *asked, int *out_count)
{
    struct search_hits names, texts;
    TRY(search_hits(call, SEARCH_NAMES, asked, INT64_MAX, HITS_MOST, &names));
    TRY(search_hits(call, SEARCH_TEXTS, asked, INT64_MAX, HITS_MOST, &texts));
    *out_count = names.count + texts.count;
    return STATUS_OK;
}

static void
ask_word(struct asked *asked, const char *word, bool prefix)
{
    memset(asked, 0, sizeof *asked);
    asked->count = asked->parts[0].count = asked->parts[0].ways[0].count = 1;
    asked->parts[0].ways[0].words[0].text = word;
    asked->parts[0].ways[0].words[0].prefix = prefix;
}

/* For any of some words. */
static void
ask_any(struct asked *asked, const struct candidate *words, int count)
{
    ask_word(asked, words[0].term, false);
    for (int i = 1; i < count; i++) {
        asked->parts[0].ways[i].count = 1;
        asked->parts[0].ways[i].words[0].text = words[i].term;
    }
    asked->parts[0].count = count;
}

/* Does this word find more than the best so far? Then it is the best. */
static enum status
is_better(struct call *call, struct asked *one, const char *term, int *best, bool *out_better)
{
    int count;
    ask_word(one, term, false);
    TRY(count_of(call, one, &count));
    *out_better = count > *best;
    if (*out_better)
        *best = count;
    return STATUS_OK;
}

/* Words that are equally near, as many as one question holds. */
static int
as_near(const struct candidates *all, int from)
{
    int count = 1;
    while (count < ASKED_WAYS_MAX && from + count < all->count &&
           all->items[from + count].distance == all->items[from].distance)
        count++;
    return count;
}

/* The nearest word that finds something for this owner; of equally near ones, what finds more. Most words are somebody
 * else's: some are asked for together before each is. */
static enum status
nearest(struct call *call, const char *word, const char **out_word)
{
    struct candidates all;
    struct asked *one = arena_alloc(call->arena, sizeof *one);
    int best = 0, best_distance = 0, together;
    *out_word = NULL;
    TRY(find_candidates(call, word, &all));
    for (int i = 0; i < all.count && (best == 0 || all.items[i].distance == best_distance);
         i += together) {
        int found;
        together = as_near(&all, i);
        ask_any(one, &all.items[i], together);
        TRY(count_of(call, one, &found));
        for (int j = i; found > 0 && j < i + together; j++) {
            bool better;
            TRY(is_better(call, one, all.items[j].term, &best, &better));
            if (!better)
                continue;
            best_distance = all.items[j].distance;
            *out_word = all.items[j].term;
        }
    }
    return STATUS_OK;
}

enum status
search_mend(struct call *call, struct asked *asked, bool *out_mended, const char **out_question)
{
    struct asked *one = arena_alloc(call->arena, sizeof *one);
    struct buffer question;
    bool mended = false;
    buffer_open(&question, call->arena, UINT16_MAX);
    for (int p = 0; p < asked->count; p++) {
        for (int i = 0; i < asked->parts[p].ways[0].count; i++) {
            struct asked_way *way = &asked->parts[p].ways[0];
            const char *word = way->words[i].text, *near = NULL;
            int count;
            ask_word(one, word, way->words[i].prefix);
            TRY(count_of(call, one, &count));
            if (count == 0)
                TRY(nearest(call, word, &near));
            if (near != NULL) {
                way->words[i].text = near;
                asked->parts[p].count = 1;
                mended = true;
            }
            buffer_print(&question, "%s%s", question.length == 0 ? "" : " ", way->words[i].text);
        }
    }
    *out_mended = mended;
    *out_question = buffer_read(&question);
    return STATUS_OK;
}

/* The commonest word that differs in one letter behind the first two. */
static enum status
commonest(struct call *call, const char *word, int hits, const char **out_word)
{
    struct letters wanted;
    struct candidates all = {.count = 0};
    struct asked *one = arena_alloc(call->arena, sizeof *one);
    int best = hits * COMMONER > COMMON_LEAST ? hits * COMMONER - 1 : COMMON_LEAST - 1;
    *out_word = NULL;
    if (!take_apart(word, &wanted) || wanted.count < LETTERS_LEAST)
        return STATUS_OK;
    const char *beginning = arena_print(call->arena, "%s%s", letter_text(call, wanted.at[0]),
                                        letter_text(call, wanted.at[1]));
    TRY(look_through(call, &wanted, 1, beginning, &all));
    for (int i = 0; i < all.count; i++) {
        bool better;
        TRY(is_better(call, one, all.items[i].term, &best, &better));
        if (better)
            *out_word = all.items[i].term;
    }
    return STATUS_OK;
}

enum status
search_commoner(struct call *call, const struct asked *asked, const char **out_question)
{
    struct asked *one = arena_alloc(call->arena, sizeof *one);
    struct buffer question;
    bool other = false;
    buffer_open(&question, call->arena, UINT16_MAX);
    for (int p = 0; p < asked->count; p++) {
        const struct asked_way *way = &asked->parts[p].ways[0];
        for (int i = 0; i < way->count; i++) {
            const char *word = way->words[i].text, *better = NULL;
            int count;
            ask_word(one, word, way->words[i].prefix);
            TRY(count_of(call, one, &count));
            if (!other && count <= SEARCH_FEW)
                TRY(commonest(call, word, count, &better));
            other = other || better != NULL;
            buffer_print(&question, "%s%s", question.length == 0 ? "" : " ",
                         better != NULL ? better : word);
        }
    }
    *out_question = other ? buffer_read(&question) : NULL;
    return STATUS_OK;
}
