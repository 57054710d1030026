/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tasks.h - next steps, and the advice that a person has overruled. */
#ifndef DOMAIN_TASKS_H
#define DOMAIN_TASKS_H

#include "call/call.h"

extern const struct call_row task_rows[];

#endif
