/* SPDX-License-Identifier: GPL-3.0-or-later */
/* evidence.h - how many people were heard about a target, how much they depend on each other, and
 * whether that is enough to conclude anything (M162, M215, C12). It advises: a decision may be made
 * all the same, after one confirmation. */
#ifndef METHOD_EVIDENCE_H
#define METHOD_EVIDENCE_H

#include "doc/doc.h"
#include "method/policy.h"

/* From the voices, a list of {person, organization_key, circle, in_field ("yes": works in it now)}
 * (a person heard twice is one voice): {count, independent, needed, enough, organizations, circles,
 * current, current_known, code, people}.
 *   independent    people of one organization count as one, when the policy's
 *                  voices_apart_by_organization says so; who has none counts alone
 *   enough         independent >= policy.voices_needed
 *   organizations  how many different ones; circles: the different ones, as texts
 *   current        how many work in the field now (M4)
 *   current_known  somebody said that they do not
 *   code           "evidence.none", ".one", ".few", ".one_place", ".not_current", ".enough"
 *   people         the voices as given */
struct doc *evidence_of(struct arena *arena, const struct policy *policy, const struct doc *voices);

/* May a decision be stored, or should it be confirmed first? False when voices are few and the
 * person has not said "all the same". */
bool evidence_allows(const struct doc *evidence, bool confirmed);

#endif
