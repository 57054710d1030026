/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/svg_chart.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "formats/svg.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum {
    CHART_BYTES_MAX = 1 << 20,
    COLUMN = 28,
    BAR = 20,
    LEFT = 48,
    TOP = 16,
    HEIGHT = 160,
    BELOW = 28,
    LABELS_MOST = 12,
    LETTER = 8, /* how wide one is, with the air beside it */
    RADAR_WIDTH = 420,
    RADAR_HEIGHT = 320,
    RADAR_RADIUS = 115,
    RADAR_RINGS = 4,
    RADAR_SHAPES = 2,
    AXES_LEAST = 3,
    AXES_MOST = 12,
    BAR_ROW = 24,
    BAR_THICK = 14,
    BAR_LABEL = 300,
    BAR_LABEL_LETTERS = 44,
    BAR_WIDTH = 280,
    VALUE_TEXT = 72
};

struct chart {
    struct buffer buffer;
};

/* Lengths to a tenth, whatever the system thinks of decimal points. */
static void
length(struct chart *svg, const char *name, double value)
{
    int64_t tenths = (int64_t)(value * 10 + (value < 0 ? -0.5 : 0.5));
    int64_t size = tenths < 0 ? -tenths : tenths;
    buffer_print(&svg->buffer, " %s=\"%s%" PRId64 ".%" PRId64 "\"", name, tenths < 0 ? "-" : "",
                 size / 10, size % 10);
}

static void
named(struct chart *svg, const char *name, const char *value)
{
    if (value == NULL)
        return;
    buffer_print(&svg->buffer, " %s=\"", name);
    svg_escaped(&svg->buffer, value);
    buffer_byte(&svg->buffer, '"');
}

/* Without words of its own: the page says the same as a table. */
static void
open_picture(struct chart *svg, struct arena *arena, double width, double height)
{
    buffer_open(&svg->buffer, arena, CHART_BYTES_MAX);
    buffer_print(&svg->buffer, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\"",
                 (int)width, (int)height);
    length(svg, "width", width);
    length(svg, "height", height);
    buffer_print(&svg->buffer, " class=\"chart\" aria-hidden=\"true\" focusable=\"false\">");
}

static void
draw_line(struct chart *svg, double x1, double y1, double x2, double y2, const char *css)
{
    buffer_print(&svg->buffer, "<line");
    length(svg, "x1", x1);
    length(svg, "y1", y1);
    length(svg, "x2", x2);
    length(svg, "y2", y2);
    named(svg, "class", css);
    buffer_print(&svg->buffer, "/>");
}

static void
draw_rect(struct chart *svg, double x, double y, double width, double height, const char *css)
{
    buffer_print(&svg->buffer, "<rect");
    length(svg, "x", x);
    length(svg, "y", y);
    length(svg, "width", width);
    length(svg, "height", height);
    named(svg, "class", css);
    buffer_print(&svg->buffer, "/>");
}

static void
draw_text(struct chart *svg, double x, double y, const char *anchor, const char *css,
          const char *text)
{
    buffer_print(&svg->buffer, "<text");
    length(svg, "x", x);
    length(svg, "y", y);
    named(svg, "text-anchor", anchor);
    named(svg, "class", css);
    buffer_byte(&svg->buffer, '>');
    svg_escaped(&svg->buffer, text);
    buffer_print(&svg->buffer, "</text>");
}

static int64_t
sum_of(const struct doc *column)
{
    const struct doc *parts = doc_get(column, "parts");
    int64_t sum = 0;
    for (uint32_t i = 0; i < doc_count(parts); i++)
        sum += doc_item(parts, i)->kind == DOC_INT ? doc_item(parts, i)->integer : 0;
    return sum;
}

static void
draw_column(struct chart *svg, struct arena *arena, const struct doc *column, double x,
            double scale)
{
    const struct doc *parts = doc_get(column, "parts");
    double y = TOP + HEIGHT;
    for (uint32_t i = 0; i < doc_count(parts); i++) {
        int64_t part = doc_item(parts, i)->kind == DOC_INT ? doc_item(parts, i)->integer : 0;
        if (part <= 0)
            continue;
        y -= (double)part * scale;
        draw_rect(svg, x, y, BAR, (double)part * scale, arena_print(arena, "part-%u", i));
    }
}

/* A label is written under every which column, so that no two lie over each other? */
static uint32_t
labels_every(const struct doc *columns)
{
    uint32_t count = doc_count(columns), letters = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t own = (uint32_t)strlen(doc_text_of(doc_item(columns, i), "label"));
        letters = own > letters ? own : letters;
    }
    uint32_t room = (letters * LETTER + COLUMN - 1) / COLUMN, few = count / LABELS_MOST + 1;
    return room > few ? room : few;
}

enum status
chart_columns(struct arena *arena, const struct doc *columns, struct doc *out_markup)
{
    struct chart svg;
    int64_t most = 1;
    uint32_t count = doc_count(columns), every = labels_every(columns);
    double width = LEFT + (double)count * COLUMN + COLUMN;
    for (uint32_t i = 0; i < count; i++)
        most = sum_of(doc_item(columns, i)) > most ? sum_of(doc_item(columns, i)) : most;
    open_picture(&svg, arena, width, TOP + HEIGHT + BELOW);
    draw_line(&svg, LEFT, TOP, width, TOP, "rule");
    draw_line(&svg, LEFT, TOP + HEIGHT, width, TOP + HEIGHT, "axis");
    draw_text(&svg, LEFT - 8, TOP + 4, "end", NULL, arena_print(arena, "%" PRId64, most));
    draw_text(&svg, LEFT - 8, TOP + HEIGHT + 4, "end", NULL, "0");
    for (uint32_t i = 0; i < count; i++) {
        const struct doc *column = doc_item(columns, i);
        double x = LEFT + (double)i * COLUMN + (COLUMN - BAR) / 2.0;
        draw_column(&svg, arena, column, x, (double)HEIGHT / (double)most);
        if (i % every == 0)
            draw_text(&svg, x + BAR / 2.0, TOP + HEIGHT + 18, "middle", NULL,
                      doc_text_of(column, "label"));
    }
    buffer_print(&svg.buffer, "</svg>");
    TRY(buffer_status(&svg.buffer));
    *out_markup = doc_markup(buffer_read(&svg.buffer));
    return STATUS_OK;
}

struct radar {
    struct chart *svg;
    uint32_t count;
    int most;
};

static double
radar_x(const struct radar *radar, uint32_t axis, double share)
{
    return RADAR_WIDTH / 2.0 + RADAR_RADIUS * share * sin(2 * M_PI * axis / radar->count);
}

static double
radar_y(const struct radar *radar, uint32_t axis, double share)
{
    return RADAR_HEIGHT / 2.0 - RADAR_RADIUS * share * cos(2 * M_PI * axis / radar->count);
}

/* A corner on each axis; `axes` NULL: all at the same share. */
static void
draw_shape(const struct radar *radar, const struct doc *axes, uint32_t shape, double share,
           const char *css)
{
    struct buffer *buffer = &radar->svg->buffer;
    buffer_print(buffer, "<path d=\"");
    for (uint32_t i = 0; i < radar->count; i++) {
        if (axes != NULL)
            share = (double)doc_item(doc_get(doc_item(axes, i), "values"), shape)->integer /
                    radar->most;
        buffer_print(buffer, "%c%ld %ld", i == 0 ? 'M' : 'L', lround(radar_x(radar, i, share)),
                     lround(radar_y(radar, i, share)));
    }
    buffer_print(buffer, "Z\"");
    named(radar->svg, "class", css);
    buffer_print(buffer, "/>");
}

static void
draw_axes(const struct radar *radar, const struct doc *axes)
{
    for (int ring = 1; ring <= RADAR_RINGS; ring++)
        draw_shape(radar, NULL, 0, (double)ring / RADAR_RINGS, "ring");
    for (uint32_t i = 0; i < radar->count; i++) {
        double x = radar_x(radar, i, 1.1), across = x - RADAR_WIDTH / 2.0;
        double y = radar_y(radar, i, 1.1), down = y - RADAR_HEIGHT / 2.0;
        draw_line(radar->svg, RADAR_WIDTH / 2.0, RADAR_HEIGHT / 2.0, radar_x(radar, i, 1),
                  radar_y(radar, i, 1), "rule");
        draw_text(radar->svg, x,
                  y + (fabs(down) < 1 ? 4
                       : down > 0     ? 10
                                      : 0),
                  fabs(across) < 1 ? "middle"
                  : across > 0     ? "start"
                                   : "end",
                  NULL, doc_text_of(doc_item(axes, i), "label"));
    }
}

enum status
chart_radar(struct arena *arena, const struct doc *axes, int most, struct doc *out_markup)
{
    struct chart svg;
    struct radar radar = {.svg = &svg, .count = doc_count(axes), .most = most};
    if (radar.count < AXES_LEAST || radar.count > AXES_MOST || most <= 0)
        return STATUS_INVALID;
    open_picture(&svg, arena, RADAR_WIDTH, RADAR_HEIGHT);
    draw_axes(&radar, axes);
    uint32_t shapes = doc_count(doc_get(doc_item(axes, 0), "values"));
    for (uint32_t shape = shapes > RADAR_SHAPES ? RADAR_SHAPES : shapes; shape-- > 0;)
        draw_shape(&radar, axes, shape, 0, shape == 0 ? "shape-0" : "shape-1");
    buffer_print(&svg.buffer, "</svg>");
    TRY(buffer_status(&svg.buffer));
    *out_markup = doc_markup(buffer_read(&svg.buffer));
    return STATUS_OK;
}

static const char *
shortened(struct arena *arena, const char *label)
{
    const char *at = label, *end = label + strlen(label);
    for (int letters = 0; at < end && letters < BAR_LABEL_LETTERS; letters++)
        (void)utf8_next(&at, end);
    return at == end ? label
                     : arena_print(arena, "%s\xE2\x80\xA6",
                                   arena_copy(arena, label, (size_t)(at - label)));
}

enum status
chart_bars(struct arena *arena, const struct doc *bars, int64_t most, struct doc *out_markup)
{
    struct chart svg;
    uint32_t count = doc_count(bars);
    for (uint32_t i = 0; i < count; i++)
        most = sum_of(doc_item(bars, i)) > most ? sum_of(doc_item(bars, i)) : most;
    open_picture(&svg, arena, BAR_LABEL + BAR_WIDTH, (double)count * BAR_ROW);
    for (uint32_t i = 0; i < count; i++) {
        const struct doc *bar = doc_item(bars, i), *parts = doc_get(bar, "parts");
        double x = BAR_LABEL, y = (double)i * BAR_ROW;
        draw_text(&svg, BAR_LABEL - 8, y + BAR_THICK, "end", NULL,
                  shortened(arena, doc_text_of(bar, "label")));
        draw_line(&svg, BAR_LABEL, y + BAR_ROW - 2, BAR_LABEL + BAR_WIDTH, y + BAR_ROW - 2, "rule");
        for (uint32_t k = 0; k < doc_count(parts); k++) {
            int64_t part = doc_item(parts, k)->kind == DOC_INT ? doc_item(parts, k)->integer : 0;
            if (part <= 0)
                continue;
            double width = (double)part * BAR_WIDTH / (double)(most < 1 ? 1 : most);
            draw_rect(&svg, x, y + 4, width, BAR_THICK, arena_print(arena, "part-%u", k));
            x += width;
        }
    }
    buffer_print(&svg.buffer, "</svg>");
    TRY(buffer_status(&svg.buffer));
    *out_markup = doc_markup(buffer_read(&svg.buffer));
    return STATUS_OK;
}

/* Where the line stands, and how many pixels one is: room for the texts at both ends. */
struct scale {
    double zero, pixels;
};

static struct scale
scale_of(const struct doc *rows)
{
    double most = 0, least = 0;
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        double value = doc_real_of(doc_item(rows, i), "value");
        most = value > most ? value : most;
        least = value < least ? value : least;
    }
    double left = least < 0 ? VALUE_TEXT : 0, range = most - least;
    double pixels = range > 0 ? (BAR_WIDTH - left) / range : 0;
    return (struct scale){BAR_LABEL + left - least * pixels, pixels};
}

static void
draw_value(struct chart *svg, const struct scale *scale, const struct doc *row, double y)
{
    const struct doc *value = doc_get(row, "value");
    double width = value->kind == DOC_REAL ? value->real * scale->pixels : 0;
    double end = scale->zero + width;
    if (value->kind != DOC_REAL)
        return;
    draw_rect(svg, width < 0 ? end : scale->zero, y + 4, width < 0 ? -width : width, BAR_THICK,
              width < 0 ? "part-4" : "part-0");
    draw_text(svg, width < 0 ? end - 6 : end + 6, y + BAR_THICK, width < 0 ? "end" : NULL, NULL,
              doc_text_of(row, "text"));
}

enum status
chart_values(struct arena *arena, const struct doc *rows, struct doc *out_markup)
{
    struct chart svg;
    struct scale scale = scale_of(rows);
    double height = (double)doc_count(rows) * BAR_ROW;
    open_picture(&svg, arena, BAR_LABEL + BAR_WIDTH + VALUE_TEXT, height);
    draw_line(&svg, scale.zero, 0, scale.zero, height, "axis");
    for (uint32_t i = 0; i < doc_count(rows); i++) {
        const struct doc *row = doc_item(rows, i);
        double y = (double)i * BAR_ROW;
        draw_text(&svg, BAR_LABEL - 8, y + BAR_THICK, "end", NULL,
                  shortened(arena, doc_text_of(row, "label")));
        draw_value(&svg, &scale, row, y);
    }
    buffer_print(&svg.buffer, "</svg>");
    TRY(buffer_status(&svg.buffer));
    *out_markup = doc_markup(buffer_read(&svg.buffer));
    return STATUS_OK;
}
