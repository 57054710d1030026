/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/common.h"
#include "domain/network.h"
#include "formats/form.h"
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
    LABEL_LETTERS = 26,
    SIBLINGS_SHOWN = 3,
    GROUPS_MOST = 200,
    LINES_OF_GROUP = 2,
    LEGEND = 46
};

/* What is drawn: people, or several of them as one. */
struct drawn {
    struct network graph;
    int *node;          /* whom it shows; the first of a group */
    int *count;         /* how many it stands for */
    const char **group; /* the group's name; NULL: one person */
    const char **href;  /* where a group is opened; NULL: in the outline */
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
    if (drawn->href == NULL)
        drawn->href = arena_alloc(arena, ((size_t)places + 1) * sizeof *drawn->href);
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
    drawn->href = arena_alloc(call->arena, nodes * sizeof *drawn->href);
    for (int at = 0; at < graph->node_count; at++) {
        int node = graph->order[at], parent = graph->parent[node];
        int slot = parent < 0 ? graph->node_count : parent;
        bool leaf = graph->leads[node] == 0;
        if (leaf && leaves[slot]++ >= SIBLINGS_SHOWN && parent >= 0) {
            if (rest[slot] == 0) {
                drawn->group[places] = word(call, N_("more"));
                if (network->members[parent].person != NULL)
                    drawn->href[places] = arena_print(call->arena, "/network?from=%s",
                                                      network_text(network, parent, "id"));
                rest[slot] = 1 + places++;
            }
            place[node] = rest[slot] - 1;
        } else {
            place[node] = places++;
        }
    }
    gather_drawn(call, network, place, places, drawn);
}

struct bundle {
    struct network_edge edge; /* from the smaller number to the larger */
    int count;
};

static int
by_ends(const void *a, const void *b)
{
    const struct bundle *left = a, *right = b;
    return left->edge.from != right->edge.from ? left->edge.from - right->edge.from
                                               : left->edge.to - right->edge.to;
}

static int
thickest_first(const void *a, const void *b)
{
    const struct bundle *left = a, *right = b;
    return left->count != right->count ? right->count - left->count : by_ends(a, b);
}

/* Groups are tied by one line, however many of them named each other; where all are tied to all, only
 * by the lines of the most, and nobody without one. */
static void
ties_together(struct call *call, struct drawn *drawn)
{
    int edges = drawn->graph.edge_count, count = 0;
    struct bundle *bundles = arena_alloc(call->arena, ((size_t)edges + 1) * sizeof *bundles);
    for (int e = 0; e < edges; e++) {
        struct network_edge edge = drawn->edges[e];
        if (edge.from > edge.to)
            edge = (struct network_edge){edge.to, edge.from};
        bundles[e] = (struct bundle){edge, 1};
    }
    if (edges > 1)
        qsort(bundles, (size_t)edges, sizeof *bundles, by_ends);
    for (int e = 0; e < edges; e++)
        if (count > 0 && by_ends(&bundles[e], &bundles[count - 1]) == 0)
            bundles[count - 1].count++;
        else
            bundles[count++] = bundles[e];
    if (count > 1)
        qsort(bundles, (size_t)count, sizeof *bundles, thickest_first);
    int most = LINES_OF_GROUP * drawn->graph.node_count, kept = 0;
    bool *tied = arena_alloc(call->arena, ((size_t)drawn->graph.node_count + 1) * sizeof *tied);
    for (int e = 0; e < count; e++) {
        struct network_edge edge = bundles[e].edge;
        if (e >= most && tied[edge.from] && tied[edge.to])
            continue;
        tied[edge.from] = tied[edge.to] = true;
        drawn->edges[kept++] = edge;
    }
    drawn->graph.edge_count = kept;
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

static const char small[] = " ";

/* What people stand together by: their organization, folded, or the code of their circle. */
static const char *
group_key(struct call *call, const struct people_network *network, int node, bool circles)
{
    if (!circles)
        return text_fold(call->arena, network_text(network, node, "organization"));
    const char *circle = network_text(network, node, "circle");
    if (network->members[node].person == NULL)
        return "referral";
    return *circle == '\0' ? "other" : circle;
}

static const char *
people_href(struct call *call, const char *filter, const char *value)
{
    struct buffer buffer;
    buffer_open(&buffer, call->arena, 4096);
    buffer_print(&buffer, "/people?%s=", filter);
    percent_write(&buffer, value, strlen(value));
    return buffer_status(&buffer) == STATUS_OK ? buffer_read(&buffer) : NULL;
}

static void
name_group(struct call *call, const struct people_network *network, const struct grouped *one,
           bool circles, struct drawn *drawn, int place)
{
    const char *organization = network_text(network, one->node, "organization");
    if (circles) {
        drawn->group[place] = circle_words(call, one->key);
        drawn->href[place] = people_href(call, "circle", one->key);
    } else if (*one->key == '\0') {
        drawn->group[place] = word(call, N_("No organization"));
    } else if (*one->key == ' ') {
        drawn->group[place] = word(call, N_("Other organizations"));
    } else {
        drawn->group[place] = organization;
        drawn->href[place] = people_href(call, "organization", organization);
    }
}

/* People of one organization as one, those of small ones when there are too many, and those of none;
 * or of one circle. */
static void
groups_together(struct call *call, struct people_network *network, const char *by,
                struct drawn *drawn)
{
    int nodes = network->graph.node_count, least, places = 0;
    bool circles = by != NULL && strcmp(by, "circle") == 0;
    struct grouped *sorted = arena_alloc(call->arena, ((size_t)nodes + 1) * sizeof *sorted);
    int *place = arena_alloc(call->arena, ((size_t)nodes + 1) * sizeof *place);
    drawn->group = arena_alloc(call->arena, ((size_t)nodes + 1) * sizeof *drawn->group);
    drawn->href = arena_alloc(call->arena, ((size_t)nodes + 1) * sizeof *drawn->href);
    for (int i = 0; i < nodes; i++)
        sorted[i] = (struct grouped){.key = group_key(call, network, i, circles), .node = i};
    qsort(sorted, (size_t)nodes, sizeof *sorted, by_key);
    if (measure(call, sorted, nodes, &least) > GROUPS_MOST)
        for (int i = 0; i < nodes; i++)
            if (*sorted[i].key != '\0' && sorted[i].size < least)
                sorted[i].key = small;
    qsort(sorted, (size_t)nodes, sizeof *sorted, by_key);
    for (int i = 0; i < nodes; i++) {
        if (i == 0 || strcmp(sorted[i].key, sorted[i - 1].key) != 0)
            name_group(call, network, &sorted[i], circles, drawn, places++);
        place[sorted[i].node] = places - 1;
    }
    gather_drawn(call, network, place, places, drawn);
    ties_together(call, drawn);
}

/* ---- drawing ---- */

struct drawing {
    struct call *call;
    const struct people_network *network;
    const struct drawn *drawn;
    struct svg svg;
    double scale_x, scale_y;
    bool web, groups;
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

static void
draw_lines(struct drawing *drawing)
{
    const struct drawn *drawn = drawing->drawn;
    for (int e = 0; e < drawn->graph.edge_count; e++) {
        int from = drawn->edges[e].from, to = drawn->edges[e].to;
        enum svg_line line = drawing->groups ? SVG_SOLID : line_of(drawn->referral[e]);
        svg_line(&drawing->svg, line, place_x(drawing, from), place_y(drawing, from),
                 place_x(drawing, to), place_y(drawing, to), !drawing->web);
    }
}

static const char *
href_of(const struct drawing *drawing, int i)
{
    const struct drawn *drawn = drawing->drawn;
    const struct network_member *member = &drawing->network->members[drawn->node[i]];
    if (drawn->group[i] != NULL)
        return drawn->href[i] != NULL ? drawn->href[i] : "#outline";
    if (member->person == NULL)
        return "/referrals";
    return arena_print(drawing->call->arena, "/person/%s", doc_text_of(member->person, "id"));
}

/* A circle grows with those it stands for; in a tree there is no room for that. */
static double
radius_of(const struct drawing *drawing, int i)
{
    const struct drawn *drawn = drawing->drawn;
    if (drawn->group[i] == NULL)
        return RADIUS;
    return drawing->web ? RADIUS + 2 * sqrt(drawn->count[i]) : RADIUS + 3;
}

static const char *
label_of(const struct drawing *drawing, int i, bool whole)
{
    const struct drawn *drawn = drawing->drawn;
    const char *name = network_name(drawing->network, drawn->node[i]);
    if (drawn->group[i] != NULL)
        return arena_print(drawing->call->arena, "%s (%d)",
                           whole ? drawn->group[i] : brief(drawing->call, drawn->group[i]),
                           drawn->count[i]);
    if (*name == '\0')
        name = word(drawing->call, N_("Name still to find"));
    return whole ? name : brief(drawing->call, name);
}

static void
draw_node(struct drawing *drawing, int i)
{
    struct call *call = drawing->call;
    const struct drawn *drawn = drawing->drawn;
    int node = drawn->node[i], parent = drawn->graph.parent[i];
    const char *organization = network_text(drawing->network, node, "organization");
    const char *name = label_of(drawing, i, true);
    bool group = drawn->group[i] != NULL;
    const char *title = group || *organization == '\0'
                            ? name
                            : arena_print(call->arena, "%s, %s", name, organization);
    const char *start = i == drawing->start ? " data-start=\"1\"" : "";
    const char *attributes =
        parent < 0
            ? arena_print(call->arena, " data-node=\"%d\"%s", i, start)
            : arena_print(call->arena, " data-node=\"%d\" data-by=\"%d\"%s", i, parent, start);
    double x = place_x(drawing, i), y = place_y(drawing, i), radius = radius_of(drawing, i);
    svg_link_open(&drawing->svg, href_of(drawing, i), title, attributes);
    svg_node(&drawing->svg, group ? SVG_RING : shape_of(drawing->network, node), x, y, radius);
    svg_text(&drawing->svg, x + radius + 4, y + (drawing->web || group ? 4 : -5), false,
             label_of(drawing, i, false));
    if (!drawing->web && !group && *organization != '\0')
        svg_text(&drawing->svg, x + radius + 4, y + 15, true, brief(call, organization));
    svg_link_close(&drawing->svg);
}

/* How wide a label may become, in whatever common font: letters of 12 pixels. */
static double
width_of(const char *text)
{
    double width = 0;
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c >= 0xe0)
            width += 13;
        else if (c >= 0xc0 || (c >= 'A' && c <= 'Z') || c == 'm' || c == 'w')
            width += c == 'm' || c == 'w' || c == 'M' || c == 'W' ? 12 : 9;
        else if (c < 0x80)
            width += strchr("ijlt.,' ()", c) != NULL ? 5 : 7.6;
    }
    return width;
}

static void
place_web(struct drawing *drawing, struct network *graph)
{
    struct arena *arena = drawing->call->arena;
    struct network_box *boxes = arena_alloc(arena, ((size_t)graph->node_count + 1) * sizeof *boxes);
    for (int i = 0; i < graph->node_count; i++) {
        double radius = radius_of(drawing, i), high = fmax(radius + 2, 10);
        double label = width_of(label_of(drawing, i, false));
        boxes[i] = (struct network_box){radius + 2, high, radius + 4 + label, high};
    }
    network_place_free(arena, graph);
    network_place_apart(arena, graph, boxes, EDGE);
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

/* Only what is in the picture. */
static void
draw_legend(struct drawing *drawing, double y)
{
    static const char *const shapes[] = {N_("talked with"), N_("known, not asked yet"),
                                         N_("a name so far"), N_("asked")};
    static const char *const lines[] = {N_("you may use their name"),
                                        N_("not asked about the name"),
                                        N_("without using the name, or a bridge")};
    static const enum svg_shape order[] = {SVG_DISC, SVG_SQUARE, SVG_RING, SVG_DASHED};
    const struct drawn *drawn = drawing->drawn;
    bool shown[SVG_SHAPES] = {false}, tied[SVG_LINES] = {false};
    for (int i = 0; i < drawn->graph.node_count; i++)
        if (drawn->group[i] == NULL)
            shown[shape_of(drawing->network, drawn->node[i])] = true;
    for (int e = 0; e < drawn->graph.edge_count; e++)
        tied[drawing->groups ? SVG_SOLID : line_of(drawn->referral[e])] = true;
    double x = MARGIN;
    if (drawing->groups) {
        svg_text(
            &drawing->svg, x - 6, y + 4, true,
            word(drawing->call,
                 N_("The larger a circle, the more people; lines: who named each other the most")));
        return;
    }
    for (int i = 0; i < SVG_SHAPES; i++)
        if (shown[order[i]]) {
            svg_node(&drawing->svg, order[i], x, y, RADIUS);
            svg_text(&drawing->svg, x + 12, y + 4, true, word(drawing->call, shapes[order[i]]));
            x += 150;
        }
    x = MARGIN;
    for (int i = 0; i < SVG_LINES; i++)
        if (tied[i]) {
            svg_line(&drawing->svg, (enum svg_line)i, x - 6, y + 20, x + 18, y + 20, false);
            svg_text(&drawing->svg, x + 24, y + 24, true, word(drawing->call, lines[i]));
            x += 210;
        }
}

static void
draw(struct drawing *drawing, int width, int height)
{
    struct call *call = drawing->call;
    const struct drawn *drawn = drawing->drawn;
    svg_open(&drawing->svg, call->arena, width, height, word(call, N_("Your network")),
             word(call, N_("Who led you to whom. The outline below says the same in words.")));
    draw_lines(drawing);
    for (int at = 0; at < drawn->graph.node_count; at++)
        draw_node(drawing, drawn->graph.order[at]);
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
    struct drawing drawing = {.call = call,
                              .network = network,
                              .drawn = &drawn,
                              .scale_x = web ? 1 : COLUMN,
                              .scale_y = web ? 1 : ROW,
                              .web = web,
                              .groups = groups};
    if (web)
        place_web(&drawing, &drawn.graph);
    else
        network_place_tree(call->arena, &drawn.graph);
    drawing.start = find_start(&drawing, param_text(call, "from"));
    int width = (int)(drawn.graph.width * drawing.scale_x) + 2 * MARGIN + (web ? 0 : COLUMN);
    int height = (int)(drawn.graph.height * drawing.scale_y) + 2 * MARGIN + LEGEND;
    draw(&drawing, width < 3 * COLUMN ? 3 * COLUMN : width, height);
    return svg_close(&drawing.svg, out_markup);
}
