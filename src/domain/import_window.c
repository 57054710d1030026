/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_window.h"

#include "base/clock.h"
#include "base/helper.h"
#include "doc/json.h"
#include "domain/import_file.h"
#include "domain/import_keys.h"
#include "domain/import_known.h"
#include "domain/import_order.h"
#include "domain/import_pack.h"
#include "domain/import_records.h"
#include "domain/people.h"
#include "statements.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAPPING "contacts.mapping"

enum {
    ITEMS_FIRST = 1 << 10,
    FIRST_ROWS = 256, /* so that the next window is read beside them soon */
    STAGED_ROWS = 2000,
    SHAPES_ROOM = 1 << 20,
    SIDE_ROOM = 1 << 28 /* of addresses: memory is taken as it is needed */
};

/* A window, with the memory that its rows are in. */
struct side {
    struct arena arena;
    size_t capacity;
    size_t spared; /* bytes that rows which are known would take */
    int64_t skip;  /* rows up to here are done */
    struct import_window window;
};

/* What both processes see: the sides, and the shapes of the rows in them. */
struct common {
    struct side sides[2];
    struct import_pack pack;
};

/* What one process keeps between the slices of one job. While the rows of `now` go into the store, another process
 * reads the next ones into the other side: from then on the reader and the keys are its own. */
static struct {
    bool open;
    char job[40];
    int file;
    struct desk *desk;
    bool wants_words; /* people are made of the rows: with the words of the search */
    int64_t owner;
    struct import_known known; /* people of whom a file said the same before */
    struct arena shared;
    struct common *common;
    struct side *now, *filling;
    struct helper helper;
    size_t last_count; /* of the window that was read last */
    bool alone;        /* their memory cannot be shared: this process reads everything itself */
    bool ahead;        /* it was told to read on */
    struct arena reader_arena, rows, scratch;
    struct import_reader reader;
    struct import_stream stream;
    struct import_ahead first; /* what was looked at beforehand */
    struct import_keys keys;
} kept = {.file = -1};

static size_t rows_most = WINDOW_ROWS, keys_most = KEYS_MOST, side_room = SIDE_ROOM;
static size_t window_bytes = WINDOW_BYTES;
static char
    doubted[sizeof kept.job]; /* the job that found somebody changed whom it took for known */

void
import_window_set_rows(size_t rows)
{
    rows_most = rows;
}

void
import_window_set_room(size_t bytes)
{
    side_room = bytes == 0 ? SIDE_ROOM : bytes;
}

void
import_window_leave(size_t bytes)
{
    window_bytes = WINDOW_BYTES - bytes / 2;
}

void
import_window_set_keys(size_t keys)
{
    keys_most = keys;
}

/* ---- a row ---- */

static struct import_item *
add_item(struct import_window *window)
{
    if (window->count == kept.filling->capacity) {
        size_t capacity = kept.filling->capacity == 0 ? kept.last_count + ITEMS_FIRST
                                                      : kept.filling->capacity * 2;
        struct import_item *items = arena_take(&kept.filling->arena, capacity * sizeof *items);
        if (window->count > 0)
            memcpy(items, window->items, window->count * sizeof *items);
        window->items = items;
        kept.filling->capacity = capacity;
    }
    struct import_item *item = &window->items[window->count++];
    memset(item, 0, sizeof *item);
    return item;
}

/* The row of the file as it will be worked on. */
static void
complete(struct import_item *item, struct doc *wide, bool usable)
{
    struct arena *arena = &kept.filling->arena;
    if (usable)
        person_keys(&kept.scratch, wide);
    item->row = import_pack_row(&kept.common->pack, arena, wide);
    item->sort = doc_is_empty(doc_get(wide, "file_of")) ? doc_text_of(&item->row, "name_key")
                                                        : "\xff"; /* behind all people */
    if (!usable || !kept.wants_words || import_is_beside(wide))
        return;
    struct index_words words = index_words(kept.desk, &kept.scratch, &noun_person, wide);
    item->words =
        (struct index_words){arena_text(arena, words.head), arena_text(arena, words.body)};
}

static bool
is_twice(struct import_item *item, const struct doc *row)
{
    enum import_seen seen = import_keys_see(&kept.keys, keys_most, import_key(row, item->digest));
    item->met = item->met || seen == SEEN_PERHAPS;
    return seen == SEEN_BEFORE;
}

/* Whoever is in the store already is found there by what is theirs alone; what is only looked at is not in it. */
static bool
is_uncompared(const struct import_item *item, const struct doc *row)
{
    return item->met && (!kept.wants_words || !import_key_is_own(row));
}

/* A row that a card's name or a profile leads to the same person as the last time, and that says the same: nothing is
 * made of it. */
static bool
is_known(struct import_item *item, struct doc *wide)
{
    item->known =
        import_known_find(&kept.known, kept.owner, import_reader_kind(&kept.reader), item->digest);
    if (item->known == 0)
        return false;
    person_profile(&kept.scratch, wide);
    item->card = !doc_is_empty(doc_get(wide, "uid"));
    item->sort = "";
    if ((item->card || !doc_is_empty(doc_get(wide, "profile_key"))) &&
        doc_is_empty(doc_get(wide, "id")) && !is_twice(item, wide)) {
        kept.filling->spared += import_pack_bytes(wide);
        return true;
    }
    item->known = 0;
    return false;
}

static enum status
take_row(void *context, const struct doc *row)
{
    struct import_window *window = &kept.filling->window;
    int64_t n = doc_int_of(row, "row");
    bool rejected = !doc_is_empty(doc_get(row, "reason"));
    (void)context;
    if (n > kept.filling->skip && window->from == 0)
        window->from = n;
    if (n > kept.filling->skip)
        window->to = n;
    if (doc_bool_of(row, "empty"))
        return STATUS_OK;
    struct import_item *item = add_item(window);
    arena_reset(&kept.scratch);
    struct doc wide = import_pack_spread(&kept.common->pack, &kept.scratch, row);
    item->n = n;
    item->digest = import_digest(row);
    item->choice = "";
    if (rejected || !is_known(item, &wide)) {
        complete(item, &wide, !rejected);
        item->twice = !rejected && is_twice(item, &item->row);
        window->uncompared += n > kept.filling->skip && is_uncompared(item, &item->row);
    }
    if (n <= kept.filling->skip) /* only its key was wanted */
        window->count--;
    return STATUS_OK;
}

/* ---- the file ---- */

void
import_window_close(void)
{
    if (!kept.open)
        return;
    helper_end(&kept.helper);
    if (kept.file >= 0)
        (void)close(kept.file);
    arena_close(&kept.reader_arena);
    arena_close(&kept.rows);
    arena_close(&kept.scratch);
    for (int i = 0; i < 2 && kept.common != NULL; i++)
        arena_close(&kept.common->sides[i].arena);
    arena_close(&kept.shared);
    import_keys_close(&kept.keys);
    import_known_close(&kept.known);
    memset(&kept, 0, sizeof kept);
    kept.file = -1;
}

static void
refuse(const char *code)
{
    kept.filling->window.code = code;
    kept.filling->window.problem = doc_map(&kept.filling->arena);
}

/* The file must be the one that was looked at. */
static void
open_file(const struct doc *source)
{
    struct stat now;
    kept.filling->window.size = doc_int_of(source, "size");
    kept.file = open(doc_text_of(source, "path"), O_RDONLY | O_CLOEXEC);
    if (kept.file < 0 || fstat(kept.file, &now) != 0 || now.st_size != kept.filling->window.size ||
        now.st_mtim.tv_sec != doc_int_of(source, "changed_s") ||
        now.st_mtim.tv_nsec != doc_int_of(source, "changed_ns"))
        refuse("import.file_gone");
    else if (import_stream_open(&kept.stream, &kept.reader_arena, kept.file, &kept.reader) !=
                 STATUS_OK ||
             import_stream_ahead(&kept.reader_arena, doc_text_of(source, "path"), kept.reader.as,
                                 kept.reader.encoding, &kept.first) != STATUS_OK)
        refuse(kept.stream.code == NULL ? "import.file_gone" : kept.stream.code);
}

static const char *
told_encoding(const struct doc *input)
{
    return doc_text_of(doc_get(input, "source"), "encoding");
}

static void
open_kept(struct desk *desk, const char *job, const struct doc *input, const struct doc *columns,
          const char *encoding)
{
    import_window_close();
    kept.open = true;
    kept.desk = desk;
    kept.wants_words = !doc_bool_of(input, "preview");
    kept.owner = doc_int_of(input, "owner");
    memcpy(kept.job, job, strnlen(job, sizeof kept.job - 1));
    arena_open(&kept.reader_arena);
    arena_open(&kept.rows);
    arena_open(&kept.scratch);
    kept.alone = !arena_share(&kept.shared, SHAPES_ROOM);
    kept.common = arena_alloc(&kept.shared, sizeof *kept.common);
    for (int i = 0; i < 2; i++)
        kept.alone |= !arena_share(&kept.common->sides[i].arena, side_room);
    kept.now = kept.filling = &kept.common->sides[0];
    import_pack_open(&kept.common->pack, &kept.shared);
    struct doc *own = arena_alloc(&kept.reader_arena, sizeof *own);
    *own = doc_copy(&kept.reader_arena, columns);
    import_reader_open(&kept.reader, &kept.reader_arena, &kept.rows, take_row, NULL);
    import_reader_as(&kept.reader,
                     arena_text(&kept.reader_arena, doc_text_of(doc_get(input, "source"), "as")),
                     own);
    kept.reader.ahead = &kept.first;
    import_reader_encoding(&kept.reader, arena_text(&kept.reader_arena, encoding));
    if (strcmp(doc_text_of(input, "phase"), "read") == 0)
        open_file(doc_get(input, "source"));
}

/* Only rows that nobody has to look at, and from the beginning: later, whom this import made itself would be known. */
static enum status
load_known(struct desk *desk, const char *job, const struct doc *input)
{
    bool whole = strcmp(doc_text_of(input, "phase"), "read") == 0 && doc_int_of(input, "to") == 0 &&
                 doc_int_of(input, "done") == 0;
    if (!whole || !kept.wants_words || strcmp(job, doubted) == 0)
        return STATUS_OK;
    return import_known_load(&kept.known, desk->store, kept.owner, kept.filling->window.size);
}

void
import_window_doubt(const char *job)
{
    import_window_close();
    memset(doubted, 0, sizeof doubted);
    memcpy(doubted, job, strnlen(job, sizeof doubted - 1));
}

/* One piece of the file through the reader. */
static enum status
read_piece(char *bytes)
{
    enum status status = import_stream_piece(&kept.stream, bytes, WINDOW_PIECE);
    kept.filling->window.offset = kept.stream.offset;
    kept.filling->window.at_end = kept.stream.at_end;
    if (status != STATUS_INVALID || kept.stream.code == NULL)
        return status;
    kept.filling->window.code = kept.stream.code;
    kept.filling->window.problem = import_reader_arguments(&kept.reader, &kept.filling->arena);
    return STATUS_OK;
}

static bool
is_full(int64_t upto)
{
    const struct import_window *window = &kept.filling->window;
    if (upto > 0)
        return window->to >= upto;
    bool first = kept.last_count == 0 && kept.filling->skip == 0;
    return window->count >= (first && rows_most > FIRST_ROWS ? FIRST_ROWS : rows_most) ||
           (window->count > 0 && kept.filling->arena.total + kept.filling->spared >= window_bytes);
}

static void
empty_items(void)
{
    arena_reset(&kept.filling->arena);
    kept.filling->capacity = kept.filling->spared = 0;
    kept.filling->window.items = NULL;
    kept.filling->window.count = 0;
}

/* The next rows of the file, up to a row that an earlier try has set as the end. */
static enum status
read_window(int64_t upto)
{
    struct import_window *window = &kept.filling->window;
    int64_t begun_ms = clock_coarse_ms();
    ARENA_HERE struct arena piece;
    arena_open(&piece);
    char *bytes = arena_take(&piece, WINDOW_PIECE);
    while (window->code == NULL && !window->at_end && !is_full(upto)) {
        if (window->count == 0)
            empty_items();
        TRY(read_piece(bytes));
    }
    kept.last_count = window->count;
    if (window->code == NULL && upto > 0 && window->to != upto)
        refuse("import.file_gone");
    window->kind = import_reader_kind(&kept.reader);
    window->untagged = kept.first.groups == NULL ? 0 : kept.first.groups->untagged;
    bool asks = window->code != NULL && strcmp(window->code, MAPPING) == 0;
    if (window->found == NULL && (window->kind != NULL || asks))
        window->found = import_reader_found(&kept.reader, &kept.reader_arena);
    import_order(window);
    window->read_ms += clock_coarse_ms() - begun_ms;
    return STATUS_OK;
}

static void
empty_window(int64_t skip)
{
    empty_items();
    kept.filling->skip = skip;
    kept.filling->window.from = kept.filling->window.to = 0;
    kept.filling->window.uncompared = kept.filling->window.read_ms = 0;
}

static struct side *
beside(const struct side *side)
{
    return &kept.common->sides[side == &kept.common->sides[0]];
}

/* Fill the other side with what comes behind the window. */
static enum status
read_behind(void)
{
    const struct side *before = kept.filling;
    kept.filling = beside(before);
    kept.filling->window = before->window;
    empty_window(before->window.to);
    return read_window(0);
}

/* The other process: one window whenever it is told to. */
static void
help(struct helper *helper)
{
    unsigned char word;
    while (helper_hear(helper, &word) && helper_tell(helper, (unsigned char)read_behind()))
        ;
}

/* Let the next window be read. Where no process can be had it is read when it is asked for. */
static void
begin_ahead(void)
{
    const struct import_window *window = &kept.now->window;
    if (kept.alone || kept.ahead || window->at_end || window->code != NULL || window->found == NULL)
        return;
    if (kept.helper.process == 0 && helper_begin(&kept.helper, help) != STATUS_OK)
        return;
    kept.ahead = helper_tell(&kept.helper, 0);
}

/* The window that was read meanwhile takes the place of the one that is done. A helper that died is no harm: BUSY, the
 * file is read again up to here. */
static enum status
take_ahead(void)
{
    unsigned char status;
    kept.ahead = false;
    if (!helper_hear(&kept.helper, &status))
        return STATUS_BUSY;
    kept.now = kept.filling = beside(kept.now);
    return (enum status)status;
}

/* ---- rows that were staged ---- */

static enum status
take_staged(void *context, const struct doc *staged)
{
    struct import_window *window = context;
    const struct doc *text = doc_get(staged, "data");
    struct doc data, wide;
    if (window->count > 0 && kept.filling->arena.total >= window_bytes)
        return STATUS_BUSY; /* photos and files are heavy */
    window->to = doc_int_of(staged, "n");
    if (window->from == 0)
        window->from = window->to;
    if (text->kind != DOC_TEXT)
        return STATUS_OK;
    arena_reset(&kept.scratch);
    const char *own = arena_copy(&kept.scratch, text->text, text->count);
    TRY(json_read(&kept.scratch, own, text->count, &data, NULL));
    struct import_item *item = add_item(window);
    TRY(import_pack_staged(&kept.common->pack, &kept.scratch, doc_get(&data, "row"), &wide));
    item->n = window->to;
    item->digest = doc_int_of(&data, "digest");
    item->met = doc_bool_of(&data, "met");
    item->choice = arena_text(&kept.filling->arena, doc_text_of(staged, "choice"));
    item->verdict = arena_text(&kept.filling->arena, doc_text_of(staged, "verdict"));
    item->person = arena_text(&kept.filling->arena, doc_text_of(staged, "person"));
    complete(item, &wide, true);
    return STATUS_OK;
}

static enum status
read_staged(struct desk *desk, const struct doc *input)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc *params = doc_map(&arena);
    struct import_window *window = &kept.filling->window;
    doc_set_int(params, "owner", doc_int_of(input, "owner"));
    doc_set_int(params, "import", doc_int_of(input, "doc"));
    doc_set_int(params, "after_n", doc_int_of(input, "to"));
    doc_set_int(params, "limit", STAGED_ROWS);
    doc_set_int(params, "last_n",
                doc_int_of(input, "upto") > 0 ? doc_int_of(input, "upto") : INT64_MAX);
    enum status status = store_each(desk->store, &sql_import_row_next, params, take_staged, window);
    if (status != STATUS_BUSY || window->count == 0)
        TRY(status);
    window->at_end = window->from == 0;
    import_order(window);
    return STATUS_OK;
}

/* ---- columns that were told once ---- */

static bool
asks_for_columns(void)
{
    return kept.filling->window.code != NULL && strcmp(kept.filling->window.code, MAPPING) == 0;
}

/* Was the encoding of the file guessed, where it might be another one? */
static bool
is_guess(const struct doc *input)
{
    const char *found = doc_text_of(kept.filling->window.found, "encoding");
    return told_encoding(input)[0] == '\0' && found[0] != '\0' && strncmp(found, "UTF-", 4) != 0;
}

static enum status
remembered(struct desk *desk, struct arena *arena, const struct doc *input, struct doc *out_columns,
           const char **out_encoding)
{
    struct doc *params = doc_map(arena), *row;
    doc_set_int(params, "owner", doc_int_of(input, "owner"));
    doc_set(params, "digest", *doc_get(kept.filling->window.found, "digest"));
    TRY(store_begin(desk->store, STORE_READ));
    enum status status = store_row(desk->store, arena, &sql_import_mapping_read, params, &row);
    store_rollback(desk->store);
    TRY(status);
    const struct doc *text = doc_get(row, "columns");
    *out_encoding = doc_text_of(row, "encoding");
    return json_read(arena, text->text, text->count, out_columns, NULL);
}

/* A file with a header that was explained before is read as it was then: its encoding, where it would be guessed, and
 * its columns, whose names may be others once it is read in that encoding. */
static enum status
read_as_remembered(struct desk *desk, const char *job, const struct doc *input)
{
    ARENA_HERE struct arena arena;
    arena_open(&arena);
    struct doc columns = *doc_get(input, "columns"), known = doc_null();
    const char *encoding = told_encoding(input), *said = "";
    for (int i = 0; i < 2 && !doc_is_empty(doc_get(kept.filling->window.found, "digest")); i++) {
        bool asks = asks_for_columns() && columns.kind != DOC_LIST;
        bool guess = encoding[0] == '\0' && is_guess(input);
        if (!asks && !guess)
            return STATUS_OK;
        enum status status = remembered(desk, &arena, input, &known, &said);
        if (status == STATUS_MISSING)
            return STATUS_OK;
        TRY(status);
        bool other = guess && said[0] != '\0' &&
                     strcmp(said, doc_text_of(kept.filling->window.found, "encoding")) != 0;
        bool told = asks && doc_count(&known) > 0;
        if (!other && !told)
            return STATUS_OK;
        encoding = other ? said : encoding;
        columns = told ? known : columns;
        open_kept(desk, job, input, &columns, encoding);
        if (kept.filling->window.code != NULL)
            return STATUS_OK;
        TRY(load_known(desk, job, input));
        empty_window(doc_int_of(input, "to"));
        TRY(read_window(doc_int_of(input, "upto")));
    }
    return STATUS_OK;
}

/* ---- the two ways in ---- */

static bool
fits(const struct doc *input)
{
    const struct import_window *window = &kept.now->window;
    int64_t upto = doc_int_of(input, "upto");
    return kept.now->skip == doc_int_of(input, "to") && (upto == 0 || upto == window->to) &&
           (window->from != 0 || window->at_end || window->code != NULL);
}

static enum status
fill(struct desk *desk, const char *job, const struct doc *input, bool reading, bool next)
{
    if (next && kept.ahead)
        TRY(take_ahead());
    else if (next && reading && kept.helper.process != 0)
        return STATUS_BUSY; /* who reads on is gone */
    if (next && reading && fits(input))
        return STATUS_OK;
    if (!next)
        open_kept(desk, job, input, doc_get(input, "columns"), told_encoding(input));
    if (kept.now->window.code != NULL)
        return STATUS_OK;
    if (!next)
        TRY(load_known(desk, job, input));
    empty_window(doc_int_of(input, "to"));
    enum status status =
        reading ? read_window(doc_int_of(input, "upto")) : read_staged(desk, input);
    if (status == STATUS_OK && reading && !next)
        status = read_as_remembered(desk, job, input);
    if (status == STATUS_OK && reading && kept.now->window.code == NULL &&
        doc_int_of(input, "done") > 0)
        status =
            import_order_done(&kept.now->window, desk->store, kept.owner, doc_int_of(input, "doc"));
    return status;
}

enum status
import_window_fill(struct desk *desk, const char *job, const struct doc *input)
{
    bool reading = strcmp(doc_text_of(input, "phase"), "read") == 0;
    bool same = kept.open && strcmp(kept.job, job) == 0 && reading == (kept.file >= 0);
    if (same && fits(input))
        return STATUS_OK;
    bool next = same && (kept.now->window.to == doc_int_of(input, "to") || !reading);
    enum status status = fill(desk, job, input, reading, next);
    if (status != STATUS_OK)
        import_window_close();
    else if (reading)
        begin_ahead();
    return status;
}

const struct import_window *
import_window_of(const char *job, const struct doc *input)
{
    return kept.open && strcmp(kept.job, job) == 0 && fits(input) ? &kept.now->window : NULL;
}
