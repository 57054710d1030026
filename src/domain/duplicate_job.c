/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hash.h"
#include "domain/common.h"
#include "domain/duplicates.h"
#include "method/reach.h"

#include <stdlib.h>
#include <string.h>

/* People are not compared one with all: each is laid under the keys of its name and addresses, and only
 * those under one key are compared. The keys go into heaps by their first bits, so that no slice needs
 * more than one heap in memory; the pairs of them into heaps again, so that each is judged once. */
enum {
    HEAPS = 64,
    PEOPLE_AT_ONCE = 200,
    ENTRIES_OF_SLICE = 1 << 18, /* a slice ends when it has as many */
    KEYS_OF_POINTS = 60,        /* of one person: names of one more are enough */
    UNDER_KEY_MOST = 24,        /* a key that more have says nothing by itself */
    PAIRS_OF_HEAP = 1 << 20,
    ASKS = 1,   /* bit of a key: method/names.h */
    REACHES = 2 /* bit of a key: an address, a profile or a card, where names may differ */
};

struct entry {
    uint64_t key; /* or the smaller number of a pair */
    int64_t doc;  /* or twice the larger; one more when both are reached at one address */
};

struct heap {
    struct entry *entries;
    size_t count, capacity;
};

static void
heap_add(struct arena *arena, struct heap *heap, struct entry entry)
{
    if (heap->count == heap->capacity) {
        size_t capacity = heap->capacity == 0 ? 256 : heap->capacity * 2;
        struct entry *entries = arena_take(arena, capacity * sizeof *entries);
        if (heap->count > 0)
            memcpy(entries, heap->entries, heap->count * sizeof *entries);
        heap->entries = entries;
        heap->capacity = capacity;
    }
    heap->entries[heap->count++] = entry;
}

static enum status
heap_store(struct call *call, const struct heap *heap, int64_t number, int64_t n)
{
    struct doc *params = call_params(call);
    if (heap->count == 0)
        return STATUS_OK;
    struct doc data = doc_text_n((const char *)heap->entries, heap->count * sizeof *heap->entries);
    doc_set_int(params, "heap", number);
    doc_set_int(params, "n", n);
    doc_set(params, "data", data);
    return store_run(call->store, &sql_duplicate_heap_insert, params, NULL);
}

struct loading {
    struct arena *arena;
    struct heap *heap;
};

static enum status
load_chunk(void *context, const struct doc *row)
{
    struct loading *loading = context;
    const struct doc *data = doc_get(row, "data");
    for (size_t at = 0; at + sizeof(struct entry) <= data->count; at += sizeof(struct entry)) {
        struct entry entry;
        memcpy(&entry, data->text + at, sizeof entry);
        heap_add(loading->arena, loading->heap, entry);
    }
    return STATUS_OK;
}

static int
in_order(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    if (left->key != right->key)
        return left->key < right->key ? -1 : 1;
    return left->doc < right->doc ? -1 : left->doc > right->doc;
}

/* A heap as it was stored, sorted, each entry once. */
static enum status
heap_load(struct call *call, int64_t number, struct heap *out_heap)
{
    struct heap heap = {0};
    struct loading loading = {call->arena, &heap};
    struct doc *params = call_params(call);
    doc_set_int(params, "heap", number);
    TRY(store_each(call->store, &sql_duplicate_heap_list, params, load_chunk, &loading));
    size_t kept = 0;
    if (heap.count > 1)
        qsort(heap.entries, heap.count, sizeof *heap.entries, in_order);
    for (size_t i = 0; i < heap.count; i++)
        if (kept == 0 || in_order(&heap.entries[kept - 1], &heap.entries[i]) != 0)
            heap.entries[kept++] = heap.entries[i];
    heap.count = kept;
    *out_heap = heap;
    return STATUS_OK;
}

static uint64_t
mixed(uint64_t value)
{
    value = (value ^ (value >> 31)) * 0x9e3779b97f4a7c15u;
    return value ^ (value >> 29);
}

/* ---- keys ---- */

struct keys {
    struct arena *arena;
    struct heap heaps[HEAPS];
    size_t count;
};

static void
add_key(struct keys *keys, uint64_t key, int64_t doc)
{
    heap_add(keys->arena, &keys->heaps[key >> 58], (struct entry){key, doc});
    keys->count++;
}

static void
add_text_key(struct keys *keys, char kind, const char *value, int64_t doc)
{
    if (*value != '\0')
        add_key(keys, mixed(hash_text(hash_byte(HASH_BEGIN, kind), value)) | ASKS | REACHES, doc);
}

static void
add_link(struct keys *keys, const char *key, int64_t doc)
{
    if (link_is_profile(key))
        add_text_key(keys, 'l', key, doc);
}

static void
add_person(struct keys *keys, struct arena *arena, const struct doc *row)
{
    uint64_t of_name[NAME_KEYS_MAX];
    int64_t doc = doc_int_of(row, "doc");
    struct identity identity = identity_of(arena, nicknames_known(), row, NULL);
    int count = name_keys(identity.name, of_name);
    for (int i = 0; i < count; i++)
        add_key(keys, of_name[i] & ~(uint64_t)REACHES, doc);
    add_link(keys, doc_text_of(row, "profile_key"), doc);
    add_text_key(keys, 'u', doc_text_of(row, "uid"), doc);
}

static void
add_points(struct keys *keys, const struct doc *points)
{
    int64_t parent = 0;
    int of_parent = 0;
    for (uint32_t i = 0; i < doc_count(points); i++) {
        const struct doc *point = doc_item(points, i);
        const char *kind = doc_text_of(point, "kind"), *value = doc_text_of(point, "value_key");
        int64_t doc = doc_int_of(point, "parent");
        of_parent = doc == parent ? of_parent + 1 : 0;
        parent = doc;
        if (of_parent >= KEYS_OF_POINTS)
            continue;
        if (strcmp(kind, "phone") == 0) {
            char digits[PHONE_DIGITS_COMPARED + 1];
            phone_digits(value, digits);
            add_text_key(keys, 'n', digits, doc);
        } else if (strcmp(kind, "link") == 0) {
            add_link(keys, value, doc);
        } else if (strcmp(kind, "email") == 0 && !mailbox_is_shared(value)) {
            add_text_key(keys, 'e', value, doc);
        }
    }
}

static enum status
store_keys(struct call *call, const struct keys *keys, int64_t n)
{
    for (int i = 0; i < HEAPS; i++)
        TRY(heap_store(call, &keys->heaps[i], i, n));
    return STATUS_OK;
}

static enum status
key_slice(struct call *call, struct job *job)
{
    ARENA_HERE struct arena names;
    struct keys *keys = arena_alloc(call->arena, sizeof *keys);
    struct doc *params = call_params(call), *people, *points;
    int64_t after = doc_int_of(job->input, "after"), n = doc_int_of(job->input, "n");
    uint32_t found = 0;
    arena_open(&names);
    keys->arena = call->arena;
    do {
        doc_set_int(params, "after_doc", after);
        doc_set_int(params, "limit", PEOPLE_AT_ONCE);
        TRY(call_rows_of(call, &sql_duplicate_people, params, &people));
        found = doc_count(people);
        if (found == 0)
            break;
        doc_set_int(params, "last_doc", doc_int_of(doc_item(people, found - 1), "doc"));
        for (uint32_t i = 0; i < found; i++)
            add_person(keys, &names, doc_item(people, i));
        arena_reset(&names);
        TRY(store_rows(call->store, call->arena, &sql_duplicate_points, params, &points));
        add_points(keys, points);
        after = doc_int_of(params, "last_doc");
        job->progress += found;
    } while (found == PEOPLE_AT_ONCE && keys->count < ENTRIES_OF_SLICE && !job_is_over(job));
    TRY(store_keys(call, keys, n));
    doc_set_int(job->input, "after", after);
    doc_set_int(job->input, "n", n + 1);
    if (found < PEOPLE_AT_ONCE) {
        doc_set_text(job->input, "phase", "pairs");
        doc_set_int(job->input, "people", job->progress);
        job->total = job->progress + 2 * HEAPS;
    }
    return STATUS_OK;
}

/* ---- pairs ---- */

static bool
same_key(const struct entry *a, const struct entry *b)
{
    return (a->key | ASKS) == (b->key | ASKS);
}

/* Lay each two who stand under one key, and of whom one asks, into the heap of the smaller number: the
 * pairs of one person are judged together. */
static size_t
add_pairs(struct arena *arena, struct heap *pairs, const struct entry *begin,
          const struct entry *end)
{
    size_t count = 0;
    bool reached = (begin->key & REACHES) != 0 && end - begin <= SAMENESS_NAMES;
    for (const struct entry *a = begin; a < end; a++)
        for (const struct entry *b = a + 1; b < end; b++) {
            if (a->doc == b->doc || ((a->key | b->key) & ASKS) == 0)
                continue;
            bool turned = a->doc > b->doc;
            struct entry pair = {(uint64_t)(turned ? b->doc : a->doc),
                                 (turned ? a->doc : b->doc) * 2 + reached};
            heap_add(arena, &pairs[mixed(pair.key) >> 58], pair);
            count++;
        }
    return count;
}

static enum status
pair_heap(struct call *call, int64_t number)
{
    struct heap heap, pairs[HEAPS] = {{0}};
    size_t count = 0;
    TRY(heap_load(call, number, &heap));
    for (size_t begin = 0, end; begin < heap.count; begin = end) {
        for (end = begin + 1;
             end < heap.count && same_key(&heap.entries[begin], &heap.entries[end]);)
            end++;
        if (end - begin <= UNDER_KEY_MOST && count < PAIRS_OF_HEAP)
            count += add_pairs(call->arena, pairs, heap.entries + begin, heap.entries + end);
    }
    for (int i = 0; i < HEAPS; i++)
        TRY(heap_store(call, &pairs[i], HEAPS + i, number));
    return STATUS_OK;
}

static enum status
pair_slice(struct call *call, struct job *job)
{
    int64_t number = doc_int_of(job->input, "heap");
    do {
        TRY(pair_heap(call, number++));
        job->progress++;
    } while (number < HEAPS && !job_is_over(job));
    doc_set_int(job->input, "heap", number);
    if (number < HEAPS)
        return STATUS_OK;
    struct doc *params = call_params(call);
    doc_set_int(params, "first", 0);
    doc_set_int(params, "last", HEAPS - 1);
    doc_set_text(job->input, "phase", "judge");
    return store_run(call->store, &sql_duplicate_heap_clear, params, NULL);
}

/* ---- judgments ---- */

static enum status
judge_pair(struct call *call, const struct job *job, const struct entry *pair,
           struct suspect *person)
{
    struct suspect other;
    struct sameness sameness;
    enum status status = STATUS_OK;
    if (person->doc != (int64_t)pair->key)
        status = suspect_read(call, (int64_t)pair->key, person);
    if (status == STATUS_OK)
        status = suspect_read(call, pair->doc / 2, &other);
    if (status == STATUS_MISSING) /* removed meanwhile */
        return STATUS_OK;
    TRY(status);
    TRY(suspects_judge(call, person, &other, pair->doc % 2 != 0, &sameness));
    if (sameness.score < SAMENESS_SHOWN)
        return STATUS_OK;
    struct doc *params = call_params(call);
    doc_set_int(params, "search", doc_int_of(job->input, "search"));
    doc_set_int(params, "score", sameness.score);
    doc_set_int(params, "person", person->doc);
    doc_set_int(params, "other", other.doc);
    return store_run(call->store, &sql_duplicate_pair_insert, params, NULL);
}

/* A pair that was met in both ways comes twice, reached at one address behind. */
static bool
comes_again(const struct heap *heap, size_t at)
{
    const struct entry *pair = &heap->entries[at];
    return at + 1 < heap->count && pair[1].key == pair->key && pair[1].doc / 2 == pair->doc / 2;
}

static enum status
judge_slice(struct call *call, struct job *job)
{
    struct suspect person = {.doc = 0};
    int64_t number = doc_int_of(job->input, "judged");
    size_t at = (size_t)doc_int_of(job->input, "at");
    do {
        struct heap heap;
        TRY(heap_load(call, HEAPS + number, &heap));
        job->begun_bytes = call->arena->total; /* the heap itself is no reason to end */
        while (at < heap.count) {
            if (!comes_again(&heap, at))
                TRY(judge_pair(call, job, &heap.entries[at], &person));
            at++;
            if (job_is_over(job))
                break;
        }
        if (at < heap.count)
            break;
        number++;
        at = 0;
        job->progress++;
    } while (number < HEAPS && !job_is_over(job));
    doc_set_int(job->input, "judged", number);
    doc_set_int(job->input, "at", (int64_t)at);
    job->finished = number == HEAPS;
    return STATUS_OK;
}

static enum status
search_slice(struct call *call, struct job *job)
{
    const char *phase = doc_text_of(job->input, "phase");
    if (strcmp(phase, "pairs") == 0)
        return pair_slice(call, job);
    return strcmp(phase, "judge") == 0 ? judge_slice(call, job) : key_slice(call, job);
}

/* The heaps go in every case. A search that came to its end takes the place of the one before. */
static enum status
search_ended(struct call *call, struct job *job, const char *state)
{
    struct doc *params = call_params(call), *before;
    doc_set_int(params, "first", 0);
    doc_set_int(params, "last", 2 * HEAPS - 1);
    doc_set_int(params, "search", doc_int_of(job->input, "search"));
    TRY(store_run(call->store, &sql_duplicate_heap_clear, params, NULL));
    if (strcmp(state, "done") != 0) {
        TRY(store_run(call->store, &sql_duplicate_pair_drop, params, NULL));
        TRY(call_row_of(call, &sql_duplicate_search_read, params, &before));
        doc_set(params, "search", *doc_get(before, "search"));
        doc_set(params, "searched_at", *doc_get(before, "searched_at"));
        doc_set(params, "people", *doc_get(before, "people"));
        return store_run(call->store, &sql_duplicate_search_save, params, NULL);
    }
    TRY(store_run(call->store, &sql_duplicate_pair_forget, params, NULL));
    doc_set_int(params, "searched_at", call->now);
    doc_set_int(params, "people", doc_int_of(job->input, "people"));
    return store_run(call->store, &sql_duplicate_search_save, params, NULL);
}

const struct job_kind duplicate_job = {
    .name = "duplicate find", .slice = search_slice, .ended = search_ended};
