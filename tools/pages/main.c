/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pages WEB TABLE OUTPUT.c OUTPUT.d - compile WEB/pages/NAME.html and WEB/text/NAME.txt (docs/pages.md)
 * into a `struct page_table TABLE`; the second output tells the build what was read.
 * pages WEB --sentences - list every sentence of the pages for translators, one a line. */
#include "tools/pages/pages.h"

#include <stdlib.h>
#include <string.h>

enum { PAGES_MAX = 500 };

struct made {
    const char *name;
    uint32_t first_step;
    uint32_t caches;
    uint32_t first_cache;
};

struct made_list {
    struct made items[PAGES_MAX];
    int count;
};

static struct made_list pages, texts;

static void
compile_folder(struct compiler *compiler, const char *folder, const char *suffix,
               struct made_list *made, uint32_t *first_cache)
{
    struct arena *arena = compiler->arena;
    const char *path = arena_print(arena, "%s/%s", compiler->web, folder);
    for (const char **name = source_list(arena, path, suffix); *name != NULL; name++) {
        const struct source *source =
            source_read(arena, arena_print(arena, "%s/%s%s", path, *name, suffix));
        if (source == NULL || made->count == PAGES_MAX)
            continue;
        compile_page(compiler, source);
        made->items[made->count++] =
            (struct made){*name, compiler->program.first, compiler->program.caches, *first_cache};
        *first_cache += compiler->program.caches;
    }
}

static void
write_pages(FILE *file, const char *name, const struct made_list *made)
{
    (void)fprintf(file, "static const struct page %s[] = {\n", name);
    for (int i = 0; i < made->count; i++)
        (void)fprintf(file, "    {\"%s\", steps + %u, text, caches + %u},\n", made->items[i].name,
                      made->items[i].first_step, made->items[i].first_cache);
    (void)fprintf(file, "    {0},\n};\n\n");
}

static void
write_table(FILE *file, const struct program *program, const char *table, uint32_t cache_count)
{
    (void)fprintf(file, "/* Made by tools/pages. */\n#include \"views/steps.h\"\n\n"
                        "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n"
                        "static const char text[] =\n");
    write_c_text(file, program->text.data, program->text.length);
    (void)fprintf(file, ";\n\nstatic const struct step steps[] = {\n");
    for (uint32_t i = 0; i < program->count; i++) {
        const struct step *step = &program->steps[i];
        (void)fprintf(file, "    {%u, %u, %u, %u, %u, %u, %u, %u, %u, %u, %u},\n", step->kind,
                      step->place, step->format, step->hole_length, step->hole, step->text,
                      step->length, step->name, step->other, step->jump, step->cache);
    }
    (void)fprintf(file, "    {0},\n};\n\nstatic struct page_cache caches[%u];\n\n",
                  cache_count + 1);
    write_pages(file, "pages", &pages);
    write_pages(file, "texts", &texts);
    (void)fprintf(file,
                  "extern const struct page_table %s;\n"
                  "const struct page_table %s = {pages, %d, texts, %d};\n",
                  table, table, pages.count, texts.count);
}

int
main(int count, char **arguments)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    bool sentences = count == 3 && strcmp(arguments[2], "--sentences") == 0;
    if (!sentences && count != 5) {
        (void)fprintf(stderr, "usage: pages WEB TABLE OUTPUT.c OUTPUT.d | pages WEB --sentences\n");
        return 2;
    }
    static struct compiler compiler;
    compiler = (struct compiler){.arena = &arena, .web = arguments[1]};
    compiler.sentences = sentences ? stdout : NULL;
    program_open(&compiler.program, &arena);
    uint32_t caches = 0;
    compile_folder(&compiler, "pages", ".html", &pages, &caches);
    compiler.text = true;
    compile_folder(&compiler, "text", ".txt", &texts, &caches);
    if (complaints > 0)
        return 1;
    if (sentences)
        return 0;
    FILE *file = fopen(arguments[3], "we");
    if (file == NULL) {
        perror(arguments[3]);
        return 1;
    }
    write_table(file, &compiler.program, arguments[2], caches);
    if (fclose(file) != 0) {
        perror(arguments[3]);
        return 1;
    }
    source_write_rule(arguments[4], arguments[3]);
    return 0;
}
