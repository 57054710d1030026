/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/letter.h"

#include "base/utf8.h"
#include "text/fold_latin.h"

#include <stdbool.h>
#include <string.h>

struct range {
    uint32_t first, last;
};

/* A range whose capitals lie `distance` below their small letters, or (distance 1) alternate with them. */
struct capitals {
    uint32_t first, last;
    int distance;
};

struct pair {
    uint16_t from, to;
};

static bool
is_in(const struct range *ranges, size_t count, uint32_t code_point)
{
    for (size_t i = 0; i < count; i++)
        if (code_point >= ranges[i].first && code_point <= ranges[i].last)
            return true;
    return false;
}

#define IS_IN(ranges, code_point) is_in(ranges, sizeof(ranges) / sizeof *(ranges), code_point)

/* Marks that are left out: accents, Cyrillic ones, Hebrew points, Arabic vowels and the stretched line,
 * Devanagari and Bengali nukta, Thai and Lao tones, variation selectors, skin tones. */
static const struct range marks[] = {
    {0x0300, 0x036f},   {0x0483, 0x0489},   {0x0591, 0x05bd}, {0x05bf, 0x05bf}, {0x05c1, 0x05c2},
    {0x05c4, 0x05c5},   {0x05c7, 0x05c7},   {0x0610, 0x061a}, {0x0640, 0x0640}, {0x064b, 0x065f},
    {0x0670, 0x0670},   {0x06d6, 0x06ed},   {0x093c, 0x093c}, {0x09bc, 0x09bc}, {0x0a3c, 0x0a3c},
    {0x0e47, 0x0e4e},   {0x0ec8, 0x0ece},   {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x200c, 0x200d},
    {0x20d0, 0x20ff},   {0x3099, 0x309c},   {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xff9e, 0xff9f},
    {0x1f3fb, 0x1f3ff}, {0xe0100, 0xe01ef},
};

static const struct range grams[] = {
    {0x0e00, 0x0e3e}, {0x0e40, 0x0e4e}, {0x0e80, 0x0eff},   {0x1000, 0x109f},   {0x1780, 0x17d3},
    {0x2e80, 0x2fd5}, {0x3005, 0x3007}, {0x3041, 0x3096},   {0x30a1, 0x30fa},   {0x30fc, 0x30fe},
    {0x3105, 0x312f}, {0x3131, 0x318e}, {0x31f0, 0x31ff},   {0x3400, 0x4dbf},   {0x4e00, 0x9fff},
    {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0x1b000, 0x1b16f}, {0x20000, 0x3ffff},
};

static const struct range pictures[] = {
    {0x2600, 0x27bf}, {0x2b05, 0x2b07}, {0x2b1b, 0x2b1c}, {0x2b50, 0x2b55}, {0x1f000, 0x1faff},
};

/* What stands between words, in scripts other than Latin. */
static const struct range gaps[] = {
    {0x02c2, 0x02c5},    {0x0375, 0x0375}, {0x037e, 0x037e}, {0x0387, 0x0387}, {0x055a, 0x055f},
    {0x0589, 0x058f},    {0x05be, 0x05be}, {0x05c0, 0x05c0}, {0x05c3, 0x05c3}, {0x05c6, 0x05c6},
    {0x0600, 0x060f},    {0x061b, 0x061f}, {0x066a, 0x066d}, {0x06d4, 0x06d4}, {0x0700, 0x070d},
    {0x0964, 0x0965},    {0x0970, 0x0970}, {0x0df4, 0x0df4}, {0x0e3f, 0x0e3f}, {0x0e4f, 0x0e4f},
    {0x0e5a, 0x0e5b},    {0x0f04, 0x0f14}, {0x104a, 0x104f}, {0x10fb, 0x10fb}, {0x1360, 0x1368},
    {0x1400, 0x1400},    {0x166d, 0x166e}, {0x1680, 0x1680}, {0x17d4, 0x17db}, {0x1800, 0x180e},
    {0x2000, 0x2bff},    {0x2e00, 0x2e7f}, {0x2ff0, 0x3004}, {0x3008, 0x3040}, {0x3097, 0x3098},
    {0x309f, 0x30a0},    {0x30fb, 0x30fb}, {0x30ff, 0x30ff}, {0x3190, 0x319f}, {0x3200, 0x33ff},
    {0xa4fe, 0xa4ff},    {0xd800, 0xf8ff}, {0xfe10, 0xfe1f}, {0xfe30, 0xfe6f}, {0xfeff, 0xfeff},
    {0xff00, 0xff0f},    {0xff1a, 0xff20}, {0xff3b, 0xff40}, {0xff5b, 0xff65}, {0xffe0, 0xffff},
    {0xe0000, 0x10ffff},
};

static const struct capitals capitals[] = {
    {0x0391, 0x03ab, 32},    {0x0400, 0x040f, 80},   {0x0410, 0x042f, 32}, {0x0460, 0x0481, 1},
    {0x048a, 0x04bf, 1},     {0x04d0, 0x052f, 1},    {0x0531, 0x0556, 48}, {0x10a0, 0x10c5, 7264},
    {0x1c90, 0x1cbf, -3008}, {0x10400, 0x10427, 40},
};

/* The zeros of the scripts that have digits of their own. */
static const uint16_t zeros[] = {0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66,
                                 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66,
                                 0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x17e0, 0xff10};

/* Letters that are written in several ways: Greek with accents and the final sigma, Cyrillic and Arabic
 * with points above, final forms of Hebrew, Persian forms of Arabic letters, Devanagari with a point. */
static const struct pair plain[] = {
    {0x0386, 0x03b1}, {0x0388, 0x03b5}, {0x0389, 0x03b7}, {0x038a, 0x03b9}, {0x038c, 0x03bf},
    {0x038e, 0x03c5}, {0x038f, 0x03c9}, {0x0390, 0x03b9}, {0x03aa, 0x03b9}, {0x03ab, 0x03c5},
    {0x03ac, 0x03b1}, {0x03ad, 0x03b5}, {0x03ae, 0x03b7}, {0x03af, 0x03b9}, {0x03b0, 0x03c5},
    {0x03c2, 0x03c3}, {0x03ca, 0x03b9}, {0x03cb, 0x03c5}, {0x03cc, 0x03bf}, {0x03cd, 0x03c5},
    {0x03ce, 0x03c9}, {0x0439, 0x0438}, {0x0450, 0x0435}, {0x0451, 0x0435}, {0x0453, 0x0433},
    {0x0457, 0x0456}, {0x045c, 0x043a}, {0x045d, 0x0438}, {0x045e, 0x0443}, {0x0491, 0x0433},
    {0x05da, 0x05db}, {0x05dd, 0x05de}, {0x05df, 0x05e0}, {0x05e3, 0x05e4}, {0x05e5, 0x05e6},
    {0x0622, 0x0627}, {0x0623, 0x0627}, {0x0624, 0x0648}, {0x0625, 0x0627}, {0x0626, 0x064a},
    {0x0629, 0x0647}, {0x0649, 0x064a}, {0x0671, 0x0627}, {0x06a9, 0x0643}, {0x06c0, 0x0647},
    {0x06c1, 0x0647}, {0x06cc, 0x064a}, {0x06d5, 0x0647}, {0x0901, 0x0902}, {0x0929, 0x0928},
    {0x0931, 0x0930}, {0x0934, 0x0933}, {0x0958, 0x0915}, {0x0959, 0x0916}, {0x095a, 0x0917},
    {0x095b, 0x091c}, {0x095c, 0x0921}, {0x095d, 0x0922}, {0x095e, 0x092b}, {0x095f, 0x092f},
    {0x3007, 0x96f6},
};

/* Half-width Katakana, from U+FF66 on. */
static const uint16_t half_width[] = {
    0x30f2, 0x30a1, 0x30a3, 0x30a5, 0x30a7, 0x30a9, 0x30e3, 0x30e5, 0x30e7, 0x30c3, 0x30fc, 0x30a2,
    0x30a4, 0x30a6, 0x30a8, 0x30aa, 0x30ab, 0x30ad, 0x30af, 0x30b1, 0x30b3, 0x30b5, 0x30b7, 0x30b9,
    0x30bb, 0x30bd, 0x30bf, 0x30c1, 0x30c4, 0x30c6, 0x30c8, 0x30ca, 0x30cb, 0x30cc, 0x30cd, 0x30ce,
    0x30cf, 0x30d2, 0x30d5, 0x30d8, 0x30db, 0x30de, 0x30df, 0x30e0, 0x30e1, 0x30e2, 0x30e4, 0x30e6,
    0x30e8, 0x30e9, 0x30ea, 0x30eb, 0x30ec, 0x30ed, 0x30ef, 0x30f3,
};
enum { HALF_WIDTH_FIRST = 0xff66, HALF_WIDTH_COUNT = sizeof half_width / sizeof *half_width };

/* Greek Extended, sixteen by sixteen: the vowel whose accents the block writes. */
static uint32_t
greek_extended(uint32_t code_point)
{
    static const uint16_t vowels[] = {0x3b1, 0x3b5, 0x3b7, 0x3b9, 0x3bf, 0x3c5, 0x3c9, 0,
                                      0x3b1, 0x3b7, 0x3c9, 0x3b1, 0x3b7, 0x3b9, 0x3c5, 0x3c9};
    static const uint16_t accented[] = {0x3b1, 0x3b5, 0x3b7, 0x3b9, 0x3bf, 0x3c5, 0x3c9, 0x3c9};
    uint32_t block = (code_point - 0x1f00) / 16;
    if (block == 7)
        return accented[(code_point - 0x1f70) / 2];
    if (code_point == 0x1fe4 || code_point == 0x1fe5 || code_point == 0x1fec)
        return 0x3c1;
    if (code_point == 0x1fc8 || code_point == 0x1fc9)
        return 0x3b5;
    if (code_point == 0x1ff8 || code_point == 0x1ff9)
        return 0x3bf;
    return vowels[block];
}

static uint32_t
small(uint32_t code_point)
{
    for (size_t i = 0; i < sizeof capitals / sizeof *capitals; i++) {
        const struct capitals *range = &capitals[i];
        if (code_point < range->first || code_point > range->last)
            continue;
        if (range->distance == 1)
            return code_point | 1;
        return (uint32_t)((int64_t)code_point + range->distance);
    }
    if (code_point >= 0x04c1 && code_point <= 0x04ce)
        return code_point + (code_point & 1);
    return code_point;
}

static uint32_t
plain_form(uint32_t code_point)
{
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (plain[i].from == code_point)
            return plain[i].to;
    return code_point;
}

/* Full-width letters and signs, half-width Katakana and Hiragana in the one usual form. */
static uint32_t
usual_width(uint32_t code_point)
{
    if (code_point >= 0xff01 && code_point <= 0xff5e)
        return code_point - 0xff01 + '!';
    if (code_point >= HALF_WIDTH_FIRST && code_point < HALF_WIDTH_FIRST + HALF_WIDTH_COUNT)
        return half_width[code_point - HALF_WIDTH_FIRST];
    return code_point;
}

static uint32_t
katakana(uint32_t code_point)
{
    return code_point >= 0x3041 && code_point <= 0x3096 ? code_point + 0x60 : code_point;
}

static uint32_t
digit(uint32_t code_point)
{
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
        if (code_point >= zeros[i] && code_point < zeros[i] + 10u)
            return '0' + (code_point - zeros[i]);
    return code_point;
}

/* Takes the next character when it is `wanted`. */
static bool
take(const char **cursor, const char *end, uint32_t wanted)
{
    const char *next = *cursor;
    if (next >= end || utf8_next(&next, end) != wanted)
        return false;
    *cursor = next;
    return true;
}

/* A kana with its sound mark is the next letter of the table, one with the ring the next but one. */
static uint32_t
with_sound_mark(uint32_t kana, const char **cursor, const char *end)
{
    bool row = (kana >= 0x30ab && kana <= 0x30c8) || (kana >= 0x30cf && kana <= 0x30db);
    if (kana == 0x30a6 && (take(cursor, end, 0x3099) || take(cursor, end, 0xff9e)))
        return 0x30f4;
    if (!row)
        return kana;
    if (take(cursor, end, 0x3099) || take(cursor, end, 0xff9e))
        return kana + 1;
    if (kana >= 0x30cf && (take(cursor, end, 0x309a) || take(cursor, end, 0xff9f)))
        return kana + 2;
    return kana;
}

/* A Korean syllable that was written as its letters (as some systems name files). */
static uint32_t
syllable(uint32_t lead, const char **cursor, const char *end)
{
    enum { VOWEL_FIRST = 0x1161, VOWELS = 21, TAIL_BASE = 0x11a7, TAILS = 28 };
    const char *next = *cursor;
    uint32_t vowel = next < end ? utf8_next(&next, end) : 0, tail = 0;
    if (vowel < VOWEL_FIRST || vowel >= VOWEL_FIRST + VOWELS)
        return lead;
    *cursor = next;
    if (next < end)
        tail = utf8_next(&next, end);
    if (tail > TAIL_BASE && tail < TAIL_BASE + TAILS)
        *cursor = next;
    else
        tail = TAIL_BASE;
    return 0xac00 + ((lead - 0x1100) * VOWELS + (vowel - VOWEL_FIRST)) * TAILS + (tail - TAIL_BASE);
}

/* German and the Nordic languages have a second way to write these, when the dots cannot be had. */
static const char *
other_spelling(uint32_t code_point)
{
    switch (code_point) {
    case 0xc4:
    case 0xe4: return "ae";
    case 0xd6:
    case 0xf6:
    case 0xd8:
    case 0xf8: return "oe";
    case 0xdc:
    case 0xfc: return "ue";
    case 0xc5:
    case 0xe5: return "aa";
    default: return "";
    }
}

/* The same with the dots or the ring as a mark of their own behind the letter. */
static uint32_t
composed(uint32_t letter, const char **cursor, const char *end)
{
    uint32_t lower = letter | 0x20;
    if ((lower == 'a' || lower == 'o' || lower == 'u') && take(cursor, end, 0x308))
        return lower == 'a' ? 0xe4 : lower == 'o' ? 0xf6 : 0xfc;
    if (lower == 'a' && take(cursor, end, 0x30a))
        return 0xe5;
    return letter;
}

static struct letter of_class(enum letter_class class)
{
    return (struct letter){.class = class};
}

static struct letter
of_character(enum letter_class class, uint32_t code_point)
{
    struct letter letter = {.class = class};
    if (code_point < 0x80)
        letter.text[0] = (char)code_point;
    else
        (void)utf8_put(code_point, letter.text);
    return letter;
}

static bool
is_ascii_word(unsigned char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9');
}

static struct letter
of_gap(char sign)
{
    return (struct letter){.class = LETTER_GAP, .text = {sign}};
}

static struct letter
of_ascii(unsigned char byte)
{
    if (byte == '\'' || byte == '`')
        return of_class(LETTER_APOSTROPHE);
    if (!is_ascii_word(byte))
        return of_gap((char)(byte <= ' ' ? ' ' : byte));
    return of_character(LETTER_WORD, byte >= 'A' && byte <= 'Z' ? byte | 0x20u : byte);
}

/* From what fold.h makes of a letter of a Latin alphabet: "ss", "th", but also "'" and " 1/4". */
static struct letter
of_latin(const char *folded, uint32_t code_point)
{
    struct letter letter = {.class = LETTER_WORD};
    size_t length = 0;
    for (const char *at = folded; *at != '\0'; at++)
        if (is_ascii_word((unsigned char)*at) || (unsigned char)*at >= 0x80)
            letter.text[length++] = *at;
    if (folded[0] == '\0')
        return of_class(LETTER_NOTHING);
    if (length == 0)
        return folded[0] == '\'' ? of_class(LETTER_APOSTROPHE) : of_gap(folded[0]);
    const char *other = other_spelling(code_point);
    memcpy(letter.other, other, strlen(other));
    return letter;
}

/* Signs of Latin-1 that the tables keep as they are. */
static bool
is_latin_sign(uint32_t code_point)
{
    return code_point >= 0xa0 && code_point <= 0xbf && code_point != 0xaa && code_point != 0xba &&
           code_point != 0xb5 && code_point != 0xad &&
           !(code_point >= 0xb2 && code_point <= 0xb3) && code_point != 0xb9;
}

static struct letter
of_other(uint32_t code_point, const char **cursor, const char *end)
{
    if (code_point == 0x2028 || code_point == 0x2029)
        return of_gap(' ');
    if (IS_IN(marks, code_point) || utf8_is_control(code_point))
        return of_class(LETTER_NOTHING);
    if (code_point >= 0x1100 && code_point <= 0x1112)
        code_point = syllable(code_point, cursor, end);
    if (IS_IN(pictures, code_point))
        return of_character(LETTER_PICTURE, code_point);
    if (code_point == 0x05f3 || code_point == 0x05f4 || code_point == 0xff07)
        return of_class(LETTER_APOSTROPHE);
    if (IS_IN(gaps, code_point))
        return of_gap(' ');
    uint32_t kana = katakana(code_point);
    if (IS_IN(grams, kana))
        return of_character(LETTER_GRAM, plain_form(with_sound_mark(kana, cursor, end)));
    if (code_point >= 0x1f00 && code_point <= 0x1fff) {
        code_point = greek_extended(code_point);
        return code_point == 0 ? of_class(LETTER_NOTHING) : of_character(LETTER_WORD, code_point);
    }
    return of_character(LETTER_WORD, plain_form(small(code_point)));
}

/* A letter of ASCII that no mark follows (they begin with the byte 0xcc): most of what is read. */
static bool
is_plain_ascii(const char *at, const char *end)
{
    return (unsigned char)at[0] < 0x80 && (at + 1 == end || (unsigned char)at[1] != 0xcc);
}

static struct letter
of_ascii_or_control(uint32_t code_point)
{
    bool dropped = code_point > ' ' && utf8_is_control(code_point);
    return dropped ? of_class(LETTER_NOTHING) : of_ascii((unsigned char)code_point);
}

struct letter
letter_next(const char **cursor, const char *end)
{
    if (is_plain_ascii(*cursor, end))
        return of_ascii_or_control((unsigned char)*(*cursor)++);
    uint32_t code_point = usual_width(digit(utf8_next(cursor, end)));
    if (code_point < 0x80) {
        code_point = composed(code_point, cursor, end);
        if (code_point < 0x80)
            return of_ascii_or_control(code_point);
    }
    if (is_latin_sign(code_point))
        return of_gap(' ');
    const char *folded = fold_letter(code_point);
    if (folded != NULL && code_point != 0x2028 && code_point != 0x2029)
        return of_latin(folded, code_point);
    return of_other(code_point, cursor, end);
}
