/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An upload of any bytes, in any pieces: the same fields, the same file, or the same refusal. The first
 * byte is the size of the pieces. */
#include "fuzz.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "formats/multipart.h"

#include <string.h>

struct upload {
    struct buffer bytes;
    bool open;
};

static enum status
keep(void *context, const struct multipart_file *file, const char *bytes, size_t length)
{
    struct upload *upload = context;
    PROMISE(*file->name != '\0' && utf8_valid(file->name, strlen(file->name)));
    PROMISE(strpbrk(file->file_name, "/\\") == NULL);
    PROMISE((bytes == NULL) == (length == 0));
    if (bytes == NULL)
        buffer_print(&upload->bytes, "|%s|%s|%s|\n", file->name, file->file_name, file->type);
    else
        buffer_add(&upload->bytes, bytes, length);
    upload->open = bytes != NULL;
    return STATUS_OK;
}

static enum status
read_upload(struct arena *arena, const char *text, size_t length, size_t piece,
            struct upload *upload, struct doc **out_fields, const char **out_code)
{
    struct multipart *reader;
    buffer_open(&upload->bytes, arena, 4 * 1024 * 1024);
    PROMISE(multipart_open(arena, "multipart/form-data; boundary=\"-b\"", 5000, keep, upload,
                           &reader) == STATUS_OK);
    enum status status = STATUS_OK;
    for (size_t at = 0; at < length && status == STATUS_OK; at += piece)
        status = multipart_feed(reader, text + at, length - at < piece ? length - at : piece);
    if (status == STATUS_OK)
        status = multipart_end(reader, out_fields);
    *out_code = multipart_code(reader);
    return status;
}

/* The header that names the boundary comes from outside too. */
static void
check_type(struct arena *arena, const char *text, size_t length, struct upload *upload)
{
    struct multipart *reader;
    if (multipart_open(arena, arena_copy(arena, text, length), 1, keep, upload, &reader) ==
        STATUS_OK)
        PROMISE(*multipart_code(reader) == '\0');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > 100000)
        return 0;
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    const char *text = (const char *)data + 1, *code, *other_code;
    struct upload whole = {.open = false}, cut = {.open = false};
    struct doc *fields = NULL, *other = NULL;
    check_type(&arena, text, size - 1, &whole);
    enum status status = read_upload(&arena, text, size - 1, size, &whole, &fields, &code);
    PROMISE(status ==
            read_upload(&arena, text, size - 1, (size_t)data[0] + 1, &cut, &other, &other_code));
    PROMISE(strcmp(code, other_code) == 0);
    PROMISE((status == STATUS_OK) == (*code == '\0'));
    if (status != STATUS_OK)
        return 0;
    PROMISE(doc_equal(fields, other) && !whole.open && !cut.open);
    PROMISE(whole.bytes.length == cut.bytes.length);
    PROMISE(memcmp(buffer_read(&whole.bytes), buffer_read(&cut.bytes), whole.bytes.length) == 0);
    return 0;
}
