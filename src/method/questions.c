/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/questions.h"

#include <string.h>

enum { QUESTIONS_MOST = 200 };

enum status
questions_read(struct arena *arena, const char *text, struct doc **out_questions)
{
    struct doc *questions = doc_list(arena);
    const char *topic = NULL;
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        const char *line = arena_copy(arena, text, length);
        text += length + (text[length] == '\n');
        if (line[0] == '\0' || line[0] == '#')
            continue;
        if (line[0] == '[') {
            topic = arena_copy(arena, line + 1, strcspn(line + 1, "]"));
            continue;
        }
        if (topic == NULL || doc_count(questions) == QUESTIONS_MOST)
            return STATUS_INVALID;
        struct doc question = *doc_map(arena);
        bool must = strncmp(line, "! ", 2) == 0;
        const char *words = must ? line + 2 : line, *key = NULL;
        if (words[0] == '@') {
            size_t name = strcspn(words, " ");
            key = arena_copy(arena, words + 1, name - 1);
            words += name + strspn(words + name, " ");
        }
        doc_set_text(&question, "text", words);
        doc_set_text(&question, "key", key);
        doc_set_text(&question, "topic", topic);
        doc_set_bool(&question, "must", must);
        (void)doc_push(questions, question);
    }
    *out_questions = questions;
    return STATUS_OK;
}
