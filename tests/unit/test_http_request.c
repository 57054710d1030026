/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faces/http_request.h"

#include "base/random.h"
#include "faces/codes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define SECRET "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static struct arena arena;
static struct http_request request;
static const struct http_site site = {
    .address = "127.0.0.1", .port = 7373, .names = {"rapport.example.org"}, .key = "key"};

static int
set_up(void **state)
{
    (void)state;
    arena_open(&arena);
    request = (struct http_request){.arena = &arena, .host = "127.0.0.1:7373"};
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static void
splits_and_decodes_the_target(void **state)
{
    (void)state;
    assert_int_equal(request_target(&request, "/a%20b/caf%C3%A9?x=%41&y").http, 0);
    assert_string_equal(request.path, "/a b/café");
    assert_string_equal(request.query, "x=%41&y");
    assert_int_equal(request_target(&request, "/").http, 0);
    assert_string_equal(request.query, "");
}

static void
refuses_targets_that_hide_something(void **state)
{
    static const char *const bad[] = {
        "/a%00",  "/%",   "/%4",    "/%zz", "/../a",      "/a/..",
        "/a/./b", "//a",  "/a//b",  "/a/",  "a",          "",
        "*",      "/%ff", "/a%0Ab", "/%7F", "/%e2%80%ae", "http://127.0.0.1/"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(request_target(&request, bad[i]).http, HTTP_BAD_REQUEST);
        assert_string_equal(request.path, "/");
    }
}

static void
refuses_a_target_beyond_its_limit(void **state)
{
    char *uri = arena_alloc(&arena, HTTP_URI_MAX + 2);
    (void)state;
    memset(uri, 'a', HTTP_URI_MAX + 1);
    memcpy(uri, "/?", 2);
    assert_int_equal(request_target(&request, uri).http, HTTP_URI_TOO_LONG);
    uri[HTTP_URI_MAX] = '\0';
    assert_int_equal(request_target(&request, uri).http, 0);
}

static void
answers_only_to_its_own_names(void **state)
{
    static const char *const good[] = {"127.0.0.1:7373", "localhost:7373", "LocalHost:7373",
                                       "rapport.example.org", "Rapport.example.org:443"};
    static const char *const bad[] = {"127.0.0.1",
                                      "127.0.0.1:80",
                                      "example.org:7373",
                                      "localhost",
                                      "localhost.org:7373",
                                      "127.0.0.2:7373",
                                      "[::1]:7373",
                                      "",
                                      ":7373",
                                      "xrapport.example.org",
                                      "127.0.0.1:7373:7373"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        request.host = good[i];
        assert_int_equal(request_check(&request, &site).http, 0);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        request.host = bad[i];
        assert_int_equal(request_check(&request, &site).http, HTTP_MISDIRECTED);
    }
    request.host = NULL;
    assert_int_equal(request_check(&request, &site).http, HTTP_MISDIRECTED);
}

static void
answers_to_any_figures_when_it_listens_everywhere(void **state)
{
    struct http_site everywhere = site;
    (void)state;
    everywhere.address = "0.0.0.0";
    request.host = "10.1.2.3:7373";
    assert_int_equal(request_check(&request, &everywhere).http, 0);
    request.host = "10.1.2.3.example.org:7373";
    assert_int_equal(request_check(&request, &everywhere).http, HTTP_MISDIRECTED);
    everywhere.address = "::1";
    request.host = "[::1]:7373";
    assert_int_equal(request_check(&request, &everywhere).http, 0);
}

static void
takes_changes_from_its_own_pages_only(void **state)
{
    (void)state;
    request.method = METHOD_POST;
    assert_int_equal(request_check(&request, &site).http, 0);
    request.origin = "http://127.0.0.1:7373";
    assert_int_equal(request_check(&request, &site).http, 0);
    request.origin = "http://127.0.0.1:7374";
    assert_int_equal(request_check(&request, &site).http, HTTP_FORBIDDEN);
    request.origin = "null";
    assert_int_equal(request_check(&request, &site).http, HTTP_FORBIDDEN);
    request.origin = "file://127.0.0.1:7373";
    assert_int_equal(request_check(&request, &site).http, HTTP_FORBIDDEN);
    request.origin = NULL;
    request.fetch_site = "cross-site";
    assert_int_equal(request_check(&request, &site).http, HTTP_FORBIDDEN);
    request.fetch_site = "same-origin";
    assert_int_equal(request_check(&request, &site).http, 0);
}

static void
reads_its_cookies_and_no_other(void **state)
{
    (void)state;
    request.cookies = "a=1; rapport_session=" SECRET ";rapport_done=x.y; xrapport_session=no";
    request_cookies(&request);
    assert_string_equal(request.session, SECRET);
    assert_string_equal(request.done, "x.y");
    request.cookies = "rapport_session=" SECRET "; rapport_session=" SECRET;
    request_cookies(&request);
    assert_null(request.session);
    request.cookies = "rapport_session=short";
    request_cookies(&request);
    assert_null(request.session);
}

static void
wants_the_token_of_its_session(void **state)
{
    struct doc *body = doc_map(&arena);
    (void)state;
    request.session = SECRET;
    request.body = body;
    assert_int_equal(request_check_token(&request, &site).http, HTTP_FORBIDDEN);
    doc_set_text(body, "csrf", secret_seal(&arena, "another", "csrf"));
    assert_int_equal(request_check_token(&request, &site).http, HTTP_FORBIDDEN);
    doc_set_text(body, "csrf", request_token(&request, &site));
    doc_set_text(body, "name", "Ada");
    assert_int_equal(request_check_token(&request, &site).http, 0);
    assert_false(doc_has(body, "csrf"));
    assert_true(doc_has(body, "name"));
    request.csrf = request_token(&request, &site);
    assert_int_equal(request_check_token(&request, &site).http, 0);
}

static void
wants_a_token_without_a_session_when_everybody_is_the_owner(void **state)
{
    struct http_site open = site;
    (void)state;
    assert_int_equal(request_check_token(&request, &site).http, 0);
    open.open_access = true;
    assert_int_equal(request_check_token(&request, &open).http, HTTP_FORBIDDEN);
    request.csrf = request_token(&request, &open);
    assert_int_equal(request_check_token(&request, &open).http, 0);
}

static void
goes_back_only_to_this_host(void **state)
{
    (void)state;
    request.referer = "http://127.0.0.1:7373/people?query=a#top";
    assert_string_equal(request_back(&request), "/people?query=a");
    request.referer = "http://127.0.0.1:73731/people";
    assert_null(request_back(&request));
    request.referer = "http://127.0.0.1:7373//example.org";
    assert_null(request_back(&request));
    request.referer = "http://example.org/people";
    assert_null(request_back(&request));
    request.referer = NULL;
    assert_null(request_back(&request));
}

static void
prefers_a_page_unless_json_alone_is_asked_for(void **state)
{
    (void)state;
    assert_false(request_wants_json(&request));
    request.accept = "*/*";
    assert_false(request_wants_json(&request));
    request.accept = "application/json";
    assert_true(request_wants_json(&request));
    request.accept = "text/html,application/json;q=0.9";
    assert_false(request_wants_json(&request));
    request.content_type = "Application/JSON; charset=utf-8";
    assert_true(request_has_type(&request, "application/json"));
    request.content_type = "application/json-seq";
    assert_false(request_has_type(&request, "application/json"));
    request.language = "de-AT,de;q=0.8";
    assert_string_equal(request_language(&request), "de-AT");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(splits_and_decodes_the_target),
        TEST(refuses_targets_that_hide_something),
        TEST(refuses_a_target_beyond_its_limit),
        TEST(answers_only_to_its_own_names),
        TEST(answers_to_any_figures_when_it_listens_everywhere),
        TEST(takes_changes_from_its_own_pages_only),
        TEST(reads_its_cookies_and_no_other),
        TEST(wants_the_token_of_its_session),
        TEST(wants_a_token_without_a_session_when_everybody_is_the_owner),
        TEST(goes_back_only_to_this_host),
        TEST(prefers_a_page_unless_json_alone_is_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
