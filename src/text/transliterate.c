/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/transliterate.h"

#include "base/utf8.h"
#include "text/icu.h"

#include <stdbool.h>
#include <string.h>
#include <unicode/utrans.h>

/* The symbols carry ICU's version in their names; the header's macros would add the builder's. */
#undef utrans_openU
#undef utrans_transUChars

enum { UNITS_MAX = 8192, ANSWER_PER_UNIT = 4 };
enum { KNOWN_WORDS = 1024, WORD_BYTES = 28, LATIN_BYTES = 36 };

/* Names come again and again, and ICU takes 20 to 80 us for a word: what it said of the last ones. */
static struct {
    char word[WORD_BYTES], latin[LATIN_BYTES];
} known[KNOWN_WORDS];

static struct {
    UTransliterator *(*open)(const UChar *id, int32_t id_length, UTransDirection direction,
                             const UChar *rules, int32_t rules_length, UParseError *error,
                             UErrorCode *status);
    void (*apply)(const UTransliterator *transliterator, UChar *text, int32_t *text_length,
                  int32_t text_capacity, int32_t start, int32_t *limit, UErrorCode *status);
    UTransliterator *to_latin;
    bool tried;
} icu;

static const struct library_symbol symbols[] = {
    {"utrans_openU", (void **)&icu.open},
    {"utrans_transUChars", (void **)&icu.apply},
    {NULL, NULL},
};

/* The signs for hard and soft letters and for glottal stops go: nobody types them in a search. */
static void
prepare(void)
{
    static const UChar id[] = u"Any-Latin; [\\u02b0-\\u02ff] Remove; Latin-ASCII; Lower";
    UParseError error;
    UErrorCode status = U_ZERO_ERROR;
    icu.tried = true;
    if (icu_open(symbols) != STATUS_OK)
        return;
    icu.to_latin = icu.open(id, (int32_t)(sizeof id / sizeof *id - 1), UTRANS_FORWARD, NULL, 0,
                            &error, &status);
    if (U_FAILURE(status))
        icu.to_latin = NULL;
}

static int32_t
to_utf16(const char *text, size_t length, UChar *units)
{
    const char *end = text + length;
    int32_t count = 0;
    while (text < end && count + 2 <= 2 * TRANSLITERATE_WORD_MAX) {
        uint32_t code_point = utf8_next(&text, end);
        if (code_point >= 0x10000) {
            units[count++] = (UChar)(0xd800 + ((code_point - 0x10000) >> 10));
            units[count++] = (UChar)(0xdc00 + ((code_point - 0x10000) & 0x3ff));
        } else {
            units[count++] = (UChar)code_point;
        }
    }
    return count;
}

static char *
to_utf8(struct arena *arena, const UChar *units, int32_t count)
{
    char *text = arena_alloc(arena, (size_t)count * ANSWER_PER_UNIT + 1);
    char *end = text;
    for (int32_t i = 0; i < count; i++) {
        uint32_t code_point = units[i];
        bool pair = code_point >= 0xd800 && code_point < 0xdc00 && i + 1 < count;
        if (pair)
            code_point = 0x10000 + ((code_point - 0xd800) << 10) + (units[++i] & 0x3ffu);
        end += utf8_put(code_point, end);
    }
    return text;
}

static size_t
place_of(const char *word, size_t length)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)word[i]) * 16777619u;
    return (hash ^ hash >> 15) % KNOWN_WORDS;
}

static char *
ask(struct arena *arena, const char *word, size_t length)
{
    UChar units[UNITS_MAX];
    UErrorCode status = U_ZERO_ERROR;
    int32_t count = to_utf16(word, length, units);
    int32_t limit = count;
    icu.apply(icu.to_latin, units, &count, UNITS_MAX, 0, &limit, &status);
    return U_FAILURE(status) ? NULL : to_utf8(arena, units, count);
}

char *
transliterate(struct arena *arena, const char *word, size_t length)
{
    if (!icu.tried)
        prepare();
    if (icu.to_latin == NULL)
        return NULL;
    size_t place = place_of(word, length);
    bool fits = length > 0 && length < WORD_BYTES && memchr(word, '\0', length) == NULL;
    if (fits && strncmp(known[place].word, word, length) == 0 && known[place].word[length] == '\0')
        return arena_text(arena, known[place].latin);
    char *latin = ask(arena, word, length);
    if (fits && latin != NULL && strlen(latin) < LATIN_BYTES) {
        memcpy(known[place].word, word, length);
        known[place].word[length] = '\0';
        memcpy(known[place].latin, latin, strlen(latin) + 1);
    }
    return latin;
}
