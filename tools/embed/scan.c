/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks through SQL without understanding it: past quotes and comments, so that a :name or a type's
 * word is found only where it is one. */
#include "embed.h"

#include <string.h>

struct scan {
    struct book *book;
    struct place place;
    const char *cursor;
    struct buffer out;
    int engine;
    struct source_statement *statement; /* NULL: a step of the schema */
    bool ended;                         /* a semicolon was passed */
};

static bool
is_word_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_';
}

static void
add_blank(struct scan *scan, char blank)
{
    if (scan->out.length == 0)
        return;
    char last = scan->out.data[scan->out.length - 1];
    if (last != ' ' && last != '\n')
        buffer_byte(&scan->out, blank);
}

static void
skip(struct scan *scan, size_t length)
{
    for (; length > 0; length--)
        if (*scan->cursor++ == '\n')
            scan->place.line++;
}

/* Text between `quote` signs, whole; a doubled sign inside looks like two texts in a row. */
static void
copy_quoted(struct scan *scan, const char *quote)
{
    size_t mark = strlen(quote);
    const char *end = strstr(scan->cursor + mark, quote);
    if (end == NULL) {
        complain(&scan->place, "a quote %s that does not end", quote);
        skip(scan, strlen(scan->cursor));
        return;
    }
    size_t length = (size_t)(end - scan->cursor) + mark;
    buffer_add(&scan->out, scan->cursor, length);
    skip(scan, length);
}

static void
skip_comment(struct scan *scan)
{
    const char *end = NULL;
    if (*scan->cursor == '-') {
        skip(scan, strcspn(scan->cursor, "\n"));
    } else {
        end = strstr(scan->cursor, "*/");
        if (end == NULL)
            complain(&scan->place, "a comment that does not end");
        skip(scan, end == NULL ? strlen(scan->cursor) : (size_t)(end - scan->cursor) + 2);
    }
    add_blank(scan, ' ');
}

/* What is the same in statements and in the schema: quotes, comments, blanks. */
static bool
scan_common(struct scan *scan)
{
    const char *at = scan->cursor;
    if (*at == '\'' || *at == '"') {
        copy_quoted(scan, *at == '"' ? "\"" : "'");
    } else if (strncmp(at, "$$", 2) == 0) {
        copy_quoted(scan, "$$");
    } else if (strncmp(at, "--", 2) == 0 || strncmp(at, "/*", 2) == 0) {
        skip_comment(scan);
    } else if (strchr(" \t\r\n", *at) != NULL) {
        skip(scan, 1);
        add_blank(scan, ' ');
    } else {
        return false;
    }
    return true;
}

static int
param_index(struct scan *scan, const char *name)
{
    struct source_statement *statement = scan->statement;
    int index = field_of(&statement->params, name);
    if (index < 0 && strcmp(name, "owner") == 0) {
        add_field(&statement->params, name, COLUMN_INT, &scan->place);
        index = statement->params.count - 1;
    }
    return index;
}

static void
number_param(struct scan *scan)
{
    size_t length = 0;
    while (is_word_byte(scan->cursor[1 + length]))
        length++;
    char *name = arena_copy(scan->book->arena, scan->cursor + 1, length);
    int index = param_index(scan, name);
    if (index < 0) {
        complain(&scan->place, "%s: \":%s\" is not in the contract", scan->statement->name, name);
    } else {
        scan->statement->used[index] = true;
        buffer_print(&scan->out, "%c%d", scan->engine == ENGINE_SQLITE ? '?' : '$', index + 1);
    }
    skip(scan, length + 1);
}

static void
scan_statement_byte(struct scan *scan)
{
    const char *at = scan->cursor;
    if (scan->ended && *at != ';') {
        complain(&scan->place, "%s: more than one statement", scan->statement->name);
        scan->ended = false;
    }
    if (strncmp(at, "::", 2) == 0) {
        buffer_text(&scan->out, "::");
        skip(scan, 2);
    } else if (*at == ':' && is_word_byte(at[1]) && (at[1] < '0' || at[1] > '9')) {
        number_param(scan);
    } else if (*at == ';') {
        scan->ended = true;
        skip(scan, 1);
    } else {
        if (*at == '?' || (*at == '$' && at[1] >= '0' && at[1] <= '9'))
            complain(&scan->place, "%s: write parameters as :name", scan->statement->name);
        buffer_byte(&scan->out, *at);
        skip(scan, 1);
    }
}

static const char *
finish(struct scan *scan)
{
    while (scan->out.length > 0 && strchr(" \n", scan->out.data[scan->out.length - 1]) != NULL)
        scan->out.data[--scan->out.length] = '\0';
    return buffer_read(&scan->out);
}

static const char *
number_body(struct book *book, struct source_statement *statement, int engine,
            const struct body *body)
{
    struct scan scan = {.book = book,
                        .place = body->place,
                        .cursor = body->text,
                        .engine = engine,
                        .statement = statement};
    buffer_open(&scan.out, book->arena, FILE_MAX);
    int owner = field_of(&statement->params, "owner");
    bool owner_used = owner >= 0 && statement->used[owner];
    if (owner >= 0)
        statement->used[owner] = false;
    while (*scan.cursor != '\0')
        if (!scan_common(&scan))
            scan_statement_byte(&scan);
    owner = field_of(&statement->params, "owner");
    if (statement->scope == SCOPE_OWNER && (owner < 0 || !statement->used[owner]))
        complain(&body->place, "%s: its scope is owner, but it does not mention :owner",
                 statement->name);
    if (owner_used)
        statement->used[owner] = true;
    const char *text = finish(&scan);
    if (*text == '\0')
        complain(&body->place, "%s has no SQL", statement->name);
    return text;
}

static void
check_statement(const struct source_statement *statement)
{
    if (statement->scope < 0)
        complain(&statement->place, "%s: no line \"-- scope: owner\", share or system",
                 statement->name);
    if (statement->scope > SCOPE_OWNER && statement->reason == NULL)
        complain(&statement->place, "%s: its scope needs a line \"-- reason: ...\"",
                 statement->name);
    for (int i = 0; i < statement->params.count; i++) {
        if (!statement->used[i])
            complain(&statement->place, "%s: \":%s\" is not used", statement->name,
                     statement->params.items[i].name);
        if (strcmp(statement->params.items[i].name, "owner") == 0 &&
            statement->params.items[i].kind != COLUMN_INT)
            complain(&statement->place, "%s: owner is an int", statement->name);
    }
}

/* "insert into t (a, b) values (?1, ?2)" as "insert or fail into t (a, b) select c1, c2 from later": SQLite adds all
 * rows of the table that the store makes of what waits (store/sqlite_later.c). A failure ends the transaction anyway,
 * and for a statement that could be taken back alone FTS5 would write all that it holds. */
static const char *
many_of(struct book *book, const struct source_statement *statement)
{
    static const char begin[] = "insert into ", middle[] = "values";
    const char *text = statement->text[ENGINE_SQLITE], *values = strstr(text, middle);
    const char *tuple = values == NULL ? NULL : strchr(values, '('), *end = strrchr(text, ')');
    struct buffer out;
    if (strncmp(text, begin, sizeof begin - 1) != 0 || tuple == NULL || end[1] != '\0') {
        complain(&statement->place, "%s: many rows are added by a plain insert", statement->name);
        return NULL;
    }
    buffer_open(&out, book->arena, FILE_MAX);
    buffer_text(&out, "insert or fail into ");
    buffer_add(&out, text + sizeof begin - 1, (size_t)(values - text) - sizeof begin + 1);
    buffer_text(&out, "select ");
    for (const char *at = tuple + 1; at < end; at++) {
        char byte = *at;
        if (byte == '?')
            byte = 'c';
        buffer_byte(&out, byte);
    }
    buffer_text(&out, " from later");
    return buffer_read(&out);
}

void
number_statements(struct book *book)
{
    static const char *const engines[] = {"SQLite", "PostgreSQL"};
    int slot = 0;
    for (struct source_statement *it = book->statements; it != NULL; it = it->next) {
        for (int engine = 0; engine < ENGINE_COUNT; engine++) {
            const struct body *own = &it->own[engine];
            const struct body *body = own->text != NULL ? own : &it->shared;
            if (body->text == NULL)
                complain(&it->place, "%s has no text for %s", it->name, engines[engine]);
            else
                it->text[engine] = number_body(book, it, engine, body);
        }
        it->slot = slot++;
        if (it->many && it->text[ENGINE_SQLITE] != NULL)
            it->many_text = many_of(book, it);
        check_statement(it);
    }
}

struct schema_word {
    const char *word;
    const char *sqlite;
    const char *postgres;
};

static const struct schema_word schema_words[] = {
    {"double precision", "real", "double precision"},
    {"bigint", "integer", "bigint"},
    {"boolean", "integer", "boolean"},
    {"uuid", "blob", "uuid"},
    {"bytea", "blob", "bytea"},
    {"{strict}", " strict", ""},
    {"{clustered}", " strict, without rowid", ""},
    {"{doc}", "integer primary key", "bigint primary key"},
};

static void
scan_schema_byte(struct scan *scan)
{
    char before = scan->out.length > 0 ? scan->out.data[scan->out.length - 1] : ' ';
    for (size_t i = 0; i < sizeof schema_words / sizeof schema_words[0]; i++) {
        const struct schema_word *word = &schema_words[i];
        size_t length = strlen(word->word);
        if (strncmp(scan->cursor, word->word, length) != 0)
            continue;
        if (word->word[0] == '{' ||
            (!is_word_byte(before) && !is_word_byte(scan->cursor[length]))) {
            buffer_text(&scan->out, scan->engine == ENGINE_SQLITE ? word->sqlite : word->postgres);
            skip(scan, length);
            return;
        }
    }
    if (*scan->cursor == '{' || *scan->cursor == '}')
        complain(&scan->place, "only {strict}, {clustered} and {doc} stand in braces");
    buffer_byte(&scan->out, *scan->cursor);
    bool ends = *scan->cursor == ';' && scan->cursor[1 + strspn(scan->cursor + 1, " \t\r")] == '\n';
    skip(scan, 1);
    if (ends)
        buffer_byte(&scan->out, '\n');
}

/* The lines of other engines become empty, so that the numbers of lines stay right. */
static char *
lines_for(struct book *book, const char *text, int engine, const struct place *place)
{
    static const char mark[] = "-- engine: ";
    static const char *const engines[] = {"sqlite", "postgres", "both"};
    struct place at = {place->file, 0};
    int now = ENGINE_COUNT;
    struct buffer out;
    buffer_open(&out, book->arena, FILE_MAX);
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        at.line++;
        if (strncmp(text, mark, sizeof mark - 1) == 0) {
            char *word = arena_copy(book->arena, text + sizeof mark - 1, length - sizeof mark + 1);
            for (now = 0; now <= ENGINE_COUNT && strcmp(engines[now], word) != 0; now++)
                if (now == ENGINE_COUNT)
                    complain(&at, "an engine is sqlite, postgres or both, not \"%s\"", word);
        } else if (now >= ENGINE_COUNT || now == engine) {
            buffer_add(&out, text, length);
        }
        buffer_byte(&out, '\n');
        text += length + (text[length] == '\n');
    }
    return arena_text(book->arena, buffer_read(&out));
}

static void
add_step(struct book *book, struct source_step *step, const struct place *place)
{
    struct source_step **link = &book->steps;
    int last = 0;
    for (; *link != NULL; link = &(*link)->next)
        last = (*link)->number;
    if (step->number != last + 1)
        complain(place, "step %d follows step %d; the numbers have no gaps", step->number, last);
    if (step->online && step->number == 1)
        complain(place, "the first step cannot be online");
    *link = step;
}

void
read_step(struct book *book, const char *path)
{
    struct place place = {path, 1};
    size_t length;
    char *whole = read_whole(book->arena, path, &length);
    const char *base = strrchr(path, '/') == NULL ? path : strrchr(path, '/') + 1;
    const char *end = base;
    struct source_step *step = arena_alloc(book->arena, sizeof *step);
    for (; *end >= '0' && *end <= '9' && end - base < 4; end++)
        step->number = step->number * 10 + (*end - '0');
    step->name = *end == '_' ? arena_copy(book->arena, end + 1, strlen(end + 1) - 4) : "";
    step->online = strncmp(whole, "-- mode: online\n", 16) == 0 ||
                   strstr(whole, "\n-- mode: online\n") != NULL;
    if (end - base != 4 || step->number < 1 || !is_name(step->name))
        complain(&place, "a step is called NNNN_name.sql");
    for (int engine = 0; engine < ENGINE_COUNT; engine++) {
        struct scan scan = {.book = book, .place = place, .engine = engine};
        scan.cursor = lines_for(book, whole, engine, &place);
        buffer_open(&scan.out, book->arena, FILE_MAX);
        while (*scan.cursor != '\0')
            if (!scan_common(&scan))
                scan_schema_byte(&scan);
        step->text[engine] = finish(&scan);
    }
    add_step(book, step, &place);
}
