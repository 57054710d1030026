/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tools/pages refuses. $PAGES_TOOL names the program. */
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { SAID_MAX = 8192 };

static const char *tool;
static char folder[64];
static char said[SAID_MAX];

static const char *
in_folder(const char *name)
{
    static char path[200];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void
put(const char *name, const char *text)
{
    FILE *file = fopen(in_folder(name), "we");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void
drop(const char *name)
{
    (void)unlink(in_folder(name));
}

/* The exit status; what was said on standard error stands in `said`. */
static int
run(const char *web, const char *output)
{
    posix_spawn_file_actions_t actions;
    pid_t child;
    int status = -1;
    char path[200], web_path[200], rule[210];
    (void)snprintf(path, sizeof path, "%s", in_folder("said"));
    (void)snprintf(web_path, sizeof web_path, "%s", web);
    (void)snprintf(rule, sizeof rule, "%s.d", output);
    char *const arguments[] = {(char *)(uintptr_t)tool,   web_path, (char *)(uintptr_t) "table",
                               (char *)(uintptr_t)output, rule,     NULL};
    assert_int_equal(posix_spawn_file_actions_init(&actions), 0);
    assert_int_equal(posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, path,
                                                      O_WRONLY | O_CREAT | O_TRUNC, 0600),
                     0);
    assert_int_equal(posix_spawn(&child, tool, &actions, NULL, arguments, environ), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    (void)posix_spawn_file_actions_destroy(&actions);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    said[fread(said, 1, sizeof said - 1, file)] = '\0';
    (void)fclose(file);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int
compile(const char *page)
{
    char output[100];
    (void)snprintf(output, sizeof output, "%s/out.c", folder);
    put("pages/a.html", page);
    return run(folder, output);
}

/* The page is refused with one complaint, "...:LINE:COLUMN: error: WHAT...". */
static void
assert_refused(const char *page, int line, int column, const char *what)
{
    char place[40];
    (void)snprintf(place, sizeof place, "a.html:%d:%d: error: ", line, column);
    int status = compile(page);
    const char *found = strstr(said, place);
    const char *end = strchr(said, '\n');
    bool one = end != NULL && end[1] == '\0';
    if (status != 1 || found == NULL || strstr(found, what) == NULL || !one)
        print_message("page: %s\nexpected: %s%s\nsaid: %s\n", page, place, what, said);
    assert_int_equal(status, 1);
    assert_non_null(found);
    assert_non_null(strstr(found, what));
    assert_true(one);
}

static void
assert_accepted(const char *page)
{
    int status = compile(page);
    if (status != 0)
        print_message("page: %s\nsaid: %s\n", page, said);
    assert_int_equal(status, 0);
    assert_string_equal(said, "");
}

static int
open_folder(void **state)
{
    (void)state;
    tool = getenv("PAGES_TOOL");
    if (tool == NULL)
        return -1;
    (void)snprintf(folder, sizeof folder, "/tmp/test-pages-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return -1;
    static const char *const folders[] = {"pages", "partials", "text", "text/partials"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (mkdir(in_folder(folders[i]), 0700) != 0)
            return -1;
    put("layout.html", "<html><body>{{content}}</body></html>");
    put("partials/field.html", "<p id=\"{{$name}}\">{{_$label}}{{value $name}}</p>");
    put("partials/loop.html", "{{>loop}}");
    put("partials/open.html", "<div>");
    return 0;
}

static int
close_folder(void **state)
{
    (void)state;
    static const char *const files[] = {"pages/a.html",
                                        "layout.html",
                                        "partials/field.html",
                                        "partials/loop.html",
                                        "partials/open.html",
                                        "out.c",
                                        "out.c.d",
                                        "said",
                                        "text/a.txt"};
    static const char *const folders[] = {"pages", "partials", "text/partials", "text", ""};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        drop(files[i]);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        (void)rmdir(in_folder(folders[i]));
    return 0;
}

static void
refuses_visible_text_outside_the_catalogue(void **state)
{
    (void)state;
    assert_refused("{{bare}}\n<p>12 Hello you</p>", 2, 7, "visible text outside {{_ }}: Hello you");
    assert_refused("{{bare}}<p>{{x}}été</p>", 1, 17, "visible text");
    assert_refused("{{bare}}<img alt=\"A tree\" src=\"/t\">", 1, 19,
                   "visible text outside {{_ }}: A tree");
    assert_refused("{{bare}}<i title='Now'></i>", 1, 19, "visible text");
    assert_refused("{{bare}}<input placeholder=\"Name\">", 1, 29, "visible text");
    assert_refused("{{bare}}<i aria-label=\"Name\"></i>", 1, 24, "visible text");
    assert_refused("{{bare}}<input type=\"submit\" value=\"Go\">", 1, 37, "visible text");
    assert_refused("{{bare}}<title>Home</title>", 1, 16, "visible text");
    assert_refused("{{bare}}<textarea>Home</textarea>", 1, 19, "visible text");
    assert_accepted("{{bare}}<p>12 · &middot; – … →</p><code>make run</code><kbd>g t</kbd>"
                    "<b translate=\"no\">LinkedIn</b><input type=\"hidden\" value=\"yes\">");
}

static void
refuses_a_value_where_no_escaping_is_safe(void **state)
{
    (void)state;
    assert_refused("{{bare}}<script>{{x}}</script>", 1, 17, "no value may stand in a script");
    assert_refused("{{bare}}<style>{{x}}</style>", 1, 16, "no value may stand in a style");
    assert_refused("{{bare}}<!-- {{x}} -->", 1, 14, "no value may stand in a comment");
    assert_refused("{{bare}}<i class={{x}}></i>", 1, 18, "without quotes");
    assert_refused("{{bare}}<i class=a{{x}}></i>", 1, 19, "without quotes");
    assert_refused("{{bare}}<i {{x}}></i>", 1, 12, "in a tag");
    assert_refused("{{bare}}<i data-{{x}}=\"1\"></i>", 1, 17, "attribute's name");
    assert_refused("{{bare}}<img srcset=\"{{x}}\">", 1, 22, "attribute srcset");
    assert_refused("{{bare}}<base href=\"{{x}}\">", 1, 21, "attribute href");
    assert_refused("{{bare}}<meta http-equiv=\"refresh\" content=\"{{x}}\">", 1, 45, "content=");
    assert_refused("{{bare}}<script src=\"{{x}}\"></script>", 1, 22,
                   "must not load what a value says");
}

static void
refuses_what_the_security_policy_would(void **state)
{
    (void)state;
    assert_refused("{{bare}}<script>alert(1)</script>", 1, 17, "refused by the security policy");
    assert_refused("{{bare}}<style>p {}</style>", 1, 16, "refused by the security policy");
    assert_refused("{{bare}}<i onclick=\"x\"></i>", 1, 12, "event handlers");
    assert_refused("{{bare}}<i style=\"x\"></i>", 1, 20, "style attributes");
    assert_accepted("{{bare}}<script type=\"module\" src=\"/static/a.js\"></script>");
}

static void
refuses_an_address_whose_scheme_a_value_could_change(void **state)
{
    (void)state;
    assert_refused("{{bare}}<a href=\"{{x}}{{y}}\"></a>", 1, 23, "could become any scheme");
    assert_refused("{{bare}}<a href=\"java{{x}}\"></a>", 1, 22, "could become any scheme");
    assert_refused("{{bare}}<a href=\"{{x}}:a\"></a>", 1, 23, "any scheme");
    assert_refused("{{bare}}<a href=\"javascript:a\"></a>", 1, 28, "http, https, mailto, tel");
    assert_refused("{{bare}}<form action=\"data:{{x}}\"></form>", 1, 27,
                   "http, https, mailto, tel");
    assert_refused("{{bare}}<a href=\"{{#a}}{{x}}{{/a}}{{y}}\"></a>", 1, 35,
                   "could become any scheme");
    assert_refused("{{bare}}<a href=\"{{_ x}}\"></a>", 1, 18, "a sentence cannot stand");
    assert_accepted("{{bare}}<a href=\"{{x}}/{{y}}?{{z}}\"></a><a href=\"https://{{x}}\"></a>"
                    "<a href=\"{{#a}}{{x}}{{/a}}{{^a}}{{y}}{{/a}}\"></a>"
                    "<a href=\"/a?{{#b}}b={{b}}&amp;{{/b}}c={{c}}\"></a>");
}

static void
refuses_tags_that_are_not_balanced(void **state)
{
    (void)state;
    assert_refused("{{bare}}<div><p></div></div>", 1, 17, "</div>, but <p> is open");
    assert_refused("{{bare}}<div>\n<p></p>", 1, 13, "<div> is never ended");
    assert_refused("{{bare}}</div>", 1, 9, "</div> ends what was not begun here");
    assert_refused("{{bare}}{{#a}}<b>{{/a}}", 1, 9, "begins outside of all tags, but ends in <b>");
    assert_refused("{{bare}}<b>{{#a}}</b>{{/a}}</b>", 1, 18, "ends what was not begun here");
    assert_refused("{{bare}}<b{{#a}} title=\"{{/a}}\"></b>", 1, 11, "begins in the tag <b>");
    assert_refused("{{bare}}<div/>", 1, 13, "cannot end itself");
    assert_refused("{{bare}}<p>1 < 2</p>", 1, 14, "write &lt;");
    assert_accepted("{{bare}}<br><img src=\"/a\" alt=\"\"/><svg><path d=\"M0 0\"/></svg>");
}

static void
refuses_sections_that_are_not_balanced(void **state)
{
    (void)state;
    assert_refused("{{bare}}{{#a}}1", 1, 9, "{{#a}} is never ended");
    assert_refused("{{bare}}1{{/a}}", 1, 10, "{{/a}} ends nothing");
    assert_refused("{{bare}}{{#a}}{{#b}}{{/b}}{{/c}}{{/a}}", 1, 27, "{{/c}}, but {{#a}} is open");
    assert_refused("{{bare}}{{a", 1, 9, "{{ without }}");
    assert_accepted("{{bare}}{{#a=b}}1{{/a}}{{^a==c}}2{{/a==c}}{{#errors x}}3{{/errors}}");
}

static void
refuses_tags_it_does_not_know(void **state)
{
    (void)state;
    assert_refused("{{bare}}{{}}", 1, 9, "an empty {{}}");
    assert_refused("{{bare}}{{Name}}", 1, 9, "not a name: \"Name\"");
    assert_refused("{{bare}}{{a..b}}", 1, 9, "not a name");
    assert_refused("{{bare}}{{<a}}", 1, 9, "not a name");
    assert_refused("{{bare}}{{shout x}}", 1, 9, "not a tag of pages: {{shout x}}");
    assert_refused("{{bare}}{{n x|one}}", 1, 9, "write {{n count|one|many}}");
    assert_refused("{{bare}}{{_ A {hole}}", 1, 9, "{{ without }}");
    assert_refused("{{bare}}{{_ A } b}}", 1, 9, "a brace without its partner");
    assert_refused("{{bare}}{{_ A {x:shout}}}", 1, 9, "no such way to show a value");
    assert_refused("{{bare}}{{_ R&amp;D}}", 1, 9, "write the character itself");
    assert_refused("{{bare}}{{#a=b c}}{{/a}}", 1, 9, "write {{#name=word}}");
}

static void
refuses_a_part_that_would_hide_a_mistake(void **state)
{
    (void)state;
    assert_refused("{{bare}}<details><p>{{#errors x}}!{{/errors}}</p></details>", 1, 17,
                   "write {{open errors}} in its tag");
    assert_refused("{{bare}}<p{{open errors}}></p>", 1, 11, "stands in the tag of a <details>");
    assert_refused("{{bare}}<details>{{open errors}}</details>", 1, 18,
                   "stands in the tag of a <details>");
    assert_refused(
        "{{bare}}<details{{#x}}{{open errors}}{{/x}}{{^x}}{{open errors}}{{/x}}></details>", 1, 50,
        "stands twice in this tag");
    assert_accepted("{{bare}}<details{{open errors}}>{{#errors x}}!{{/errors}}</details>"
                    "<details>{{x}}</details>");
}

static void
refuses_partials_that_are_wrong(void **state)
{
    (void)state;
    assert_refused("{{bare}}{{>nowhere}}", 1, 9, "there is no partial nowhere");
    assert_refused("{{bare}}{{>field name}}", 1, 9, "write {{>partial name=\"text\" ...}}");
    assert_refused("{{bare}}{{>field name=\"a}}", 1, 9, "a quote without its partner");
    assert_int_equal(compile("{{bare}}{{>field name=\"a\"}}"), 1);
    assert_non_null(strstr(said, "field.html:1:19: error: the partial was not given $label"));
    assert_int_equal(compile("{{bare}}{{>loop}}"), 1);
    assert_non_null(strstr(said, "partials inside partials without end"));
    assert_int_equal(compile("{{bare}}{{>open}}</div>"), 1);
    assert_non_null(strstr(said, "open.html:1:5: error: <div> is never ended"));
    assert_accepted("{{bare}}{{>field name=\"a\" label=\"A name\"}}");
}

static void
refuses_a_page_without_its_beginning(void **state)
{
    (void)state;
    assert_refused("<p></p>", 1, 1, "a page begins with {{title}}...{{/title}} or {{bare}}");
    assert_accepted("{{! A note. }}\n{{title}}{{_ Home}}{{/title}}{{nav today}}<p></p>");
    put("layout.html", "<html></html>");
    assert_int_equal(compile("{{title}}{{_ Home}}{{/title}}"), 1);
    assert_non_null(strstr(said, "layout.html:1:1: error: the layout has no {{content}}"));
    drop("layout.html");
    assert_int_equal(compile("{{title}}{{_ Home}}{{/title}}"), 1);
    assert_non_null(strstr(said, "there is no"));
    put("layout.html", "<html><body>{{content}}</body></html>");
}

static void
refuses_bytes_that_are_not_utf_8(void **state)
{
    (void)state;
    assert_int_equal(compile("{{bare}}\xff"), 1);
    assert_non_null(strstr(said, "a.html: error: not UTF-8"));
}

static void
refuses_sections_without_end_in_depth(void **state)
{
    (void)state;
    char page[400] = "{{bare}}";
    for (int i = 0; i < 25; i++)
        (void)snprintf(page + strlen(page), sizeof page - strlen(page), "{{#a}}");
    for (int i = 0; i < 25; i++)
        (void)snprintf(page + strlen(page), sizeof page - strlen(page), "{{/a}}");
    assert_int_equal(compile(page), 1);
    assert_non_null(strstr(said, "more than 24 sections inside each other"));
}

static void
watches_the_words_of_text_pages_too(void **state)
{
    (void)state;
    put("text/a.txt", "{{_ Name}}\n  Hello {{name}}\n");
    assert_int_equal(compile("{{bare}}"), 1);
    assert_non_null(strstr(said, "text/a.txt:2:3: error: visible text outside {{_ }}: Hello"));
    drop("text/a.txt");
}

static void
tells_the_build_what_was_read(void **state)
{
    (void)state;
    char rule[2000];
    assert_accepted("{{title}}{{_ Home}}{{/title}}{{>field name=\"a\" label=\"A\"}}");
    FILE *file = fopen(in_folder("out.c.d"), "re");
    assert_non_null(file);
    rule[fread(rule, 1, sizeof rule - 1, file)] = '\0';
    (void)fclose(file);
    static const char *const names[] = {
        "out.c:", "pages", "pages/a.html", "layout.html", "partials/field.html", "text"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_non_null(strstr(rule, in_folder(names[i])));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_visible_text_outside_the_catalogue),
        cmocka_unit_test(refuses_a_value_where_no_escaping_is_safe),
        cmocka_unit_test(refuses_what_the_security_policy_would),
        cmocka_unit_test(refuses_an_address_whose_scheme_a_value_could_change),
        cmocka_unit_test(refuses_tags_that_are_not_balanced),
        cmocka_unit_test(refuses_sections_that_are_not_balanced),
        cmocka_unit_test(refuses_tags_it_does_not_know),
        cmocka_unit_test(refuses_a_part_that_would_hide_a_mistake),
        cmocka_unit_test(refuses_partials_that_are_wrong),
        cmocka_unit_test(refuses_a_page_without_its_beginning),
        cmocka_unit_test(refuses_bytes_that_are_not_utf_8),
        cmocka_unit_test(refuses_sections_without_end_in_depth),
        cmocka_unit_test(watches_the_words_of_text_pages_too),
        cmocka_unit_test(tells_the_build_what_was_read),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
