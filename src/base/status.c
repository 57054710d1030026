/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/status.h"

const char *
status_name(enum status status)
{
    switch (status) {
    case STATUS_OK: return "ok";
    case STATUS_INVALID: return "invalid";
    case STATUS_FORBIDDEN: return "forbidden";
    case STATUS_MISSING: return "missing";
    case STATUS_CONFLICT: return "conflict";
    case STATUS_BUSY: return "busy";
    case STATUS_FAILED: break;
    }
    return "failed";
}
