/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/common.h"
#include "domain/network.h"
#include "formats/svg.h"
#include "text/catalog.h"
#include "text/fold.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    COLUMN = 230,
    ROW = 40,
    MARGIN = 28,
    RADIUS = 6,
    EDGE = 64, /* pixels of one length of the free placing */
    LABELS_MOST = 60,
    LABEL_LETTERS = 26,
    SIBLINGS_SHOWN = 3,
    GROUPS_MOST = 200,
    LEGEND = 46
};

/* What is drawn: people, or several of them as one. */
struct drawn {
    struct network graph;
    int *node;          /* whom it shows; the first of a group */
    int *count;         /* how many it stands for */
    const char **group; /* the group's name; NULL: one person */
    struct network_edge *edges;
    const struct doc **referral; /* by edge; NULL: a bridge, or several ties */
};

static const char *
word(struct call *call, const char *text)
{
    return catalog_text(catalog_find(call->who.language), text);
}

/* Who shall be drawn as what: `place` of each node is the number of what shows it. */
static void
gather_drawn(struct call *call, struct people_network *network, const int *place, int places,
             struct drawn *drawn)
{
    struct arena *arena = call->arena;
    size_t edges = (size_t)network->graph.edge_count + 1;
    drawn->node = arena_alloc(arena, ((size_t)places + 1) * sizeof *drawn->node);
    drawn->count = arena_alloc(arena, ((size_t)places + 1) * sizeof *drawn->count);
    drawn->edges = arena_alloc(arena, edges * sizeof *drawn->edges);
    drawn->referral = arena_alloc(arena, edges * sizeof *drawn->referral);
    if (drawn->group == NULL)
        drawn->group = arena_alloc(arena, ((size_t)places + 1) * sizeof *drawn->group);
    for (int i = 0; i < network->graph.node_count; i++)
        if (drawn->count[place[i]]++ == 0)
            drawn->node[place[i]] = i;
    int count = 0;
    for (int e = 0; e < network->graph.edge_count; e++) {
        struct network_edge edge = {place[network->edges[e].from], place[network->edges[e].to]};
        if (edge.from == edge.to)
            continue;
        drawn->referral[count] = network->ties[e].referral;
        drawn->edges[count++] = edge;
    }
    drawn->graph =
        (struct network){.node_count = places, .edge_count = count, .edges = drawn->edges};
}

static void
one_by_one(struct call *call, struct people_network *network, struct drawn *drawn)
{
    int nodes = network->graph.node_count;
    int *place = arena_alloc(call->arena, ((size_t)nodes + 1) * sizeof *place);
    for (int i = 0; i < nodes; i++)
        place[i] = i;
    gather_drawn(call, network, place, nodes, drawn);
}

/* In the tree, of many siblings who led to nobody the first few; the rest stand together. */
static void
siblings_together(struct call *call, struct people_network *network, struct drawn *drawn)
{
    const struct network *graph = &network->graph;
    size_t nodes = (size_t)graph->node_count + 1;
    int *place = arena_alloc(call->arena, nodes * sizeof *place), places = 0;
    int *leaves = arena_alloc(call->arena, nodes * sizeof *leaves);
    int *rest = arena_alloc(call->arena, nodes * sizeof *rest);
    drawn->group = arena_alloc(call->arena, nodes * sizeof *drawn->group);
    for (int at = 0; at < graph->node_count; at++) {
        int node = graph->order[at], parent = graph->parent[node];
        int slot = parent < 0 ? graph->node_count : parent;
        bool leaf = graph->leads[node] == 0;
        if (leaf && leaves[slot]++ >= SIBLINGS_SHOWN && parent >= 0) {
            if (rest[slot] == 0) {
                drawn->group[places] = word(call, N_("more"));
                rest[slot] = 1 + places++;
            }
            place[node] = rest[slot] - 1;
        } else {
            place[node] = places++;
        }
    }
    gather_drawn(call, network, place, places, drawn);
}

/* ---- groups ---- */

struct grouped {
    const char *key;
    int node, size;
};

static int
by_key(const void *a, const void *b)
{
    const struct grouped *left = a, *right = b;
    int order = strcmp(left->key, right->key);
    return order != 0 ? order : left->node - right->node;
}

static int
larger_first(const void *a, const void *b)
{
    int left = *(const int *)a, right = *(const int *)b;
    return right - left;
}

/* The sizes of the runs of equal keys; how many there are. */
static int
measure(struct call *call, struct grouped *sorted, int count, int *out_least)
{
    int *sizes = arena_alloc(call->arena, ((size_t)count + 1) * sizeof *sizes), groups = 0;
    for (int begin = 0, end; begin < count; begin = end) {
        for (end = begin; end < count && strcmp(sorted[end].key, sorted[begin].key) == 0;)
            end++;
        for (int i = begin; i < end; i++)
            sorted[i].size = end - begin;
        sizes[groups++] = end - begin;
    }
    qsort(sizes, (size_t)groups, sizeof *sizes, larger_first);
    *out_least = groups > GROUPS_MOST ? sizes[GROUPS_MOST] + 1 : 2;
    return groups;
}

/* People of one organization as one; those of small ones and of none by their circle. */
static void
groups_together(struct call *call, struct people_network *network, const char *by,
                struct drawn *drawn)
{
    int nodes = network->graph.node_count, least, places = 0;
    bool circles = by != NULL && strcmp(by, "circle") == 0;
    struct grouped *sorted = arena_alloc(call->arena, ((size_t)nodes + 1) * sizeof *sorted);
    int *place = arena_alloc(call->arena, ((size_t)nodes + 1) * sizeof *place);
    drawn->group = arena_alloc(call->arena, ((size_t)nodes + 1) * sizeof *drawn->group);
    for (int i = 0; i < nodes; i++)
        sorted[i] = (struct grouped){
            .key = circles ? "" : text_fold(call->arena, network_text(network, i, "organization")),
            .node = i};
    qsort(sorted, (size_t)nodes, sizeof *sorted, by_key);
    (void)measure(call, sorted, nodes, &least);
    for (int i = 0; i < nodes; i++) {
        const char *circle = network_text(network, sorted[i].node, "circle");
        if (*sorted[i].key == '\0' || sorted[i].size < least)
            sorted[i].key = arena_print(call->arena, " %s", *circle == '\0' ? "other" : circle);
    }
    qsort(sorted, (size_t)nodes, sizeof *sorted, by_key);
    for (int i = 0; i < nodes; i++) {
        if (i == 0 || strcmp(sorted[i].key, sorted[i - 1].key) != 0) {
            drawn->group[places] = *sorted[i].key == ' '
                                       ? sorted[i].key
                                       : network_text(network, sorted[i].node, "organization");
            places++;
        }
        place[sorted[i].node] = places - 1;
    }
    gather_drawn(call, network, place, places, drawn);
}

/* ---- drawing ---- */

struct drawing {
    struct call *call;
    const struct people_network *network;
    const struct drawn *drawn;
    struct svg svg;
    double scale_x, scale_y;
    bool web;
    int start; /* the node at which a reader begins */
};

static double
place_x(const struct drawing *drawing, int i)
{
    return MARGIN + drawing->drawn->graph.x[i] * drawing->scale_x;
}

static double
place_y(const struct drawing *drawing, int i)
{
    return MARGIN + drawing->drawn->graph.y[i] * drawing->scale_y;
}

static enum svg_line
line_of(const struct doc *referral)
{
    const char *permission = doc_text_of(referral, "permission");
    if (referral == NULL || strcmp(permission, "no") == 0)
        return SVG_DOTS;
    return strcmp(permission, "yes") == 0 ? SVG_SOLID : SVG_DASHES;
}

static enum svg_shape
shape_of(const struct people_network *network, int node)
{
    const char *stage = network_text(network, node, "stage");
    if (network->members[node].person == NULL)
        return SVG_DASHED;
    return strcmp(stage, "held") == 0 ? SVG_DISC : *stage != '\0' ? SVG_SQUARE : SVG_RING;
}

static const char *
brief(struct call *call, const char *text)
{
    size_t letters = 0, length = 0;
    for (; text[length] != '\0'; length++)
        if (((unsigned char)text[length] & 0xc0) != 0x80 && letters++ == LABEL_LETTERS)
            return arena_print(call->arena, "%.*s…", (int)length, text);
    return text;
}

/* The words of data/words/choice.txt: a picture holds sentences, not codes. One's own circle is its name. */
static const char *
circle_words(struct call *call, const char *circle)
{
    static const char *const circles[][2] = {
        {"friend", N_("Friend")},
        {"family", N_("Family")},
        {"student", N_("Fellow student")},
        {"coworker", N_("Coworker")},
        {"supervisor", N_("Supervisor")},
        {"neighbor", N_("Neighbor")},
        {"professor", N_("Professor")},
        {"alumni", N_("Alumni")},
        {"acquaintance", N_("Acquaintance")},
        {"association", N_("Professional association")},
        {"directory", N_("Directory")},
        {"event", N_("Met at an event")},
        {"online", N_("Met online")},
        {"cold", N_("Not known yet")},
        {"referral", N_("Named by someone")},
        {"other", N_("Other")},
    };
    for (size_t i = 0; i < sizeof circles / sizeof *circles; i++)
        if (strcmp(circles[i][0], circle) == 0)
            return word(call, circles[i][1]);
    return circle;
}

/* A group of a circle is known by a blank before its code (groups_together). */
static const char *
group_words(struct call *call, const char *group, int count)
{
    const char *name = *group == ' ' ? circle_words(call, group + 1) : group;
    return arena_print(call->arena, "%s (%d)", name, count);
}

static void
draw_lines(struct drawing *drawing)
{
    const struct drawn *drawn = drawing->drawn;
    for (int e = 0; e < drawn->graph.edge_count; e++) {
        int from = drawn->edges[e].from, to = drawn->edges[e].to;
        svg_line(&drawing->svg, line_of(drawn->referral[e]), place_x(drawing, from),
                 place_y(drawing, from), place_x(drawing, to), place_y(drawing, to), !drawing->web);
    }
}

static const char *
href_of(const struct drawing *drawing, int i)
{
    const struct drawn *drawn = drawing->drawn;
    const struct network_member *member = &drawing->network->members[drawn->node[i]];
    if (drawn->group[i] != NULL)
        return "#outline";
    if (member->person == NULL)
        return "/referrals";
    return arena_print(drawing->call->arena, "/person/%s", doc_text_of(member->person, "id"));
}

static void
draw_node(struct drawing *drawing, int i, bool labeled)
{
    struct call *call = drawing->call;
    const struct drawn *drawn = drawing->drawn;
    int node = drawn->node[i], parent = drawn->graph.parent[i];
    const char *organization = network_text(drawing->network, node, "organization");
    const char *name = network_name(drawing->network, node);
    bool group = drawn->group[i] != NULL;
    if (*name == '\0')
        name = word(call, N_("Name still to find"));
    if (group)
        name = group_words(call, drawn->group[i], drawn->count[i]);
    const char *title = group || *organization == '\0'
                            ? name
                            : arena_print(call->arena, "%s, %s", name, organization);
    const char *start = i == drawing->start ? " data-start=\"1\"" : "";
    const char *attributes =
        parent < 0
            ? arena_print(call->arena, " data-node=\"%d\"%s", i, start)
            : arena_print(call->arena, " data-node=\"%d\" data-by=\"%d\"%s", i, parent, start);
    double x = place_x(drawing, i), y = place_y(drawing, i);
    double radius = group ? RADIUS + 2 * sqrt(drawn->count[i]) : RADIUS;
    svg_link_open(&drawing->svg, href_of(drawing, i), title, attributes);
    svg_node(&drawing->svg, group ? SVG_RING : shape_of(drawing->network, node), x, y, radius);
    if (labeled)
        svg_text(&drawing->svg, x + radius + 4, y + (drawing->web || group ? 4 : -5), false,
                 brief(call, name));
    if (labeled && !drawing->web && !group && *organization != '\0')
        svg_text(&drawing->svg, x + radius + 4, y + 15, true, brief(call, organization));
    svg_link_close(&drawing->svg);
}

/* The person the picture begins with; else in a tree the root of the largest part, in a web whoever
 * connects the most. */
static int
find_start(const struct drawing *drawing, const char *from)
{
    const struct network *graph = &drawing->drawn->graph;
    int best = graph->order[0];
    for (int at = 0; at < graph->node_count; at++) {
        int i = graph->order[at], node = drawing->drawn->node[i];
        if (from != NULL && drawing->drawn->group[i] == NULL &&
            strcmp(network_text(drawing->network, node, "id"), from) == 0)
            return i;
        if (drawing->web ? graph->between[i] > graph->between[best]
                         : graph->parent[i] < 0 && graph->component[i] < graph->component[best])
            best = i;
    }
    return best;
}

static int
higher_first(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return left < right ? 1 : left > right ? -1 : 0;
}

/* In a crowd only those who connect most are named; the others say their names when pointed at. */
static double
label_threshold(struct call *call, const struct drawn *drawn)
{
    int nodes = drawn->graph.node_count;
    if (nodes <= LABELS_MOST)
        return -1;
    double *sorted = arena_alloc(call->arena, (size_t)nodes * sizeof *sorted);
    memcpy(sorted, drawn->graph.between, (size_t)nodes * sizeof *sorted);
    qsort(sorted, (size_t)nodes, sizeof *sorted, higher_first);
    return sorted[LABELS_MOST];
}

static void
draw_legend(struct drawing *drawing, double y)
{
    static const char *const shapes[] = {N_("talked with"), N_("known, not asked yet"),
                                         N_("a name so far"), N_("asked")};
    static const char *const lines[] = {N_("you may use their name"),
                                        N_("not asked about the name"),
                                        N_("without using the name, or a bridge")};
    static const enum svg_shape order[] = {SVG_DISC, SVG_SQUARE, SVG_RING, SVG_DASHED};
    for (int i = 0; i < SVG_SHAPES; i++) {
        double x = MARGIN + 150 * i;
        svg_node(&drawing->svg, order[i], x, y, RADIUS);
        svg_text(&drawing->svg, x + 12, y + 4, true, word(drawing->call, shapes[order[i]]));
    }
    for (int i = 0; i < SVG_LINES; i++) {
        double x = MARGIN + 210 * i;
        svg_line(&drawing->svg, (enum svg_line)i, x - 6, y + 20, x + 18, y + 20, false);
        svg_text(&drawing->svg, x + 24, y + 24, true, word(drawing->call, lines[i]));
    }
}

static void
draw(struct drawing *drawing, int width, int height)
{
    struct call *call = drawing->call;
    const struct drawn *drawn = drawing->drawn;
    double threshold = drawing->web ? label_threshold(call, drawn) : -1;
    svg_open(&drawing->svg, call->arena, width, height, word(call, N_("Your network")),
             word(call, N_("Who led you to whom. The outline below says the same in words.")));
    draw_lines(drawing);
    for (int at = 0; at < drawn->graph.node_count; at++) {
        int i = drawn->graph.order[at];
        draw_node(drawing, i, drawn->graph.between[i] > threshold);
    }
    draw_legend(drawing, height - LEGEND + 12);
}

enum status
network_picture(struct call *call, struct people_network *network, bool web, const char *group,
                struct doc *out_markup)
{
    struct drawn drawn = {.group = NULL};
    bool many = network->graph.node_count > NETWORK_DRAWN_MOST;
    bool groups = web && (many || group != NULL);
    if (groups)
        groups_together(call, network, group, &drawn);
    else if (many)
        siblings_together(call, network, &drawn);
    else
        one_by_one(call, network, &drawn);
    TRY(network_study(call->arena, &drawn.graph));
    if (web)
        network_place_free(call->arena, &drawn.graph);
    else
        network_place_tree(call->arena, &drawn.graph);
    struct drawing drawing = {.call = call,
                              .network = network,
                              .drawn = &drawn,
                              .scale_x = web ? EDGE : COLUMN,
                              .scale_y = web ? EDGE : ROW,
                              .web = web};
    drawing.start = find_start(&drawing, param_text(call, "from"));
    int width = (int)(drawn.graph.width * drawing.scale_x) + 2 * MARGIN + COLUMN;
    int height = (int)(drawn.graph.height * drawing.scale_y) + 2 * MARGIN + LEGEND;
    draw(&drawing, width < 3 * COLUMN ? 3 * COLUMN : width, height);
    return svg_close(&drawing.svg, out_markup);
}
