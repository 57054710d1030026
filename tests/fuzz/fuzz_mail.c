/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever the values, a draft has only our headers, lines within their limits and nothing but ASCII; a
 * link has only what a URL may hold; an address that is valid stays so. The data are "key=value" lines. */
#include "fuzz.h"
#include "lines.h"

#include "formats/mail.h"

static void
check_header(const char *line)
{
    static const char *const known[] = {"X-Unsent: ",
                                        "Date: ",
                                        "From: ",
                                        "To: ",
                                        "Subject: ",
                                        "MIME-Version: 1.0\r\n",
                                        "Content-Type: text/plain; ",
                                        "Content-Transfer-Encoding: quoted-printable\r\n"};
    bool found = *line == ' ';
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        found = found || strncmp(line, known[i], strlen(known[i])) == 0;
    PROMISE(found);
}

static void
check_draft(const char *text, size_t length)
{
    const char *behind = strstr(text, "\r\n\r\n");
    PROMISE(behind != NULL && strlen(text) == length);
    for (const char *line = text; *line != '\0';) {
        const char *end = strstr(line, "\r\n");
        PROMISE(end != NULL && end - line <= 998);
        for (const char *cursor = line; cursor < end; cursor++)
            PROMISE((*cursor >= ' ' && *cursor <= '~') || (*cursor == '\t' && line > behind));
        if (line <= behind)
            check_header(line);
        else
            PROMISE(end - line <= 76);
        line = end + 2;
    }
}

static void
check_link(const char *link)
{
    PROMISE(strlen(link) <= MAIL_LINK_MAX && strncmp(link, "mailto:", 7) == 0);
    PROMISE(link[strspn(link, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                              "%-._~!$'*+@?&=:")] == '\0');
}

static void
check_address(struct arena *arena, const char *address)
{
    char *ascii = mail_address_ascii(arena, address);
    PROMISE((ascii != NULL) == mail_address_valid(address));
    if (ascii == NULL)
        return;
    PROMISE(strlen(ascii) <= MAIL_ADDRESS_MAX);
    char *again = mail_address_ascii(arena, ascii);
    PROMISE(again != NULL && strcmp(again, ascii) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 20000)
        return 0;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    const struct doc *message = doc_item(maps_of_lines(&arena, data, size), 0);
    struct buffer buffer;
    buffer_open(&buffer, &arena, 1024 * 1024);
    if (mail_write(message, &buffer) == STATUS_OK)
        check_draft(buffer_read(&buffer), buffer.length);
    char *link = mail_link(&arena, message);
    if (link != NULL)
        check_link(link);
    check_address(&arena, doc_text_of(message, "to_email"));
    struct mail_size counted = mail_measure(doc_text_of(message, "body"));
    PROMISE(counted.words <= counted.characters && counted.sentences <= counted.words);
    PROMISE(counted.units >= counted.characters);
    return 0;
}
