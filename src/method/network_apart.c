/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/network_private.h"

#include <math.h>
#include <stdlib.h>

enum { BUCKETS = 4096, STEP = 7, TRIES_MAX = 100000, CELLS_OF_BOX = 4 };

static const double golden_angle = 2.399963229728653;
static const double share_filled = 0.3; /* of the picture, by boxes: room for the lines between */
static const double gap = 2;

/* The boxes that stand, found by the cells they lie in; no box is larger than a cell. */
struct space {
    struct network *network;
    const struct network_box *boxes;
    double cell, bottom;
    int first[BUCKETS];
    int *node, *next, count;
};

static struct network_box
box_at(const struct space *space, int node, double x, double y)
{
    const struct network_box *box = &space->boxes[node];
    return (struct network_box){x - box->left - gap, y - box->up - gap, x + box->right + gap,
                                y + box->down + gap};
}

static unsigned
bucket(int column, int row)
{
    return ((unsigned)column * 73856093u ^ (unsigned)row * 19349663u) % BUCKETS;
}

static bool
is_free(const struct space *space, struct network_box box)
{
    for (int row = (int)floor(box.up / space->cell); row <= (int)floor(box.down / space->cell);
         row++)
        for (int column = (int)floor(box.left / space->cell);
             column <= (int)floor(box.right / space->cell); column++)
            for (int at = space->first[bucket(column, row)]; at >= 0; at = space->next[at]) {
                int other = space->node[at];
                struct network_box stands =
                    box_at(space, other, space->network->x[other], space->network->y[other]);
                if (box.left < stands.right && stands.left < box.right && box.up < stands.down &&
                    stands.up < box.down)
                    return false;
            }
    return true;
}

static void
put(struct space *space, int node, double x, double y)
{
    struct network_box box = box_at(space, node, x, y);
    space->network->x[node] = x;
    space->network->y[node] = y;
    space->bottom = fmax(space->bottom, box.down);
    for (int row = (int)floor(box.up / space->cell); row <= (int)floor(box.down / space->cell);
         row++)
        for (int column = (int)floor(box.left / space->cell);
             column <= (int)floor(box.right / space->cell); column++) {
            unsigned slot = bucket(column, row);
            space->node[space->count] = node;
            space->next[space->count] = space->first[slot];
            space->first[slot] = space->count++;
        }
}

/* The free place nearest to where it would stand; sideways counts less, as boxes of words are wide. */
static void
find_room(struct space *space, int node)
{
    double x = space->network->x[node], y = space->network->y[node];
    for (int k = 0; k < TRIES_MAX; k++) {
        double away = STEP * sqrt(k), angle = k * golden_angle;
        double to_x = x + 1.5 * away * cos(angle), to_y = y + away * sin(angle);
        if (is_free(space, box_at(space, node, to_x, to_y))) {
            put(space, node, to_x, to_y);
            return;
        }
    }
    put(space, node, x, space->bottom + space->boxes[node].up + gap);
}

/* Into pixels, and apart where the boxes would fill too much. */
static void
stretch(struct space *space, double edge)
{
    struct network *network = space->network;
    double area = 0, room = (network->width + 1) * (network->height + 1) * edge * edge;
    for (int i = 0; i < network->node_count; i++) {
        const struct network_box *box = &space->boxes[i];
        double width = box->left + box->right + 2 * gap, height = box->up + box->down + 2 * gap;
        area += width * height;
        space->cell = fmax(space->cell, fmax(width, height));
    }
    double scale = edge * fmax(1, sqrt(area / share_filled / room));
    for (int i = 0; i < network->node_count; i++) {
        network->x[i] *= scale * 1.2;
        network->y[i] *= scale / 1.2;
    }
}

static void
begin_at_zero(struct space *space)
{
    struct network *network = space->network;
    struct network_box all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (int i = 0; i < network->node_count; i++) {
        struct network_box box = box_at(space, i, network->x[i], network->y[i]);
        all = (struct network_box){fmin(all.left, box.left), fmin(all.up, box.up),
                                   fmax(all.right, box.right), fmax(all.down, box.down)};
    }
    for (int i = 0; i < network->node_count; i++) {
        network->x[i] -= all.left;
        network->y[i] -= all.up;
    }
    network->width = all.right - all.left;
    network->height = all.down - all.up;
}

void
network_place_apart(struct arena *arena, struct network *network, const struct network_box *boxes,
                    double edge)
{
    int nodes = network->node_count;
    struct space *space = arena_alloc(arena, sizeof *space);
    *space = (struct space){.network = network, .boxes = boxes, .cell = 1};
    space->node = network_ints(arena, nodes * CELLS_OF_BOX, 0);
    space->next = network_ints(arena, nodes * CELLS_OF_BOX, 0);
    for (int i = 0; i < BUCKETS; i++)
        space->first[i] = -1;
    if (nodes == 0)
        return;
    stretch(space, edge);
    const int *ranked = network_ranked(arena, network);
    for (int i = 0; i < nodes; i++)
        find_room(space, ranked[i]);
    begin_at_zero(space);
}
