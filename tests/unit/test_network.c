/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "method/network.h"

#include "base/clock.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int
open_arena(void **state)
{
    (void)state;
    arena_open(&arena);
    return 0;
}

static int
close_arena(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static struct network
studied(int nodes, const struct network_edge *edges, int count)
{
    struct network network = {.node_count = nodes, .edge_count = count, .edges = edges};
    assert_int_equal(network_study(&arena, &network), STATUS_OK);
    return network;
}

/* A neighbor named a coach, who named an editor, who named a curator, who named a keeper. */
static const struct network_edge chain[] = {{0, 1}, {1, 2}, {2, 3}, {3, 4}};

static void
counts_the_hands_of_a_chain_from_a_neighbor_to_the_fourth_M65_M169(void **state)
{
    (void)state;
    struct network network = studied(5, chain, 4);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(network.hand[i], i);
        assert_int_equal(network.parent[i], i - 1);
        assert_int_equal(network.order[i], i);
    }
    assert_int_equal(network.hand_most, 4);
    assert_int_equal(network.component_count, 1);
    assert_int_equal(network.leads[4], 0); /* the chain ends here */
    /* The one in the middle lies on four of the six pairs of others. */
    assert_true(fabs(network.between[2] - 4.0 / 6) < 1e-9);
    assert_true(network.between[0] == 0);
}

static void
takes_the_shortest_way_and_rings_and_those_alone(void **state)
{
    (void)state;
    static const struct network_edge edges[] = {{0, 1}, {1, 2}, {0, 2}, {2, 2},
                                                {4, 5}, {5, 6}, {6, 4}};
    struct network network = studied(8, edges, 7);
    assert_int_equal(network.hand[2], 1);
    assert_int_equal(network.parent[2], 0);
    assert_int_equal(network.by[2], 2);
    assert_int_equal(network.hand[4], 0); /* a ring begins with its first */
    assert_int_equal(network.hand[6], 2);
    assert_int_equal(network.hand[3], 0);
    assert_int_equal(network.component_count, 4);
    assert_int_equal(network.component[0], 0);
    assert_int_equal(network.component[4], 1);
    assert_int_equal(network.component[3], 2);
}

static void
marks_whom_somebody_led_to_and_the_way_there(void **state)
{
    (void)state;
    static const struct network_edge edges[] = {{0, 1}, {1, 2}, {0, 3}, {3, 4}, {2, 5}};
    struct network network = studied(6, edges, 5);
    bool marks[6];
    static const bool expected[] = {true, true, true, false, false, true};
    network_reach(&network, 1, marks);
    for (int i = 0; i < 6; i++)
        assert_int_equal(marks[i], expected[i]);
}

static void
draws_a_tree_without_two_upon_each_other(void **state)
{
    (void)state;
    static const struct network_edge edges[] = {{0, 1}, {0, 2}, {0, 3}, {2, 4}, {2, 5}, {6, 7}};
    struct network network = studied(9, edges, 6);
    network_place_tree(&arena, &network);
    for (int i = 0; i < 9; i++)
        for (int j = i + 1; j < 9; j++)
            assert_true(network.x[i] != network.x[j] || fabs(network.y[i] - network.y[j]) >= 1);
    assert_true(network.y[0] == 0 && network.y[1] == 0);
    assert_true(network.y[2] == 1 && network.y[4] == 1 && network.y[5] == 2);
    assert_true(network.y[1] < network.y[2] && network.y[2] < network.y[3]);
    assert_true(network.width == 2 && network.height == 5);
}

/* A network that grows as real ones do: who was named often is named again. */
static struct network
grown(int nodes, uint32_t seed)
{
    struct network_edge *edges = arena_alloc(&arena, (size_t)nodes * 2 * sizeof *edges);
    int count = 0;
    for (int i = 1; i < nodes; i++) {
        seed = seed * 1664525u + 1013904223u;
        uint32_t below = (seed >> 9) % 8 == 0 ? (uint32_t)i : (uint32_t)(i < 40 ? i : 40 + i / 9);
        if ((seed >> 5) % 10 != 0)
            edges[count++] = (struct network_edge){(int)((seed >> 8) % below) % i, i};
    }
    return studied(nodes, edges, count);
}

static void
draws_two_thousand_people_within_a_second_the_same_each_time(void **state)
{
    (void)state;
    enum { NODES = 2000 };
    int64_t begin = clock_monotonic_ms();
    struct network network = grown(NODES, 7), again = grown(NODES, 7);
    network_place_free(&arena, &network);
    int64_t took = clock_monotonic_ms() - begin;
    network_place_free(&arena, &again);
    print_message("2,000 people studied twice and placed: %d ms\n", (int)took);
    assert_true(took <
                10000); /* with sanitizers, beside other tests; the figure is `make bench`'s */
    double length = 0;
    for (int i = 0; i < NODES; i++) {
        assert_true(isfinite(network.x[i]) && isfinite(network.y[i]));
        assert_true(network.x[i] == again.x[i] && network.y[i] == again.y[i]);
        assert_true(network.x[i] >= 0 && network.x[i] <= network.width);
        assert_true(network.y[i] >= 0 && network.y[i] <= network.height);
    }
    for (int e = 0; e < network.edge_count; e++)
        length += hypot(network.x[network.edges[e].from] - network.x[network.edges[e].to],
                        network.y[network.edges[e].from] - network.y[network.edges[e].to]);
    /* Those tied to each other stand together: nearer than a tenth of the picture. */
    assert_true(length / network.edge_count < fmax(network.width, network.height) / 10);
}

static void
lays_no_label_of_two_thousand_upon_another_or_a_node(void **state)
{
    (void)state;
    enum { NODES = 2000 };
    static struct network_box boxes[NODES];
    struct network network = grown(NODES, 7);
    for (int i = 0; i < NODES; i++)
        boxes[i] =
            (struct network_box){8 + i % 3, 10, 60 + 7 * (i % 20), 10 + (i % 100 == 0 ? 60 : 0)};
    network_place_free(&arena, &network);
    int64_t begin = clock_monotonic_ms();
    network_place_apart(&arena, &network, boxes, 64);
    print_message("2,000 boxes moved apart: %d ms\n", (int)(clock_monotonic_ms() - begin));
    int upon = 0;
    for (int i = 0; i < NODES; i++) {
        assert_true(network.x[i] >= boxes[i].left &&
                    network.x[i] + boxes[i].right <= network.width);
        assert_true(network.y[i] >= boxes[i].up && network.y[i] + boxes[i].down <= network.height);
        for (int j = 0; j < i; j++)
            upon += network.x[i] - boxes[i].left < network.x[j] + boxes[j].right &&
                    network.x[j] - boxes[j].left < network.x[i] + boxes[i].right &&
                    network.y[i] - boxes[i].up < network.y[j] + boxes[j].down &&
                    network.y[j] - boxes[j].up < network.y[i] + boxes[i].down;
    }
    assert_int_equal(upon, 0);
}

static void
refuses_more_than_its_limits_and_edges_to_nowhere(void **state)
{
    (void)state;
    static const struct network_edge edges[] = {{0, 2}};
    struct network network = {.node_count = 2, .edge_count = 1, .edges = edges};
    assert_int_equal(network_study(&arena, &network), STATUS_INVALID);
    network = (struct network){.node_count = NETWORK_NODES_MAX + 1};
    assert_int_equal(network_study(&arena, &network), STATUS_INVALID);
    network = studied(0, NULL, 0);
    network_place_tree(&arena, &network);
    network_place_free(&arena, &network);
    network_place_apart(&arena, &network, NULL, 64);
    assert_int_equal(network.component_count, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_the_hands_of_a_chain_from_a_neighbor_to_the_fourth_M65_M169),
        cmocka_unit_test(takes_the_shortest_way_and_rings_and_those_alone),
        cmocka_unit_test(marks_whom_somebody_led_to_and_the_way_there),
        cmocka_unit_test(draws_a_tree_without_two_upon_each_other),
        cmocka_unit_test(draws_two_thousand_people_within_a_second_the_same_each_time),
        cmocka_unit_test(lays_no_label_of_two_thousand_upon_another_or_a_node),
        cmocka_unit_test(refuses_more_than_its_limits_and_edges_to_nowhere),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
