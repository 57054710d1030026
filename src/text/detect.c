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

const char *
text_detect(const char *bytes, size_t length)
{
    ARENA_HERE struct arena arena;
    UErrorCode status = U_ZERO_ERROR;
    const char *found = western;
    int32_t count = 0;
    int words;

    arena_open(&arena);
    if (!load())
        return western;
    if (length > DETECT_MAX)
        length = DETECT_MAX;
    char *text = arena_alloc(&arena, 2 * length + 1);
    size_t used = foreign_words(bytes, length, text, &words);
    UCharsetDetector *detector = icu.open(&status);
    if (U_FAILURE(status))
        return western;
    icu.set_text(detector, text, (int32_t)used, &status);
    const UCharsetMatch **matches = icu.detect_all(detector, &count, &status);
    if (U_SUCCESS(status) && matches != NULL)
        found = choose(matches, count, words);
    icu.close(detector);
    if (found == western && words >= WORDS_LEAST && is_turkish(text, used))
        return "Windows-1254";
    return found;
}
