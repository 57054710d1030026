/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/people.h"
#include "store/store.h"
#include "call/call.h"
#include <microhttpd.h>
