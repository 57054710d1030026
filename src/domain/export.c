/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/export.h"

#include "base/number.h"
#include "doc/json.h"
#include "domain/common.h"
#include "domain/export_read.h"
#include "domain/people_filter.h"
#include "domain/people_list.h"
#include "domain/views.h"
#include "formats/contacts_csv_write.h"
#include "formats/vcard_write.h"

#include <inttypes.h>
#include <string.h>

enum {
    VIEWS_SHOWN = 50,
    PLACE_MOST = 15000,
    WIDTH_MOST = 200 /* columns of one sort: contacts_csv_write.c */
};

static const char *const kinds[] = {"vcard", "json", "csv", NULL};
static const char *const versions[] = {"3.0", "4.0", NULL};
static const char *const forms[] = {"plain", "google", "outlook", NULL};

/* ---- where a file goes on ---- */

/* "phase:written:widths:left out:place". `phase` m: the people are measured for the columns of a table; s: what they share
 * is written; w: they are. */
struct place {
    char phase;
    int64_t written; /* or measured, of this phase */
    int64_t widths[CONTACTS_SERIES];
    struct left_out left_out;
    const char *after; /* of export_read, export_read_shared */
};

static bool
read_place(const char *text, struct place *place)
{
    if (text[0] == '\0' || strchr("msw", text[0]) == NULL || text[1] != ':')
        return false;
    place->phase = text[0];
    if (!number_read(text + 2, &place->written, &text) || *text != ':')
        return false;
    for (int i = 0; i < CONTACTS_SERIES; i++)
        if (!number_read(text + 1, &place->widths[i], &text) || *text != ':' ||
            place->widths[i] < 0 || place->widths[i] > WIDTH_MOST)
            return false;
    if (!left_out_read(text + 1, &place->left_out, &text) || *text != ':')
        return false;
    place->after = text[1] == '\0' ? NULL : text + 1;
    return true;
}

static const char *
write_place(struct call *call, const struct place *place)
{
    struct buffer text;
    buffer_open(&text, call->arena, PLACE_MOST);
    buffer_print(&text, "%c:%" PRId64 ":", place->phase, place->written);
    for (int i = 0; i < CONTACTS_SERIES; i++)
        buffer_print(&text, "%" PRId64 ":", place->widths[i]);
    left_out_write(&place->left_out, &text);
    buffer_byte(&text, ':');
    buffer_text(&text, place->after == NULL ? "" : place->after);
    return buffer_read(&text);
}

/* ---- the call ---- */

static enum contacts_form
form_of(const char *name)
{
    return strcmp(name, "google") == 0    ? CONTACTS_FORM_GOOGLE
           : strcmp(name, "outlook") == 0 ? CONTACTS_FORM_OUTLOOK
                                          : CONTACTS_FORM_PLAIN;
}

/* How many columns these people need, over those before them, and what finds none. */
static void
measure(struct call *call, const struct doc *people, struct place *place)
{
    struct contacts_writer writer;
    struct buffer none;
    ARENA_HERE struct arena rows;
    arena_open(&rows);
    buffer_open(&none, call->arena, 1);
    contacts_write_open(&writer, call->arena, &rows, &none,
                        form_of(doc_text_of(call->params, "form")), false);
    for (int i = 0; i < CONTACTS_SERIES; i++)
        writer.widths[i] = (uint32_t)place->widths[i];
    writer.left_out = place->left_out;
    for (uint32_t i = 0; i < doc_count(people); i++)
        contacts_write_measure(&writer, doc_item(people, i));
    for (int i = 0; i < CONTACTS_SERIES; i++)
        place->widths[i] = writer.widths[i];
    place->left_out = writer.left_out;
}

/* What makes sense for a table only says that one is meant. A choice of columns beside another kind of file is refused:
 * whoever made it would get a file without them. */
static enum status
settle_kind(struct call *call, const char **out_as)
{
    const char *as = param_text(call, "as");
    bool columns = strcmp(doc_text_of(call->params, "form"), forms[0]) != 0;
    bool table = columns || doc_bool_of(call->params, "guard") || doc_bool_of(call->params, "mark");
    if (columns && as != NULL && strcmp(as, "csv") != 0)
        return call_invalid(call, "form", "export.columns_of_a_table", NULL);
    *out_as = as != NULL ? as : table ? "csv" : kinds[0];
    return STATUS_OK;
}

/* Looks at the people of a page for what the file cannot hold; of a table, for its columns too. */
static void
look_at(struct call *call, const char *as, const struct export_page *page, struct place *place)
{
    place->left_out.counts[LEFT_OUT_PHOTO] += page->photos;
    place->left_out.counts[LEFT_OUT_FILES] += page->files;
    if (strcmp(as, "csv") == 0)
        measure(call, page->people, place);
    for (uint32_t i = 0; strcmp(as, "vcard") == 0 && i < doc_count(page->people); i++)
        left_out_of_card(&place->left_out, doc_item(page->people, i));
}

/* Name and kind of the file. */
static void
describe(struct doc *answer, const char *as)
{
    static const char *const described[][3] = {{"vcard", "vcf", "text/vcard"},
                                               {"json", "json", "application/json"},
                                               {"csv", "csv", "text/csv"}};
    for (size_t i = 0; i < sizeof described / sizeof described[0]; i++) {
        if (strcmp(as, described[i][0]) != 0)
            continue;
        doc_set_text(answer, "suffix", described[i][1]);
        doc_set_text(answer, "media", described[i][2]);
    }
    doc_set_text(answer, "name",
                 strcmp(as, "vcard") == 0  ? "people.vcf"
                 : strcmp(as, "json") == 0 ? "people.json"
                                           : "people.csv");
}

/* What goes with the people into that kind of file. */
static unsigned
with_of(const struct call *call, const char *as)
{
    unsigned with = doc_bool_of(call->params, "include_private") ? EXPORT_PRIVATE : 0;
    if (strcmp(as, "json") == 0)
        with |= EXPORT_PHOTOS | EXPORT_RECORDS | EXPORT_FILES;
    return strcmp(as, "vcard") == 0 ? with | EXPORT_PHOTOS : with;
}

/* The next part, and where the file goes on behind it. */
static enum status
read_part(struct call *call, const char *as, struct place *place, struct export_page *out_page)
{
    struct doc *filters;
    TRY(people_in_force(call, &filters, doc_map(call->arena)));
    if (place->phase == 's')
        return export_read_shared(call, place->after, out_page);
    return export_read(call, filters, with_of(call, as), place->after, out_page);
}

/* Everybody's file of everything begins with what they share; whom a filter finds brings their own. */
static enum status
first_phase(struct call *call, const char *as, char *out_phase)
{
    struct doc *filters;
    TRY(people_in_force(call, &filters, doc_map(call->arena)));
    bool whole = strcmp(as, "json") == 0 && !people_are_filtered(filters);
    *out_phase = 'w';
    if (strcmp(as, "csv") == 0)
        *out_phase = 'm';
    else if (whole)
        *out_phase = 's';
    return STATUS_OK;
}

/* The first part: where people share nothing, they begin at once. */
static enum status
read_first(struct call *call, const char *as, struct place *place, struct export_page *out_page)
{
    TRY(first_phase(call, as, &place->phase));
    TRY(read_part(call, as, place, out_page));
    if (place->phase != 's' || doc_count(out_page->people) > 0)
        return STATUS_OK;
    place->phase = 'w';
    return read_part(call, as, place, out_page);
}

/* True: the file goes on. */
static bool
step(struct place *place, const struct export_page *page)
{
    bool more = page->after != NULL || place->phase != 'w';
    bool over = page->after == NULL && more;
    place->written = over ? 0 : place->written + doc_count(page->people);
    place->after = page->after;
    if (over)
        place->phase = 'w';
    return more;
}

static enum status
export_run(struct call *call, struct doc **out_answer)
{
    const char *as, *after = param_text(call, "after");
    TRY(settle_kind(call, &as));
    struct place place = {0};
    struct doc *answer = doc_map(call->arena), *widths = doc_list(call->arena);
    struct export_page page;
    if (after != NULL && !read_place(after, &place))
        return call_invalid(call, "after", "field.not_there", NULL);
    if (after == NULL)
        TRY(read_first(call, as, &place, &page));
    else
        TRY(read_part(call, as, &place, &page));
    bool measuring = place.phase == 'm', shared = place.phase == 's';
    bool is_csv = strcmp(as, "csv") == 0;
    bool opens = !measuring && place.written == 0 && place.after == NULL;
    doc_set_bool(answer, "begins", is_csv ? opens : after == NULL);
    doc_set_bool(answer, "opens", opens);
    doc_set_int(answer, "written", place.written);
    if (measuring || (!shared && !is_csv))
        look_at(call, as, &page, &place);
    bool more = step(&place, &page);
    for (int i = 0; i < CONTACTS_SERIES; i++)
        (void)doc_push(widths, doc_int(place.widths[i]));
    doc_set_text(answer, "as", as);
    copy_keys(call, answer, call->params, "version form guard mark");
    doc_set(answer, "widths", *widths);
    doc_set_text(answer, "list", shared ? "records" : "people");
    doc_set(answer, "records", shared ? *page.people : *doc_list(call->arena));
    doc_set(answer, "items", measuring || shared ? *doc_list(call->arena) : *page.people);
    left_out_show(&place.left_out, answer);
    doc_set_text(answer, "after", more ? write_place(call, &place) : NULL);
    describe(answer, as);
    *out_answer = answer;
    return STATUS_OK;
}

/* ---- what will be in it ---- */

/* What was asked for, for the forms that go on from here. */
static struct doc *
asked_for(struct call *call, const struct doc *as)
{
    struct doc *list = doc_list(call->arena);
    for (const struct param *param = call->row->params; param->name != NULL; param++) {
        bool kind = strcmp(param->name, "as") == 0;
        const struct doc *value = kind ? as : doc_get(call->params, param->name);
        if (doc_is_empty(value) || strcmp(param->name, "after") == 0)
            continue;
        struct doc *item = doc_push(list, *doc_map(call->arena));
        doc_set_text(item, "name", param->name);
        doc_set_text(item, "value", value->kind == DOC_BOOL ? "true" : value->text);
    }
    return list;
}

static enum status
preview_run(struct call *call, struct doc **out_answer)
{
    const char *as, *after = param_text(call, "after");
    struct place place = {.phase = 'm'};
    struct doc *filters, *answer = doc_map(call->arena);
    if (after != NULL && (!read_place(after, &place) || place.phase != 'm'))
        return call_invalid(call, "after", "field.not_there", NULL);
    TRY(settle_kind(call, &as));
    TRY(people_in_force(call, &filters, doc_map(call->arena)));
    unsigned with = with_of(call, as);
    for (int part = 0; part < EXPORT_PREVIEW_PARTS && (part == 0 || place.after != NULL); part++) {
        struct export_page page;
        TRY(export_read(call, filters, with & EXPORT_PRIVATE, place.after, &page));
        page.photos = (with & EXPORT_PHOTOS) != 0 ? 0 : page.photos;
        page.files = (with & EXPORT_FILES) != 0 ? 0 : page.files;
        look_at(call, as, &page, &place);
        place.written += doc_count(page.people);
        place.after = page.after;
    }
    doc_set_text(answer, "as", as);
    copy_keys(call, answer, call->params, "version form");
    doc_set_int(answer, "count", place.written);
    left_out_show(&place.left_out, answer);
    doc_set(answer, "asked", *asked_for(call, doc_get(answer, "as")));
    doc_set_text(answer, "after", place.after == NULL ? NULL : write_place(call, &place));
    *out_answer = answer;
    return STATUS_OK;
}

/* ---- writing a part ---- */

static enum status
write_vcards(const struct doc *people, bool version_40, struct buffer *buffer)
{
    ARENA_HERE struct arena own, scratch;
    struct vcard_writer writer;
    arena_open(&own);
    arena_open(&scratch);
    vcard_write_open(&writer, &own, version_40 ? VCARD_40 : VCARD_30);
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < doc_count(people) && status == STATUS_OK; i++) {
        arena_reset(&scratch);
        status = vcard_write(&writer, &scratch, doc_item(people, i), buffer);
    }
    arena_close(&scratch);
    return status;
}

/* A person as JSON: what is not known is left out. */
static void
write_item(struct arena *arena, const struct doc *item, struct buffer *buffer)
{
    struct doc *shown = doc_map(arena);
    for (uint32_t i = 0; i < doc_count(item); i++) {
        const struct doc *value = doc_value(item, i);
        if (strcmp(doc_key(item, i), "doc") != 0 && value->kind != DOC_NULL)
            doc_set(shown, doc_key(item, i), *value);
    }
    json_write(buffer, shown, 0);
}

/* {"schema":1,"records":[...],"people":[...]}: what people share stands before them. */
static enum status
write_json(const struct doc *answer, struct buffer *buffer)
{
    ARENA_HERE struct arena scratch;
    bool begins = doc_bool_of(answer, "begins"), opens = doc_bool_of(answer, "opens");
    const char *list = doc_text_of(answer, "list");
    const struct doc *items = doc_get(answer, strcmp(list, "people") == 0 ? "items" : "records");
    arena_open(&scratch);
    if (begins)
        buffer_text(buffer, "{\"schema\":1,");
    if (opens)
        buffer_print(buffer, "%s\"%s\":[", begins ? "" : "\n],", list);
    for (uint32_t i = 0; i < doc_count(items); i++) {
        arena_reset(&scratch);
        buffer_text(buffer, i == 0 && doc_int_of(answer, "written") == 0 ? "\n" : ",\n");
        write_item(&scratch, doc_item(items, i), buffer);
    }
    if (doc_is_empty(doc_get(answer, "after")))
        buffer_text(buffer, "\n]}\n");
    return buffer_status(buffer);
}

static enum status
write_csv(const struct doc *answer, struct buffer *buffer)
{
    ARENA_HERE struct arena own, rows;
    struct contacts_writer writer;
    struct buffer aside;
    const struct doc *people = doc_get(answer, "items"), *widths = doc_get(answer, "widths");
    arena_open(&own);
    arena_open(&rows);
    buffer_open(&aside, &own, 1024 * 1024);
    bool begins = doc_bool_of(answer, "begins");
    contacts_write_open(&writer, &own, &rows, begins ? buffer : &aside,
                        form_of(doc_text_of(answer, "form")), doc_bool_of(answer, "guard"));
    for (uint32_t i = 0; i < doc_count(widths); i++)
        writer.widths[i] = (uint32_t)doc_item(widths, i)->integer;
    if (begins || doc_count(people) > 0)
        contacts_write_header(&writer, doc_bool_of(answer, "mark"));
    writer.csv.buffer = buffer;
    for (uint32_t i = 0; i < doc_count(people); i++)
        contacts_write_person(&writer, doc_item(people, i));
    arena_close(&rows);
    return buffer_status(buffer);
}

static enum status
export_write(const struct doc *answer, struct buffer *buffer)
{
    const char *as = doc_text_of(answer, "as");
    if (strcmp(as, "json") == 0)
        return write_json(answer, buffer);
    if (strcmp(as, "csv") == 0)
        return write_csv(answer, buffer);
    return write_vcards(doc_get(answer, "items"),
                        strcmp(doc_text_of(answer, "version"), "4.0") == 0, buffer);
}

/* ---- the page ---- */

static enum status
form_run(struct call *call, struct doc **out_answer)
{
    struct doc *answer = doc_map(call->arena), *circles, *params = call_params(call), *views;
    int64_t count;
    TRY(record_count(call, &noun_person, &count));
    TRY(people_circles(call, doc_get(call->params, "circle"), &circles));
    doc_set_int(params, "limit", VIEWS_SHOWN);
    TRY(call_rows_of(call, &sql_view_names, params, &views));
    doc_set_int(answer, "total", count);
    doc_set(answer, "circles", *circles);
    doc_set(answer, "views", *views);
    doc_set(answer, "versions", *text_list(call, versions));
    doc_set(answer, "forms", *text_list(call, forms));
    doc_set_text(answer, "version", versions[0]);
    doc_set_text(answer, "form", forms[0]);
    copy_keys(call, answer, call->params, "circle view tag");
    *out_answer = answer;
    return STATUS_OK;
}

static const struct param export_params[] = {
    {.name = "as",
     .kind = PARAM_CHOICE,
     .choices = kinds,
     .label = N_("File format"),
     .help = N_("vcard, unless you choose columns of a table")},
    {.name = "version",
     .kind = PARAM_CHOICE,
     .choices = versions,
     .initial = "3.0",
     .label = N_("vCard version")},
    {.name = "form",
     .kind = PARAM_CHOICE,
     .choices = forms,
     .initial = "plain",
     .label = N_("Columns of the table")},
    {.name = "guard",
     .kind = PARAM_BOOL,
     .label = N_("Keep a spreadsheet from taking texts for formulas")},
    {.name = "mark", .kind = PARAM_BOOL, .label = N_("Mark the file for Excel")},
    {.name = "include_private",
     .kind = PARAM_BOOL,
     .label = N_("Include people you marked as private")},
    {.name = "view", .kind = PARAM_ID, .find = &sql_view_find, .label = N_("Saved list")},
    PEOPLE_FILTER_PARAMS,
    {.name = "after", .kind = PARAM_TEXT, .most = PLACE_MOST, .label = N_("After")},
    {0},
};

static const struct param form_params[] = {
    {.name = "circle", .kind = PARAM_TEXT, .label = N_("Circle")},
    {.name = "tag", .kind = PARAM_TEXT, .label = N_("Tag")},
    {.name = "view", .kind = PARAM_ID, .find = &sql_view_find, .label = N_("Saved list")},
    {0},
};

const struct call_row export_rows[] = {
    {.name = "export form",
     .path = "/export",
     .role = ROLE_OWNER,
     .params = form_params,
     .run = form_run,
     .page = "export",
     .help = N_("Choose what goes into a file of your people"),
     .example = "rapport export form"},
    {.name = "export preview",
     .path = "/export/preview",
     .role = ROLE_OWNER,
     .params = export_params,
     .run = preview_run,
     .page = "export_preview",
     .help = N_("Look at what a file of your people would leave out"),
     .example = "rapport export preview --as=csv --form=outlook"},
    {.name = "export",
     .path = "/export/file",
     .role = ROLE_OWNER,
     .params = export_params,
     .run = export_run,
     .write = export_write,
     .in_parts = true,
     .remark = "export_left_out",
     .help = N_("Write your people into a file"),
     .example = "rapport export --as=vcard --output=people.vcf"},
    {0},
};
