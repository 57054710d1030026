-- Full text in a tsvector of our own words (call/index.c), found by a GIN index or, newest first, by the doc.

-- statement search_names_put (doc int, noun text, head text, body text)
-- scope: owner
insert into search (doc, owner, room, noun, words)
select :doc, :owner, 1, :noun, cast(:head as tsvector) where :doc >> 32 = :owner
on conflict (doc, room) do update set words = excluded.words;

-- statement search_names_drop (doc int, head text, body text)
-- scope: owner
delete from search where owner = :owner and doc = :doc and room = 1;

-- statement search_names_hits (match text, before_doc int, newest int) -> doc int, noun text, score int
-- scope: owner
-- The newest rows that match, each with how well it does.
with asked (owner, before_doc, match, most) as materialized (
    select cast(:owner as bigint), cast(:before_doc as bigint), cast(:match as tsquery), cast(:newest as bigint)
), mine as not materialized (
    select doc, noun, words from search
    where owner = (select owner from asked) and room = 1 and doc < (select before_doc from asked)
)
{newest_matches}
select doc, noun, cast(ts_rank(words, (select match from asked)) * 1000000 as bigint) as score
from found order by doc desc;

-- statement search_term_add (term text)
-- scope: system
-- reason: one list of words serves everybody; a word is shown only to whom it finds something
-- One word or several. Whoever saves the same new word meanwhile adds it too (schema 0021).
insert into search_term (term)
select distinct word from unnest(string_to_array(:term, ' ')) as word
where not exists (select 1 from search_term where term = word);

-- statement search_term_list (least text, below text, limit int) -> term text
-- scope: system
-- reason: one list of words serves everybody; a word is shown only to whom it finds something
select distinct term from search_term where term >= :least and term < :below order by term limit :limit;

-- statement search_has_match (match text) -> used bool
-- scope: system
-- reason: one list of words serves everybody: a word goes when it finds nothing for anybody
select exists (select 1 from search where words @@ cast(:match as tsquery)) as used;

-- statement search_names_shape -> block bytes
-- scope: system
-- reason: only SQLite keeps its index in pieces
select cast('' as bytea) as block;

-- statement search_names_merge (pages int)
-- scope: system
-- reason: only SQLite keeps its index in pieces
update search_version set version = version where version = -:pages;

-- statement search_names_clear
-- scope: system
-- reason: the index of everybody is made anew
delete from search where room = 1;

-- statement search_texts_put (doc int, noun text, head text, body text)
-- scope: owner
insert into search (doc, owner, room, noun, words)
select :doc, :owner, 2, :noun, cast(:head as tsvector) where :doc >> 32 = :owner
on conflict (doc, room) do update set words = excluded.words;

-- statement search_texts_drop (doc int, head text, body text)
-- scope: owner
delete from search where owner = :owner and doc = :doc and room = 2;

-- statement search_texts_hits (match text, before_doc int, newest int) -> doc int, noun text, score int
-- scope: owner
-- The newest rows that match, each with how well it does.
with asked (owner, before_doc, match, most) as materialized (
    select cast(:owner as bigint), cast(:before_doc as bigint), cast(:match as tsquery), cast(:newest as bigint)
), mine as not materialized (
    select doc, noun, words from search
    where owner = (select owner from asked) and room = 2 and doc < (select before_doc from asked)
)
{newest_matches}
select doc, noun, cast(ts_rank(words, (select match from asked)) * 1000000 as bigint) as score
from found order by doc desc;

-- statement search_texts_shape -> block bytes
-- scope: system
-- reason: only SQLite keeps its index in pieces
select cast('' as bytea) as block;

-- statement search_texts_merge (pages int)
-- scope: system
-- reason: only SQLite keeps its index in pieces
update search_version set version = version where version = -:pages;

-- statement search_texts_clear
-- scope: system
-- reason: the index of everybody is made anew
delete from search where room = 2;

-- statement search_row_put (doc int, noun text)
-- scope: owner
-- The row itself says which noun it is.
update search set noun = :noun where owner = :owner and doc = :doc and noun <> :noun;

-- statement search_row_drop (doc int)
-- scope: owner
delete from search where owner = :owner and doc = :doc;

-- statement search_row_read (doc int) -> noun text
-- scope: owner
select noun from search where owner = :owner and doc = :doc;

-- statement search_row_between (first_doc int, last_doc int) -> doc int
-- scope: owner
select distinct doc from search
where owner = :owner and doc >= :first_doc and doc <= :last_doc order by doc;

-- statement search_row_sweep (first_doc int, last_doc int)
-- scope: owner
delete from search where owner = :owner and doc >= :first_doc and doc <= :last_doc;

-- statement search_row_count (limit int) -> count int
-- scope: system
-- reason: the index of everybody is made anew where little of it would be left
select count(*) as count from (select doc from search limit :limit) as counted;

-- statement search_row_clear
-- scope: system
-- reason: the index of everybody is made anew
delete from search;
