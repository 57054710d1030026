/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/search_match.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "call/index.h"
#include "domain/common.h"

#include <string.h>

enum {
    MATCH_MAX = 256 * 1024,
    /* An unfinished word is looked up as the words that begin so. Opening many costs more than letting the
     * engine collect the rows of all of them, which it does for every owner at once. */
    WORDS_MOST_SQLITE = 128,
    WORDS_MOST_POSTGRES = 1000,
    NEWEST_POSTGRES = 200
};

struct writing {
    struct call *call;
    struct buffer *out;
    bool sqlite;
    size_t beginning; /* letters, index_beginning */
};

int
search_newest(const struct call *call)
{
    return store_engine(call->store) == ENGINE_SQLITE ? SEARCH_NEWEST_MOST : NEWEST_POSTGRES;
}

static void
write_word(const struct writing *writing, const char *word)
{
    buffer_print(writing->out, writing->sqlite ? "\"%s\"" : "'%s'", word);
}

/* The words in the list that begin so; as many as `most` mean that there are too many. */
static enum status
words_that_begin(struct call *call, const char *prefix, int most, struct doc **out_words)
{
    struct doc *params = doc_map(call->arena);
    doc_set_text(params, "least", prefix);
    doc_set_text(params, "below", arena_print(call->arena, "%s\xf4\x8f\xbf\xbf", prefix));
    doc_set_int(params, "limit", most);
    return store_rows(call->store, call->arena, &sql_search_term_list, params, out_words);
}

static enum status
write_prefix(const struct writing *writing, const char *prefix)
{
    size_t letters = utf8_length(prefix);
    struct doc *words;
    struct buffer *out = writing->out;
    if (letters <= writing->beginning) {
        if (writing->sqlite)
            buffer_print(out, "\"%s\"*", prefix);
        else
            buffer_print(out, "('%s' | '%s*')", prefix, prefix);
        return STATUS_OK;
    }
    if (strpbrk(prefix, "0123456789") != NULL) { /* the list has no words with digits */
        buffer_print(out, writing->sqlite ? "\"%s\"*" : "'%s':*", prefix);
        return STATUS_OK;
    }
    int most = writing->sqlite ? WORDS_MOST_SQLITE : WORDS_MOST_POSTGRES;
    TRY(words_that_begin(writing->call, prefix, most + 1, &words));
    if (doc_count(words) == 0 || doc_count(words) > (uint32_t)most) {
        buffer_print(out, writing->sqlite ? "\"%s\"*" : "'%s':*", prefix);
        return STATUS_OK;
    }
    buffer_byte(out, '(');
    write_word(writing, prefix); /* whether the list has it or not */
    for (uint32_t i = 0; i < doc_count(words); i++) {
        buffer_text(out, writing->sqlite ? " OR " : " | ");
        write_word(writing, doc_text_of(doc_item(words, i), "term"));
    }
    buffer_byte(out, ')');
    return STATUS_OK;
}

static void
write_phrase(const struct writing *writing, const struct asked_way *way)
{
    if (writing->sqlite) {
        for (int i = 0; i < way->count; i++)
            buffer_print(writing->out, "%s%s", i == 0 ? "\"" : " ", way->words[i].text);
        buffer_byte(writing->out, '"');
        return;
    }
    for (int i = 0; i < way->count; i++) {
        buffer_text(writing->out, i == 0 ? "(" : " <-> ");
        write_word(writing, way->words[i].text);
    }
    buffer_byte(writing->out, ')');
}

static enum status
write_way(const struct writing *writing, const struct asked_way *way)
{
    if (way->adjacent) {
        write_phrase(writing, way);
        return STATUS_OK;
    }
    for (int i = 0; i < way->count; i++) {
        buffer_text(writing->out, i == 0 ? "(" : writing->sqlite ? " AND " : " & ");
        if (way->words[i].prefix)
            TRY(write_prefix(writing, way->words[i].text));
        else
            write_word(writing, way->words[i].text);
    }
    buffer_byte(writing->out, ')');
    return STATUS_OK;
}

enum status
search_match_text(struct call *call, enum search_room room, const struct asked *asked,
                  const char **out_text)
{
    struct buffer text, *out = &text;
    buffer_open(out, call->arena, MATCH_MAX);
    struct writing writing = {.call = call,
                              .out = out,
                              .sqlite = store_engine(call->store) == ENGINE_SQLITE,
                              .beginning = (size_t)index_beginning(call, room)};
    for (int p = 0; p < asked->count; p++) {
        buffer_text(out, p == 0 ? "(" : writing.sqlite ? " AND (" : " & (");
        for (int w = 0; w < asked->parts[p].count; w++) {
            if (w > 0)
                buffer_text(out, writing.sqlite ? " OR " : " | ");
            TRY(write_way(&writing, &asked->parts[p].ways[w]));
        }
        buffer_byte(out, ')');
    }
    TRY(buffer_status(out));
    *out_text = buffer_read(out);
    return STATUS_OK;
}

struct collecting {
    struct search_hits *hits;
    struct call *call;
};

/* The name of a noun that lives as long as the program. */
static const char *
noun_name(const char *name)
{
    const struct noun *noun = record_noun(name);
    return noun == NULL ? "" : noun->name;
}

static enum status
collect(void *context, const struct doc *row)
{
    struct collecting *collecting = context;
    struct search_hits *hits = collecting->hits;
    if (hits->count == hits->most)
        return STATUS_INVALID;
    struct search_hit *hit = &hits->items[hits->count];
    const char *noun = doc_text_of(row, "noun");
    hit->doc = doc_int_of(row, "doc");
    hit->score = (int)doc_int_of(row, "score");
    /* Most hits are of the noun of the one before. */
    hit->noun = hits->count > 0 && strcmp(hit[-1].noun, noun) == 0 ? hit[-1].noun : noun_name(noun);
    hits->count++;
    return STATUS_OK;
}

enum status
search_hits(struct call *call, enum search_room room, const struct asked *asked, int64_t before_doc,
            int most, struct search_hits *out_hits)
{
    const char *match;
    struct doc *params = call_params(call);
    *out_hits = (struct search_hits){.most = most};
    if (asked->count == 0)
        return STATUS_OK;
    TRY(search_match_text(call, room, asked, &match));
    out_hits->items = arena_alloc(call->arena, sizeof *out_hits->items * (size_t)most);
    doc_set_text(params, "match", match);
    doc_set_int(params, "before_doc", before_doc);
    doc_set_int(params, "newest", most);
    struct collecting collecting = {.hits = out_hits, .call = call};
    return store_each(call->store,
                      room == SEARCH_NAMES ? &sql_search_names_hits : &sql_search_texts_hits,
                      params, collect, &collecting);
}
