/* SPDX-License-Identifier: GPL-3.0-or-later */
/* multipart.h - multipart/form-data (RFC 7578) as it arrives: fields become texts of a map, the bytes of
 * files go to a callback and are never held. Memory stays bounded whatever is sent. */
#ifndef FORMATS_MULTIPART_H
#define FORMATS_MULTIPART_H

#include "doc/doc.h"

enum {
    MULTIPART_BOUNDARY_MAX = 70,      /* RFC 2046 section 5.1.1 */
    MULTIPART_HEADERS_MAX = 8 * 1024, /* bytes of one part's header lines */
    MULTIPART_PARTS_MAX = 1000,
    MULTIPART_FIELDS_MAX = 1024 * 1024 /* bytes of all fields that are not files */
};

struct multipart_file {
    const char *name;      /* of the field */
    const char *file_name; /* as sent, without any folders before it; "" when none was chosen */
    const char *type;      /* "text/csv", or "application/octet-stream" */
};

/* Bytes of a file. A call with `length` 0 and `bytes` NULL ends the file; each file gets exactly one.
 * A status that is not OK ends the reading and comes back from multipart_feed. */
typedef enum status multipart_sink(void *context, const struct multipart_file *file,
                                   const char *bytes, size_t length);

struct multipart; /* multipart.c */

/* A reader for the body whose Content-Type header is given. `file_max` limits each file in bytes.
 * INVALID when the type is another or names no sound boundary ("multipart.boundary"). */
MUST_CHECK enum status multipart_open(struct arena *arena, const char *content_type,
                                      int64_t file_max, multipart_sink *sink, void *context,
                                      struct multipart **out_reader);

/* The next bytes. INVALID, from then on: multipart_code says "multipart.malformed",
 * "multipart.too_many", "multipart.fields_too_large", "multipart.file_too_large", "form.name",
 * "form.utf8", "form.control". */
MUST_CHECK enum status multipart_feed(struct multipart *reader, const char *bytes, size_t length);

/* No more bytes: INVALID "multipart.truncated" when the closing boundary has not come. The fields are
 * a map of texts; of a repeated name the last stays. */
MUST_CHECK enum status multipart_end(struct multipart *reader, struct doc **out_fields);

const char *multipart_code(const struct multipart *reader); /* "" while all is well */

#endif
