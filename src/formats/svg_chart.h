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

#endif
