/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/fold_latin.h"

#include "base/utf8.h"

enum { MARKS_FIRST = 0x300, MARKS_LAST = 0x36f };

const char fold_latin[FOLD_LATIN_COUNT][FOLD_MAX] = {
    " ",    "!", "¢",   "£",  "¤",  "¥",  "¦", "§",  "¨",  "(c)", "a",  "<<", "¬",  "",     "(r)",
    "¯",    "°", "+/-", "2",  "3",  "´",  "u", "¶",  "·",  "¸",   "1",  "o",  ">>", " 1/4", " 1/2",
    " 3/4", "?", "a",   "a",  "a",  "a",  "a", "a",  "ae", "c",   "e",  "e",  "e",  "e",    "i",
    "i",    "i", "i",   "d",  "n",  "o",  "o", "o",  "o",  "o",   "*",  "o",  "u",  "u",    "u",
    "u",    "y", "th",  "ss", "a",  "a",  "a", "a",  "a",  "a",   "ae", "c",  "e",  "e",    "e",
    "e",    "i", "i",   "i",  "i",  "d",  "n", "o",  "o",  "o",   "o",  "o",  "/",  "o",    "u",
    "u",    "u", "u",   "y",  "th", "y",  "a", "a",  "a",  "a",   "a",  "a",  "c",  "c",    "c",
    "c",    "c", "c",   "c",  "c",  "d",  "d", "d",  "d",  "e",   "e",  "e",  "e",  "e",    "e",
    "e",    "e", "e",   "e",  "g",  "g",  "g", "g",  "g",  "g",   "g",  "g",  "h",  "h",    "h",
    "h",    "i", "i",   "i",  "i",  "i",  "i", "i",  "i",  "i",   "i",  "ij", "ij", "j",    "j",
    "k",    "k", "q",   "l",  "l",  "l",  "l", "l",  "l",  "l",   "l",  "l",  "l",  "n",    "n",
    "n",    "n", "n",   "n",  "'n", "n",  "n", "o",  "o",  "o",   "o",  "o",  "o",  "oe",   "oe",
    "r",    "r", "r",   "r",  "r",  "r",  "s", "s",  "s",  "s",   "s",  "s",  "s",  "s",    "t",
    "t",    "t", "t",   "t",  "t",  "u",  "u", "u",  "u",  "u",   "u",  "u",  "u",  "u",    "u",
    "u",    "u", "w",   "w",  "y",  "y",  "y", "z",  "z",  "z",   "z",  "z",  "z",  "s",    "b",
    "b",    "b", "b",   "ƅ",  "ƅ",  "o",  "c", "c",  "d",  "d",   "d",  "d",  "",   "e",    "a",
    "e",    "f", "f",   "g",  "g",  "hv", "i", "i",  "k",  "k",   "l",  "l",  "m",  "n",    "n",
    "o",    "o", "o",   "oi", "oi", "p",  "p", "r",  "ƨ",  "ƨ",   "s",  "ƪ",  "t",  "t",    "t",
    "t",    "u", "u",   "u",  "v",  "y",  "y", "z",  "z",  "z",   "ƹ",  "ƹ",  "ƺ",  "ƻ",    "ƽ",
    "ƽ",    "ƾ", "w",   "",   "",   "",   "",  "dz", "dz", "dz",  "lj", "lj", "lj", "nj",   "nj",
    "nj",   "a", "a",   "i",  "i",  "o",  "o", "u",  "u",  "u",   "u",  "u",  "u",  "u",    "u",
    "u",    "u", "e",   "a",  "a",  "a",  "a", "ae", "ae", "g",   "g",  "g",  "g",  "k",    "k",
    "o",    "o", "o",   "o",  "z",  "z",  "j", "dz", "dz", "dz",  "g",  "g",  "hv", "w",    "n",
    "n",    "a", "a",   "ae", "ae", "o",  "o", "a",  "a",  "a",   "a",  "e",  "e",  "e",    "e",
    "i",    "i", "i",   "i",  "o",  "o",  "o", "o",  "r",  "r",   "r",  "r",  "u",  "u",    "u",
    "u",    "s", "s",   "t",  "t",  "y",  "y", "h",  "h",  "n",   "d",  "ou", "ou", "z",    "z",
    "a",    "a", "e",   "e",  "o",  "o",  "o", "o",  "o",  "o",   "o",  "o",  "y",  "y",    "l",
    "n",    "t", "j",   "db", "qp", "a",  "c", "c",  "l",  "t",   "s",  "z",  "",   "",     "b",
    "u",    "v", "e",   "e",  "j",  "j",  "q", "q",  "r",  "r",   "y",  "y",
};

const char fold_additional[FOLD_ADDITIONAL_COUNT][FOLD_MAX] = {
    "a", "a", "b", "b", "b", "b", "b", "b", "c", "c", "d", "d", "d", "d", "d",  "d", "d",  "d",
    "d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "f", "f", "g",  "g", "h",  "h",
    "h", "h", "h", "h", "h", "h", "h", "h", "i", "i", "i", "i", "k", "k", "k",  "k", "k",  "k",
    "l", "l", "l", "l", "l", "l", "l", "l", "m", "m", "m", "m", "m", "m", "n",  "n", "n",  "n",
    "n", "n", "n", "n", "o", "o", "o", "o", "o", "o", "o", "o", "p", "p", "p",  "p", "r",  "r",
    "r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s", "s", "s", "s",  "s", "t",  "t",
    "t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u", "u",  "u", "v",  "v",
    "v", "v", "w", "w", "w", "w", "w", "w", "w", "w", "w", "w", "x", "x", "x",  "x", "y",  "y",
    "z", "z", "z", "z", "z", "z", "h", "t", "w", "y", "a", "s", "s", "s", "ss", "d", "a",  "a",
    "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a",  "a", "a",  "a",
    "a", "a", "a", "a", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e",  "e", "e",  "e",
    "e", "e", "i", "i", "i", "i", "o", "o", "o", "o", "o", "o", "o", "o", "o",  "o", "o",  "o",
    "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "u", "u", "u",  "u", "u",  "u",
    "u", "u", "u", "u", "u", "u", "u", "u", "y", "y", "y", "y", "y", "y", "y",  "y", "ll", "ll",
    "v", "v", "y", "y",
};

const char fold_punctuation[FOLD_PUNCTUATION_COUNT][FOLD_MAX] = {
    "-",  "-",  "-",  "-",  "-", "-", "||", "‗", "'", "'",  ",",   "'",
    "\"", "\"", ",,", "\"", "†", "‡", "•",  "‣", ".", "..", "...", "‧",
};

/* Letters outside the tables that Latin alphabets use: phonetic ones that became letters of
 * names. */
static const char *
rare_letter(uint32_t code_point)
{
    static const struct {
        uint16_t letter;
        char plain[3];
    } letters[] = {{0x253, "b"}, {0x254, "o"}, {0x256, "d"}, {0x257, "d"}, {0x259, "a"},
                   {0x25b, "e"}, {0x260, "g"}, {0x263, "g"}, {0x268, "i"}, {0x269, "i"},
                   {0x26b, "l"}, {0x272, "n"}, {0x275, "o"}, {0x283, "s"}, {0x288, "t"},
                   {0x289, "u"}, {0x28a, "u"}, {0x28b, "v"}, {0x292, "z"}};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (letters[i].letter == code_point)
            return letters[i].plain;
    return NULL;
}

const char *
fold_letter(uint32_t code_point)
{
    if (code_point >= FOLD_LATIN_FIRST && code_point < FOLD_LATIN_FIRST + FOLD_LATIN_COUNT)
        return fold_latin[code_point - FOLD_LATIN_FIRST];
    if (code_point >= MARKS_FIRST && code_point <= MARKS_LAST)
        return "";
    if (code_point >= FOLD_ADDITIONAL_FIRST &&
        code_point < FOLD_ADDITIONAL_FIRST + FOLD_ADDITIONAL_COUNT)
        return fold_additional[code_point - FOLD_ADDITIONAL_FIRST];
    if (code_point >= FOLD_PUNCTUATION_FIRST &&
        code_point < FOLD_PUNCTUATION_FIRST + FOLD_PUNCTUATION_COUNT)
        return fold_punctuation[code_point - FOLD_PUNCTUATION_FIRST];
    if ((code_point >= 0x2b0 && code_point <= 0x2ff) || utf8_is_control(code_point))
        return "";
    return rare_letter(code_point);
}
