/* SPDX-License-Identifier: GPL-3.0-or-later */
/* embed - the build tool that puts sql/, data/ and the web's files into the program.
 *
 *     embed --sql FOLDER --c OUT.c --header OUT.h [--depfile OUT.d]
 *     embed --asset ROOT --c OUT.c [--depfile OUT.d] FOLDER ... NAME=FILE ... */
#include "embed.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LIST_MAX = 4096, DEPTH_MAX = 8 };

static int complaints;

void
complain(const struct place *place, const char *format, ...)
{
    va_list arguments;
    complaints++;
    (void)fprintf(stderr, "%s:%d: ", place->file, place->line);
    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    (void)fputc('\n', stderr);
}

bool
complained(void)
{
    return complaints > 0;
}

bool
is_name(const char *text)
{
    if (*text < 'a' || *text > 'z')
        return false;
    return text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

char *
read_whole(struct arena *arena, const char *path, size_t *out_length)
{
    struct place place = {path, 1};
    FILE *file = fopen(path, "rb");
    struct stat about;
    if (file == NULL || fstat(fileno(file), &about) != 0 || about.st_size > FILE_MAX) {
        complain(&place, "cannot be read, or is too large: %s", strerror(errno));
        if (file != NULL)
            (void)fclose(file);
        *out_length = 0;
        return arena_text(arena, "");
    }
    char *bytes = arena_alloc(arena, (size_t)about.st_size + 1);
    *out_length = fread(bytes, 1, (size_t)about.st_size, file);
    (void)fclose(file);
    return bytes;
}

void
write_whole(const char *path, const struct buffer *buffer)
{
    struct place place = {path, 1};
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        complain(&place, "cannot be written: %s", strerror(errno));
        return;
    }
    size_t written = fwrite(buffer_read(buffer), 1, buffer->length, file);
    if (fclose(file) != 0 || written != buffer->length || buffer->full)
        complain(&place, "could not be written whole");
}

struct listing {
    struct arena *arena;
    struct buffer *files;
    const char *suffix;
    char **paths;
    int count;
};

static bool
ends_with(const char *text, const char *suffix)
{
    size_t length = strlen(text);
    size_t end = strlen(suffix);
    return length > end && strcmp(text + length - end, suffix) == 0;
}

static bool
is_wanted(const struct listing *listing, const char *name)
{
    if (name[0] == '.' || name[0] == '_' || ends_with(name, "~"))
        return false;
    if (ends_with(name, ".gz")) /* the build inflates it and names what comes out */
        return false;
    return listing->suffix == NULL || ends_with(name, listing->suffix);
}

static void
add_path(struct listing *listing, char *path)
{
    struct place place = {path, 1};
    if (listing->count + 1 >= LIST_MAX) {
        complain(&place, "more than %d files", LIST_MAX - 1);
        return;
    }
    listing->paths[listing->count++] = path;
    buffer_print(listing->files, " %s", path);
}

static void
look_into(struct listing *listing, const char *folder, int depth)
{
    DIR *stream = depth > DEPTH_MAX ? NULL : opendir(folder);
    if (stream == NULL)
        return;
    buffer_print(listing->files, " %s", folder);
    for (struct dirent *entry = readdir(stream); entry != NULL; entry = readdir(stream)) {
        char *path = arena_print(listing->arena, "%s/%s", folder, entry->d_name);
        struct stat about;
        if (entry->d_name[0] == '.' || stat(path, &about) != 0)
            continue;
        if (S_ISDIR(about.st_mode) && listing->suffix == NULL)
            look_into(listing, path, depth + 1);
        else if (S_ISREG(about.st_mode) && is_wanted(listing, entry->d_name))
            add_path(listing, path);
    }
    (void)closedir(stream);
}

static int
by_path(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char **
list_files(struct arena *arena, const char *folder, const char *suffix, struct buffer *files)
{
    struct listing listing = {.arena = arena, .files = files, .suffix = suffix};
    listing.paths = arena_alloc(arena, LIST_MAX * sizeof *listing.paths);
    look_into(&listing, folder, 0);
    qsort(listing.paths, (size_t)listing.count, sizeof *listing.paths, by_path);
    return listing.paths;
}

void
write_depfile(const char *path, const char *target, const char *files)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct buffer out;
    if (path == NULL)
        return;
    buffer_open(&out, &arena, TEXT_MAX);
    buffer_text(&out, target);
    buffer_byte(&out, ':');
    buffer_text(&out, files);
    buffer_byte(&out, '\n');
    write_whole(path, &out);
}

struct options {
    const char *sql;
    const char *asset;
    const char *c;
    const char *header;
    const char *depfile;
    char **folders;
};

static void
embed_sql(struct arena *arena, const struct options *options)
{
    static const char *const folders[] = {"/sqlite", "/postgres"};
    struct book book = {.arena = arena};
    struct buffer files;
    buffer_open(&files, arena, TEXT_MAX);
    char **paths = list_files(arena, options->sql, ".sql", &files);
    for (int i = 0; paths[i] != NULL; i++)
        read_statements(&book, paths[i], EACH_ENGINE);
    for (int engine = 0; engine < ENGINE_COUNT; engine++) {
        char *folder = arena_print(arena, "%s%s", options->sql, folders[engine]);
        paths = list_files(arena, folder, ".sql", &files);
        for (int i = 0; paths[i] != NULL; i++)
            read_statements(&book, paths[i], engine);
    }
    paths = list_files(arena, arena_print(arena, "%s/schema", options->sql), ".sql", &files);
    for (int i = 0; paths[i] != NULL; i++)
        read_step(&book, paths[i]);
    add_noun_statements(&book);
    number_statements(&book);
    if (complained())
        return;
    write_statements(&book, options->c, options->header);
    write_depfile(options->depfile, options->c, buffer_read(&files));
}

static int
usage(void)
{
    (void)fputs("usage: embed --sql FOLDER --c OUT.c --header OUT.h [--depfile OUT.d]\n"
                "       embed --asset ROOT --c OUT.c [--depfile OUT.d] FOLDER ...\n",
                stderr);
    return 2;
}

static bool
read_options(char **arguments, struct options *out_options)
{
    struct options options = {0};
    for (; *arguments != NULL && strncmp(*arguments, "--", 2) == 0; arguments += 2) {
        const char *name = *arguments + 2;
        const char **place = strcmp(name, "sql") == 0       ? &options.sql
                             : strcmp(name, "asset") == 0   ? &options.asset
                             : strcmp(name, "c") == 0       ? &options.c
                             : strcmp(name, "header") == 0  ? &options.header
                             : strcmp(name, "depfile") == 0 ? &options.depfile
                                                            : NULL;
        if (place == NULL || arguments[1] == NULL)
            return false;
        *place = arguments[1];
    }
    options.folders = arguments;
    *out_options = options;
    return options.c != NULL && (options.sql == NULL) != (options.asset == NULL) &&
           (options.sql == NULL || options.header != NULL);
}

int
main(int count, char **arguments)
{
    struct options options;
    if (count < 2 || !read_options(arguments + 1, &options))
        return usage();
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    if (options.sql != NULL)
        embed_sql(&arena, &options);
    else
        write_assets(&arena, options.asset, options.folders, options.c, options.depfile);
    return complained() ? 1 : 0;
}
