/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/titles.h"

#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum {
    WORDS_MOST = 1 << 18, /* different words of all titles */
    COST_WHOLE = 0,
    COST_PLURAL = 1,
    COST_BEGUN = 8,
    COST_ONE_OFF = 24,
    COST_TWO_OFF = 40,
    COST_LEFT_OUT = 48, /* a short word that stands nowhere in the title */
    COST_NONE = 255,
    SHORT_WORD = 3,
    SPLIT_LEAST = 3, /* letters of each half of a word that was two */
    COST_EXTRA_WORD = 2,
    EXTRA_WORDS_COUNTED = 6,
    ONE_OFF_FROM = 3, /* letters of a word that may be misspelled in one place; in two: */
    TWO_OFF_FROM = 7
};

struct word {
    const char *text;
    uint32_t length;
    uint32_t letters; /* which stand in it: a bit each */
};

/* Words by their text while the index is made; a slot holds a word's number + 1. */
struct dictionary {
    uint32_t *slots;
    uint32_t slot_count, words_most;
};

struct titles {
    const struct occupations *table;
    struct word *words;
    uint32_t word_count;
    uint32_t *at; /* of each title, where its words begin in `ids`; one more at the end */
    uint32_t *ids;
    uint32_t *from; /* of each word, where its titles begin in `holders`; one more at the end */
    uint32_t *holders;
};

/* ---- words ---- */

static bool
is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '+' ||
           byte == '#' || (byte & 0x80) != 0;
}

/* The next word of folded text; an apostrophe joins. */
static bool
next_word(const char **cursor, char *out_word, uint32_t *out_length)
{
    const char *at = *cursor;
    uint32_t length = 0;
    while (*at != '\0' && !is_letter(*at))
        at++;
    for (; is_letter(*at) || (*at == '\'' && length > 0); at++)
        if (*at != '\'' && length < WORD_BYTES_MOST)
            out_word[length++] = *at;
    *cursor = at;
    *out_length = length;
    return length > 0;
}

static uint32_t
letters_of(const char *word, uint32_t length)
{
    uint32_t letters = 0;
    for (uint32_t i = 0; i < length; i++)
        letters |= 1u << (word[i] & 31);
    return letters;
}

static uint32_t
hash_of(const char *word, uint32_t length)
{
    uint32_t hash = 2166136261u;
    for (uint32_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)word[i]) * 16777619u;
    return hash;
}

/* The number of a word, new or known. */
static uint32_t
intern(struct titles *titles, struct arena *arena, struct dictionary *dictionary, const char *word,
       uint32_t length)
{
    uint32_t slot = hash_of(word, length) % dictionary->slot_count;
    for (; dictionary->slots[slot] != 0; slot = (slot + 1) % dictionary->slot_count) {
        const struct word *known = &titles->words[dictionary->slots[slot] - 1];
        if (known->length == length && memcmp(known->text, word, length) == 0)
            return dictionary->slots[slot] - 1;
    }
    if (titles->word_count == dictionary->words_most)
        return 0; /* of a table of that size some titles are found by fewer words */
    titles->words[titles->word_count] =
        (struct word){arena_copy(arena, word, length), length, letters_of(word, length)};
    dictionary->slots[slot] = ++titles->word_count;
    return titles->word_count - 1;
}

/* Which titles hold a word: counted, then put in their places. */
static void
list_holders(struct titles *titles, struct arena *arena)
{
    uint32_t title_count = titles->table->title_count, count = titles->at[title_count];
    titles->from = arena_alloc(arena, (titles->word_count + (size_t)2) * sizeof *titles->from);
    titles->holders = arena_alloc(arena, (count + (size_t)1) * sizeof *titles->holders);
    uint32_t *from = titles->from + 1; /* moves on to the next word's while titles are put in */
    for (uint32_t i = 0; i < count; i++)
        from[titles->ids[i] + 1]++;
    for (uint32_t w = 1; w <= titles->word_count; w++)
        from[w] += from[w - 1];
    for (uint32_t t = 0; t < title_count; t++)
        for (uint32_t i = titles->at[t]; i < titles->at[t + 1]; i++)
            titles->holders[from[titles->ids[i]]++] = t;
}

struct titles *
titles_make(struct arena *arena, const struct occupations *table)
{
    ARENA_HERE struct arena scratch;
    arena_open(&scratch);
    struct titles *titles = arena_alloc(arena, sizeof *titles);
    size_t all = (size_t)table->title_count * TITLE_WORDS_MOST;
    struct dictionary dictionary = {.words_most = all < WORDS_MOST ? (uint32_t)all : WORDS_MOST};
    dictionary.slot_count = 2 * dictionary.words_most + 1;
    dictionary.slots = arena_alloc(&scratch, dictionary.slot_count * sizeof *dictionary.slots);
    uint32_t *ids = arena_alloc(&scratch, (all + 1) * sizeof *ids);
    struct word *words = arena_alloc(&scratch, (dictionary.words_most + (size_t)1) * sizeof *words);
    uint32_t count = 0, length;
    titles->table = table;
    titles->words = words;
    titles->at = arena_alloc(arena, (table->title_count + (size_t)1) * sizeof *titles->at);
    ARENA_HERE struct arena folded;
    arena_open(&folded);
    for (uint32_t t = 0; t < table->title_count; t++) {
        char word[WORD_BYTES_MOST];
        arena_reset(&folded);
        const char *cursor = text_fold(&folded, table->titles[t].text);
        titles->at[t] = count;
        while (count - titles->at[t] < TITLE_WORDS_MOST && next_word(&cursor, word, &length))
            ids[count++] = intern(titles, arena, &dictionary, word, length);
    }
    titles->at[table->title_count] = count;
    titles->ids = arena_alloc(arena, count * sizeof *ids);
    memcpy(titles->ids, ids, count * sizeof *ids);
    titles->words = arena_alloc(arena, (titles->word_count + (size_t)1) * sizeof *words);
    memcpy(titles->words, words, titles->word_count * sizeof *words);
    list_holders(titles, arena);
    return titles;
}

/* ---- how far a word is from another ---- */

/* Changes of one letter (wrong, missing, too many, two swapped) from a to b; more than `most`
 * counts as most + 1. */
static int
distance(const char *a, uint32_t a_length, const char *b, uint32_t b_length, int most)
{
    int rows[3][WORD_BYTES_MOST + 1], *before = rows[0], *last = rows[1], *now = rows[2];
    int gap = (int)a_length - (int)b_length;
    if (gap > most || -gap > most)
        return most + 1;
    for (uint32_t j = 0; j <= b_length; j++)
        last[j] = (int)j;
    for (uint32_t i = 1; i <= a_length; i++) {
        int least = now[0] = (int)i;
        for (uint32_t j = 1; j <= b_length; j++) {
            int best = last[j - 1] + (a[i - 1] != b[j - 1]);
            if (last[j] + 1 < best)
                best = last[j] + 1;
            if (now[j - 1] + 1 < best)
                best = now[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            now[j] = best;
            if (best < least)
                least = best;
        }
        if (least > most)
            return most + 1;
        int *free_row = before;
        before = last;
        last = now;
        now = free_row;
    }
    return last[b_length];
}

static bool
is_plural(const char *one, uint32_t length, const char *many, uint32_t many_length)
{
    return many_length > length && memcmp(one, many, length) == 0 &&
           ((many_length == length + 1 && many[length] == 's') ||
            (many_length == length + 2 && many[length] == 'e' && many[length + 1] == 's'));
}

/* What it costs to take `known` for the word that was typed. */
static uint8_t
cost_of(const char *typed, uint32_t length, uint32_t letters, const struct word *known)
{
    bool same_start = known->text[0] == typed[0];
    if (same_start && known->length >= length && memcmp(known->text, typed, length) == 0)
        return known->length == length                                ? COST_WHOLE
               : is_plural(typed, length, known->text, known->length) ? COST_PLURAL
                                                                      : COST_BEGUN;
    if (same_start && is_plural(known->text, known->length, typed, length))
        return COST_PLURAL;
    int most = length >= TWO_OFF_FROM ? 2 : length >= ONE_OFF_FROM ? 1 : 0;
    uint32_t gap = length > known->length ? length - known->length : known->length - length;
    /* Each slip changes at most two of the letters that occur: most words need no closer look. */
    if (gap > (uint32_t)most || most == 0 ||
        __builtin_popcount(letters ^ known->letters) > 2 * most)
        return COST_NONE;
    int off = distance(typed, length, known->text, known->length, most);
    return off > most ? COST_NONE : off == 1 ? COST_ONE_OFF : COST_TWO_OFF;
}

/* ---- searching ---- */

struct query {
    uint8_t *costs[QUERY_WORDS_MOST]; /* of each word of the titles */
    bool is_short[QUERY_WORDS_MOST];
    int count;
};

static bool
is_small_word(const char *word, uint32_t length)
{
    static const char *const small[] = {"of", "and", "the", "for", "in", "or", "a", "an", "to"};
    for (size_t i = 0; i < sizeof small / sizeof *small; i++)
        if (strlen(small[i]) == length && memcmp(small[i], word, length) == 0)
            return true;
    return false;
}

/* False when no word of any title comes near. */
static bool
add_word(const struct titles *titles, struct arena *scratch, struct query *query, const char *word,
         uint32_t length)
{
    uint8_t *costs = arena_take(scratch, titles->word_count + (size_t)1);
    uint32_t letters = letters_of(word, length);
    bool found = false;
    for (uint32_t w = 0; w < titles->word_count; w++) {
        costs[w] = cost_of(word, length, letters, &titles->words[w]);
        found = found || costs[w] != COST_NONE;
    }
    query->is_short[query->count] = length <= SHORT_WORD;
    query->costs[query->count++] = costs;
    return found;
}

static bool
is_whole_word(const struct titles *titles, const char *word, uint32_t length)
{
    for (uint32_t w = 0; w < titles->word_count; w++)
        if (titles->words[w].length == length && memcmp(titles->words[w].text, word, length) == 0)
            return true;
    return false;
}

/* "datascientist": two words whose blank was forgotten. */
static void
split_word(const struct titles *titles, struct arena *scratch, struct query *query,
           const char *word, uint32_t length)
{
    for (uint32_t half = SPLIT_LEAST; half + SPLIT_LEAST <= length; half++) {
        if (!is_whole_word(titles, word, half) ||
            !is_whole_word(titles, word + half, length - half))
            continue;
        query->count--;
        (void)add_word(titles, scratch, query, word, half);
        (void)add_word(titles, scratch, query, word + half, length - half);
        return;
    }
}

static void
read_query(const struct titles *titles, struct arena *scratch, const char *text,
           struct query *query)
{
    const char *cursor = text_fold(scratch, text);
    char word[WORD_BYTES_MOST];
    uint32_t length;
    query->count = 0;
    while (query->count < QUERY_WORDS_MOST && next_word(&cursor, word, &length)) {
        if (is_small_word(word, length) && (query->count > 0 || *cursor != '\0'))
            continue;
        if (!add_word(titles, scratch, query, word, length) && query->count < QUERY_WORDS_MOST)
            split_word(titles, scratch, query, word, length);
    }
}

/* Every word of the query must stand in the title; what the title has beyond them costs a little. */
static int
cost_of_title(const struct titles *titles, const struct query *query, uint32_t title,
              bool *out_guessed)
{
    uint32_t from = titles->at[title], words = titles->at[title + 1] - from;
    int sum = 0;
    *out_guessed = false;
    for (int q = 0; q < query->count; q++) {
        int best = COST_NONE;
        for (uint32_t w = 0; w < words; w++) {
            int cost = query->costs[q][titles->ids[from + w]];
            if (cost < best)
                best = cost;
        }
        if (best == COST_NONE && !(query->is_short[q] && query->count > 1))
            return -1;
        if (best == COST_NONE)
            best = COST_LEFT_OUT;
        *out_guessed = *out_guessed || best > COST_BEGUN;
        sum += best;
    }
    int extra = (int)words - query->count;
    extra = extra < 0 ? 0 : extra > EXTRA_WORDS_COUNTED ? EXTRA_WORDS_COUNTED : extra;
    return sum + extra * COST_EXTRA_WORD + (int)titles->table->titles[title].kind;
}

/* The titles that hold something like the rarest word of the query; null: any may fit. */
static const bool *
candidates(const struct titles *titles, struct arena *scratch, const struct query *query)
{
    uint32_t fewest = UINT32_MAX;
    int rarest = -1;
    for (int q = 0; q < query->count; q++) {
        uint32_t count = 0;
        for (uint32_t w = 0; w < titles->word_count; w++)
            if (query->costs[q][w] != COST_NONE)
                count += titles->from[w + 1] - titles->from[w];
        if (count < fewest && (!query->is_short[q] || query->count == 1)) {
            fewest = count;
            rarest = q;
        }
    }
    if (rarest < 0)
        return NULL;
    bool *fits = arena_alloc(scratch, titles->table->title_count * sizeof *fits);
    for (uint32_t w = 0; w < titles->word_count; w++)
        for (uint32_t i = titles->from[w];
             query->costs[rarest][w] != COST_NONE && i < titles->from[w + 1]; i++)
            fits[titles->holders[i]] = true;
    return fits;
}

/* Guesses are shown only when nothing was found without them. */
static bool
is_better(const struct titles *titles, const struct title_hit *a, const struct title_hit *b)
{
    if (a->guessed != b->guessed)
        return b->guessed;
    if (a->cost != b->cost)
        return a->cost < b->cost;
    return titles->table->items[a->occupation].employment >
           titles->table->items[b->occupation].employment;
}

/* Titles of one occupation stand together: its best is known when the next one begins. */
static uint32_t
put(const struct titles *titles, struct title_hit *hits, uint32_t count, uint32_t most,
    const struct title_hit *hit)
{
    uint32_t at = count;
    if (count == most && (most == 0 || !is_better(titles, hit, &hits[count - 1])))
        return count;
    if (count < most)
        count++;
    else
        at = most - 1;
    for (; at > 0 && is_better(titles, hit, &hits[at - 1]); at--)
        hits[at] = hits[at - 1];
    hits[at] = *hit;
    return count;
}

uint32_t
titles_search(const struct titles *titles, struct arena *scratch, const char *query_text,
              uint32_t most, struct title_hit *out_hits)
{
    struct query query;
    uint32_t count = 0;
    const struct occupations *table = titles->table;
    read_query(titles, scratch, query_text, &query);
    if (query.count == 0)
        return 0;
    const bool *fits = candidates(titles, scratch, &query);
    for (uint32_t o = 0; o < table->count; o++) {
        struct title_hit best = {.cost = -1};
        uint32_t end = table->items[o].first_title + table->items[o].title_count;
        for (uint32_t t = table->items[o].first_title; t < end; t++) {
            bool guessed = false;
            int cost = fits == NULL || fits[t] ? cost_of_title(titles, &query, t, &guessed) : -1;
            if (cost >= 0 &&
                (best.cost < 0 || cost < best.cost)) /* a guess costs more than any other */
                best = (struct title_hit){o, t, cost, guessed};
        }
        if (best.cost >= 0)
            count = put(titles, out_hits, count, most, &best);
    }
    while (count > 0 && out_hits[count - 1].guessed && !out_hits[0].guessed)
        count--;
    return count;
}
