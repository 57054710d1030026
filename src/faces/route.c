/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/route.h"

#include "formats/form.h"

#include <stdlib.h>
#include <string.h>

void
route_each(const struct desk *desk, route_visit *visit, void *context)
{
    for (const struct call_row *const *table = desk->tables; *table != NULL; table++)
        for (const struct call_row *row = *table; row->name != NULL; row++)
            if (!row->internal)
                visit(context, row);
}

bool
route_by_get(const struct call_row *row)
{
    return row->effect == EFFECT_READ || row->by_link;
}

const char *
route_path(const struct call_row *row, struct arena *arena)
{
    if (row->path != NULL)
        return row->path;
    char *path = arena_print(arena, "/%s", row->name);
    for (char *at = path; *at != '\0'; at++)
        if (*at == ' ')
            *at = '/';
    return path;
}

struct building {
    struct router *router;
    struct arena *arena;
};

static void
count_row(void *context, const struct call_row *row)
{
    (void)row;
    (*(int *)context)++;
}

static struct route *
find_pattern(struct route *routes, int count, const char *pattern)
{
    for (int i = 0; i < count; i++)
        if (strcmp(routes[i].pattern, pattern) == 0)
            return &routes[i];
    return NULL;
}

static void
add_route(struct building *building, const char *pattern, const struct call_row *row)
{
    struct router *router = building->router;
    bool holed = strchr(pattern, '{') != NULL;
    struct route *routes = holed ? router->holed : router->plain;
    int *count = holed ? &router->holed_count : &router->plain_count;
    struct route *route = find_pattern(routes, *count, pattern);
    if (route == NULL) {
        route = &routes[(*count)++];
        route->pattern = pattern;
    }
    if (row->effect != EFFECT_READ)
        route->change = row;
    if (route_by_get(row))
        route->read = row;
}

static void
add_row(void *context, const struct call_row *row)
{
    struct building *building = context;
    const char *pattern = route_path(row, building->arena);
    add_route(building, pattern, row);
    /* "/.json" is no name for a document: the row of "/" answers under its own name too. */
    if (strcmp(pattern, "/") == 0)
        add_route(building, arena_print(building->arena, "/%s", row->name), row);
}

static int
compare_routes(const void *a, const void *b)
{
    return strcmp(((const struct route *)a)->pattern, ((const struct route *)b)->pattern);
}

void
router_open(struct router *out_router, const struct desk *desk, struct arena *arena)
{
    int rows = 0;
    route_each(desk, count_row, &rows);
    size_t size = (size_t)(rows + 2) * sizeof(struct route);
    *out_router = (struct router){0};
    out_router->plain = arena_alloc(arena, size);
    out_router->holed = arena_alloc(arena, size);
    struct building building = {.router = out_router, .arena = arena};
    route_each(desk, add_row, &building);
    qsort(out_router->plain, (size_t)out_router->plain_count, sizeof(struct route), compare_routes);
}

/* Does one segment of the path fit "{name}"? Then note it. */
static bool
take_hole(const char *pattern, size_t pattern_length, const char *segment, size_t length,
          struct arena *arena, struct route_match *match)
{
    if (length == 0 || match->count == ROUTE_HOLES_MAX)
        return false;
    match->names[match->count] = arena_copy(arena, pattern + 1, pattern_length - 2);
    match->values[match->count] = arena_copy(arena, segment, length);
    match->count++;
    return true;
}

static bool
fits(const char *pattern, const char *path, struct arena *arena, struct route_match *match)
{
    match->count = 0;
    while (*pattern == '/' && *path == '/') {
        pattern++;
        path++;
        size_t pattern_length = strcspn(pattern, "/");
        size_t length = strcspn(path, "/");
        if (*pattern == '{') {
            if (!take_hole(pattern, pattern_length, path, length, arena, match))
                return false;
        } else if (pattern_length != length || memcmp(pattern, path, length) != 0) {
            return false;
        }
        pattern += pattern_length;
        path += length;
    }
    return *pattern == '\0' && *path == '\0';
}

static const struct route *
find_plain(const struct router *router, const char *path)
{
    struct route wanted = {.pattern = path};
    return bsearch(&wanted, router->plain, (size_t)router->plain_count, sizeof wanted,
                   compare_routes);
}

static bool
match_path(const struct router *router, const char *path, struct arena *arena,
           struct route_match *match)
{
    match->count = 0;
    match->route = find_plain(router, path);
    for (int i = 0; match->route == NULL && i < router->holed_count; i++)
        if (fits(router->holed[i].pattern, path, arena, match))
            match->route = &router->holed[i];
    return match->route != NULL;
}

static bool
has_suffix(const struct route *route, const char *suffix)
{
    if (strcmp(suffix, "json") == 0)
        return true;
    return route->read != NULL && route->read->suffix != NULL &&
           strcmp(route->read->suffix, suffix) == 0;
}

bool
route_find(const struct router *router, const char *path, struct arena *arena,
           struct route_match *out_match)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL || strlen(path) > PATH_MAX_BYTES)
        return false;
    const char *dot = strrchr(slash, '.');
    struct route_match match = {0};
    if (dot != NULL && dot > slash + 1) {
        const char *stem = arena_copy(arena, path, (size_t)(dot - path));
        if (match_path(router, stem, arena, &match) && has_suffix(match.route, dot + 1)) {
            match.suffix = dot + 1;
            *out_match = match;
            return true;
        }
    }
    if (!match_path(router, path, arena, &match))
        return false;
    *out_match = match;
    return true;
}

static void
add_value(struct buffer *buffer, const struct doc *value)
{
    if (value->kind == DOC_TEXT)
        percent_write(buffer, value->text, value->count);
    else if (value->kind == DOC_INT)
        buffer_print(buffer, "%lld", (long long)value->integer);
}

/* "?name=" of a value that is not there goes, and with it one of the marks around it; how many bytes of the pattern
 * go too. */
static size_t
drop_empty(struct buffer *buffer, char next)
{
    const char *text = buffer_read(buffer);
    size_t mark = buffer->length;
    if (mark == 0 || text[mark - 1] != '=' || (next != '\0' && next != '&'))
        return 0;
    while (mark > 0 && text[mark - 1] != '?' && text[mark - 1] != '&')
        mark--;
    if (mark == 0)
        return 0;
    bool first = text[mark - 1] == '?';
    buffer->length = first && next == '&' ? mark : mark - 1;
    buffer->data[buffer->length] = '\0';
    return first && next == '&' ? 1 : 0;
}

const char *
route_fill(const char *pattern, const struct doc *first, const struct doc *second,
           struct arena *arena)
{
    struct buffer buffer;
    buffer_open(&buffer, arena, PATH_MAX_BYTES);
    while (*pattern != '\0') {
        size_t length = strcspn(pattern, "{");
        buffer_add(&buffer, pattern, length);
        pattern += length;
        size_t before = buffer.length;
        const char *end = strchr(pattern, '}');
        if (end == NULL)
            break;
        const char *name = arena_copy(arena, pattern + 1, (size_t)(end - pattern - 1));
        const struct doc *value = doc_get(first, name);
        add_value(&buffer, doc_is_empty(value) ? doc_get(second, name) : value);
        pattern = end + 1;
        if (buffer.length == before)
            pattern += drop_empty(&buffer, *pattern);
    }
    return buffer_read(&buffer);
}

bool
route_is_local(const char *path)
{
    if (path[0] != '/' || path[1] == '/' || path[1] == '\\' || strlen(path) > PATH_MAX_BYTES)
        return false;
    for (const char *at = path; *at != '\0'; at++)
        if ((unsigned char)*at <= ' ' || *at == '\\' || *at == 0x7F)
            return false;
    return true;
}
