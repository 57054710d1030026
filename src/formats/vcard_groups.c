/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Group cards, whose members get the group's name as a tag. */
#include "formats/vcard_private.h"

#include <string.h>
#include <strings.h>

void
vcard_groups_open(struct vcard_groups *groups, struct arena *arena)
{
    *groups = (struct vcard_groups){.arena = arena};
    lookup_open(&groups->tags, arena);
}

/* A card says that it is a group by a property whose name ends in KIND. Few letters of a file are a K. */
bool
vcard_groups_may(const char *text, size_t length)
{
    for (const char *first = "Kk"; *first != '\0' && length > 0; first++) {
        const char *at = text, *end = text + length;
        for (; (at = memchr(at, *first, (size_t)(end - at))) != NULL; at++)
            if (end - at >= 4 && strncasecmp(at, "kind", 4) == 0)
                return true;
    }
    return false;
}

/* "urn:uuid:ABC" and "abc" are the same card. */
static char *
member_key(struct arena *arena, const char *uid)
{
    if (strncasecmp(uid, "urn:uuid:", 9) == 0)
        uid += 9;
    char *key = arena_text(arena, uid);
    for (char *at = key; *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at | 0x20);
    return key;
}

static bool
holds(const struct doc *names, const char *name)
{
    for (uint32_t i = 0; i < doc_count(names); i++)
        if (strcmp(doc_item(names, i)->text, name) == 0)
            return true;
    return false;
}

static void
add_member(struct vcard_groups *groups, const char *name, const char *uid)
{
    struct arena_mark mark = arena_mark(groups->arena);
    char *key = member_key(groups->arena, uid);
    struct doc *names = lookup_get(&groups->tags, key);
    bool known = names != NULL && holds(names, name);
    bool full = groups->groups > VCARD_GROUPS_MAX || groups->members >= VCARD_GROUP_MEMBERS_MAX;
    if (known || full) {
        groups->untagged += !known;
        arena_back(groups->arena, mark);
        return;
    }
    if (names == NULL) {
        names = doc_list(groups->arena);
        lookup_put(&groups->tags, key, names);
    }
    (void)doc_push(names, doc_text(name));
    groups->members++;
}

void
vcard_groups_collect(struct vcard_groups *groups, struct vcard_context *context,
                     const struct vcard_card *card)
{
    const char *name = doc_text_of(card->doc, "name");
    if (*name == '\0' || groups->complete)
        return;
    groups->groups++;
    name = arena_text(groups->arena, name);
    for (size_t i = 0; i < card->count; i++) {
        if (card->lines[i].name != VCARD_MEMBER)
            continue;
        char *uid = vcard_clean(context, card->lines[i].value, VCARD_ONE_LINE, VCARD_VALUE_MAX);
        if (uid != NULL)
            add_member(groups, name, uid);
    }
}

void
vcard_groups_apply(const struct vcard_groups *groups, struct vcard_context *context,
                   struct doc *doc)
{
    struct arena *arena = context->arena;
    const char *uid = doc_text_of(doc, "uid");
    if (groups->groups == 0 || *uid == '\0')
        return;
    const struct doc *names = lookup_get(&groups->tags, member_key(arena, uid));
    struct doc tags = doc_is_empty(doc_get(doc, "tags")) ? *doc_list(arena) : *doc_get(doc, "tags");
    for (uint32_t i = 0; names != NULL && i < doc_count(names); i++) {
        const char *name = doc_item(names, i)->text;
        bool known = false;
        for (uint32_t n = 0; n < doc_count(&tags) && !known; n++)
            known = strcmp(doc_text_of(doc_item(&tags, n), "tag"), name) == 0;
        if (!known && doc_count(&tags) >= VCARD_TAGS_MAX && context->warning == NULL)
            context->warning = "vcard.too_many_groups";
        if (known || doc_count(&tags) >= VCARD_TAGS_MAX)
            continue;
        struct doc *tag = doc_map(arena);
        doc_set_text(tag, "tag", arena_text(arena, name));
        (void)doc_push(&tags, *tag);
    }
    if (doc_count(&tags) > 0)
        doc_set(doc, "tags", tags);
}
