/* SPDX-License-Identifier: GPL-3.0-or-later */
/* zip.h - files in a ZIP archive, the one of people or all of some names: found through the archive's directory, then inflated piece
 * by piece. No path in it is ever used; only the last part of a name is looked at. */
#ifndef FORMATS_ZIP_H
#define FORMATS_ZIP_H

#include "doc/doc.h"

enum {
    ZIP_ENTRIES_MAX = 20000,
    ZIP_NAME_MAX = 1024,                  /* bytes of an entry's name with its path */
    ZIP_DIRECTORY_MAX = 16 * 1024 * 1024, /* bytes of all names and sizes */
    ZIP_RATIO_MAX = 200,          /* bytes out for one byte in: tables of text stay under 50 */
    ZIP_RATIO_FREE = 1024 * 1024, /* bytes out that need no excuse */
    ZIP_OUT = 32 * 1024           /* bytes handed on at a time, at most */
};
#define ZIP_SIZE_MAX ((int64_t)1024 * 1024 * 1024) /* bytes out */

struct zip_entry {
    const char *name; /* without its path, without controls */
    bool deflated;
    int64_t offset; /* of its bytes in the archive */
    int64_t packed; /* how many */
    int64_t size;   /* of the file */
    uint32_t crc;
};

/* `length` bytes from `offset` on; a status that is not OK ends the search and comes back. */
typedef enum status zip_read_at(void *context, int64_t offset, char *bytes, size_t length);

/* The entry to read: Connections.csv at any depth, or else the only .vcf, .csv or .json there is.
 * INVALID with `*out_code`: "zip.damaged", "zip.too_large" (more entries, names or bytes than the limits
 * above, parts on several disks, ZIP64), "zip.nothing" (no such file), "zip.several", "zip.encrypted",
 * "zip.method" (packed in a way that is not read), "zip.bomb" (unpacks to too much). */
MUST_CHECK enum status zip_find(struct arena *arena, int64_t archive_size, zip_read_at *read_at,
                                void *context, struct zip_entry *out_entry, const char **out_code);

/* All files that are wanted by their names (without their paths), at most `most`, in the archive's order. INVALID as above,
 * but for "zip.nothing" and "zip.several"; "zip.too_large" also for more than `most`. */
typedef bool zip_wanted(const char *name);
MUST_CHECK enum status zip_list(struct arena *arena, int64_t archive_size, zip_read_at *read_at,
                                void *context, zip_wanted *wanted, size_t most,
                                struct zip_entry **out_entries, size_t *out_count,
                                const char **out_code);

/* Does a file with these first bytes begin like an archive? */
bool zip_begins(const char *bytes, size_t length);

/* The next bytes of the file that was packed. */
typedef enum status zip_sink(void *context, const char *bytes, size_t length);

struct zip_state;

struct zip {
    const char *code; /* after INVALID: "zip.damaged", "zip.bomb", "zip.truncated"; else NULL */
    int64_t in, out;  /* bytes so far */

    /* private: */
    struct zip_entry entry;
    struct zip_state *state;
    zip_sink *sink;
    void *context;
};

/* MISSING when the system has no zlib. Memory (about 80 KiB) is the arena's. */
MUST_CHECK enum status zip_open(struct zip *zip, struct arena *arena, const struct zip_entry *entry,
                                zip_sink *sink, void *context);

/* The archive's bytes from entry.offset on, in any pieces; what comes behind entry.packed is left alone. */
MUST_CHECK enum status zip_feed(struct zip *zip, const char *bytes, size_t length);

/* No more: the size and the checksum must be right. */
MUST_CHECK enum status zip_end(struct zip *zip);

#endif
