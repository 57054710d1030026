/* SPDX-License-Identifier: GPL-3.0-or-later */
/* svg_chart.h - figures as columns, drawn as SVG for a page. Classes tell the parts apart (the style sheet gives the
 * colors, so dark mode and print work). The picture is hidden from screen readers: the page says the same as a table. */
#ifndef FORMATS_SVG_CHART_H
#define FORMATS_SVG_CHART_H

#include "doc/doc.h"

/* Columns side by side, each of stacked parts: [{label, parts: [number]}]; part n has the class "part-n". The line at
 * the top is marked with the highest sum. INVALID when the picture became larger than 1 MB. */
MUST_CHECK enum status chart_columns(struct arena *arena, const struct doc *columns,
                                     struct doc *out_markup);

/* One shape, or two for comparison, over axes that leave one point at equal angles, the first upward: [{label, values:
 * [number from 0 to most]}], 3 to 12 axes. The first shape has the class "shape-0", the other "shape-1". INVALID
 * for another number of axes. */
MUST_CHECK enum status chart_radar(struct arena *arena, const struct doc *axes, int most,
                                   struct doc *out_markup);

/* The same lying down, for names that are too long for columns: a bar for each, its label in front of it, `most` the number that
 * fills the width (a higher sum widens it). */
MUST_CHECK enum status chart_bars(struct arena *arena, const struct doc *bars, int64_t most,
                                  struct doc *out_markup);

/* Figures that may be missing or below zero, lying down: [{label, value (real, or null), text (what is written at its
 * end)}]. Bars below zero go to the other side of the line and have the class "part-4", the others "part-0". */
MUST_CHECK enum status chart_values(struct arena *arena, const struct doc *rows,
                                    struct doc *out_markup);

#endif
