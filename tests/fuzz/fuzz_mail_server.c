/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text as a mail server: refused with a code, or a host, a port and a user within their limits, in which no
 * password and no control character stands. */
#include "fuzz.h"
#include "lines.h"

#include "formats/mail_server.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 5000)
        return 0;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct mail_server server, again;
    const char *code = NULL, *text = sound_text(&arena, (const char *)data, size);
    enum status status = mail_server_read(&arena, text, &server, &code);
    PROMISE((status == STATUS_OK) == (code == NULL));
    (void)mail_host_is_local(text);
    if (status != STATUS_OK)
        return 0;
    PROMISE(server.port > 0 && server.port <= 65535);
    PROMISE(strlen(server.host) > 0 && strlen(server.host) <= MAIL_SERVER_HOST_MAX);
    PROMISE(strlen(server.user) <= MAIL_SERVER_USER_MAX);
    for (const char *at = server.host; *at != '\0'; at++)
        PROMISE(*at > ' ' && *at < 0x7f && *at != '/' && *at != '@');
    for (const char *at = server.user; *at != '\0'; at++)
        PROMISE((unsigned char)*at >= ' ' && *at != 0x7f);
    PROMISE(mail_server_make(server.host, server.port, server.user, &again, &code) == STATUS_OK);
    return 0;
}
