/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_file.h"

#include "base/file.h"
#include "base/uuid.h"
#include "domain/common.h"
#include "domain/import_reader.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    CHUNK = 64 * 1024,
    INCOMING_KEPT_MS = 24 * 60 * 60 * 1000,
    /* Bytes that are read before the answer: enough to know what it is, and more than the longest cell,
     * so that a line without an end is seen at once. */
    LOOK_AT = CSV_FIELD_MAX + 2 * CHUNK
};

static enum status
read_some(int file, char *bytes, size_t *out_length)
{
    ssize_t got;
    do
        got = read(file, bytes, CHUNK);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return STATUS_FAILED;
    *out_length = (size_t)got;
    return STATUS_OK;
}

static enum status
ignore_row(void *context, const struct doc *row)
{
    (void)context;
    (void)row;
    return STATUS_OK;
}

/* ---- archives ---- */

static enum status
read_at(void *context, int64_t offset, char *bytes, size_t length)
{
    const struct import_stream *stream = context;
    while (length > 0) {
        ssize_t got = pread(stream->file, bytes, length, offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return STATUS_FAILED;
        bytes += got;
        offset += got;
        length -= (size_t)got;
    }
    return STATUS_OK;
}

static enum status
take_unpacked(void *context, const char *bytes, size_t length)
{
    struct import_stream *stream = context;
    enum status status = import_reader_feed(stream->reader, bytes, length);
    stream->code = stream->reader->code;
    return status;
}

enum status
import_stream_open(struct import_stream *stream, struct arena *arena, int file,
                   struct import_reader *reader)
{
    char head[4] = {0};
    struct stat state;
    struct zip_entry entry;
    *stream = (struct import_stream){.file = file, .reader = reader};
    if (fstat(file, &state) != 0)
        return STATUS_FAILED;
    if (state.st_size < (off_t)sizeof head || read_at(stream, 0, head, sizeof head) != STATUS_OK ||
        !zip_begins(head, sizeof head))
        return STATUS_OK;
    TRY(zip_find(arena, state.st_size, read_at, stream, &entry, &stream->code));
    stream->zip = arena_alloc(arena, sizeof *stream->zip);
    enum status status = zip_open(stream->zip, arena, &entry, take_unpacked, stream);
    if (status == STATUS_MISSING) {
        stream->code = "charset.archive";
        return STATUS_INVALID;
    }
    TRY(status);
    stream->offset = entry.offset;
    return lseek(file, entry.offset, SEEK_SET) < 0 ? STATUS_FAILED : STATUS_OK;
}

static enum status
end_stream(struct import_stream *stream)
{
    stream->at_end = true;
    if (stream->zip != NULL) {
        enum status status = zip_end(stream->zip);
        if (status == STATUS_INVALID)
            stream->code = stream->zip->code;
        TRY(status);
    }
    enum status status = import_reader_end(stream->reader);
    stream->code = stream->reader->code;
    return status;
}

enum status
import_stream_piece(struct import_stream *stream, char *bytes, size_t size)
{
    ssize_t got;
    do
        got = read(stream->file, bytes, size);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return STATUS_FAILED;
    stream->offset += got;
    if (got == 0)
        return end_stream(stream);
    if (stream->zip == NULL)
        return take_unpacked(stream, bytes, (size_t)got);
    enum status status = zip_feed(stream->zip, bytes, (size_t)got);
    if (status == STATUS_INVALID && stream->code == NULL)
        stream->code = stream->zip->code;
    return status;
}

/* ---- what stands behind the people of whom it speaks ---- */

static enum status
go_through(struct arena *arena, int file, struct import_reader *reader)
{
    ARENA_HERE struct arena own;
    struct import_stream stream;
    arena_open(&own);
    char *bytes = arena_take(&own, CHUNK);
    if (lseek(file, 0, SEEK_SET) != 0)
        return STATUS_FAILED;
    enum status status = import_stream_open(&stream, arena, file, reader);
    bool scan = reader->pass == IMPORT_SCAN;
    while (status == STATUS_OK && !stream.at_end &&
           !(scan && (reader->holds_ahead || reader->no_ahead)))
        status = import_stream_piece(&stream, bytes, CHUNK);
    return status == STATUS_INVALID ? STATUS_OK : status;
}

enum status
import_stream_ahead(struct arena *arena, const char *path, const char *as, const char *encoding,
                    struct import_ahead *out_ahead)
{
    ARENA_HERE struct arena rows, own;
    struct import_reader reader;
    FILE_HERE int file = open(path, O_RDONLY | O_CLOEXEC);
    arena_open(&rows);
    arena_open(&own);
    if (file < 0)
        return STATUS_OK;
    import_reader_open(&reader, &own, &rows, ignore_row, NULL);
    import_reader_as(&reader, as, NULL);
    reader.pass = IMPORT_SCAN;
    TRY(go_through(&own, file, &reader));
    if (!reader.holds_ahead)
        return STATUS_OK;
    import_reader_open(&reader, arena, &rows, ignore_row, NULL);
    import_reader_as(&reader, as, NULL);
    import_reader_encoding(&reader, encoding);
    reader.pass = IMPORT_COLLECT;
    reader.ahead = out_ahead;
    return go_through(arena, file, &reader);
}

/* ---- taking a file ---- */

/* What it is not is said at once, before anything is kept. Columns that nobody knows are asked for later. */
enum status
import_look_at(struct call *call, int file, const char **out_kind)
{
    ARENA_HERE struct arena rows;
    arena_open(&rows);
    struct import_reader reader;
    struct import_stream stream;
    struct stat state;
    char *bytes = arena_alloc(call->arena, CHUNK);
    if (fstat(file, &state) == 0 && S_ISREG(state.st_mode) && state.st_size == 0)
        return call_invalid(call, "file", "contacts.empty", NULL);
    import_reader_open(&reader, call->arena, &rows, ignore_row, NULL);
    import_reader_as(&reader, param_text(call, "as"), NULL);
    import_reader_encoding(&reader, param_text(call, "encoding"));
    enum status status = import_stream_open(&stream, call->arena, file, &reader);
    int64_t begin = stream.offset;
    while (status == STATUS_OK && !stream.at_end && stream.offset - begin < LOOK_AT)
        status = import_stream_piece(&stream, bytes, CHUNK);
    bool asks = stream.code != NULL && strcmp(stream.code, "contacts.mapping") == 0;
    if (status == STATUS_INVALID && stream.code != NULL && !asks)
        return call_invalid(call, "file", stream.code,
                            import_reader_arguments(&reader, call->arena));
    if (!asks)
        TRY(status);
    const char *kind = import_reader_kind(&reader);
    *out_kind = kind == NULL ? "csv" : kind;
    return STATUS_OK;
}

static const char *
folder_of_incoming(struct call *call)
{
    char *path = NULL;
    if (call->desk->incoming != NULL)
        return call->desk->incoming;
    return file_data_path(call->arena, "incoming", &path) == STATUS_OK ? path : NULL;
}

static enum status
copy_to(int file, const char *path)
{
    char bytes[CHUNK];
    size_t length = 1;
    FILE_HERE int copy = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (copy < 0)
        return STATUS_FAILED;
    while (length > 0) {
        if (read_some(file, bytes, &length) != STATUS_OK) {
            (void)unlink(path);
            return STATUS_FAILED;
        }
        for (size_t done = 0; done < length;) {
            ssize_t written = write(copy, bytes + done, length - done);
            if (written < 0 && errno == EINTR)
                continue;
            if (written <= 0) {
                (void)unlink(path);
                return STATUS_FAILED;
            }
            done += (size_t)written;
        }
    }
    return STATUS_OK;
}

/* Is the file of this import still to be read? */
static enum status
is_waiting(struct call *call, const char *id, bool *out_waiting)
{
    struct doc *params = doc_map(call->arena), *row;
    doc_set_text(params, "id", id);
    enum status status = store_row(call->store, call->arena, &sql_import_waits, params, &row);
    *out_waiting = false;
    if (status == STATUS_MISSING)
        return STATUS_OK;
    TRY(status);
    const char *state = doc_text_of(row, "state");
    *out_waiting = strcmp(state, "reading") == 0 || strcmp(state, "mapping") == 0;
    return STATUS_OK;
}

/* What a process left behind that was killed before it let go of a file: our names alone, older than a day, and
 * wanted by no import. */
static enum status
sweep(struct call *call, const char *folder)
{
    unsigned char bytes[UUID_BYTES];
    struct stat state;
    DIR *open = opendir(folder);
    enum status status = STATUS_OK;
    bool waiting;
    if (open == NULL)
        return STATUS_OK;
    for (struct dirent *entry; status == STATUS_OK && (entry = readdir(open)) != NULL;) {
        const char *path = arena_print(call->arena, "%s/%s", folder, entry->d_name);
        if (!uuid_read(entry->d_name, bytes) || stat(path, &state) != 0 ||
            (int64_t)state.st_mtim.tv_sec * 1000 > call->now - INCOMING_KEPT_MS)
            continue;
        status = is_waiting(call, entry->d_name, &waiting);
        if (status == STATUS_OK && !waiting)
            (void)unlink(path);
    }
    (void)closedir(open);
    return status;
}

/* A file that lost its name (an upload) gets one of ours, until it is read. */
static enum status
name_file(struct call *call, int file, const char *given, const char *id, const char **out_path)
{
    const char *folder = folder_of_incoming(call);
    if (folder == NULL || folder_make(folder) != STATUS_OK)
        return call_invalid(call, "file", "import.no_room", NULL);
    TRY(sweep(call, folder));
    const char *path = arena_print(call->arena, "%s/%s", folder, id);
    if (linkat(AT_FDCWD, given, AT_FDCWD, path, AT_SYMLINK_FOLLOW) != 0 &&
        copy_to(file, path) != STATUS_OK)
        return call_invalid(call, "file", "import.no_room", NULL);
    *out_path = path;
    return STATUS_OK;
}

/* Where the runner finds the file, and how it knows that it is the same one. */
enum status
import_take_source(struct call *call, int file, const char *given, const char *id,
                   struct doc *source)
{
    struct stat state;
    const char *path = NULL;
    if (fstat(file, &state) != 0 || !S_ISREG(state.st_mode))
        return call_invalid(call, "file", "import.no_file", NULL);
    bool ours = state.st_nlink == 0;
    if (ours) {
        TRY(name_file(call, file, given, id, &path));
        if (stat(path, &state) != 0)
            return STATUS_FAILED;
    } else {
        char *real = arena_take(call->arena, PATH_MAX);
        path = realpath(given, real) == NULL ? given : real;
    }
    doc_set_text(source, "path", path);
    doc_set_bool(source, "ours", ours);
    doc_set_int(source, "size", state.st_size);
    doc_set_int(source, "changed_s", state.st_mtim.tv_sec);
    doc_set_int(source, "changed_ns", state.st_mtim.tv_nsec);
    return STATUS_OK;
}
