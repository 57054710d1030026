/* SPDX-License-Identifier: GPL-3.0-or-later */
/* call.h - one path: a call's name, raw parameters and who asks -> checked parameters, one
 * transaction, one document. A call is one row of a table; the row alone gives the command, the page,
 * the JSON, the help and the OpenAPI entry. This room does not know which calls exist. */
#ifndef CALL_CALL_H
#define CALL_CALL_H

#include "base/buffer.h"
#include "base/uuid.h"
#include "store/store.h"

#define N_(text) text /* marks a sentence for the catalogue */

enum role { ROLE_ANYONE, ROLE_OWNER, ROLE_ADMINISTRATOR };

enum effect {
    EFFECT_READ,   /* GET; a read-only transaction */
    EFFECT_CHANGE, /* POST; writes the change log, can be undone */
    EFFECT_SYSTEM  /* POST; writes what is nobody's history: sessions, jobs' progress, tokens */
};

enum param_kind {
    PARAM_TEXT,    /* one line; blanks around it are cut, control characters refused */
    PARAM_LINES,   /* several lines; CRLF becomes LF, tab allowed */
    PARAM_INT,     /* least .. most */
    PARAM_BOOL,    /* true false yes no on off 1 0; absent in a form is false when .sent is set */
    PARAM_ID,      /* a UUID */
    PARAM_CHOICE,  /* one of `choices` */
    PARAM_DATE,    /* 2026-03-02 */
    PARAM_TIME,    /* local: 2026-03-02T09:30 */
    PARAM_INSTANT, /* RFC 3339 in, int64 milliseconds inside */
    PARAM_ZONE,    /* an IANA zone name that this system knows */
    PARAM_EMAIL,   /* one address, RFC 5321 limits */
    PARAM_URL,     /* http or https; a bare host gets https:// */
    PARAM_ROWS, /* a list of maps of `rows`: JSON array, or form fields name.0.key; all-empty rows go */
    PARAM_FILE /* bytes of a file: the document holds a map {name, path, size}; path is readable
                     until the call ends */
};

struct param {
    const char *name; /* = column = JSON key = form field = option = {{name}} */
    enum param_kind kind;
    bool required; /* never empty, never absent */
    bool needed;   /* like required for a new row; with an `id`, absent keeps the row's value */
    int64_t least, most; /* INT: range. Texts: most = code points (0: 200, LINES: 20000).
                                   ROWS: most rows (0: 50). FILE: bytes */
    const char *const
        *choices; /* CHOICE: one of these. TEXT: what a terminal offers. Ended by NULL */
    bool (*is_sound)(const char *text); /* TEXT: what holds for it too, or NULL ... */
    const char *unsound;                /* ... and the code of what does not */
    bool folder;                        /* FILE: a terminal may name a folder; its size is 0 */
    const struct param *rows;           /* ROWS: the params of one row */
    const struct statement
        *find;           /* ID: (owner, pattern text, second text, third text, limit int) -> id
                                     uuid, label text: what is no UUID is looked for by name, so that people can say "quin" */
    const char *initial; /* value when absent on creation; NULL: stays absent */
    const char *label;   /* N_("Job title"): what people call it */
    const char *help;    /* N_() one line, or NULL */
};

struct call;

/* Writes the answer in another form (.ics, .csv, .eml). INVALID when a limit is passed. */
typedef enum status call_writer(const struct doc *answer, struct buffer *buffer);

struct call_row {
    const char *name; /* "person save"; "today". Words are the command line's words */
    const char *path; /* "/person/{id}"; NULL: "/" + name with / for the blank */
    enum effect effect;
    enum role role;
    const struct param *params; /* ended by an entry without a name; NULL: none */
    const char *argument;       /* the param that may stand without its name on the command line */
    enum status (*run)(struct call *call, struct doc **out_answer);
    const char *page; /* the compiled page that shows the answer; NULL: none of its own */
    const char *form; /* of a change: the read call whose page holds its form, shown with marks
                            when the change is refused */
    const char *next; /* of a change: where a browser goes after it, "/person/{id}" filled from the
                            answer; NULL: back to where the form was */
    const char *done; /* N_("Saved."): the line that offers undo */
    const char *suffix; /* "ics": the answer can also be had as path.ics, --format=ics */
    const char
        *media; /* "text/calendar; charset=utf-8"; NULL: the answer is a file that says its own
                             media, name and suffix */
    call_writer *write;
    bool in_parts; /* the file goes on while the answer holds `after`: the same call with that value
                      gives the next part, until it is null (docs/decisions/0015) */
    const char *
        remark; /* of such a file: the text page that a terminal shows of its last part, beside the file */
    const char
        *says; /* of a file: the key of its `items` whose code is put into words before `write` */
    const char *columns; /* what a terminal lists of `items`: "name title organization" */
    const char *help;    /* N_("Create or change a person") */
    const char *example; /* "rapport person save --name='Ada Quinn'" */
    bool internal;       /* for jobs and the program itself: on no face */
    bool by_link;        /* of EFFECT_SYSTEM: GET reaches it too (a start link from the terminal) */
};

enum credential {
    CREDENTIAL_NONE,
    CREDENTIAL_LOCAL /* the file's owner at the terminal */,
    CREDENTIAL_SESSION /* a browser's cookie */
};

struct caller {
    enum credential credential;
    const char *secret; /* SESSION: the cookie's value */
    /* filled by call_perform: */
    int64_t owner; /* 0: nobody */
    enum role role;
    const char *name;
    const char *language; /* "en" */
    const char *zone;     /* IANA */
};

enum { INDEX_KNOWN = 1 << 17, CALL_NAME_KEYS = 3 };

/* The process's side of calls; made once by main. */
struct desk {
    struct store *store;
    const struct call_row *const *tables; /* arrays of rows, each ended by a row without a name;
                                             ended by NULL */
    const struct job_kind *const *jobs;   /* job.h; ended by NULL */
    char *(*fold)(struct arena *arena, const char *text); /* text/fold.h: for looking up names */
    /* text/fold.h: the keys of somebody's name, CALL_NAME_KEYS at most */
    int (*name_keys)(struct arena *arena, const char *name, const char *given, const char *family,
                     const char *out_keys[]);
    char *(*terms)(struct arena *arena, const char *text); /* text/terms.h: for the index */
    int terms_version;                                     /* TERMS_VERSION */
    /* Each row that was there before goes through this while the index is filled anew; NULL: nothing to do. */
    enum status (*refresh)(struct call *call, const struct noun *noun, const struct doc *row);
    const char
        *incoming;    /* a folder for files that wait to be read; NULL: beside other data of ours */
    bool open_access; /* --open-access: NONE counts as the local owner */
    char worker[UUID_TEXT +
                1]; /* job.h: who this is among all who work on jobs; "" before the first */
    /* index.h: */
    bool index_current;                /* the store's words are of terms_version */
    uint32_t index_known[INDEX_KNOWN]; /* words that are in the store's list, by their hash */
    int64_t index_removed;             /* how often words had been taken out of it by then */
    bool kept; /* a process of its own puts rows in that are missing (keep.h): no save has to */
    const char
        *mail_server; /* RAPPORT_SMTP: it sends for everybody, "none": nobody does; NULL: each
                                person names one */
};

/* What a domain function sees. */
struct call {
    struct arena *arena;
    struct desk *desk;
    struct store *store;
    const struct call_row *row;
    struct caller who;
    int64_t now;              /* the call's one instant */
    const struct doc *params; /* checked; absent optional ones are absent */
    struct doc *problem;      /* set by call_invalid and its kin */
    struct record_log *log;   /* record.h */
};

struct answer {
    enum status status;
    struct doc *document; /* OK: what the call answers; else NULL */
    struct doc *problem;  /* not OK: {status, code, ..., fields: [{field, code, ...}]} */
    const char *change;   /* id of the change record, when something was changed: undo takes it */
    struct caller who;
};

/* Find a row by its name, or NULL. */
const struct call_row *call_find(const struct desk *desk, const char *name);

/* Do it. `raw` is a map of texts (form, command line) or of JSON values; flat names such as
 * "contact_points.0.value" make ROWS. BUSY is tried again up to 5 times, the arena reset to where it
 * was. The answer exists only after the commit. */
void call_perform(struct desk *desk, const struct call_row *row, const struct doc *raw,
                  const struct caller *who, struct arena *arena, struct answer *out_answer);

/* For domain functions: refuse, with a code that views put into words. `field` may be NULL.
 * `arguments` (may be NULL) is a map that fills the sentence's {holes}. Adds to what was refused
 * before, so that a form shows everything at once. Returns INVALID (or the status named). */
enum status call_invalid(struct call *call, const char *field, const char *code,
                         const struct doc *arguments);
enum status call_refuse(struct call *call, enum status status, const char *code,
                        const struct doc *arguments);

/* Run a statement with the call's owner bound; `params` may be NULL for call->params. */
MUST_CHECK enum status call_row_of(struct call *call, const struct statement *statement,
                                   const struct doc *params, struct doc **out_row);
MUST_CHECK enum status call_rows_of(struct call *call, const struct statement *statement,
                                    const struct doc *params, struct doc **out_rows);

/* Put what is looked for into `params`: each of up to three folded words as a pattern of LIKE under
 * pattern, second and third (null when there is none), so that "ada quinn" finds "quinn ada". */
void call_patterns(struct call *call, const char *text, struct doc *params);

/* A map with `owner` set: the beginning of a statement's parameters. */
struct doc *call_params(struct call *call);

#endif
