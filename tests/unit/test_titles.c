/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method_data.h"

#include "base/asset.h"
#include "method/titles.h"

enum { HITS = 100, SAMPLE = 50, SPELLINGS = 10 };

static struct arena arena, scratch;
static struct occupations table;
static struct titles *titles;

static int
open_titles(void **state)
{
    const struct asset *asset = asset_find("data/occupations/table.txt");
    int64_t line;
    (void)state;
    arena_open(&arena);
    arena_open(&scratch);
    assert_int_equal(occupations_read(&arena, asset->bytes, asset->length, &table, &line),
                     STATUS_OK);
    titles = titles_make(&arena, &table);
    return 0;
}

static int
close_titles(void **state)
{
    (void)state;
    arena_close(&arena);
    arena_close(&scratch);
    return 0;
}

/* The place of the occupation among the hits, from 1; 0: not found. */
static uint32_t
place_of(const char *query, uint32_t occupation)
{
    struct title_hit hits[HITS];
    arena_reset(&scratch);
    uint32_t count = titles_search(titles, &scratch, query, HITS, hits);
    for (uint32_t i = 0; i < count; i++)
        if (hits[i].occupation == occupation)
            return i + 1;
    return 0;
}

static const char *
first_of(const char *query)
{
    struct title_hit hit;
    arena_reset(&scratch);
    return titles_search(titles, &scratch, query, 1, &hit) == 0 ? ""
                                                                : table.items[hit.occupation].title;
}

static void
finds_every_occupation_by_its_title_and_by_each_reported_title(void **state)
{
    (void)state;
    for (uint32_t t = 0; t < table.title_count; t++) {
        const struct occupation_title *title = &table.titles[t];
        if (title->kind == TITLE_ALTERNATE)
            continue;
        uint32_t place = place_of(title->text, title->occupation);
        if (place == 0 || (title->kind == TITLE_OWN && place > 3))
            fail_msg("'%s' finds its occupation at %u", title->text, place);
    }
}

/* One slip of the fingers, of five kinds, at two places of each title. */
static void
misspell(char *word, int kind, size_t at)
{
    size_t length = strlen(word);
    switch (kind) {
    case 0: memmove(word + at, word + at + 1, length - at); return;
    case 1: memmove(word + at + 1, word + at, length - at + 1); return;
    case 2: word[at] = word[at] == 'x' ? 'y' : 'x'; return;
    case 3: {
        char first = word[at];
        word[at] = word[at + 1];
        word[at + 1] = first;
        return;
    }
    default: memmove(word + at + 1, word + at, length - at + 1); word[at] = 'e';
    }
}

static void
finds_misspelled_titles(void **state)
{
    (void)state;
    for (uint32_t s = 0; s < SAMPLE; s++) {
        uint32_t occupation = (s * 20 + 7) % table.count;
        const char *title = table.items[occupation].title;
        for (int spelling = 0; spelling < SPELLINGS; spelling++) {
            char word[300];
            size_t length = strlen(title), at = 1 + (size_t)(spelling * 7 + (int)s) % (length - 3);
            while (word[0] = '\0', title[at] == ' ' || title[at + 1] == ' ')
                at = at + 1 < length - 2 ? at + 1 : 1;
            memcpy(word, title, length + 1);
            misspell(word, spelling % 5, at);
            if (place_of(word, occupation) == 0)
                fail_msg("'%s' does not find %s", word, title);
        }
    }
}

static void
puts_first_what_people_mean(void **state)
{
    (void)state;
    assert_string_equal(first_of("lawyer"), "Lawyers");
    assert_string_equal(first_of("attorney"), "Lawyers");
    assert_string_equal(first_of("registered nurse"), "Registered Nurses");
    assert_string_equal(first_of("NURSE, registered"), "Registered Nurses");
    assert_string_equal(first_of("datascientist"), "Data Scientists");
    assert_string_equal(first_of("softwre enginer"), "Software Developers");
    assert_string_equal(first_of("museum curatr"), "Curators");
    assert_string_equal(first_of(""), "");
    assert_string_equal(first_of("qqqqzzzz"), "");
}

static void
guesses_only_when_nothing_fits_as_it_is_written(void **state)
{
    struct title_hit hits[HITS];
    (void)state;
    uint32_t count = titles_search(titles, &scratch, "lawyer", HITS, hits);
    for (uint32_t i = 0; i < count; i++)
        assert_false(hits[i].guessed);
    assert_int_equal(titles_search(titles, &scratch, "lawyre", 1, hits), 1);
    assert_true(hits[0].guessed);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_every_occupation_by_its_title_and_by_each_reported_title),
        cmocka_unit_test(finds_misspelled_titles),
        cmocka_unit_test(puts_first_what_people_mean),
        cmocka_unit_test(guesses_only_when_nothing_fits_as_it_is_written),
    };
    return cmocka_run_group_tests(tests, open_titles, close_titles);
}
