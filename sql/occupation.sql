-- statement occupation_targets (limit int) -> id uuid, name text, occupation text, rank int, why text
-- scope: owner
-- Which occupations are explored: the shortlist in its order, then the others.
select id, name, occupation, rank, why from target
where owner = :owner and occupation is not null order by rank nulls last, doc limit :limit;

-- statement occupation_table_read -> digest text, release_on text, size int, loaded_at int
-- scope: system
-- reason: the table of occupations is the same for everybody on this store
select digest, release_on, size, loaded_at from occupation_table where n = 1;

-- statement occupation_table_save (digest text, release_on text, size int, loaded_at int)
-- scope: system
-- reason: who administers the store loads the table for everybody
insert into occupation_table (n, digest, release_on, size, loaded_at)
values (1, :digest, :release_on, :size, :loaded_at)
on conflict (n) do update set digest = excluded.digest, release_on = excluded.release_on, size = excluded.size,
    loaded_at = excluded.loaded_at;

-- statement occupation_table_clear
-- scope: system
-- reason: who administers the store goes back to the built-in table for everybody
delete from occupation_table where n = 1;

-- statement occupation_chunk_list (digest text) -> data bytes
-- scope: system
-- reason: the table of occupations is the same for everybody on this store
select data from occupation_chunk where digest = :digest order by n;

-- statement occupation_chunk_insert (digest text, n int, data bytes)
-- scope: system
-- reason: who administers the store loads the table for everybody
insert into occupation_chunk (digest, n, data) values (:digest, :n, :data)
on conflict (digest, n) do nothing;

-- statement occupation_chunk_sweep
-- scope: system
-- reason: of all tables only the one in force is kept
delete from occupation_chunk where digest not in (select digest from occupation_table);
