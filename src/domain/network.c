/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/network.h"

#include "domain/common.h"

#include <stdlib.h>
#include <string.h>

enum { ITEMS_MOST = 2000, CONNECTORS_MOST = 5, ENDS_MOST = 50, WAITING_MOST = 100 };

static const char *const views[] = {"tree", "web", NULL};
static const char *const groups[] = {"organization", "circle", NULL};

static struct doc *
describe(struct call *call, const struct people_network *network, int node)
{
    const struct network_member *member = &network->members[node];
    struct doc *item = doc_map(call->arena);
    doc_set(item, "id", member->person == NULL ? doc_null() : *doc_get(member->person, "id"));
    doc_set(item, "referral",
            member->referral == NULL ? doc_null() : *doc_get(member->referral, "id"));
    copy_keys(call, item, member->person != NULL ? member->person : member->referral,
              "name title organization");
    doc_set(item, "state", member->person == NULL ? doc_null() : *doc_get(member->person, "stage"));
    doc_set_int(item, "hand", network->graph.hand[node]);
    doc_set_int(item, "leads", network->graph.leads[node]);
    return item;
}

/* Everybody as an outline, each with who led to them and by what. */
static void
add_outline(struct call *call, const struct people_network *network, struct doc *answer)
{
    struct doc *items = doc_list(call->arena);
    const struct network *graph = &network->graph;
    for (int at = 0; at < graph->node_count && at < ITEMS_MOST; at++) {
        int node = graph->order[at], parent = graph->parent[node], by = graph->by[node];
        struct doc *item = describe(call, network, node);
        const struct doc *referral = by < 0 ? NULL : network->ties[by].referral;
        doc_set(item, "by", doc_null());
        doc_set(item, "by_name", doc_null());
        doc_set(item, "permission",
                referral == NULL ? doc_null() : *doc_get(referral, "permission"));
        doc_set_bool(item, "bridge", by >= 0 && referral == NULL);
        doc_set_text(item, "indent",
                     arena_print(call->arena, "%*s",
                                 2 * (graph->hand[node] < 20 ? graph->hand[node] : 20), ""));
        if (parent >= 0) {
            doc_set_text(item, "by", network_text(network, parent, "id"));
            doc_set_text(item, "by_name", network_name(network, parent));
        }
        (void)doc_push(items, *item);
    }
    doc_set(answer, "items", *items);
    doc_set_bool(answer, "more", network->more || graph->node_count > ITEMS_MOST);
}

static void
add_connectors(struct call *call, const struct people_network *network, struct doc *answer)
{
    int nodes = network->graph.node_count;
    struct doc *list = doc_list(call->arena);
    const int *ranked = network_ranked(call->arena, &network->graph);
    const double *between = network->graph.between;
    for (int i = 0; i < nodes && i < CONNECTORS_MOST && between[ranked[i]] > 0; i++) {
        struct doc *item = describe(call, network, ranked[i]);
        doc_set_int(item, "share", (int64_t)(between[ranked[i]] * 100 + 0.5));
        (void)doc_push(list, *item);
    }
    doc_set(answer, "connectors", *list);
}

/* Where chains end: whom one was led to, and who led to nobody so far. */
static void
add_ends(struct call *call, const struct people_network *network, struct doc *answer)
{
    struct doc *list = doc_list(call->arena);
    const struct network *graph = &network->graph;
    for (int at = 0; at < graph->node_count && doc_count(list) < ENDS_MOST; at++) {
        int node = graph->order[at];
        if (graph->leads[node] == 0 && graph->hand[node] > 0 &&
            network->members[node].person != NULL)
            (void)doc_push(list, *describe(call, network, node));
    }
    doc_set(answer, "ends", *list);
}

/* Names that were given and never written to: nobody yet, or a person without a request. */
static void
add_waiting(struct call *call, const struct people_network *network, struct doc *answer)
{
    struct doc *list = doc_list(call->arena);
    for (int e = 0; e < network->graph.edge_count && doc_count(list) < WAITING_MOST; e++) {
        const struct doc *referral = network->ties[e].referral;
        int to = network->edges[e].to, from = network->edges[e].from;
        if (referral == NULL || strcmp(doc_text_of(referral, "state"), "new") != 0 ||
            *network_text(network, to, "stage") != '\0')
            continue;
        struct doc *item = doc_push(list, *doc_map(call->arena));
        copy_keys(call, item, referral,
                  "id name title organization from_person permission person created_at");
        doc_set_text(item, "from_name", network_name(network, from));
    }
    doc_set(answer, "waiting", *list);
}

static enum status
network_run(struct call *call, struct doc **out_answer)
{
    struct people_network network;
    struct doc *answer = doc_map(call->arena), *person, picture;
    const char *from = param_text(call, "from"), *view = param_text(call, "view");
    const char *group = param_text(call, "group");
    bool web = strcmp(view, "web") == 0;
    doc_set_text(answer, "from", from);
    doc_set(answer, "from_name", doc_null());
    if (from != NULL) {
        TRY(record_read(call, &noun_person, from, &person));
        doc_set(answer, "from_name", *doc_get(person, "name"));
    }
    enum status status = network_gather(call, from, &network);
    if (status == STATUS_MISSING) { /* somebody without ties */
        network = (struct people_network){.more = false};
        status = network_study(call->arena, &network.graph);
    }
    TRY(status);
    doc_set_text(answer, "view", view);
    doc_set_text(answer, "group", group);
    doc_set(answer, "views", *text_list(call, views));
    doc_set(answer, "groups", *text_list(call, groups));
    doc_set_int(answer, "people", network.graph.node_count);
    doc_set_int(answer, "ties", network.graph.edge_count);
    doc_set_int(answer, "hands", network.graph.hand_most);
    doc_set_int(answer, "parts", network.graph.component_count);
    doc_set_int(answer, "most", NETWORK_DRAWN_MOST);
    add_outline(call, &network, answer);
    add_connectors(call, &network, answer);
    add_ends(call, &network, answer);
    add_waiting(call, &network, answer);
    doc_set(answer, "picture", doc_null());
    if (network.graph.node_count > 0) {
        TRY(network_picture(call, &network, web, group, &picture));
        doc_set(answer, "picture", picture);
    }
    *out_answer = answer;
    return STATUS_OK;
}

static enum status
write_picture(const struct doc *answer, struct buffer *buffer)
{
    const struct doc *picture = doc_get(answer, "picture");
    buffer_text(buffer, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    if (picture->kind == DOC_MARKUP)
        buffer_add(buffer, picture->text, picture->count);
    else
        buffer_text(buffer, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>");
    buffer_byte(buffer, '\n');
    return buffer_status(buffer);
}

static const struct param params[] = {
    {.name = "from",
     .kind = PARAM_ID,
     .find = &sql_person_find,
     .label = N_("Beginning with"),
     .help = N_("Only whom this person led you to, and who led you to them")},
    {.name = "view",
     .kind = PARAM_CHOICE,
     .choices = views,
     .initial = "tree",
     .label = N_("Picture")},
    {.name = "group", .kind = PARAM_CHOICE, .choices = groups, .label = N_("Together by")},
    {0},
};

const struct call_row network_rows[] = {
    {.name = "network",
     .path = "/network",
     .role = ROLE_OWNER,
     .params = params,
     .argument = "from",
     .run = network_run,
     .page = "network",
     .suffix = "svg",
     .media = "image/svg+xml",
     .write = write_picture,
     .help = N_("Show who led you to whom, as an outline and as a picture"),
     .example = "rapport network quinn"},
    {0},
};
