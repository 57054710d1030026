/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"
#include "catalog.h"
#include "text/plural.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILES_MAX = 4000, LANGUAGES_MAX = 64, OUTPUT_MAX = 64 * 1024 * 1024 };

typedef void visit(struct book *book, const struct text_file *file);

void
complain(struct book *book, const struct text_file *file, const char *at, const char *format, ...)
{
    int line = 1;
    for (const char *p = file->text; p < at; p++)
        line += *p == '\n';
    va_list arguments;
    va_start(arguments, format);
    (void)fprintf(stderr, "%s:%d: error: %s\n", file->path, line,
                  arena_vprint(&book->arena, format, arguments));
    va_end(arguments);
    book->complaints++;
}

static void
give_up(const char *path, const char *why)
{
    (void)fprintf(stderr, "%s: error: %s\n", path, why);
    exit(1);
}

/* Runs of white space are one blank, and none is at the ends: how a page shows the sentence too. */
static const char *
tidy(struct book *book, const char *text)
{
    if (text == NULL)
        return NULL;
    char *tidied = arena_alloc(&book->arena, strlen(text) + 1);
    char *end = tidied;
    for (const char *at = text; *at != '\0'; at++) {
        bool blank = strchr(" \t\r\n", *at) != NULL;
        if (!blank)
            *end++ = *at;
        else if (end > tidied && end[-1] != ' ')
            *end++ = ' ';
    }
    if (end > tidied && end[-1] == ' ')
        end[-1] = '\0';
    return tidied;
}

const struct message *
book_find(const struct book *book, const char *one)
{
    for (int i = 0; i < book->count; i++)
        if (strcmp(book->messages[i].one, one) == 0)
            return &book->messages[i];
    return NULL;
}

static struct message *
book_place(struct book *book, const char *one)
{
    struct message *found = (struct message *)(uintptr_t)book_find(book, one);
    if (found != NULL)
        return found;
    if (book->count == book->capacity) {
        int capacity = book->capacity == 0 ? 1024 : book->capacity * 2;
        struct message *messages = arena_alloc(&book->arena, (size_t)capacity * sizeof *messages);
        if (book->count > 0)
            memcpy(messages, book->messages, (size_t)book->count * sizeof *messages);
        book->messages = messages;
        book->capacity = capacity;
    }
    found = &book->messages[book->count++];
    *found = (struct message){.one = one, .places = ""};
    return found;
}

static bool
has_place(const char *places, const char *path)
{
    const char *found = strstr(places, path);
    return found != NULL && strchr(" ", found[strlen(path)]) != NULL;
}

void
book_add(struct book *book, const struct text_file *file, const char *at, const char *one,
         const char *many, const char *note)
{
    one = tidy(book, one);
    many = tidy(book, many);
    if (*one == '\0' || (many != NULL && *many == '\0')) {
        complain(book, file, at, "an empty sentence");
        return;
    }
    struct message *message = book_place(book, one);
    if (many != NULL && message->many != NULL && strcmp(many, message->many) != 0)
        complain(book, file, at, "\"%s\" has another plural elsewhere: \"%s\"", one, message->many);
    if (many != NULL)
        message->many = many;
    if (message->note == NULL)
        message->note = note;
    if (!has_place(message->places, file->path))
        message->places = arena_print(&book->arena, "%s%s%s", message->places,
                                      message->places[0] == '\0' ? "" : " ", file->path);
}

static void
read_text(struct book *book, const char *path, struct text_file *out_file)
{
    const char *whole = arena_print(&book->arena, "%s/%s", book->root, path);
    FILE *file = fopen(whole, "rbe");
    if (file == NULL)
        give_up(whole, "cannot be opened");
    struct stat facts;
    if (fstat(fileno(file), &facts) != 0 || facts.st_size > FILE_BYTES_MAX)
        give_up(whole, "larger than 4 MiB");
    char *text = arena_alloc(&book->arena, (size_t)facts.st_size + 1);
    size_t length = fread(text, 1, (size_t)facts.st_size, file);
    (void)fclose(file);
    if (!utf8_valid(text, length))
        give_up(whole, "not UTF-8");
    buffer_print(&book->looked_at, " \\\n  %s", whole);
    *out_file = (struct text_file){.path = path, .text = text, .length = length};
}

static int
by_path(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
ends_with(const char *name, const char *suffix)
{
    size_t length = strlen(name);
    return length > strlen(suffix) && strcmp(name + length - strlen(suffix), suffix) == 0;
}

static void
visit_all(struct book *book, const char *folder, const char *suffix, visit *act)
{
    const char *whole = arena_print(&book->arena, "%s/%s", book->root, folder);
    const char **paths = arena_alloc(&book->arena, FILES_MAX * sizeof *paths);
    size_t count = 0;
    DIR *directory = opendir(whole);
    if (directory == NULL)
        return;
    buffer_print(&book->looked_at, " \\\n  %s", whole);
    for (const struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        if (count == FILES_MAX)
            give_up(whole, "too many files");
        paths[count++] = arena_print(&book->arena, "%s/%s", folder, entry->d_name);
    }
    (void)closedir(directory);
    qsort(paths, count, sizeof *paths, by_path);
    for (size_t i = 0; i < count; i++) {
        struct stat facts;
        struct text_file file;
        const char *path = arena_print(&book->arena, "%s/%s", book->root, paths[i]);
        if (stat(path, &facts) == 0 && S_ISDIR(facts.st_mode)) {
            visit_all(book, paths[i], suffix, act);
        } else if (ends_with(paths[i], suffix)) {
            read_text(book, paths[i], &file);
            act(book, &file);
        }
    }
}

static struct translation translations[LANGUAGES_MAX];
static int translation_count;

static void
visit_translation(struct book *book, const struct text_file *file)
{
    if (translation_count == LANGUAGES_MAX)
        give_up(file->path, "too many languages");
    po_read(book, file, &translations[translation_count++]);
}

static void
collect(struct book *book)
{
    visit_all(book, "web", ".html", scan_parameters);
    visit_all(book, "web", ".txt", scan_parameters);
    visit_all(book, "web", ".html", scan_page);
    visit_all(book, "web", ".txt", scan_page);
    visit_all(book, "data/words", ".txt", scan_words);
    visit_all(book, "src", ".c", scan_source);
    visit_all(book, "src", ".h", scan_source);
}

static void
translate(struct book *book)
{
    translations[translation_count++] =
        (struct translation){.language = "en", .name = "English", .plural_rule = PLURAL_ONE};
    visit_all(book, "po", ".po", visit_translation);
    if (translation_count == LANGUAGES_MAX)
        give_up("po", "too many languages");
    pseudo_make(book, &translations[translation_count++]);
}

static void
write_output(const char *path, const struct buffer *buffer)
{
    if (buffer->full)
        give_up(path, "would be too large");
    FILE *file = fopen(path, "wbe");
    if (file == NULL || fwrite(buffer_read(buffer), 1, buffer->length, file) != buffer->length ||
        fclose(file) != 0)
        give_up(path, "cannot be written");
}

static const char *
option(int count, char **words, const char *name)
{
    for (int i = 1; i + 1 < count; i++)
        if (strcmp(words[i], name) == 0)
            return words[i + 1];
    return NULL;
}

int
main(int argument_count, char **arguments)
{
    struct book book = {.root = option(argument_count, arguments, "--root")};
    const char *pot = option(argument_count, arguments, "--pot");
    const char *c = option(argument_count, arguments, "--c");
    const char *depfile = option(argument_count, arguments, "--depfile");
    struct buffer output;
    arena_open(&book.arena);
    buffer_open(&book.looked_at, &book.arena, OUTPUT_MAX);
    buffer_open(&book.translated, &book.arena, FILE_BYTES_MAX);
    if (book.root == NULL || (pot == NULL && c == NULL))
        give_up("catalog", "usage: catalog --root FOLDER [--pot FILE] [--c FILE] [--depfile FILE]");
    collect(&book);
    if (c != NULL)
        translate(&book);
    if (book.complaints > 0)
        return 1;
    if (pot != NULL) {
        buffer_open(&output, &book.arena, OUTPUT_MAX);
        write_template(&book, &output);
        write_output(pot, &output);
    }
    if (c != NULL) {
        buffer_open(&output, &book.arena, OUTPUT_MAX);
        write_tables(&book, translations, translation_count, &output);
        write_output(c, &output);
    }
    if (c != NULL && depfile != NULL) {
        buffer_open(&output, &book.arena, OUTPUT_MAX);
        buffer_print(&output, "%s:", c);
        buffer_text(&output, buffer_read(&book.looked_at));
        buffer_byte(&output, '\n');
        write_output(depfile, &output);
    }
    arena_close(&book.arena);
    return 0;
}
