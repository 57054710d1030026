/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/file.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/rapport-file-XXXXXX";

static const char *
path(struct arena *arena, const char *name)
{
    return arena_print(arena, "%s/%s", folder, name);
}

static void
reads_back_what_it_wrote(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    char *bytes = NULL;
    size_t length = 0;
    const char *file = path(&arena, "one");
    assert_int_equal(file_write(file, "a\0b", 3), STATUS_OK);
    assert_int_equal(file_read(&arena, file, 3, &bytes, &length), STATUS_OK);
    assert_int_equal(length, 3);
    assert_memory_equal(bytes, "a\0b\0", 4);
    assert_int_equal(file_write(file, "", 0), STATUS_OK);
    assert_int_equal(file_read(&arena, file, 0, &bytes, &length), STATUS_OK);
    assert_int_equal(length, 0);
    assert_string_equal(bytes, "");
}

static void
writes_files_only_their_owner_can_read(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    struct stat facts;
    arena_open(&arena);
    const char *file = path(&arena, "private");
    assert_int_equal(file_write(file, "x", 1), STATUS_OK);
    assert_int_equal(stat(file, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0600);
}

static void
tells_what_is_wrong_with_a_file(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    char *bytes = NULL;
    size_t length = 7;
    assert_int_equal(file_read(&arena, path(&arena, "none"), 10, &bytes, &length), STATUS_MISSING);
    assert_int_equal(file_read(&arena, folder, 10, &bytes, &length), STATUS_INVALID);
    assert_int_equal(file_write(path(&arena, "large"), "12345678901", 11), STATUS_OK);
    assert_int_equal(file_read(&arena, path(&arena, "large"), 10, &bytes, &length), STATUS_INVALID);
    assert_int_equal(mkfifo(path(&arena, "pipe"), 0600), 0);
    assert_int_equal(file_read(&arena, path(&arena, "pipe"), 10, &bytes, &length), STATUS_INVALID);
    assert_int_equal(file_write(path(&arena, "no/such/folder"), "x", 1), STATUS_MISSING);
    assert_null(bytes);
    assert_int_equal(length, 7);
}

static void
leaves_the_old_file_when_writing_fails(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    char *bytes;
    size_t length;
    assert_int_equal(mkdir(path(&arena, "taken"), 0700), 0);
    assert_int_equal(file_write(path(&arena, "taken/inside"), "old", 3), STATUS_OK);
    assert_int_not_equal(file_write(path(&arena, "taken"), "new", 3), STATUS_OK);
    assert_int_equal(file_read(&arena, path(&arena, "taken/inside"), 10, &bytes, &length),
                     STATUS_OK);
    assert_string_equal(bytes, "old");
}

static void
makes_folders_for_the_owner_alone(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    struct stat facts;
    arena_open(&arena);
    const char *deep = path(&arena, "a/b/c");
    assert_int_equal(folder_make(deep), STATUS_OK);
    assert_int_equal(folder_make(deep), STATUS_OK);
    assert_int_equal(stat(path(&arena, "a/b"), &facts), 0);
    assert_true(S_ISDIR(facts.st_mode));
    assert_int_equal(facts.st_mode & 0777, 0700);
    assert_int_equal(file_write(path(&arena, "blocked"), "x", 1), STATUS_OK);
    assert_int_equal(folder_make(path(&arena, "blocked/b")), STATUS_INVALID);
    assert_int_equal(folder_make(""), STATUS_INVALID);
}

static void
names_the_folder_above(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    assert_string_equal(folder_of(&arena, "/a/b/c.db"), "/a/b");
    assert_string_equal(folder_of(&arena, "/c.db"), "/");
    assert_string_equal(folder_of(&arena, "c.db"), ".");
    assert_string_equal(folder_of(&arena, "a/c.db"), "a");
}

static void
finds_the_place_for_data_of_the_xdg_specification(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    char *found = NULL;
    assert_int_equal(setenv("HOME", "/people/maya", 1), 0);
    assert_int_equal(setenv("XDG_DATA_HOME", "/data", 1), 0);
    assert_int_equal(file_data_path(&arena, "rapport.db", &found), STATUS_OK);
    assert_string_equal(found, "/data/rapport/rapport.db");
    assert_int_equal(setenv("XDG_DATA_HOME", "relative", 1), 0);
    assert_int_equal(file_data_path(&arena, "rapport.db", &found), STATUS_OK);
    assert_string_equal(found, "/people/maya/.local/share/rapport/rapport.db");
    assert_int_equal(unsetenv("XDG_DATA_HOME"), 0);
    assert_int_equal(file_data_path(&arena, "rapport.db", &found), STATUS_OK);
    assert_string_equal(found, "/people/maya/.local/share/rapport/rapport.db");
    assert_int_equal(unsetenv("HOME"), 0);
    found = NULL;
    assert_int_equal(file_data_path(&arena, "rapport.db", &found), STATUS_MISSING);
    assert_null(found);
}

static int
make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int
remove_folder(void **state)
{
    (void)state;
    static const char *const inside[] = {"one",  "private",      "large",
                                         "pipe", "taken/inside", "blocked"};
    static const char *const folders[] = {"taken", "a/b/c", "a/b", "a", ""};
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        (void)unlink(path(&arena, inside[i]));
    int failures = 0;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        failures += rmdir(path(&arena, folders[i])) != 0;
    return failures; /* anything left behind is a fault of file_write */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_back_what_it_wrote),
        cmocka_unit_test(writes_files_only_their_owner_can_read),
        cmocka_unit_test(tells_what_is_wrong_with_a_file),
        cmocka_unit_test(leaves_the_old_file_when_writing_fails),
        cmocka_unit_test(makes_folders_for_the_owner_alone),
        cmocka_unit_test(names_the_folder_above),
        cmocka_unit_test(finds_the_place_for_data_of_the_xdg_specification),
    };
    return cmocka_run_group_tests_name("file", tests, make_folder, remove_folder);
}
