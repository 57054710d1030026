/* SPDX-License-Identifier: GPL-3.0-or-later */
/* utf8_width.h - which characters take no column or two on a terminal: the general categories Mn,
 * Me, Cf and the East Asian widths W and F of the Unicode Character Database, version 14, in
 * ascending ranges. Below U+0300 every printable character takes one. */
#ifndef BASE_UTF8_WIDTH_H
#define BASE_UTF8_WIDTH_H

#include <stddef.h>
#include <stdint.h>

struct utf8_range {
    uint32_t first, last;
};

extern const struct utf8_range utf8_zero_width[];
extern const size_t utf8_zero_width_count;
extern const struct utf8_range utf8_double_width[];
extern const size_t utf8_double_width_count;

#endif
