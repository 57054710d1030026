#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# catalog_tool.sh TOOL ROOT - tests of tools/catalog: what it finds, what it refuses, and that the template
# in the repository is the one it would write.
set -u
tool=$1
root=$2
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
number=0
failed=0

# tell NAME CODE: one line of TAP.
tell() {
    number=$((number + 1))
    if [ "$2" -eq 0 ]; then
        echo "ok $number - $1"
    else
        echo "not ok $number - $1"
        failed=1
    fi
}

# A small project: one sentence of each kind.
fresh() {
    rm -rf "$work/p"
    mkdir -p "$work/p/web/pages" "$work/p/web/partials" "$work/p/web/text" "$work/p/data/words" \
        "$work/p/src" "$work/p/po"
    cat > "$work/p/web/pages/a.html" <<'EOF'
{{title}}{{_ A title}}{{/title}}{{! {{_ not this}} }}
<p>{{_ Dear {name},
   welcome {back}}}</p> {{n count|One person|{count} people}} {{name}} {{#nobody}}x{{/nobody}}
{{>field name="title" label="Job title" help=$help}}
EOF
    echo '<label>{{_$label}}</label><i>{{$name}}</i>' > "$work/p/web/partials/field.html"
    echo '{{_ A title}} {{_ On the terminal}}' > "$work/p/web/text/a.txt"
    printf '# note\nfield.required = Please fill this in.\nfield.long = At most {most}\n    characters.\n' \
        > "$work/p/data/words/problem.txt"
    cat > "$work/p/src/a.c" <<'EOF'
#define N_(text) text
/* N_("not this") */
const char *a = N_("Say \"hi\" "
                   "now"), *b = "N_(\"nor this\")", c = '"', *d = IN_("nor that");
const char *e[] = {P_("{n} day", "{n} days")};
EOF
}

# msgids of the template, one a line
ids() {
    "$tool" --root "$work/p" --pot "$work/pot" && sed -n 's/^msgid\(_plural\)\{0,1\} //p' "$work/pot" | sed 1d
}

fresh
cat > "$work/expected" <<'EOF'
"A title"
"Dear {name}, welcome {back}"
"One person"
"{count} people"
"Job title"
"On the terminal"
"Please fill this in."
"At most {most} characters."
"Say \"hi\" now"
"{n} day"
"{n} days"
EOF
ids > "$work/found"
diff "$work/expected" "$work/found" >&2
tell finds_the_sentences_of_pages_words_and_sources $?

grep -q '^#: web/pages/a.html web/text/a.txt$' "$work/pot" && grep -q '^#. code field.required$' "$work/pot"
tell says_where_a_sentence_stands $?

header='msgid ""\nmsgstr ""\n"Language: de\\n"\n"X-Language-Name: Deutsch\\n"\n"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n'

# translate TEXT: the project with a German file that goes on with TEXT
translate() {
    fresh
    printf "$header\n%b" "$1" > "$work/p/po/de.po"
    "$tool" --root "$work/p" --c "$work/catalogs.c" --depfile "$work/d" 2> "$work/problem"
}

translate 'msgid "A title"\nmsgstr "Ein Titel"\n\nmsgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "ein Tag"\nmsgstr[1] "{n} Tage"\n\nmsgid "gone"\nmsgstr "weg"\n\n#, fuzzy\nmsgid "Job title"\nmsgstr "Unsicher"\n\nmsgid "On the terminal"\nmsgstr ""\n' &&
    grep -q '"Ein Titel' "$work/catalogs.c" && grep -q '"{n} Tage' "$work/catalogs.c" &&
    ! grep -q 'weg\|Unsicher' "$work/catalogs.c"
tell writes_sound_translations_and_leaves_out_the_rest $?

"${CC:-cc}" -std=gnu17 -Wall -Wextra -Wpedantic -Werror -I"$root/src" -c "$work/catalogs.c" -o "$work/catalogs.o"
tell writes_c_without_warnings $?

grep -q "web/pages/a.html" "$work/d" && grep -q "po/de.po" "$work/d" && grep -q "web/partials \\\\$" "$work/d"
tell names_every_file_and_folder_it_looked_at $?

# refuses NAME TEXT COMPLAINT: the tool ends with 1 and complains so
refuses() {
    translate "$2"
    code=$?
    [ "$code" -eq 1 ] && grep -q "$3" "$work/problem"
    result=$?
    [ "$result" -eq 0 ] || cat "$work/problem" >&2
    tell "$1" "$result"
}

refuses refuses_a_translation_that_lacks_a_hole \
    'msgid "Dear {name}, welcome {back}"\nmsgstr "Hallo {name}"\n' 'po/de.po:7: error: .*lacks {back}'
refuses refuses_a_translation_that_invents_a_hole \
    'msgid "A title"\nmsgstr "Ein {titel}"\n' 'po/de.po:7: error: .*no hole {titel}'
refuses refuses_a_wrong_number_of_forms \
    'msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "ein Tag"\n' 'needs 2 forms'
refuses refuses_a_sentence_translated_twice \
    'msgid "A title"\nmsgstr "Ein"\n\nmsgid "A title"\nmsgstr "Zwei"\n' 'translated twice'
refuses refuses_a_line_that_is_no_po 'what "is this"\n' 'msgid, msgid_plural'

header='msgid ""\nmsgstr ""\n"Language: pl\\n"\n"X-Language-Name: Polski\\n"\n"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n'
refuses refuses_a_header_with_the_wrong_count_of_forms '' 'nplurals=3'
header='msgid ""\nmsgstr ""\n"Language: pl\\n"\n'
refuses refuses_a_header_without_a_name '' 'X-Language-Name'

fresh
echo '{{n count|One person|two}}' > "$work/p/web/pages/b.html"
! "$tool" --root "$work/p" --pot "$work/pot" 2> "$work/problem" && grep -q 'b.html:1: error: .*another plural' "$work/problem"
tell refuses_one_singular_with_two_plurals $?

fresh
printf 'a\nb {{_ }}' > "$work/p/web/pages/b.html"
! "$tool" --root "$work/p" --pot "$work/pot" 2> "$work/problem" && grep -q 'b.html:2: error: an empty sentence' "$work/problem"
tell refuses_an_empty_sentence $?

"$tool" --root "$root" --pot "$work/pot" && diff "$root/po/rapport.pot" "$work/pot" > "$work/difference"
result=$?
[ "$result" -eq 0 ] || { echo "# meson compile pot writes po/rapport.pot anew:"; head -20 "$work/difference" | sed 's/^/# /'; }
tell keeps_the_template_of_the_repository_up_to_date $result

echo "1..$number"
exit $failed
