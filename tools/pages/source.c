/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"
#include "tools/pages/pages.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { LOOKED_AT_MAX = 2000, FILES_MAX = 1000 };

int complaints;

static const char *looked_at[LOOKED_AT_MAX];
static size_t looked_at_count;
static const struct source *read_sources[LOOKED_AT_MAX];
static size_t read_count;

static void
give_up(const char *path, const char *why)
{
    (void)fprintf(stderr, "%s: error: %s\n", path, why);
    exit(1);
}

static void
look_at(const char *path)
{
    for (size_t i = 0; i < looked_at_count; i++)
        if (strcmp(looked_at[i], path) == 0)
            return;
    if (looked_at_count == LOOKED_AT_MAX)
        give_up(path, "too many files");
    looked_at[looked_at_count++] = path;
}

static const struct source *
read_before(const char *path)
{
    for (size_t i = 0; i < read_count; i++)
        if (strcmp(read_sources[i]->path, path) == 0)
            return read_sources[i];
    return NULL;
}

const struct source *
source_read(struct arena *arena, const char *path)
{
    static char text[SOURCE_MAX + 1];
    const struct source *before = read_before(path);
    if (before != NULL)
        return before;
    FILE *file = fopen(path, "rbe");
    if (file == NULL && errno == ENOENT)
        return NULL;
    if (file == NULL)
        give_up(path, strerror(errno));
    path = arena_text(arena, path);
    look_at(path);
    size_t length = fread(text, 1, sizeof text, file);
    if (ferror(file))
        give_up(path, "cannot be read");
    (void)fclose(file);
    if (length > SOURCE_MAX)
        give_up(path, "longer than 1 MiB");
    if (!utf8_valid(text, length))
        give_up(path, "not UTF-8");
    struct source *source = arena_alloc(arena, sizeof *source);
    *source = (struct source){path, arena_copy(arena, text, length), length};
    if (read_count < LOOKED_AT_MAX)
        read_sources[read_count++] = source;
    return source;
}

void
complain(const struct source *source, const char *at, const char *format, ...)
{
    static char said[COMPLAINTS_MAX][320];
    int line = 1, column = 1;
    for (const char *p = source->text; p < at; p++) {
        column = *p == '\n' ? 1 : column + 1;
        line += *p == '\n';
    }
    char what[200], all[320];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    (void)snprintf(all, sizeof all, "%.80s:%d:%d: error: %s", source->path, line, column, what);
    /* A partial is compiled in many places; its fault is said once. */
    for (int i = 0; i < complaints; i++)
        if (strcmp(said[i], all) == 0)
            return;
    (void)fprintf(stderr, "%s\n", all);
    (void)snprintf(said[complaints], sizeof said[0], "%s", all);
    if (++complaints == COMPLAINTS_MAX)
        give_up(source->path, "too many errors");
}

static int
by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **
source_list(struct arena *arena, const char *folder, const char *suffix)
{
    const char **names = arena_alloc(arena, (FILES_MAX + 1) * sizeof *names);
    size_t count = 0, suffix_length = strlen(suffix);
    DIR *directory = opendir(folder);
    if (directory == NULL)
        return names;
    look_at(arena_text(arena, folder));
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        size_t length = strlen(entry->d_name);
        if (entry->d_name[0] == '.' || length <= suffix_length ||
            strcmp(entry->d_name + length - suffix_length, suffix) != 0)
            continue;
        if (count == FILES_MAX)
            give_up(folder, "too many files");
        names[count++] = arena_copy(arena, entry->d_name, length - suffix_length);
    }
    (void)closedir(directory);
    qsort(names, count, sizeof *names, by_text);
    return names;
}

void
source_write_rule(const char *path, const char *target)
{
    FILE *file = fopen(path, "we");
    if (file == NULL)
        give_up(path, strerror(errno));
    (void)fprintf(file, "%s:", target);
    for (size_t i = 0; i < looked_at_count; i++)
        (void)fprintf(file, " \\\n  %s", looked_at[i]);
    (void)fputc('\n', file);
    if (fclose(file) != 0)
        give_up(path, strerror(errno));
}

void
write_c_text(FILE *file, const char *bytes, size_t length)
{
    (void)fputs("    \"", file);
    for (size_t i = 0, column = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte == '"' || byte == '\\')
            column += (size_t)fprintf(file, "\\%c", byte);
        else if (byte >= 0x20 && byte < 0x7f && byte != '?')
            column += (size_t)fprintf(file, "%c", byte);
        else
            column += (size_t)fprintf(file, "\\%03o", byte);
        if (column > 80 && i + 1 < length) {
            (void)fputs("\"\n    \"", file);
            column = 0;
        }
    }
    (void)fputs("\"", file);
}
