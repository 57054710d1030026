/* SPDX-License-Identifier: GPL-3.0-or-later */
/* network.h - who led to whom, as a graph: how many hands away somebody is from a person one knew
 * first (M65, M169), where chains end, who connects the most; and where to draw everybody. Nodes are
 * numbers from 0; the same graph gives the same answer every time. */
#ifndef METHOD_NETWORK_H
#define METHOD_NETWORK_H

#include "base/arena.h"

#include <stdbool.h>

enum {
    NETWORK_NODES_MAX = 20000,
    NETWORK_EDGES_MAX = 40000,
    NETWORK_SOURCES_MAX = 400 /* betweenness of larger graphs is estimated from so many nodes */
};

struct network_edge {
    int from, to; /* `from` named `to`, or could introduce you */
};

struct network {
    int node_count, edge_count;
    const struct network_edge *edges; /* in the order in which they came to be */

    /* Of each node, by network_study: */
    int *hand;      /* 0: nobody led to them; 1: somebody of hand 0 did; ... by the shortest way */
    int *parent;    /* who led to them on that way; -1 */
    int *by;        /* the edge of that way; -1 */
    int *leads;     /* how many edges begin here */
    int *component; /* from 0; the largest first */
    double
        *between; /* the share of pairs, of all there are, whose shortest way leads through them */
    int *order; /* nodes as an outline shows them: each behind its parent, its siblings together */
    int component_count, hand_most;

    /* By one of the placings: */
    double *x, *y;
    double width, height; /* all x and y lie within */
};

/* INVALID when there are more nodes or edges than the limits, or an edge leads to no node. Edges from a
 * node to itself are passed over. */
MUST_CHECK enum status network_study(struct arena *arena, struct network *network);

/* Mark whom a node led to, however far, and the way that led to it. */
void network_reach(const struct network *network, int node, bool *out_marks);

/* The nodes by how much they connect, the most first; of equals the one that came first. After network_study. */
const int *network_ranked(struct arena *arena, const struct network *network);

/* The outline as a tree from left to right: x counts hands, y rows; parents stand beside the first of
 * those they led to, so that it is read from its upper left corner on. After network_study. */
void network_place_tree(struct arena *arena, struct network *network);

/* Everybody near those they are tied to, and apart from the others; 1 is the length of an edge.
 * Components stand side by side. After network_study. */
void network_place_free(struct arena *arena, struct network *network);

/* What a node and its words take up, in pixels from its place. */
struct network_box {
    double left, up, right, down;
};

/* After network_place_free: into pixels, `edge` of them the length of an edge or more where it is
 * crowded, and so that no two boxes (one a node) lie upon each other; who connects the most is moved
 * the least. All boxes then lie within the size. */
void network_place_apart(struct arena *arena, struct network *network,
                         const struct network_box *boxes, double edge);

#endif
