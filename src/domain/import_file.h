/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_file.h - a file that is to be brought in, from the moment it comes until the runner reads it. */
#ifndef DOMAIN_IMPORT_FILE_H
#define DOMAIN_IMPORT_FILE_H

#include "call/call.h"
#include "domain/import_reader.h"
#include "formats/zip.h"

/* A file on its way into a reader, unpacked when it is an archive. */
struct import_stream {
    int file;
    int64_t offset; /* bytes read so far, of the file */
    bool at_end;
    const char *code; /* after INVALID: why; else NULL */

    /* private: */
    struct import_reader *reader;
    struct zip *zip; /* NULL: no archive */
};

/* INVALID with `code` for an archive without people. */
MUST_CHECK enum status import_stream_open(struct import_stream *stream, struct arena *arena,
                                          int file, struct import_reader *reader);

/* The next piece of at most `size` bytes (`bytes` has room for them) goes into the reader; behind the last
 * one, its end. INVALID: see `code`. */
MUST_CHECK enum status import_stream_piece(struct import_stream *stream, char *bytes, size_t size);

/* Go through the file at `path` and collect what it says of people who stand before it; memory of `arena`, `as` and
 * `encoding` as for the reader that reads it then. What cannot be read is left to that reader. */
MUST_CHECK enum status import_stream_ahead(struct arena *arena, const char *path, const char *as,
                                           const char *encoding, struct import_ahead *out_ahead);

/* What it is, by its first megabyte and the parameter `as`. INVALID, with the field "file", for what holds
 * nobody. Moves the place of reading. */
MUST_CHECK enum status import_look_at(struct call *call, int file, const char **out_kind);

/* Where the runner finds the file: {path, ours, size, changed_s, changed_ns}. One that has no name (an
 * upload) gets one of ours, `id` in the folder for incoming files, until it is read; what lies there for more than
 * a day and is wanted by no import is swept away first. */
MUST_CHECK enum status import_take_source(struct call *call, int file, const char *given,
                                          const char *id, struct doc *source);

#endif
