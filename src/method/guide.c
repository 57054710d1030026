/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/guide.h"

#include "base/buffer.h"
#include "text/fold.h"

#include <string.h>

enum { BLOCK_MAX = 8000, WORD_MAX = 60, TITLE_WEIGHT = 10, KEYWORD_WEIGHT = 8 };

struct reading {
    struct arena *arena;
    struct doc *sections;
    struct doc *section; /* NULL before the first */
    struct buffer block;
};

static void
end_block(struct reading *reading, const char *kind)
{
    if (reading->block.length > 0) {
        struct doc blocks = *doc_get(reading->section, "blocks");
        struct doc *block = doc_map(reading->arena);
        doc_set_text(block, "kind", kind);
        doc_set_text(block, "text", buffer_read(&reading->block));
        (void)doc_push(&blocks, *block);
        doc_set(reading->section, "blocks", blocks);
    }
    buffer_open(&reading->block, reading->arena, BLOCK_MAX);
}

static enum status
begin_section(struct reading *reading, const char *line)
{
    const char *colon = strchr(line, ':');
    if (colon == NULL || colon == line)
        return STATUS_INVALID;
    struct doc *section = doc_map(reading->arena);
    doc_set_text(section, "id", arena_copy(reading->arena, line, (size_t)(colon - line)));
    doc_set_text(section, "title", arena_text(reading->arena, colon + 1 + strspn(colon + 1, " ")));
    doc_set_text(section, "keywords", "");
    doc_set(section, "blocks", *doc_list(reading->arena));
    reading->section = doc_push(reading->sections, *section);
    return STATUS_OK;
}

static enum status
read_line(struct reading *reading, const char *line)
{
    if (strncmp(line, "## ", 3) == 0) {
        if (reading->section != NULL)
            end_block(reading, "text");
        return begin_section(reading, line + 3);
    }
    if (reading->section == NULL)
        return line[0] == '\0' || line[0] == '#' ? STATUS_OK : STATUS_INVALID;
    if (strncmp(line, "keywords:", 9) == 0) {
        doc_set_text(reading->section, "keywords", line + 9 + strspn(line + 9, " "));
        return STATUS_OK;
    }
    if (line[0] == '\0' || strncmp(line, "- ", 2) == 0)
        end_block(reading, "text");
    if (strncmp(line, "- ", 2) == 0) {
        buffer_text(&reading->block, line + 2);
        end_block(reading, "item");
        return STATUS_OK;
    }
    if (reading->block.length > 0 && line[0] != '\0')
        buffer_byte(&reading->block, ' ');
    buffer_text(&reading->block, line);
    return STATUS_OK;
}

enum status
guide_read(struct arena *arena, const char *text, struct doc **out_sections)
{
    struct reading reading = {.arena = arena, .sections = doc_list(arena)};
    buffer_open(&reading.block, arena, BLOCK_MAX);
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        TRY(read_line(&reading, arena_copy(arena, text, length)));
        text += length + (text[length] == '\n');
    }
    if (reading.section != NULL)
        end_block(&reading, "text");
    *out_sections = reading.sections;
    return STATUS_OK;
}

static bool
holds(struct arena *arena, const char *text, const char *word)
{
    return strstr(text_fold(arena, text), word) != NULL;
}

static int
word_fits(struct arena *arena, const struct doc *section, const char *word)
{
    int fits = 0;
    const struct doc *blocks = doc_get(section, "blocks");
    if (holds(arena, doc_text_of(section, "title"), word))
        fits += TITLE_WEIGHT;
    if (holds(arena, doc_text_of(section, "keywords"), word))
        fits += KEYWORD_WEIGHT;
    for (uint32_t i = 0; i < doc_count(blocks); i++)
        fits += holds(arena, doc_text_of(doc_item(blocks, i), "text"), word);
    return fits;
}

int
guide_fits(struct arena *arena, const struct doc *section, const char *folded_words)
{
    int fits = 0;
    while (*folded_words != '\0') {
        size_t length = strcspn(folded_words, " ");
        const char *word = arena_copy(arena, folded_words, length < WORD_MAX ? length : WORD_MAX);
        int found = length == 0 ? 0 : word_fits(arena, section, word);
        if (found == 0 && length > 0)
            return 0;
        fits += found;
        folded_words += length + strspn(folded_words + length, " ");
    }
    return fits;
}
