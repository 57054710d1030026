/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/charset.h"

#include "base/utf8.h"

#include "text/detect.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

enum { REPLACEMENT = 0xFFFD, CONTROLS_FREE = 16, CONTROLS_PART = 10 };

/* 0x80 to 0x9F of Windows-1252; the rest is Latin-1. 0: not assigned. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/* By their kind, from CHARSET_UTF8 on. */
const char *const charset_names[] = {
    "UTF-8",        "UTF-16LE",     "UTF-16BE",     "Windows-1252", "Windows-1250",
    "Windows-1251", "Windows-1253", "Windows-1254", "Windows-1255", "Windows-1256",
    "Windows-1257", "Windows-1258", "ISO-8859-2",   "ISO-8859-5",   "ISO-8859-7",
    "ISO-8859-15",  "KOI8-R",       "Macintosh",    "IBM850",       "GB18030",
    "Big5",         "Shift_JIS",    "EUC-JP",       "EUC-KR",       NULL};
_Static_assert(sizeof charset_names / sizeof *charset_names == (size_t)CHARSETS,
               "a name for every kind");

/* What iconv calls it; NULL: read here. */
static const char *const converters[CHARSETS] = {
    [CHARSET_WINDOWS_1250] = "CP1250",   [CHARSET_WINDOWS_1251] = "CP1251",
    [CHARSET_WINDOWS_1253] = "CP1253",   [CHARSET_WINDOWS_1254] = "CP1254",
    [CHARSET_WINDOWS_1255] = "CP1255",   [CHARSET_WINDOWS_1256] = "CP1256",
    [CHARSET_WINDOWS_1257] = "CP1257",   [CHARSET_WINDOWS_1258] = "CP1258",
    [CHARSET_ISO_8859_2] = "ISO-8859-2", [CHARSET_ISO_8859_5] = "ISO-8859-5",
    [CHARSET_ISO_8859_7] = "ISO-8859-7", [CHARSET_ISO_8859_15] = "ISO-8859-15",
    [CHARSET_KOI8_R] = "KOI8-R",         [CHARSET_MACINTOSH] = "MACINTOSH",
    [CHARSET_IBM850] = "IBM850",         [CHARSET_GB18030] = "GB18030",
    [CHARSET_BIG5] = "BIG5-HKSCS",       [CHARSET_SHIFT_JIS] = "CP932",
    [CHARSET_EUC_JP] = "EUC-JP",         [CHARSET_EUC_KR] = "CP949"};

void
charset_open(struct charset *charset, charset_sink *sink, void *context)
{
    *charset = (struct charset){.sink = sink, .context = context};
}

static enum status
refuse(struct charset *charset, const char *code)
{
    charset->code = code;
    return STATUS_INVALID;
}

static enum status
flush(struct charset *charset)
{
    size_t length = charset->out_length;
    charset->out_length = 0;
    return length == 0 ? STATUS_OK : charset->sink(charset->context, charset->out, length);
}

/* One decoded character goes out. */
static enum status
put(struct charset *charset, uint32_t character)
{
    bool blank = character >= '\t' && character <= '\r';
    charset->characters++;
    if (character == 0)
        return refuse(charset, "charset.binary");
    if ((character < ' ' && !blank) || (character >= 0x7F && character < 0xA0))
        charset->controls++;
    if (charset->controls > CONTROLS_FREE &&
        charset->controls > charset->characters / CONTROLS_PART)
        return refuse(charset, "charset.binary");
    if (charset->out_length + 4 > sizeof charset->out)
        TRY(flush(charset));
    charset->out_length += utf8_put(character, charset->out + charset->out_length);
    return STATUS_OK;
}

static enum status
put_damage(struct charset *charset)
{
    charset->damaged++;
    return put(charset, REPLACEMENT);
}

/* Plain ASCII text, the bulk of most files, goes out in runs. */
static size_t
ascii_run(const unsigned char *bytes, size_t length)
{
    size_t run = 0;
    while (run < length && bytes[run] >= ' ' && bytes[run] < 0x7F)
        run++;
    return run;
}

static enum status
put_ascii(struct charset *charset, const unsigned char *bytes, size_t length)
{
    charset->characters += (int64_t)length;
    while (length > 0) {
        size_t room = sizeof charset->out - charset->out_length;
        size_t piece = length < room ? length : room;
        memcpy(charset->out + charset->out_length, bytes, piece);
        charset->out_length += piece;
        bytes += piece;
        length -= piece;
        if (charset->out_length == sizeof charset->out)
            TRY(flush(charset));
    }
    return STATUS_OK;
}

static enum status
put_windows_1252(struct charset *charset, unsigned char byte)
{
    if (byte < 0x80 || byte >= 0xA0)
        return put(charset, byte);
    uint16_t character = windows_1252[byte - 0x80];
    return character == 0 ? put_damage(charset) : put(charset, character);
}

static size_t
sequence_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    if (lead >= 0xF0 && lead <= 0xF4)
        return 4;
    return 0;
}

/* May this byte follow the `have` bytes of a sequence? (RFC 3629 section 4) */
static bool
continues(const unsigned char *sequence, size_t have, unsigned char byte)
{
    unsigned char least = 0x80, most = 0xBF;
    if (have == 1) {
        switch (sequence[0]) {
        case 0xE0: least = 0xA0; break;
        case 0xED: most = 0x9F; break;
        case 0xF0: least = 0x90; break;
        case 0xF4: most = 0x8F; break;
        default: break;
        }
    }
    return byte >= least && byte <= most;
}

static uint32_t
character_of(const unsigned char *sequence, size_t length)
{
    static const unsigned char lead_bits[5] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t character = sequence[0] & lead_bits[length];
    for (size_t i = 1; i < length; i++)
        character = character << 6 | (sequence[i] & 0x3F);
    return character;
}

/* What had been begun as UTF-8 is none: a file that was ASCII so far turns out to be Windows-1252. */
static enum status
broken_sequence(struct charset *charset)
{
    size_t length = charset->pending_length;
    charset->pending_length = 0;
    if (charset->beyond_ascii || charset->marked)
        return put_damage(charset);
    charset->kind = CHARSET_WINDOWS_1252;
    for (size_t i = 0; i < length; i++)
        TRY(put_windows_1252(charset, charset->pending[i]));
    return STATUS_OK;
}

static enum status
begin_sequence(struct charset *charset, unsigned char byte)
{
    charset->pending_needed = sequence_length(byte);
    if (charset->pending_needed == 1)
        return put(charset, byte);
    charset->pending[0] = byte;
    charset->pending_length = 1;
    return charset->pending_needed == 0 ? broken_sequence(charset) : STATUS_OK;
}

static enum status
take_utf8(struct charset *charset, unsigned char byte)
{
    if (charset->pending_length == 0)
        return begin_sequence(charset, byte);
    if (!continues(charset->pending, charset->pending_length, byte)) {
        TRY(broken_sequence(charset));
        return charset->kind == CHARSET_UTF8 ? begin_sequence(charset, byte)
                                             : put_windows_1252(charset, byte);
    }
    charset->pending[charset->pending_length++] = byte;
    if (charset->pending_length < charset->pending_needed)
        return STATUS_OK;
    charset->pending_length = 0;
    charset->beyond_ascii = true;
    return put(charset, character_of(charset->pending, charset->pending_needed));
}

static enum status
take_utf16_unit(struct charset *charset, uint32_t unit)
{
    uint32_t high = charset->high_surrogate;
    charset->high_surrogate = 0;
    if (unit >= 0xDC00 && unit <= 0xDFFF)
        return high == 0 ? put_damage(charset)
                         : put(charset, 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00));
    if (high != 0)
        TRY(put_damage(charset));
    if (unit >= 0xD800 && unit <= 0xDBFF) {
        charset->high_surrogate = unit;
        return STATUS_OK;
    }
    return put(charset, unit);
}

static enum status
take_utf16(struct charset *charset, unsigned char byte)
{
    if (charset->pending_length == 0) {
        charset->pending[0] = byte;
        charset->pending_length = 1;
        return STATUS_OK;
    }
    charset->pending_length = 0;
    bool little = charset->kind == CHARSET_UTF16LE;
    uint32_t low = little ? charset->pending[0] : byte;
    uint32_t high = little ? byte : charset->pending[0];
    return take_utf16_unit(charset, high << 8 | low);
}

enum { STAGE = 1024 };

/* Some bytes of an encoding that iconv knows; what is left over, the beginning of a character, is kept. */
static enum status
convert(struct charset *charset, iconv_t converter, char *bytes, size_t length)
{
    uint32_t characters[STAGE];
    while (length > 0) {
        char *out = (char *)characters;
        size_t room = sizeof characters;
        size_t answer = iconv(converter, &bytes, &length, &out, &room);
        int problem = answer == (size_t)-1 ? errno : 0;
        size_t count = (sizeof characters - room) / sizeof *characters;
        for (size_t i = 0; i < count; i++)
            TRY(put(charset, characters[i]));
        if (problem == EILSEQ) {
            TRY(put_damage(charset));
            bytes++;
            length--;
        } else if (problem == EINVAL && length < sizeof charset->pending) {
            memcpy(charset->pending, bytes, length);
            charset->pending_length = length;
            return STATUS_OK;
        } else if (problem != 0 && problem != E2BIG) {
            return refuse(charset, "charset.encoding");
        }
    }
    return STATUS_OK;
}

/* The converter lives for one feed: what it holds belongs to no arena, and none of these encodings has a
 * state between characters. */
static enum status
decode_other(struct charset *charset, const char *text, size_t length)
{
    iconv_t converter = iconv_open("UCS-4LE", converters[charset->kind]);
    enum status status = STATUS_OK;
    if (converter == (iconv_t)-1)
        return refuse(charset, "charset.encoding");
    while (length > 0 && status == STATUS_OK) {
        char stage[STAGE + sizeof charset->pending];
        size_t begun = charset->pending_length, piece = length < STAGE ? length : STAGE;
        memcpy(stage, charset->pending, begun);
        memcpy(stage + begun, text, piece);
        charset->pending_length = 0;
        status = convert(charset, converter, stage, begun + piece);
        text += piece;
        length -= piece;
    }
    (void)iconv_close(converter);
    return status;
}

static enum status
decode(struct charset *charset, const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t i = 0;
    if (converters[charset->kind] != NULL)
        return decode_other(charset, text, length);
    while (i < length) {
        bool utf16 = charset->kind == CHARSET_UTF16LE || charset->kind == CHARSET_UTF16BE;
        if (utf16) {
            TRY(take_utf16(charset, bytes[i++]));
            continue;
        }
        if (charset->pending_length == 0) {
            size_t run = ascii_run(bytes + i, length - i);
            TRY(put_ascii(charset, bytes + i, run));
            i += run;
            if (i == length)
                break;
        }
        if (charset->kind == CHARSET_UTF8)
            TRY(take_utf8(charset, bytes[i++]));
        else
            TRY(put_windows_1252(charset, bytes[i++]));
    }
    return STATUS_OK;
}

/* UTF-16 text in a Western file is full of zeros, all on one side. */
static enum charset_kind
guess_utf16(const unsigned char *head, size_t length)
{
    size_t even = 0, odd = 0, pairs = length / 2;
    for (size_t i = 0; i < pairs; i++) {
        even += head[2 * i] == 0;
        odd += head[2 * i + 1] == 0;
    }
    if (pairs >= 2 && odd > pairs / 4 && even <= odd / 10)
        return CHARSET_UTF16LE;
    if (pairs >= 2 && even > pairs / 4 && odd <= even / 10)
        return CHARSET_UTF16BE;
    return CHARSET_UNDECIDED;
}

static enum charset_kind
kind_of(const char *name)
{
    for (int kind = CHARSET_UTF8; kind < CHARSETS; kind++)
        if (strcasecmp(charset_name((enum charset_kind)kind), name) == 0)
            return (enum charset_kind)kind;
    return CHARSET_UNDECIDED;
}

bool
charset_force(struct charset *charset, const char *name)
{
    enum charset_kind kind = name == NULL ? CHARSET_UNDECIDED : kind_of(name);
    if (name != NULL && kind == CHARSET_UNDECIDED)
        return false;
    charset->forced = kind;
    return true;
}

/* Are there more sound UTF-8 sequences than broken ones? Without either it may still become UTF-8. */
static enum charset_kind
guess_utf8(const unsigned char *head, size_t length, bool *out_beyond_ascii)
{
    int64_t sound = 0, broken = 0;
    for (size_t i = 0; i < length;) {
        size_t needed = sequence_length(head[i]), have = 1;
        while (have < needed && i + have < length && continues(head + i, have, head[i + have]))
            have++;
        if (needed > 1 && have == needed)
            sound++;
        else if (needed != 1 && !(i + have == length && needed > 0))
            broken++;
        i += have;
    }
    *out_beyond_ascii = sound > 0 && sound >= broken;
    return sound >= broken ? CHARSET_UTF8 : kind_of(text_detect((const char *)head, length));
}

static size_t
mark_length(struct charset *charset)
{
    const char *head = charset->head;
    if (charset->head_length >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0) {
        charset->kind = CHARSET_UTF8;
        return 3;
    }
    if (charset->head_length >= 2 && memcmp(head, "\xFF\xFE", 2) == 0) {
        charset->kind = CHARSET_UTF16LE;
        return 2;
    }
    if (charset->head_length >= 2 && memcmp(head, "\xFE\xFF", 2) == 0) {
        charset->kind = CHARSET_UTF16BE;
        return 2;
    }
    return 0;
}

static enum status
decide(struct charset *charset)
{
    const unsigned char *head = (const unsigned char *)charset->head;
    size_t mark = mark_length(charset);

    charset->marked = mark > 0;
    if (charset->head_length >= 4 && memcmp(head, "PK\x03\x04", 4) == 0)
        return refuse(charset, "charset.archive");
    if (charset->forced != CHARSET_UNDECIDED) {
        mark = charset->kind == charset->forced ? mark : 0;
        charset->kind = charset->forced;
        charset->beyond_ascii = true;
    }
    if (charset->kind == CHARSET_UNDECIDED)
        charset->kind = guess_utf16(head, charset->head_length);
    if (charset->kind == CHARSET_UNDECIDED)
        charset->kind = guess_utf8(head, charset->head_length, &charset->beyond_ascii);
    return decode(charset, charset->head + mark, charset->head_length - mark);
}

enum status
charset_feed(struct charset *charset, const char *bytes, size_t length)
{
    if (charset->code != NULL)
        return STATUS_INVALID;
    if (charset->kind == CHARSET_UNDECIDED) {
        size_t room = sizeof charset->head - charset->head_length;
        size_t piece = length < room ? length : room;
        if (piece > 0)
            memcpy(charset->head + charset->head_length, bytes, piece);
        charset->head_length += piece;
        if (charset->head_length < sizeof charset->head)
            return STATUS_OK;
        TRY(decide(charset));
        bytes += piece;
        length -= piece;
    }
    return decode(charset, bytes, length);
}

enum status
charset_end(struct charset *charset)
{
    if (charset->code != NULL)
        return STATUS_INVALID;
    if (charset->kind == CHARSET_UNDECIDED)
        TRY(decide(charset));
    bool utf16 = charset->kind == CHARSET_UTF16LE || charset->kind == CHARSET_UTF16BE;
    if (utf16 && (charset->pending_length > 0 || charset->high_surrogate != 0))
        TRY(put_damage(charset));
    else if (charset->pending_length > 0 && converters[charset->kind] != NULL)
        TRY(put_damage(charset));
    else if (charset->pending_length > 0)
        TRY(broken_sequence(charset));
    return flush(charset);
}

const char *
charset_name(enum charset_kind kind)
{
    return kind > CHARSET_UNDECIDED && kind < CHARSETS ? charset_names[kind - 1] : "";
}
