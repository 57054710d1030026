/* SPDX-License-Identifier: GPL-3.0-or-later */
/* interview_record.h - the record of the people interviewed (M165): when it was (M166), what was discussed (M167) and
 * whom they named (M168); a page to print, a table and JSON. */
#ifndef DOMAIN_INTERVIEW_RECORD_H
#define DOMAIN_INTERVIEW_RECORD_H

#include "call/record.h"

enum { RECORD_PAGE = 50 /* interviews of one part */ };

extern const struct call_row interview_record_rows[];

#endif
