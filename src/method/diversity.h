/* SPDX-License-Identifier: GPL-3.0-or-later */
/* diversity.h - how different the people are who were heard about a target: time in the field, setting and specialty
 * change the view (M215). It shows what is missing and refuses nothing. */
#ifndef METHOD_DIVERSITY_H
#define METHOD_DIVERSITY_H

#include "doc/doc.h"

/* From the voices, a list of {person, field_since ("2019" or a date, may be null), organization_key (the setting),
 * title_key (the specialty)}, a person heard twice counting once: {heard, bands [{code, count}] (years in the field:
 * "band.new" below 3, "band.some" below 10, "band.long", "band.unknown"), bands_known (how many of the first three
 * have somebody), settings, specialties (how many different ones; empty keys are none), code}:
 *   diversity.none       nobody was heard
 *   diversity.one_band   two or more were heard, and all whose time is known are of one band
 *   diversity.one_setting, diversity.one_specialty   the same of their organizations, their jobs
 *   diversity.unknown    nobody's time in the field is known
 *   diversity.good       none of these */
struct doc *diversity_of(struct arena *arena, const struct doc *voices, int year);

#endif
