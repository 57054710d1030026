/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call/call.h"
#include "domain/people.h"
#include "store/store.h"
#include <microhttpd.h>
