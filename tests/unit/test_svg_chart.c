/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method_data.h"

#include "formats/svg_chart.h"

#include <stdlib.h>
#include <string.h>

static void
draws_columns_as_high_as_their_parts_together(void **state)
{
    (void)state;
    struct arena arena;
    struct doc picture;
    arena_open(&arena);
    struct doc *columns = doc_list(&arena);
    static const int numbers[2][2] = {{1, 3}, {2, 0}};
    for (int i = 0; i < 2; i++) {
        struct doc *column = doc_push(columns, *doc_map(&arena)), *parts = doc_list(&arena);
        doc_set_text(column, "label", i == 0 ? "2026-01" : "2026-02");
        for (int k = 0; k < 2; k++)
            (void)doc_push(parts, doc_int(numbers[i][k]));
        doc_set(column, "parts", *parts);
    }
    assert_int_equal(chart_columns(&arena, columns, &picture), STATUS_OK);
    assert_non_null(strstr(picture.text, "height=\"40.0\" class=\"part-0\""));  /* 1 of 4 */
    assert_non_null(strstr(picture.text, "height=\"120.0\" class=\"part-1\"")); /* 3 of 4 */
    assert_non_null(strstr(picture.text, "aria-hidden=\"true\""));
    doc_set_text(doc_item(columns, 0), "label", "<b>&\"");
    assert_int_equal(chart_columns(&arena, columns, &picture), STATUS_OK);
    assert_non_null(strstr(picture.text, ">&lt;b&gt;&amp;&quot;</text>"));
    assert_int_equal(chart_columns(&arena, doc_list(&arena), &picture), STATUS_OK);
    arena_close(&arena);
}

/* A month is wider than its column: with fewer columns than labels there may be, every one had its own. */
static void
writes_no_label_of_a_column_over_another(void **state)
{
    struct arena arena;
    struct doc picture;
    (void)state;
    arena_open(&arena);
    struct doc *columns = doc_list(&arena);
    for (int i = 0; i < 10; i++) {
        struct doc *column = doc_push(columns, *doc_map(&arena)), *parts = doc_list(&arena);
        doc_set_text(column, "label", arena_print(&arena, "2026-%02d", i + 1));
        (void)doc_push(parts, doc_int(1));
        doc_set(column, "parts", *parts);
    }
    assert_int_equal(chart_columns(&arena, columns, &picture), STATUS_OK);
    double last = -1000;
    int labels = 0;
    for (const char *at = picture.text; (at = strstr(at, "<text x=\"")) != NULL; at++) {
        if (strncmp(strchr(at, '>'), ">2026-", 6) != 0)
            continue;
        double x = strtod(at + strlen("<text x=\""), NULL);
        assert_true(x - last >= 50); /* seven letters of 13 pixels */
        last = x;
        labels++;
    }
    assert_in_range(labels, 2, 9);
    arena_close(&arena);
}

static void
draws_a_shape_over_axes_at_equal_angles(void **state)
{
    struct arena arena;
    struct doc picture;
    (void)state;
    arena_open(&arena);
    struct doc *axes = doc_list(&arena);
    for (int i = 0; i < 4; i++) {
        struct doc *axis = doc_push(axes, *doc_map(&arena)), *values = doc_list(&arena);
        doc_set_text(axis, "label", i == 1 ? "<East>" : "A");
        (void)doc_push(values, doc_int(i == 0 ? 40 : 20));
        if (i < 2)
            (void)doc_push(values, doc_int(0));
        doc_set(axis, "values", *values);
    }
    for (int i = 2; i < 4; i++) {
        struct doc values = *doc_get(doc_item(axes, (uint32_t)i), "values");
        (void)doc_push(&values, doc_int(40));
        doc_set(doc_item(axes, (uint32_t)i), "values", values);
    }
    assert_int_equal(chart_radar(&arena, axes, 40, &picture), STATUS_OK);
    /* Up by the whole radius of 115 around (210, 160), then by half of it to the right, down and left. */
    assert_non_null(
        strstr(picture.text, "d=\"M210 45L268 160L210 218L153 160Z\" class=\"shape-0\""));
    assert_non_null(
        strstr(picture.text, "d=\"M210 160L210 160L210 275L95 160Z\" class=\"shape-1\""));
    assert_non_null(strstr(picture.text, ">&lt;East&gt;</text>"));
    assert_int_equal(chart_radar(&arena, doc_list(&arena), 40, &picture), STATUS_INVALID);
    arena_close(&arena);
}

static void
draws_bars_as_long_as_their_parts_and_shortens_long_names(void **state)
{
    (void)state;
    struct arena arena;
    struct doc picture;
    arena_open(&arena);
    struct doc *bars = doc_list(&arena), *bar = doc_push(bars, *doc_map(&arena));
    struct doc *parts = doc_list(&arena);
    (void)doc_push(parts, doc_int(1));
    (void)doc_push(parts, doc_int(2));
    doc_set(bar, "parts", *parts);
    doc_set_text(bar, "label",
                 "A question that is so long that it would run into its own bar & on");
    assert_int_equal(chart_bars(&arena, bars, 4, &picture), STATUS_OK);
    assert_non_null(strstr(picture.text, "width=\"70.0\" height=\"14.0\" class=\"part-0\""));
    assert_non_null(strstr(picture.text, "width=\"140.0\" height=\"14.0\" class=\"part-1\""));
    assert_non_null(strstr(picture.text, "\xE2\x80\xA6</text>"));
    assert_null(strstr(picture.text, "own bar"));
    assert_int_equal(chart_bars(&arena, bars, 1, &picture), STATUS_OK); /* 3 fill the width */
    assert_non_null(strstr(picture.text, "width=\"186.7\""));
    arena_close(&arena);
}

static void
draws_what_is_below_zero_on_the_other_side(void **state)
{
    static const double values[] = {7, -3.5, 0};
    (void)state;
    struct arena arena;
    struct doc picture;
    arena_open(&arena);
    struct doc *rows = doc_list(&arena);
    for (int i = 0; i < 3; i++) {
        struct doc *row = doc_push(rows, *doc_map(&arena));
        doc_set_text(row, "label", "A & B");
        doc_set(row, "value", i == 2 ? doc_null() : doc_real(values[i]));
        doc_set_text(row, "text", i == 2 ? NULL : i == 0 ? "+7.0%" : "-3.5%");
    }
    assert_int_equal(chart_values(&arena, rows, &picture), STATUS_OK);
    /* 280 less 72 for the text on the left are 208 for 10.5: two thirds of it above zero. */
    assert_non_null(strstr(picture.text, "width=\"138.7\" height=\"14.0\" class=\"part-0\""));
    assert_non_null(strstr(picture.text, "width=\"69.3\" height=\"14.0\" class=\"part-4\""));
    assert_non_null(strstr(picture.text, ">+7.0%</text>"));
    assert_non_null(strstr(picture.text, "A &amp; B"));
    assert_int_equal(chart_values(&arena, doc_list(&arena), &picture), STATUS_OK);
    arena_close(&arena);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_columns_as_high_as_their_parts_together),
        cmocka_unit_test(writes_no_label_of_a_column_over_another),
        cmocka_unit_test(draws_a_shape_over_axes_at_equal_angles),
        cmocka_unit_test(draws_bars_as_long_as_their_parts_and_shortens_long_names),
        cmocka_unit_test(draws_what_is_below_zero_on_the_other_side),
    };
    return cmocka_run_group_tests_name("svg_chart", tests, NULL, NULL);
}
