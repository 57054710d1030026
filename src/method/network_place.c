/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/network_private.h"

#include <math.h>
#include <string.h>

enum { ROUNDS = 90, CELLS_MAX = 512 };

static const double golden_angle = 2.399963229728653;

static void
open_places(struct arena *arena, struct network *network)
{
    size_t bytes = (size_t)(network->node_count + 1) * sizeof(double);
    network->x = arena_alloc(arena, bytes);
    network->y = arena_alloc(arena, bytes);
    network->width = network->height = 0;
}

void
network_place_tree(struct arena *arena, struct network *network)
{
    int nodes = network->node_count, row = 0;
    open_places(arena, network);
    for (int at = 0; at < nodes; at++) {
        int node = network->order[at];
        bool beside = at > 0 && network->parent[node] == network->order[at - 1];
        network->x[node] = network->hand[node];
        network->y[node] = at == 0 ? 0 : beside ? row : ++row;
    }
    network->width = network->hand_most;
    network->height = row;
}

/* ---- free ---- */

struct grid {
    double left, top, cell;
    int columns, rows;
    int *first, *next; /* the nodes of each cell, as chains */
};

static void
bounds(const struct network *network, const int *nodes, int count, double out[4])
{
    out[0] = out[1] = INFINITY;
    out[2] = out[3] = -INFINITY;
    for (int i = 0; i < count; i++) {
        out[0] = fmin(out[0], network->x[nodes[i]]);
        out[1] = fmin(out[1], network->y[nodes[i]]);
        out[2] = fmax(out[2], network->x[nodes[i]]);
        out[3] = fmax(out[3], network->y[nodes[i]]);
    }
}

static int
cell_of(const struct grid *grid, double x, double y)
{
    int column = (int)((x - grid->left) / grid->cell), row = (int)((y - grid->top) / grid->cell);
    return row * grid->columns + column;
}

static void
fill_grid(struct grid *grid, const struct network *network, const int *nodes, int count)
{
    double box[4];
    bounds(network, nodes, count, box);
    double side = fmax(box[2] - box[0], box[3] - box[1]);
    grid->cell = fmax(2, side / (CELLS_MAX - 2));
    grid->left = box[0];
    grid->top = box[1];
    grid->columns = (int)((box[2] - box[0]) / grid->cell) + 1;
    grid->rows = (int)((box[3] - box[1]) / grid->cell) + 1;
    for (int c = 0; c < grid->columns * grid->rows; c++)
        grid->first[c] = -1;
    for (int i = 0; i < count; i++) {
        int cell = cell_of(grid, network->x[nodes[i]], network->y[nodes[i]]);
        grid->next[nodes[i]] = grid->first[cell];
        grid->first[cell] = nodes[i];
    }
}

/* Those of the cells around push a node away, the nearer the more. */
static void
push(const struct grid *grid, const struct network *network, int node, double out_force[2])
{
    int cell = cell_of(grid, network->x[node], network->y[node]);
    int column = cell % grid->columns, row = cell / grid->columns;
    for (int r = row - 1; r <= row + 1; r++)
        for (int c = column - 1; c <= column + 1; c++) {
            if (r < 0 || c < 0 || r >= grid->rows || c >= grid->columns)
                continue;
            for (int other = grid->first[r * grid->columns + c]; other >= 0;
                 other = grid->next[other]) {
                double dx = network->x[node] - network->x[other];
                double dy = network->y[node] - network->y[other];
                double square = dx * dx + dy * dy;
                if (other == node || square >= grid->cell * grid->cell)
                    continue;
                if (square < 1e-6) { /* upon each other: apart by their numbers */
                    dx = (node % 7 - 3) * 1e-2 + 1e-3;
                    dy = (node % 5 - 2) * 1e-2;
                    square = dx * dx + dy * dy;
                }
                out_force[0] += dx / square;
                out_force[1] += dy / square;
            }
        }
}

static void
pull(const struct network *network, const struct links *ties, int node, double out_force[2])
{
    for (int l = ties->first[node]; l < ties->first[node + 1]; l++) {
        double dx = network->x[ties->to[l]] - network->x[node];
        double dy = network->y[ties->to[l]] - network->y[node];
        double length = sqrt(dx * dx + dy * dy);
        out_force[0] += dx * length;
        out_force[1] += dy * length;
    }
}

static void
settle(struct network *network, const struct links *ties, struct grid *grid, const int *nodes,
       int count, double *force)
{
    for (int round = 0; round < ROUNDS; round++) {
        double heat = 0.6 * (1 - (double)round / ROUNDS) + 0.02;
        fill_grid(grid, network, nodes, count);
        for (int i = 0; i < count; i++) {
            double both[2] = {0, 0};
            push(grid, network, nodes[i], both);
            pull(network, ties, nodes[i], both);
            force[2 * i] = both[0];
            force[2 * i + 1] = both[1];
        }
        for (int i = 0; i < count; i++) {
            double length = sqrt(force[2 * i] * force[2 * i] + force[2 * i + 1] * force[2 * i + 1]);
            double step = length > heat ? heat / length : 1;
            network->x[nodes[i]] += force[2 * i] * step;
            network->y[nodes[i]] += force[2 * i + 1] * step;
        }
    }
}

/* Rows of components: each as wide as it is, a new row when the picture is wide enough. */
struct shelf {
    double x, y, height, width_most;
};

static void
put_on_shelf(struct network *network, struct shelf *shelf, const int *nodes, int count)
{
    double box[4];
    bounds(network, nodes, count, box);
    double width = box[2] - box[0] + 1.5, height = box[3] - box[1] + 1.5;
    if (shelf->x > 0 && shelf->x + width > shelf->width_most) {
        shelf->x = 0;
        shelf->y += shelf->height;
        shelf->height = 0;
    }
    for (int i = 0; i < count; i++) {
        network->x[nodes[i]] += shelf->x - box[0];
        network->y[nodes[i]] += shelf->y - box[1];
        network->width = fmax(network->width, network->x[nodes[i]]);
        network->height = fmax(network->height, network->y[nodes[i]]);
    }
    shelf->x += width;
    shelf->height = fmax(shelf->height, height);
}

void
network_place_free(struct arena *arena, struct network *network)
{
    int nodes = network->node_count;
    open_places(arena, network);
    struct links ties = network_links(arena, network, true, true);
    struct grid grid = {.first = network_ints(arena, CELLS_MAX * CELLS_MAX, -1),
                        .next = network_ints(arena, nodes, -1)};
    struct shelf shelf = {.width_most = fmax(8, 1.6 * sqrt(nodes))};
    double *force = arena_alloc(arena, (size_t)(nodes + 1) * 2 * sizeof *force);
    int *begin = network_ints(arena, network->component_count + 1, 0);
    int *sorted = network_ints(arena, nodes, 0), *next = network_ints(arena, nodes, 0);
    for (int i = 0; i < nodes; i++)
        begin[network->component[i] + 1]++;
    for (int c = 0; c < network->component_count; c++)
        begin[c + 1] += begin[c];
    memcpy(next, begin, (size_t)network->component_count * sizeof *next);
    for (int at = 0; at < nodes; at++)
        sorted[next[network->component[network->order[at]]]++] = network->order[at];
    for (int c = 0; c < network->component_count; c++) {
        int count = begin[c + 1] - begin[c];
        for (int i = 0; i < count; i++) { /* the outline wound up: neighbors begin as neighbors */
            network->x[sorted[begin[c] + i]] = 0.6 * sqrt(i) * cos(i * golden_angle);
            network->y[sorted[begin[c] + i]] = 0.6 * sqrt(i) * sin(i * golden_angle);
        }
        if (count > 1)
            settle(network, &ties, &grid, sorted + begin[c], count, force);
        put_on_shelf(network, &shelf, sorted + begin[c], count);
    }
}
