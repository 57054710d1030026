/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/linkedin.h"

#include "base/utf8.h"
#include "formats/mail.h"

#include <string.h>
#include <strings.h>

const char linkedin_columns[] =
    "First Name, Last Name, URL, Email Address, Company, Position, Connected On";

enum slot {
    SLOT_ROW,
    SLOT_LINE,
    SLOT_EMPTY,
    SLOT_REASON,
    SLOT_WARNING,
    SLOT_NAME,
    SLOT_FIRST_NAME,
    SLOT_LAST_NAME,
    SLOT_LINK,
    SLOT_LINK_KEY,
    SLOT_EMAIL,
    SLOT_EMAIL_RAW,
    SLOT_ORGANIZATION,
    SLOT_TITLE,
    SLOT_CONNECTED_ON,
    SLOT_CONNECTED_RAW,
    SLOTS
};

static const char *const slot_names[SLOTS] = {
    "row",          "line",      "empty",        "reason",       "warning", "name",
    "first_name",   "last_name", "link",         "link_key",     "email",   "email_raw",
    "organization", "title",     "connected_on", "connected_raw"};

static const struct {
    const char *name;
    enum linkedin_column column;
} column_names[] = {
    {"first name", LINKEDIN_FIRST_NAME},
    {"last name", LINKEDIN_LAST_NAME},
    {"url", LINKEDIN_LINK},
    {"profile url", LINKEDIN_LINK},
    {"email address", LINKEDIN_EMAIL},
    {"e-mail address", LINKEDIN_EMAIL},
    {"company", LINKEDIN_ORGANIZATION},
    {"position", LINKEDIN_TITLE},
    {"connected on", LINKEDIN_CONNECTED},
};

static bool
is_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* Without blanks around, no-break spaces included, which spreadsheets like to add. */
static struct csv_field
trimmed(struct csv_field field)
{
    const char *start = field.text, *end = start + field.length;
    while (start < end &&
           (is_blank(*start) || (end - start > 1 && memcmp(start, "\u00A0", 2) == 0)))
        start += is_blank(*start) ? 1 : 2;
    while (end > start &&
           (is_blank(end[-1]) || (end - start > 1 && memcmp(end - 2, "\u00A0", 2) == 0)))
        end -= is_blank(end[-1]) ? 1 : 2;
    return (struct csv_field){start, (size_t)(end - start)};
}

static bool
all_empty(const struct csv_record *record)
{
    for (size_t i = 0; i < record->count; i++)
        if (trimmed(record->fields[i]).length > 0)
            return false;
    return true;
}

static int
column_of(struct csv_field field)
{
    struct csv_field name = trimmed(field);
    for (size_t i = 0; i < sizeof column_names / sizeof column_names[0]; i++)
        if (strlen(column_names[i].name) == name.length &&
            strncasecmp(column_names[i].name, name.text, name.length) == 0)
            return (int)column_names[i].column;
    return -1;
}

/* Other programs' files have First Name and Last Name too; the date of connection, or Company beside
 * Position, is LinkedIn's alone. */
static bool
is_header(struct linkedin *linkedin, const struct csv_record *record)
{
    int at[LINKEDIN_COLUMNS];
    for (int i = 0; i < LINKEDIN_COLUMNS; i++)
        at[i] = -1;
    for (size_t i = 0; i < record->count; i++) {
        int column = column_of(record->fields[i]);
        if (column >= 0 && at[column] < 0)
            at[column] = (int)i;
    }
    if (at[LINKEDIN_FIRST_NAME] < 0 || at[LINKEDIN_LAST_NAME] < 0)
        return false;
    if (at[LINKEDIN_CONNECTED] < 0 && (at[LINKEDIN_ORGANIZATION] < 0 || at[LINKEDIN_TITLE] < 0))
        return false;
    memcpy(linkedin->at, at, sizeof at);
    linkedin->width = record->count;
    while (linkedin->width > 0 && trimmed(record->fields[linkedin->width - 1]).length == 0)
        linkedin->width--;
    return true;
}

static enum status
look_for_header(struct linkedin *linkedin, const struct csv_record *record)
{
    if (is_header(linkedin, record)) {
        linkedin->found = true;
        return STATUS_OK;
    }
    bool blank = all_empty(record);
    linkedin->blank += blank;
    linkedin->before += !blank;
    if (linkedin->before < LINKEDIN_PREAMBLE_MAX && linkedin->blank < LINKEDIN_BLANK_MAX)
        return STATUS_OK;
    linkedin->code = "linkedin.no_header";
    return STATUS_INVALID;
}

static bool
breaks_line(uint32_t character)
{
    return character <= ' ' || character == 0x85 || character == 0xA0 || character == 0x2028 ||
           character == 0x2029;
}

/* Most cells are: printable ASCII without two blanks in a row. */
static bool
is_clean(struct csv_field cell)
{
    for (size_t i = 0; i < cell.length; i++)
        if (cell.text[i] < ' ' || cell.text[i] == 0x7F ||
            (cell.text[i] == ' ' && cell.text[i + 1] == ' '))
            return false;
    return true;
}

/* The cell on one line: line breaks become blanks, runs of blanks become one, other controls and what
 * is invisible goes. NULL for nothing. */
static char *
clean(struct arena *arena, struct csv_field field)
{
    struct csv_field cell = trimmed(field);
    const char *cursor = cell.text, *end = cell.text + cell.length;
    size_t used = 0;

    if (cell.length == 0)
        return NULL;
    if (is_clean(cell))
        return arena_copy(arena, cell.text, cell.length);
    char *text = arena_alloc(arena, cell.length + 1);
    while (cursor < end) {
        const char *start = cursor;
        uint32_t character = utf8_next(&cursor, end);
        if (breaks_line(character)) {
            if (used > 0 && text[used - 1] != ' ')
                text[used++] = ' ';
            continue;
        }
        if (utf8_is_control(character))
            continue;
        memcpy(text + used, start, (size_t)(cursor - start));
        used += (size_t)(cursor - start);
    }
    while (used > 0 && text[used - 1] == ' ')
        used--;
    text[used] = '\0';
    return used == 0 ? NULL : text;
}

/* U+FFFD, of ours or of whoever wrote the file; few texts hold its first byte at all. */
static bool
holds_damage(struct csv_field cell)
{
    return memchr(cell.text, 0xEF, cell.length) != NULL &&
           memmem(cell.text, cell.length, "\uFFFD", 3) != NULL;
}

static const char *
shape_problem(const struct linkedin *linkedin, const struct csv_record *record)
{
    if (record->count < linkedin->width)
        return "import.too_few_cells";
    for (size_t i = 0; i < record->count; i++) {
        struct csv_field cell = record->fields[i];
        if (i >= linkedin->width && trimmed(cell).length > 0)
            return "import.too_many_cells";
        if (cell.length > LINKEDIN_CELL_MAX)
            return "import.cell_too_long";
        if (holds_damage(cell))
            return "import.damaged_text";
    }
    return NULL;
}

static struct doc *
slot(struct doc *row, enum slot which)
{
    return &row->map->values[which];
}

static const char *
text_at(const struct doc *row, enum slot which)
{
    const struct doc *value = &row->map->values[which];
    return value->kind == DOC_TEXT ? value->text : NULL;
}

static void
fill_cells(const struct linkedin *linkedin, const struct csv_record *record, struct doc *row)
{
    static const enum slot slots[LINKEDIN_COLUMNS] = {[LINKEDIN_FIRST_NAME] = SLOT_FIRST_NAME,
                                                      [LINKEDIN_LAST_NAME] = SLOT_LAST_NAME,
                                                      [LINKEDIN_LINK] = SLOT_LINK,
                                                      [LINKEDIN_EMAIL] = SLOT_EMAIL_RAW,
                                                      [LINKEDIN_ORGANIZATION] = SLOT_ORGANIZATION,
                                                      [LINKEDIN_TITLE] = SLOT_TITLE,
                                                      [LINKEDIN_CONNECTED] = SLOT_CONNECTED_RAW};

    for (int i = 0; i < LINKEDIN_COLUMNS; i++) {
        int at = linkedin->at[i];
        if (at < 0 || (size_t)at >= record->count || record->fields[at].length > LINKEDIN_CELL_MAX)
            continue;
        *slot(row, slots[i]) = doc_text(clean(linkedin->rows_arena, record->fields[at]));
    }
}

static bool
derive_link(struct arena *arena, struct doc *row, const char *link)
{
    char *key = linkedin_link_key(arena, link);
    *slot(row, SLOT_LINK_KEY) = doc_text(key);
    if (key == NULL)
        *slot(row, SLOT_LINK) = doc_null();
    else if (strstr(link, "://") == NULL)
        *slot(row, SLOT_LINK) = doc_text(linkedin_join(arena, "https://", link, ""));
    return key != NULL;
}

static void
derive(struct arena *arena, struct doc *row)
{
    const char *first = text_at(row, SLOT_FIRST_NAME), *last = text_at(row, SLOT_LAST_NAME);
    const char *link = text_at(row, SLOT_LINK), *email = text_at(row, SLOT_EMAIL_RAW);
    const char *connected = text_at(row, SLOT_CONNECTED_RAW), *warning = NULL;

    if (first != NULL && last != NULL)
        *slot(row, SLOT_NAME) = doc_text(linkedin_join(arena, first, " ", last));
    else
        *slot(row, SLOT_NAME) = doc_text(first != NULL ? first : last);
    if (connected != NULL) {
        *slot(row, SLOT_CONNECTED_ON) = doc_text(linkedin_date(arena, connected));
        if (text_at(row, SLOT_CONNECTED_ON) == NULL)
            warning = "import.date_not_read";
    }
    if (link != NULL && !derive_link(arena, row, link))
        warning = "import.link_not_valid";
    if (email != NULL) {
        if (mail_address_valid(email))
            *slot(row, SLOT_EMAIL) = doc_text(email);
        else
            warning = "import.email_not_valid";
    }
    *slot(row, SLOT_WARNING) = doc_text(warning);
}

/* A letter in a name or an organization makes a row usable for sure: rows that were handed on before need
 * no second look, which keeps a reading in slices quick. */
static bool
surely_usable(const struct linkedin *linkedin, const struct csv_record *record)
{
    static const enum linkedin_column columns[] = {LINKEDIN_FIRST_NAME, LINKEDIN_LAST_NAME,
                                                   LINKEDIN_ORGANIZATION};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        int at = linkedin->at[columns[i]];
        if (at < 0 || (size_t)at >= record->count)
            continue;
        char first = record->fields[at].text[0];
        if ((first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z'))
            return true;
    }
    return false;
}

static enum status
take_row(struct linkedin *linkedin, const struct csv_record *record)
{
    bool empty = all_empty(record);
    const char *reason = empty ? NULL : shape_problem(linkedin, record);
    linkedin->rows++;
    if (linkedin->rows < linkedin->first_row && reason == NULL && surely_usable(linkedin, record)) {
        linkedin->usable++;
        return STATUS_OK;
    }
    arena_reset(linkedin->rows_arena);
    struct doc row = doc_row(linkedin->rows_arena, linkedin->shape);
    *slot(&row, SLOT_ROW) = doc_int(linkedin->rows);
    *slot(&row, SLOT_LINE) = doc_int(record->line);
    *slot(&row, SLOT_EMPTY) = doc_bool(empty);
    if (!empty)
        fill_cells(linkedin, record, &row);
    if (!empty && reason == NULL) {
        derive(linkedin->rows_arena, &row);
        if (text_at(&row, SLOT_NAME) == NULL && text_at(&row, SLOT_ORGANIZATION) == NULL &&
            text_at(&row, SLOT_EMAIL) == NULL)
            reason = "import.nothing_in_row";
    }
    *slot(&row, SLOT_REASON) = doc_text(reason);
    linkedin->usable += !empty && reason == NULL;
    return linkedin->rows < linkedin->first_row ? STATUS_OK
                                                : linkedin->each(linkedin->context, &row);
}

static enum status
take_record(void *context, const struct csv_record *record)
{
    struct linkedin *linkedin = context;
    return linkedin->found ? take_row(linkedin, record) : look_for_header(linkedin, record);
}

static enum status
take_text(void *context, const char *text, size_t length)
{
    struct linkedin *linkedin = context;
    return csv_feed(&linkedin->csv, text, length);
}

void
linkedin_open(struct linkedin *linkedin, struct arena *arena, struct arena *rows,
              linkedin_each *each, void *context)
{
    memset(linkedin, 0, sizeof *linkedin);
    linkedin->rows_arena = rows;
    linkedin->each = each;
    linkedin->context = context;
    linkedin->shape = doc_shape(arena, SLOTS);
    for (int i = 0; i < SLOTS; i++)
        (void)doc_shape_add(arena, linkedin->shape, slot_names[i]);
    charset_open(&linkedin->charset, take_text, linkedin);
    csv_open(&linkedin->csv, arena, 0, take_record, linkedin);
}

/* The first room in which it went wrong names the reason. */
static enum status
ended(struct linkedin *linkedin, enum status status)
{
    if (status != STATUS_INVALID || linkedin->code != NULL)
        return status;
    if (linkedin->csv.code != NULL) {
        linkedin->code = linkedin->csv.code;
        linkedin->line = linkedin->csv.line;
    } else {
        linkedin->code = linkedin->charset.code;
    }
    return status;
}

enum status
linkedin_feed(struct linkedin *linkedin, const char *bytes, size_t length)
{
    return ended(linkedin, charset_feed(&linkedin->charset, bytes, length));
}

enum status
linkedin_end(struct linkedin *linkedin)
{
    TRY(ended(linkedin, charset_end(&linkedin->charset)));
    TRY(ended(linkedin, csv_end(&linkedin->csv)));
    if (linkedin->found && linkedin->usable > 0)
        return STATUS_OK;
    linkedin->code = linkedin->found ? "linkedin.no_rows" : "linkedin.no_header";
    return STATUS_INVALID;
}

struct doc *
linkedin_arguments(const struct linkedin *linkedin, struct arena *arena)
{
    struct doc *arguments = doc_map(arena);
    doc_set_int(arguments, "line", linkedin->line);
    doc_set_text(arguments, "looked_for", linkedin_columns);
    doc_set_text(arguments, "encoding", charset_name(linkedin->charset.kind));
    return arguments;
}
