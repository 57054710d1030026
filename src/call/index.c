/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call/index.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "base/hash.h"
#include "call/index_private.h"
#include "call/log.h"
#include "statements.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PART_MAX = 4 << 20,   /* bytes of the texts of one column and its parts */
    WORDS_MAX = 1 << 20,  /* PostgreSQL: bytes of a tsvector, its own limit */
    NEW_PIECES_MOST = 64, /* unmerged pieces after which a save merges: nobody else does */
    LARGE = 32 * 1024,    /* bytes of words in a slice of a job, which merges more pieces at once */
    LARGE_PIECES_MOST = 32,
    PAGES_LEAST = 48, /* that one save merges; a larger one merges more */
    PAGES_MOST = 160,
    PAGE_BYTES = 4096,
    MERGED_AT_ONCE = 8, /* pieces of a level: usermerge in the schema */
    LARGE_PAGES =
        20000, /* of a level's pieces. One word's places are merged at once, the commonest have one in 200 */
    BEGINNING = 3, /* letters of a beginning that the index knows; SQLite: prefix in the schema */
    NAMES_BEGINNING = 4,  /* family names are the words that many begin alike */
    VOCABULARY_LEAST = 3, /* bytes of a word in the list */
    VOCABULARY_MOST = 60  /* no word is longer */
};

const struct index_room index_rooms[] = {
    [SEARCH_NAMES] = {&sql_search_names_put, &sql_search_names_drop, &sql_search_names_shape,
                      &sql_search_names_merge, &sql_search_names_clear},
    [SEARCH_TEXTS] = {&sql_search_texts_put, &sql_search_texts_drop, &sql_search_texts_shape,
                      &sql_search_texts_merge, &sql_search_texts_clear},
};

/* Of the term that `*at` begins with, and on to its end: this is asked of each word of a row. */
static uint64_t
hash_term(const char **at)
{
    uint64_t hash = HASH_BEGIN;
    for (; **at != ' ' && **at != '\0'; (*at)++)
        hash = hash_byte(hash, **at);
    return hash | 1;
}

static bool
is_key(const char *column)
{
    size_t length = strlen(column);
    return length > 4 && strcmp(column + length - 4, "_key") == 0;
}

static bool
has_term(const char *terms, const char *term, size_t length)
{
    for (const char *at = terms; (at = strstr(at, term)) != NULL; at++)
        if ((at == terms || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

/* The words of a title or an organization are made once for the many people who have it. */
static const char *
terms_of(const struct desk *desk, struct arena *arena, const struct doc *value)
{
    enum { PLACES = 512, TEXT_MOST = 56, TERMS_MOST = 96 };
    static struct {
        char *(*terms_by)(struct arena *arena, const char *text);
        char text[TEXT_MOST], terms[TERMS_MOST];
    } known[PLACES];
    if (value->count >= TEXT_MOST)
        return desk->terms(arena, value->text);
    uint64_t place = hash_bytes(HASH_BEGIN, value->text, value->count) % PLACES;
    if (known[place].terms_by == desk->terms && strcmp(known[place].text, value->text) == 0)
        return known[place].terms;
    const char *terms = desk->terms(arena, value->text);
    size_t length = strlen(terms);
    if (length < TERMS_MOST) {
        known[place].terms_by = desk->terms;
        memcpy(known[place].text, value->text, value->count + 1);
        memcpy(known[place].terms, terms, length + 1);
    }
    return terms;
}

/* A key of plain words that stand in the terms one after the other says nothing more. */
static bool
is_said(const char *terms, const char *key, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (key[i] != ' ' && (key[i] < 'a' || key[i] > 'z'))
            return false;
    return has_term(terms, key, length);
}

/* A key is the name in Latin letters: of it, only what the name itself does not say. */
static void
add_key(struct arena *arena, struct buffer *out, const char *terms)
{
    while (*terms != '\0') {
        size_t length = strcspn(terms, " ");
        char *term = arena_copy(arena, terms, length);
        if (!has_term(buffer_read(out), term, length))
            buffer_print(out, "%s%s", out->length == 0 ? "" : " ", term);
        terms += length + (terms[length] == ' ');
    }
}

static void
add_value(const struct desk *desk, struct buffer *out, const struct doc *row, const char *column)
{
    const struct doc *value = doc_get(row, column);
    if (value->kind != DOC_TEXT || value->count == 0)
        return;
    bool key = is_key(column);
    if (key && is_said(buffer_read(out), value->text, value->count))
        return;
    const char *terms = terms_of(desk, out->arena, value);
    if (key) {
        add_key(out->arena, out, terms);
    } else if (terms[0] != '\0') {
        if (out->length > 0)
            buffer_byte(out, ' ');
        buffer_text(out, terms);
    }
}

struct index_words
index_words(const struct desk *desk, struct arena *arena, const struct noun *noun,
            const struct doc *row)
{
    struct buffer head, body;
    if (desk->terms == NULL || noun->room == SEARCH_NOWHERE || row == NULL)
        return (struct index_words){"", ""};
    buffer_open(&head, arena, PART_MAX);
    buffer_open(&body, arena, PART_MAX);
    for (int i = 0; i < noun->searched_count; i++) {
        const struct searched *searched = &noun->searched[i];
        struct buffer *out = searched->head ? &head : &body;
        if (searched->part == NULL) {
            add_value(desk, out, row, searched->column);
            continue;
        }
        const struct doc *items = doc_get(row, searched->part);
        for (uint32_t n = 0; n < doc_count(items); n++)
            add_value(desk, out, doc_item(items, n), searched->column);
    }
    return (struct index_words){buffer_read(&head), buffer_read(&body)};
}

bool
index_lists(const char *term, size_t length)
{
    unsigned char first = (unsigned char)term[0];
    if (length < VOCABULARY_LEAST || length > VOCABULARY_MOST || first >= 0xe1)
        return false;
    if (first == 0xe0 && (unsigned char)term[1] >= 0xb8)
        return false;
    for (size_t i = 0; i < length; i++)
        if (term[i] >= '0' && term[i] <= '9')
            return false;
    return true;
}

/* Words are looked for among as many places as lie beside each other; the newest stand first. A file of a hundred thousand cards
 * has 50,000 different ones. */
enum { KNOWN_TOGETHER = 8 };

/* True once for each word, until the process forgets it for another or with a call that fails. */
static bool
is_new(struct call *call, uint64_t mark, const char *term, size_t length)
{
    uint32_t *known =
        &call->desk->index_known[mark % (INDEX_KNOWN / KNOWN_TOGETHER) * KNOWN_TOGETHER];
    uint32_t rest = (uint32_t)(mark >> 32) | 1;
    for (int i = 0; i < KNOWN_TOGETHER; i++)
        if (known[i] == rest)
            return false;
    if (!index_lists(term, length))
        return false;
    memmove(known + 1, known, (KNOWN_TOGETHER - 1) * sizeof *known);
    known[0] = rest;
    call->log->index_added = true;
    return true;
}

static enum status
add_terms(struct call *call, struct buffer *terms)
{
    struct doc *params = doc_map(call->arena);
    if (terms->length == 0)
        return STATUS_OK;
    doc_set_text(params, "term", buffer_read(terms));
    TRY(store_later(call->store, &sql_search_term_add, params));
    buffer_open(terms, call->arena, PART_MAX);
    return STATUS_OK;
}

/* A server is told of all new words at once, a file of one after the other. */
static enum status
add_vocabulary(struct call *call, const char *terms)
{
    bool one = store_engine(call->store) == ENGINE_SQLITE;
    struct buffer added;
    buffer_open(&added, call->arena, PART_MAX);
    for (; *terms != '\0'; terms += terms[0] == ' ') {
        const char *term = terms;
        uint64_t mark = hash_term(&terms);
        size_t length = (size_t)(terms - term);
        if (is_new(call, mark, term, length)) {
            buffer_print(&added, "%s%.*s", added.length == 0 ? "" : " ", (int)length, term);
            if (one)
                TRY(add_terms(call, &added));
        }
    }
    return add_terms(call, &added);
}

void
index_committed(struct call *call)
{
    call->desk->index_current = call->desk->index_current || call->log->index_checked;
}

void
index_rolled_back(struct call *call)
{
    if (call->log->index_added)
        memset(call->desk->index_known, 0, sizeof call->desk->index_known);
}

int
index_beginning(const struct call *call, enum search_room room)
{
    return store_engine(call->store) == ENGINE_SQLITE || room == SEARCH_TEXTS ? BEGINNING
                                                                              : NAMES_BEGINNING;
}

/* The first letters of each word, as words that no text has: PostgreSQL gathers the rows of all words that begin with
 * something, of all owners. Without a place and a weight they count as those of a body. */
static void
add_beginnings(struct buffer *out, const char *term, size_t length, const char *place, int most)
{
    size_t end = 0;
    for (int letters = 1; letters <= most; letters++) {
        do
            end++;
        while (end < length && ((unsigned char)term[end] & 0xc0) == 0x80);
        if (end >= length)
            return;
        if (letters > 1)
            buffer_print(out, " '%.*s*'%s", (int)end, term, place);
    }
}

/* Terms as a tsvector is written. Heads weigh more; PostgreSQL counts places up to 16,383 itself. */
static void
add_lexemes(struct buffer *out, const char *terms, char weight, int *place, int beginning)
{
    char said[16];
    while (*terms != '\0') {
        size_t length = strcspn(terms, " ");
        if (out->length + (size_t)(beginning + 1) * (length + sizeof said) > WORDS_MAX)
            return;
        (void)snprintf(said, sizeof said, ":%d%c", ++*place, weight);
        buffer_print(out, " '%.*s'%s", (int)length, terms, said);
        add_beginnings(out, terms, length, weight == 'A' ? said : "", beginning);
        terms += length + (terms[length] == ' ');
    }
}

static const char *
as_vector(struct call *call, enum search_room room, const char *head, const char *body)
{
    struct buffer out;
    int place = 0, beginning = index_beginning(call, room);
    buffer_open(&out, call->arena, WORDS_MAX);
    add_lexemes(&out, head, 'A', &place, beginning);
    place++;
    add_lexemes(&out, body, 'D', &place, beginning);
    return buffer_read(&out);
}

static struct doc *
row_params(struct call *call, int64_t doc, const struct noun *noun, struct index_words words)
{
    struct doc *params = call_params(call);
    doc_set_int(params, "doc", doc);
    doc_set_text(params, "noun", noun->name);
    doc_set_text(params, "head", words.head);
    doc_set_text(params, "body", words.body);
    return params;
}

static void
count_bytes(struct call *call, struct index_words words)
{
    call->log->index_bytes += (int64_t)(strlen(words.head) + strlen(words.body));
}

/* A row that is not in the index yet must not be taken out: FTS5 believes what it is told. */
static enum status
drop(struct call *call, const struct noun *noun, int64_t doc, struct index_words words)
{
    struct doc *params = row_params(call, doc, noun, words), *known;
    enum status status = store_row(call->store, call->arena, &sql_search_row_read, params, &known);
    if (status != STATUS_OK)
        return status == STATUS_MISSING ? STATUS_OK : status;
    TRY(store_run(call->store, index_rooms[noun->room].drop, params, NULL));
    count_bytes(call, words);
    return store_run(call->store, &sql_search_row_drop, params, NULL);
}

static enum status
add_words(struct call *call, const struct noun *noun, int64_t doc, struct index_words words)
{
    bool sqlite = store_engine(call->store) == ENGINE_SQLITE;
    struct index_words put = words;
    if (!sqlite)
        put.head = as_vector(call, noun->room, words.head, words.body);
    struct doc *params = row_params(call, doc, noun, put);
    TRY(store_later(call->store, index_rooms[noun->room].put, params));
    if (sqlite)
        TRY(store_later(call->store, &sql_search_row_put, params));
    count_bytes(call, words);
    TRY(add_vocabulary(call, words.head));
    return add_vocabulary(call, words.body);
}

enum status
index_add(struct call *call, const struct noun *noun, int64_t doc, struct index_words words)
{
    int64_t begun_ms = clock_coarse_ms() - store_later_ms(call->store, "");
    enum status status = add_words(call, noun, doc, words);
    call->log->index_ms += clock_coarse_ms() - store_later_ms(call->store, "") - begun_ms;
    return status;
}

int64_t
index_spent_ms(const struct call *call)
{
    return call->log == NULL ? 0 : call->log->index_ms;
}

static bool
is_nothing(struct index_words words)
{
    return words.head[0] == '\0' && words.body[0] == '\0';
}

static enum status
write_change(struct call *call, const struct index_change *change)
{
    if (!is_nothing(change->old))
        TRY(drop(call, change->noun, change->doc, change->old));
    if (is_nothing(change->new))
        return STATUS_OK;
    return index_add(call, change->noun, change->doc, change->new);
}

void
index_wait(struct call *call, struct index_change change)
{
    struct record_log *log = call->log;
    struct index_change *waiting = arena_take(call->arena, sizeof *waiting);
    change.next = log->index_waiting;
    change.n = log->index_waiting_count++;
    *waiting = change;
    log->index_waiting = waiting;
}

enum status
index_put(struct call *call, const struct noun *noun, const struct doc *before,
          const struct doc *after)
{
    struct index_change change = {.noun = noun};
    if (noun->room == SEARCH_NOWHERE || call->desk->terms == NULL)
        return STATUS_OK;
    TRY(index_begin_anew(call));
    change.old = index_words(call->desk, call->arena, noun, before);
    change.new = index_words(call->desk, call->arena, noun, after);
    if (strcmp(change.old.head, change.new.head) == 0 &&
        strcmp(change.old.body, change.new.body) == 0)
        return STATUS_OK;
    change.doc = doc_int_of(after == NULL ? before : after, "doc");
    if (call->log->undoes == NULL)
        return write_change(call, &change);
    index_wait(call, change);
    return STATUS_OK;
}

enum status
index_put_new(struct call *call, const struct noun *noun, int64_t doc, struct index_words words)
{
    if (noun->room == SEARCH_NOWHERE || call->desk->terms == NULL || is_nothing(words))
        return STATUS_OK;
    TRY(index_begin_anew(call));
    return index_add(call, noun, doc, words);
}

static int
by_doc(const void *a, const void *b)
{
    const struct index_change *const *left = a, *const *right = b;
    if ((*left)->doc != (*right)->doc)
        return (*left)->doc < (*right)->doc ? -1 : 1;
    return (*left)->n < (*right)->n ? -1 : 1;
}

/* An undo meets the newest rows first, and FTS5 writes all that it holds whenever a number is lower than the
 * one before it: so the words wait for their order. */
static enum status
write_waiting(struct call *call)
{
    struct record_log *log = call->log;
    size_t count = (size_t)log->index_waiting_count, at = count;
    if (count == 0)
        return STATUS_OK;
    struct index_change **sorted = arena_take(call->arena, count * sizeof(struct index_change *));
    for (struct index_change *change = log->index_waiting; change != NULL; change = change->next)
        sorted[--at] = change;
    log->index_waiting = NULL;
    log->index_waiting_count = 0;
    qsort(sorted, count, sizeof *sorted, by_doc);
    for (size_t i = 0; i < count; i++)
        TRY(write_change(call, sorted[i]));
    return STATUS_OK;
}

/* A number of FTS5's records: seven bits a byte, high ones first. */
static int64_t
varint(const unsigned char **at, const unsigned char *end)
{
    int64_t value = 0;
    for (int i = 0; i < 8 && *at < end; i++) {
        unsigned char byte = *(*at)++;
        value = value << 7 | (byte & 0x7f);
        if ((byte & 0x80) == 0)
            break;
    }
    return value;
}

/* One level of FTS5's structure record: how many segments are being merged, how many there are; then for each its
 * number, its first and its last page. */
struct level {
    int64_t merging, pieces, pages;
};

static struct level
read_level(const unsigned char **at, const unsigned char *end)
{
    struct level level = {.merging = varint(at, end), .pieces = varint(at, end)};
    for (int64_t i = 0; i < level.pieces && *at < end; i++) {
        (void)varint(at, end);
        int64_t first = varint(at, end);
        level.pages += varint(at, end) - first + 1;
    }
    return level;
}

/* FTS5 takes the level with the most segments, or the lowest that it has begun with. */
static bool
is_taken(const struct level *level, const struct level *best)
{
    return level->merging > 0 ? level->merging > best->pieces : level->pieces > best->pieces;
}

/* The record: a cookie of four bytes, the numbers of levels and segments, a count of writes; then the levels. */
static enum status
look_at(struct call *call, const struct index_room *room, struct index_state *state)
{
    struct doc *row;
    enum status status = store_row(call->store, call->arena, room->shape, call_params(call), &row);
    if (status != STATUS_OK)
        return status == STATUS_MISSING ? STATUS_OK : status;
    const struct doc *block = doc_get(row, "block");
    if (block->kind != DOC_TEXT || block->count < 8)
        return STATUS_OK;
    const unsigned char *at = (const unsigned char *)block->text + 4;
    const unsigned char *end = (const unsigned char *)block->text + block->count;
    int64_t levels = varint(&at, end), pieces = varint(&at, end);
    struct level best = {.pieces = 0};
    (void)varint(&at, end);
    for (int64_t i = 0; i < levels && at < end; i++) {
        struct level level = read_level(&at, end);
        if (i == 0 && level.pieces > state->level)
            state->level = level.pieces;
        if (is_taken(&level, &best))
            best = level;
        if (level.merging > 0)
            break;
    }
    bool merges = best.merging > 0 || best.pieces >= MERGED_AT_ONCE;
    state->pieces = pieces > state->pieces ? pieces : state->pieces;
    state->merges = state->merges || merges;
    state->large = state->large || (merges && best.pages > LARGE_PAGES);
    return STATUS_OK;
}

bool
index_is_old(const struct call *call, const struct doc *row)
{
    return doc_int_of(row, "version") != call->desk->terms_version && doc_bool_of(row, "used");
}

enum status
index_look(struct call *call, struct index_state *out_state)
{
    struct index_state state = {.complete = true};
    struct doc *row;
    TRY(look_at(call, &index_rooms[SEARCH_NAMES], &state));
    TRY(look_at(call, &index_rooms[SEARCH_TEXTS], &state));
    if (!call->desk->index_current) {
        TRY(store_row(call->store, call->arena, &sql_search_version_read, call_params(call), &row));
        state.complete = !index_is_old(call, row);
    }
    enum status status =
        store_row(call->store, call->arena, &sql_search_fill_read, call_params(call), &row);
    if (status != STATUS_OK && status != STATUS_MISSING)
        return status;
    state.complete = state.complete && status == STATUS_MISSING;
    *out_state = state;
    return STATUS_OK;
}

enum status
index_merge(struct call *call, const struct index_room *room, bool large, int64_t pages,
            bool *out_merged)
{
    struct index_state state = {.pieces = 0};
    TRY(look_at(call, room, &state));
    *out_merged = state.merges && (large || !state.large);
    if (!*out_merged)
        return STATUS_OK;
    struct doc *params = call_params(call);
    doc_set_int(params, "pages", pages);
    return store_run(call->store, room->merge, params, NULL);
}

static enum status
merge_some(struct call *call, const struct index_room *room, int64_t pages)
{
    struct index_state state = {.pieces = 0};
    TRY(look_at(call, room, &state));
    if (state.level < (call->log->index_bytes < LARGE ? NEW_PIECES_MOST : LARGE_PIECES_MOST))
        return STATUS_OK;
    struct doc *params = call_params(call);
    doc_set_int(params, "pages", pages);
    return store_run(call->store, room->merge, params, NULL);
}

enum status
index_finish(struct call *call)
{
    TRY(write_waiting(call));
    if (call->log->index_bytes == 0)
        return STATUS_OK;
    if (!call->desk->kept)
        TRY(index_fill_some(call));
    int64_t pages = PAGES_LEAST + call->log->index_bytes / PAGE_BYTES * 4;
    if (pages > PAGES_MOST)
        pages = PAGES_MOST;
    TRY(merge_some(call, &index_rooms[SEARCH_NAMES], pages));
    return merge_some(call, &index_rooms[SEARCH_TEXTS], pages);
}
