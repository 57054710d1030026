/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vcard_private.h - what the files of the vCard reader and writer share: a property's line taken apart, and
 * a card taken to pieces. */
#ifndef FORMATS_VCARD_PRIVATE_H
#define FORMATS_VCARD_PRIVATE_H

#include "formats/vcard.h"

/* What a property is to us. Those from VCARD_KEEP on are read, but only kept in the original. */
enum vcard_name {
    VCARD_UNKNOWN,
    VCARD_FN,
    VCARD_N,
    VCARD_NICKNAME,
    VCARD_PHONETIC_FIRST,
    VCARD_PHONETIC_MIDDLE,
    VCARD_PHONETIC_LAST,
    VCARD_ORG,
    VCARD_TITLE,
    VCARD_ROLE,
    VCARD_EMAIL,
    VCARD_TEL,
    VCARD_ADR,
    VCARD_LABEL,
    VCARD_URL,
    VCARD_SOCIAL,
    VCARD_IMPP,
    VCARD_CHAT, /* X-AIM and its like: the service is in the name */
    VCARD_BDAY,
    VCARD_NOTE,
    VCARD_CATEGORIES,
    VCARD_LANG,
    VCARD_TZ,
    VCARD_UID,
    VCARD_PHOTO,
    VCARD_OWN, /* X-RAPPORT-...: a column that vCard has no property for */
    VCARD_ANDROID,
    VCARD_ABLABEL,
    VCARD_KIND,
    VCARD_MEMBER,
    VCARD_BEGIN,
    VCARD_END,
    VCARD_VERSION,
    VCARD_TRANSPORT, /* REV, PRODID and their like: about the file, not about the person */
    VCARD_NAMES
};

/* The keys of a contact document, by their place in its shape. */
enum vcard_slot {
    SLOT_ROW,
    SLOT_LINE,
    SLOT_EMPTY,
    SLOT_REASON,
    SLOT_WARNING,
    SLOT_NAME,
    SLOT_GIVEN,
    SLOT_ADDITIONAL,
    SLOT_FAMILY,
    SLOT_PREFIX,
    SLOT_SUFFIX,
    SLOT_NICKNAME,
    SLOT_PRONUNCIATION,
    SLOT_TITLE,
    SLOT_ORGANIZATION,
    SLOT_DEPARTMENT,
    SLOT_PLACE,
    SLOT_ZONE,
    SLOT_BIRTHDAY,
    SLOT_LANGUAGES,
    SLOT_PREFERRED_LANGUAGE,
    SLOT_NOTES,
    SLOT_CONNECTED_ON,
    SLOT_MET_ON,
    SLOT_MET_PLACE,
    SLOT_HOW_FOUND,
    SLOT_CIRCLE,
    SLOT_ADDRESS_FORM,
    SLOT_IN_FIELD,
    SLOT_FIELD_SINCE,
    SLOT_FIELD_UNTIL,
    SLOT_SIMILAR_BACKGROUND,
    SLOT_UID,
    SLOT_IS_PRIVATE,
    SLOT_DO_NOT_CONTACT,
    SLOT_MAY_APPROACH_LATER,
    SLOT_CONTACT_POINTS,
    SLOT_TAGS,
    SLOT_ORIGINALS,
    SLOT_PHOTO,
    SLOT_PHOTO_LINK,
    SLOTS
};

enum point_slot { POINT_KIND, POINT_VALUE, POINT_LABEL, POINT_DETAIL, POINT_SLOTS };

struct vcard_shapes {
    struct doc_shape *card, *point, *tag;
};
struct vcard_shapes vcard_shapes_make(struct arena *arena);

struct span {
    const char *text;
    size_t length;
};

enum vcard_coding { VCARD_PLAIN, VCARD_QUOTED, VCARD_BASE64 };

/* One unfolded line: [group.]NAME[;params]:value */
struct vcard_line {
    enum vcard_name name;
    const char *word; /* CHAT: the service. OWN: the column */
    struct span group, spelled, params, value;
    enum vcard_coding coding;
    bool used;  /* the document says it */
    int point;  /* which of its contact points came from here, or -1 */
    int chosen; /* how much it is preferred: 1 first, 101 not at all */
};

/* The names of properties, for finding them quickly; and the shapes of documents. */
enum { VCARD_WORDS = 96, VCARD_PLACES = 512 };
struct vcard_words {
    struct vcard_shapes shapes;
    uint8_t lengths[VCARD_WORDS];
    uint8_t places[VCARD_PLACES]; /* index of a name + 1, or 0 */
};
const struct vcard_words *vcard_words_make(struct arena *arena);

/* What reading one card needs. */
struct vcard_context {
    struct arena *arena;
    const struct vcard_words *words;
    const char *fallback; /* the encoding of what is no UTF-8 and has no name */
    bool told;            /* somebody said that it is the fallback */
    bool guessed;         /* out: the fallback was needed */
    bool damaged;         /* out: something could not be read */
    bool cut;             /* out: something was longer than its limit */
    const char *warning;  /* out: the first other one */
};

/* A card: its lines, and the document they make. */
struct vcard_card {
    struct vcard_line *lines;
    size_t count;
    int version;     /* 21, 30, 40; 0 unknown */
    bool is_group;   /* a list of members */
    struct doc *doc; /* the contact document, without the reader's keys */
    int photo;       /* the line of the photo whose data stands in the document, or -1 */
};

/* Take an unfolded card in UTF-8 apart. The text must outlive the card. */
void vcard_card_read(struct vcard_context *context, const char *text, size_t length,
                     struct vcard_card *out_card);

/* vcard_line.c */
bool vcard_line_read(const struct vcard_words *words, const char *text, size_t length,
                     struct vcard_line *out_line);
/* The next parameter behind `*cursor` (begin with {params.text, 0}): its name ("" for a bare word) and its
 * raw value. False at the end. */
bool vcard_param_next(const struct vcard_line *line, const char **cursor, struct span *out_name,
                      struct span *out_value);
bool vcard_param(const struct vcard_line *line, const char *name, struct span *out_value);
bool span_is(struct span span, const char *word);     /* whatever the case */
bool span_begins(struct span span, const char *word); /* whatever the case */
struct span span_trim(struct span span);

/* The value as UTF-8 bytes: quoted-printable undone, its encoding read. Not unescaped. */
struct span vcard_decoded(struct vcard_context *context, const struct vcard_line *line);
/* base64 of any layout, or a data: URI -> bytes. False when it is neither. */
bool vcard_bytes(struct vcard_context *context, const struct vcard_line *line,
                 struct span *out_bytes);
/* Up to the next `separator` that is not escaped; `*rest` moves behind it. False at the end. */
bool vcard_part(struct span *rest, char separator, struct span *out_part);

enum vcard_lines { VCARD_ONE_LINE, VCARD_MANY_LINES };
/* Unescaped and clean: see vcard_each. NULL for nothing; cut at `most` characters. */
char *vcard_clean(struct vcard_context *context, struct span raw, enum vcard_lines lines,
                  size_t most);
/* A clean text, cut at `most` characters. NULL gives NULL. */
const char *vcard_cut(struct vcard_context *context, const char *text, size_t most);

/* vcard_charset.c: bytes in a named encoding -> UTF-8. False when nobody knows the name. */
bool vcard_charset(struct vcard_context *context, struct span name, struct span bytes,
                   struct span *out_text);
bool vcard_charset_known(struct span name);
/* Bytes whose encoding nobody named: UTF-8 when they look like it, else `charset`, else the fallback. */
struct span vcard_guess(struct vcard_context *context, struct span bytes, struct span charset);
/* A card that is no UTF-8 -> the same card in UTF-8, line by line. */
struct span vcard_recode(struct vcard_context *context, const char *text, size_t length);

/* vcard_groups.c: what a group card says; its members' tags. */
void vcard_groups_collect(struct vcard_groups *groups, struct vcard_context *context,
                          const struct vcard_card *card);
void vcard_groups_apply(const struct vcard_groups *groups, struct vcard_context *context,
                        struct doc *doc);

/* vcard_value.c */
char *vcard_birthday(struct vcard_context *context, const struct vcard_line *line);
const char *vcard_label(struct vcard_context *context, const struct vcard_line *line,
                        const struct vcard_card *card);
struct doc vcard_address(struct vcard_context *context, struct span value, char **out_lines,
                         struct span *out_city);
/* The readable lines of an address of seven parts; NULL when all are. */
char *vcard_address_lines(struct arena *arena, char *const parts[7]);
int vcard_preference(const struct vcard_line *line);
const char *vcard_media(struct span bytes); /* of a picture by its first bytes, or NULL */

#endif
