/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/people.h"
#include "store/store.h"
#include "statements.h"
#include <sqlite3.h>
#include <pthread.h>

/* strcpy(and, "free(") in a comment is no call; neither is "system(" in a string. */
const char *fine = "strcpy(a, b) free(c) person_name";
#define GIVE_UP(x) if (!(x)) return -1

int
views_bad(char *out, const char *person)
{
    strcpy(out, person);
    int number = atoi(out);
    free(out);
    const char *text = "select name from person where id = 1";
    struct doc value = doc_markup(text);
    GIVE_UP(number);
    return value.kind;
}
