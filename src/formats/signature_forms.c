/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"
#include "formats/contacts_private.h"
#include "formats/mail.h"
#include "formats/profile.h"
#include "formats/signature_private.h"
#include "text/fold.h"

#include <string.h>
#include <strings.h>

static bool
take_link(struct signature *signature, struct signature_piece *piece, const char *word,
          const char *sure)
{
    if (profile_key(signature->arena, word) == NULL)
        return false;
    const char *value =
        strstr(word, "://") != NULL ? word : arena_join(signature->arena, "https://", word, "");
    return signature_keep_point(signature, piece, "link", value, NULL, sure);
}

/* "example.org/ada": a host with a known kind of end, lower case throughout. */
static bool
is_bare_host(const char *word)
{
    static const char *const ends[] = {"com", "org",  "net", "edu", "gov", "io", "de", "uk", "fr",
                                       "es",  "it",   "nl",  "pl",  "se",  "ch", "at", "eu", "dev",
                                       "me",  "info", "ca",  "au",  "jp",  "cn", "kr", "br", "ac"};
    size_t host = strcspn(word, "/?#");
    const char *dot = memrchr(word, '.', host);
    if (dot == NULL || strchr(word, '@') != NULL)
        return false;
    for (size_t i = 0; i < host; i++)
        if (word[i] >= 'A' && word[i] <= 'Z')
            return false;
    size_t length = host - (size_t)(dot + 1 - word);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (strlen(ends[i]) == length && strncmp(dot + 1, ends[i], length) == 0)
            return true;
    return false;
}

static const char *
stripped(struct arena *arena, const char *start, size_t length)
{
    while (length > 0 && strchr("<([{\"'", *start) != NULL) {
        start++;
        length--;
    }
    while (length > 0 && strchr(">)]}\"',;:.", start[length - 1]) != NULL)
        length--;
    if (length > 7 && strncasecmp(start, "mailto:", 7) == 0) {
        start += 7;
        length -= 7;
    }
    return arena_copy(arena, start, length);
}

/* Words that show what they are, wherever they stand; true when nothing but them and their labels is in the
 * piece. What they leave of it stays to be looked at. */
static void
take_words(struct signature *signature, struct signature_piece *piece)
{
    struct arena *arena = signature->arena;
    struct buffer left;
    bool taken = false;
    buffer_open(&left, arena, SIGNATURE_TEXT_MAX);
    for (const char *cursor = piece->text; *cursor != '\0';) {
        size_t length = strcspn(cursor, " ");
        const char *word = stripped(arena, cursor, length);
        bool found = false;
        if (strchr(word, '@') != NULL && mail_address_valid(word))
            found = signature_keep_point(signature, piece, "email", word, NULL, "sure");
        else if (contacts_looks_link(word))
            found = take_link(signature, piece, word, "sure");
        else if (is_bare_host(word))
            found = take_link(signature, piece, word, "likely");
        if (!found) {
            buffer_text(&left, left.length > 0 ? " " : "");
            buffer_add(&left, cursor, length);
        }
        taken = taken || found;
        cursor += length + strspn(cursor + length, " ");
    }
    if (!taken)
        return;
    piece->text = arena_text(arena, buffer_read(&left));
    /* "E:", "Email" and the like stood before it. */
    struct contacts_table_entry label = contacts_any_name(signature->tables, piece->text);
    piece->used = strlen(piece->text) < 3 || label.found ||
                  signature_is_word(signature->words, "noise", piece->text);
}

/* "Title: Curator": a label that address books have as a column. */
static bool
take_labelled(struct signature *signature, struct signature_piece *piece)
{
    const char *colon = strchr(piece->text, ':');
    struct contacts_key key;
    if (colon == NULL || colon == piece->text || colon - piece->text > 30 || colon[1] != ' ')
        return false;
    char *name = arena_copy(signature->arena, piece->text, (size_t)(colon - piece->text));
    struct contacts_table_entry entry = contacts_any_name(signature->tables, name);
    const char *value = colon + 1 + strspn(colon + 1, " ");
    if (!entry.found || *value == '\0' || !contacts_key_read(signature->arena, entry.key, &key))
        return false;
    if (key.kind == CONTACTS_POINT && strcmp(key.point, "phone") == 0)
        return contacts_looks_phone(value) &&
               signature_keep_point(signature, piece, "phone", value, key.label, "sure");
    if (key.kind == CONTACTS_POINT && strcmp(key.point, "chat") == 0)
        return signature_keep_point(signature, piece, "chat", value, name, "sure");
    if (key.kind == CONTACTS_ADDRESS && key.part == CONTACTS_WHOLE)
        return signature_keep_point(signature, piece, "address", value, NULL, "sure");
    bool unsure = false;
    if (key.kind == CONTACTS_FIELD && key.field == CONTACTS_BIRTHDAY_WHOLE)
        value = contacts_birthday(signature->arena, value, 0, &unsure);
    else if (key.kind == CONTACTS_FIELD &&
             (key.field == CONTACTS_MET_ON || key.field == CONTACTS_CONNECTED_ON))
        value = contacts_date(signature->arena, value, 0, &unsure);
    else if (key.kind != CONTACTS_FIELD || key.field >= CONTACTS_UID ||
             key.field == CONTACTS_NOTES || key.field == CONTACTS_ZONE ||
             key.field == CONTACTS_CIRCLE)
        return false;
    return value != NULL &&
           signature_keep(signature, piece, contacts_fields[key.field], value, "sure");
}

/* "met at the spring fair", "introduced by Rosa Delgado" */
static bool
take_meeting(struct signature *signature, struct signature_piece *piece)
{
    bool unsure;
    const char *through = signature_behind(signature->words, "through", piece->text);
    const char *met = signature_behind(signature->words, "met", piece->text);
    if (through != NULL)
        return signature_keep(signature, piece, "how_found", through, "likely");
    if (met == NULL)
        return false;
    char *date = contacts_date(signature->arena, met, 0, &unsure);
    if (date != NULL)
        return signature_keep(signature, piece, "met_on", date, "sure");
    return signature_keep(signature, piece, "met_place", met, "likely");
}

void
signature_find_forms(struct signature *signature)
{
    for (int i = 0; i < signature->count; i++) {
        struct signature_piece *piece = &signature->pieces[i];
        if (piece->used)
            continue;
        signature_take_phones(signature, piece);
        if (piece->used || take_meeting(signature, piece))
            continue;
        take_words(signature, piece);
        if (piece->used)
            continue;
        if (take_labelled(signature, piece))
            piece->used = true;
    }
}
