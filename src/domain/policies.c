/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/policies.h"

#include "base/asset.h"
#include "domain/account.h"
#include "domain/common.h"
#include "method/policy.h"

#include <string.h>

static const struct asset *
policy_asset(struct arena *arena, const char *name)
{
    return asset_find(arena_print(arena, "data/policies/%s.policy", name));
}

const char *const policy_names[] = {"standard",
                                    "minutes_15_to_20",
                                    "minutes_20_to_30",
                                    "minutes_15_20_or_more",
                                    "minutes_15_to_30",
                                    "minutes_half_hour",
                                    "thanks_same_day",
                                    "thanks_24_hours",
                                    "thanks_48_hours",
                                    "thanks_one_week",
                                    "answer_3_business_days",
                                    "answer_one_week",
                                    "answer_two_weeks",
                                    "linkedin_premium",
                                    NULL};

bool
policy_known(const char *name)
{
    for (int i = 0; policy_names[i] != NULL; i++)
        if (strcmp(policy_names[i], name) == 0)
            return true;
    return false;
}

enum status
policy_in_force(struct call *call, struct policy *out_policy)
{
    struct doc *profile;
    struct policy standard;
    TRY(profile_read(call, &profile));
    const char *name = doc_text_of(profile, "policy");
    const struct asset *base = policy_asset(call->arena, "standard");
    if (base == NULL || policy_read(base->bytes, NULL, &standard, NULL) != STATUS_OK)
        return STATUS_FAILED;
    *out_policy = standard;
    if (strcmp(name, "standard") == 0 || !policy_known(name))
        return STATUS_OK;
    const struct asset *laid_over = policy_asset(call->arena, name);
    if (laid_over == NULL ||
        policy_read(laid_over->bytes, &standard, out_policy, NULL) != STATUS_OK)
        return STATUS_FAILED;
    return STATUS_OK;
}
