/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "catalog.h"
#include "text/plural.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 76 };

/* One line of a PO literal; long sentences stay on one line, so that a change shows as one. */
static void
write_literal(struct buffer *buffer, const char *word, const char *text)
{
    buffer_print(buffer, "%s \"", word);
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '\n') {
            buffer_text(buffer, "\\n");
            continue;
        }
        if (*at == '"' || *at == '\\')
            buffer_byte(buffer, '\\');
        buffer_byte(buffer, *at);
    }
    buffer_text(buffer, "\"\n");
}

void
write_template(const struct book *book, struct buffer *buffer)
{
    buffer_text(buffer,
                "# The sentences of Rapport. Written by `meson compile -C build/release pot`; a\n"
                "# translation begins as a copy of this file named after its language (de.po).\n"
                "msgid \"\"\n"
                "msgstr \"\"\n"
                "\"Project-Id-Version: rapport\\n\"\n"
                "\"Language: \\n\"\n"
                "\"X-Language-Name: \\n\"\n"
                "\"MIME-Version: 1.0\\n\"\n"
                "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
                "\"Content-Transfer-Encoding: 8bit\\n\"\n"
                "\"Plural-Forms: nplurals=2; plural=n != 1;\\n\"\n");
    for (int i = 0; i < book->count; i++) {
        const struct message *message = &book->messages[i];
        buffer_byte(buffer, '\n');
        if (message->note != NULL)
            buffer_print(buffer, "#. %s\n", message->note);
        buffer_print(buffer, "#: %s\n", message->places);
        write_literal(buffer, "msgid", message->one);
        if (message->many == NULL) {
            buffer_text(buffer, "msgstr \"\"\n");
        } else {
            write_literal(buffer, "msgid_plural", message->many);
            buffer_text(buffer, "msgstr[0] \"\"\nmsgstr[1] \"\"\n");
        }
    }
}

/* A text with its NUL as part of one long C literal. */
static void
write_c_text(struct buffer *buffer, const char *text)
{
    buffer_text(buffer, "    \"");
    int column = 0;
    for (const char *at = text; *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        if (column > WIDTH) {
            buffer_text(buffer, "\"\n    \"");
            column = 0;
        }
        if (byte == '"' || byte == '\\')
            buffer_byte(buffer, '\\');
        if (byte >= 0x20 && byte < 0x7f && byte != '?')
            buffer_byte(buffer, (char)byte);
        else
            buffer_print(buffer, "\\%03o", byte);
        column += byte < 0x80 ? 1 : 4;
    }
    buffer_text(buffer, "\\000\"\n");
}

static int
by_english(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->message->one, ((const struct entry *)b)->message->one);
}

static void
write_offsets(const struct translation *translation, const char *name, struct buffer *buffer)
{
    size_t offset = 0;
    buffer_print(buffer, "static const uint32_t %s_entries[] = {", name);
    for (int i = 0; i < translation->count; i++) {
        const struct entry *entry = &translation->entries[i];
        buffer_print(buffer, "%s%zu,", i % 10 == 0 ? "\n    " : " ", offset);
        offset += strlen(entry->message->one) + 1;
        for (int form = 0; form < entry->count; form++)
            offset += strlen(entry->forms[form]) + 1;
    }
    buffer_text(buffer, translation->count == 0 ? "\n    0,\n};\n\n" : "\n};\n\n");
}

static void
write_table(const struct translation *translation, const char *name, struct buffer *buffer)
{
    if (translation->count > 0)
        qsort(translation->entries, (size_t)translation->count, sizeof *translation->entries,
              by_english);
    buffer_print(buffer, "static const char %s_text[] =\n", name);
    for (int i = 0; i < translation->count; i++) {
        const struct entry *entry = &translation->entries[i];
        write_c_text(buffer, entry->message->one);
        for (int form = 0; form < entry->count; form++)
            write_c_text(buffer, entry->forms[form]);
    }
    buffer_text(buffer, "    \"\";\n\n");
    write_offsets(translation, name, buffer);
    bool pseudo = strcmp(translation->language, "qps") == 0;
    buffer_print(buffer, "%sconst struct catalog catalog_%s = {\n", pseudo ? "" : "static ",
                 pseudo ? "pseudo" : name);
    buffer_print(buffer, "    .language = \"%s\",\n    .name =\n", translation->language);
    write_c_text(buffer, translation->name);
    buffer_print(buffer,
                 "    ,\n    .text = %s_text,\n    .entries = %s_entries,\n    .count = %d,\n"
                 "    .plural_rule = %d,\n};\n\n",
                 name, name, translation->count, translation->plural_rule);
}

/* "pt-BR" as part of a C name. */
static const char *
c_name(struct book *book, const char *language)
{
    char *name = arena_text(&book->arena, language);
    for (char *letter = name; *letter != '\0'; letter++)
        if (*letter == '-')
            *letter = '_';
    return name;
}

void
write_tables(struct book *book, const struct translation *translations, int count,
             struct buffer *buffer)
{
    buffer_text(buffer, "/* Written by tools/catalog from po/. */\n"
                        "#include \"text/catalog.h\"\n\n"
                        "#include <stddef.h>\n\n"
                        "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n");
    for (int i = 0; i < count; i++)
        write_table(&translations[i], c_name(book, translations[i].language), buffer);
    buffer_text(buffer, "const struct catalog *const catalogs[] = {\n");
    for (int i = 0; i < count; i++)
        if (strcmp(translations[i].language, "qps") != 0)
            buffer_print(buffer, "    &catalog_%s,\n", c_name(book, translations[i].language));
    buffer_text(buffer, "    NULL,\n};\n");
}
