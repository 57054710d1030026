/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/onet_private.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

/* A tab or a line end inside a text would cut it. */
static void
write_text(struct buffer *buffer, char letter, const char *text)
{
    buffer_byte(buffer, letter);
    buffer_byte(buffer, '\t');
    for (; *text != '\0'; text++)
        buffer_byte(buffer, (char)(strchr("\t\n\r", *text) != NULL ? ' ' : *text));
    buffer_byte(buffer, '\n');
}

static void
write_scores(struct buffer *buffer, const double *scores)
{
    bool all = true;
    for (int i = 0; i < ONET_SCORES; i++)
        all = all && scores[i] > 0;
    buffer_byte(buffer, '\t');
    for (int i = 0; all && i < ONET_SCORES; i++)
        buffer_print(buffer, "%s%.2f", i == 0 ? "" : " ", scores[i]);
}

static void
write_number(struct buffer *buffer, int64_t number)
{
    buffer_byte(buffer, '\t');
    if (number > 0)
        buffer_print(buffer, "%" PRId64, number);
}

static void
write_facts(const struct onet_occupation *occupation, struct buffer *buffer)
{
    buffer_print(buffer, "o\t%s\t%s", occupation->code, occupation->title);
    write_number(buffer, occupation->zone);
    write_number(buffer, occupation->education);
    write_number(buffer, occupation->pay);
    if (occupation->pay_or_more)
        buffer_byte(buffer, '+');
    write_number(buffer, occupation->employment);
    buffer_byte(buffer, '\t');
    if (occupation->has_growth)
        buffer_print(buffer, "%.1f", occupation->growth);
    write_number(buffer, occupation->openings);
    write_number(buffer, occupation->broad);
    write_scores(buffer, occupation->interests);
    write_scores(buffer, occupation->values);
    buffer_byte(buffer, '\t');
    int count = 0;
    for (const struct onet_line *line = occupation->first[LIST_RELATED]; line != NULL && count < 20;
         line = line->next)
        buffer_print(buffer, "%s%s", count++ == 0 ? "" : " ", line->text);
    buffer_byte(buffer, '\n');
}

static bool
stood_before(const struct onet_occupation *occupation, enum onet_list list,
             const struct onet_line *line)
{
    if (list > LIST_ALTERNATE)
        return false;
    if (strcasecmp(line->text, occupation->title) == 0)
        return true;
    for (int l = 0; l <= (int)list; l++)
        for (const struct onet_line *earlier = occupation->first[l];
             earlier != NULL && earlier != line; earlier = earlier->next)
            if (strcasecmp(earlier->text, line->text) == 0)
                return true;
    return false;
}

static void
write_lists(const struct onet_occupation *occupation, bool details, struct buffer *buffer)
{
    static const char letters[ONET_LISTS] = {
        [LIST_REPORTED] = 'r', [LIST_ALTERNATE] = 'a', [LIST_TASKS] = 'k', [LIST_TECHNOLOGY] = 's'};
    if (details && occupation->description[0] != '\0')
        write_text(buffer, 'd', occupation->description);
    for (int list = 0; list < ONET_LISTS; list++)
        for (const struct onet_line *line = occupation->first[list]; line != NULL;
             line = line->next)
            if (letters[list] != '\0' && !stood_before(occupation, (enum onet_list)list, line))
                write_text(buffer, letters[list], line->text);
}

enum status
onet_write(struct onet *onet, const char *release, const char *projections, struct buffer *buffer)
{
    TRY(onet_complete(onet));
    buffer_print(buffer, "v\t1\t%s\t%s\n", release, projections == NULL ? "" : projections);
    for (size_t i = 0; i < onet->count; i++) {
        write_facts(&onet->occupations[i], buffer);
        write_lists(&onet->occupations[i], onet->details, buffer);
    }
    for (size_t i = 0; i < onet->program_count; i++)
        buffer_print(buffer, "c\t%s\t%s\t%s\n", onet->programs[i].code, onet->programs[i].title,
                     buffer_read(&onet->programs[i].occupations));
    onet->file = NULL;
    onet->line = 0;
    return buffer_status(buffer) == STATUS_OK ? STATUS_OK
                                              : onet_refuse(onet, "onet.too_long", NULL);
}
