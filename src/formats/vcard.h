/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vcard.h - address books as vCard 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350), in the dialects that programs
 * really write, to contact documents, card by card as the bytes come. Unfolded before decoded, for
 * others fold inside characters; UTF-16 by formats/charset.h; every other encoding property by property,
 * as 2.1 names it. */
#ifndef FORMATS_VCARD_H
#define FORMATS_VCARD_H

#include "base/lookup.h"
#include "doc/doc.h"
#include "formats/charset.h"
#include "formats/vcard_raw.h"

enum {
    VCARD_CARD_MAX = 8 * 1024 * 1024, /* bytes of one card, its photo included */
    VCARD_LINES_MAX = 5000,           /* properties of one card */
    VCARD_POINTS_MAX = 500,           /* addresses, numbers and links of one card */
    VCARD_TAGS_MAX = 200,
    VCARD_TEXT_MAX = 200,            /* characters of a text on one line */
    VCARD_VALUE_MAX = 500,           /* characters of an address, a number, a link */
    VCARD_NOTES_MAX = 20000,         /* characters */
    VCARD_OUTSIDE_MAX = 1000,        /* bytes looked at of a line outside of cards */
    VCARD_GROUPS_MAX = 2000,         /* group cards whose members get a tag */
    VCARD_GROUP_MEMBERS_MAX = 200000 /* of all of them */
};

/* A card: a contact document {row, line, empty, reason, warning, name, given_name, additional_name,
 * family_name, name_prefix, name_suffix, nickname, pronunciation, title, organization, department, place,
 * zone, birthday, languages, preferred_language, notes, connected_on, met_on, met_place, how_found, circle,
 * address_form, in_field, field_since, field_until, similar_background, uid, is_private, do_not_contact, may_approach_later, contact_points, tags, originals, photo, photo_link}; the texts are null
 * when the card does not say them, and every one is on one line without control characters but notes and
 * the value of an address. `contact_points` [{kind, value, label, detail}]: those the card prefers stand
 * first. `originals` [{form: "vcard", data}] is the whole card, unfolded, in UTF-8, without the data of the
 * photo that is handed on as `photo` {media, data}: raw bytes. `row` counts the cards from 1.
 * `reason`: why it is rejected ("import.nothing_in_row", "vcard.card_too_long", "vcard.too_many_lines",
 * "vcard.group": a list of members who carry it as a tag; "vcard.group_unnamed"); then `raw` is the card as it stood in the file
 * (vcard_raw.h), its lines folded and its bytes in their own encoding. `warning`: kept, but ("vcard.no_end",
 * "vcard.photo_not_read", "import.damaged_text", "import.text_cut", "import.date_not_read",
 * "vcard.email_unusual"). Lives until the callback returns. */
typedef enum status vcard_each(void *context, const struct doc *card);

/* Who belongs to the group cards read so far: grows while cards are read, and members that come after their
 * group get its name as a tag. To give it to all, feed a file twice with the same groups: first with a
 * reader whose `each` is NULL, which only collects them. */
struct vcard_groups {
    struct arena *arena;
    struct lookup tags; /* uid of a member -> list of names (struct doc) */
    int64_t groups, members;
    int64_t untagged; /* members beyond these limits: each a name that somebody does not get */
    bool complete;    /* all cards were read once: nothing is collected any more */
};
void vcard_groups_open(struct vcard_groups *groups, struct arena *arena);

/* Can a group card stand in this text? */
bool vcard_groups_may(const char *text, size_t length);

struct vcard {
    const char *code;  /* after INVALID: of the charset, or "vcard.no_card"; else NULL */
    int64_t line;      /* the line being read, from 1 */
    int64_t rows;      /* cards so far */
    int64_t usable;    /* of these, neither empty nor rejected */
    int64_t first_row; /* set after vcard_open: earlier cards are counted, not handed on */
    int64_t outside;   /* lines outside of cards that were no blanks: nothing was read from them */
    int64_t damaged;   /* cards with characters that could not be read */
    const char *
        encoding; /* set after vcard_open: of what is neither UTF-8 nor named, "Windows-1252" unless
                             the caller says another; the encoding it was read in when one had to be guessed */
    bool told;    /* vcard_force said so */
    bool guessed; /* some text was read in that encoding */
    struct vcard_groups *groups; /* set after vcard_open; may be NULL */
    struct charset charset;      /* of UTF-16 */

    /* private: */
    struct arena *rows_arena;
    const struct vcard_words *words;
    vcard_each *each;
    void *context;
    bool begun, utf16; /* the first bytes were looked at; they go through `charset` */
    unsigned char head[4];
    size_t head_length;
    char *text; /* the card so far, unfolded: a line break behind each line */
    size_t length, capacity;
    size_t line_start;    /* of the line being read, in text */
    size_t logical_start; /* of the property before it */
    int64_t lines, card_line;
    bool in_card, after_return;
    bool zeros;            /* the card held zero bytes, which are left out */
    bool marked;           /* the line before began or ended a card within this card */
    bool folded;           /* the property before has gone over several lines */
    bool soft, soft_blank; /* the property before ended in a soft break; then a blank line came */
    int depth;             /* of cards within this card */
    const char *too_much;  /* why the card is passed over, or NULL */
    struct vcard_raw raw;  /* of the card, as far as the bytes of earlier feeds go */
    const char *raw_at;    /* of this feed: what is not in `raw` yet, the line, the one behind it */
    const char *raw_line, *raw_next;
};

/* `arena` holds the reader's own memory; `rows` is reset before each card. */
void vcard_open(struct vcard *vcard, struct arena *arena, struct arena *rows, vcard_each *each,
                void *context);

/* Before the first feed: what is neither valid UTF-8 nor named by a property is in this encoding, whatever it looks
 * like. False for a name that charset_name never gives. The name must live as long as the reader. */
bool vcard_force(struct vcard *vcard, const char *name);

/* The next bytes of the file. INVALID: see `code`. */
MUST_CHECK enum status vcard_feed(struct vcard *vcard, const char *bytes, size_t length);

/* The end; a card that was cut off is handed on with a warning. INVALID "vcard.no_card" when no card came. */
MUST_CHECK enum status vcard_end(struct vcard *vcard);

/* What a problem's sentence needs: {line, encoding}. */
struct doc *vcard_arguments(const struct vcard *vcard, struct arena *arena);

/* The encoding of the file as a person may read it: "UTF-8", "UTF-16LE", or the one that was guessed. */
const char *vcard_encoding(const struct vcard *vcard);

#endif
