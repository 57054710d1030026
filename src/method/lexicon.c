/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/lexicon_private.h"

#include <ctype.h>
#include <string.h>

enum section {
    SECTION_NONE,
    SECTION_LIST,
    SECTION_CONTRACTIONS,
    SECTION_NUMBERS,
    SECTION_DURATIONS,
    SECTION_CLASS,
    SECTION_RULE
};

struct reading {
    struct arena *arena;
    struct lexicon *lexicon;
    enum section section;
    enum lexicon_list list;
    struct word_class *words; /* SECTION_CLASS */
    struct rule *rule;        /* SECTION_RULE */
    const char *code;         /* what was wrong */
};

static enum status
refuse(struct reading *reading, const char *code)
{
    reading->code = code;
    return STATUS_INVALID;
}

static uint32_t
hash(const char *text, size_t length)
{
    uint32_t value = 2166136261u;
    for (size_t i = 0; i < length; i++)
        value = (value ^ (unsigned char)text[i]) * 16777619u;
    return value;
}

static uint32_t
slot_of(const struct lexicon *lexicon, const char *text, size_t length)
{
    uint32_t slot = hash(text, length) % SLOTS;
    while (lexicon->slots[slot] != 0) {
        const char *word = lexicon->words[lexicon->slots[slot]];
        if (strlen(word) == length && memcmp(word, text, length) == 0)
            break;
        slot = (slot + 1) % SLOTS;
    }
    return slot;
}

int
lexicon_word(const struct lexicon *lexicon, const char *folded, size_t length)
{
    return lexicon->slots[slot_of(lexicon, folded, length)];
}

/* The id of a word, given a new one when it is new; 0 when there are too many. */
static int
intern(struct reading *reading, const char *text, size_t length)
{
    struct lexicon *lexicon = reading->lexicon;
    uint32_t slot = slot_of(lexicon, text, length);
    if (lexicon->slots[slot] == 0 && lexicon->word_count < LEXICON_WORDS_MAX) {
        int id = lexicon->word_count++;
        lexicon->words[id] = arena_copy(reading->arena, text, length);
        lexicon->numbers[id] = -1;
        lexicon->slots[slot] = (uint16_t)id;
    }
    return lexicon->slots[slot];
}

static void
trim(char **text)
{
    while (isspace((unsigned char)**text))
        (*text)++;
    size_t length = strlen(*text);
    while (length > 0 && isspace((unsigned char)(*text)[length - 1]))
        (*text)[--length] = '\0';
}

/* The words of a phrase, as ids. */
static enum status
read_phrase(struct reading *reading, const char *text, struct phrase *out_phrase)
{
    int ids[PATTERN_ELEMENTS_MAX];
    uint32_t count = 0;
    for (const char *at = text; *at != '\0';) {
        at += strspn(at, " \t");
        size_t length = strcspn(at, " \t");
        if (length == 0)
            break;
        int id = intern(reading, at, length);
        if (count == PATTERN_ELEMENTS_MAX || id == 0)
            return refuse(reading, "lexicon.too_much");
        ids[count++] = id;
        at += length;
    }
    if (count == 0)
        return refuse(reading, "lexicon.empty_phrase");
    int *kept = arena_alloc(reading->arena, count * sizeof *kept);
    memcpy(kept, ids, count * sizeof *kept);
    *out_phrase = (struct phrase){.ids = kept, .count = count};
    return STATUS_OK;
}

static void
add_phrase(struct arena *arena, struct phrases *phrases, struct phrase phrase)
{
    if (phrases->count == phrases->capacity) {
        uint32_t capacity = phrases->capacity == 0 ? 8 : phrases->capacity * 2;
        struct phrase *items = arena_alloc(arena, capacity * sizeof *items);
        if (phrases->count > 0)
            memcpy(items, phrases->items, phrases->count * sizeof *items);
        phrases->items = items;
        phrases->capacity = capacity;
    }
    phrases->items[phrases->count++] = phrase;
}

/* "one|or another" into a class. */
static enum status
read_phrases(struct reading *reading, char *text, struct word_class *words)
{
    for (char *part = text, *next = text; next != NULL; part = next) {
        next = strchr(part, '|');
        if (next != NULL)
            *next++ = '\0';
        struct phrase phrase;
        TRY(read_phrase(reading, part, &phrase));
        add_phrase(reading->arena, &words->phrases, phrase);
    }
    return STATUS_OK;
}

static struct word_class *
new_class(struct reading *reading, const char *name)
{
    struct lexicon *lexicon = reading->lexicon;
    if (lexicon->class_count == CLASSES_MAX)
        return NULL;
    struct word_class *words = &lexicon->classes[lexicon->class_count++];
    words->name = name;
    return words;
}

static struct word_class *
find_class(struct lexicon *lexicon, const char *name)
{
    for (uint32_t i = 0; i < lexicon->class_count; i++)
        if (lexicon->classes[i].name != NULL && strcmp(lexicon->classes[i].name, name) == 0)
            return &lexicon->classes[i];
    return NULL;
}

/* One element of a pattern; `text` is cut out of the line and may be changed. */
static enum status
read_element(struct reading *reading, char *text, struct element *out_element)
{
    struct element element = {.kind = ELEMENT_WORD};
    if (*text == '?') {
        element.optional = true;
        text++;
    }
    size_t length = strlen(text);
    if (strcmp(text, "..") == 0 || strcmp(text, "...") == 0 || strcmp(text, "^") == 0) {
        element.kind = length == 1 ? ELEMENT_BEGIN : length == 2 ? ELEMENT_GAP : ELEMENT_ANY;
    } else if (*text == '{' && text[length - 1] == '}') {
        text[length - 1] = '\0';
        element.kind = ELEMENT_CLASS;
        element.words = find_class(reading->lexicon, text + 1);
        if (element.words == NULL)
            return refuse(reading, "lexicon.unknown_class");
    } else if (*text == '(' && text[length - 1] == ')') {
        struct word_class *words = new_class(reading, NULL);
        if (words == NULL)
            return refuse(reading, "lexicon.too_much");
        text[length - 1] = '\0';
        TRY(read_phrases(reading, text + 1, words));
        element.kind = ELEMENT_CLASS;
        element.words = words;
    } else {
        element.id = intern(reading, text, length);
        if (length == 0 || element.id == 0)
            return refuse(reading, length == 0 ? "lexicon.empty_phrase" : "lexicon.too_much");
    }
    *out_element = element;
    return STATUS_OK;
}

/* Where an element ends: at a blank, but not inside of (...). */
static char *
element_end(char *at)
{
    int depth = 0;
    for (; *at != '\0'; at++) {
        depth += *at == '(' ? 1 : *at == ')' ? -1 : 0;
        if (depth == 0 && (*at == ' ' || *at == '\t'))
            return at;
    }
    return depth == 0 ? at : NULL;
}

static enum status
read_pattern(struct reading *reading, char *line)
{
    struct pattern pattern = {.count = 0};
    struct rule *rule = reading->rule;
    for (char *at = line; *at != '\0';) {
        char *stop = element_end(at);
        if (stop == NULL)
            return refuse(reading, "lexicon.open_bracket");
        bool more = *stop != '\0';
        *stop = '\0';
        if (pattern.count == PATTERN_ELEMENTS_MAX)
            return refuse(reading, "lexicon.too_much");
        TRY(read_element(reading, at, &pattern.elements[pattern.count]));
        pattern.count++;
        at = more ? stop + 1 + strspn(stop + 1, " \t") : stop;
    }
    if (rule->count == rule->capacity) {
        uint32_t capacity = rule->capacity == 0 ? 16 : rule->capacity * 2;
        struct pattern *patterns = arena_alloc(reading->arena, capacity * sizeof *patterns);
        if (rule->count > 0)
            memcpy(patterns, rule->patterns, rule->count * sizeof *patterns);
        rule->patterns = patterns;
        rule->capacity = capacity;
    }
    rule->patterns[rule->count++] = pattern;
    return STATUS_OK;
}

static enum status
begin_named(struct reading *reading, const char *name, bool is_class)
{
    struct lexicon *lexicon = reading->lexicon;
    name = arena_text(reading->arena, name);
    if (is_class) {
        reading->section = SECTION_CLASS;
        reading->words = find_class(lexicon, name);
        if (reading->words == NULL)
            reading->words = new_class(reading, name);
        return reading->words == NULL ? refuse(reading, "lexicon.too_much") : STATUS_OK;
    }
    if (lexicon->rule_count == RULES_MAX)
        return refuse(reading, "lexicon.too_much");
    reading->section = SECTION_RULE;
    reading->rule = &lexicon->rules[lexicon->rule_count++];
    reading->rule->name = name;
    return STATUS_OK;
}

static enum status
begin_section(struct reading *reading, char *line)
{
    static const struct {
        const char *name;
        enum section section;
        enum lexicon_list list;
    } known[] = {
        {"abbreviations", SECTION_LIST, LIST_ABBREVIATIONS},
        {"abbreviations_may_end", SECTION_LIST, LIST_MAY_END},
        {"starters", SECTION_LIST, LIST_STARTERS},
        {"ambiguous_names", SECTION_LIST, LIST_NAMES},
        {"contractions", SECTION_CONTRACTIONS, 0},
        {"numbers", SECTION_NUMBERS, 0},
        {"durations", SECTION_DURATIONS, 0},
    };
    size_t length = strlen(line);
    if (line[length - 1] != ']')
        return refuse(reading, "lexicon.section");
    line[length - 1] = '\0';
    line++;
    if (strncmp(line, "class ", 6) == 0 || strncmp(line, "rule ", 5) == 0)
        return begin_named(reading, strchr(line, ' ') + 1, *line == 'c');
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(line, known[i].name) != 0)
            continue;
        reading->section = known[i].section;
        reading->list = known[i].list;
        return STATUS_OK;
    }
    return refuse(reading, "lexicon.section");
}

static enum status
read_list_line(struct reading *reading, const char *line)
{
    for (const char *at = line + strspn(line, " \t"); *at != '\0'; at += strspn(at, " \t")) {
        size_t length = strcspn(at, " \t");
        int id = intern(reading, at, length);
        if (id == 0)
            return refuse(reading, "lexicon.too_much");
        reading->lexicon->lists[id] |= (uint8_t)(1u << reading->list);
        at += length;
    }
    return STATUS_OK;
}

/* One to four digits and nothing else; else -1. */
static int
digits_of(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 4 || text[digits] != '\0')
        return -1;
    int number = 0;
    for (const char *at = text; *at != '\0'; at++)
        number = number * 10 + (*at - '0');
    return number;
}

/* "left = right" of contractions, numbers and durations. */
static enum status
read_pair(struct reading *reading, char *line)
{
    struct lexicon *lexicon = reading->lexicon;
    char *right = strchr(line, '=');
    if (right == NULL)
        return refuse(reading, "lexicon.no_equals");
    *right++ = '\0';
    trim(&line);
    trim(&right);
    if (reading->section == SECTION_CONTRACTIONS) {
        if (lexicon->suffix_count == SUFFIXES_MAX)
            return refuse(reading, "lexicon.too_much");
        if (*line == '\0' || intern(reading, right, strlen(right)) == 0)
            return refuse(reading, "lexicon.empty_phrase");
        lexicon->suffixes[lexicon->suffix_count].suffix = arena_text(reading->arena, line);
        lexicon->suffixes[lexicon->suffix_count++].word = arena_text(reading->arena, right);
        return STATUS_OK;
    }
    int number = digits_of(right);
    if (number < 0)
        return refuse(reading, "lexicon.number");
    struct phrase phrase;
    TRY(read_phrase(reading, line, &phrase));
    phrase.number = number;
    if (reading->section == SECTION_DURATIONS)
        add_phrase(reading->arena, &lexicon->durations, phrase);
    else
        lexicon->numbers[phrase.ids[0]] = (int16_t)number;
    return STATUS_OK;
}

static enum status
read_line(struct reading *reading, char *line)
{
    trim(&line);
    if (*line == '\0' || *line == '#')
        return STATUS_OK;
    if (*line == '[')
        return begin_section(reading, line);
    switch (reading->section) {
    case SECTION_NONE: return refuse(reading, "lexicon.section");
    case SECTION_LIST: return read_list_line(reading, line);
    case SECTION_CLASS: return read_phrases(reading, line, reading->words);
    case SECTION_RULE: return read_pattern(reading, line);
    case SECTION_CONTRACTIONS:
    case SECTION_NUMBERS:
    case SECTION_DURATIONS: break;
    }
    return read_pair(reading, line);
}

enum status
lexicon_read(struct arena *arena, const char *text, const struct lexicon **out_lexicon,
             struct lexicon_error *out_error)
{
    struct reading reading = {.arena = arena,
                              .lexicon = arena_alloc(arena, sizeof(struct lexicon))};
    reading.lexicon->word_count = 1;
    size_t length = strlen(text);
    enum status status =
        length > LEXICON_TEXT_MAX ? refuse(&reading, "lexicon.too_much") : STATUS_OK;
    int line = 0;
    for (const char *at = text; status == STATUS_OK && *at != '\0'; line++) {
        size_t size = strcspn(at, "\n");
        status = read_line(&reading, arena_copy(arena, at, size));
        at += size + (at[size] == '\n' ? 1 : 0);
    }
    if (status != STATUS_OK) {
        if (out_error != NULL)
            *out_error = (struct lexicon_error){.line = line, .code = reading.code};
        return status;
    }
    reading.lexicon->gap_stops = find_class(reading.lexicon, "gap_stops");
    *out_lexicon = reading.lexicon;
    return STATUS_OK;
}

bool
lexicon_lists(const struct lexicon *lexicon, enum lexicon_list list, int id)
{
    return (lexicon->lists[id] >> list & 1u) != 0;
}

const char *
lexicon_contraction(const struct lexicon *lexicon, const char *folded, size_t length,
                    size_t *out_length)
{
    if (memchr(folded, '\'', length) == NULL)
        return NULL;
    for (uint32_t i = 0; i < lexicon->suffix_count; i++) {
        size_t size = strlen(lexicon->suffixes[i].suffix);
        if (size >= length ||
            memcmp(folded + length - size, lexicon->suffixes[i].suffix, size) != 0)
            continue;
        *out_length = size;
        return lexicon->suffixes[i].word;
    }
    return NULL;
}

int
lexicon_number(const struct lexicon *lexicon, const struct word *word)
{
    int number = digits_of(word->text);
    if (number >= 0)
        return number;
    return word->id == 0 ? -1 : lexicon->numbers[word->id];
}
