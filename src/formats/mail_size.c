/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/mail.h"

#include "base/utf8.h"

#include <string.h>
#include <strings.h>

static bool
is_blank(uint32_t character)
{
    return character == ' ' || (character >= '\t' && character <= '\r') || character == 0xA0 ||
           (character >= 0x2000 && character <= 0x200A) || character == 0x2028 ||
           character == 0x2029 || character == 0x3000;
}

static bool
is_letter_or_digit(uint32_t character)
{
    if (character < 0x80)
        return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z') ||
               (character >= 'a' && character <= 'z');
    bool punctuation =
        (character < 0xC0 && character != 0xAA && character != 0xB5 && character != 0xBA) ||
        character == 0xD7 || character == 0xF7 || (character >= 0x2000 && character <= 0x2BFF) ||
        (character >= 0x3000 && character <= 0x303F) ||
        (character >= 0xFE00 && character <= 0xFE0F) ||
        (character >= 0xFF01 && character <= 0xFF0F) ||
        (character >= 0x1F000 && character <= 0x1FAFF);
    return !punctuation;
}

/* Han, Hiragana, Katakana: written without blanks between words. */
static bool
is_word_alone(uint32_t character)
{
    return (character >= 0x3041 && character <= 0x30FF) ||
           (character >= 0x3400 && character <= 0x4DBF) ||
           (character >= 0x4E00 && character <= 0x9FFF) ||
           (character >= 0xF900 && character <= 0xFAFF) ||
           (character >= 0x20000 && character <= 0x3134F);
}

static bool
is_abbreviation(const char *word, size_t length)
{
    static const char *const known[] = {"dr", "mr",  "mrs", "ms",  "prof", "st",     "jr",
                                        "sr", "vs",  "etc", "e.g", "i.e",  "a.m",    "p.m",
                                        "no", "inc", "ltd", "co",  "dept", "approx", "min"};
    /* An initial: "Maya R. Quinn"; but "I." ends a sentence. */
    if (length == 1 && *word >= 'A' && *word <= 'Z' && *word != 'I')
        return true;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strlen(known[i]) == length && strncasecmp(known[i], word, length) == 0)
            return true;
    return false;
}

/* After "p.m." and its like a sentence may well end: it does when a capital letter follows. */
static bool
next_is_capital(const char *text)
{
    text += strspn(text, " \t\r\n");
    return *text >= 'A' && *text <= 'Z';
}

static bool
may_also_end(const char *word, size_t length)
{
    static const char *const known[] = {"etc", "a.m", "p.m", "inc", "ltd", "co", "jr", "sr", "min"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strlen(known[i]) == length && strncasecmp(known[i], word, length) == 0)
            return true;
    return false;
}

/* Behind further stops, closing quotes and brackets. */
static const char *
behind_closing(const char *text)
{
    for (;;) {
        const char *before = text;
        text += strspn(text, ".!?\"')]");
        if (strncmp(text, "\u201D", 3) == 0 || strncmp(text, "\u2019", 3) == 0)
            text += 3;
        if (text == before)
            return text;
    }
}

/* Does the stop at `mark`, behind the word that began at `word`, end a sentence? */
static bool
ends_sentence(const char *word, const char *mark)
{
    const char *behind = behind_closing(mark + 1);
    if (*behind != '\0' && strchr(" \t\r\n", *behind) == NULL)
        return false;
    if (*mark != '.')
        return true;
    word += strspn(word, "(\"'[");
    if (word >= mark || !is_abbreviation(word, (size_t)(mark - word)))
        return true;
    return (*behind == '\0' || next_is_capital(behind)) &&
           may_also_end(word, (size_t)(mark - word));
}

static bool
is_wide_stop(uint32_t character)
{
    return character == 0x3002 || character == 0xFF01 || character == 0xFF1F || character == 0x2026;
}

struct measure {
    struct mail_size size;
    const char *word; /* where the run of non-blanks began */
    bool in_word;     /* it held a letter or digit already */
    bool in_sentence; /* a word came since the last end */
};

static void
end_sentence(struct measure *measure)
{
    measure->size.sentences += measure->in_sentence;
    measure->in_sentence = false;
    measure->in_word = false;
}

static void
take_visible(struct measure *measure, const char *start, uint32_t character)
{
    if (is_letter_or_digit(character)) {
        bool alone = is_word_alone(character);
        measure->size.words += alone || !measure->in_word;
        measure->in_word = !alone;
        measure->in_sentence = true;
    }
    bool stop = character == '.' || character == '!' || character == '?';
    if (is_wide_stop(character) || (stop && ends_sentence(measure->word, start)))
        end_sentence(measure);
}

struct mail_size
mail_measure(const char *text)
{
    struct measure measure = {.word = text};
    const char *cursor = text, *end = text + strlen(text);
    int breaks = 0;

    while (cursor < end) {
        const char *start = cursor;
        uint32_t character = utf8_next(&cursor, end);
        if (character == '\r' && *cursor == '\n')
            continue;
        measure.size.characters++;
        measure.size.units += character > 0xFFFF ? 2 : 1;
        if (is_blank(character)) {
            measure.word = cursor;
            measure.in_word = false;
            breaks += character == '\n';
            if (breaks == 2)
                end_sentence(&measure); /* a blank line: headings and greetings have no stop */
            continue;
        }
        breaks = 0;
        take_visible(&measure, start, character);
    }
    end_sentence(&measure);
    measure.size.seconds =
        (measure.size.words * 60 + MAIL_WORDS_A_MINUTE - 1) / MAIL_WORDS_A_MINUTE;
    return measure.size;
}
