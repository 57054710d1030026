/* SPDX-License-Identifier: GPL-3.0-or-later */
/* charset.h - bytes of a text file in an encoding nobody named -> UTF-8. UTF-8 and UTF-16 by their byte
 * order mark; UTF-16 without one by its pattern of zeros; UTF-8 when it is; else Windows-1252. The
 * result does not depend on how the bytes are cut into pieces. */
#ifndef FORMATS_CHARSET_H
#define FORMATS_CHARSET_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CHARSET_HEAD = 16 * 1024, /* bytes looked at before the encoding is decided */
    CHARSET_OUT = 8 * 1024    /* bytes handed on at a time, at most */
};

enum charset_kind {
    CHARSET_UNDECIDED,
    CHARSET_UTF8,
    CHARSET_UTF16LE,
    CHARSET_UTF16BE,
    CHARSET_WINDOWS_1252
};

/* Takes the next piece of UTF-8, whole characters, without NUL and without a byte order mark. A status
 * that is not OK ends the reading and comes back from charset_feed. */
typedef enum status charset_sink(void *context, const char *text, size_t length);

struct charset {
    enum charset_kind kind;
    bool marked;      /* began with a byte order mark */
    int64_t damaged;  /* how many U+FFFD stand for what could not be read */
    const char *code; /* after INVALID: "charset.binary" or "charset.archive" (a ZIP); else NULL */

    /* private: */
    charset_sink *sink;
    void *context;
    int64_t characters, controls;
    bool beyond_ascii;        /* UTF-8 was proved by a character of two bytes or more */
    unsigned char pending[4]; /* an unfinished character */
    size_t pending_length, pending_needed;
    uint32_t high_surrogate;
    size_t head_length, out_length;
    char head[CHARSET_HEAD];
    char out[CHARSET_OUT];
};

void charset_open(struct charset *charset, charset_sink *sink, void *context);

/* INVALID for what is no text: a NUL outside UTF-16, or more than a tenth control characters. */
MUST_CHECK enum status charset_feed(struct charset *charset, const char *bytes, size_t length);
MUST_CHECK enum status charset_end(struct charset *charset);

/* "UTF-8", "UTF-16LE", "UTF-16BE", "Windows-1252"; "" while undecided. */
const char *charset_name(enum charset_kind kind);

#endif
