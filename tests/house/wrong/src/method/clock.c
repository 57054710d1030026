/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clock.h"
#include "call/call.h"
#include "doc/doc.h"
#include <time.h>
