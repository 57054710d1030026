/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The statements every noun needs, written from its list of columns. */
#include "embed.h"

#include <string.h>

/* What every owned row has before its own columns (store/statement.h). */
static const struct column row_columns[] = {
    {"doc", COLUMN_INT},        {"id", COLUMN_UUID},        {"version", COLUMN_INT},
    {"created_at", COLUMN_INT}, {"updated_at", COLUMN_INT},
};
enum { ROW_COLUMNS = sizeof row_columns / sizeof row_columns[0] };

static struct source_statement *
begin(struct book *book, const struct place *place, const char *name)
{
    struct source_statement *known = find_statement(book, name);
    if (known != NULL)
        complain(&known->place, "%s is written from %s:%d already", name, place->file, place->line);
    struct source_statement *statement = add_statement(book, name, place);
    statement->scope = SCOPE_OWNER;
    return statement;
}

static void
add_all(struct fields *fields, const struct fields *more, const struct place *place)
{
    for (int i = 0; i < more->count; i++)
        add_field(fields, more->items[i].name, more->items[i].kind, place);
}

static void
add_row_columns(struct fields *fields, const struct place *place)
{
    for (int i = 0; i < ROW_COLUMNS; i++)
        add_field(fields, row_columns[i].name, row_columns[i].kind, place);
}

/* "a, b, c", each after `before`: ":" makes a list of parameters. */
static const char *
list_of(struct book *book, const struct fields *fields, const char *before)
{
    struct buffer out;
    buffer_open(&out, book->arena, FILE_MAX);
    for (int i = 0; i < fields->count; i++)
        buffer_print(&out, "%s%s%s", i == 0 ? "" : ", ", before, fields->items[i].name);
    return buffer_read(&out);
}

static void set_text(struct book *book, struct source_statement *statement, const char *format, ...)
    PRINTF_LIKE(3, 4);

static void
set_text(struct book *book, struct source_statement *statement, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    statement->shared.place = statement->place;
    statement->shared.text = arena_vprint(book->arena, format, arguments);
    va_end(arguments);
}

static const char *
name_of(struct book *book, const char *first, const char *second)
{
    return arena_print(book->arena, "%s_%s", first, second);
}

static void
add_read(struct book *book, const struct source_noun *noun)
{
    struct source_statement *read = begin(book, &noun->place, name_of(book, noun->name, "read"));
    add_field(&read->params, "owner", COLUMN_INT, &noun->place);
    add_field(&read->params, "id", COLUMN_UUID, &noun->place);
    add_row_columns(&read->columns, &noun->place);
    add_all(&read->columns, &noun->columns, &noun->place);
    set_text(book, read, "select %s from %s where owner = :owner and id = :id",
             list_of(book, &read->columns, ""), noun->name);
}

static void
add_insert(struct book *book, const struct source_noun *noun)
{
    struct source_statement *insert =
        begin(book, &noun->place, name_of(book, noun->name, "insert"));
    add_field(&insert->params, "owner", COLUMN_INT, &noun->place);
    add_row_columns(&insert->params, &noun->place);
    add_all(&insert->params, &noun->columns, &noun->place);
    set_text(book, insert, "insert into %s (%s) values (%s)", noun->name,
             list_of(book, &insert->params, ""), list_of(book, &insert->params, ":"));
    insert->many = true;
}

static void
add_update(struct book *book, const struct source_noun *noun)
{
    struct source_statement *update =
        begin(book, &noun->place, name_of(book, noun->name, "update"));
    struct buffer sets;
    buffer_open(&sets, book->arena, FILE_MAX);
    for (int i = 0; i < noun->columns.count; i++)
        buffer_print(&sets, ", %s = :%s", noun->columns.items[i].name, noun->columns.items[i].name);
    add_field(&update->params, "owner", COLUMN_INT, &noun->place);
    add_field(&update->params, "id", COLUMN_UUID, &noun->place);
    add_field(&update->params, "version", COLUMN_INT, &noun->place);
    add_field(&update->params, "updated_at", COLUMN_INT, &noun->place);
    add_all(&update->params, &noun->columns, &noun->place);
    set_text(book, update,
             "update %s set version = :version, updated_at = :updated_at%s "
             "where owner = :owner and id = :id",
             noun->name, buffer_read(&sets));
}

static void
add_remove(struct book *book, const struct source_noun *noun)
{
    struct source_statement *remove =
        begin(book, &noun->place, name_of(book, noun->name, "remove"));
    add_field(&remove->params, "owner", COLUMN_INT, &noun->place);
    add_field(&remove->params, "id", COLUMN_UUID, &noun->place);
    set_text(book, remove, "delete from %s where owner = :owner and id = :id", noun->name);
}

/* An owner's rows lie together under `doc` (owner << 32 | sequence), so the range alone finds them;
 * the plus sign keeps SQLite from taking the index on (owner, id) and sorting. */
static void
add_everything(struct book *book, const struct source_noun *noun)
{
    static const char *const greatest[ENGINE_COUNT] = {"max", "greatest"};
    static const char *const owner[ENGINE_COUNT] = {"+owner", "owner"};
    struct source_statement *all = begin(book, &noun->place, name_of(book, noun->name, "all"));
    add_field(&all->params, "owner", COLUMN_INT, &noun->place);
    add_field(&all->params, "after_doc", COLUMN_INT, &noun->place);
    add_field(&all->params, "limit", COLUMN_INT, &noun->place);
    add_row_columns(&all->columns, &noun->place);
    add_all(&all->columns, &noun->columns, &noun->place);
    for (int engine = 0; engine < ENGINE_COUNT; engine++) {
        all->own[engine].place = noun->place;
        all->own[engine].text = arena_print(
            book->arena,
            "select %s from %s where doc > %s(coalesce(:after_doc, 0), :owner << 32) "
            "and doc < (:owner + 1) << 32 and %s = :owner order by doc limit :limit",
            list_of(book, &all->columns, ""), noun->name, greatest[engine], owner[engine]);
    }
}

/* Many rows at once: those that a change made and that are still there, in the order in which it made them; how many
 * rows lie between two of them; and all of these gone. `doc` and no other index leads to them, as above. */
static void
add_many(struct book *book, const struct source_noun *noun)
{
    static const char *const owner[ENGINE_COUNT] = {"+owner", "owner"};
    const struct place *place = &noun->place;
    struct source_statement *made = begin(book, place, name_of(book, noun->name, "made"));
    struct source_statement *between = begin(book, place, name_of(book, noun->name, "between"));
    struct source_statement *sweep = begin(book, place, name_of(book, noun->name, "sweep"));
    struct fields own = {.count = 0};
    add_row_columns(&own, place);
    add_all(&own, &noun->columns, place);
    add_field(&made->params, "owner", COLUMN_INT, place);
    add_field(&made->params, "record", COLUMN_INT, place);
    add_field(&made->params, "from_n", COLUMN_INT, place);
    add_field(&made->params, "last_n", COLUMN_INT, place);
    add_field(&made->columns, "line", COLUMN_INT, place);
    add_all(&made->columns, &own, place);
    set_text(
        book, made,
        "select change_row.n as line, %s from change_row cross join %s as own "
        "where change_row.owner = :owner and change_row.record = :record "
        "and change_row.n >= :from_n and change_row.n <= :last_n and change_row.before is null "
        "and own.owner = :owner and own.id = change_row.id order by change_row.n",
        list_of(book, &own, "own."), noun->name);
    add_field(&between->params, "owner", COLUMN_INT, place);
    add_field(&between->params, "first_doc", COLUMN_INT, place);
    add_field(&between->params, "last_doc", COLUMN_INT, place);
    sweep->params = between->params;
    add_field(&between->columns, "count", COLUMN_INT, place);
    for (int engine = 0; engine < ENGINE_COUNT; engine++) {
        static const char range[] = "doc >= :first_doc and doc <= :last_doc";
        between->own[engine].place = sweep->own[engine].place = *place;
        between->own[engine].text =
            arena_print(book->arena, "select count(*) as count from %s where %s and %s = :owner",
                        noun->name, range, owner[engine]);
        sweep->own[engine].text =
            arena_print(book->arena, "delete from %s where %s and %s = :owner", noun->name, range,
                        owner[engine]);
    }
}

/* The same for a part: the rows of many parents, and these gone. */
static void
add_part_many(struct book *book, const struct source_part *part, const char *prefix)
{
    const struct place *place = &part->place;
    struct source_statement *between = begin(book, place, name_of(book, prefix, "between"));
    struct source_statement *sweep = begin(book, place, name_of(book, prefix, "sweep"));
    static const char range[] = "owner = :owner and parent >= :first_doc and parent <= :last_doc";
    add_field(&between->params, "owner", COLUMN_INT, place);
    add_field(&between->params, "first_doc", COLUMN_INT, place);
    add_field(&between->params, "last_doc", COLUMN_INT, place);
    sweep->params = between->params;
    add_field(&between->columns, "parent", COLUMN_INT, place);
    add_all(&between->columns, &part->columns, place);
    set_text(book, between, "select %s from %s where %s order by parent, n",
             list_of(book, &between->columns, ""), part->table, range);
    set_text(book, sweep, "delete from %s where %s", part->table, range);
}

static void
add_part(struct book *book, const struct source_noun *noun, const struct source_part *part)
{
    const struct place *place = &part->place;
    const char *prefix = name_of(book, noun->name, part->name);
    struct source_statement *list = begin(book, place, name_of(book, prefix, "list"));
    add_field(&list->params, "owner", COLUMN_INT, place);
    add_field(&list->params, "parent", COLUMN_INT, place);
    list->columns = part->columns;
    set_text(book, list, "select %s from %s where owner = :owner and parent = :parent order by n",
             list_of(book, &part->columns, ""), part->table);

    struct source_statement *insert = begin(book, place, name_of(book, prefix, "insert"));
    insert->params = list->params;
    add_field(&insert->params, "n", COLUMN_INT, place);
    add_all(&insert->params, &part->columns, place);
    set_text(book, insert, "insert into %s (%s) values (%s)", part->table,
             list_of(book, &insert->params, ""), list_of(book, &insert->params, ":"));
    insert->many = true;

    struct source_statement *clear = begin(book, place, name_of(book, prefix, "clear"));
    clear->params = list->params;
    set_text(book, clear, "delete from %s where owner = :owner and parent = :parent", part->table);
    add_part_many(book, part, prefix);
}

void
add_noun_statements(struct book *book)
{
    for (struct source_noun *noun = book->nouns; noun != NULL; noun = noun->next) {
        if (noun->columns.count == 0)
            complain(&noun->place, "noun %s has no columns", noun->name);
        add_read(book, noun);
        add_insert(book, noun);
        add_update(book, noun);
        add_remove(book, noun);
        add_everything(book, noun);
        add_many(book, noun);
        for (struct source_part *part = noun->parts; part != NULL; part = part->next) {
            if (part->columns.count == 0)
                complain(&part->place, "part %s has no columns", part->name);
            add_part(book, noun, part);
        }
    }
}
