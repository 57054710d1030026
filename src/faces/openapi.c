/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/openapi.h"

#include "faces/http_request.h"
#include "faces/route.h"

#include <string.h>

enum { TEXT_MOST = 200, LINES_MOST = 20000, ROWS_MOST = 50 };

static const struct {
    const char *name;
    const char *type;
    const char *format;
} kinds[] = {
    [PARAM_TEXT] = {"text", "string", NULL},
    [PARAM_LINES] = {"lines", "string", NULL},
    [PARAM_INT] = {"int", "integer", "int64"},
    [PARAM_BOOL] = {"bool", "boolean", NULL},
    [PARAM_ID] = {"id", "string", "uuid"},
    [PARAM_CHOICE] = {"choice", "string", NULL},
    [PARAM_DATE] = {"date", "string", "date"},
    [PARAM_TIME] = {"time", "string", NULL},
    [PARAM_INSTANT] = {"instant", "string", "date-time"},
    [PARAM_ZONE] = {"zone", "string", NULL},
    [PARAM_EMAIL] = {"email", "string", "email"},
    [PARAM_URL] = {"url", "string", "uri"},
    [PARAM_ROWS] = {"rows", "array", NULL},
    [PARAM_FILE] = {"file", "string", "binary"},
};

static const char *const effects[] = {
    [EFFECT_READ] = "read", [EFFECT_CHANGE] = "change", [EFFECT_SYSTEM] = "system"};

static const char *const roles[] = {
    [ROLE_ANYONE] = "anyone", [ROLE_OWNER] = "owner", [ROLE_ADMINISTRATOR] = "administrator"};

const char *
param_kind_name(enum param_kind kind)
{
    return kinds[kind].name;
}

static struct doc schema_of_params(const struct param *params, struct arena *arena);

static void
add_limits(struct doc *schema, const struct param *param)
{
    int64_t usual = param->kind == PARAM_LINES ? LINES_MOST : TEXT_MOST;
    if (param->kind == PARAM_INT && param->most != 0) {
        doc_set_int(schema, "minimum", param->least);
        doc_set_int(schema, "maximum", param->most);
    } else if (param->kind == PARAM_TEXT || param->kind == PARAM_LINES) {
        doc_set_int(schema, "maxLength", param->most == 0 ? usual : param->most);
    } else if (param->kind == PARAM_ROWS) {
        doc_set_int(schema, "maxItems", param->most == 0 ? ROWS_MOST : param->most);
    }
}

static struct doc
schema_of(const struct param *param, struct arena *arena)
{
    struct doc *schema = doc_map(arena);
    doc_set_text(schema, "type", kinds[param->kind].type);
    if (kinds[param->kind].format != NULL)
        doc_set_text(schema, "format", kinds[param->kind].format);
    if (param->label != NULL)
        doc_set_text(schema, "title", param->label);
    if (param->help != NULL)
        doc_set_text(schema, "description", param->help);
    if (param->initial != NULL)
        doc_set_text(schema, "default", param->initial);
    add_limits(schema, param);
    if (param->kind == PARAM_CHOICE && param->choices != NULL) {
        struct doc *choices = doc_list(arena);
        for (int i = 0; param->choices[i] != NULL; i++)
            (void)doc_push(choices, doc_text(param->choices[i]));
        doc_set(schema, "enum", *choices);
    }
    if (param->kind == PARAM_ROWS)
        doc_set(schema, "items", schema_of_params(param->rows, arena));
    return *schema;
}

static struct doc
schema_of_params(const struct param *params, struct arena *arena)
{
    struct doc *schema = doc_map(arena), *properties = doc_map(arena), *required = doc_list(arena);
    for (const struct param *param = params; param != NULL && param->name != NULL; param++) {
        doc_set(properties, param->name, schema_of(param, arena));
        if (param->required)
            (void)doc_push(required, doc_text(param->name));
    }
    doc_set_text(schema, "type", "object");
    doc_set(schema, "properties", *properties);
    if (doc_count(required) > 0)
        doc_set(schema, "required", *required);
    doc_set_bool(schema, "additionalProperties", false);
    return *schema;
}

static bool
in_path(const char *path, const char *name, struct arena *arena)
{
    return strstr(path, arena_print(arena, "{%s}", name)) != NULL;
}

static struct doc
parameter(const char *name, const char *place, bool required, struct doc schema,
          struct arena *arena)
{
    struct doc *parameter = doc_map(arena);
    doc_set_text(parameter, "name", name);
    doc_set_text(parameter, "in", place);
    doc_set_bool(parameter, "required", required);
    doc_set(parameter, "schema", schema);
    return *parameter;
}

static struct doc
parameters_of(const struct call_row *row, const char *path, struct arena *arena)
{
    struct doc *list = doc_list(arena);
    for (const struct param *param = row->params; param != NULL && param->name != NULL; param++) {
        bool in = in_path(path, param->name, arena);
        if (in || row->effect == EFFECT_READ)
            (void)doc_push(list, parameter(param->name, in ? "path" : "query",
                                           in || param->required, schema_of(param, arena), arena));
    }
    if (row->effect != EFFECT_READ) {
        struct doc *schema = doc_map(arena);
        doc_set_text(schema, "type", "string");
        (void)doc_push(list, parameter("X-CSRF-Token", "header", false, *schema, arena));
    }
    return *list;
}

static struct doc
content(const char *media, struct doc schema, struct arena *arena)
{
    struct doc *content = doc_map(arena), *inside = doc_map(arena);
    doc_set(inside, "schema", schema);
    doc_set(content, media, *inside);
    return *content;
}

static struct doc
response(const char *description, struct doc content_of, struct arena *arena)
{
    struct doc *response = doc_map(arena);
    doc_set_text(response, "description", description);
    doc_set(response, "content", content_of);
    return *response;
}

static struct doc
responses_of(const struct call_row *row, struct arena *arena)
{
    struct doc *responses = doc_map(arena), *object = doc_map(arena), *problem = doc_map(arena);
    doc_set_text(object, "type", "object");
    doc_set_text(problem, "$ref", "#/components/schemas/problem");
    struct doc good = content("application/json", *object, arena);
    if (row->write != NULL) {
        struct doc *text = doc_map(arena), *inside = doc_map(arena);
        doc_set_text(text, "type", "string");
        doc_set(inside, "schema", *text);
        doc_set(&good, row->media == NULL ? "application/octet-stream" : row->media, *inside);
    }
    doc_set(responses, "200", response(row->help == NULL ? row->name : row->help, good, arena));
    doc_set(
        responses, "default",
        response("What went wrong", content("application/problem+json", *problem, arena), arena));
    return *responses;
}

static struct doc
body_of(const struct call_row *row, struct arena *arena)
{
    bool file = false;
    for (const struct param *param = row->params; param != NULL && param->name != NULL; param++)
        file = file || param->kind == PARAM_FILE;
    struct doc *body = doc_map(arena);
    struct doc schema = schema_of_params(row->params, arena);
    if (file) {
        doc_set(body, "content", content("multipart/form-data", schema, arena));
    } else {
        struct doc *inside = doc_map(arena);
        struct doc both = content("application/json", schema, arena);
        doc_set(inside, "schema", schema);
        doc_set(&both, "application/x-www-form-urlencoded", *inside);
        doc_set(body, "content", both);
    }
    return *body;
}

struct writing {
    struct arena *arena;
    struct doc *paths;
    struct doc *items;
};

static void
add_operation(void *context, const struct call_row *row)
{
    struct writing *writing = context;
    struct arena *arena = writing->arena;
    const char *path = route_path(row, arena);
    char *id = arena_text(arena, row->name);
    for (char *at = id; *at != '\0'; at++)
        if (*at == ' ')
            *at = '_';
    struct doc *operation = doc_map(arena);
    doc_set_text(operation, "operationId", id);
    doc_set_text(operation, "summary", row->help == NULL ? row->name : row->help);
    doc_set(operation, "parameters", parameters_of(row, path, arena));
    if (row->effect != EFFECT_READ)
        doc_set(operation, "requestBody", body_of(row, arena));
    doc_set(operation, "responses", responses_of(row, arena));
    if (row->role == ROLE_ANYONE)
        doc_set(operation, "security", *doc_list(arena));
    if (!doc_has(writing->paths, path))
        doc_set(writing->paths, path, *doc_map(arena));
    struct doc item = *doc_get(writing->paths, path);
    doc_set(&item, row->effect == EFFECT_READ ? "get" : "post", *operation);
    doc_set(writing->paths, path, item);
}

static struct doc
problem_schema(struct arena *arena)
{
    static const struct param field[] = {
        {.name = "field", .kind = PARAM_TEXT},
        {.name = "code", .kind = PARAM_TEXT, .required = true},
        {.name = "message", .kind = PARAM_TEXT, .required = true},
        {0},
    };
    static const struct param problem[] = {
        {.name = "title", .kind = PARAM_TEXT, .required = true},
        {.name = "status", .kind = PARAM_INT, .required = true},
        {.name = "code", .kind = PARAM_TEXT, .required = true},
        {.name = "fields", .kind = PARAM_ROWS, .rows = field},
        {0},
    };
    struct doc schema = schema_of_params(problem, arena);
    doc_set_bool(&schema, "additionalProperties", true);
    return schema;
}

static struct doc
components(struct arena *arena)
{
    struct doc *components = doc_map(arena), *schemas = doc_map(arena), *schemes = doc_map(arena),
               *cookie = doc_map(arena);
    doc_set(schemas, "problem", problem_schema(arena));
    doc_set_text(cookie, "type", "apiKey");
    doc_set_text(cookie, "in", "cookie");
    doc_set_text(cookie, "name", SESSION_COOKIE);
    doc_set(schemes, "session", *cookie);
    doc_set(components, "schemas", *schemas);
    doc_set(components, "securitySchemes", *schemes);
    return *components;
}

struct doc *
openapi_document(const struct desk *desk, struct arena *arena)
{
    struct doc *document = doc_map(arena), *info = doc_map(arena), *security = doc_list(arena),
               *session = doc_map(arena);
    struct writing writing = {.arena = arena, .paths = doc_map(arena)};
    doc_set_text(info, "title", "Rapport");
    doc_set_text(info, "version", RAPPORT_VERSION);
    doc_set(session, "session", *doc_list(arena));
    (void)doc_push(security, *session);
    route_each(desk, add_operation, &writing);
    doc_set_text(document, "openapi", "3.1.0");
    doc_set(document, "info", *info);
    doc_set(document, "security", *security);
    doc_set(document, "paths", *writing.paths);
    doc_set(document, "components", components(arena));
    return document;
}

static void
add_call(void *context, const struct call_row *row)
{
    struct writing *writing = context;
    struct doc *item = doc_map(writing->arena), *params = doc_list(writing->arena);
    for (const struct param *param = row->params; param != NULL && param->name != NULL; param++)
        (void)doc_push(params, doc_text(arena_print(writing->arena, "%s:%s", param->name,
                                                    param_kind_name(param->kind))));
    doc_set_text(item, "name", row->name);
    doc_set_text(item, "method", row->effect == EFFECT_READ ? "GET" : "POST");
    doc_set_text(item, "path", route_path(row, writing->arena));
    doc_set_text(item, "role", roles[row->role]);
    doc_set_text(item, "effect", effects[row->effect]);
    doc_set_text(item, "argument", row->argument);
    doc_set_text(item, "page", row->page);
    doc_set_text(item, "suffix", row->suffix);
    doc_set(item, "params", *params);
    (void)doc_push(writing->items, *item);
}

struct doc *
calls_document(const struct desk *desk, struct arena *arena)
{
    struct doc *document = doc_map(arena);
    struct writing writing = {.arena = arena, .items = doc_list(arena)};
    route_each(desk, add_call, &writing);
    doc_set_int(document, "schema", 1);
    doc_set(document, "items", *writing.items);
    return document;
}
