/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/common.h"
#include "domain/network.h"

#include <stdlib.h>
#include <string.h>

struct known {
    const char *id;
    int node;
};

static int
by_id(const void *a, const void *b)
{
    return strcmp(((const struct known *)a)->id, ((const struct known *)b)->id);
}

struct gathering {
    struct people_network *network;
    struct known *known; /* in order of ids */
    uint32_t known_count;
};

static int
node_of(const struct gathering *gathering, const char *id)
{
    struct known wanted = {.id = id};
    const struct known *found = gathering->known_count == 0
                                    ? NULL
                                    : bsearch(&wanted, gathering->known, gathering->known_count,
                                              sizeof *gathering->known, by_id);
    return found == NULL ? -1 : found->node;
}

static int
add_member(struct people_network *network, const struct doc *person, const struct doc *referral)
{
    network->members[network->graph.node_count] = (struct network_member){person, referral};
    return network->graph.node_count++;
}

static void
add_tie(struct people_network *network, int from, int to, const struct doc *referral)
{
    if (from < 0 || to < 0)
        return;
    network->edges[network->graph.edge_count] = (struct network_edge){from, to};
    network->ties[network->graph.edge_count++] = (struct network_tie){referral};
}

static enum status
read_rows(struct call *call, const struct statement *statement, struct people_network *network,
          struct doc **out_rows)
{
    struct doc *params = call_params(call);
    doc_set_int(params, "limit", NETWORK_ROWS_MOST + 1);
    TRY(call_rows_of(call, statement, params, out_rows));
    if (doc_count(*out_rows) > NETWORK_ROWS_MOST) {
        (*out_rows)->count = NETWORK_ROWS_MOST;
        network->more = true;
    }
    return STATUS_OK;
}

static void
add_people(struct call *call, struct gathering *gathering, const struct doc *people)
{
    uint32_t count = doc_count(people);
    gathering->known = arena_alloc(call->arena, (count + 1) * sizeof *gathering->known);
    for (uint32_t i = 0; i < count; i++)
        gathering->known[i] =
            (struct known){doc_text_of(doc_item(people, i), "id"),
                           add_member(gathering->network, doc_item(people, i), NULL)};
    gathering->known_count = count;
    if (count > 1)
        qsort(gathering->known, count, sizeof *gathering->known, by_id);
}

/* A name that was given and let go again is no tie, unless it became a person. */
static void
add_referrals(struct gathering *gathering, const struct doc *referrals)
{
    for (uint32_t i = 0; i < doc_count(referrals); i++) {
        const struct doc *referral = doc_item(referrals, i);
        int from = node_of(gathering, doc_text_of(referral, "from_person"));
        int to = node_of(gathering, doc_text_of(referral, "person"));
        if (from < 0 || (to < 0 && strcmp(doc_text_of(referral, "state"), "dropped") == 0))
            continue;
        if (to < 0)
            to = add_member(gathering->network, NULL, referral);
        add_tie(gathering->network, from, to, referral);
    }
}

static void
add_bridges(struct gathering *gathering, const struct doc *bridges, const struct doc *people)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < doc_count(bridges); i++) {
        int64_t parent = doc_int_of(doc_item(bridges, i), "parent");
        while (at < doc_count(people) && doc_int_of(doc_item(people, at), "doc") < parent)
            at++;
        if (at < doc_count(people) && doc_int_of(doc_item(people, at), "doc") == parent)
            add_tie(gathering->network,
                    node_of(gathering, doc_text_of(doc_item(bridges, i), "person")), (int)at, NULL);
    }
}

/* Leave only the marked ones. */
static void
narrow(struct call *call, struct people_network *network, const bool *marks)
{
    struct network *graph = &network->graph;
    int *node = arena_alloc(call->arena, ((size_t)graph->node_count + 1) * sizeof *node);
    int nodes = 0, edges = 0;
    for (int i = 0; i < graph->node_count; i++)
        if (marks[i]) {
            network->members[nodes] = network->members[i];
            node[i] = nodes++;
        }
    for (int e = 0; e < graph->edge_count; e++)
        if (marks[network->edges[e].from] && marks[network->edges[e].to]) {
            network->ties[edges] = network->ties[e];
            network->edges[edges++] =
                (struct network_edge){node[network->edges[e].from], node[network->edges[e].to]};
        }
    graph->node_count = nodes;
    graph->edge_count = edges;
}

enum status
network_gather(struct call *call, const char *from, struct people_network *out_network)
{
    struct people_network *network = out_network;
    struct gathering gathering = {.network = network};
    struct doc *people, *referrals, *bridges;
    *network = (struct people_network){.more = false};
    TRY(read_rows(call, &sql_network_people, network, &people));
    TRY(read_rows(call, &sql_network_referrals, network, &referrals));
    TRY(read_rows(call, &sql_network_bridges, network, &bridges));
    size_t nodes = (size_t)doc_count(people) + doc_count(referrals) + 1;
    size_t edges = (size_t)doc_count(referrals) + doc_count(bridges) + 1;
    network->members = arena_alloc(call->arena, nodes * sizeof *network->members);
    network->ties = arena_alloc(call->arena, edges * sizeof *network->ties);
    network->edges = arena_alloc(call->arena, edges * sizeof *network->edges);
    network->graph.edges = network->edges;
    add_people(call, &gathering, people);
    add_referrals(&gathering, referrals);
    add_bridges(&gathering, bridges, people);
    TRY(network_study(call->arena, &network->graph));
    if (from == NULL)
        return STATUS_OK;
    int node = node_of(&gathering, from);
    if (node < 0)
        return STATUS_MISSING;
    bool *marks = arena_alloc(call->arena, nodes * sizeof *marks);
    network_reach(&network->graph, node, marks);
    narrow(call, network, marks);
    return network_study(call->arena, &network->graph);
}

const char *
network_text(const struct people_network *network, int node, const char *key)
{
    const struct network_member *member = &network->members[node];
    return doc_text_of(member->person != NULL ? member->person : member->referral, key);
}

const char *
network_name(const struct people_network *network, int node)
{
    return network_text(network, node, "name");
}
