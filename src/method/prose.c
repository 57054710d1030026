/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/prose.h"

#include "method/lexicon.h"
#include "text/fold.h"

#include <ctype.h>
#include <string.h>

enum {
    SHORT_LINE = 45, /* bytes: a line so short was not wrapped, its end is meant */
    SENTENCE_SHOWN = 200
};

/* Bytes of an apostrophe at `at`: ' or U+2019; else 0. */
static size_t
apostrophe(const char *at, const char *end)
{
    if (at < end && *at == '\'')
        return 1;
    if (end - at >= 3 && memcmp(at, "\xE2\x80\x99", 3) == 0)
        return 3;
    return 0;
}

/* Bytes of the letter or digit at `at`, 0 when something else stands there. Beyond ASCII,
 * everything but the common punctuation counts as a letter. */
static size_t
letter(const char *at, const char *end)
{
    unsigned char byte = at < end ? (unsigned char)*at : 0;
    if (byte < 0x80)
        return isalnum(byte) ? 1 : 0;
    size_t size = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
    if ((size_t)(end - at) < size)
        return 1;
    if (byte == 0xC2)
        return 0;
    if (byte == 0xE2 && ((unsigned char)at[1] == 0x80 || (unsigned char)at[1] == 0x81))
        return 0;
    if (byte == 0xE3 && (unsigned char)at[1] == 0x80 && (unsigned char)at[2] < 0x83)
        return 0;
    return size;
}

/* Where the word that begins at `at` ends. "3:00", "1.5", "p.m" and "don't" are one word. */
static const char *
word_end(const char *at, const char *end)
{
    const char *begin = at;
    for (;;) {
        size_t size = letter(at, end);
        if (size > 0) {
            at += size;
            continue;
        }
        size_t mark = apostrophe(at, end);
        if (mark > 0 && letter(at + mark, end) > 0) {
            at += mark;
            continue;
        }
        bool number = at > begin && isdigit((unsigned char)at[-1]) && end - at > 1 &&
                      isdigit((unsigned char)at[1]);
        bool initial = at > begin && isalpha((unsigned char)at[-1]) && end - at > 1 &&
                       isalpha((unsigned char)at[1]) && (at - begin == 1 || at[-2] == '.') &&
                       (end - at == 2 || letter(at + 2, end) == 0);
        if (at < end && ((number && strchr(".:,", *at) != NULL) || (initial && *at == '.')))
            at++;
        else
            return at;
    }
}

static char *
fold_word(struct arena *arena, const char *start, const char *end)
{
    char *copy = arena_copy(arena, start, (size_t)(end - start));
    bool plain = true;
    size_t length = 0;
    for (const char *at = start; at < end;) {
        size_t mark = apostrophe(at, end);
        if (mark > 0) {
            copy[length++] = '\'';
            at += mark;
            continue;
        }
        plain = plain && (unsigned char)*at < 0x80;
        copy[length++] = (char)tolower((unsigned char)*at++);
    }
    copy[length] = '\0';
    return plain ? copy : text_fold(arena, copy);
}

static bool
is_capital(const char *start, const char *end)
{
    unsigned char byte = (unsigned char)*start;
    if (byte < 0x80)
        return isupper(byte) != 0;
    /* Latin-1 capitals: C3 80..9E. Other scripts do not matter here. */
    return byte == 0xC3 && end - start > 1 && (unsigned char)start[1] <= 0x9E;
}

static void
add_word(struct arena *arena, const struct lexicon *lexicon, struct prose *prose, const char *start,
         const char *end)
{
    char *folded = fold_word(arena, start, end);
    size_t length = strlen(folded), suffix = 0;
    const char *second = lexicon_contraction(lexicon, folded, length, &suffix);
    struct word word = {.start = (uint32_t)(start - prose->text),
                        .end = (uint32_t)(end - prose->text),
                        .capital = is_capital(start, end)};
    if (second != NULL && suffix < length)
        folded[length - suffix] = '\0';
    else
        second = NULL;
    word.text = folded;
    word.id = lexicon_word(lexicon, folded, strlen(folded));
    prose->words[prose->word_count++] = word;
    if (second == NULL)
        return;
    word.text = second;
    word.id = lexicon_word(lexicon, second, strlen(second));
    word.part = true;
    word.capital = false;
    prose->words[prose->word_count++] = word;
}

static void
read_words(struct arena *arena, const struct lexicon *lexicon, struct prose *prose)
{
    const char *end = prose->text + prose->length;
    /* A word takes a byte and a separator at least, a contraction gives two for four bytes. */
    prose->words = arena_alloc(arena, (prose->length / 2 + 2) * sizeof *prose->words);
    bool parted = false;
    for (const char *at = prose->text; at < end;) {
        if (letter(at, end) == 0) {
            parted = parted || strchr(";:()[]{}", *at) != NULL ||
                     (end - at >= 3 && memcmp(at, "\xE2\x80\x94", 3) == 0);
            at++;
            while (at < end && ((unsigned char)*at & 0xC0) == 0x80)
                at++;
            continue;
        }
        const char *stop = word_end(at, end);
        uint32_t index = prose->word_count;
        add_word(arena, lexicon, prose, at, stop);
        prose->words[index].parted = parted;
        parted = false;
        at = stop;
    }
}

static bool
blank_line(const char *begin, const char *end)
{
    bool newline = false;
    for (; begin < end; begin++) {
        if (*begin == '\n' && newline)
            return true;
        newline = *begin == '\n' || (newline && isspace((unsigned char)*begin));
    }
    return false;
}

static bool
holds(const char *begin, const char *end, char byte)
{
    return memchr(begin, byte, (size_t)(end - begin)) != NULL;
}

/* Does a new line here begin something new, or was the sentence only wrapped? */
static bool
line_ends(const struct prose *prose, const struct word *before, const struct word *after)
{
    const char *stop = prose->text + before->end, *begin = stop;
    while (begin > prose->text && begin[-1] != '\n')
        begin--;
    const char *newline = memchr(stop, '\n', after->start - before->end);
    const char *next = newline + 1;
    while (*next == ' ' || *next == '\t')
        next++;
    bool bullet = (*next == '-' || *next == '*') && next[1] == ' ';
    return bullet || newline - begin < SHORT_LINE;
}

/* A period stands behind the word: is it the sentence's or the abbreviation's? */
static bool
period_ends(const struct lexicon *lexicon, const struct word *before, const struct word *after)
{
    bool initial = before->capital && before->end - before->start == 1 && before->text[0] != 'i';
    if (initial || lexicon_lists(lexicon, LIST_ABBREVIATIONS, before->id))
        return false;
    if (lexicon_lists(lexicon, LIST_MAY_END, before->id))
        return after->capital && lexicon_lists(lexicon, LIST_STARTERS, after->id);
    return true;
}

static bool
ends_between(const struct lexicon *lexicon, const struct prose *prose, const struct word *before,
             const struct word *after)
{
    const char *begin = prose->text + before->end, *end = prose->text + after->start;
    if (after->part || begin >= end)
        return false;
    if (blank_line(begin, end))
        return true;
    bool space = false, newline = holds(begin, end, '\n');
    for (const char *at = begin; at < end; at++)
        space = space || isspace((unsigned char)*at);
    bool ellipsis =
        end - begin >= 3 && (memcmp(begin, "...", 3) == 0 || memcmp(begin, "\xE2\x80\xA6", 3) == 0);
    if (newline && line_ends(prose, before, after))
        return true;
    if (!space)
        return false;
    if (holds(begin, end, '?') || holds(begin, end, '!') || ellipsis) {
        unsigned char first = (unsigned char)prose->text[after->start];
        return newline || !islower(first);
    }
    return holds(begin, end, '.') && period_ends(lexicon, before, after);
}

static bool
is_space_at(const struct prose *prose, uint32_t at)
{
    return isspace((unsigned char)prose->text[at]) != 0;
}

static void
add_sentence(struct prose *prose, uint32_t first, uint32_t last)
{
    struct sentence sentence = {.first = first, .last = last};
    uint32_t floor =
        prose->sentence_count > 0 ? prose->sentences[prose->sentence_count - 1].end : 0;
    uint32_t ceiling = last < prose->word_count ? prose->words[last].start : prose->length;
    sentence.start = prose->words[first].start;
    while (sentence.start > floor && !is_space_at(prose, sentence.start - 1))
        sentence.start--;
    sentence.end = prose->words[last - 1].end;
    while (sentence.end < ceiling && !is_space_at(prose, sentence.end))
        sentence.end++;
    for (uint32_t at = prose->words[last - 1].end; at < sentence.end; at++)
        sentence.question = sentence.question || prose->text[at] == '?';
    prose->sentences[prose->sentence_count++] = sentence;
}

struct prose
prose_read(struct arena *arena, const struct lexicon *lexicon, const char *text)
{
    struct prose prose = {.text = text == NULL ? "" : text};
    size_t length = strlen(prose.text);
    prose.length = (uint32_t)(length > PROSE_TEXT_MAX ? PROSE_TEXT_MAX : length);
    read_words(arena, lexicon, &prose);
    prose.sentences = arena_alloc(arena, (prose.word_count + 1) * sizeof *prose.sentences);
    uint32_t first = 0;
    for (uint32_t i = 1; i <= prose.word_count; i++) {
        if (i < prose.word_count &&
            !ends_between(lexicon, &prose, &prose.words[i - 1], &prose.words[i]))
            continue;
        add_sentence(&prose, first, i);
        first = i;
    }
    return prose;
}

uint32_t
sentence_words(const struct prose *prose, const struct sentence *sentence)
{
    uint32_t count = 0;
    for (uint32_t i = sentence->first; i < sentence->last; i++)
        count += prose->words[i].part ? 0 : 1;
    return count;
}

uint32_t
prose_words(const struct prose *prose)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < prose->sentence_count; i++)
        count += sentence_words(prose, &prose->sentences[i]);
    return count;
}

char *
sentence_text(struct arena *arena, const struct prose *prose, const struct sentence *sentence)
{
    const char *start = prose->text + sentence->start;
    size_t length = sentence->end - sentence->start;
    if (length <= SENTENCE_SHOWN)
        return arena_copy(arena, start, length);
    length = SENTENCE_SHOWN;
    while (length > 0 && ((unsigned char)start[length] & 0xC0) == 0x80)
        length--;
    return arena_print(arena, "%.*s\xE2\x80\xA6", (int)length, start);
}
