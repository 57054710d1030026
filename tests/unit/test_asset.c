/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/asset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
finds_every_file_under_its_path(void **state)
{
    (void)state;
    for (int i = 0; i < asset_count; i++) {
        assert_ptr_equal(asset_find(assets[i].path), &assets[i]);
        assert_int_equal(strlen(assets[i].etag), 16);
        assert_int_equal(assets[i].bytes[assets[i].length], '\0');
    }
}

static void
keeps_its_table_in_order(void **state)
{
    (void)state;
    assert_true(asset_count > 0);
    for (int i = 1; i < asset_count; i++)
        assert_true(strcmp(assets[i - 1].path, assets[i].path) < 0);
    assert_null(assets[asset_count].path);
}

static void
says_null_for_what_is_not_there(void **state)
{
    (void)state;
    assert_null(asset_find(""));
    assert_null(asset_find("data"));
    assert_null(asset_find("zzz/none"));
    assert_null(asset_find("../etc/passwd"));
    assert_null(asset_first("zzz/"));
    assert_null(asset_first("data/none/"));
}

static void
walks_all_files_of_a_folder(void **state)
{
    (void)state;
    int walked = 0;
    int counted = 0;
    for (int i = 0; i < asset_count; i++)
        counted += strncmp(assets[i].path, "data/", 5) == 0;
    for (const struct asset *asset = asset_first("data/");
         asset != NULL && asset_is_under(asset, "data/"); asset++)
        walked++;
    assert_int_equal(walked, counted);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_every_file_under_its_path),
        cmocka_unit_test(keeps_its_table_in_order),
        cmocka_unit_test(says_null_for_what_is_not_there),
        cmocka_unit_test(walks_all_files_of_a_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
