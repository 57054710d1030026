/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Real address books of other projects, which stay outside of this one: what their own tests say of them
 * holds here too, and none of them breaks the reader or is lost without a word. */
#include "base/buffer.h"
#include "formats/vcard.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DATA "../shared/data"

struct result {
    struct arena *arena;
    struct doc *cards;
};

static enum status
keep(void *context, const struct doc *card)
{
    struct result *result = context;
    (void)doc_push(result->cards, doc_copy(result->arena, card));
    return STATUS_OK;
}

static struct vcard vcard;

static char *
read_file(struct arena *arena, const char *path, size_t *out_length)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return NULL;
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    *out_length = (size_t)ftell(file);
    rewind(file);
    char *text = arena_alloc(arena, *out_length + 1);
    assert_int_equal(fread(text, 1, *out_length, file), *out_length);
    fclose(file);
    return text;
}

static struct doc *
read_cards(struct arena *arena, const char *text, size_t length, size_t piece,
           enum status *out_status)
{
    ARENA_HERE struct arena rows;
    struct result result = {.arena = arena, .cards = doc_list(arena)};
    arena_open(&rows);
    vcard_open(&vcard, arena, &rows, keep, &result);
    for (size_t at = 0; at < length; at += piece)
        assert_int_equal(vcard_feed(&vcard, text + at, length - at < piece ? length - at : piece),
                         STATUS_OK);
    *out_status = vcard_end(&vcard);
    return result.cards;
}

/* ---- EXPECT.tsv ---- */

static uint32_t
count_of(const char *text)
{
    return (uint32_t)strtoul(text, NULL, 10);
}

static bool
has_point(const struct doc *card, const char *kind, const char *value, size_t length)
{
    const struct doc *points = doc_get(card, "contact_points");
    for (uint32_t i = 0; i < doc_count(points); i++) {
        const char *found = doc_text_of(doc_item(points, i), "value");
        if (strcmp(doc_text_of(doc_item(points, i), "kind"), kind) == 0 &&
            strlen(found) == length && memcmp(found, value, length) == 0)
            return true;
    }
    return false;
}

/* "a|b|c": each stands among the points, and there are as many as distinct ones are told. */
static bool
points_agree(const struct doc *card, const char *kind, const char *values)
{
    const struct doc *points = doc_get(card, "contact_points");
    uint32_t told = 0, there = 0;
    for (uint32_t i = 0; i < doc_count(points); i++) {
        bool again = strcmp(doc_text_of(doc_item(points, i), "kind"), kind) != 0;
        for (uint32_t before = 0; before < i && !again; before++)
            again = doc_equal(doc_get(doc_item(points, before), "value"),
                              doc_get(doc_item(points, i), "value"));
        there += !again;
    }
    bool all = true;
    while (all && *values != '\0') {
        size_t length = strcspn(values, "|");
        all = has_point(card, kind, values, length);
        values += length + (values[length] == '|');
        told++;
    }
    return all && there <= told;
}

static bool
organization_agrees(struct arena *arena, const struct doc *card, const char *value)
{
    const char *unit = strchr(value, ';');
    const char *name = unit == NULL ? value : arena_copy(arena, value, (size_t)(unit - value));
    char *units = arena_text(arena, unit == NULL ? "" : unit + 1);
    if (strcmp(doc_text_of(card, "organization"), name) != 0)
        return false;
    struct buffer joined;
    buffer_open(&joined, arena, 1000);
    for (char *unit_end; *units != '\0'; units = unit_end) {
        unit_end = units + strcspn(units, ";");
        buffer_text(&joined, joined.length > 0 ? ", " : "");
        buffer_add(&joined, units, (size_t)(unit_end - units));
        unit_end += *unit_end == ';';
    }
    return strcmp(doc_text_of(card, "department"), buffer_read(&joined)) == 0;
}

static bool
field_agrees(struct arena *arena, const struct doc *card, const char *name, char *value)
{
    static const struct {
        const char *name, *key;
    } texts[] = {
        {"fn", "name"}, {"family", "family_name"}, {"given", "given_name"}, {"title", "title"}};
    while (*value != '\0' && value[strlen(value) - 1] == ' ')
        value[strlen(value) - 1] = '\0';
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (strcmp(name, texts[i].name) == 0)
            return strcmp(doc_text_of(card, texts[i].key), value) == 0;
    if (strcmp(name, "email") == 0)
        return points_agree(card, "email", value);
    if (strcmp(name, "tel") == 0)
        return points_agree(card, "phone", value);
    if (strcmp(name, "org") == 0)
        return organization_agrees(arena, card, value);
    if (strcmp(name, "photo_bytes") == 0)
        return doc_get(doc_get(card, "photo"), "data")->count == count_of(value);
    fail_msg("EXPECT.tsv has a field of a new name: %s", name);
    return false;
}

/* "fn=A; email=b|c [2] fn=D": returns how many fields were compared. */
static int
check_fields(struct arena *arena, const char *path, const struct doc *cards, char *fields)
{
    int compared = 0;
    uint32_t card = 0;
    while (*fields != '\0') {
        if (*fields == '[') {
            card = (uint32_t)strtoul(fields + 1, &fields, 10) - 1;
            fields += strspn(fields, "] ");
        }
        if (strncmp(fields, "first ", 6) == 0)
            fields += 6;
        char *equals = strchr(fields, '=');
        if (equals == NULL)
            break;
        *equals = '\0';
        char *value = equals + 1, *end = strstr(value, "; "), *next = strstr(value, " [");
        if (next != NULL && (end == NULL || next < end))
            end = next;
        char *after = end == NULL ? value + strlen(value) : end + (*end == ';' ? 2 : 1);
        if (end != NULL)
            *end = '\0';
        assert_true(card < doc_count(cards));
        /* The one row that its own file proves wrong: the list says that this card has no telephone number, and
         * the card of RFC 6350 section 8 has two. */
        bool wrong = strstr(path, "rfc6350-example.vcf") != NULL && strcmp(fields, "tel") == 0;
        if (wrong)
            assert_true(*value == '\0' && !points_agree(doc_item(cards, card), "phone", ""));
        if (!wrong && !field_agrees(arena, doc_item(cards, card), fields, value))
            fail_msg("%s: card %u: %s is not '%s'", path, card + 1, fields, value);
        compared++;
        fields = after;
    }
    return compared;
}

static void
the_rows_of_expect_tsv_hold(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    size_t length;
    char *table = read_file(&arena, DATA "/EXPECT.tsv", &length), *row = table;
    if (table == NULL) {
        print_message("# skipped: " DATA " is not here\n");
        skip();
    }
    int files = 0, fields = 0;
    while (row != NULL && *row != '\0') {
        char *line = strsep(&row, "\n"), *path = strsep(&line, "\t");
        if (strstr(path, "/vcard/") == NULL)
            continue;
        const char *count = strsep(&line, "\t");
        char *told = strsep(&line, "\t");
        enum status status;
        char *text = read_file(&arena, arena_print(&arena, DATA "/%s", path), &length);
        assert_non_null(text);
        const struct doc *cards = read_cards(&arena, text, length, 4096, &status);
        if (doc_count(cards) != count_of(count))
            fail_msg("%s: %u cards instead of %s", path, doc_count(cards), count);
        if (count_of(count) > 0)
            fields += check_fields(&arena, path, cards, told);
        files++;
    }
    assert_true(files >= 19);
    assert_true(fields >= 90);
}

/* ---- every file ---- */

static size_t
count_begun(const char *text)
{
    size_t count = 0;
    for (const char *at = text; (at = strcasestr(at, "BEGIN:VCARD")) != NULL; at++)
        count++;
    return count;
}

/* Every card of the file is handed on, and every property of it but photos stands in the original. */
static void
check_sample(struct arena *arena, const char *path)
{
    size_t length;
    enum status status, again;
    char *text = read_file(arena, path, &length);
    assert_non_null(text);
    const struct doc *cards = read_cards(arena, text, length, length + 1, &status);
    size_t begun = count_begun(text);
    if (memchr(text, 0, length) == NULL && doc_count(cards) != begun)
        fail_msg("%s: %u cards, %zu were begun", path, doc_count(cards), begun);
    const struct doc *cut = read_cards(arena, text, length, 1, &again);
    assert_int_equal(status, again);
    if (!doc_equal(cards, cut))
        fail_msg("%s: read otherwise when it comes byte by byte", path);
    for (uint32_t i = 0; i < doc_count(cards); i++) {
        const struct doc *list = doc_get(doc_item(cards, i), "originals");
        assert_int_equal(doc_count(list), 1);
        const char *original = doc_text_of(doc_item(list, 0), "data");
        size_t original_length = strlen(original);
        const struct doc *second =
            read_cards(arena, original, original_length, original_length, &again);
        assert_int_equal(doc_count(second), 1);
        struct doc *first_read = doc_item(cards, i), *second_read = doc_item(second, 0);
        static const char *const others[] = {"row", "line",    "photo",
                                             "raw", "warning", "photo_link"};
        for (size_t k = 0; k < sizeof others / sizeof others[0]; k++) {
            doc_remove(first_read, others[k]);
            doc_remove(second_read, others[k]);
        }
        if (!doc_equal(first_read, second_read))
            fail_msg("%s: card %u: its original says something else", path, i + 1);
    }
}

static void
every_sample_is_read_whole_and_its_original_says_the_same(void **state)
{
    (void)state;
    static const char *const folders[] = {"VCards", "ez-vcard", "ical4j-vcard", "vobject"};
    int files = 0;
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        char path[600];
        snprintf(path, sizeof path, DATA "/samples/vcard/%s", folders[i]);
        DIR *folder = opendir(path);
        if (folder == NULL) {
            print_message("# skipped: " DATA " is not here\n");
            skip();
        }
        for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
            if (strstr(entry->d_name, ".vcf") == NULL && strstr(entry->d_name, ".txt") == NULL)
                continue;
            ARENA_HERE struct arena arena;
            arena_open(&arena);
            snprintf(path, sizeof path, DATA "/samples/vcard/%s/%s", folders[i], entry->d_name);
            check_sample(&arena, path);
            files++;
        }
        closedir(folder);
    }
    assert_true(files > 50);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rows_of_expect_tsv_hold),
        cmocka_unit_test(every_sample_is_read_whole_and_its_original_says_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
