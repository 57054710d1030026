/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/occupation_release.h"

#include "base/file.h"
#include "formats/onet.h"
#include "formats/zip.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { YEAR_DIGITS = 4, CHUNK = 64 * 1024 };

struct reading {
    struct arena *arena;
    struct onet onet;
    struct occupation_release *out;
    /* Where files come from: a folder, or an archive. */
    const char *folder;
    int archive;
    struct zip_entry *entries;
    const char **names; /* of all files that may be of use */
    size_t count;
};

static enum status
refuse(struct reading *reading, const char *code, const char *file)
{
    reading->out->code = code;
    reading->out->file = file;
    return STATUS_INVALID;
}

static bool
ends_with(const char *name, const char *suffix)
{
    size_t length = strlen(name), size = strlen(suffix);
    return length > size && strcasecmp(name + length - size, suffix) == 0;
}

/* Programs of Apple put a shadow beside each file. */
static bool
is_wanted(const char *name)
{
    return name[0] != '.' && (ends_with(name, ".txt") || ends_with(name, ".csv"));
}

/* ---- where files come from ---- */

static enum status
list_folder(struct reading *reading, const char *path)
{
    DIR *folder = opendir(path);
    if (folder == NULL)
        return refuse(reading, "onet.no_file", path);
    reading->folder = path;
    reading->names = arena_alloc(reading->arena, RELEASE_FILES_MAX * sizeof *reading->names);
    for (const struct dirent *entry;
         reading->count < RELEASE_FILES_MAX && (entry = readdir(folder)) != NULL;)
        if (is_wanted(entry->d_name))
            reading->names[reading->count++] = arena_text(reading->arena, entry->d_name);
    (void)closedir(folder);
    return STATUS_OK;
}

static enum status
read_at(void *context, int64_t offset, char *bytes, size_t length)
{
    const struct reading *reading = context;
    while (length > 0) {
        ssize_t got = pread(reading->archive, bytes, length, offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return STATUS_FAILED;
        bytes += got;
        offset += got;
        length -= (size_t)got;
    }
    return STATUS_OK;
}

static enum status
list_archive(struct reading *reading, const char *path, int64_t size)
{
    const char *code = NULL;
    char head[4];
    reading->archive = open(path, O_RDONLY | O_CLOEXEC);
    if (reading->archive < 0)
        return refuse(reading, "onet.no_file", path);
    if (size < (int64_t)sizeof head || read_at(reading, 0, head, sizeof head) != STATUS_OK ||
        !zip_begins(head, sizeof head))
        return refuse(reading, "onet.no_release", path);
    enum status status = zip_list(reading->arena, size, read_at, reading, is_wanted,
                                  RELEASE_FILES_MAX, &reading->entries, &reading->count, &code);
    if (status == STATUS_INVALID)
        return refuse(reading, code, path);
    TRY(status);
    reading->names = arena_alloc(reading->arena, (reading->count + 1) * sizeof *reading->names);
    for (size_t i = 0; i < reading->count; i++)
        reading->names[i] = reading->entries[i].name;
    return STATUS_OK;
}

static enum status
take_unpacked(void *context, const char *bytes, size_t length)
{
    buffer_add(context, bytes, length);
    return buffer_status(context);
}

static enum status
unpack(struct reading *reading, const struct zip_entry *entry, struct buffer *out_bytes)
{
    struct zip zip;
    char *bytes = arena_take(reading->arena, CHUNK);
    buffer_open(out_bytes, reading->arena, ONET_FILE_MAX);
    enum status status = zip_open(&zip, reading->arena, entry, take_unpacked, out_bytes);
    if (status == STATUS_MISSING)
        return refuse(reading, "charset.archive", entry->name);
    for (int64_t at = 0; status == STATUS_OK && at < entry->packed; at += CHUNK) {
        size_t piece = entry->packed - at < CHUNK ? (size_t)(entry->packed - at) : CHUNK;
        TRY(read_at(reading, entry->offset + at, bytes, piece));
        status = zip_feed(&zip, bytes, piece);
    }
    if (status == STATUS_OK)
        status = zip_end(&zip);
    return status == STATUS_INVALID
               ? refuse(reading, zip.code == NULL ? "zip.too_large" : zip.code, entry->name)
               : status;
}

static enum status
read_path(struct reading *reading, const char *path, const char *name, const char **out_bytes,
          size_t *out_length)
{
    char *bytes;
    enum status status = file_read(reading->arena, path, ONET_FILE_MAX, &bytes, out_length);
    if (status == STATUS_MISSING || status == STATUS_FORBIDDEN)
        return refuse(reading, "onet.no_file", name);
    if (status == STATUS_INVALID)
        return refuse(reading, "onet.too_long", name);
    TRY(status);
    *out_bytes = bytes;
    return STATUS_OK;
}

static enum status
read_named(struct reading *reading, size_t place, const char **out_bytes, size_t *out_length)
{
    const char *name = reading->names[place];
    if (reading->folder != NULL)
        return read_path(reading, arena_print(reading->arena, "%s/%s", reading->folder, name), name,
                         out_bytes, out_length);
    struct buffer bytes;
    TRY(unpack(reading, &reading->entries[place], &bytes));
    *out_bytes = buffer_read(&bytes);
    *out_length = bytes.length;
    return STATUS_OK;
}

/* ---- what they are ---- */

static enum status
take_table(struct reading *reading, enum onet_table table, const char *name, const char *bytes,
           size_t length)
{
    enum status status = onet_read(&reading->onet, table, name, bytes, length);
    if (status == STATUS_INVALID) {
        reading->out->field = reading->onet.field;
        reading->out->line = reading->onet.line;
        return refuse(reading, reading->onet.code, reading->onet.file);
    }
    return status;
}

/* "Table 1.2 Occupational projections, 2024-2034" begins the file: "2024-34". */
static const char *
years_of(struct arena *arena, const char *bytes, size_t length)
{
    static const char sign[] = "Occupational projections, ";
    const char *at = memmem(bytes, length, sign, strlen(sign));
    const char *end = bytes + length;
    if (at == NULL)
        return "";
    at += strlen(sign);
    const char *later = at + YEAR_DIGITS;
    while (later < end && *later != '\n' && (*later < '0' || *later > '9'))
        later++;
    if (end - later < YEAR_DIGITS || strspn(at, "0123456789") != YEAR_DIGITS ||
        strspn(later, "0123456789") < 2)
        return "";
    if (strspn(later, "0123456789") == YEAR_DIGITS)
        later += 2;
    return arena_print(arena, "%.4s-%.2s", at, later);
}

/* "O*NET 30.1 Database" and, on the next line, "December 2025 Release". */
static void
take_read_me(struct reading *reading, const char *bytes)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    size_t first = strcspn(bytes, "\r\n");
    const char *next = bytes + first + strspn(bytes + first, "\r\n");
    if (strncmp(bytes, "O*NET ", 6) != 0 || first > 60)
        return;
    reading->out->release = arena_copy(reading->arena, bytes, first);
    for (int month = 0; month < 12; month++) {
        size_t length = strlen(months[month]);
        if (strncmp(next, months[month], length) == 0 && next[length] == ' ' &&
            strspn(next + length + 1, "0123456789") == YEAR_DIGITS)
            reading->out->on =
                arena_print(reading->arena, "%.4s-%02d", next + length + 1, month + 1);
    }
}

/* Without a file that says it: "db_30_2_text" is "O*NET 30.2 Database". */
static const char *
release_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *at = strpbrk(slash == NULL ? path : slash + 1, "0123456789");
    size_t major = at == NULL ? 0 : strspn(at, "0123456789");
    size_t minor = major > 0 && (at[major] == '_' || at[major] == '.')
                       ? strspn(at + major + 1, "0123456789")
                       : 0;
    if (major != 2 || minor == 0 || minor > 2)
        return "O*NET Database";
    return arena_print(arena, "O*NET %.2s.%.*s Database", at, (int)minor, at + major + 1);
}

static bool
is_read_me(const char *name)
{
    return strcasecmp(name, "Read Me.txt") == 0 || strcasecmp(name, "Read_Me.txt") == 0;
}

/* Those of one table of the files; the others wait for their turn. */
static enum status
read_files(struct reading *reading, bool first)
{
    for (size_t i = 0; i < reading->count; i++) {
        const char *name = reading->names[i], *bytes;
        size_t length;
        enum onet_table table = onet_table_of(name, "", 0);
        bool sheet = ends_with(name, ".csv"), about = is_read_me(name);
        if (first ? table != ONET_OCCUPATIONS && !about
                  : table == ONET_OCCUPATIONS || (table == ONET_TABLES && !sheet))
            continue;
        TRY(read_named(reading, i, &bytes, &length));
        if (sheet)
            table = onet_table_of(name, bytes, length);
        if (about)
            take_read_me(reading, bytes);
        else if (table == ONET_PROJECTIONS && reading->onet.seen[table])
            continue;
        else if (table != ONET_TABLES)
            TRY(take_table(reading, table, name, bytes, length));
        if (table == ONET_PROJECTIONS)
            reading->out->projections = years_of(reading->arena, bytes, length);
    }
    return STATUS_OK;
}

static enum status
read_projections(struct reading *reading, const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1, *bytes;
    size_t length;
    TRY(read_path(reading, path, name, &bytes, &length));
    if (onet_table_of(name, bytes, length) != ONET_PROJECTIONS)
        return refuse(reading, "onet.no_projections", name);
    TRY(take_table(reading, ONET_PROJECTIONS, name, bytes, length));
    reading->out->projections = years_of(reading->arena, bytes, length);
    return STATUS_OK;
}

/* What the table before knows of pay and outlook, and of study programs, stands until newer ones come. */
static void
keep_before(struct reading *reading, const struct occupations *before)
{
    for (uint32_t i = 0; i < before->count && !reading->onet.seen[ONET_PROJECTIONS]; i++) {
        const struct occupation *item = &before->items[i];
        struct onet_figures figures = {.education = item->education,
                                       .pay = item->pay,
                                       .pay_or_more = item->pay_or_more,
                                       .employment = item->employment,
                                       .has_growth = item->has_growth,
                                       .growth = item->growth,
                                       .openings = item->openings,
                                       .broad = item->broad};
        onet_keep_figures(&reading->onet, item->code, &figures);
    }
    if (!reading->onet.seen[ONET_PROJECTIONS])
        reading->out->projections = arena_text(reading->arena, before->projections);
    for (uint32_t i = 0; i < before->program_count && !reading->onet.seen[ONET_PROGRAMS]; i++)
        onet_keep_program(&reading->onet, before->programs[i].code, before->programs[i].title,
                          before->programs[i].occupations);
}

/* What was written must be what is read later. */
static enum status
prove(struct reading *reading)
{
    struct occupations table;
    struct occupation_release *out = reading->out;
    if (occupations_read(reading->arena, buffer_read(&out->table), out->table.length, &table,
                         &out->line) != STATUS_OK)
        return refuse(reading, "onet.unreadable", NULL);
    out->line = 0;
    out->count = table.count;
    return STATUS_OK;
}

static enum status
read_all(struct reading *reading, const char *path, const char *projections,
         const struct occupations *before)
{
    struct stat state;
    struct occupation_release *out = reading->out;
    if (stat(path, &state) != 0)
        return refuse(reading, "onet.no_file", path);
    TRY(S_ISDIR(state.st_mode) ? list_folder(reading, path)
                               : list_archive(reading, path, state.st_size));
    TRY(read_files(reading, true));
    if (!reading->onet.seen[ONET_OCCUPATIONS])
        return refuse(reading, "onet.missing", "Occupation Data");
    if (projections != NULL)
        TRY(read_projections(reading, projections));
    TRY(read_files(reading, false));
    keep_before(reading, before);
    if (out->release == NULL)
        out->release = release_of(reading->arena, path);
    buffer_open(&out->table, reading->arena, ONET_TABLE_MAX);
    enum status status = onet_write(&reading->onet, out->release, out->projections, &out->table);
    if (status == STATUS_INVALID)
        return refuse(reading, reading->onet.code, reading->onet.file);
    TRY(status);
    return prove(reading);
}

enum status
occupation_release_read(struct arena *arena, const char *path, const char *projections,
                        const struct occupations *before, struct occupation_release *out_release)
{
    struct reading *reading = arena_alloc(arena, sizeof *reading);
    *reading = (struct reading){.arena = arena, .out = out_release, .archive = -1};
    *out_release = (struct occupation_release){.projections = ""};
    onet_open(&reading->onet, arena);
    reading->onet.details = true;
    enum status status = read_all(reading, path, projections, before);
    if (reading->archive >= 0)
        (void)close(reading->archive);
    return status;
}
