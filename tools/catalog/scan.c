/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "catalog.h"

#include <string.h>

static const char blanks[] = " \t\r\n";

static const char *
skip_blanks(const char *at)
{
    return at + strspn(at, blanks);
}

static bool
is_name(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_';
}

static const char *
name_end(const char *at)
{
    while (is_name(*at))
        at++;
    return at;
}

/* The "}}" that closes a tag whose inside begins here, past the holes in it: "{{_ Dear
 * {name}}}". */
static const char *
tag_end(const char *at)
{
    while (*at != '\0' && strncmp(at, "}}", 2) != 0) {
        const char *hole = *at == '{' ? strpbrk(at + 1, "{}") : NULL;
        at = hole != NULL && *hole == '}' ? hole + 1 : at + 1;
    }
    return at;
}

static const char *
next_tag(const char *at)
{
    const char *tag = strstr(at, "{{");
    return tag == NULL ? NULL : tag + 2;
}

void
scan_parameters(struct book *book, const struct text_file *file)
{
    for (const char *tag = file->text; (tag = next_tag(tag)) != NULL;) {
        const char *dollar = skip_blanks(tag + 1);
        if (*tag != '_' || *dollar != '$')
            continue;
        buffer_byte(&book->translated, ' ');
        buffer_add(&book->translated, dollar + 1, (size_t)(name_end(dollar + 1) - dollar - 1));
        buffer_byte(&book->translated, ' ');
    }
}

static bool
is_translated(struct book *book, const char *name, size_t length)
{
    const char *word = arena_print(&book->arena, " %.*s ", (int)length, name);
    return strstr(buffer_read(&book->translated), word) != NULL;
}

/* {{>field name="title" label="Job title"}} */
static void
scan_partial(struct book *book, const struct text_file *file, const char *at, const char *end)
{
    while (at < end) {
        const char *name = at;
        at = name_end(at);
        if (at == name || at[0] != '=' || at[1] != '"') {
            at += at == name;
            continue;
        }
        const char *text = at + 2;
        const char *quote = strchr(text, '"');
        if (quote == NULL || quote > end)
            return;
        if (is_translated(book, name, (size_t)(at - name)) && quote > text && *text != '$')
            book_add(book, file, text, arena_copy(&book->arena, text, (size_t)(quote - text)), NULL,
                     NULL);
        at = quote + 1;
    }
}

/* {{n count|One person|{count} people}} */
static void
scan_plural(struct book *book, const struct text_file *file, const char *at, const char *end)
{
    const char *first = memchr(at, '|', (size_t)(end - at));
    const char *second = first == NULL ? NULL : memchr(first + 1, '|', (size_t)(end - first - 1));
    if (second == NULL) {
        complain(book, file, at, "{{n ...}} needs a name and two sentences");
        return;
    }
    book_add(book, file, at, arena_copy(&book->arena, first + 1, (size_t)(second - first - 1)),
             arena_copy(&book->arena, second + 1, (size_t)(end - second - 1)), NULL);
}

void
scan_page(struct book *book, const struct text_file *file)
{
    for (const char *tag = file->text; (tag = next_tag(tag)) != NULL;) {
        const char *end = tag_end(tag);
        bool parted = strchr(blanks, tag[1]) != NULL;
        if (tag[0] == '_' && *skip_blanks(tag + 1) != '$')
            book_add(book, file, tag, arena_copy(&book->arena, tag + 1, (size_t)(end - tag - 1)),
                     NULL, NULL);
        else if (tag[0] == 'n' && parted)
            scan_plural(book, file, tag + 1, end);
        else if (tag[0] == '>')
            scan_partial(book, file, name_end(skip_blanks(tag + 1)), end);
        tag = end;
    }
}

/* "code = sentence"; # begins a note; a line that begins with a blank goes on with the one
 * before. */
void
scan_words(struct book *book, const struct text_file *file)
{
    const char *line = file->text;
    while (*line != '\0') {
        const char *end = line + strcspn(line, "\n");
        while (end[0] == '\n' && (end[1] == ' ' || end[1] == '\t') &&
               strchr("\r\n", *skip_blanks(end + 1)) == NULL)
            end += 1 + strcspn(end + 1, "\n");
        const char *equals = memchr(line, '=', (size_t)(end - line));
        if (*line != '#' && *line != '\r' && *line != '\n' && equals != NULL) {
            const char *code =
                arena_print(&book->arena, "code %.*s", (int)strcspn(line, " \t="), line);
            book_add(book, file, line,
                     arena_copy(&book->arena, equals + 1, (size_t)(end - equals - 1)), NULL, code);
        }
        line = *end == '\0' ? end : end + 1;
    }
}

/* What stands behind the backslash at `*cursor`. */
static char
escaped(const char **cursor)
{
    static const char names[] = "ntr\"\\?'";
    static const char letters[] = "\n\t\r\"\\?'";
    char letter = *(*cursor)++;
    const char *known = letter == '\0' ? NULL : strchr(names, letter);
    if (known != NULL)
        return letters[known - names];
    if (letter < '0' || letter > '7')
        return letter;
    int value = letter - '0';
    for (int i = 0; i < 2 && **cursor >= '0' && **cursor <= '7'; i++)
        value = value * 8 + (*(*cursor)++ - '0');
    return (char)value;
}

const char *
scan_literal(struct book *book, const char **cursor)
{
    struct buffer text;
    const char *at = skip_blanks(*cursor);
    if (*at != '"')
        return NULL;
    buffer_open(&text, &book->arena, FILE_BYTES_MAX);
    buffer_text(&text, "");
    while (*at == '"') {
        for (at++; *at != '"' && *at != '\0' && *at != '\n';) {
            if (*at != '\\') {
                buffer_byte(&text, *at++);
                continue;
            }
            at++;
            buffer_byte(&text, escaped(&at));
        }
        *cursor = *at == '"' ? at + 1 : at;
        at = skip_blanks(*cursor);
    }
    return text.data;
}

/* N_("...") or P_("...", "..."), the cursor behind the bracket. */
static void
scan_mark(struct book *book, const struct text_file *file, char mark, const char **cursor)
{
    const char *begin = *cursor;
    const char *one = scan_literal(book, cursor);
    if (one == NULL)
        return; /* the definition of the macro */
    const char *comma = skip_blanks(*cursor);
    if (mark == 'N') {
        book_add(book, file, begin, one, NULL, NULL);
        return;
    }
    *cursor = comma + (*comma == ',');
    const char *many = scan_literal(book, cursor);
    if (many == NULL)
        complain(book, file, begin, "P_() needs two texts");
    else
        book_add(book, file, begin, one, many, NULL);
}

void
scan_source(struct book *book, const struct text_file *file)
{
    const char *at = file->text;
    while (*at != '\0') {
        if (strncmp(at, "/*", 2) == 0) {
            const char *end = strstr(at + 2, "*/");
            at = end == NULL ? at + strlen(at) : end + 2;
        } else if (*at == '"') {
            (void)scan_literal(book, &at);
        } else if (*at == '\'') {
            at += at[1] == '\\' ? 3 : 2;
            at += *at == '\'';
        } else if (is_name(*at)) {
            const char *end = name_end(at);
            bool marked = end - at == 2 && at[1] == '_' && *end == '(' && strchr("NP", *at) != NULL;
            char mark = *at;
            at = marked ? end + 1 : end;
            if (marked)
                scan_mark(book, file, mark, &at);
        } else {
            at++;
        }
    }
}
