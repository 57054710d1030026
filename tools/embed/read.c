/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the contracts: "-- statement", "-- text", "-- noun" and "-- part", and the SQL under them. */
#include "embed.h"

#include <stdlib.h>
#include <string.h>

/* The file that is being read and what its lines belong to at the moment. */
struct reading {
    struct book *book;
    struct place place;
    int engine;
    char *rest; /* the lines to come */
    struct source_statement *statement;
    struct source_noun *noun;
    struct source_part *part;
    struct source_text *text;
    struct buffer body;
    struct place body_place;
};

bool
kind_of(const char *word, enum column_kind *out_kind)
{
    static const char *const words[] = {"int", "real", "bool", "text", "uuid", "bytes"};
    for (int kind = COLUMN_INT; kind <= COLUMN_BYTES; kind++)
        if (strcmp(word, words[kind]) == 0) {
            *out_kind = (enum column_kind)kind;
            return true;
        }
    return false;
}

int
field_of(const struct fields *fields, const char *name)
{
    for (int i = 0; i < fields->count; i++)
        if (strcmp(fields->items[i].name, name) == 0)
            return i;
    return -1;
}

void
add_field(struct fields *fields, const char *name, enum column_kind kind, const struct place *place)
{
    if (field_of(fields, name) >= 0)
        complain(place, "\"%s\" is there twice", name);
    else if (fields->count == FIELDS_MAX)
        complain(place, "more than %d parameters or columns", FIELDS_MAX);
    else
        fields->items[fields->count++] = (struct column){name, kind};
}

struct source_statement *
find_statement(const struct book *book, const char *name)
{
    for (struct source_statement *it = book->statements; it != NULL; it = it->next)
        if (strcmp(it->name, name) == 0)
            return it;
    return NULL;
}

struct source_statement *
add_statement(struct book *book, const char *name, const struct place *place)
{
    struct source_statement *added = arena_alloc(book->arena, sizeof *added);
    struct source_statement **link = &book->statements;
    while (*link != NULL && strcmp((*link)->name, name) < 0)
        link = &(*link)->next;
    *added = (struct source_statement){.next = *link, .place = *place, .name = name, .scope = -1};
    *link = added;
    book->statement_count++;
    return added;
}

static char *
next_line(struct reading *reading)
{
    if (*reading->rest == '\0')
        return NULL;
    char *line = reading->rest;
    size_t length = strcspn(line, "\n");
    reading->rest = line + length + (line[length] == '\n');
    line[length] = '\0';
    if (length > 0 && line[length - 1] == '\r')
        line[length - 1] = '\0';
    reading->place.line++;
    return line;
}

/* The word at the cursor, ended by a blank or one of "(),"; "" when there is none. */
static char *
next_word(struct reading *reading, char **cursor)
{
    *cursor += strspn(*cursor, " \t");
    size_t length = strcspn(*cursor, " \t(),");
    char *word = arena_copy(reading->book->arena, *cursor, length);
    *cursor += length;
    *cursor += strspn(*cursor, " \t");
    return word;
}

/* "name kind, name kind" up to `end` ('\0' or a closing parenthesis). */
static bool
read_fields(struct reading *reading, char **cursor, char end, struct fields *fields)
{
    while (**cursor != end) {
        char *name = next_word(reading, cursor);
        char *word = next_word(reading, cursor);
        enum column_kind kind = COLUMN_INT;
        if (!is_name(name) || !kind_of(word, &kind)) {
            complain(&reading->place,
                     "expected a name and one of int, real, bool, text, uuid, bytes; "
                     "found \"%s %s\"",
                     name, word);
            return false;
        }
        add_field(fields, name, kind, &reading->place);
        if (**cursor == ',')
            *cursor += 1 + strspn(*cursor + 1, " \t");
        else if (**cursor != end) {
            complain(&reading->place, "expected a comma after \"%s %s\"", name, word);
            return false;
        }
    }
    return true;
}

/* A contract goes on in the next comment line while it is open: after a comma, an arrow or an
 * opening parenthesis, or before an arrow. */
static bool
is_open(const char *contract)
{
    size_t length = strlen(contract);
    while (length > 0 && (contract[length - 1] == ' ' || contract[length - 1] == '\t'))
        length--;
    if (length == 0)
        return false;
    char last = contract[length - 1];
    return last == ',' || last == '(' ||
           (last == '>' && length > 1 && contract[length - 2] == '-') ||
           (strchr(contract, '(') != NULL && strchr(contract, ')') == NULL);
}

static bool
begins_with_arrow(const char *line)
{
    return strncmp(line, "--", 2) == 0 && strncmp(line + 2 + strspn(line + 2, " \t"), "->", 2) == 0;
}

static char *
whole_contract(struct reading *reading, char *line)
{
    char *contract = line;
    while (is_open(contract) || begins_with_arrow(reading->rest)) {
        char *more = strncmp(reading->rest, "--", 2) == 0 ? next_line(reading) : NULL;
        if (more == NULL) {
            complain(&reading->place, "the contract is not finished");
            break;
        }
        contract = arena_print(reading->book->arena, "%s %s", contract, more + 2);
    }
    return contract;
}

static bool
read_contract(struct reading *reading, char *line, struct source_statement *out)
{
    char *cursor = whole_contract(reading, line);
    out->name = next_word(reading, &cursor);
    if (!is_name(out->name)) {
        complain(&reading->place, "expected the name of a statement, found \"%s\"", out->name);
        return false;
    }
    if (*cursor == '(') {
        cursor++;
        cursor += strspn(cursor, " \t");
        if (!read_fields(reading, &cursor, ')', &out->params))
            return false;
        cursor++;
        cursor += strspn(cursor, " \t");
    }
    if (*cursor == '\0')
        return true;
    if (strncmp(cursor, "->", 2) != 0) {
        complain(&reading->place, "expected \"->\" or the end of the line, found \"%s\"", cursor);
        return false;
    }
    cursor += 2;
    cursor += strspn(cursor, " \t");
    if (*cursor == '\0')
        complain(&reading->place, "no columns after \"->\"");
    return read_fields(reading, &cursor, '\0', &out->columns);
}

static bool
same_fields(const struct fields *a, const struct fields *b)
{
    if (a->count != b->count)
        return false;
    for (int i = 0; i < a->count; i++)
        if (a->items[i].kind != b->items[i].kind || strcmp(a->items[i].name, b->items[i].name) != 0)
            return false;
    return true;
}

static void
check_same_contract(const struct reading *reading, const struct source_statement *known,
                    const struct source_statement *again)
{
    const struct body *body =
        reading->engine == EACH_ENGINE ? &known->shared : &known->own[reading->engine];
    if (body->text != NULL || (reading->engine == EACH_ENGINE))
        complain(&reading->place, "statement %s is already in %s:%d", known->name,
                 known->place.file, known->place.line);
    else if (!same_fields(&known->params, &again->params) ||
             !same_fields(&known->columns, &again->columns))
        complain(&reading->place, "the contract of %s differs from %s:%d", known->name,
                 known->place.file, known->place.line);
}

static void
begin_statement(struct reading *reading, char *line)
{
    struct place place = reading->place;
    struct source_statement read = {.scope = -1};
    if (!read_contract(reading, line, &read))
        return;
    struct source_statement *known = find_statement(reading->book, read.name);
    if (known == NULL) {
        known = add_statement(reading->book, read.name, &place);
        known->params = read.params;
        known->columns = read.columns;
    } else {
        check_same_contract(reading, known, &read);
    }
    reading->statement = known;
    reading->body_place = (struct place){reading->place.file, reading->place.line + 1};
    buffer_open(&reading->body, reading->book->arena, FILE_MAX);
}

static void
end_statement(struct reading *reading)
{
    struct source_statement *statement = reading->statement;
    if (statement == NULL)
        return;
    struct body body = {reading->body_place, buffer_read(&reading->body)};
    if (reading->engine == EACH_ENGINE)
        statement->shared = body;
    else
        statement->own[reading->engine] = body;
    reading->statement = NULL;
}

static void
read_scope(const struct reading *reading, const char *word)
{
    static const char *const words[] = {"owner", "share", "system"};
    struct source_statement *statement = reading->statement;
    for (int scope = SCOPE_OWNER; scope <= SCOPE_SYSTEM; scope++)
        if (strcmp(word, words[scope]) == 0) {
            if (statement->scope != -1 && statement->scope != scope)
                complain(&reading->place, "the scope of %s differs from %s:%d", statement->name,
                         statement->place.file, statement->place.line);
            statement->scope = scope;
            return;
        }
    complain(&reading->place, "a scope is owner, share or system, not \"%s\"", word);
}

static void
begin_text(struct reading *reading, char *line)
{
    struct book *book = reading->book;
    const char *name = next_word(reading, &line);
    if (!is_name(name) || *line != '\0')
        complain(&reading->place, "expected \"-- text name\"");
    for (const struct source_text *known = book->texts; known != NULL; known = known->next)
        if (strcmp(known->name, name) == 0)
            complain(&reading->place, "text %s is already in %s:%d", name, known->place.file,
                     known->place.line);
    reading->text = arena_alloc(book->arena, sizeof *reading->text);
    *reading->text = (struct source_text){
        .next = book->texts, .place = reading->place, .name = name, .text = ""};
    buffer_open(&reading->body, book->arena, FILE_MAX);
}

/* It can be used from here on. */
static void
end_text(struct reading *reading)
{
    if (reading->text == NULL)
        return;
    reading->text->text = buffer_read(&reading->body);
    reading->book->texts = reading->text;
    reading->text = NULL;
}

/* "{name}" alone in a line: the text of that name, which stands above. */
static const char *
find_text(const struct reading *reading, const char *line)
{
    size_t indent = strspn(line, " \t"), length = strlen(line);
    if (line[indent] != '{' || line[length - 1] != '}')
        return NULL;
    const char *name = arena_copy(reading->book->arena, line + indent + 1, length - indent - 2);
    for (const struct source_text *text = reading->book->texts; text != NULL; text = text->next)
        if (strcmp(text->name, name) == 0)
            return text->text;
    complain(&reading->place, "no text \"%s\" stands above", name);
    return "";
}

static void
read_text_line(struct reading *reading, const char *line)
{
    if (strncmp(line, "--", 2) == 0)
        return;
    if (strstr(line, "--") != NULL)
        complain(&reading->place, "a comment within a line of a text");
    const char *text = find_text(reading, line);
    buffer_text(&reading->body, text == NULL ? line : text);
    buffer_byte(&reading->body, ' ');
}

static void
read_statement_line(struct reading *reading, const char *line)
{
    if (strncmp(line, "-- scope: ", 10) == 0)
        read_scope(reading, line + 10);
    else if (strncmp(line, "-- reason: ", 11) == 0)
        reading->statement->reason = arena_text(reading->book->arena, line + 11);
    else if (strcmp(line, "-- rows: many") == 0)
        reading->statement->many = true;
    const char *text = find_text(reading, line);
    buffer_text(&reading->body, text == NULL ? line : text);
    buffer_byte(&reading->body, '\n');
}

/* "in names", "in texts": where its columns are searched. -1 for something else. */
static int
read_room(struct reading *reading, char **cursor)
{
    static const char *const rooms[] = {NULL, "names", "texts"};
    if (**cursor == '\0')
        return SEARCH_NOWHERE;
    if (strcmp(next_word(reading, cursor), "in") != 0)
        return -1;
    char *word = next_word(reading, cursor);
    for (int room = SEARCH_NAMES; room <= SEARCH_TEXTS; room++)
        if (strcmp(word, rooms[room]) == 0)
            return room;
    return -1;
}

static void
begin_noun(struct reading *reading, char *line)
{
    struct book *book = reading->book;
    char *name = next_word(reading, &line);
    struct source_noun **link = &book->nouns;
    while (*link != NULL && strcmp((*link)->name, name) < 0)
        link = &(*link)->next;
    int room = read_room(reading, &line);
    if (!is_name(name) || *line != '\0' || room < 0)
        complain(&reading->place, "expected \"-- noun name\", then perhaps \"in names\" or "
                                  "\"in texts\"");
    else if (*link != NULL && strcmp((*link)->name, name) == 0)
        complain(&reading->place, "noun %s is already in %s:%d", name, (*link)->place.file,
                 (*link)->place.line);
    if (reading->engine != EACH_ENGINE)
        complain(&reading->place, "a noun is the same for every engine");
    reading->noun = arena_alloc(book->arena, sizeof *reading->noun);
    *reading->noun =
        (struct source_noun){.next = *link, .place = reading->place, .name = name, .room = room};
    *link = reading->noun;
}

static void
begin_part(struct reading *reading, char *line)
{
    struct book *book = reading->book;
    char *name = next_word(reading, &line);
    char *of = next_word(reading, &line);
    char *noun_name = next_word(reading, &line);
    char *in = next_word(reading, &line);
    char *table = next_word(reading, &line);
    struct source_noun *noun = book->nouns;
    while (noun != NULL && strcmp(noun->name, noun_name) != 0)
        noun = noun->next;
    if (!is_name(name) || strcmp(of, "of") != 0 || strcmp(in, "in") != 0 || !is_name(table) ||
        *line != '\0') {
        complain(&reading->place, "expected \"-- part name of noun in table\"");
        return;
    }
    if (noun == NULL) {
        complain(&reading->place, "part of an unknown noun \"%s\"", noun_name);
        return;
    }
    struct source_part **link = &noun->parts;
    while (*link != NULL)
        link = &(*link)->next;
    reading->part = arena_alloc(book->arena, sizeof *reading->part);
    *reading->part =
        (struct source_part){.place = reading->place, .noun = noun, .name = name, .table = table};
    *link = reading->part;
}

/* "head" or "body" behind a column: it is searched. */
static enum found_as
read_found(struct reading *reading, char **cursor, enum column_kind kind)
{
    char *word = next_word(reading, cursor);
    const struct source_part *part = reading->part;
    int room = part != NULL ? part->noun->room : reading->noun->room;
    bool head = strcmp(word, "head") == 0;
    if (word[0] == '\0')
        return FOUND_NOT;
    if (!head && strcmp(word, "body") != 0)
        complain(&reading->place, "a column is searched as \"head\" or \"body\", not as \"%s\"",
                 word);
    else if (kind != COLUMN_TEXT || room == SEARCH_NOWHERE)
        complain(&reading->place,
                 "only texts of a noun that is \"in names\" or \"in texts\" are searched");
    return head ? FOUND_HEAD : FOUND_BODY;
}

/* "--   name kind", then perhaps "head" or "body"; anything after a second comment sign is a remark. */
static void
read_column(struct reading *reading, char *line)
{
    struct fields *fields =
        reading->part != NULL ? &reading->part->columns : &reading->noun->columns;
    char *remark = strstr(line, " -- ");
    if (remark != NULL)
        *remark = '\0';
    char *name = next_word(reading, &line);
    char *word = next_word(reading, &line);
    enum column_kind kind = COLUMN_INT;
    enum found_as *found = reading->part != NULL ? reading->part->found : reading->noun->found;
    bool sound = is_name(name) && kind_of(word, &kind);
    enum found_as as = sound ? read_found(reading, &line, kind) : FOUND_NOT;
    if (!sound || *line != '\0') {
        complain(&reading->place, "expected \"--   name kind\", found \"%s %s\"", name, word);
        return;
    }
    if (fields->count < FIELDS_MAX)
        found[fields->count] = as;
    add_field(fields, name, kind, &reading->place);
}

static void
read_line(struct reading *reading, char *line)
{
    bool statement = strncmp(line, "-- statement ", 13) == 0;
    bool noun = strncmp(line, "-- noun ", 8) == 0;
    bool part = strncmp(line, "-- part ", 8) == 0;
    bool text = strncmp(line, "-- text ", 8) == 0;
    if (statement || noun || part || text) {
        end_statement(reading);
        end_text(reading);
        reading->noun = NULL;
        reading->part = NULL;
    }
    if (statement)
        begin_statement(reading, line + 13);
    else if (noun)
        begin_noun(reading, line + 8);
    else if (part)
        begin_part(reading, line + 8);
    else if (text)
        begin_text(reading, line + 8);
    else if (reading->statement != NULL)
        read_statement_line(reading, line);
    else if (reading->text != NULL)
        read_text_line(reading, line);
    else if ((reading->noun != NULL || reading->part != NULL) && strncmp(line, "--   ", 5) == 0)
        read_column(reading, line + 5);
    else if (strncmp(line, "--", 2) != 0 && line[strspn(line, " \t")] != '\0')
        complain(&reading->place, "SQL that belongs to no statement");
}

void
read_statements(struct book *book, const char *path, int engine)
{
    size_t length;
    struct reading reading = {.book = book, .place = {path, 0}, .engine = engine};
    reading.rest = read_whole(book->arena, path, &length);
    if (strlen(reading.rest) != length)
        complain(&reading.place, "holds a NUL byte");
    for (char *line = next_line(&reading); line != NULL; line = next_line(&reading))
        read_line(&reading, line);
    end_statement(&reading);
    end_text(&reading);
}
