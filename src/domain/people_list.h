/* SPDX-License-Identifier: GPL-3.0-or-later */
/* people_list.h - the people one knows, page by page. */
#ifndef DOMAIN_PEOPLE_LIST_H
#define DOMAIN_PEOPLE_LIST_H

#include "call/call.h"

extern const struct call_row person_list_rows[];

#endif
