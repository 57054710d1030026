/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"
#include "formats/multipart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define TYPE "multipart/form-data; boundary=----Edge42"
#define FIELD(name, value)                                                                         \
    "------Edge42\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define FILE_PART(file_name, value)                                                                \
    "------Edge42\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" file_name         \
    "\"\r\nContent-Type: text/csv\r\n\r\n" value "\r\n"
#define CLOSE "------Edge42--\r\n"

struct upload {
    struct buffer bytes;
    char name[64], file_name[256], type[64];
    int ended;
    enum status answer;
};

static enum status
take(void *context, const struct multipart_file *file, const char *bytes, size_t length)
{
    struct upload *upload = context;
    assert_int_equal(upload->ended, 0);
    if (bytes == NULL) {
        assert_int_equal(length, 0);
        upload->ended++;
        strncpy(upload->name, file->name, sizeof upload->name - 1);
        strncpy(upload->file_name, file->file_name, sizeof upload->file_name - 1);
        strncpy(upload->type, file->type, sizeof upload->type - 1);
        return upload->answer;
    }
    buffer_add(&upload->bytes, bytes, length);
    return upload->answer;
}

static enum status
read_pieces(struct arena *arena, const char *body, size_t length, size_t piece,
            struct upload *out_upload, struct doc **out_fields, const char **out_code)
{
    struct multipart *reader;
    *out_upload = (struct upload){.answer = out_upload->answer};
    buffer_open(&out_upload->bytes, arena, 1 << 20);
    assert_int_equal(multipart_open(arena, TYPE, 100000, take, out_upload, &reader), STATUS_OK);
    enum status status = STATUS_OK;
    for (size_t at = 0; at < length && status == STATUS_OK; at += piece)
        status = multipart_feed(reader, body + at, length - at < piece ? length - at : piece);
    if (status == STATUS_OK)
        status = multipart_end(reader, out_fields);
    *out_code = multipart_code(reader);
    return status;
}

static void
reads_fields_and_a_file_whatever_the_pieces(void **state)
{
    (void)state;
    static const char body[] = "preamble\r\n" FIELD("preview", "true") FIELD("note", "a\r\n--b\r\n")
        FILE_PART("C:\\fakepath\\Conn%22s.csv",
                  "a,b\r\n\r------Edge4\r\n------Edge4x\r\n\r\r\n1,2\r\n") FIELD("note", "last")
            CLOSE "epilogue";
    for (size_t piece = 1; piece < sizeof body; piece++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        struct upload upload = {.answer = STATUS_OK};
        struct doc *fields = NULL;
        const char *code;
        assert_int_equal(read_pieces(&arena, body, sizeof body - 1, piece, &upload, &fields, &code),
                         STATUS_OK);
        assert_int_equal(doc_count(fields), 2);
        assert_string_equal(doc_text_of(fields, "preview"), "true");
        assert_string_equal(doc_text_of(fields, "note"), "last");
        assert_string_equal(buffer_read(&upload.bytes),
                            "a,b\r\n\r------Edge4\r\n------Edge4x\r\n\r\r\n1,2\r\n");
        assert_string_equal(upload.name, "file");
        assert_string_equal(upload.file_name, "Conn\"s.csv");
        assert_string_equal(upload.type, "text/csv");
        assert_int_equal(upload.ended, 1);
    }
}

static void
tells_of_a_file_that_was_not_chosen(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct upload upload = {.answer = STATUS_OK};
    struct doc *fields = NULL;
    const char *code;
    static const char body[] = FILE_PART("", "") CLOSE;
    assert_int_equal(read_pieces(&arena, body, sizeof body - 1, 10, &upload, &fields, &code),
                     STATUS_OK);
    assert_int_equal(upload.ended, 1);
    assert_string_equal(upload.file_name, "");
    assert_int_equal(upload.bytes.length, 0);
}

static void
refuses_other_types_and_unsound_boundaries(void **state)
{
    (void)state;
    static const char *const refused[] = {
        "application/json",
        "multipart/mixed; boundary=x",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"a b \"",
        "multipart/form-data; boundary=\"\x01\"",
        "multipart/form-dataX; boundary=x",
        ("multipart/form-data; boundary="
         "0123456789012345678901234567890123456789012345678901234567890123456789X")};
    static const char *const accepted[] = {"multipart/form-data; boundary=x",
                                           "Multipart/Form-Data;charset=utf-8; Boundary=\"a b:c\""};
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct multipart *reader = NULL;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        assert_int_equal(multipart_open(&arena, refused[i], 1, take, NULL, &reader),
                         STATUS_INVALID);
    assert_null(reader);
    for (size_t i = 0; i < sizeof accepted / sizeof accepted[0]; i++)
        assert_int_equal(multipart_open(&arena, accepted[i], 1, take, NULL, &reader), STATUS_OK);
}

static void
refuses_malformed_bodies_and_says_why(void **state)
{
    (void)state;
#define CASE(text, code)                                                                           \
    {                                                                                              \
        text, sizeof(text) - 1, code                                                               \
    }
    static const struct {
        const char *body;
        size_t length;
        const char *code;
    } cases[] = {
        CASE("", "multipart.truncated"),
        CASE(FIELD("a", "1"), "multipart.truncated"),
        CASE("------Edge42", "multipart.truncated"),
        CASE("------Edge42x\r\n", "multipart.malformed"),
        CASE("------Edge42\r\nContent-Disposition: form-data\r\n\r\nx\r\n" CLOSE, "form.name"),
        CASE("------Edge42\r\n\r\nx\r\n" CLOSE, "form.name"),
        CASE(FIELD("", "1") CLOSE, "form.name"),
        CASE(FIELD("a", "\xFF") CLOSE, "form.utf8"),
        CASE(FIELD("a", "x\0y") CLOSE, "form.control"),
        CASE(FIELD("a\0b", "1") CLOSE, "form.control"),
        CASE(FIELD("\xFF", "1") CLOSE, "form.utf8"),
        CASE(FIELD("a\tb", "1") CLOSE, "form.control"),
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        struct upload upload = {.answer = STATUS_OK};
        struct doc *fields = NULL;
        const char *code;
        assert_int_equal(
            read_pieces(&arena, cases[i].body, cases[i].length, 7, &upload, &fields, &code),
            STATUS_INVALID);
        assert_string_equal(code, cases[i].code);
        assert_null(fields);
    }
}

/* Feeds `begin`, then `piece` again and again, until it is refused or 64 MiB have gone in. */
static const char *
code_of_endless(struct arena *arena, const char *begin, const char *piece)
{
    struct multipart *reader;
    struct upload upload = {.answer = STATUS_OK};
    buffer_open(&upload.bytes, arena, 1 << 20);
    assert_int_equal(multipart_open(arena, TYPE, 1000000, take, &upload, &reader), STATUS_OK);
    enum status status = multipart_feed(reader, begin, strlen(begin));
    for (size_t fed = 0; fed < 64 << 20 && status == STATUS_OK; fed += strlen(piece))
        status = multipart_feed(reader, piece, strlen(piece));
    assert_int_equal(status, STATUS_INVALID);
    assert_int_equal(multipart_feed(reader, "x", 1), STATUS_INVALID);
    assert_true(arena->total < 16 << 20);
    return multipart_code(reader);
}

static void
holds_to_its_limits_in_bounded_memory(void **state)
{
    (void)state;
    static const struct {
        const char *begin, *piece, *code;
    } cases[] = {
        {"------Edge42\r\n", "X-Filler: xxxxxxxxxxxxxxxxxxx\r\n", "multipart.malformed"},
        {"------Edge42\r\n", "xxxxxxxxxxxxxxxxxxxxxxxxxxxx", "multipart.malformed"},
        {"------Edge42", "                            ", "multipart.malformed"},
        {"------Edge42\r\nContent-Disposition: form-data; name=a\r\n\r\n",
         "xxxxxxxxxxxxxxxxxxxxxxxxxxxx", "multipart.fields_too_large"},
        {"------Edge42\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n",
         "xxxxxxxxxxxxxxxxxxxxxxxxxxxx", "multipart.file_too_large"},
        {"", FIELD("a", "1"), "multipart.too_many"},
        {"------Edge42\r\nContent-Disposition: form-data; ", "a=b;a=b;a=b;", "multipart.malformed"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        assert_string_equal(code_of_endless(&arena, cases[i].begin, cases[i].piece), cases[i].code);
    }
}

static void
hands_back_the_status_of_its_sink(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct upload upload = {.answer = STATUS_FAILED};
    struct doc *fields = NULL;
    const char *code;
    static const char body[] = FILE_PART("a.csv", "1") CLOSE;
    assert_int_equal(read_pieces(&arena, body, sizeof body - 1, 100, &upload, &fields, &code),
                     STATUS_FAILED);
    assert_string_equal(code, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_fields_and_a_file_whatever_the_pieces),
        cmocka_unit_test(tells_of_a_file_that_was_not_chosen),
        cmocka_unit_test(refuses_other_types_and_unsound_boundaries),
        cmocka_unit_test(refuses_malformed_bodies_and_says_why),
        cmocka_unit_test(holds_to_its_limits_in_bounded_memory),
        cmocka_unit_test(hands_back_the_status_of_its_sink),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
