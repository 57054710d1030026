/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/zip.h"

#include "base/buffer.h"
#include "base/library.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

static struct {
    __typeof__(deflateInit2_) *init;
    __typeof__(deflate) *deflate;
    __typeof__(deflateEnd) *end;
    __typeof__(crc32) *crc;
} packer;

static const struct library_symbol symbols[] = {{"deflateInit2_", (void **)&packer.init},
                                                {"deflate", (void **)&packer.deflate},
                                                {"deflateEnd", (void **)&packer.end},
                                                {"crc32", (void **)&packer.crc},
                                                {NULL, NULL}};

/* An archive under construction, with everything in it that a test may want to be wrong. */
struct archive {
    struct arena *arena;
    struct buffer bytes, directory;
    int count;
    int flags, method_said; /* -1: the right one */
    int64_t size_said;
};

static void
put(struct buffer *buffer, uint32_t value, int width)
{
    for (int i = 0; i < width; i++)
        buffer_byte(buffer, (char)(value >> (8 * i)));
}

static void
begin(struct archive *archive, struct arena *arena)
{
    assert_int_equal(library_open("libz.so.1", symbols), STATUS_OK);
    *archive = (struct archive){.arena = arena, .method_said = -1, .size_said = -1};
    buffer_open(&archive->bytes, arena, 1 << 26);
    buffer_open(&archive->directory, arena, 1 << 24);
}

static const char *
pack(struct arena *arena, const char *text, size_t length, size_t *out_length)
{
    z_stream stream = {0};
    size_t room = length + 1000;
    char *packed = arena_alloc(arena, room);
    assert_int_equal(packer.init(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY,
                                 ZLIB_VERSION, (int)sizeof stream),
                     Z_OK);
    stream.next_in = (z_const Bytef *)text;
    stream.avail_in = (uInt)length;
    stream.next_out = (Bytef *)packed;
    stream.avail_out = (uInt)room;
    assert_int_equal(packer.deflate(&stream, Z_FINISH), Z_STREAM_END);
    *out_length = room - stream.avail_out;
    assert_int_equal(packer.end(&stream), Z_OK);
    return packed;
}

static void
add_bytes(struct archive *archive, const char *name, const char *text, size_t length, bool deflated)
{
    size_t packed_length = length;
    const char *packed = deflated ? pack(archive->arena, text, length, &packed_length) : text;
    uint32_t crc = (uint32_t)packer.crc(0, (const Bytef *)text, (uInt)length);
    uint32_t method = archive->method_said >= 0 ? (uint32_t)archive->method_said : deflated ? 8 : 0;
    uint32_t size = archive->size_said >= 0 ? (uint32_t)archive->size_said : (uint32_t)length;
    uint32_t offset = (uint32_t)archive->bytes.length;
    struct buffer *local = &archive->bytes, *central = &archive->directory;
    buffer_add(local, "PK\x03\x04\x14\0", 6);
    buffer_add(central, "PK\x01\x02\x14\0\x14\0", 8);
    struct buffer *both[] = {local, central};
    for (int i = 0; i < 2; i++) {
        put(both[i], (uint32_t)archive->flags, 2);
        put(both[i], method, 2);
        put(both[i], 0, 4);
        put(both[i], crc, 4);
        put(both[i], (uint32_t)packed_length, 4);
        put(both[i], size, 4);
        put(both[i], (uint32_t)strlen(name), 2);
        put(both[i], 0, 2);
    }
    put(central, 0, 2);
    put(central, 0, 4);
    put(central, 0, 4);
    put(central, offset, 4);
    buffer_text(local, name);
    buffer_text(central, name);
    buffer_add(local, packed, packed_length);
    archive->count++;
}

static void
add(struct archive *archive, const char *name, const char *text)
{
    add_bytes(archive, name, text, strlen(text), true);
}

static void
finish(struct archive *archive)
{
    uint32_t offset = (uint32_t)archive->bytes.length, size = (uint32_t)archive->directory.length;
    buffer_add(&archive->bytes, archive->directory.data == NULL ? "" : archive->directory.data,
               archive->directory.length);
    buffer_add(&archive->bytes, "PK\x05\x06\0\0\0\0", 8);
    put(&archive->bytes, (uint32_t)archive->count, 2);
    put(&archive->bytes, (uint32_t)archive->count, 2);
    put(&archive->bytes, size, 4);
    put(&archive->bytes, offset, 4);
    put(&archive->bytes, 0, 2);
    assert_int_equal(buffer_status(&archive->bytes), STATUS_OK);
}

static enum status
read_at(void *context, int64_t offset, char *bytes, size_t length)
{
    const struct archive *archive = context;
    assert_true(offset >= 0 && (size_t)offset + length <= archive->bytes.length);
    memcpy(bytes, archive->bytes.data + offset, length);
    return STATUS_OK;
}

static enum status
collect(void *context, const char *bytes, size_t length)
{
    assert_true(length > 0 && length <= ZIP_OUT);
    buffer_add(context, bytes, length);
    return STATUS_OK;
}

/* The code, or NULL and the text of the entry. */
static const char *
open_archive(struct archive *archive, size_t piece, const char **out_text)
{
    struct zip_entry entry;
    struct buffer text;
    struct zip zip;
    const char *code;
    buffer_open(&text, archive->arena, 1 << 25);
    enum status status =
        zip_find(archive->arena, (int64_t)archive->bytes.length, read_at, archive, &entry, &code);
    assert_int_equal(status == STATUS_OK, code == NULL);
    if (status != STATUS_OK)
        return code;
    assert_null(strchr(entry.name, '/'));
    assert_int_equal(zip_open(&zip, archive->arena, &entry, collect, &text), STATUS_OK);
    const char *bytes = archive->bytes.data + entry.offset;
    size_t length = archive->bytes.length - (size_t)entry.offset;
    for (size_t at = 0; at < length && status == STATUS_OK; at += piece)
        status = zip_feed(&zip, bytes + at, length - at < piece ? length - at : piece);
    if (status == STATUS_OK)
        status = zip_end(&zip);
    assert_int_equal(status == STATUS_OK, zip.code == NULL);
    *out_text = buffer_read(&text);
    return zip.code;
}

#define CONNECTIONS "First Name,Last Name,Connected On\nAda,Quinn,12 Mar 2024\n"

static void
finds_connections_at_any_depth_of_linkedins_archive_M59(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct archive archive;
    begin(&archive, &arena);
    add(&archive, "Profile.csv", "a,b\n");
    add(&archive, "Basic_LinkedInDataExport_11-22-2026/../deep/Connections.csv", CONNECTIONS);
    add(&archive, "Skills.csv", "c,d\n");
    finish(&archive);
    assert_true(zip_begins(archive.bytes.data, archive.bytes.length));
    for (size_t piece = 1; piece < 200; piece += 17) {
        const char *text = NULL;
        assert_null(open_archive(&archive, piece, &text));
        assert_string_equal(text, CONNECTIONS);
    }
}

static void
takes_the_only_address_book_packed_or_not(void **state)
{
    (void)state;
    for (int deflated = 0; deflated < 2; deflated++) {
        ARENA_HERE struct arena arena;
        arena_open(&arena);
        struct archive archive;
        const char *text = NULL;
        begin(&archive, &arena);
        add(&archive, "read me.txt", "hello");
        add_bytes(&archive, "C:\\Users\\ada\\all.VCF", "BEGIN:VCARD\n", 12, deflated == 1);
        add(&archive, "__MACOSX/._all.vcf", "shadow");
        finish(&archive);
        assert_null(open_archive(&archive, 4096, &text));
        assert_string_equal(text, "BEGIN:VCARD\n");
    }
}

static void
expect_code(void (*make)(struct archive *archive), const char *expected)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct archive archive;
    const char *text;
    begin(&archive, &arena);
    make(&archive);
    const char *code = open_archive(&archive, 4096, &text);
    assert_non_null(code);
    assert_string_equal(code, expected);
}

static void
empty_archive(struct archive *archive)
{
    finish(archive);
}

static void
two_books(struct archive *archive)
{
    add(archive, "a.csv", "a");
    add(archive, "b.vcf", "b");
    finish(archive);
}

static void
encrypted(struct archive *archive)
{
    archive->flags = 1;
    add(archive, "a.csv", "a");
    finish(archive);
}

static void
odd_method(struct archive *archive)
{
    archive->method_said = 14;
    add(archive, "a.csv", "a");
    finish(archive);
}

/* Honest about it: ten megabytes of one letter. */
static void
honest_bomb(struct archive *archive)
{
    size_t length = 10 << 20;
    char *text = arena_alloc(archive->arena, length);
    memset(text, 'a', length);
    add_bytes(archive, "a.csv", text, length, true);
    finish(archive);
}

static void
lying_bomb(struct archive *archive)
{
    archive->size_said = 1000;
    honest_bomb(archive);
}

static void
wrong_sum(struct archive *archive)
{
    add(archive, "a.csv", "Ada Quinn");
    archive->directory.data[16] ^= 1;
    finish(archive);
}

static void
long_name(struct archive *archive)
{
    char *name = arena_alloc(archive->arena, 4000);
    memset(name, 'a', 3000);
    memcpy(name + 3000, ".csv", 5);
    add(archive, name, "x");
    finish(archive);
}

static void
many_entries(struct archive *archive)
{
    for (int i = 0; i <= ZIP_ENTRIES_MAX; i++)
        add_bytes(archive, "x", "", 0, false);
    finish(archive);
}

static void
no_archive(struct archive *archive)
{
    buffer_text(&archive->bytes, "PK\x03\x04 and then nothing that could be one");
}

static void
refuses_what_is_broken_hidden_or_too_much(void **state)
{
    (void)state;
    expect_code(empty_archive, "zip.nothing");
    expect_code(two_books, "zip.several");
    expect_code(encrypted, "zip.encrypted");
    expect_code(odd_method, "zip.method");
    expect_code(honest_bomb, "zip.bomb");
    expect_code(lying_bomb, "zip.bomb");
    expect_code(wrong_sum, "zip.damaged");
    expect_code(long_name, "zip.too_large");
    expect_code(many_entries, "zip.too_large");
    expect_code(no_archive, "zip.damaged");
}

static void
says_when_an_archive_was_cut_off(void **state)
{
    (void)state;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct archive archive;
    struct zip_entry entry;
    struct buffer text;
    struct zip zip;
    const char *code;
    begin(&archive, &arena);
    add(&archive, "Connections.csv", CONNECTIONS);
    finish(&archive);
    buffer_open(&text, &arena, 1000);
    assert_int_equal(
        zip_find(&arena, (int64_t)archive.bytes.length, read_at, &archive, &entry, &code),
        STATUS_OK);
    assert_int_equal(zip_open(&zip, &arena, &entry, collect, &text), STATUS_OK);
    assert_int_equal(zip_feed(&zip, archive.bytes.data + entry.offset, 9), STATUS_OK);
    assert_int_equal(zip_end(&zip), STATUS_INVALID);
    assert_string_equal(zip.code, "zip.truncated");
    archive.bytes.length -= 30;
    assert_int_equal(
        zip_find(&arena, (int64_t)archive.bytes.length, read_at, &archive, &entry, &code),
        STATUS_INVALID);
    assert_string_equal(code, "zip.damaged");
}

static bool
is_text(const char *name)
{
    size_t length = strlen(name);
    return length > 4 && strcmp(name + length - 4, ".txt") == 0;
}

static void
lists_all_files_that_are_wanted(void **state)
{
    struct arena arena;
    struct archive archive;
    struct zip_entry *entries;
    size_t count;
    const char *code;
    (void)state;
    arena_open(&arena);
    begin(&archive, &arena);
    add(&archive, "db/Interests.txt", "one");
    add(&archive, "db/table.xlsx", "two");
    add(&archive, "db/Job Zones.txt", "three and four");
    finish(&archive);
    assert_int_equal(zip_list(&arena, (int64_t)archive.bytes.length, read_at, &archive, is_text, 2,
                              &entries, &count, &code),
                     STATUS_OK);
    assert_int_equal(count, 2);
    assert_string_equal(entries[0].name, "Interests.txt");
    assert_string_equal(entries[1].name, "Job Zones.txt");
    assert_int_equal(entries[1].size, 14);
    assert_int_equal(zip_list(&arena, (int64_t)archive.bytes.length, read_at, &archive, is_text, 1,
                              &entries, &count, &code),
                     STATUS_INVALID);
    assert_string_equal(code, "zip.too_large");
    archive.bytes.data[archive.bytes.length - 22 - archive.directory.length] = 'X';
    assert_int_equal(zip_list(&arena, (int64_t)archive.bytes.length, read_at, &archive, is_text, 2,
                              &entries, &count, &code),
                     STATUS_INVALID);
    assert_string_equal(code, "zip.damaged");
    arena_close(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_connections_at_any_depth_of_linkedins_archive_M59),
        cmocka_unit_test(takes_the_only_address_book_packed_or_not),
        cmocka_unit_test(refuses_what_is_broken_hidden_or_too_much),
        cmocka_unit_test(says_when_an_archive_was_cut_off),
        cmocka_unit_test(lists_all_files_that_are_wanted),
    };
    return cmocka_run_group_tests_name("zip", tests, NULL, NULL);
}
