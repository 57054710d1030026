/* SPDX-License-Identifier: GPL-3.0-or-later */
/* method_data.h - what the tests of the method share: the data files of the tree, read as the program
 * would. The tests run in the source's root. */
#ifndef UNIT_METHOD_DATA_H
#define UNIT_METHOD_DATA_H

#include "method/lexicon.h"
#include "method/policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

__attribute__((unused)) static char *
data_text(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        fail_msg("cannot open %s: run the tests in the source's root", path);
    char *text = arena_alloc(arena, 256 * 1024);
    size_t length = fread(text, 1, 256 * 1024 - 1, file);
    text[length] = '\0';
    (void)fclose(file);
    return text;
}

__attribute__((unused)) static struct policy
data_policy(struct arena *arena, const char *position)
{
    struct policy policy = {0};
    struct policy_error error = {0};
    enum status status =
        policy_read(data_text(arena, "data/policies/standard.policy"), NULL, &policy, &error);
    if (status != STATUS_OK)
        fail_msg("standard.policy:%d: %s %s", error.line, error.code, error.name);
    if (position == NULL)
        return policy;
    struct policy laid;
    char *path = arena_print(arena, "data/policies/%s.policy", position);
    status = policy_read(data_text(arena, path), &policy, &laid, &error);
    if (status != STATUS_OK)
        fail_msg("%s:%d: %s %s", path, error.line, error.code, error.name);
    return laid;
}

__attribute__((unused)) static const struct lexicon *
data_lexicon(struct arena *arena)
{
    const struct lexicon *lexicon = NULL;
    struct lexicon_error error = {0};
    enum status status =
        lexicon_read(arena, data_text(arena, "data/lexicons/en.txt"), &lexicon, &error);
    if (status != STATUS_OK)
        fail_msg("data/lexicons/en.txt:%d: %s", error.line, error.code);
    return lexicon;
}

#endif
