/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words FOLDER TABLE OUTPUT.c OUTPUT.d - FOLDER/NAME.txt with lines "code = sentence" -> a sorted
 * `struct words_table TABLE` (src/views/words_table.h). Blank lines and lines that begin with # are
 * skipped; a line that begins with a blank goes on with the sentence above. */
#include "tools/pages/pages.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { ENTRIES_MAX = 5000, TEXT_MAX = 4 * 1024 * 1024 };

struct entry {
    const char *code;
    struct buffer sentence;
    const struct source *source;
    const char *at;
};

static struct entry entries[ENTRIES_MAX];
static size_t entry_count;

static bool
is_code(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!islower((unsigned char)text[i]) && !isdigit((unsigned char)text[i]) &&
            strchr("._- ", text[i]) == NULL) /* a blank: choice.call.person save */
            return false;
    return length > 0 && length <= PAGE_NAME_MAX;
}

static void
read_line(struct arena *arena, const struct source *source, const char *at, const char *end)
{
    const char *begin = at;
    while (end > at && isspace((unsigned char)end[-1]))
        end--;
    while (at < end && isspace((unsigned char)*at))
        at++;
    if (at == end || *begin == '#')
        return;
    if (at > begin && entry_count > 0) {
        struct entry *last = &entries[entry_count - 1];
        buffer_byte(&last->sentence, ' ');
        buffer_add(&last->sentence, at, (size_t)(end - at));
        return;
    }
    const char *equals = memchr(at, '=', (size_t)(end - at));
    const char *code_end = equals == NULL ? at : equals;
    while (code_end > at && isspace((unsigned char)code_end[-1]))
        code_end--;
    if (!is_code(at, (size_t)(code_end - at)) || entry_count == ENTRIES_MAX) {
        complain(source, at, "write: code = sentence");
        return;
    }
    const char *words = equals + 1;
    while (words < end && isspace((unsigned char)*words))
        words++;
    if (words == end)
        complain(source, at, "no sentence");
    struct entry *entry = &entries[entry_count++];
    *entry = (struct entry){arena_copy(arena, at, (size_t)(code_end - at)), {0}, source, at};
    buffer_open(&entry->sentence, arena, PAGE_SENTENCE_MAX);
    buffer_add(&entry->sentence, words, (size_t)(end - words));
}

static void
watch_sentence(const struct entry *entry)
{
    int depth = 0;
    for (const char *p = buffer_read(&entry->sentence); *p != '\0'; p++) {
        depth += *p == '{' ? 1 : *p == '}' ? -1 : 0;
        if (depth < 0 || depth > 1)
            break;
    }
    if (depth != 0)
        complain(entry->source, entry->at, "a brace without its partner");
    if (entry->sentence.full)
        complain(entry->source, entry->at, "a sentence of more than %d bytes", PAGE_SENTENCE_MAX);
}

static int
by_code(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->code, ((const struct entry *)b)->code);
}

static void
read_folder(struct arena *arena, const char *folder)
{
    for (const char **name = source_list(arena, folder, ".txt"); *name != NULL; name++) {
        const struct source *source =
            source_read(arena, arena_print(arena, "%s/%s.txt", folder, *name));
        const char *end = source == NULL ? NULL : source->text + source->length;
        for (const char *at = source == NULL ? NULL : source->text; at < end;) {
            const char *newline = memchr(at, '\n', (size_t)(end - at));
            const char *line_end = newline == NULL ? end : newline;
            read_line(arena, source, at, line_end);
            at = newline == NULL ? end : newline + 1;
        }
    }
    qsort(entries, entry_count, sizeof *entries, by_code);
    for (size_t i = 0; i < entry_count; i++) {
        watch_sentence(&entries[i]);
        if (i > 0 && strcmp(entries[i].code, entries[i - 1].code) == 0)
            complain(entries[i].source, entries[i].at, "%s has words already, in %s",
                     entries[i].code, entries[i - 1].source->path);
    }
}

static void
write_table(FILE *file, struct arena *arena, const char *table)
{
    struct buffer text;
    buffer_open(&text, arena, TEXT_MAX);
    (void)fprintf(file, "/* Made by tools/words. */\n#include \"views/words_table.h\"\n\n"
                        "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n"
                        "static const struct words_entry entries[] = {\n");
    for (size_t i = 0; i < entry_count; i++) {
        size_t code = text.length;
        buffer_add(&text, entries[i].code, strlen(entries[i].code) + 1);
        size_t sentence = text.length;
        buffer_add(&text, buffer_read(&entries[i].sentence), entries[i].sentence.length + 1);
        (void)fprintf(file, "    {%zu, %zu},\n", code, sentence);
    }
    (void)fprintf(file, "    {0},\n};\n\nstatic const char text[] =\n");
    write_c_text(file, buffer_read(&text), text.length);
    (void)fprintf(file,
                  ";\n\nextern const struct words_table %s;\n"
                  "const struct words_table %s = {text, entries, %zu};\n",
                  table, table, entry_count);
}

int
main(int count, char **arguments)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    if (count != 5) {
        (void)fprintf(stderr, "usage: words FOLDER TABLE OUTPUT.c OUTPUT.d\n");
        return 2;
    }
    read_folder(&arena, arguments[1]);
    if (complaints > 0)
        return 1;
    FILE *file = fopen(arguments[3], "we");
    if (file == NULL) {
        perror(arguments[3]);
        return 1;
    }
    write_table(file, &arena, arguments[2]);
    if (fclose(file) != 0) {
        perror(arguments[3]);
        return 1;
    }
    source_write_rule(arguments[4], arguments[3]);
    return 0;
}
