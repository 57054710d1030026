#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# test_embed.sh EMBED - what the build tool refuses, and where it says the mistake is. TAP.
set -u
embed=$1
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
number=0

# begin: an sql folder with nothing wrong in it.
begin() {
    rm -rf "$folder/sql" "$folder"/out.*
    mkdir -p "$folder/sql/schema" "$folder/sql/sqlite" "$folder/sql/postgres"
    cat > "$folder/sql/pear.sql"
}

run() {
    "$embed" --sql "$folder/sql" --c "$folder/out.c" --header "$folder/out.h" > "$folder/said" 2>&1
}

answer() {
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $number - $2"
    else
        echo "not ok $number - $2"
        sed 's/^/# /' "$folder/said"
    fi
}

# refuses NAME WORDS: the tool fails, says WORDS, and writes nothing.
refuses() {
    if run; then
        answer 1 "$1"
    elif grep -qF -- "$2" "$folder/said" && [ ! -e "$folder/out.c" ]; then
        answer 0 "$1"
    else
        answer 1 "$1"
    fi
}

# writes NAME TEXT: the tool succeeds and its C holds TEXT.
writes() {
    run && tr -d '\n' < "$folder/out.c" | sed 's/"    "//g' | grep -qF -- "$2"
    answer $? "$1"
}

begin <<'END'
-- statement pear_list (ripe bool) -> id uuid
-- scope: owner
select id from pear where owner = :owner and ripe = :ripe and name <> ':other' -- :third
  and cast(at as text) <> '1'::text /* :fourth */;
END
writes numbers_parameters_past_quotes_casts_and_comments \
    "select id from pear where owner = ?2 and ripe = ?1 and name <> ':other' and cast(at as text) <> '1'::text"
writes writes_the_other_marks_for_postgresql "where owner = \$2 and ripe = \$1"

begin <<'END'
-- text ripe_ones
-- Those that are ripe.
    where owner = :owner
        and ripe = :ripe

-- statement pear_list (ripe bool) -> id uuid
-- scope: owner
select id from pear
{ripe_ones};
END
refuses takes_a_text_only_where_its_name_stands_alone ":ripe\" is not used"

begin <<'END'
-- text ripe_ones
-- Those that are ripe.
    where owner = :owner
        and ripe = :ripe

-- statement pear_list (ripe bool) -> id uuid
-- scope: owner
select id from pear
    {ripe_ones}
END
writes puts_a_shared_text_into_a_statement "select id from pear where owner = ?2 and ripe = ?1"

begin <<'END'
-- text ripe_only
ripe = :ripe
-- text ripe_ones
where owner = :owner and
    {ripe_only}
-- statement pear_list (ripe bool) -> id uuid
-- scope: owner
select id from pear
{ripe_ones}
END
writes puts_a_text_into_another "where owner = ?2 and ripe = ?1"

begin <<'END'
-- statement pear_list (ripe bool) -> id uuid
-- scope: owner
select id from pear
{ripe_ones}
END
refuses names_a_text_that_is_not_there 'no text "ripe_ones" stands above'

begin <<'END'
-- text ripe_ones
where ripe
-- text ripe_ones
where ripe
END
refuses names_a_text_that_is_there_twice "text ripe_ones is already in"

begin <<'END'
-- statement pear_list (ripe bool,
--     sweet bool)
--     -> id uuid,
--     name text
-- scope: owner
select id, name from pear where owner = :owner and ripe = :ripe and sweet = :sweet
END
writes takes_a_contract_of_several_lines '{"name", COLUMN_TEXT}'

begin <<'END'
-- statement pear_list -> id uuid
-- scope: owner
select id from pear
where owner = :owner and ripe = :ripe
END
refuses refuses_an_undeclared_parameter_at_its_line 'pear.sql:4: pear_list: ":ripe" is not in the contract'

begin <<'END'
-- statement pear_list (ripe bool) -> id uuid
-- scope: owner
select id from pear where owner = :owner
END
refuses refuses_a_parameter_that_is_not_used 'pear.sql:1: pear_list: ":ripe" is not used'

begin <<'END'
-- statement pear_list -> id uuid
-- scope: owner
select id from pear
END
refuses refuses_an_owner_statement_without_owner 'does not mention :owner'

begin <<'END'
-- statement pear_list -> id uuid
-- scope: system
select id from pear
END
refuses refuses_a_wider_scope_without_a_reason 'its scope needs a line "-- reason: ..."'

begin <<'END'
-- statement pear_list -> id uuid
select id from pear where owner = :owner
END
refuses refuses_a_statement_without_a_scope 'no line "-- scope: owner"'

begin <<'END'
-- statement pear_list -> id uuid
-- scope: owner
select id from pear where owner = :owner;
delete from pear
END
refuses refuses_two_statements_in_one 'pear.sql:4: pear_list: more than one statement'

begin <<'END'
-- statement pear_list -> id uuid
-- scope: owner
select id from pear where owner = ?1 and :owner
END
refuses refuses_numbered_parameters 'pear.sql:3: pear_list: write parameters as :name'

begin <<'END'
-- statement pear_list -> id uuid
-- scope: owner
select id from pear where owner = :owner and name = 'open
END
refuses refuses_a_quote_without_end "a quote ' that does not end"

begin <<'END'
-- statement pear_list -> id uuid
-- scope: owner
select id from pear where owner = :owner
-- statement pear_list -> id uuid
-- scope: owner
select id from pear where owner = :owner
END
refuses refuses_two_statements_of_one_name 'pear.sql:4: statement pear_list is already in'

begin <<'END'
-- statement pear_list (ripe boolean) -> id uuid
-- scope: owner
select id from pear where owner = :owner and ripe = :ripe
END
refuses refuses_an_unknown_kind 'found "ripe boolean"'

begin <<'END'
-- statement pear_list (ripe bool, ripe int) -> id uuid
-- scope: owner
select id from pear where owner = :owner and ripe = :ripe
END
refuses refuses_a_name_that_is_there_twice '"ripe" is there twice'

begin <<'END'
-- statement pear_list (ripe bool
-- scope: owner
select id from pear where owner = :owner
END
refuses refuses_a_contract_without_end 'pear.sql:3: '

begin <<'END'
select 1;
END
refuses refuses_sql_of_no_statement 'pear.sql:1: SQL that belongs to no statement'

begin <<'END'
-- statement pear_list -> id uuid
-- scope: owner
select id from pear where owner = :owner
END
cat > "$folder/sql/postgres/pear.sql" <<'END'
-- statement pear_list -> name text
-- scope: owner
select name from pear where owner = :owner
END
refuses refuses_an_override_with_another_contract 'postgres/pear.sql:1: the contract of pear_list differs'

begin < /dev/null
cat > "$folder/sql/sqlite/pear.sql" <<'END'
-- statement pear_list -> id uuid
-- scope: owner
select id from pear where owner = :owner
END
refuses refuses_a_statement_that_one_engine_lacks 'pear_list has no text for PostgreSQL'

begin <<'END'
-- noun pear
--   name text
-- part seeds of apple in seed
--   n text
END
refuses refuses_a_part_of_an_unknown_noun 'part of an unknown noun "apple"'

begin <<'END'
-- noun pear
--   name text
--   version int
END
refuses refuses_a_noun_column_that_every_row_has '"version" is there twice'

begin <<'END'
-- noun pear
--   name text
-- statement pear_read (id uuid) -> name text
-- scope: owner
select name from pear where owner = :owner and id = :id
END
refuses refuses_a_statement_that_a_noun_makes 'pear_read is written from'

begin < /dev/null
echo 'create table pear (number bigint){strict};' > "$folder/sql/schema/0002_pear.sql"
refuses refuses_a_gap_in_the_schema 'step 2 follows step 0'

begin < /dev/null
echo 'create table pear (number bigint){stict};' > "$folder/sql/schema/0001_pear.sql"
refuses refuses_an_unknown_word_in_braces 'only {strict}, {clustered} and {doc} stand in braces'

begin < /dev/null
printf -- '-- engine: oracle\ncreate table pear (number bigint);\n' > "$folder/sql/schema/0001_pear.sql"
refuses refuses_an_unknown_engine 'an engine is sqlite, postgres or both, not "oracle"'

begin < /dev/null
printf -- '-- mode: online\ncreate table pear (number bigint);\n' > "$folder/sql/schema/0001_pear.sql"
refuses refuses_a_first_step_outside_a_transaction 'the first step cannot be online'

begin < /dev/null
cat > "$folder/sql/schema/0001_pear.sql" <<'END'
-- bigint
create table pear (doc {doc}, uuid_text text default 'uuid "bigint"', "boolean" boolean,
    r double precision, b bytea, i bigint, u uuid, boolean_x text){strict};
END
writes replaces_whole_type_words_outside_quotes \
    "pear (doc integer primary key, uuid_text text default 'uuid \\\"bigint\\\"', \\\"boolean\\\" integer, r real, b blob, i integer, u blob, boolean_x text) strict;"

begin <<'END'
-- statement pear_add (id uuid, name text)
-- scope: owner
-- rows: many
insert into pear (owner, id, name)
values (:owner, :id, :name);
END
writes adds_many_rows_with_one_statement \
    '.many = "insert or fail into pear (owner, id, name) select c3, c1, c2 from later"'

begin <<'END'
-- statement pear_add (id uuid)
-- scope: owner
-- rows: many
insert into pear (owner, id) values (:owner, :id) on conflict do nothing;
END
refuses refuses_many_rows_by_anything_but_a_plain_insert 'pear_add: many rows are added by a plain insert'

mkdir -p "$folder/top/data/deep"
printf 'a\0"\\??/\n\377' > "$folder/top/data/deep/bytes"
printf 'x' > "$folder/top/data/_hidden"
if "$embed" --asset "$folder/top" --c "$folder/assets.c" --depfile "$folder/assets.d" data none > "$folder/said" 2>&1 &&
    grep -q 'data/deep/bytes' "$folder/assets.c" && ! grep -q hidden "$folder/assets.c" &&
    grep -qF 'a\000\"\\?\077/\n\377' "$folder/assets.c" && grep -q "top/data/deep " "$folder/assets.d"; then
    answer 0 keeps_the_bytes_of_an_asset
else
    answer 1 keeps_the_bytes_of_an_asset
fi
echo "1..$number"
