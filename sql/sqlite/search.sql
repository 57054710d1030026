-- Full text in FTS5. A doc is its owner's number and a sequence, so a range of rowids is one owner's rows.

-- statement search_names_put (doc int, noun text, head text, body text)
-- scope: owner
-- Not by a select: SQLite opens a savepoint for one, and FTS5 writes what it holds with every
-- savepoint, whatever table it is for: so here and in every statement that runs for each row of many.
insert into search_names (rowid, head, body) values
    (case when :doc >> 32 = :owner then :doc else 'of another owner' end, :head, :body);

-- statement search_names_drop (doc int, head text, body text)
-- scope: owner
-- The words must be those that were put in.
insert into search_names (search_names, rowid, head, body) values
    ('delete', case when :doc >> 32 = :owner then :doc else 'of another owner' end, :head, :body);

-- statement search_names_hits (match text, before_doc int, newest int) -> doc int, noun text, score int
-- scope: owner
-- The newest rows that match, each with how well it does.
select hit.doc, search_row.noun, hit.score from (
    select rowid as doc, search_rank(search_names) as score from search_names
    where search_names match :match and rowid > :owner << 32 and rowid < min(:before_doc, (:owner + 1) << 32)
    order by rowid desc limit :newest) as hit
join search_row on search_row.doc = hit.doc
order by hit.doc desc;

-- statement search_has_match (match text) -> used bool
-- scope: system
-- reason: one list of words serves everybody: a word goes when it finds nothing for anybody
select exists (select 1 from search_names where search_names match :match)
    or exists (select 1 from search_texts where search_texts match :match) as used;

-- statement search_names_shape -> block bytes
-- scope: system
-- reason: how many pieces the index of everybody is in
select block from search_names_data where id = 10;

-- statement search_names_merge (pages int)
-- scope: system
-- reason: the index of everybody is kept in few pieces
insert into search_names (search_names, rank) values ('merge', :pages);

-- statement search_names_clear
-- scope: system
-- reason: the index of everybody is made anew
insert into search_names (search_names) values ('delete-all');

-- statement search_texts_put (doc int, noun text, head text, body text)
-- scope: owner
insert into search_texts (rowid, head, body) values
    (case when :doc >> 32 = :owner then :doc else 'of another owner' end, :head, :body);

-- statement search_texts_drop (doc int, head text, body text)
-- scope: owner
-- The words must be those that were put in.
insert into search_texts (search_texts, rowid, head, body) values
    ('delete', case when :doc >> 32 = :owner then :doc else 'of another owner' end, :head, :body);

-- statement search_texts_hits (match text, before_doc int, newest int) -> doc int, noun text, score int
-- scope: owner
-- The newest rows that match, each with how well it does.
select hit.doc, search_row.noun, hit.score from (
    select rowid as doc, search_rank(search_texts) as score from search_texts
    where search_texts match :match and rowid > :owner << 32 and rowid < min(:before_doc, (:owner + 1) << 32)
    order by rowid desc limit :newest) as hit
join search_row on search_row.doc = hit.doc
order by hit.doc desc;

-- statement search_texts_shape -> block bytes
-- scope: system
-- reason: how many pieces the index of everybody is in
select block from search_texts_data where id = 10;

-- statement search_texts_merge (pages int)
-- scope: system
-- reason: the index of everybody is kept in few pieces
insert into search_texts (search_texts, rank) values ('merge', :pages);

-- statement search_texts_clear
-- scope: system
-- reason: the index of everybody is made anew
insert into search_texts (search_texts) values ('delete-all');

-- statement search_row_put (doc int, noun text)
-- scope: owner
-- rows: many
insert into search_row (doc, noun) values
    (case when :doc >> 32 = :owner then :doc else 'of another owner' end, :noun);

-- statement search_row_drop (doc int)
-- scope: owner
delete from search_row where doc = :doc and doc >> 32 = :owner;

-- statement search_row_read (doc int) -> noun text
-- scope: owner
select noun from search_row where doc = :doc and doc >> 32 = :owner;

-- statement search_row_between (first_doc int, last_doc int) -> doc int
-- scope: owner
select doc from search_row
where doc >= :first_doc and doc <= :last_doc and doc >> 32 = :owner order by doc;

-- statement search_row_sweep (first_doc int, last_doc int)
-- scope: owner
delete from search_row where doc >= :first_doc and doc <= :last_doc and doc >> 32 = :owner;

-- statement search_row_count (limit int) -> count int
-- scope: system
-- reason: the index of everybody is made anew where little of it would be left
select count(*) as count from (select doc from search_row limit :limit);

-- statement search_row_clear
-- scope: system
-- reason: the index of everybody is made anew
delete from search_row;
