/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mhd.h - libmicrohttpd, loaded when the server starts; a command line never pays for it. */
#ifndef FACES_MHD_H
#define FACES_MHD_H

#include "base/status.h"

#include <microhttpd.h>

struct mhd_library {
    __typeof__(MHD_start_daemon) *start;
    __typeof__(MHD_stop_daemon) *stop;
    __typeof__(MHD_quiesce_daemon) *quiesce;
    __typeof__(MHD_get_daemon_info) *daemon_info;
    __typeof__(MHD_get_connection_info) *connection_info;
    __typeof__(MHD_get_connection_values_n) *values;
    __typeof__(MHD_get_timeout) *timeout;
    __typeof__(MHD_run) *run;
    __typeof__(MHD_create_response_from_buffer) *response;
    __typeof__(MHD_create_response_from_callback) *response_in_parts;
    __typeof__(MHD_add_response_header) *header;
    __typeof__(MHD_queue_response) *queue;
    __typeof__(MHD_destroy_response) *destroy;
};

extern struct mhd_library mhd;

/* Fill `mhd`. MISSING when the library is not installed. */
MUST_CHECK enum status mhd_open(void);

#endif
