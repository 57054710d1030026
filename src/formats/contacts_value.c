/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"
#include "base/utf8.h"
#include "formats/contacts_private.h"
#include "text/fold.h"
#include "text/name_words.h"

#include <string.h>
#include <strings.h>

enum { DETAIL_MAX = 20000, DETAIL_PARTS = 7 };

int
contacts_truth(struct arena *arena, const char *text)
{
    static const char *const yes[] = {
        "true", "yes",  "1",          "on",  "y",    "wahr",   "ja",  "vrai", "oui", "verdadero",
        "si",   "vero", "verdadeiro", "sim", "waar", "prawda", "tak", "sant", "x"};
    static const char *const no[] = {"false", "no",    "0",   "off",    "n",   "falsch",
                                     "nein",  "faux",  "non", "falso",  "nao", "onwaar",
                                     "nee",   "falsz", "nie", "falskt", "nej"};
    const char *folded = text_fold(arena, text);
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (strcmp(folded, yes[i]) == 0)
            return 1;
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (strcmp(folded, no[i]) == 0)
            return 0;
    return -1;
}

char *
contacts_label(struct arena *arena, const char *text)
{
    static const struct {
        const char *theirs, *ours;
    } labels[] = {{"home", "home"},         {"work", "work"},         {"mobile", "cell"},
                  {"cell", "cell"},         {"main", "main"},         {"other", "other"},
                  {"work fax", "work fax"}, {"home fax", "home fax"}, {"other fax", "other fax"},
                  {"fax", "fax"},           {"pager", "pager"},       {"business", "work"},
                  {"school", "school"},     {"profile", "profile"},   {"blog", "blog"}};
    if (text == NULL)
        return NULL;
    if (*text == '*')
        text += strspn(text, "* ");
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (strcasecmp(labels[i].theirs, text) == 0)
            return arena_text(arena, labels[i].ours);
    return *text == '\0' ? NULL : arena_text(arena, text);
}

/* Chinese, Japanese and Korean names put the family first, without a blank. */
static bool
is_cjk(const char *text)
{
    return name_letter_is_east_asian(utf8_next(&text, text + strlen(text)));
}

char *
contacts_whole_name(struct arena *arena, const char *given, const char *additional,
                    const char *family, const char *suffix)
{
    const char *parts[] = {given, additional, family, suffix};
    char *whole = NULL;
    if (given != NULL && family != NULL && is_cjk(given) && is_cjk(family))
        return arena_join(arena, family, given, "");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i] == NULL || (i == 3 && whole == NULL))
            continue;
        whole = whole == NULL ? arena_join(arena, parts[i], "", "")
                              : arena_join(arena, whole, " ", parts[i]);
    }
    return whole;
}

/* ---- addresses ---- */

static const enum contacts_part detail_order[DETAIL_PARTS] = {
    CONTACTS_PO,     CONTACTS_EXTENDED, CONTACTS_STREET, CONTACTS_CITY,
    CONTACTS_REGION, CONTACTS_POSTAL,   CONTACTS_COUNTRY};

/* A component, escaped; its lines become the items of a list. */
static void
put_component(struct buffer *buffer, const char *text, bool *first)
{
    if (text == NULL || *text == '\0')
        return;
    if (!*first)
        buffer_byte(buffer, ',');
    *first = false;
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            buffer_byte(buffer, ',');
            continue;
        }
        if (strchr(",;\\", *text) != NULL)
            buffer_byte(buffer, '\\');
        buffer_byte(buffer, *text);
    }
}

char *
contacts_address_detail(struct arena *arena, char *const parts[CONTACTS_PARTS])
{
    struct buffer buffer;
    buffer_open(&buffer, arena, DETAIL_MAX);
    for (int i = 0; i < DETAIL_PARTS; i++) {
        bool first = true;
        if (i > 0)
            buffer_byte(&buffer, ';');
        put_component(&buffer, parts[detail_order[i]], &first);
        if (detail_order[i] == CONTACTS_STREET) {
            put_component(&buffer, parts[CONTACTS_STREET2], &first);
            put_component(&buffer, parts[CONTACTS_STREET3], &first);
        }
    }
    if (buffer.length == DETAIL_PARTS - 1 || buffer_status(&buffer) != STATUS_OK)
        return NULL;
    return arena_text(arena, buffer_read(&buffer));
}

static void
put_line(struct buffer *buffer, const char *separator, const char *text)
{
    if (text == NULL || *text == '\0')
        return;
    if (buffer->length > 0)
        buffer_text(buffer, separator);
    buffer_text(buffer, text);
}

char *
contacts_address_lines(struct arena *arena, char *const parts[CONTACTS_PARTS])
{
    static const enum contacts_part lines[] = {CONTACTS_STREET, CONTACTS_STREET2, CONTACTS_STREET3,
                                               CONTACTS_EXTENDED, CONTACTS_PO};
    struct buffer buffer, place;
    buffer_open(&buffer, arena, DETAIL_MAX);
    buffer_open(&place, arena, DETAIL_MAX);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        put_line(&buffer, "\n", parts[lines[i]]);
    put_line(&place, ", ", parts[CONTACTS_CITY]);
    put_line(&place, ", ", parts[CONTACTS_REGION]);
    put_line(&place, " ", parts[CONTACTS_POSTAL]);
    put_line(&buffer, "\n", buffer_read(&place));
    put_line(&buffer, "\n", parts[CONTACTS_COUNTRY]);
    if (buffer.length == 0 || buffer_status(&buffer) != STATUS_OK)
        return NULL;
    return arena_text(arena, buffer_read(&buffer));
}

bool
contacts_address_read(struct arena *arena, const char *detail, char *parts[CONTACTS_PARTS])
{
    char *read[DETAIL_PARTS] = {0};
    size_t length = strlen(detail);
    for (int i = 0; i < DETAIL_PARTS; i++) {
        char *to = read[i] = arena_alloc(arena, length + 1);
        for (; *detail != '\0' && *detail != ';'; detail++) {
            if (*detail == '\\' && detail[1] != '\0') {
                detail++;
                *to++ = (char)(*detail == 'n' || *detail == 'N' ? '\n' : *detail);
            } else {
                *to++ = (char)(*detail == ',' ? '\n' : *detail);
            }
        }
        *to = '\0';
        if (*detail == ';')
            detail++;
        else if (i == 0)
            return false;
    }
    if (*detail != '\0')
        return false;
    for (int i = 0; i < DETAIL_PARTS; i++)
        parts[detail_order[i]] = read[i][0] == '\0' ? NULL : read[i];
    return true;
}

const char *
contacts_place_of(struct arena *arena, const struct doc *points)
{
    for (uint32_t i = 0; points != NULL && i < doc_count(points); i++) {
        const struct doc *point = doc_item(points, i);
        const char *detail = doc_text_of(point, "detail");
        char *parts[CONTACTS_PARTS] = {0};
        if (strcmp(doc_text_of(point, "kind"), "address") != 0 ||
            !contacts_address_read(arena, detail, parts) || parts[CONTACTS_CITY] == NULL)
            continue;
        struct csv_field town = {parts[CONTACTS_CITY], strlen(parts[CONTACTS_CITY])};
        const char *place = contacts_line(arena, town);
        if (place != NULL)
            return place;
    }
    return NULL;
}

/* ---- what a cell looks like ---- */

bool
contacts_looks_phone(const char *text)
{
    int digits = 0, others = 0;
    if (*text == '\'')
        text++;
    for (; *text != '\0'; text++) {
        if (*text >= '0' && *text <= '9')
            digits++;
        else if (strchr("+()-./ xX", *text) != NULL)
            others++;
        else
            return false;
    }
    return digits >= 6 && digits <= 20 && others <= digits;
}

bool
contacts_looks_link(const char *text)
{
    return strncasecmp(text, "http://", 7) == 0 || strncasecmp(text, "https://", 8) == 0 ||
           strncasecmp(text, "www.", 4) == 0 || strncasecmp(text, "linkedin.com/", 13) == 0;
}

/* Two to four words, each begun by a capital or a letter of a script without capitals, no digit. */
bool
contacts_looks_name(const char *text)
{
    int words = 0;
    bool begins = true;
    if (strlen(text) > 60)
        return false;
    for (; *text != '\0'; text++) {
        if ((*text >= '0' && *text <= '9') || strchr("@/:;!?_=<>{}#*\"", *text) != NULL)
            return false;
        if (begins && *text != ' ') {
            if (*text >= 'a' && *text <= 'z')
                return false;
            words++;
        }
        begins = *text == ' ';
    }
    return words >= 2 && words <= 4;
}
