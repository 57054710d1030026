/* SPDX-License-Identifier: GPL-3.0-or-later */
/* charset.h - bytes of a text file in an encoding nobody named -> UTF-8. UTF-8 and UTF-16 by their byte
 * order mark; UTF-16 without one by its pattern of zeros; UTF-8 when it is; else what the statistics of
 * text/detect.h say, Windows-1252 when they are unsure. The result does not depend on how the bytes are
 * cut into pieces. */
#ifndef FORMATS_CHARSET_H
#define FORMATS_CHARSET_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CHARSET_HEAD = 64 * 1024, /* bytes looked at before the encoding is decided */
    CHARSET_OUT = 8 * 1024    /* bytes handed on at a time, at most */
};

enum charset_kind {
    CHARSET_UNDECIDED,
    CHARSET_UTF8,
    CHARSET_UTF16LE,
    CHARSET_UTF16BE,
    CHARSET_WINDOWS_1252,
    CHARSET_WINDOWS_1250,
    CHARSET_WINDOWS_1251,
    CHARSET_WINDOWS_1253,
    CHARSET_WINDOWS_1254,
    CHARSET_WINDOWS_1255,
    CHARSET_WINDOWS_1256,
    CHARSET_WINDOWS_1257,
    CHARSET_WINDOWS_1258,
    CHARSET_ISO_8859_2,
    CHARSET_ISO_8859_5,
    CHARSET_ISO_8859_7,
    CHARSET_ISO_8859_15,
    CHARSET_KOI8_R,
    CHARSET_MACINTOSH,
    CHARSET_IBM850,
    CHARSET_GB18030,
    CHARSET_BIG5,
    CHARSET_SHIFT_JIS,
    CHARSET_EUC_JP,
    CHARSET_EUC_KR,
    CHARSETS
};

/* Takes the next piece of UTF-8, whole characters, without NUL and without a byte order mark. A status
 * that is not OK ends the reading and comes back from charset_feed. */
typedef enum status charset_sink(void *context, const char *text, size_t length);

struct charset {
    enum charset_kind kind;
    bool marked;     /* began with a byte order mark */
    int64_t damaged; /* how many U+FFFD stand for what could not be read */
    const char *
        code; /* after INVALID: "charset.binary", "charset.archive" (a ZIP), "charset.encoding" (this
                         system cannot read it); else NULL */

    /* private: */
    charset_sink *sink;
    void *context;
    enum charset_kind forced;
    int64_t characters, controls;
    bool beyond_ascii;        /* UTF-8 was proved by a character of two bytes or more */
    unsigned char pending[8]; /* an unfinished character */
    size_t pending_length, pending_needed;
    uint32_t high_surrogate;
    size_t head_length, out_length;
    char head[CHARSET_HEAD];
    char out[CHARSET_OUT];
};

void charset_open(struct charset *charset, charset_sink *sink, void *context);

/* Before the first feed: the encoding is this one, whatever the bytes look like. False for a name that
 * charset_name never gives (upper and lower case do not matter). NULL: guess. */
bool charset_force(struct charset *charset, const char *name);

/* INVALID for what is no text: a NUL outside UTF-16, or more than a tenth control characters. */
MUST_CHECK enum status charset_feed(struct charset *charset, const char *bytes, size_t length);
MUST_CHECK enum status charset_end(struct charset *charset);

/* "UTF-8", "UTF-16LE", "Windows-1250", "GB18030", ...; "" while undecided. The kinds from 1 to CHARSETS - 1
 * are what a person may choose from. */
const char *charset_name(enum charset_kind kind);
extern const char *const charset_names[]; /* of these, ended by NULL */

#endif
