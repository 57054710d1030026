-- The table of occupations that somebody loaded for everybody on this store; without a row the built-in one is in force.
create table occupation_table (
    n bigint not null primary key, digest text not null, release_on text, size bigint not null, loaded_at bigint not null
){strict};
create table occupation_chunk (
    digest text not null, n bigint not null, data bytea not null,
    primary key (digest, n)
){strict};
