-- What made an import slow. An index of whole mail addresses and links was the largest part of it: so their hashes
-- are looked up, and those saved before keep an index of their own until they are saved again. Nobody is looked for by
-- the address of a house: its hash is 0.
alter table contact_point add column value_hash bigint;
drop index contact_point_value;
create index contact_point_hash on contact_point (owner, value_hash) where value_hash is not null;
create index contact_point_value on contact_point (owner, value_key, value_hash) where value_hash is null;

-- Beginnings of four letters are looked up as the words that begin so (search_match.c), as among texts. The index is
-- made anew, because FTS5 cannot leave them out afterwards.
-- engine: sqlite
drop table search_names;
create virtual table search_names using fts5(head, body, content='', columnsize=0, tokenize='ascii', prefix='2 3');
insert into search_names (search_names, rank) values ('automerge', 0), ('usermerge', 8), ('crisismerge', 256);
delete from search_version;
