/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/fold.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "text/fold_latin.h"
#include "text/transliterate.h"

#include <stdbool.h>
#include <string.h>

enum { GROWTH = 8 };

/* The ceiling never cuts: no letter of the tables grows that much, and ICU's answer is bounded
 * too. */
struct key {
    struct arena *arena;
    struct buffer buffer;
};

static bool
is_blank(uint32_t code_point)
{
    return (code_point >= 0x09 && code_point <= 0x0d) || code_point == ' ' || code_point == 0xa0 ||
           code_point == 0x1680 || (code_point >= 0x2000 && code_point <= 0x200a) ||
           code_point == 0x2028 || code_point == 0x2029 || code_point == 0x202f ||
           code_point == 0x205f || code_point == 0x3000;
}

static void
add_blank(struct key *key)
{
    const struct buffer *buffer = &key->buffer;
    if (buffer->length > 0 && buffer->data[buffer->length - 1] != ' ')
        buffer_byte(&key->buffer, ' ');
}

static void
add_ascii(struct key *key, char letter)
{
    if (letter >= 'A' && letter <= 'Z')
        buffer_byte(&key->buffer, (char)(letter | 0x20));
    else
        buffer_byte(&key->buffer, letter);
}

static void
add_plain(struct key *key, const char *plain)
{
    for (; *plain != '\0'; plain++)
        if (*plain == ' ')
            add_blank(key);
        else
            buffer_byte(&key->buffer, *plain);
}

/* One character; false, and nothing added, when it is of another script and `known_only`. */
static bool
add_character(struct key *key, uint32_t code_point, bool known_only)
{
    char bytes[4];
    if (is_blank(code_point)) {
        add_blank(key);
    } else if (code_point < 0x80) {
        if (!utf8_is_control(code_point))
            add_ascii(key, (char)code_point);
    } else {
        const char *plain = fold_letter(code_point);
        if (plain == NULL && known_only)
            return false;
        if (plain != NULL)
            add_plain(key, plain);
        else
            buffer_add(&key->buffer, bytes, utf8_put(code_point, bytes));
    }
    return true;
}

static bool
add_characters(struct key *key, const char *text, const char *end, bool known_only)
{
    while (text < end)
        if (!add_character(key, utf8_next(&text, end), known_only))
            return false;
    return true;
}

/* Behind the last character of a word, or behind as many as go through ICU at once. */
static const char *
word_end(const char *text, const char *end)
{
    for (int count = 0; text < end && count < TRANSLITERATE_WORD_MAX; count++) {
        const char *next = text;
        if (is_blank(utf8_next(&next, end)))
            break;
        text = next;
    }
    return text;
}

static void
add_word(struct key *key, const char *word, const char *end)
{
    size_t length = key->buffer.length;
    if (add_characters(key, word, end, true))
        return;
    key->buffer.length = length;
    const char *latin = transliterate(key->arena, word, (size_t)(end - word));
    if (latin != NULL)
        (void)add_characters(key, latin, latin + strlen(latin), false);
    else
        (void)add_characters(key, word, end, false);
}

static void
add_text(struct key *key, const char *text, const char *end)
{
    while (text < end) {
        const char *word = text;
        text = word_end(text, end);
        if (text > word)
            add_word(key, word, text);
        else
            (void)add_character(key, utf8_next(&text, end), true);
    }
}

/* Most names: nothing but ASCII, folded where it is copied to. False at the first other byte. */
static bool
fold_ascii(char *copy, const char *text)
{
    char *end = copy;
    for (; *text != '\0'; text++) {
        unsigned char letter = (unsigned char)*text;
        if (letter >= 0x80)
            return false;
        if (letter >= 'A' && letter <= 'Z')
            *end++ = (char)(letter | 0x20);
        else if (letter > ' ' && letter < 0x7f)
            *end++ = (char)letter;
        else if (is_blank(letter) && end > copy && end[-1] != ' ')
            *end++ = ' ';
    }
    if (end > copy && end[-1] == ' ')
        end--;
    *end = '\0';
    return true;
}

char *
text_fold(struct arena *arena, const char *text)
{
    if (text == NULL)
        return arena_text(arena, "");
    size_t length = strlen(text);
    char *copy = arena_alloc(arena, length + 1);
    if (fold_ascii(copy, text))
        return copy;
    struct key key = {.arena = arena};
    buffer_open(&key.buffer, arena, length * GROWTH + UINT16_MAX);
    buffer_text(&key.buffer, "");
    add_text(&key, text, text + length);
    struct buffer *buffer = &key.buffer;
    if (buffer->length > 0 && buffer->data[buffer->length - 1] == ' ')
        buffer->length--;
    buffer->data[buffer->length] = '\0';
    return buffer->data;
}
