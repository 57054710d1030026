/* SPDX-License-Identifier: GPL-3.0-or-later */
/* occupations - the table in data/occupations from the files of an O*NET release, the Employment
 * Projections (table 1.2) and the CIP-SOC crosswalk. Run by hand when a release comes out:
 *
 *     build/release/occupations "O*NET 30.1 Database" 2024-34 FILE... | gzip -9n > data/occupations/table.gz
 *
 * Sources and licences: data/occupations/README.md. */
#include "base/file.h"
#include "formats/onet.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static int
fail(const char *file, const char *what)
{
    (void)fprintf(stderr, "occupations: %s: %s\n", file, what);
    return 1;
}

/* Those of one table of the files; the others wait for their turn. */
static int
read_files(struct onet *onet, struct arena *arena, char **files, bool first)
{
    for (; *files != NULL; files++) {
        char *bytes;
        size_t length;
        if (file_read(arena, *files, ONET_FILE_MAX, &bytes, &length) != STATUS_OK)
            return fail(*files, "cannot be read");
        enum onet_table table = onet_table_of(*files, bytes, length);
        if (table == ONET_TABLES)
            return fail(*files, "is none of the tables that are used");
        if ((table == ONET_OCCUPATIONS) != first)
            continue;
        if (onet_read(onet, table, *files, bytes, length) != STATUS_OK) {
            (void)fprintf(stderr, "occupations: %s:%" PRId64 ": %s %s\n", onet->file, onet->line,
                          onet->code, onet->field == NULL ? "" : onet->field);
            return 1;
        }
    }
    return 0;
}

int
main(int count, char **arguments)
{
    ARENA_HERE struct arena arena;
    struct onet onet;
    struct buffer table;
    arena_open(&arena);
    onet_open(&onet, &arena);
    buffer_open(&table, &arena, ONET_TABLE_MAX);
    if (count < 4)
        return fail("usage", "occupations RELEASE PROJECTIONS FILE...");
    if (read_files(&onet, &arena, arguments + 3, true) != 0 ||
        read_files(&onet, &arena, arguments + 3, false) != 0)
        return 1;
    if (onet_write(&onet, arguments[1], arguments[2], &table) != STATUS_OK)
        return fail(onet.file == NULL ? "table" : onet.file, onet.code);
    return fwrite(buffer_read(&table), 1, table.length, stdout) == table.length ? 0 : 1;
}
