/* SPDX-License-Identifier: GPL-3.0-or-later */
/* svg.h - pictures as SVG 1.1: written so that they stand in a page, where its style sheet colors the
 * classes, and alone as a file, where the attributes do. No script, no style element, nothing loaded. */
#ifndef FORMATS_SVG_H
#define FORMATS_SVG_H

#include "base/buffer.h"
#include "doc/doc.h"

enum { SVG_BYTES_MAX = 8 << 20 };

struct svg {
    struct buffer buffer;
};

/* Begin a picture of that size, in pixels; title and description are read aloud in its place. */
void svg_open(struct svg *svg, struct arena *arena, int width, int height, const char *title,
              const char *description);

/* Between them: what a link leads to. `title` is said of it; `attributes` is NULL or finished text like
 * ` data-node="3"`, made of letters, digits and blanks only. */
void svg_link_open(struct svg *svg, const char *href, const char *title, const char *attributes);
void svg_link_close(struct svg *svg);

/* Text for an element or an attribute in double quotes; what XML cannot hold is left out. */
void svg_escaped(struct buffer *buffer, const char *text);

enum svg_shape { SVG_DISC, SVG_RING, SVG_DASHED, SVG_SQUARE, SVG_SHAPES };
enum svg_line { SVG_SOLID, SVG_DASHES, SVG_DOTS, SVG_LINES };

/* A node around a point, a line between two (curved between columns when `curved`), a text beginning
 * at a point. */
void svg_node(struct svg *svg, enum svg_shape shape, double x, double y, double radius);
void svg_line(struct svg *svg, enum svg_line line, double x1, double y1, double x2, double y2,
              bool curved);
void svg_text(struct svg *svg, double x, double y, bool soft, const char *text);

/* The finished picture; INVALID when it became larger than SVG_BYTES_MAX. */
MUST_CHECK enum status svg_close(struct svg *svg, struct doc *out_markup);

#endif
