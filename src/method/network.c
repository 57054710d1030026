/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/network.h"

#include "method/network_private.h"

#include <stdlib.h>
#include <string.h>

int *
network_ints(struct arena *arena, int count, int value)
{
    int *ints = arena_alloc(arena, (size_t)(count + 1) * sizeof *ints);
    for (int i = 0; i <= count; i++)
        ints[i] = value;
    return ints;
}

struct links
network_links(struct arena *arena, const struct network *network, bool forward, bool backward)
{
    struct links links = {.first = network_ints(arena, network->node_count + 1, 0)};
    int *next = network_ints(arena, network->node_count + 1, 0);
    links.to = network_ints(arena, 2 * network->edge_count, 0);
    links.edge = network_ints(arena, 2 * network->edge_count, 0);
    for (int pass = 0; pass < 2; pass++) {
        for (int e = 0; e < network->edge_count; e++) {
            const struct network_edge *edge = &network->edges[e];
            int ends[2][2] = {{edge->from, edge->to}, {edge->to, edge->from}};
            for (int way = 0; way < 2; way++) {
                if (edge->from == edge->to || !(way == 0 ? forward : backward))
                    continue;
                if (pass == 0) {
                    links.first[ends[way][0] + 1]++;
                } else {
                    int slot = next[ends[way][0]]++;
                    links.to[slot] = ends[way][1];
                    links.edge[slot] = e;
                }
            }
        }
        for (int i = 0; pass == 0 && i < network->node_count; i++)
            links.first[i + 1] += links.first[i];
        memcpy(next, links.first, (size_t)network->node_count * sizeof *next);
    }
    return links;
}

/* From all who stand at `queue`, outward. */
static void
walk(struct network *network, const struct links *links, int *queue, int count)
{
    for (int at = 0; at < count; at++) {
        int node = queue[at];
        for (int l = links->first[node]; l < links->first[node + 1]; l++) {
            int to = links->to[l];
            if (network->hand[to] >= 0)
                continue;
            network->hand[to] = network->hand[node] + 1;
            network->parent[to] = node;
            network->by[to] = links->edge[l];
            queue[count++] = to;
        }
        if (network->hand[node] > network->hand_most)
            network->hand_most = network->hand[node];
    }
}

/* Nobody led to those one knew first. In a ring the first of it counts as such. */
static void
find_hands(struct arena *arena, struct network *network, const struct links *links)
{
    int *led_to = network_ints(arena, network->node_count, 0);
    int *queue = network_ints(arena, network->node_count, 0), count = 0;
    for (int e = 0; e < network->edge_count; e++)
        if (network->edges[e].from != network->edges[e].to) {
            led_to[network->edges[e].to]++;
            network->leads[network->edges[e].from]++;
        }
    for (int i = 0; i < network->node_count; i++)
        if (led_to[i] == 0) {
            network->hand[i] = 0;
            queue[count++] = i;
        }
    walk(network, links, queue, count);
    for (int i = 0; i < network->node_count; i++)
        if (network->hand[i] < 0) {
            network->hand[i] = 0;
            queue[0] = i;
            walk(network, links, queue, 1);
        }
}

static void
find_components(struct arena *arena, struct network *network, const struct links *ties)
{
    int *size = network_ints(arena, network->node_count, 0);
    int *rank = network_ints(arena, network->node_count, 0);
    int *queue = network_ints(arena, network->node_count, 0);
    for (int i = 0; i < network->node_count; i++) {
        int count = 0;
        if (network->component[i] >= 0)
            continue;
        network->component[i] = network->component_count;
        queue[count++] = i;
        for (int at = 0; at < count; at++)
            for (int l = ties->first[queue[at]]; l < ties->first[queue[at] + 1]; l++)
                if (network->component[ties->to[l]] < 0) {
                    network->component[ties->to[l]] = network->component_count;
                    queue[count++] = ties->to[l];
                }
        size[network->component_count++] = count;
    }
    /* Counted into places: larger ones first, the earlier first among equals. */
    int *of_size = network_ints(arena, network->node_count + 1, 0);
    for (int c = 0; c < network->component_count; c++)
        of_size[size[c]]++;
    for (int s = network->node_count, before = 0; s >= 0; s--) {
        int count = of_size[s];
        of_size[s] = before;
        before += count;
    }
    for (int c = 0; c < network->component_count; c++)
        rank[c] = of_size[size[c]]++;
    for (int i = 0; i < network->node_count; i++)
        network->component[i] = rank[network->component[i]];
}

struct ways {
    int *distance, *queue;
    double *count, *part;
};

/* What one node's shortest ways add to all others (U. Brandes, A faster algorithm for betweenness
 * centrality, 2001). */
static void
add_ways_from(const struct network *network, const struct links *ties, struct ways *ways,
              int source, double weight)
{
    int count = 0;
    for (int i = 0; i < network->node_count; i++) {
        ways->distance[i] = -1;
        ways->count[i] = ways->part[i] = 0;
    }
    ways->distance[source] = 0;
    ways->count[source] = 1;
    ways->queue[count++] = source;
    for (int at = 0; at < count; at++) {
        int node = ways->queue[at];
        for (int l = ties->first[node]; l < ties->first[node + 1]; l++) {
            int to = ties->to[l];
            if (ways->distance[to] < 0) {
                ways->distance[to] = ways->distance[node] + 1;
                ways->queue[count++] = to;
            }
            if (ways->distance[to] == ways->distance[node] + 1)
                ways->count[to] += ways->count[node];
        }
    }
    while (--count > 0) {
        int node = ways->queue[count];
        for (int l = ties->first[node]; l < ties->first[node + 1]; l++) {
            int to = ties->to[l];
            if (ways->distance[to] == ways->distance[node] - 1)
                ways->part[to] += ways->count[to] / ways->count[node] * (1 + ways->part[node]);
        }
        network->between[node] += ways->part[node] * weight;
    }
}

static void
find_between(struct arena *arena, struct network *network, const struct links *ties)
{
    int nodes = network->node_count;
    int sources = nodes < NETWORK_SOURCES_MAX ? nodes : NETWORK_SOURCES_MAX;
    size_t bytes = (size_t)(nodes + 1) * sizeof(double);
    struct ways ways = {network_ints(arena, nodes, 0), network_ints(arena, nodes, 0),
                        arena_alloc(arena, bytes), arena_alloc(arena, bytes)};
    if (nodes < 3)
        return;
    double pairs = (double)(nodes - 1) * (nodes - 2) * sources / nodes;
    for (int i = 0; i < sources; i++)
        add_ways_from(network, ties, &ways, (int)((int64_t)i * nodes / sources), 1 / pairs);
}

/* Depth first, by a stack: chains may be as long as there are nodes. */
static void
find_order(struct arena *arena, struct network *network)
{
    int nodes = network->node_count, stacked = 0, placed = 0;
    int *first = network_ints(arena, nodes, -1), *next = network_ints(arena, nodes, -1);
    int *stack = network_ints(arena, nodes, 0);
    for (int i = nodes - 1; i >= 0; i--)
        if (network->parent[i] >= 0) {
            next[i] = first[network->parent[i]];
            first[network->parent[i]] = i;
        }
    for (int root = 0; root < nodes; root++) {
        if (network->parent[root] >= 0)
            continue;
        stack[stacked++] = root;
        while (stacked > 0) {
            int node = stack[--stacked];
            network->order[placed++] = node;
            if (node != root && next[node] >= 0)
                stack[stacked++] = next[node];
            if (first[node] >= 0)
                stack[stacked++] = first[node];
        }
    }
}

enum status
network_study(struct arena *arena, struct network *network)
{
    int nodes = network->node_count;
    if (nodes < 0 || nodes > NETWORK_NODES_MAX || network->edge_count < 0 ||
        network->edge_count > NETWORK_EDGES_MAX)
        return STATUS_INVALID;
    for (int e = 0; e < network->edge_count; e++) {
        const struct network_edge *edge = &network->edges[e];
        if (edge->from < 0 || edge->from >= nodes || edge->to < 0 || edge->to >= nodes)
            return STATUS_INVALID;
    }
    network->hand = network_ints(arena, nodes, -1);
    network->parent = network_ints(arena, nodes, -1);
    network->by = network_ints(arena, nodes, -1);
    network->leads = network_ints(arena, nodes, 0);
    network->component = network_ints(arena, nodes, -1);
    network->order = network_ints(arena, nodes, 0);
    network->between = arena_alloc(arena, (size_t)(nodes + 1) * sizeof(double));
    network->component_count = network->hand_most = 0;
    struct links links = network_links(arena, network, true, false);
    struct links ties = network_links(arena, network, true, true);
    find_hands(arena, network, &links);
    find_components(arena, network, &ties);
    find_between(arena, network, &ties);
    find_order(arena, network);
    return STATUS_OK;
}

/* In the order of the outline a parent stands before those it led to; others it led to as well are
 * found by going over the edges until nothing is added. */
void
network_reach(const struct network *network, int node, bool *out_marks)
{
    memset(out_marks, 0, (size_t)network->node_count * sizeof *out_marks);
    out_marks[node] = true;
    for (bool more = true; more;) {
        more = false;
        for (int e = 0; e < network->edge_count; e++) {
            const struct network_edge *edge = &network->edges[e];
            if (out_marks[edge->from] && !out_marks[edge->to])
                more = out_marks[edge->to] = true;
        }
    }
    for (int at = network->parent[node]; at >= 0 && !out_marks[at]; at = network->parent[at])
        out_marks[at] = true;
}

struct ranked {
    double between;
    int node;
};

static int
most_first(const void *a, const void *b)
{
    const struct ranked *left = a, *right = b;
    if (left->between != right->between)
        return left->between < right->between ? 1 : -1;
    return left->node - right->node;
}

const int *
network_ranked(struct arena *arena, const struct network *network)
{
    size_t nodes = (size_t)network->node_count;
    struct ranked *ranked = arena_alloc(arena, (nodes + 1) * sizeof *ranked);
    int *order = network_ints(arena, network->node_count, 0);
    for (int i = 0; i < network->node_count; i++)
        ranked[i] = (struct ranked){network->between[i], i};
    qsort(ranked, nodes, sizeof *ranked, most_first);
    for (size_t i = 0; i < nodes; i++)
        order[i] = ranked[i].node;
    return order;
}
