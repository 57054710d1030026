/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"
#include "formats/contacts_private.h"
#include "formats/signature_private.h"

#include <string.h>

enum {
    DIGITS_LEAST = 6,     /* of one that stands alone or behind a label */
    DIGITS_SHORT = 9,     /* with fewer, a number within a text may be a date or a year */
    DIGITS_NATIONAL = 10, /* "02115-1234" is the end of an address */
    DIGITS_MOST = 15,     /* E.164 */
    NUMBER_MOST = 40,
    LABEL_MOST = 30
};

static bool
is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool
three_digits(const char *text)
{
    return is_digit(text[0]) && is_digit(text[1]) && is_digit(text[2]);
}

/* "(415) 555-0134", "+1 415-555-0134", "415.555.0134": how many bytes, 0 when it is none of them. */
static size_t
length_of_ten(const char *text)
{
    const char *at = text;
    if (strncmp(at, "+1", 2) == 0)
        at += 2 + strspn(at + 2, " -.");
    bool bracket = *at == '(';
    at += bracket;
    if (!three_digits(at) || (bracket && at[3] != ')'))
        return 0;
    at += 3 + bracket;
    size_t between = strspn(at, " -.");
    at += between;
    if ((between == 0 && !bracket) || !three_digits(at) || strchr(" -.", at[3]) == NULL ||
        at[3] == '\0')
        return 0;
    at += 4;
    return three_digits(at) && is_digit(at[3]) && !is_digit(at[4]) ? (size_t)(at + 4 - text) : 0;
}

/* " ext. 12", " x12" behind a number. */
static size_t
extension_length(const char *text)
{
    static const char *const words[] = {" ext. ", " ext ", " ext.", " x", "x"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i]);
        size_t digits =
            strspn(text + (strncmp(text, words[i], length) == 0 ? length : 0), "0123456789");
        if (strncmp(text, words[i], length) == 0 && digits > 0 && digits <= 6)
            return length + digits;
    }
    return 0;
}

/* Does another number begin here, behind so many digits of one? */
static bool
another_begins(const char *text, int digits)
{
    if (digits < 7)
        return false;
    return strncmp(text, " / ", 3) == 0 || strncmp(text, " +", 2) == 0 ||
           (strncmp(text, " (", 2) == 0 && three_digits(text + 2) && text[5] == ')');
}

/* The number that begins the text: its bytes, 0 when none does. `*out_sure`: it is one wherever it stands. */
static size_t
number_length(const char *text, bool *out_sure)
{
    size_t ten = length_of_ten(text), end = 0;
    int digits = 0;
    *out_sure = true;
    if (ten > 0)
        return ten + extension_length(text + ten);
    if (!is_digit(*text) && *text != '+' && *text != '(')
        return 0;
    for (size_t at = 0; at < NUMBER_MOST && digits <= DIGITS_MOST && text[at] != '\0' &&
                        strchr("+()-./ 0123456789", text[at]) != NULL;
         at++) {
        if (another_begins(text + at, digits) || (text[at] == '+' && at > 0))
            break;
        if (is_digit(text[at])) {
            digits++;
            end = at + 1;
        }
    }
    size_t extension = extension_length(text + end), word = strcspn(text + end, " ,;|/)");
    if (digits < DIGITS_LEAST || digits > DIGITS_MOST || (word > 1 && extension == 0) ||
        (*text == '(' && memchr(text, ')', end) == NULL))
        return 0;
    *out_sure =
        digits >= (*text == '0' ? DIGITS_NATIONAL : DIGITS_SHORT) && strchr("+(0", *text) != NULL;
    return end + extension;
}

/* ---- labels ---- */

/* "M", "Mobile": the label of an address book, "" for one that says only "phone"; NULL for another word. */
static const char *
label_of_word(struct signature *signature, const char *word)
{
    static const struct {
        const char *list, *label;
    } lists[] = {{"cell", "cell"}, {"work", "work"}, {"home", "home"},
                 {"fax", "fax"},   {"main", "main"}, {"phone", ""}};
    struct contacts_key key;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (signature_is_word(signature->words, lists[i].list, word))
            return lists[i].label;
    struct contacts_table_entry entry = contacts_any_name(signature->tables, word);
    if (entry.found && contacts_key_read(signature->arena, entry.key, &key) &&
        key.kind == CONTACTS_POINT && strcmp(key.point, "phone") == 0)
        return key.label == NULL ? "" : key.label;
    return NULL;
}

/* What stands between two numbers: the label of the next, and what is left beside it. */
static const char *
label_between(struct signature *signature, const char *text, size_t length, const char **out_left)
{
    static const char ends[] = " :.,;/|&()";
    while (length > 0 && strchr(ends, *text) != NULL) {
        text++;
        length--;
    }
    while (length > 0 && strchr(ends, text[length - 1]) != NULL)
        length--;
    const char *whole = arena_copy(signature->arena, text, length);
    *out_left = "";
    if (length == 0 || signature_is_word(signature->words, "between", whole))
        return NULL;
    const char *label = length <= LABEL_MOST ? label_of_word(signature, whole) : NULL;
    if (label != NULL)
        return label;
    const char *last = strrchr(whole, ' ');
    *out_left = whole;
    if (last == NULL || strlen(last) < 4)
        return NULL;
    label = label_of_word(signature, last + 1);
    if (label != NULL)
        *out_left = arena_copy(signature->arena, whole, (size_t)(last - whole));
    return label;
}

/* ---- a piece ---- */

static bool
begins_word(const char *from, const char *at)
{
    return at == from || strchr(" :.,;|(&", at[-1]) != NULL || (at == from + 1 && *from == '/');
}

/* "M (415) 555-0134 or 0170 555 0101": number by number; what is left stays in the piece. */
void
signature_take_phones(struct signature *signature, struct signature_piece *piece)
{
    struct buffer rest;
    const char *text = piece->text, *from = text;
    bool taken = false;
    buffer_open(&rest, signature->arena, 2 * SIGNATURE_TEXT_MAX);
    for (const char *at = text; *at != '\0';) {
        bool sure;
        const char *left, *label;
        size_t length = begins_word(from, at) ? number_length(at, &sure) : 0;
        if (length == 0 || (!sure && at - from > LABEL_MOST)) {
            at++;
            continue;
        }
        label = label_between(signature, from, (size_t)(at - from), &left);
        bool bare = label == NULL && at == text && at[length] == '\0';
        if (!sure && !(*left == '\0' && (label != NULL || taken || bare))) {
            at += length;
            continue;
        }
        if (!signature_keep_point(
                signature, piece, "phone", arena_copy(signature->arena, at, length),
                label == NULL || *label == '\0' ? NULL : label, label != NULL ? "sure" : "likely"))
            break;
        buffer_text(&rest, rest.length > 0 && *left != '\0' ? " " : "");
        buffer_text(&rest, left);
        taken = true;
        from = at += length;
    }
    if (!taken)
        return;
    const char *behind = from + strspn(from, " ,;/|)");
    buffer_text(&rest, rest.length > 0 && *behind != '\0' ? " " : "");
    buffer_text(&rest, behind);
    piece->text = arena_text(signature->arena, buffer_read(&rest));
    /* "best after six" */
    piece->aside = *piece->text >= 'a' && *piece->text <= 'z';
    piece->used = *piece->text == '\0' || signature_is_word(signature->words, "noise", piece->text);
}
