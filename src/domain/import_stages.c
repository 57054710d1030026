/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_stages.h"

#include "base/buffer.h"
#include "base/clock.h"

#include <inttypes.h>

/* As the job's input calls them, behind "ms_" for each stage's own word. */
static const char *const keys[IMPORT_STAGES] = {"ms_reading", "ms_matching", "ms_people",
                                                "ms_words",   "ms_report",   "ms_commit"};
enum { WORD = 3, TEXT_MOST = 400 };

static int64_t
own_ms(const struct import_stages *stages)
{
    return clock_coarse_ms() - store_later_ms(stages->store, "");
}

void
import_stages_begin(struct import_stages *stages, const struct store *store)
{
    stages->store = store;
    stages->at_ms = own_ms(stages);
}

void
import_stages_spent(struct import_stages *stages, enum import_stage stage)
{
    int64_t now_ms = own_ms(stages);
    stages->ms[stage] += now_ms - stages->at_ms;
    stages->at_ms = now_ms;
}

void
import_stages_end(struct import_stages *stages, int64_t words_ms)
{
    int64_t all_ms = store_later_ms(stages->store, "");
    int64_t search_ms = store_later_ms(stages->store, "search_");
    int64_t report_ms = store_later_ms(stages->store, "import_row_");
    stages->ms[IMPORT_WORDS] += words_ms + search_ms;
    stages->ms[IMPORT_REPORT] += report_ms;
    stages->ms[IMPORT_PEOPLE] += all_ms - search_ms - report_ms - words_ms;
}

void
import_stages_keep(const struct import_stages *stages, struct doc *input)
{
    for (int i = 0; i < IMPORT_STAGES; i++)
        doc_set_int(input, keys[i], doc_int_of(input, keys[i]) + stages->ms[i]);
}

struct doc *
import_stages_list(const struct doc *input, const struct doc *before, struct arena *arena)
{
    struct doc *list = doc_list(arena);
    for (int i = 0; i < IMPORT_STAGES; i++) {
        struct doc *item = doc_push(list, *doc_map(arena));
        int64_t ms = before->kind == DOC_LIST && (uint32_t)i < doc_count(before)
                         ? doc_int_of(doc_item(before, (uint32_t)i), "ms")
                         : 0;
        doc_set_text(item, "stage", keys[i] + WORD);
        doc_set_int(item, "ms", ms + doc_int_of(input, keys[i]));
    }
    return list;
}

const char *
import_stages_text(const struct doc *list, struct arena *arena)
{
    struct buffer text;
    buffer_open(&text, arena, TEXT_MOST);
    for (uint32_t i = 0; i < doc_count(list); i++)
        buffer_print(&text, "%s%s_ms=%" PRId64, i == 0 ? "" : " ",
                     doc_text_of(doc_item(list, i), "stage"), doc_int_of(doc_item(list, i), "ms"));
    return buffer_read(&text);
}
