-- Beginnings of three letters, and in names of four, are words of their own: the rows of 400 words that begin so were gathered
-- anew with each step of a search. So all words are made anew.
-- engine: postgres
delete from search_version;
