/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/svg.h"

#include "base/utf8.h"

#include <math.h>
#include <string.h>

void
svg_escaped(struct buffer *buffer, const char *text)
{
    const char *end = text + strlen(text);
    while (text < end) {
        char bytes[4];
        uint32_t letter = utf8_next(&text, end);
        if (letter == '<')
            buffer_text(buffer, "&lt;");
        else if (letter == '>')
            buffer_text(buffer, "&gt;");
        else if (letter == '&')
            buffer_text(buffer, "&amp;");
        else if (letter == '"')
            buffer_text(buffer, "&quot;");
        else if (!utf8_is_control(letter) && letter != 0xfffe && letter != 0xffff)
            buffer_add(buffer, bytes, utf8_put(letter, bytes));
    }
}

static void
add_element(struct buffer *buffer, const char *name, const char *text)
{
    buffer_print(buffer, "<%s>", name);
    svg_escaped(buffer, text);
    buffer_print(buffer, "</%s>", name);
}

/* Half pixels are enough, and the same on every machine. */
static void
add_number(struct buffer *buffer, double value)
{
    long halves = lround(value * 2);
    if (halves < 0)
        buffer_byte(buffer, '-');
    halves = halves < 0 ? -halves : halves;
    buffer_print(buffer, halves % 2 != 0 ? "%ld.5" : "%ld", halves / 2);
}

static void
add_numbered(struct buffer *buffer, const char *before, double value)
{
    buffer_text(buffer, before);
    add_number(buffer, value);
}

void
svg_open(struct svg *svg, struct arena *arena, int width, int height, const char *title,
         const char *description)
{
    struct buffer *buffer = &svg->buffer;
    buffer_open(buffer, arena, SVG_BYTES_MAX);
    buffer_print(buffer,
                 "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"picture\" role=\"group\" "
                 "viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" "
                 "font-size=\"12\">",
                 width, height, width, height);
    add_element(buffer, "title", title);
    add_element(buffer, "desc", description);
}

void
svg_link_open(struct svg *svg, const char *href, const char *title, const char *attributes)
{
    buffer_text(&svg->buffer, "<a href=\"");
    svg_escaped(&svg->buffer, href);
    buffer_byte(&svg->buffer, '"');
    buffer_text(&svg->buffer, attributes == NULL ? "" : attributes);
    buffer_byte(&svg->buffer, '>');
    add_element(&svg->buffer, "title", title);
}

void
svg_link_close(struct svg *svg)
{
    buffer_text(&svg->buffer, "</a>");
}

void
svg_node(struct svg *svg, enum svg_shape shape, double x, double y, double radius)
{
    static const char *const looks[SVG_SHAPES] = {
        "\" class=\"disc\" fill=\"#1f5f5b\" stroke=\"#1f5f5b\"/>",
        "\" class=\"ring\" fill=\"#fff\" stroke=\"#1f5f5b\" stroke-width=\"2\"/>",
        ("\" class=\"dashed\" fill=\"#fff\" stroke=\"#5b564c\" stroke-width=\"1.5\" "
         "stroke-dasharray=\"3 2\"/>"),
        "\" class=\"square\" fill=\"#fff\" stroke=\"#1f5f5b\" stroke-width=\"2\"/>"};
    struct buffer *buffer = &svg->buffer;
    if (shape == SVG_SQUARE) {
        add_numbered(buffer, "<rect x=\"", x - radius);
        add_numbered(buffer, "\" y=\"", y - radius);
        add_numbered(buffer, "\" width=\"", 2 * radius);
        add_numbered(buffer, "\" height=\"", 2 * radius);
    } else {
        add_numbered(buffer, "<circle cx=\"", x);
        add_numbered(buffer, "\" cy=\"", y);
        add_numbered(buffer, "\" r=\"", radius);
    }
    buffer_text(buffer, looks[shape]);
}

void
svg_line(struct svg *svg, enum svg_line line, double x1, double y1, double x2, double y2,
         bool curved)
{
    static const char *const looks[SVG_LINES] = {
        "\" class=\"tie\" fill=\"none\" stroke=\"#5b564c\"/>",
        "\" class=\"tie\" fill=\"none\" stroke=\"#5b564c\" stroke-dasharray=\"6 3\"/>",
        "\" class=\"tie\" fill=\"none\" stroke=\"#5b564c\" stroke-dasharray=\"1 4\"/>"};
    struct buffer *buffer = &svg->buffer;
    double middle = (x1 + x2) / 2;
    add_numbered(buffer, "<path d=\"M", x1);
    add_numbered(buffer, " ", y1);
    if (curved) {
        add_numbered(buffer, "C", middle);
        add_numbered(buffer, " ", y1);
        add_numbered(buffer, " ", middle);
        add_numbered(buffer, " ", y2);
        add_numbered(buffer, " ", x2);
    } else {
        add_numbered(buffer, "L", x2);
    }
    add_numbered(buffer, " ", y2);
    buffer_text(buffer, looks[line]);
}

void
svg_text(struct svg *svg, double x, double y, bool soft, const char *text)
{
    struct buffer *buffer = &svg->buffer;
    add_numbered(buffer, "<text x=\"", x);
    add_numbered(buffer, "\" y=\"", y);
    buffer_text(buffer, soft ? "\" class=\"soft\" fill=\"#5b564c\">" : "\" fill=\"#222\">");
    svg_escaped(buffer, text);
    buffer_text(buffer, "</text>");
}

enum status
svg_close(struct svg *svg, struct doc *out_markup)
{
    buffer_text(&svg->buffer, "</svg>");
    TRY(buffer_status(&svg->buffer));
    *out_markup = doc_markup(buffer_read(&svg->buffer));
    return STATUS_OK;
}
