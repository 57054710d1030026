/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of the system's zones: the files of its zone folder. */
#include "base/zone.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DEPTH_MAX = 3 };

struct list {
    struct arena *arena;
    const char **names;
    size_t count;
    size_t capacity;
};

static void
add(struct list *list, const char *name)
{
    if (list->count + 1 >= list->capacity) {
        size_t capacity = list->capacity == 0 ? 1024 : list->capacity * 2;
        const char **names = arena_alloc(list->arena, capacity * sizeof *names);
        if (list->count > 0)
            memcpy(names, list->names, list->count * sizeof *names);
        list->names = names;
        list->capacity = capacity;
    }
    list->names[list->count++] = name;
}

/* Files of other kinds in the folder: none of them is a zone one could live in. */
static bool
is_zone(const char *name)
{
    return zone_name_is_sound(name) && strcmp(name, "Factory") != 0 &&
           strcmp(name, "SECURITY") != 0;
}

/* Some file systems do not tell the kind of an entry. */
static bool
is_folder(DIR *folder, const struct dirent *entry)
{
    struct stat facts;
    if (entry->d_type != DT_UNKNOWN)
        return entry->d_type == DT_DIR;
    return fstatat(dirfd(folder), entry->d_name, &facts, 0) == 0 && S_ISDIR(facts.st_mode);
}

static void
walk(struct list *list, const char *folder, const char *prefix, int depth)
{
    DIR *open_folder = depth > DEPTH_MAX ? NULL : opendir(folder);
    const struct dirent *entry;
    if (open_folder == NULL)
        return;
    while (list->count < ZONES_MAX && (entry = readdir(open_folder)) != NULL) {
        const char *name = arena_print(list->arena, "%s%s", prefix, entry->d_name);
        if (!is_zone(name))
            continue;
        if (is_folder(open_folder, entry))
            walk(list, arena_print(list->arena, "%s/%s", folder, entry->d_name),
                 arena_print(list->arena, "%s/", name), depth + 1);
        else
            add(list, name);
    }
    (void)closedir(open_folder);
}

static int
by_name(const void *a, const void *b)
{
    const char *const *first = a;
    const char *const *second = b;
    return strcmp(*first, *second);
}

const char **
zone_names(struct arena *arena)
{
    struct list list = {.arena = arena};
    walk(&list, zone_folder(), "", 1);
    if (list.count == 0)
        add(&list, "UTC");
    qsort(list.names, list.count, sizeof *list.names, by_name);
    list.names[list.count] = NULL;
    return list.names;
}
