/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/mhd.h"

#include "base/library.h"

struct mhd_library mhd;

enum status
mhd_open(void)
{
    static const struct library_symbol symbols[] = {
        {"MHD_start_daemon", (void **)&mhd.start},
        {"MHD_stop_daemon", (void **)&mhd.stop},
        {"MHD_quiesce_daemon", (void **)&mhd.quiesce},
        {"MHD_get_daemon_info", (void **)&mhd.daemon_info},
        {"MHD_get_connection_info", (void **)&mhd.connection_info},
        {"MHD_get_connection_values_n", (void **)&mhd.values},
        {"MHD_get_timeout", (void **)&mhd.timeout},
        {"MHD_run", (void **)&mhd.run},
        {"MHD_create_response_from_buffer", (void **)&mhd.response},
        {"MHD_create_response_from_callback", (void **)&mhd.response_in_parts},
        {"MHD_add_response_header", (void **)&mhd.header},
        {"MHD_queue_response", (void **)&mhd.queue},
        {"MHD_destroy_response", (void **)&mhd.destroy},
        {0},
    };
    return library_open("libmicrohttpd.so.12", symbols);
}
