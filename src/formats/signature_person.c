/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/contacts_private.h"
#include "formats/signature_private.h"
#include "text/fold.h"

#include <string.h>
#include <strings.h>

enum { NAME_WORDS_MAX = 5 };

/* ---- names ---- */

/* "Dr. Ada Quinn, PhD (she/her)" -> "Ada Quinn"; the titles before it and the letters behind it apart. */
static const char *
bare_name(struct signature *signature, const char *text, const char **out_prefix,
          const char **out_suffix)
{
    struct arena *arena = signature->arena;
    char *name = arena_copy(arena, text, strcspn(text, "("));
    char *comma = strchr(name, ',');
    *out_prefix = *out_suffix = NULL;
    if (comma != NULL) {
        const char *behind = comma + 1 + strspn(comma + 1, " ");
        char *first = arena_copy(arena, behind, strcspn(behind, " .,"));
        if (!signature_is_word(signature->words, "suffix", first))
            return NULL;
        *out_suffix = contacts_line(arena, (struct csv_field){behind, strlen(behind)});
        *comma = '\0';
    }
    const char *start = name;
    for (;;) {
        size_t word = strcspn(start, " ");
        if (start[word] == '\0' ||
            !signature_is_word(signature->words, "prefix", arena_copy(arena, start, word)))
            break;
        start += word + strspn(start + word, " ");
    }
    if (start > name)
        *out_prefix = contacts_line(arena, (struct csv_field){name, (size_t)(start - name)});
    return contacts_line(arena, (struct csv_field){start, strlen(start)});
}

/* Do two of the name's words, or one and an initial, stand in the local part of an address? */
static bool
fits_address(struct signature *signature, const char *name)
{
    const char *folded = text_fold(signature->arena, name);
    for (uint32_t i = 0; i < doc_count(signature->points); i++) {
        const struct doc *point = doc_item(signature->points, i);
        const char *value = doc_text_of(point, "value");
        if (strcmp(doc_text_of(point, "kind"), "email") != 0)
            continue;
        char *local =
            text_fold(signature->arena, arena_copy(signature->arena, value, strcspn(value, "@")));
        for (const char *word = folded; *word != '\0';) {
            size_t length = strcspn(word, " ");
            if (length >= 3 && strstr(local, arena_copy(signature->arena, word, length)) != NULL)
                return true;
            word += length + strspn(word + length, " ");
        }
    }
    return false;
}

static bool
begins_with_letter(const char *text)
{
    return (*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') ||
           (unsigned char)*text >= 0x80;
}

static bool
is_taken_for_other(struct signature *signature, const char *text)
{
    return signature_has_word(signature->words, "title", text) ||
           signature_has_word(signature->words, "organization", text) ||
           signature_has_word(signature->words, "department", text) ||
           signature_is_word(signature->words, "noise", text);
}

static bool
take_name(struct signature *signature, struct signature_piece *piece, bool first)
{
    const char *prefix, *suffix, *name = bare_name(signature, piece->text, &prefix, &suffix);
    if (name == NULL || !begins_with_letter(name))
        return false;
    bool fits = contacts_looks_name(name) && fits_address(signature, name);
    bool looks = contacts_looks_name(name) && !is_taken_for_other(signature, name);
    bool alone = first && signature->one_line && strchr(name, ' ') == NULL && *name != '\0' &&
                 strpbrk(name, "0123456789@/:=<>{}[]\"#*+|\\") == NULL &&
                 !is_taken_for_other(signature, name);
    if (!fits && !looks && !alone)
        return false;
    if (!signature_keep(signature, piece, "name", name,
                        fits             ? "sure"
                        : first && looks ? "likely"
                                         : "guess"))
        return false;
    if (prefix != NULL)
        (void)signature_keep(signature, piece, "name_prefix", prefix, "sure");
    if (suffix != NULL)
        (void)signature_keep(signature, piece, "name_suffix", suffix, "sure");
    (void)signature_open_bracket(signature, (int)(piece - signature->pieces));
    return true;
}

static void
find_name(struct signature *signature)
{
    if (!doc_is_empty(doc_get(signature->person, "name")))
        return;
    /* A name that an address confirms goes before one that merely stands first. */
    for (int round = 0; round < 2; round++) {
        bool first = true;
        for (int i = 0; i < signature->count; i++) {
            struct signature_piece *piece = &signature->pieces[i];
            const char *prefix, *suffix, *name;
            if (piece->used || signature_is_word(signature->words, "noise", piece->text))
                continue;
            name = bare_name(signature, piece->text, &prefix, &suffix);
            if (round == 0 && (name == NULL || !fits_address(signature, name)))
                continue;
            if (take_name(signature, piece, first))
                return;
            first = false;
        }
    }
}

/* "ada.quinn@example.org" -> "Ada Quinn" */
static void
name_from_address(struct signature *signature)
{
    if (!doc_is_empty(doc_get(signature->person, "name")))
        return;
    for (uint32_t i = 0; i < doc_count(signature->found); i++) {
        const struct doc *found = doc_item(signature->found, i);
        const char *value = doc_text_of(found, "value");
        size_t local = strcspn(value, "@"), dot = strcspn(value, "._");
        if (strcmp(doc_text_of(found, "field"), "email") != 0 || dot < 2 || dot + 2 >= local)
            continue;
        char *name = arena_copy(signature->arena, value, local);
        name[dot] = ' ';
        if (strpbrk(name, "0123456789._+-") != NULL)
            continue;
        for (size_t at = 0; at < local; at++)
            if ((at == 0 || at == dot + 1) && name[at] >= 'a' && name[at] <= 'z')
                name[at] = (char)(name[at] - 0x20);
        struct signature_piece piece = {.text = name,
                                        .source = doc_text_of(found, "source"),
                                        .line = (int)doc_int_of(found, "line")};
        (void)signature_keep(signature, &piece, "name", name, "guess");
        return;
    }
}

/* ---- job and organization ---- */

/* Job and organization of one piece. What was known otherwise before stays to be noted. */
static bool
keep_both(struct signature *signature, struct signature_piece *piece, const char *title,
          const char *organization, const char *sure)
{
    bool first = signature_keep(signature, piece, "title", title, "likely");
    bool second = signature_keep(signature, piece, "organization", organization, sure);
    if (first == second) {
        piece->aside = !first;
        return true;
    }
    const char *known = doc_text_of(signature->person, first ? "organization" : "title");
    const char *left = first ? organization : title;
    if (strcasecmp(known, left) != 0) {
        piece->text = left;
        piece->used = false;
        piece->aside = true;
    }
    return true;
}

/* "Curator at Natural History Museum", "Curator @ River Works" */
static bool
take_title_at(struct signature *signature, struct signature_piece *piece)
{
    static const char *const words[] = {" at ", " @ ", " bei ", " chez "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *at = strstr(piece->text, words[i]);
        if (at == NULL)
            continue;
        char *title = arena_copy(signature->arena, piece->text, (size_t)(at - piece->text));
        const char *organization = at + strlen(words[i]);
        if (!signature_has_word(signature->words, "title", title) &&
            !signature_has_word(signature->words, "organization", organization))
            continue;
        return keep_both(signature, piece, title, organization, "likely");
    }
    return false;
}

/* Could this be an organization that no word shows, as "ACME" behind "Data Lead, "? "Marketing" behind "Director, " is
 * more of the job. */
static bool
may_be_organization(struct signature *signature, const char *text)
{
    return strlen(text) <= 60 && *text != '\0' && !(*text >= 'a' && *text <= 'z') &&
           strpbrk(text, ",0123456789@:") == NULL &&
           !signature_has_word(signature->words, "title", text) &&
           !signature_has_word(signature->words, "department", text) &&
           !signature_has_word(signature->words, "field", text);
}

/* "Curator, Natural History Museum", "Data Lead, ACME" on one line of several. */
static bool
take_title_comma(struct signature *signature, struct signature_piece *piece)
{
    const char *comma = strstr(piece->text, ", ");
    if (comma == NULL)
        return false;
    char *title = arena_copy(signature->arena, piece->text, (size_t)(comma - piece->text));
    const char *behind = comma + 2;
    if (!signature_has_word(signature->words, "title", title) ||
        signature_has_word(signature->words, "organization", title))
        return false;
    bool shows = signature_has_word(signature->words, "organization", behind);
    if (!shows && !may_be_organization(signature, behind))
        return false;
    return keep_both(signature, piece, title, behind, shows ? "likely" : "guess");
}

static bool
is_address(struct signature *signature, const char *text)
{
    size_t figures = 0;
    for (const char *cursor = text; *cursor != '\0'; cursor++)
        figures += *cursor >= '0' && *cursor <= '9';
    return figures > 0 && figures <= 12 && strchr(text, ' ') != NULL &&
           signature_has_word(signature->words, "street", text);
}

/* "28195 Bremen", "Boston, MA 02115": goes to the address whose line it follows. */
static bool
is_postal(const char *text)
{
    size_t run = 0;
    for (const char *cursor = text; *cursor != '\0'; cursor++) {
        bool figure = *cursor >= '0' && *cursor <= '9';
        run = figure ? run + 1 : 0;
        if (run >= 4 && run <= 6 && !(cursor[1] >= '0' && cursor[1] <= '9'))
            return strlen(text) > run + 3;
    }
    return false;
}

static void
find_addresses(struct signature *signature)
{
    for (int i = 0; i < signature->count; i++) {
        struct signature_piece *piece = &signature->pieces[i];
        const char *address = piece->text;
        int last = i;
        if (piece->used || !is_address(signature, piece->text))
            continue;
        for (int next = i + 1; next < signature->count && next <= i + 2; next++) {
            if (signature->pieces[next].used || !is_postal(signature->pieces[next].text))
                break;
            address =
                arena_print(signature->arena, "%s\n%s", address, signature->pieces[next].text);
            last = next;
        }
        if (signature_keep_point(signature, piece, "address", address, NULL, "likely"))
            for (int used = i; used <= last; used++)
                signature->pieces[used].used = true;
    }
}

static void
find_by_words(struct signature *signature)
{
    for (int i = 0; i < signature->count; i++) {
        struct signature_piece *piece = &signature->pieces[i];
        if (piece->used || strlen(piece->text) > 120)
            continue;
        if (take_title_at(signature, piece) || take_title_comma(signature, piece))
            continue;
        bool title = signature_has_word(signature->words, "title", piece->text);
        bool organization = signature_has_word(signature->words, "organization", piece->text);
        bool department = signature_has_word(signature->words, "department", piece->text);
        if (department && signature_keep(signature, piece, "department", piece->text, "likely"))
            continue;
        if (title && !organization &&
            signature_keep(signature, piece, "title", piece->text, "likely"))
            continue;
        if (organization)
            (void)signature_keep(signature, piece, "organization", piece->text, "likely");
    }
}

/* What stands right behind the name and has no word we know: first the job, then where. */
static void
find_by_place(struct signature *signature)
{
    static const char *const fields[] = {"title", "organization", "place"};
    int name_line = 0;
    size_t field = 0;
    for (uint32_t i = 0; i < doc_count(signature->found); i++)
        if (strcmp(doc_text_of(doc_item(signature->found, i), "field"), "name") == 0)
            name_line = (int)doc_int_of(doc_item(signature->found, i), "line");
    for (int i = 0; i < signature->count && name_line > 0; i++) {
        struct signature_piece *piece = &signature->pieces[i];
        bool near =
            signature->one_line || (piece->line >= name_line && piece->line <= name_line + 5);
        if (piece->used || piece->aside || !near || !begins_with_letter(piece->text) ||
            strlen(piece->text) > 80 || strchr(piece->text, '(') != NULL ||
            signature_is_word(signature->words, "noise", piece->text) ||
            strpbrk(piece->text, "0123456789?!") != NULL)
            continue;
        while (field < 3 && !doc_is_empty(doc_get(signature->person, fields[field])))
            field++;
        bool place = strstr(piece->text, ", ") != NULL;
        if (place && signature_keep(signature, piece, "place", piece->text, "guess"))
            continue;
        if (field < 3)
            (void)signature_keep(signature, piece, fields[field], piece->text, "guess");
    }
}

void
signature_find_words(struct signature *signature)
{
    find_name(signature);
    name_from_address(signature);
    find_addresses(signature);
    find_by_words(signature);
    find_by_place(signature);
}
