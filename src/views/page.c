/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/page.h"

#include "text/catalog.h"
#include "views/escape.h"
#include "views/steps.h"
#include "views/value.h"
#include "views/words.h"

#include <string.h>

bool page_strict;

static char unknown[PAGE_NAME_MAX + 1];

/* A scope: the envelope, the document, then one for each section at work. */
struct frame {
    const struct doc *value;
    uint64_t serial; /* names the chain of shapes from here outwards */
    const struct doc *list;
    uint32_t index;    /* of the item in the list */
    uint32_t position; /* what {{@}} says */
};

struct show {
    const struct page *page;
    const struct reader *reader;
    struct buffer *buffer;
    bool english;
    bool missed; /* a name was nowhere */
    struct frame *top;
    struct frame frames[PAGE_DEPTH_MAX + 2];
};

static const struct doc nothing = {.kind = DOC_NULL};

/* Grows for the life of the process, so that what a cache remembers of another answer never fits. */
static uint64_t last_serial;

const char *
page_unknown(void)
{
    return unknown;
}

/* ---- names ---- */

static void
miss(struct show *show, const char *first, const char *second)
{
    size_t length = strnlen(first, PAGE_NAME_MAX);
    memcpy(unknown, first, length);
    unknown[length] = '\0';
    if (second != NULL && length + 1 + strlen(second) <= PAGE_NAME_MAX) {
        unknown[length] = '.';
        memcpy(unknown + length + 1, second, strlen(second) + 1);
    }
    show->missed = true;
}

/* The part with each @ replaced by the position. */
static const char *
with_position(struct show *show, const char *part)
{
    if (strchr(part, '@') == NULL)
        return part;
    struct buffer name;
    buffer_open(&name, show->buffer->arena, 2 * (size_t)PAGE_NAME_MAX);
    for (; *part != '\0'; part++) {
        if (*part == '@')
            buffer_print(&name, "%u", show->top->position);
        else
            buffer_byte(&name, *part);
    }
    return buffer_read(&name);
}

/* The innermost scope that has the name. */
static const struct doc *
find_first(struct show *show, const char *part, unsigned flags, struct page_cache *cache)
{
    for (const struct frame *frame = show->top; frame >= show->frames; frame--) {
        if (frame->value->kind != DOC_MAP ||
            (frame == show->frames + 1 && (flags & NAME_ENVELOPE) != 0))
            continue;
        const struct doc_map *map = frame->value->map;
        int slot = doc_slot(map->shape, part);
        if (slot < 0 || (uint32_t)slot >= frame->value->count)
            continue;
        cache->serial = show->top->serial;
        cache->depth = (uint32_t)(frame - show->frames);
        cache->slot = (uint32_t)slot;
        return &map->values[slot];
    }
    return NULL;
}

static const struct doc *
find_rest(struct show *show, const struct doc *value, const char *part, unsigned count,
          unsigned flags)
{
    for (const char *first = part; count > 0 && value->kind != DOC_NULL; count--) {
        part += strlen(part) + 1;
        const char *key = (flags & NAME_POSITION) != 0 ? with_position(show, part) : part;
        if (!doc_has(value, key)) {
            if ((flags & NAME_LENIENT) == 0)
                miss(show, first, key);
            return &nothing;
        }
        value = doc_get(value, key);
    }
    return value;
}

static const struct doc *
find_slowly(struct show *show, const char *name, struct page_cache *cache)
{
    unsigned count = (unsigned char)name[0], flags = (unsigned char)name[1];
    if (count == 0)
        return show->top->value;
    const struct doc *value = find_first(show, name + 2, flags, cache);
    if (value == NULL) {
        if ((flags & NAME_LENIENT) == 0)
            miss(show, name + 2, NULL);
        return &nothing;
    }
    return count == 1 ? value : find_rest(show, value, name + 2, count - 1, flags);
}

static inline const struct doc *
find(struct show *show, uint32_t offset, struct page_cache *cache)
{
    const char *name = show->page->text + offset;
    if (cache->serial == show->top->serial && name[0] == 1) {
        const struct doc *scope = show->frames[cache->depth].value;
        if (cache->slot < scope->count)
            return &scope->map->values[cache->slot];
    }
    return find_slowly(show, name, cache);
}

/* ---- values ---- */

static struct doc
value_of(struct show *show, const struct step *step)
{
    const char *name = show->page->text + step->name;
    unsigned flags = (unsigned char)name[1];
    if (name[0] == 0 && (flags & NAME_POSITION) != 0)
        return doc_int(show->top->position + ((flags & NAME_FROM_ONE) != 0 ? 1 : 0));
    return *find(show, step->name, &show->page->caches[step->cache]);
}

static void
show_other(struct show *show, const struct step *step)
{
    struct doc value = value_of(show, step);
    struct arena *arena = show->buffer->arena;
    if (step->format != FORMAT_PLAIN)
        value = value_format(show->reader, arena, step->format, &value);
    if (value.kind == DOC_MARKUP && step->place == PLACE_TEXT) {
        buffer_add(show->buffer, value.text, value.count);
    } else if (value.kind != DOC_NULL) {
        const char *text = value_text(arena, &value);
        escape_add(show->buffer, step->place, text, strlen(text));
    }
}

/* Nearly all values are texts shown as they are. */
static inline void
show_value(struct show *show, const struct step *step)
{
    if (step->format != FORMAT_PLAIN || show->page->text[step->name] == 0) {
        show_other(show, step);
        return;
    }
    const struct doc *value = find(show, step->name, &show->page->caches[step->cache]);
    if (value->kind == DOC_TEXT)
        escape_add(show->buffer, step->place, value->text, value->count);
    else if (value->kind != DOC_NULL)
        show_other(show, step);
}

/* ---- words of codes ---- */

static bool
has_key(const struct doc *map, const char *key)
{
    return map->kind == DOC_MAP && doc_has(map, key);
}

/* The map in which the code stands: it holds the arguments too. */
static const struct doc *
arguments_of(struct show *show, const char *name)
{
    unsigned count = (unsigned char)name[0];
    const char *part = name + 2;
    for (const struct frame *frame = show->top; frame >= show->frames; frame--) {
        if (count == 0 || !has_key(frame->value, part))
            continue;
        const struct doc *map = frame->value;
        for (; count > 1; count--, part += strlen(part) + 1)
            map = doc_get(map, part);
        return map;
    }
    return show->top->value;
}

static const char *
code_of(struct show *show, const struct step *step, const char *group, const char *value)
{
    const char *within = show->page->text + step->text;
    struct arena *arena = show->buffer->arena;
    if (step->length == 0)
        return value;
    return group == NULL ? arena_print(arena, "%s.%s", within, value)
                         : arena_print(arena, "%s.%s.%s", group, within, value);
}

/* A field for which people may use words of their own has the code choice.FIELD. */
static bool
is_open_choice(const struct show *show, const struct step *step)
{
    return words_know(arena_print(show->buffer->arena, "choice.%s", show->page->text + step->text));
}

static void
show_words(struct show *show, const struct step *step)
{
    struct arena *arena = show->buffer->arena;
    struct doc value = value_of(show, step);
    const char *text = value_text(arena, &value);
    if (text[0] == '\0')
        return;
    bool choice = step->kind == STEP_CHOICE;
    const char *code = code_of(show, step, choice ? "choice" : NULL, text);
    const char *words = text;
    if (words_know(code))
        words =
            words_say(show->reader, arena, code, arguments_of(show, show->page->text + step->name));
    else if (!choice || !is_open_choice(show, step))
        miss(show, code, NULL);
    escape_add(show->buffer, step->place, words, strlen(words));
}

/* ---- sentences ---- */

static void
show_piece(struct show *show, const struct step *step)
{
    if (step->kind == STEP_VALUE)
        show_value(show, step);
    else
        show_words(show, step);
}

/* The piece among the English ones whose braces hold `name`. */
static const struct step *
piece_of(const struct show *show, const struct step *from, const struct step *until,
         const char *name, size_t length)
{
    for (const struct step *step = from; step < until; step++)
        if ((step->kind == STEP_VALUE || step->kind == STEP_CHOICE) &&
            step->hole_length == length && memcmp(show->page->text + step->hole, name, length) == 0)
            return step;
    return NULL;
}

static void
show_translation(struct show *show, const char *sentence, const struct step *step)
{
    const struct step *until = show->page->steps + step->jump;
    while (*sentence != '\0') {
        size_t run = strcspn(sentence, "{");
        escape_add(show->buffer, step->place, sentence, run);
        sentence += run;
        if (*sentence == '\0')
            return;
        size_t length = strcspn(sentence + 1, "}");
        const struct step *piece = piece_of(show, step + 1, until, sentence + 1, length);
        if (piece != NULL)
            show_piece(show, piece);
        sentence += 1 + length + (sentence[1 + length] == '}');
    }
}

static const struct step *
show_sentence(struct show *show, const struct step *step)
{
    if (show->english)
        return step + 1;
    struct page_cache *cache = &show->page->caches[step->cache];
    if (cache->catalog != show->reader->catalog) {
        cache->translation = catalog_text(show->reader->catalog, show->page->text + step->text);
        cache->catalog = show->reader->catalog;
    }
    show_translation(show, cache->translation, step);
    return show->page->steps + step->jump;
}

static const struct step *
show_plural(struct show *show, const struct step *step)
{
    const struct doc *count = find(show, step->name, &show->page->caches[step->cache]);
    int64_t number = count->kind == DOC_INT ? count->integer : 0;
    const char *one = show->page->text + step->text;
    const char *many = show->page->text + step->other;
    if (show->english) {
        const struct step *next = step + 1;
        while (number != 1 && next->kind != STEP_JUMP)
            next++;
        return number == 1 ? next : next + 1;
    }
    show_translation(show, catalog_plural(show->reader->catalog, one, many, number), step);
    return show->page->steps + step->jump;
}

/* ---- sections ---- */

/* The serial of the chain that a section makes: the same again for a map of the same shape, so that
 * the names in the section are looked up once for all rows. */
static uint64_t
serial_within(struct page_cache *cache, uint64_t parent, const struct doc *value)
{
    if (value->kind != DOC_MAP)
        return ++last_serial;
    const struct doc_shape *shape = value->map->shape;
    if (cache->parent != parent || cache->shape != shape || cache->count != value->count) {
        cache->parent = parent;
        cache->shape = shape;
        cache->count = value->count;
        cache->child = ++last_serial;
    }
    return cache->child;
}

static const struct step *
begin_each(struct show *show, const struct step *step)
{
    struct page_cache *cache = &show->page->caches[step->cache];
    const char *name = show->page->text + step->name;
    struct doc position = name[0] == 0 ? value_of(show, step) : nothing;
    const struct doc *value =
        name[0] == 0 && (name[1] & NAME_POSITION) != 0 ? &position : find(show, step->name, cache);
    if (doc_is_empty(value))
        return show->page->steps + step->jump;
    const struct frame *outer = show->top;
    struct frame *frame = ++show->top;
    *frame = *outer;
    frame->list = NULL;
    if (value->kind == DOC_LIST) {
        frame->list = value;
        frame->index = frame->position = 0;
        frame->value = value->list->items;
        frame->serial = serial_within(cache, outer->serial, frame->value);
    } else if (value->kind == DOC_MAP) {
        frame->value = value;
        frame->serial = serial_within(cache, outer->serial, value);
    }
    return step + 1;
}

static const struct step *
next_item(struct show *show, const struct step *step)
{
    struct frame *frame = show->top;
    if (frame->list == NULL || frame->index + 1 == frame->list->count) {
        show->top--;
        return step + 1;
    }
    const struct doc *before = frame->value;
    frame->value = &frame->list->list->items[++frame->index];
    frame->position = frame->index;
    if (before->kind != DOC_MAP || frame->value->kind != DOC_MAP ||
        before->map->shape != frame->value->map->shape || before->count != frame->value->count) {
        const struct step *body = show->page->steps + step->jump;
        frame->serial =
            serial_within(&show->page->caches[body[-1].cache], frame[-1].serial, frame->value);
    }
    return show->page->steps + step->jump;
}

static bool
is_word(struct show *show, const struct step *step, const char *word, size_t length)
{
    struct doc value = value_of(show, step);
    if (value.kind == DOC_TEXT)
        return value.count == length && memcmp(value.text, word, length) == 0;
    return strcmp(value_text(show->buffer->arena, &value), word) == 0;
}

static bool
same_texts(struct show *show, const struct step *step)
{
    struct step other = *step;
    other.name = step->other;
    other.cache = step->cache + 1;
    struct doc value = value_of(show, &other);
    const char *text = value_text(show->buffer->arena, &value);
    return is_word(show, step, text, strlen(text));
}

/* Where a condition goes on. */
static const struct step *
decide(struct show *show, const struct step *step)
{
    bool goes_in = false;
    struct doc value;
    switch ((enum step_kind)step->kind) {
    case STEP_UNLESS:
        value = value_of(show, step);
        goes_in = doc_is_empty(&value);
        break;
    case STEP_EQUALS:
    case STEP_DIFFERS:
        goes_in = is_word(show, step, show->page->text + step->text, step->length) ==
                  (step->kind == STEP_EQUALS);
        break;
    default: goes_in = same_texts(show, step) == (step->kind == STEP_SAME); break;
    }
    return goes_in ? step + 1 : show->page->steps + step->jump;
}

/* ---- a page ---- */

/* Half of all steps: not worth two calls while there is room. */
static inline void
show_literal(struct buffer *buffer, const char *text, size_t length)
{
    if (buffer->capacity - buffer->length <= length || buffer->full) {
        buffer_add(buffer, text, length);
        return;
    }
    memcpy(buffer->data + buffer->length, text, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

static void
run(struct show *show)
{
    const struct step *step = show->page->steps;
    for (;;) {
        switch ((enum step_kind)step->kind) {
        case STEP_END: return;
        case STEP_LITERAL:
            show_literal(show->buffer, show->page->text + step->text, step->length);
            step++;
            break;
        case STEP_VALUE: show_value(show, step++); break;
        case STEP_SAY:
        case STEP_CHOICE: show_words(show, step++); break;
        case STEP_EACH: step = begin_each(show, step); break;
        case STEP_NEXT: step = next_item(show, step); break;
        case STEP_UNLESS:
        case STEP_EQUALS:
        case STEP_DIFFERS:
        case STEP_SAME:
        case STEP_OTHER: step = decide(show, step); break;
        case STEP_SENTENCE: step = show_sentence(show, step); break;
        case STEP_PLURAL: step = show_plural(show, step); break;
        case STEP_JUMP: step = show->page->steps + step->jump; break;
        }
    }
}

enum status
page_show(const struct page *page, const struct reader *reader, const struct doc *envelope,
          const struct doc *document, struct buffer *buffer)
{
    struct show show = {.page = page,
                        .reader = reader,
                        .buffer = buffer,
                        .english = reader->catalog == catalogs[0]};
    show.frames[0] =
        (struct frame){.value = envelope == NULL ? &nothing : envelope, .serial = ++last_serial};
    show.frames[1] =
        (struct frame){.value = document == NULL ? &nothing : document, .serial = ++last_serial};
    show.top = &show.frames[1];
    unknown[0] = '\0';
    run(&show);
    if (show.missed && page_strict)
        return STATUS_INVALID;
    return buffer_status(buffer);
}

const struct page *
page_table_find(const struct page *pages, uint32_t count, const char *name)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        int order = strcmp(name, pages[middle].name);
        if (order == 0)
            return &pages[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const struct page *
page_find(const char *name)
{
    return page_table_find(page_table.pages, page_table.count, name);
}

const struct page *
page_text_find(const char *name)
{
    return page_table_find(page_table.texts, page_table.text_count, name);
}
