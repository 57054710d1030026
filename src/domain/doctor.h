/* SPDX-License-Identifier: GPL-3.0-or-later */
/* doctor.h - is everything in order, and what to do where it is not. */
#ifndef DOMAIN_DOCTOR_H
#define DOMAIN_DOCTOR_H

#include "call/call.h"

extern const struct call_row doctor_rows[];

#endif
