/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A time zone file is refused, or answers for any time with a stretch that holds it. */
#include "fuzz.h"

#include "base/tzif.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int64_t times[] = {INT64_MIN, -62135596800, -2208988800, -1,
                                    0,         1772442000,   4133894400,  9000000000000000};
    ARENA_HERE struct arena arena;
    struct tzif file;
    arena_open(&arena);
    if (tzif_read(&arena, data, size, &file) != STATUS_OK)
        return 0;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        struct tzif_span span = tzif_span_at(&file, times[i]);
        PROMISE(span.begin_s <= times[i] && times[i] < span.end_s);
        PROMISE(span.type->offset_s >= -180000 && span.type->offset_s <= 180000);
    }
    return 0;
}
