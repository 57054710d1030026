/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes files as one sorted C table (base/asset.h). */
#include "embed.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* FNV-1a: an entity tag only has to change when the bytes do. */
static uint64_t
hash(const char *bytes, size_t length)
{
    uint64_t value = 0xcbf29ce484222325u;
    for (size_t i = 0; i < length; i++)
        value = (value ^ (unsigned char)bytes[i]) * 0x100000001b3u;
    return value;
}

/* Where a file lies, and the path under which the program knows it. */
struct table {
    struct arena *arena;
    const char *root;
    struct asset_file {
        char *name, *path;
    } * files;
    int count;
};

enum { ASSETS_MAX = 4096 };

static int
by_name(const void *a, const void *b)
{
    const struct asset_file *left = a, *right = b;
    return strcmp(left->name, right->name);
}

static void
add_file(struct table *table, char *name, char *path)
{
    struct place place = {path, 1};
    if (table->count == ASSETS_MAX)
        complain(&place, "more than %d files", ASSETS_MAX);
    else
        table->files[table->count++] = (struct asset_file){name, path};
}

/* All files of a folder; or one that was made by the build, "NAME=PATH". */
static void
collect(struct table *table, char *folder, struct buffer *files)
{
    char *equals = strchr(folder, '=');
    if (equals != NULL) {
        *equals = '\0';
        buffer_print(files, " %s", equals + 1);
        add_file(table, folder, equals + 1);
        return;
    }
    char **paths = list_files(table->arena, arena_print(table->arena, "%s/%s", table->root, folder),
                              NULL, files);
    for (int i = 0; paths[i] != NULL; i++)
        add_file(table, paths[i] + strlen(table->root) + 1, paths[i]);
}

void
write_assets(struct arena *arena, const char *root, char **folders, const char *c_path,
             const char *depfile)
{
    struct table table = {.arena = arena, .root = root};
    struct buffer files;
    struct buffer out;
    buffer_open(&files, arena, TEXT_MAX);
    buffer_open(&out, arena, TEXT_MAX);
    table.files = arena_alloc(arena, ASSETS_MAX * sizeof *table.files);
    for (; *folders != NULL; folders++)
        collect(&table, *folders, &files);
    qsort(table.files, (size_t)table.count, sizeof *table.files, by_name);
    buffer_text(&out, "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
                      "/* Written by tools/embed: change the files themselves. */\n"
                      "#include \"base/asset.h\"\n\n"
                      "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n"
                      "const struct asset assets[] = {\n");
    for (int i = 0; i < table.count; i++) {
        size_t length;
        char *bytes = read_whole(arena, table.files[i].path, &length);
        buffer_print(&out, "    {\"%s\",\n    ", table.files[i].name);
        add_literal(&out, bytes, length);
        buffer_print(&out, ",\n    %zu, \"%016" PRIx64 "\"},\n", length, hash(bytes, length));
    }
    buffer_print(&out, "    {0},\n};\nconst int asset_count = %d;\n", table.count);
    if (complained())
        return;
    write_whole(c_path, &out);
    write_depfile(depfile, c_path, buffer_read(&files));
}
