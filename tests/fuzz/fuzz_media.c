/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes are of one known kind; what is called text is sound UTF-8 without controls, and no script hides as a
 * picture. */
#include "fuzz.h"

#include "base/utf8.h"
#include "formats/media.h"

#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data, *media = media_of(bytes, size);
    PROMISE(strlen(media_suffix(media)) >= 3);
    PROMISE(media_is_picture(media) == (strncmp(media, "image/", 6) == 0));
    if (strcmp(media, "text/plain") == 0)
        PROMISE(utf8_valid(bytes, size) && memchr(bytes, 0, size) == NULL);
    if (size > 0 && bytes[0] == '<')
        PROMISE(!media_is_picture(media));
    return 0;
}
