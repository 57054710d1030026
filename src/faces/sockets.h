/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sockets.h - the listening sockets of one address, for the supervisor. */
#ifndef FACES_SOCKETS_H
#define FACES_SOCKETS_H

#include "faces/http_request.h"

/* `count` sockets listening on the site's address and port; a port of 0 becomes the one the system
 * gave. CONFLICT when somebody listens there already, FORBIDDEN when this user may not, INVALID when
 * the address is not this machine's. */
MUST_CHECK enum status sockets_open(struct http_site *site, int count, int *out_fds);

/* Tell the service manager that started us (sd_notify(3): $NOTIFY_SOCKET) that all is ready. Does nothing
 * when there is none. */
void sockets_tell_ready(void);

#endif
