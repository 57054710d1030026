-- Two who save a word that is new to both must not wait for each other, nor fail: so a word may stand here twice.
-- SQLite has one writer at a time.
-- engine: postgres
alter table search_term drop constraint search_term_pkey;
create index search_term_word on search_term (term);
