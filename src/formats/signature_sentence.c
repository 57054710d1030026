/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/signature_private.h"

#include "formats/contacts_private.h"

#include <string.h>

static const char *
trimmed(struct signature *signature, const char *text, size_t length)
{
    return contacts_line(signature->arena, (struct csv_field){text, length});
}

struct signature_piece *
signature_insert(struct signature *signature, int at, const char *text, size_t length)
{
    const char *clean = trimmed(signature, text, length);
    if (clean == NULL)
        return NULL;
    if (signature->count == SIGNATURE_PIECES_MAX) {
        signature->cut = true;
        return NULL;
    }
    struct signature_piece *piece = &signature->pieces[at];
    struct signature_piece before = signature->pieces[at - 1];
    memmove(piece + 1, piece, (size_t)(signature->count - at) * sizeof *piece);
    signature->count++;
    *piece = (struct signature_piece){.text = clean, .source = before.source, .line = before.line};
    return piece;
}

bool
signature_has_any_word(const struct signature *signature, const char *text)
{
    static const char *const lists[] = {"title", "organization", "department"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (signature_has_word(signature->words, lists[i], text))
            return true;
    return false;
}

/* ---- brackets ---- */

int
signature_open_bracket(struct signature *signature, int at)
{
    const char *text = signature->pieces[at].text, *open = strchr(text, '(');
    const char *close = open == NULL ? NULL : strchr(open, ')');
    int added = 0;
    if (open == NULL)
        return 0;
    const char *end = close == NULL ? open + strlen(open) : close;
    struct signature_piece *behind =
        close == NULL ? NULL : signature_insert(signature, at + 1, close + 1, strlen(close + 1));
    if (behind != NULL) {
        behind->aside = !signature_has_any_word(signature, behind->text);
        added++;
    }
    struct signature_piece *inside =
        signature_insert(signature, at + 1, open + 1, (size_t)(end - open - 1));
    if (inside != NULL) {
        /* "(she/her)" is no job, whatever stands where a job would. */
        inside->aside = !signature_has_any_word(signature, inside->text);
        added++;
    }
    signature->pieces[at].text = trimmed(signature, text, (size_t)(open - text));
    if (signature->pieces[at].text == NULL)
        signature->pieces[at].text = "";
    return added;
}

/* ---- "Met Sam Lee (product designer at Figma) at the spring fair" ---- */

/* How many bytes of words that begin as names do. */
static size_t
name_length(const char *text)
{
    size_t length = 0;
    for (const char *word = text; *word != '\0' && *word != '(';) {
        bool capital = (*word >= 'A' && *word <= 'Z') || (unsigned char)*word >= 0x80;
        if (!capital)
            break;
        word += strcspn(word, " ");
        length = (size_t)(word - text);
        word += strspn(word, " ");
    }
    return length;
}

/* "at the spring fair" behind who was met: where that was. */
static bool
tells_where(const char *text)
{
    static const char *const begins[] = {"at ", "in ", "on ", "during ", "through "};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (strncmp(text, begins[i], strlen(begins[i])) == 0)
            return true;
    return false;
}

static void
say_where(struct signature *signature, int at)
{
    const char *text = signature->pieces[at].text;
    const char *where = tells_where(text) ? text : strstr(text, " at ");
    signature->pieces[at].aside = true;
    if (where == NULL)
        return;
    if (where > text) {
        struct signature_piece *added = signature_insert(signature, at + 1, where, strlen(where));
        if (added == NULL)
            return;
        signature->pieces[at].text = trimmed(signature, text, (size_t)(where - text));
        added->aside = true;
        at++;
    }
    signature->pieces[at].text =
        arena_join(signature->arena, "met ", signature->pieces[at].text, "");
}

void
signature_open_sentence(struct signature *signature)
{
    for (int i = 0; i < signature->count; i++) {
        const char *text = signature->pieces[i].text;
        const char *name = signature_behind(signature->words, "encounter", text);
        size_t length = name == NULL ? 0 : name_length(name);
        if (length == 0 || signature_behind(signature->words, "met", text) != NULL)
            continue;
        bool more =
            signature_insert(signature, i + 1, name + length, strlen(name + length)) != NULL;
        signature->pieces[i].text = trimmed(signature, name, length);
        int last = i + more;
        if (more && signature->pieces[last].text[0] == '(') {
            int added = signature_open_bracket(signature, last);
            signature->pieces[last].used = true;
            bool behind = added == 2;
            last += behind ? 2 : 0;
            more = behind;
        }
        if (more)
            say_where(signature, last);
        for (int later = last + 1; later < signature->count; later++)
            if (signature->pieces[later].line == signature->pieces[i].line &&
                tells_where(signature->pieces[later].text))
                say_where(signature, later);
        return;
    }
}
