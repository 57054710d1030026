/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cards that a person came from, and what nobody but they knew. */
#include "formats/vcard_output.h"

#include <string.h>
#include <strings.h>

static void
write_others(struct output *output)
{
    for (size_t i = 0; i < output->was.count; i++) {
        struct vcard_line *line = &output->was.lines[i];
        bool ours = line->name == VCARD_VERSION || line->name == VCARD_TRANSPORT ||
                    (line->name == VCARD_OWN && line->used) || line->name == VCARD_ABLABEL ||
                    line->name == VCARD_BEGIN || line->name == VCARD_END;
        if (output->done[i] || ours || line->spelled.length == 0)
            continue;
        output_original(output, line, PREFERRED_AS_IT_WAS);
        output->done[i] = true;
        output_labels(output, line);
    }
}

static bool
same_span(struct span one, struct span other)
{
    return one.length == other.length &&
           (one.length == 0 || strncasecmp(one.text, other.text, one.length) == 0);
}

/* A person has one of these, whatever a second card says. */
static bool
is_single(const struct vcard_line *line)
{
    static const char *const singles[] = {"ANNIVERSARY", "GENDER", "X-ANNIVERSARY", "X-GENDER"};
    for (size_t i = 0; i < sizeof singles / sizeof singles[0]; i++)
        if (same_span(line->spelled, (struct span){singles[i], strlen(singles[i])}))
            return true;
    return false;
}

static bool
stands_in(const struct vcard_card *card, const struct vcard_line *line)
{
    for (size_t i = 0; i < card->count; i++) {
        const struct vcard_line *there = &card->lines[i];
        if (same_span(there->spelled, line->spelled) &&
            (is_single(line) ||
             (same_span(there->params, line->params) && same_span(there->value, line->value))))
            return true;
    }
    return false;
}

/* Of a second card (two people were made one) what only a card knows; the rest stands in the person's columns.
 * Its groups get names of their own. */
static void
write_second(struct output *output, const struct vcard_card *first, uint32_t number)
{
    size_t count = output->was.count;
    output->done = arena_alloc(output->arena, (count + 1) * sizeof *output->done);
    for (size_t i = 0; i < count; i++) {
        struct vcard_line *line = &output->was.lines[i];
        output->done[i] =
            line->name != VCARD_ABLABEL && (line->name != VCARD_UNKNOWN || stands_in(first, line));
        if (line->group.length == 0)
            continue;
        line->group.text = arena_print(output->arena, "card%u-%.*s", number,
                                       (int)line->group.length, line->group.text);
        line->group.length = strlen(line->group.text);
    }
    write_others(output);
}

static bool
original_card(const struct output *output, uint32_t index, struct span *out_text)
{
    const struct doc *original = doc_item(doc_get(output->person, "originals"), index);
    const struct doc *data = doc_get(original, "data");
    if (strcmp(doc_text_of(original, "form"), "vcard") != 0 || data->kind != DOC_TEXT)
        return false;
    *out_text = (struct span){data->text, data->count};
    return out_text->length > 10 && span_begins(*out_text, "BEGIN:VCARD");
}

void
output_rest(struct output *output)
{
    struct vcard_card first = output->was;
    uint32_t count = doc_count(doc_get(output->person, "originals"));
    struct span text;
    write_others(output);
    for (uint32_t i = 0; i < count; i++) {
        if (i == output->original || !original_card(output, i, &text))
            continue;
        output->was = (struct vcard_card){0};
        vcard_card_read(&output->context, text.text, text.length, &output->was);
        write_second(output, &first, i + 1);
    }
    output->was = first;
}

/* The last one counts: it is the newest. */
void
output_read_cards(struct output *output)
{
    uint32_t count = doc_count(doc_get(output->person, "originals"));
    struct span text;
    for (output->original = count; output->original > 0; output->original--)
        if (original_card(output, output->original - 1, &text))
            break;
    if (output->original == 0) {
        output->original = count;
        return;
    }
    output->original--;
    vcard_card_read(&output->context, text.text, text.length, &output->was);
    if (output->was.count == 0)
        return;
    output->done = arena_alloc(output->arena, output->was.count * sizeof *output->done);
    for (size_t i = 0; i < output->was.count; i++)
        output_count_item(output, &output->was.lines[i]);
}
