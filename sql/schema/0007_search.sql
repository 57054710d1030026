-- The words of every noun that is searched, under the row's doc: one index of names, one of texts. Rapport makes
-- the words itself (text/terms.h), so the tokenizer has nothing to do but split them. Merging is Rapport's, too
-- (call/index.h): left alone, a save now and then waits more than half a second for it.
-- engine: sqlite
create virtual table search_names using fts5(head, body, content='', columnsize=0, tokenize='ascii', prefix='2 3 4');
create virtual table search_texts using fts5(head, body, content='', columnsize=0, tokenize='ascii', prefix='2 3');
insert into search_names (search_names, rank) values ('automerge', 0), ('usermerge', 8), ('crisismerge', 256);
insert into search_texts (search_texts, rank) values ('automerge', 0), ('usermerge', 8), ('crisismerge', 256);
-- What is in the index, and which noun it is.
create table search_row (doc integer primary key, noun text not null) strict;
-- Every word of letters that the index knows: what an unfinished or a misspelled one may mean.
create table search_term (term text primary key) strict, without rowid;

-- engine: postgres
create extension if not exists btree_gin;
create table search (
    doc bigint primary key, owner bigint not null, room bigint not null, noun text not null, words tsvector not null
);
create index search_words on search using gin (owner, room, words) with (gin_pending_list_limit = 256);
create index search_newest on search (owner, room, doc);
create table search_term (term text collate "C" primary key);

-- engine: both
-- The way in which the words were made; another program may make others, and then begins anew.
create table search_version (version bigint primary key){strict};
-- How far the rows of an owner have been put into the index. No row: it is complete.
create table search_fill (owner bigint primary key, noun text not null, after_doc bigint not null){strict};
