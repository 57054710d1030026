/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/detect.h"

#include "base/arena.h"
#include "text/icu.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unicode/ucsdet.h>

/* The symbols carry ICU's version in their names; the header's macros would add the builder's. */
#undef ucsdet_open
#undef ucsdet_close
#undef ucsdet_setText
#undef ucsdet_detectAll
#undef ucsdet_getName
#undef ucsdet_getConfidence

enum {
    WORDS_LEAST = 3, /* below that statistics of languages say nothing */
    BETTER_BY = 4,   /* points of a hundred */
    PAIRS_SURE = 50  /* the same, for encodings of two bytes a character */
};

static const char western[] = "Windows-1252";

static struct {
    UCharsetDetector *(*open)(UErrorCode *status);
    void (*close)(UCharsetDetector *detector);
    void (*set_text)(UCharsetDetector *detector, const char *text, int32_t length,
                     UErrorCode *status);
    const UCharsetMatch **(*detect_all)(UCharsetDetector *detector, int32_t *found,
                                        UErrorCode *status);
    const char *(*name)(const UCharsetMatch *match, UErrorCode *status);
    int32_t (*confidence)(const UCharsetMatch *match, UErrorCode *status);
    bool tried, loaded;
} icu;

static const struct library_symbol symbols[] = {
    {"ucsdet_open", (void **)&icu.open},
    {"ucsdet_close", (void **)&icu.close},
    {"ucsdet_setText", (void **)&icu.set_text},
    {"ucsdet_detectAll", (void **)&icu.detect_all},
    {"ucsdet_getName", (void **)&icu.name},
    {"ucsdet_getConfidence", (void **)&icu.confidence},
    {NULL, NULL},
};

static bool
load(void)
{
    if (!icu.tried)
        icu.loaded = icu_open(symbols) == STATUS_OK;
    icu.tried = true;
    return icu.loaded;
}

/* Only words with a byte beyond ASCII: English column names would make every file English. */
static size_t
foreign_words(const char *bytes, size_t length, char *out_words, int *out_count)
{
    size_t used = 0;
    *out_count = 0;
    for (size_t at = 0; at < length;) {
        size_t start = at;
        bool foreign = false;
        for (; at < length && (unsigned char)bytes[at] >= 0x40; at++)
            foreign = foreign || (unsigned char)bytes[at] >= 0x80;
        if (foreign) {
            memcpy(out_words + used, bytes + start, at - start);
            used += at - start;
            out_words[used++] = ' ';
            ++*out_count;
        }
        at += at == start;
    }
    return used;
}

/* Turkish lacks the accents that Icelandic has beside its eth and thorn, which stand where Turkish has
 * its own letters. */
static bool
is_turkish(const char *words, size_t length)
{
    size_t beyond = 0, turkish = 0;
    for (size_t i = 0; i < length; i++) {
        beyond += (unsigned char)words[i] >= 0x80;
        turkish += memchr("\xF0\xFD\xFE\xD0\xDD\xDE", words[i], 6) != NULL;
        if (memchr("\xE1\xED\xF3\xE6\xE9\xFA", words[i], 6) != NULL)
            return false;
    }
    return turkish * 5 >= beyond * 2;
}

static bool
is_letter(unsigned char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte >= 0xC0;
}

/* What stands here in a word in Windows-1252 no Western language writes, but in Windows-1250 it is a letter. A footnote
 * or a unit ("m\xB3") is none, nor a quotation mark that some exports turn into \xBF. */
static bool
is_central_letter(const char *words, size_t at)
{
    unsigned char byte = (unsigned char)words[at], next = (unsigned char)words[at + 1];
    unsigned char before = at == 0 ? ' ' : (unsigned char)words[at - 1];
    switch (byte) {
    case 0xA3: /* Polish L with stroke before a vowel */
    case 0xAF: return next >= 0x80 || (next != '\0' && strchr("aeiouyAEIOUY", next) != NULL);
    case 0xA5:
    case 0xB3:
    case 0xB9:
    case 0xBC:
    case 0xBE: return is_letter(before) && (is_letter(next) || next >= 0x80);
    case 0x9F: return is_letter(before);
    case 0x8D:
    case 0x8F:
    case 0x9D: return is_letter(before) || is_letter(next);
    default: return false;
    }
}

/* In a fifth of the words, between letters that are mostly plain, as in no Cyrillic or Greek text. */
static bool
is_central(const char *words, size_t length, int count)
{
    size_t plain = 0, beyond = 0;
    int central = 0;
    bool seen = false;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)words[i];
        plain += byte < 0x80 && is_letter(byte);
        beyond += byte >= 0x80;
        seen = seen || is_central_letter(words, i);
        central += byte == ' ' && seen;
        seen = seen && byte != ' ';
    }
    return central > 0 && central * 5 >= count && plain >= beyond;
}

/* Without upper and lower case: the letters beyond ASCII lie 0x20 apart too. */
static bool
is_same_word(const char *bytes, const char *lower, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if ((is_letter(byte) ? byte | 0x20 : byte) != (unsigned char)lower[i])
            return false;
    }
    return true;
}

/* The first line calls a column as only a language of Windows-1250 does. */
static bool
has_central_header(const char *bytes, size_t length)
{
    static const char *const names[] = {
        "nazwisko", "stanowisko", "p\xF8\xEDjmen\xED", "vezet\xE9kn\xE9v", "keresztn\xE9v",
        "jm\xE9no", "priezvisko", "priimek",           "prezime",          "prenume"};
    size_t line = 0;
    while (line < length && bytes[line] != '\n' && bytes[line] != '\r')
        line++;
    for (size_t at = 0; at < line; at++) {
        if (at > 0 && is_letter((unsigned char)bytes[at - 1]))
            continue;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            size_t size = strlen(names[i]);
            if (size <= line - at && is_same_word(bytes + at, names[i], size) &&
                (size == line - at || !is_letter((unsigned char)bytes[at + size])))
                return true;
        }
    }
    return false;
}

/* The older encoding of the same languages has letters where the newer one has signs, and nothing below 0xA0. */
static const char *
central_name(const char *words, size_t length)
{
    const char *name = "Windows-1250";
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)words[i];
        if (byte >= 0x80 && byte < 0xA0)
            return "Windows-1250";
        if (memchr("\xA1\xA6\xA9\xAC\xAE\xB1\xB6", byte, 7) != NULL &&
            is_letter((unsigned char)words[i + 1]))
            name = "ISO-8859-2";
    }
    return name;
}

static const char *
our_name(const char *name, bool *out_pairs)
{
    static const struct {
        const char *theirs, *ours;
        bool pairs;
    } names[] = {{"ISO-8859-1", western, false},
                 {"windows-1252", western, false},
                 {"ISO-8859-2", "ISO-8859-2", false},
                 {"windows-1250", "Windows-1250", false},
                 {"windows-1251", "Windows-1251", false},
                 {"ISO-8859-5", "ISO-8859-5", false},
                 {"KOI8-R", "KOI8-R", false},
                 {"ISO-8859-7", "Windows-1253", false},
                 {"windows-1253", "Windows-1253", false},
                 {"ISO-8859-9", "Windows-1254", false},
                 {"windows-1254", "Windows-1254", false},
                 {"ISO-8859-8", "Windows-1255", false},
                 {"windows-1255", "Windows-1255", false},
                 {"windows-1256", "Windows-1256", false},
                 {"GB18030", "GB18030", true},
                 {"Big5", "Big5", true},
                 {"Shift_JIS", "Shift_JIS", true},
                 {"EUC-JP", "EUC-JP", true},
                 {"EUC-KR", "EUC-KR", true}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i].theirs, name) == 0) {
            *out_pairs = names[i].pairs;
            return names[i].ours;
        }
    }
    return NULL;
}

/* The matches come best first. */
static const char *
choose(const UCharsetMatch **matches, int32_t count, int words)
{
    UErrorCode status = U_ZERO_ERROR;
    const char *best = western;
    int32_t most = 0, plain = 0;
    for (int32_t i = 0; i < count; i++) {
        bool pairs = false;
        const char *name = our_name(icu.name(matches[i], &status), &pairs);
        int32_t sure = icu.confidence(matches[i], &status);
        if (name == NULL || (pairs && sure < PAIRS_SURE) || (!pairs && words < WORDS_LEAST))
            continue;
        if (strcmp(name, western) == 0 && sure > plain)
            plain = sure;
        if (sure > most) {
            most = sure;
            best = name;
        }
    }
    return most >= plain + BETTER_BY ? best : western;
}

/* Windows-1252 when they are unsure. */
static const char *
by_statistics(const char *text, size_t length, int words)
{
    UErrorCode status = U_ZERO_ERROR;
    const char *found = western;
    int32_t count = 0;
    if (!load())
        return western;
    UCharsetDetector *detector = icu.open(&status);
    if (U_FAILURE(status))
        return western;
    icu.set_text(detector, text, (int32_t)length, &status);
    const UCharsetMatch **matches = icu.detect_all(detector, &count, &status);
    if (U_SUCCESS(status) && matches != NULL)
        found = choose(matches, count, words);
    icu.close(detector);
    return found;
}

const char *
text_detect(const char *bytes, size_t length)
{
    ARENA_HERE struct arena arena;
    int words;

    arena_open(&arena);
    if (length > DETECT_MAX)
        length = DETECT_MAX;
    char *text = arena_alloc(&arena, 2 * length + 1);
    size_t used = foreign_words(bytes, length, text, &words);
    const char *found = by_statistics(text, used, words);
    bool turkish = strcmp(found, "Windows-1254") == 0; /* much the same bytes */
    if (found != western && !turkish)
        return found;
    if (has_central_header(bytes, length) || is_central(text, used, words))
        return central_name(text, used);
    turkish = turkish || (words >= WORDS_LEAST && is_turkish(text, used));
    return turkish ? "Windows-1254" : western;
}
