/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BAD_H
#define BAD_H
typedef struct bad { int x; } bad;
#endif
