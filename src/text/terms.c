/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/terms.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "text/letter.h"

#include <string.h>

enum {
    PIECES_MAX = 6,    /* of one word with apostrophes */
    JOINED_MAX = 4,    /* words with hyphens that are also found as one */
    LETTERS_LEAST = 3, /* bytes before the digits of a word that are found alone */
    NUMBER_LEAST = 7,  /* digits that make a telephone number */
    NUMBER_MOST = 20,
    NUMBER_GAP_MOST = 3, /* signs between its pieces */
    RUN_CHARACTERS = GROUP_WORDS_MAX
};

/* One word that is being read. */
struct word {
    char text[TERM_BYTES_MAX + LETTER_BYTES];
    char other[TERM_BYTES_MAX + LETTER_BYTES]; /* with the second spellings */
    size_t length, other_length;
    size_t pieces[PIECES_MAX]; /* where a piece begins behind an apostrophe */
    int piece_count;
    int letters;
    bool spelled; /* there is a second spelling */
    bool digits;  /* nothing but digits */
    uint32_t from, to;
};

struct reader {
    struct arena *arena;
    const char *text, *at, *end;
    terms_take *take;
    void *context;
    struct word word;
    struct term_group group; /* the chain, or the number, that is being read */
    bool hyphens_only;       /* its words are tied by hyphens and the like */
    bool single_letters;     /* each of its words is one letter */
    bool numbers;            /* each of its words is digits */
    char sign;               /* what stands behind the last word */
    int gap;                 /* characters since the last word */
    bool gap_of_number;      /* all of which may stand in a number */
};

static struct term_other *
add_other(struct term_group *group, bool stored_only)
{
    static struct term_other spare;
    if (group->other_count == GROUP_OTHERS_MAX) {
        spare = (struct term_other){.count = 0};
        return &spare;
    }
    struct term_other *other = &group->others[group->other_count++];
    *other = (struct term_other){.stored_only = stored_only};
    return other;
}

static void
add_term(struct term_other *other, const char *term)
{
    if (other->count < GROUP_WORDS_MAX)
        other->terms[other->count++] = term;
}

static void
add_one(struct term_group *group, const char *term, bool stored_only)
{
    add_term(add_other(group, stored_only), term);
}

/* The words of the group from `first` on as one. */
static char *
join(struct arena *arena, const struct term_group *group, int first)
{
    struct buffer joined;
    buffer_open(&joined, arena, TERM_BYTES_MAX);
    for (int i = first; i < group->count; i++)
        buffer_text(&joined, group->words[i].text);
    return arena_text(arena, buffer_read(&joined));
}

/* A telephone number is also found without its blanks and signs, and from each of its pieces on. */
static void
add_numbers(struct reader *reader)
{
    struct term_group *group = &reader->group;
    const char *whole = join(reader->arena, group, 0);
    size_t digits = strlen(whole);
    if (digits < NUMBER_LEAST || digits > NUMBER_MOST)
        return;
    if (group->count > 1)
        add_one(group, whole, false);
    for (int i = 1; i < group->count - 1; i++) {
        const char *rest = join(reader->arena, group, i);
        if (strlen(rest) >= NUMBER_LEAST)
            add_one(group, rest, true);
    }
    if (group->count == 1 && digits > 8)
        add_one(group, whole + digits - NUMBER_LEAST, true);
    if (group->count == 1 && digits > 10)
        add_one(group, whole + digits - 10, true);
}

static void
end_group(struct reader *reader)
{
    struct term_group *group = &reader->group;
    if (group->count == 0)
        return;
    /* In a question, what one word of several could also be does not stand for the others. */
    for (int i = 0; i < group->other_count && group->count > 1; i++)
        group->others[i].stored_only = true;
    if (reader->numbers)
        add_numbers(reader);
    else if (group->count > 1 &&
             (reader->single_letters || (reader->hyphens_only && group->count <= JOINED_MAX)))
        add_one(group, join(reader->arena, group, 0), false);
    reader->take(reader->context, group);
    group->count = group->other_count = 0;
    group->pairs = false;
}

/* "O'Brien" is found as obrien, and by its pieces. */
static void
add_pieces(struct reader *reader, const struct word *word)
{
    struct term_other *pieces = add_other(&reader->group, false);
    size_t begin = 0;
    for (int i = 0; i <= word->piece_count; i++) {
        size_t end = i == word->piece_count ? word->length : word->pieces[i];
        if (end > begin)
            add_term(pieces, arena_copy(reader->arena, word->text + begin, end - begin));
        begin = end;
    }
}

/* The Arabic article and the small words that are written together with it. */
static void
add_without_article(struct reader *reader, const char *term, int letters)
{
    static const char *const articles[] = {"وال", "بال", "كال", "فال", "ال", "لل"};
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        size_t length = strlen(articles[i]);
        if (strncmp(term, articles[i], length) == 0 && letters >= (int)length / 2 + 3) {
            add_one(&reader->group, term + length, true);
            return;
        }
    }
}

/* "C++" and "C#" are names that would be lost with their signs. */
static void
add_signed_letter(struct reader *reader, const char *term)
{
    const char *ending = strncmp(reader->at, "++", 2) == 0 ? "plusplus"
                         : reader->at[0] == '#'            ? "sharp"
                                                           : NULL;
    if (ending == NULL)
        return;
    struct term_other *other = add_other(&reader->group, false);
    other->instead = true;
    add_term(other, arena_print(reader->arena, "%s%s", term, ending));
}

static bool
ties(char sign)
{
    return sign == '-' || sign == '&' || sign == '.';
}

/* Does the word go on the group, or does it begin another? */
static void
place_word(struct reader *reader, const struct word *word)
{
    struct term_group *group = &reader->group;
    bool chained = group->count > 0 && reader->gap == 1 && ties(reader->sign);
    bool number = group->count > 0 && reader->numbers && word->digits && reader->gap_of_number &&
                  reader->gap <= NUMBER_GAP_MOST;
    bool fits = group->count < GROUP_WORDS_MAX && !group->pairs;
    if (!fits || !(number || chained))
        end_group(reader);
    bool single = word->letters == 1 && !word->digits;
    if (group->count == 0) {
        reader->hyphens_only = true;
        reader->single_letters = single;
        reader->numbers = word->digits;
        return;
    }
    reader->hyphens_only = reader->hyphens_only && (reader->sign == '-' || reader->sign == '&');
    reader->single_letters = reader->single_letters && single;
    reader->numbers = reader->numbers && word->digits;
}

/* "covid19" is also found by "covid", and so while that is being written: the list of words that an unfinished
 * one may mean holds no numbers, for there is no end of them. */
static void
add_without_number(struct reader *reader, const char *term)
{
    size_t letters = strcspn(term, "0123456789");
    if (letters >= LETTERS_LEAST && term[letters] != '\0')
        add_one(&reader->group, arena_copy(reader->arena, term, letters), true);
}

/* "https" and "www" of a link say nothing, and stand in nearly every row. */
static bool
is_of_link(const struct reader *reader, const struct word *word)
{
    bool scheme = (word->length == 4 && memcmp(word->text, "http", 4) == 0) ||
                  (word->length == 5 && memcmp(word->text, "https", 5) == 0);
    if (scheme)
        return reader->end - reader->at >= 3 && memcmp(reader->at, "://", 3) == 0;
    return word->length == 3 && memcmp(word->text, "www", 3) == 0 && reader->end > reader->at &&
           reader->at[0] == '.';
}

static void
end_word(struct reader *reader)
{
    struct word *word = &reader->word;
    if (word->length == 0)
        return;
    if (is_of_link(reader, word)) {
        *word = (struct word){.length = 0};
        return;
    }
    place_word(reader, word);
    const char *term = arena_copy(reader->arena, word->text, word->length);
    reader->group.words[reader->group.count++] = (struct term){term, word->from, word->to};
    if (word->piece_count > 0)
        add_pieces(reader, word);
    if (word->spelled)
        add_one(&reader->group, arena_copy(reader->arena, word->other, word->other_length), false);
    if ((unsigned char)term[0] >= 0xd8 && (unsigned char)term[0] <= 0xdb)
        add_without_article(reader, term, word->letters);
    if (word->letters == 1 && !word->digits)
        add_signed_letter(reader, term);
    add_without_number(reader, term);
    *word = (struct word){.length = 0};
    reader->gap = 0;
    reader->gap_of_number = true;
    reader->sign = ' ';
}

static void
put(char *text, size_t *length, const char *more)
{
    size_t count = strlen(more);
    if (*length + count <= TERM_BYTES_MAX) {
        memcpy(text + *length, more, count);
        *length += count;
    }
}

static void
add_letter(struct reader *reader, const struct letter *letter, const char *from)
{
    struct word *word = &reader->word;
    bool digit = letter->text[0] >= '0' && letter->text[0] <= '9';
    if (word->length == 0) {
        word->from = (uint32_t)(from - reader->text);
        word->digits = true;
    }
    /* Cut at the same place everywhere: a word that is full takes nothing more. */
    if (word->length + strlen(letter->text) <= TERM_BYTES_MAX)
        put(word->text, &word->length, letter->text);
    put(word->other, &word->other_length, letter->other[0] != '\0' ? letter->other : letter->text);
    word->letters++;
    word->spelled = word->spelled || letter->other[0] != '\0';
    word->digits = word->digits && digit;
    word->to = (uint32_t)(reader->at - reader->text);
}

static bool
is_plain(const char *at, const char *end)
{
    char letter = *at;
    bool word = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                (letter >= '0' && letter <= '9');
    return word && (at + 1 == end || (unsigned char)at[1] < 0x80);
}

/* Letters and digits of ASCII, which nothing belongs to that follows, at once: nearly all that there are. */
static bool
add_plain(struct reader *reader)
{
    struct word *word = &reader->word;
    const char *from = reader->at;
    if (!is_plain(from, reader->end))
        return false;
    if (word->length == 0) {
        word->from = (uint32_t)(from - reader->text);
        word->digits = true;
    }
    for (; reader->at < reader->end && is_plain(reader->at, reader->end); reader->at++) {
        char letter = *reader->at;
        bool digit = letter <= '9';
        if (!digit)
            letter = (char)(letter | 0x20);
        if (word->length < TERM_BYTES_MAX)
            word->text[word->length++] = letter;
        if (word->other_length < TERM_BYTES_MAX)
            word->other[word->other_length++] = letter;
        word->digits = word->digits && digit;
    }
    word->letters += (int)(reader->at - from);
    word->to = (uint32_t)(reader->at - reader->text);
    return true;
}

static void
add_gap(struct reader *reader, char sign)
{
    end_word(reader);
    reader->gap++;
    reader->gap_of_number =
        reader->gap_of_number && sign != '\0' && strchr(" ()-./+", sign) != NULL;
    reader->sign = sign;
}

/* An apostrophe between two letters belongs to the word. */
static void
add_apostrophe(struct reader *reader)
{
    struct word *word = &reader->word;
    const char *next = reader->at;
    bool inside = word->length > 0 && next < reader->end &&
                  letter_next(&next, reader->end).class == LETTER_WORD;
    if (!inside) {
        add_gap(reader, ' ');
    } else if (word->piece_count < PIECES_MAX) {
        word->pieces[word->piece_count++] = word->length;
        word->digits = false;
    }
}

/* The letters of a run, as pairs; each letter alone is stored as well. A run of one is that letter. */
static void
end_run(struct reader *reader, const struct letter *letters, const uint32_t *places, int count)
{
    struct term_group *group = &reader->group;
    if (count == 0)
        return;
    group->pairs = count > 1;
    for (int i = 0; i + 1 < count; i++)
        group->words[group->count++] =
            (struct term){arena_print(reader->arena, "%s%s", letters[i].text, letters[i + 1].text),
                          places[i], places[i + 2]};
    if (count == 1)
        group->words[group->count++] =
            (struct term){arena_text(reader->arena, letters[0].text), places[0], places[1]};
    struct term_other *alone = add_other(group, true);
    for (int i = 0; i < count && count > 1; i++)
        add_term(alone, arena_text(reader->arena, letters[i].text));
    reader->take(reader->context, group);
    group->count = group->other_count = 0;
    group->pairs = false;
}

static void
read_run(struct reader *reader, const char *from)
{
    struct letter letters[RUN_CHARACTERS];
    uint32_t places[RUN_CHARACTERS + 1];
    int count = 0;
    end_word(reader);
    end_group(reader);
    reader->at = from;
    while (reader->at < reader->end) {
        const char *here = reader->at;
        struct letter letter = letter_next(&reader->at, reader->end);
        if (letter.class == LETTER_NOTHING)
            continue;
        if (letter.class != LETTER_GRAM) {
            reader->at = here;
            break;
        }
        if (count ==
            RUN_CHARACTERS) { /* the last letter begins the next stretch, so that no pair is lost */
            places[count] = (uint32_t)(here - reader->text);
            end_run(reader, letters, places, count);
            letters[0] = letters[count - 1];
            places[0] = places[count - 1];
            count = 1;
        }
        places[count] = (uint32_t)(here - reader->text);
        letters[count++] = letter;
    }
    places[count] = (uint32_t)(reader->at - reader->text);
    end_run(reader, letters, places, count);
    reader->gap_of_number = false;
}

static void
add_picture(struct reader *reader, const struct letter *letter, const char *from)
{
    end_word(reader);
    end_group(reader);
    reader->group.words[0] =
        (struct term){arena_text(reader->arena, letter->text), (uint32_t)(from - reader->text),
                      (uint32_t)(reader->at - reader->text)};
    reader->group.count = 1;
    reader->numbers = reader->single_letters = reader->hyphens_only = false;
    end_group(reader);
}

void
terms_each(struct arena *arena, const char *text, terms_take *take, void *context)
{
    struct reader reader = {.arena = arena,
                            .text = text,
                            .at = text,
                            .end = text + strlen(text),
                            .take = take,
                            .context = context};
    while (reader.at < reader.end) {
        const char *from = reader.at;
        if (add_plain(&reader))
            continue;
        struct letter letter = letter_next(&reader.at, reader.end);
        switch (letter.class) {
        case LETTER_NOTHING: break;
        case LETTER_WORD: add_letter(&reader, &letter, from); break;
        case LETTER_GRAM: read_run(&reader, from); break;
        case LETTER_PICTURE: add_picture(&reader, &letter, from); break;
        case LETTER_APOSTROPHE: add_apostrophe(&reader); break;
        case LETTER_GAP: {
            reader.at = from; /* "C++": the word ends in front of its sign */
            end_word(&reader);
            (void)letter_next(&reader.at, reader.end);
            add_gap(&reader, letter.text[0]);
            break;
        }
        }
    }
    end_word(&reader);
    end_group(&reader);
}

struct collected {
    struct buffer words, others;
};

static void
add_spaced(struct buffer *buffer, const char *term)
{
    if (buffer->length > 0)
        buffer_byte(buffer, ' ');
    buffer_text(buffer, term);
}

static void
collect(void *context, const struct term_group *group)
{
    struct collected *all = context;
    for (int i = 0; i < group->count; i++)
        add_spaced(&all->words, group->words[i].text);
    for (int i = 0; i < group->other_count; i++)
        for (int t = 0; t < group->others[i].count; t++)
            add_spaced(&all->others, group->others[i].terms[t]);
}

char *
text_terms(struct arena *arena, const char *text)
{
    struct collected all;
    if (text == NULL || text[0] == '\0')
        return arena_text(arena, "");
    buffer_open(&all.words, arena, TERMS_BYTES_MAX);
    buffer_open(&all.others, arena, TERMS_BYTES_MAX);
    terms_each(arena, text, collect, &all);
    if (all.others.length > 0)
        add_spaced(&all.words, buffer_read(&all.others));
    char *terms = arena_text(arena, buffer_read(&all.words));
    /* What did not fit was cut anywhere; a part of a word is not a word. */
    if (all.words.full && strrchr(terms, ' ') != NULL)
        *strrchr(terms, ' ') = '\0';
    return terms;
}
