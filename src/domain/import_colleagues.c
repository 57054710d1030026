/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/import_colleagues.h"

#include "domain/import_keys.h"
#include "statements.h"

#include <string.h>

enum { TEXT_MOST = 4000, ROOM = 4 };

void
import_colleagues_forget(struct import_colleagues *kept)
{
    if (kept->places == NULL)
        return;
    arena_reset(&kept->arena);
    kept->places = arena_alloc(&kept->arena, COLLEAGUES_PLACES * sizeof(struct colleagues *));
}

void
import_colleagues_close(struct import_colleagues *kept)
{
    if (kept->places != NULL)
        arena_close(&kept->arena);
    *kept = (struct import_colleagues){.places = NULL};
}

static struct colleagues **
place_of(struct import_colleagues *kept, const char *organization_key)
{
    uint64_t hash = import_hash(0, organization_key, strlen(organization_key));
    return &kept->places[(hash ^ hash >> 32) % COLLEAGUES_PLACES];
}

/* Those of that organization who are kept, or NULL. */
static struct colleagues *
kept_of(struct import_colleagues *kept, const char *organization_key)
{
    if (kept->places == NULL)
        return NULL;
    struct colleagues *found = *place_of(kept, organization_key);
    return found != NULL && strcmp(found->organization_key, organization_key) == 0 ? found : NULL;
}

void
import_colleagues_doubt(struct import_colleagues *kept, const char *organization_key)
{
    if (kept_of(kept, organization_key) != NULL)
        *place_of(kept, organization_key) = NULL;
}

/* Names are compared by less of their beginnings (NAME_BYTES_MAX). */
static struct colleague *
make(struct import_colleagues *kept, const char *name_key, const char *name, bool own)
{
    size_t key_length = strnlen(name_key, TEXT_MOST), length = strnlen(name, TEXT_MOST);
    struct colleague *colleague =
        arena_take(&kept->arena, sizeof *colleague + key_length + length + 2);
    colleague->own = own;
    colleague->has_profile = false;
    colleague->name = (uint16_t)(key_length + 1);
    memcpy(colleague->text, name_key, key_length);
    colleague->text[key_length] = '\0';
    memcpy(colleague->text + colleague->name, name, length);
    colleague->text[colleague->name + length] = '\0';
    return colleague;
}

static void
widen(struct import_colleagues *kept, struct colleagues *found, int room)
{
    struct colleague **first = arena_take(&kept->arena, (size_t)room * sizeof(struct colleague *));
    if (found->count > 0)
        memcpy(first, found->first, (size_t)found->count * sizeof(struct colleague *));
    found->first = first;
    found->room = room;
}

enum status
import_colleagues_of(struct import_colleagues *kept, struct call *call, const char *import,
                     const char *organization_key, const struct colleagues **out_colleagues)
{
    struct doc *params = call_params(call), *rows;
    struct colleagues *found = kept_of(kept, organization_key);
    *out_colleagues = found;
    if (found != NULL)
        return STATUS_OK;
    doc_set_text(params, "organization_key", organization_key);
    doc_set_int(params, "limit", COLLEAGUES_MOST);
    TRY(call_rows_of(call, &sql_import_by_organization, params, &rows));
    if (kept->places == NULL) {
        arena_open(&kept->arena);
        kept->places = arena_alloc(&kept->arena, COLLEAGUES_PLACES * sizeof(struct colleagues *));
    } else if (kept->arena.total > COLLEAGUES_BYTES) {
        import_colleagues_forget(kept);
    }
    found = arena_take(&kept->arena, sizeof *found);
    found->organization_key = arena_text(&kept->arena, organization_key);
    found->count = 0;
    widen(kept, found, (int)doc_count(rows));
    found->count = (int)doc_count(rows);
    for (int i = 0; i < found->count; i++) {
        const struct doc *row = doc_item(rows, (uint32_t)i);
        bool own = strcmp(doc_text_of(row, "import"), import) == 0;
        const char *name = own ? "" : doc_text_of(row, "name");
        found->first[i] = make(kept, doc_text_of(row, "name_key"), name, own);
        found->first[i]->has_profile = doc_text_of(row, "profile_key")[0] != '\0';
    }
    *place_of(kept, organization_key) = found;
    *out_colleagues = found;
    return STATUS_OK;
}

/* Behind those of the same name, for their numbers come before. Whom this moves out of the first is not asked about any
 * more: as the store would not name them either. */
void
import_colleagues_made(struct import_colleagues *kept, const struct doc *row)
{
    const char *name_key = doc_text_of(row, "name_key");
    struct colleagues *found = kept_of(kept, doc_text_of(row, "organization_key"));
    int at = found == NULL ? 0 : found->count;
    if (found == NULL)
        return;
    while (at > 0 && strcmp(found->first[at - 1]->text, name_key) > 0)
        at--;
    if (at == COLLEAGUES_MOST)
        return;
    if (found->count == found->room && found->room < COLLEAGUES_MOST)
        widen(kept, found,
              found->room + ROOM < COLLEAGUES_MOST ? found->room + ROOM : COLLEAGUES_MOST);
    if (found->count < COLLEAGUES_MOST)
        found->count++;
    memmove(&found->first[at + 1], &found->first[at],
            (size_t)(found->count - at - 1) * sizeof found->first[0]);
    found->first[at] = make(kept, name_key, "", true);
}
