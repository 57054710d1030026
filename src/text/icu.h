/* SPDX-License-Identifier: GPL-3.0-or-later */
/* icu.h - the International Components for Unicode, whatever version this system has. */
#ifndef TEXT_ICU_H
#define TEXT_ICU_H

#include "base/library.h"

/* Fill the pointers (base/library.h), the names without the version that ICU puts behind each. MISSING when no version is there. */
MUST_CHECK enum status icu_open(const struct library_symbol *symbols);

#endif
