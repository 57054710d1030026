-- PostgreSQL plans by how frequent a word is. One that stands in every fourth note and in no name must not count as
-- frequent among names: so each room keeps statistics and an index of its own.
-- engine: postgres
alter table search rename to search_both;
create table search (
    doc bigint not null, owner bigint not null, room bigint not null, noun text not null, words tsvector not null,
    constraint search_doc primary key (doc, room)
) partition by list (room);
create table search_names partition of search for values in (1);
create table search_texts partition of search for values in (2);
insert into search (doc, owner, room, noun, words) select doc, owner, room, noun, words from search_both;
drop table search_both;
create index search_words on search using gin (owner, words) with (gin_pending_list_limit = 256);
create index search_newest on search (owner, doc);
