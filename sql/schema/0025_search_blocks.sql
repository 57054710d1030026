-- The newest rows that hold a word are looked for in blocks of numbers (sql/postgres/search.sql), which the index knows.
-- engine: postgres
drop index search_words;
create index search_words on search using gin (owner, (doc >> 16), (doc >> 12), words) with (gin_pending_list_limit = 256);
