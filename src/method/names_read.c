/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"
#include "base/utf8.h"
#include "method/names_private.h"
#include "text/fold.h"
#include "text/name_words.h"

#include <string.h>

enum { PIECES_MAX = 24 };

struct reading {
    struct arena *arena;
    const struct nicknames *nicknames;
    struct name *name;
    struct name_word given[NAME_WORDS_MAX], family[NAME_WORDS_MAX];
    int given_count, family_count;
};

static bool
is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || (byte & 0x80) != 0;
}

/* The beginning of a text that fits, cut between characters. */
static const char *
shortened(struct arena *arena, const char *text)
{
    size_t length = text == NULL ? 0 : strlen(text);
    if (length > NAME_BYTES_MAX) {
        length = NAME_BYTES_MAX;
        while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
            length--;
    }
    return text == NULL ? "" : arena_copy(arena, text, length);
}

static void
notice_script(struct name *name, const char *text)
{
    const char *end = text + strlen(text);
    while (text < end) {
        uint32_t letter = utf8_next(&text, end);
        bool other = letter >= 0x370 && !(letter >= 0x1e00 && letter <= 0x1eff) &&
                     !(letter >= 0x2000 && letter <= 0x2bff);
        name->foreign = name->foreign || other;
        name->vowelless = name->vowelless || (letter >= 0x590 && letter <= 0x77f);
    }
}

static struct name_word
word_of(struct reading *reading, const char *text, size_t length)
{
    char *plain = arena_alloc(reading->arena, length + 1), *end = plain;
    for (size_t i = 0; i < length; i++)
        if (is_letter(text[i]))
            *end++ = text[i];
    if (reading->name->vowelless && end - plain >= NAME_ARTICLE_LEAST &&
        strncmp(plain, "al", 2) == 0)
        plain += 2; /* what Latin letters write apart, or leave out */
    struct name_word word = {.text = plain, .length = (int)(end - plain)};
    word.initial = word.length == 1 && (*plain & 0x80) == 0;
    word.sound = name_sound(reading->arena, plain);
    word.rough = name_rough(reading->arena, plain);
    word.skeleton = name_skeleton(reading->arena, word.rough);
    nicknames_facts(reading->nicknames, reading->name->foreign ? NULL : plain, word.rough,
                    &word.facts);
    return word;
}

/* Add what a piece between blanks holds: "anne-marie" and "j.r." are two words. */
static void
add_piece(struct reading *reading, struct name_word *words, int *count, const char *piece,
          size_t length)
{
    while (length > 0) {
        size_t part = 0;
        while (part < length && piece[part] != '-' && piece[part] != '.')
            part++;
        bool particle = part < length && name_word_is_particle(piece, part);
        if (part > 0 && *count < NAME_WORDS_MAX && !particle) {
            struct name_word word = word_of(reading, piece, part);
            if (word.length > 0)
                words[(*count)++] = word;
        }
        part += part < length;
        piece += part;
        length -= part;
    }
}

struct piece {
    const char *text;
    size_t length; /* without the comma */
    bool comma;
};

/* "(bob)", "\"bob\"" is a nickname; "(nee garcia)" a family name of before; "(she/her)" nothing. */
static void
read_aside(struct reading *reading, const char *text, size_t length)
{
    static const char *const births[] = {"nee ", "born ", "geb. ", "geb "};
    if (memchr(text, '/', length) != NULL || length == 0)
        return;
    for (size_t i = 0; i < sizeof births / sizeof *births; i++) {
        size_t begin = strlen(births[i]);
        if (length > begin && strncmp(text, births[i], begin) == 0) {
            add_piece(reading, reading->family, &reading->family_count, text + begin,
                      length - begin);
            return;
        }
    }
    if (memchr(text, ' ', length) == NULL)
        reading->name->other = word_of(reading, text, length);
}

/* Cut out what stands in parentheses or quotation marks. */
static char *
without_asides(struct reading *reading, const char *folded)
{
    char *kept = arena_alloc(reading->arena, strlen(folded) + 1), *end = kept;
    while (*folded != '\0') {
        char closing = (char)(*folded == '(' ? ')' : *folded == '"' ? '"' : '\0');
        const char *close = closing == '\0' ? NULL : strchr(folded + 1, closing);
        if (close != NULL) {
            read_aside(reading, folded + 1, (size_t)(close - folded - 1));
            folded = close + 1;
        } else {
            *end++ = *folded++;
        }
    }
    *end = '\0';
    return kept;
}

static int
split(const char *text, struct piece *pieces)
{
    int count = 0;
    while (*text != '\0' && count < PIECES_MAX) {
        size_t length = strcspn(text, " ");
        bool comma = length > 1 && text[length - 1] == ',';
        if (length > 0)
            pieces[count++] = (struct piece){text, length - comma, comma};
        text += length + (text[length] == ' ');
    }
    return count;
}

static void
take_generation(struct reading *reading, const struct piece *piece)
{
    static const char *const generations[] = {"jr", "sr", "ii", "iii", "iv", "v"};
    size_t length = piece->length - (piece->text[piece->length - 1] == '.');
    for (size_t i = 0; i < sizeof generations / sizeof *generations; i++)
        if (strlen(generations[i]) == length && memcmp(generations[i], piece->text, length) == 0)
            reading->name->generation = generations[i];
}

/* "Dr. med.", "Dr. rer. nat.": what stands behind a title with a dot and is no letter. */
static bool
goes_with_title(const struct piece *piece)
{
    static const char *const fields[] = {"med.", "phil.", "rer.", "nat.",  "jur.",
                                         "ing.", "pol.",  "oec.", "dent.", "h.c."};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strlen(fields[i]) == piece->length &&
            memcmp(fields[i], piece->text, piece->length) == 0)
            return true;
    return false;
}

/* Titles before and suffixes behind go; "John Smith, PhD" has no family name in front. */
static void
trim(struct reading *reading, struct piece *pieces, int *begin, int *end)
{
    int first = *begin;
    while (*begin + 1 < *end && (name_word_is_title(pieces[*begin].text, pieces[*begin].length) ||
                                 (*begin > first && goes_with_title(&pieces[*begin]))))
        (*begin)++;
    while (*end - 1 > *begin &&
           name_word_is_suffix(pieces[*end - 1].text, pieces[*end - 1].length)) {
        take_generation(reading, &pieces[--*end]);
        pieces[*end - 1].comma = false;
    }
}

static bool
is_particle(const struct piece *pieces, int begin, int end, int index)
{
    return index > begin && index + 1 < end &&
           name_word_is_particle(pieces[index].text, pieces[index].length);
}

static void
add_pieces(struct reading *reading, bool family, const struct piece *pieces, int begin, int end)
{
    for (int i = begin; i < end; i++) {
        bool small =
            family && i + 1 < end && name_word_is_particle(pieces[i].text, pieces[i].length);
        if (small || is_particle(pieces, begin, end, i))
            continue;
        if (family)
            add_piece(reading, reading->family, &reading->family_count, pieces[i].text,
                      pieces[i].length);
        else
            add_piece(reading, reading->given, &reading->given_count, pieces[i].text,
                      pieces[i].length);
    }
}

static void
read_whole(struct reading *reading, const char *text)
{
    struct piece pieces[PIECES_MAX];
    int begin = 0, end = split(without_asides(reading, text_fold(reading->arena, text)), pieces);
    if (end == 0)
        return;
    trim(reading, pieces, &begin, &end);
    int comma = begin;
    while (comma < end && !pieces[comma].comma)
        comma++;
    if (comma + 1 < end) {
        add_pieces(reading, true, pieces, begin, comma + 1);
        add_pieces(reading, false, pieces, comma + 1, end);
    } else if (end - begin > 1 && name_begins_with_family(text)) {
        add_pieces(reading, true, pieces, begin, begin + 1);
        add_pieces(reading, false, pieces, begin + 1, end);
    } else if (end - begin > 1) {
        int family = end - 1;
        while (family > begin + 1 &&
               name_word_is_particle(pieces[family - 1].text, pieces[family - 1].length))
            family--;
        add_pieces(reading, false, pieces, begin, family);
        add_pieces(reading, true, pieces, family, end);
    } else {
        add_pieces(reading, false, pieces, begin, end);
    }
}

static void
read_part(struct reading *reading, bool family, const char *text)
{
    struct piece pieces[PIECES_MAX];
    const char *folded = text_fold(reading->arena, shortened(reading->arena, text));
    int begin = 0, end = split(without_asides(reading, folded), pieces);
    if (end == 0)
        return;
    trim(reading, pieces, &begin, &end);
    add_pieces(reading, family, pieces, begin, end);
}

static const char *
joined_of(struct arena *arena, const struct name_word *words, int count, int first)
{
    struct buffer buffer;
    buffer_open(&buffer, arena, JOINED_MAX);
    for (int i = 0; i < count; i++)
        buffer_text(&buffer, words[(i + first) % count].text);
    return buffer_read(&buffer);
}

static void
finish(struct reading *reading)
{
    struct name *name = reading->name;
    for (int i = 0; i < reading->given_count; i++)
        name->words[name->count++] = reading->given[i];
    name->family = name->count;
    for (int i = 0; i < reading->family_count && name->count < NAME_WORDS_MAX; i++)
        name->words[name->count++] = reading->family[i];
    if (name->count == 0)
        return;
    const char *turned = joined_of(reading->arena, name->words, name->count, name->family);
    name->joined = joined_of(reading->arena, name->words, name->count, 0);
    name->joined_rough = name_rough(reading->arena, name->joined);
    name->turned_rough = name_rough(reading->arena, turned);
}

const struct name *
name_read(struct arena *arena, const struct nicknames *nicknames, const struct name_parts *parts)
{
    struct reading *reading = arena_alloc(arena, sizeof *reading);
    struct name *name = arena_alloc(arena, sizeof *name);
    *reading = (struct reading){.arena = arena, .nicknames = nicknames, .name = name};
    name->generation = name->joined = name->joined_rough = name->turned_rough = "";
    const char *family = shortened(arena, parts->family), *given = shortened(arena, parts->given);
    const char *whole = shortened(arena, parts->name);
    if (*whole == '\0')
        whole = *family == '\0'  ? given
                : *given == '\0' ? family
                                 : arena_print(arena, "%s %s", given, family);
    name->raw = whole;
    notice_script(name, whole);
    if (*family != '\0' && *given != '\0') {
        read_part(reading, false, given);
        read_part(reading, false, parts->additional);
        read_part(reading, true, family);
    } else {
        read_whole(reading, whole);
    }
    struct piece suffixes[PIECES_MAX];
    int count = split(text_fold(arena, shortened(arena, parts->suffix)), suffixes);
    for (int i = 0; i < count; i++)
        take_generation(reading, &suffixes[i]);
    const char *nickname = text_fold(arena, shortened(arena, parts->nickname));
    if (*nickname != '\0' && strchr(nickname, ' ') == NULL)
        name->other = word_of(reading, nickname, strlen(nickname));
    finish(reading);
    return name;
}

bool
name_is_empty(const struct name *name)
{
    return name->count == 0;
}
