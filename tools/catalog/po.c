/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "catalog.h"
#include "text/plural.h"

#include <stdlib.h>
#include <string.h>

static int
by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

int
holes_of(const char *sentence, char out_names[HOLES_MAX][HOLE_BYTES])
{
    int count = 0;
    for (const char *brace = sentence; (brace = strchr(brace, '{')) != NULL;) {
        size_t length = strcspn(brace + 1, "{}");
        if (brace[1] == '{') {
            brace += 2;
            continue;
        }
        if (brace[1 + length] == '}' && length > 0 && length < HOLE_BYTES && count < HOLES_MAX) {
            memcpy(out_names[count], brace + 1, length);
            out_names[count][length] = '\0';
            bool known = false;
            for (int i = 0; i < count; i++)
                known = known || strcmp(out_names[i], out_names[count]) == 0;
            count += !known;
        }
        brace += 1 + length;
    }
    qsort(out_names, (size_t)count, HOLE_BYTES, by_name);
    return count;
}

/* Some languages count the hours to 24: there the hole for the half of the day is not needed. */
static const char *
like(const char *name)
{
    return strcmp(name, "hour24") == 0 ? "hour12" : name;
}

static bool
has_hole(const char *sentence, const char *name)
{
    char names[HOLES_MAX][HOLE_BYTES];
    int count = holes_of(sentence, names);
    for (int i = 0; i < count; i++)
        if (strcmp(like(names[i]), like(name)) == 0)
            return true;
    return false;
}

/* A form may leave out a hole only of a plural ("One person"), and invent none. */
static void
check_holes(struct book *book, const struct text_file *file, const char *at,
            const struct message *message, const char *form)
{
    char names[HOLES_MAX][HOLE_BYTES];
    int count = holes_of(form, names);
    for (int i = 0; i < count; i++)
        if (!has_hole(message->one, names[i]) &&
            (message->many == NULL || !has_hole(message->many, names[i])))
            complain(book, file, at, "\"%s\" has no hole {%s}", message->one, names[i]);
    count = message->many == NULL ? holes_of(message->one, names) : 0;
    for (int i = 0; i < count; i++)
        if (!has_hole(form, names[i]) && strcmp(names[i], "half") != 0)
            complain(book, file, at, "the translation of \"%s\" lacks {%s}", message->one,
                     names[i]);
}

struct po_entry {
    const char *at;
    const char *one, *many;
    const char *forms[FORMS_MAX];
    int count;
    bool fuzzy;
};

static bool
starts(const char *line, const char *word)
{
    return strncmp(line, word, strlen(word)) == 0;
}

/* One line that begins with a word, and the literals that follow. */
static const char *
read_word(struct book *book, const struct text_file *file, const char *line, struct po_entry *entry)
{
    const char *cursor = line + strcspn(line, " \t\n\"");
    const char *text = scan_literal(book, &cursor);
    int form = starts(line, "msgstr[") ? line[7] - '0' : 0;
    if (text == NULL) {
        complain(book, file, line, "a text in quotes is expected");
        return line + strcspn(line, "\n");
    }
    if (starts(line, "msgid_plural"))
        entry->many = text;
    else if (starts(line, "msgid"))
        entry->one = text;
    else if (starts(line, "msgstr") && form >= 0 && form < FORMS_MAX) {
        entry->forms[form] = text;
        entry->count = form >= entry->count ? form + 1 : entry->count;
    } else {
        complain(book, file, line, "msgid, msgid_plural, msgstr or msgstr[n] is expected");
    }
    return cursor;
}

static const char *
read_entry(struct book *book, const struct text_file *file, const char *line,
           struct po_entry *out_entry)
{
    struct po_entry entry = {.at = line};
    while (*line != '\0') {
        if (*line == '\n' || *line == '\r') {
            if (entry.one != NULL)
                break;
            line++;
        } else if (*line == '#') {
            entry.fuzzy = entry.fuzzy || (line[1] == ',' && strstr(line, "fuzzy") != NULL &&
                                          strstr(line, "fuzzy") < line + strcspn(line, "\n"));
            line += strcspn(line, "\n");
            line += *line == '\n';
        } else {
            if (entry.one == NULL)
                entry.at = line;
            line = read_word(book, file, line, &entry);
            line += strspn(line, " \t\r");
            line += *line == '\n';
            if (starts(line, "msgid ") && entry.one != NULL)
                break;
        }
    }
    *out_entry = entry;
    return line;
}

/* The value of a line of the PO header, or NULL. */
static const char *
header_value(struct book *book, const char *header, const char *name)
{
    for (const char *line = header; line != NULL; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (starts(line, name)) {
            const char *value = line + strlen(name);
            value += strspn(value, " ");
            return arena_copy(&book->arena, value, strcspn(value, "\n"));
        }
    }
    return NULL;
}

static void
read_po_header(struct book *book, const struct text_file *file, const struct po_entry *entry,
               struct translation *translation)
{
    const char *header = entry->forms[0] == NULL ? "" : entry->forms[0];
    const char *plurals = header_value(book, header, "Plural-Forms:");
    translation->language = header_value(book, header, "Language:");
    translation->name = header_value(book, header, "X-Language-Name:");
    if (translation->language == NULL || translation->name == NULL) {
        complain(book, file, entry->at, "the header needs Language and X-Language-Name");
        translation->language = translation->name = "";
    }
    translation->plural_rule = (int)plural_rule_of(translation->language);
    int forms = plural_forms((enum plural_rule)translation->plural_rule);
    if (plurals == NULL || !starts(plurals, arena_print(&book->arena, "nplurals=%d;", forms)))
        complain(book, file, entry->at, "Plural-Forms must say nplurals=%d for \"%s\"", forms,
                 translation->language);
}

/* A translation that is missing or fuzzy is left to English; so is one whose sentence is gone. */
static void
add_entry(struct book *book, const struct text_file *file, const struct po_entry *entry,
          struct translation *translation)
{
    const struct message *message = book_find(book, entry->one);
    if (entry->fuzzy || message == NULL || entry->count == 0)
        return;
    for (int i = 0; i < entry->count; i++)
        if (entry->forms[i] == NULL || entry->forms[i][0] == '\0')
            return;
    int needed = plural_forms((enum plural_rule)translation->plural_rule);
    if (entry->count != (message->many == NULL ? 1 : needed))
        complain(book, file, entry->at, "\"%s\" needs %d forms", entry->one,
                 message->many == NULL ? 1 : needed);
    for (int i = 0; i < translation->count; i++)
        if (translation->entries[i].message == message)
            complain(book, file, entry->at, "\"%s\" is translated twice", entry->one);
    struct entry *added = &translation->entries[translation->count++];
    *added = (struct entry){.message = message, .count = entry->count};
    for (int i = 0; i < entry->count; i++) {
        check_holes(book, file, entry->at, message, entry->forms[i]);
        added->forms[i] = entry->forms[i];
    }
}

void
po_read(struct book *book, const struct text_file *file, struct translation *out_translation)
{
    struct translation translation = {.language = "", .name = ""};
    translation.entries =
        arena_alloc(&book->arena, ((size_t)book->count + 1) * sizeof *translation.entries);
    bool headed = false;
    for (const char *line = file->text; *line != '\0';) {
        struct po_entry entry;
        line = read_entry(book, file, line, &entry);
        if (entry.one == NULL)
            continue;
        if (!headed) {
            if (entry.one[0] != '\0')
                complain(book, file, entry.at, "the file must begin with its header");
            read_po_header(book, file, &entry, &translation);
            headed = true;
        } else if (translation.count <= book->count) {
            add_entry(book, file, &entry, &translation);
        }
    }
    *out_translation = translation;
}

static const char *
pseudo_text(struct book *book, const char *sentence)
{
    static const char *const accents[] = {
        "Á", "Ɓ", "Ç", "Ð", "É", "Ƒ", "Ğ", "Ĥ", "Í", "Ĵ", "Ķ", "Ł", "Ṁ", "Ñ", "Ó", "Þ", "Ɋ", "Ř",
        "Š", "Ť", "Ú", "Ṽ", "Ŵ", "Ẋ", "Ý", "Ž", "á", "ƀ", "ç", "đ", "é", "ƒ", "ğ", "ĥ", "í", "ĵ",
        "ķ", "ł", "ṁ", "ñ", "ó", "þ", "ɋ", "ř", "š", "ť", "ú", "ṽ", "ŵ", "ẋ", "ý", "ž"};
    struct buffer text;
    buffer_open(&text, &book->arena, FILE_BYTES_MAX);
    buffer_text(&text, "⟦");
    for (const char *at = sentence; *at != '\0'; at++) {
        size_t length = *at == '{' ? strcspn(at, "}") : 0;
        if (length > 0 && at[length] == '}') {
            buffer_add(&text, at, length + 1);
            at += length;
        } else if (*at >= 'A' && *at <= 'Z') {
            buffer_text(&text, accents[*at - 'A']);
        } else if (*at >= 'a' && *at <= 'z') {
            buffer_text(&text, accents[26 + *at - 'a']);
        } else {
            buffer_byte(&text, *at);
        }
    }
    buffer_text(&text, "⟧");
    return text.data;
}

void
pseudo_make(struct book *book, struct translation *out_translation)
{
    struct translation translation = {
        .language = "qps", .name = "⟦Þšéúđó⟧", .plural_rule = PLURAL_ONE};
    translation.entries =
        arena_alloc(&book->arena, ((size_t)book->count + 1) * sizeof *translation.entries);
    for (int i = 0; i < book->count; i++) {
        const struct message *message = &book->messages[i];
        struct entry *entry = &translation.entries[translation.count++];
        entry->message = message;
        entry->forms[entry->count++] = pseudo_text(book, message->one);
        if (message->many != NULL)
            entry->forms[entry->count++] = pseudo_text(book, message->many);
    }
    *out_translation = translation;
}
