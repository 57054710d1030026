/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes what was read as C tables. */
#include "embed.h"

#include <string.h>

static const char *const kind_names[] = {"COLUMN_INT",  "COLUMN_REAL", "COLUMN_BOOL",
                                         "COLUMN_TEXT", "COLUMN_UUID", "COLUMN_BYTES"};
static const char *const scope_names[] = {"SCOPE_OWNER", "SCOPE_SHARE", "SCOPE_SYSTEM"};

void
add_literal(struct buffer *out, const char *bytes, size_t length)
{
    enum { LINE_BYTES = 80 };
    buffer_byte(out, '"');
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte == '"' || byte == '\\')
            buffer_print(out, "\\%c", byte);
        else if (byte == '\n')
            buffer_text(out, "\\n");
        else if (byte < ' ' || byte > '~' || (byte == '?' && i > 0 && bytes[i - 1] == '?'))
            buffer_print(out, "\\%03o", byte);
        else
            buffer_byte(out, (char)byte);
        if (i % LINE_BYTES == LINE_BYTES - 1 && i + 1 < length)
            buffer_text(out, "\"\n    \"");
    }
    buffer_byte(out, '"');
}

static void
add_columns(struct buffer *out, const char *prefix, const char *name, const struct fields *fields)
{
    if (fields->count == 0)
        return;
    buffer_print(out, "static const struct column %s_%s[] = {", prefix, name);
    for (int i = 0; i < fields->count; i++)
        buffer_print(out, "\n    {\"%s\", %s},", fields->items[i].name,
                     kind_names[fields->items[i].kind]);
    buffer_text(out, "\n};\n");
}

/* ".params = params_person_read, .param_count = 2," */
static void
add_columns_use(struct buffer *out, const char *member, const char *count_member,
                const char *prefix, const char *name, int count)
{
    if (count > 0)
        buffer_print(out, "    .%s = %s_%s,\n", member, prefix, name);
    buffer_print(out, "    .%s = %d,\n", count_member, count);
}

static void
add_texts(struct buffer *out, const char *const text[ENGINE_COUNT])
{
    buffer_text(out, "    .text = {");
    for (int engine = 0; engine < ENGINE_COUNT; engine++) {
        buffer_text(out, engine == 0 ? "" : ",\n    ");
        add_literal(out, text[engine], strlen(text[engine]));
    }
    buffer_text(out, "},\n");
}

static void
add_one_statement(struct buffer *out, const struct source_statement *statement)
{
    add_columns(out, "params", statement->name, &statement->params);
    add_columns(out, "columns", statement->name, &statement->columns);
    buffer_print(out, "const struct statement sql_%s = {\n    .name = \"%s\",\n", statement->name,
                 statement->name);
    add_texts(out, statement->text);
    if (statement->many_text != NULL) {
        buffer_text(out, "    .many = ");
        add_literal(out, statement->many_text, strlen(statement->many_text));
        buffer_text(out, ",\n");
    }
    buffer_print(out, "    .scope = %s,\n", scope_names[statement->scope]);
    add_columns_use(out, "params", "param_count", "params", statement->name,
                    statement->params.count);
    add_columns_use(out, "columns", "column_count", "columns", statement->name,
                    statement->columns.count);
    buffer_print(out, "    .slot = %d,\n};\n", statement->slot);
}

static void
add_parts(struct buffer *out, const struct source_noun *noun)
{
    for (const struct source_part *part = noun->parts; part != NULL; part = part->next) {
        char *name = arena_print(out->arena, "%s_%s", noun->name, part->name);
        add_columns(out, "part", name, &part->columns);
    }
    buffer_print(out, "static const struct noun_part parts_%s[] = {\n", noun->name);
    for (const struct source_part *part = noun->parts; part != NULL; part = part->next)
        buffer_print(out,
                     "    {\"%s\", part_%s_%s, %d, &sql_%s_%s_list, &sql_%s_%s_insert,\n"
                     "     &sql_%s_%s_clear, &sql_%s_%s_between, &sql_%s_%s_sweep},\n",
                     part->name, noun->name, part->name, part->columns.count, noun->name,
                     part->name, noun->name, part->name, noun->name, part->name, noun->name,
                     part->name, noun->name, part->name);
    buffer_text(out, "};\n");
}

static int
part_count(const struct source_noun *noun)
{
    int count = 0;
    for (const struct source_part *part = noun->parts; part != NULL; part = part->next)
        count++;
    return count;
}

static int
add_found(struct buffer *out, const char *part, const struct fields *columns,
          const enum found_as *found)
{
    int count = 0;
    for (int i = 0; i < columns->count; i++) {
        if (found[i] == FOUND_NOT)
            continue;
        buffer_print(out, "    {%s%s%s, \"%s\", %s},\n", part == NULL ? "NULL" : "\"",
                     part == NULL ? "" : part, part == NULL ? "" : "\"", columns->items[i].name,
                     found[i] == FOUND_HEAD ? "true" : "false");
        count++;
    }
    return count;
}

/* What of a noun and its parts is searched. */
static int
add_searched(struct buffer *out, const struct source_noun *noun)
{
    if (noun->room == SEARCH_NOWHERE)
        return 0;
    buffer_print(out, "static const struct searched searched_%s[] = {\n", noun->name);
    int count = add_found(out, NULL, &noun->columns, noun->found);
    for (const struct source_part *part = noun->parts; part != NULL; part = part->next)
        count += add_found(out, part->name, &part->columns, part->found);
    buffer_text(out, "};\n");
    if (count == 0)
        complain(&noun->place, "noun %s has no column that is searched", noun->name);
    return count;
}

static void
add_one_noun(struct buffer *out, const struct source_noun *noun)
{
    static const char *const rooms[] = {"SEARCH_NOWHERE", "SEARCH_NAMES", "SEARCH_TEXTS"};
    int searched = add_searched(out, noun);
    static const char *const members[] = {"read", "insert", "update",  "remove",
                                          "all",  "made",   "between", "sweep"};
    add_columns(out, "own", noun->name, &noun->columns);
    if (noun->parts != NULL)
        add_parts(out, noun);
    buffer_print(out, "const struct noun noun_%s = {\n    .name = \"%s\",\n", noun->name,
                 noun->name);
    add_columns_use(out, "columns", "column_count", "own", noun->name, noun->columns.count);
    add_columns_use(out, "parts", "part_count", "parts", noun->name, part_count(noun));
    buffer_print(out, "    .room = %s,\n", rooms[noun->room]);
    if (searched > 0)
        buffer_print(out, "    .searched = searched_%s,\n    .searched_count = %d,\n", noun->name,
                     searched);
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        buffer_print(out, "    .%s = &sql_%s_%s,\n", members[i], noun->name, members[i]);
    buffer_text(out, "};\n");
}

static void
add_lists(struct buffer *out, const struct book *book)
{
    buffer_text(out, "\nconst struct statement *const statements[] = {\n");
    for (const struct source_statement *it = book->statements; it != NULL; it = it->next)
        buffer_print(out, "    &sql_%s,\n", it->name);
    buffer_print(out, "    NULL,\n};\nconst int statement_count = %d;\n", book->statement_count);
    buffer_text(out, "\nconst struct noun *const nouns[] = {\n");
    for (const struct source_noun *noun = book->nouns; noun != NULL; noun = noun->next)
        buffer_print(out, "    &noun_%s,\n", noun->name);
    buffer_text(out, "    NULL,\n};\n");
}

static void
add_steps(struct buffer *out, const struct book *book)
{
    int count = 0;
    buffer_text(out, "\nconst struct schema_step schema_steps[] = {\n");
    for (const struct source_step *step = book->steps; step != NULL; step = step->next) {
        buffer_print(out, "    {.number = %d,\n    .name = \"%s\",\n    .online = %s,\n",
                     step->number, step->name, step->online ? "true" : "false");
        add_texts(out, step->text);
        buffer_text(out, "    },\n");
        count++;
    }
    buffer_print(out, "    {0},\n};\nconst int schema_step_count = %d;\n", count);
}

static void
write_header(const struct book *book, const char *path)
{
    struct buffer out;
    buffer_open(&out, book->arena, TEXT_MAX);
    buffer_text(&out, "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
                      "/* Written by tools/embed from sql/: change it there. */\n"
                      "#ifndef STATEMENTS_H\n#define STATEMENTS_H\n\n"
                      "#include \"store/statement.h\"\n\n");
    for (const struct source_statement *it = book->statements; it != NULL; it = it->next)
        buffer_print(&out, "extern const struct statement sql_%s;\n", it->name);
    buffer_byte(&out, '\n');
    for (const struct source_noun *noun = book->nouns; noun != NULL; noun = noun->next)
        buffer_print(&out, "extern const struct noun noun_%s;\n", noun->name);
    buffer_text(&out, "\n#endif\n");
    write_whole(path, &out);
}

void
write_statements(const struct book *book, const char *c_path, const char *header_path)
{
    const char *slash = strrchr(header_path, '/');
    struct buffer out;
    buffer_open(&out, book->arena, TEXT_MAX);
    buffer_print(&out,
                 "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
                 "/* Written by tools/embed from sql/: change it there. */\n"
                 "#include \"%s\"\n\n#include <stddef.h>\n\n"
                 "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n",
                 slash == NULL ? header_path : slash + 1);
    for (const struct source_statement *it = book->statements; it != NULL; it = it->next)
        add_one_statement(&out, it);
    for (const struct source_noun *noun = book->nouns; noun != NULL; noun = noun->next)
        add_one_noun(&out, noun);
    add_lists(&out, book);
    add_steps(&out, book);
    write_whole(c_path, &out);
    write_header(book, header_path);
}
