/* SPDX-License-Identifier: GPL-3.0-or-later */
/* replay - runs a fuzz target over the files of a folder, one TAP line each, without a fuzzer:
 *   replay-NAME FOLDER */
#include "fuzz.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

enum { FILES_MAX = 5000, FILE_MAX = 1024 * 1024 };

static int
by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int
run(const char *folder, const char *name)
{
    static uint8_t bytes[FILE_MAX];
    char path[4096];
    if ((size_t)snprintf(path, sizeof path, "%s/%s", folder, name) >= sizeof path)
        return -1;
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return -1;
    size_t length = fread(bytes, 1, sizeof bytes, file);
    (void)fclose(file);
    /* A copy of exactly its size, so that the sanitizers see one byte too far. */
    uint8_t *copy = malloc(length == 0 ? 1 : length);
    if (copy == NULL)
        return -1;
    memcpy(copy, bytes, length);
    int result = LLVMFuzzerTestOneInput(copy, length);
    free(copy);
    return result;
}

int
main(int count, char **arguments)
{
    static char *names[FILES_MAX];
    int found = 0, failed = 0;
    DIR *folder = count == 2 ? opendir(arguments[1]) : NULL;
    if (folder == NULL) {
        printf("Bail out! usage: replay-NAME FOLDER\n");
        return 1;
    }
    for (struct dirent *entry; (entry = readdir(folder)) != NULL && found < FILES_MAX;)
        if (entry->d_name[0] != '.')
            names[found++] = strdup(entry->d_name);
    (void)closedir(folder);
    qsort(names, (size_t)found, sizeof names[0], by_name);
    printf("1..%d\n", found);
    for (int i = 0; i < found; i++) {
        /* Said before it runs: when it dies, the last line names it. */
        printf("# %s\n", names[i]);
        (void)fflush(stdout);
        int result = run(arguments[1], names[i]);
        printf("%s %d - keeps its promises on %s\n", result == 0 ? "ok" : "not ok", i + 1,
               names[i]);
        failed += result != 0;
        free(names[i]);
    }
    return failed > 0 || found == 0;
}
