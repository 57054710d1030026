/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/media.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define BYTES(text) text, sizeof(text) - 1

static void
knows_a_file_by_its_first_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        const char *media, *suffix;
    } files[] = {
        {BYTES("\xff\xd8\xff\xe0\0\x10JFIF"), "image/jpeg", "jpg"},
        {BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "image/png", "png"},
        {BYTES("GIF89a\1\0\1\0"), "image/gif", "gif"},
        {BYTES("RIFF\x10\0\0\0WEBPVP8 "), "image/webp", "webp"},
        {BYTES("%PDF-1.7\n%\xe2\xe3"), "application/pdf", "pdf"},
        {BYTES("Grüße, 张伟\r\n"), "text/plain", "txt"},
        {BYTES("RIFF\x10\0\0\0WAVEfmt "), "application/octet-stream", "bin"},
        {BYTES("PK\3\4\0\0"), "application/octet-stream", "bin"},
        {BYTES("caf\xe9 au lait"), "application/octet-stream", "bin"},
        {BYTES("\xff\xd8"), "application/octet-stream", "bin"},
        {BYTES(""), "application/octet-stream", "bin"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        assert_string_equal(media_of(files[i].bytes, files[i].length), files[i].media);
        assert_string_equal(media_suffix(files[i].media), files[i].suffix);
        assert_int_equal(media_is_picture(files[i].media),
                         strncmp(files[i].media, "image/", 6) == 0);
    }
}

/* What could hold a script is shown as text or not at all, whatever it calls itself. */
static void
takes_no_picture_that_could_hold_a_script(void **state)
{
    (void)state;
    static const char *const files[] = {
        "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
        "<?xml version=\"1.0\"?><svg/>", "<!doctype html><script>alert(1)</script>",
        "\xef\xbb\xbf<html>"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        assert_string_equal(media_of(files[i], strlen(files[i])), "text/plain");
    assert_false(media_is_picture("image/svg+xml"));
    assert_false(media_is_picture("text/html"));
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_a_file_by_its_first_bytes),
        cmocka_unit_test(takes_no_picture_that_could_hold_a_script),
    };
    return cmocka_run_group_tests_name("media", tests, NULL, NULL);
}
