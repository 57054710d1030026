-- statement occupation_targets (limit int) -> id uuid, name text, occupation text, rank int, why text
-- scope: owner
-- Which occupations are explored: the shortlist in its order, then the others.
select id, name, occupation, rank, why from target
where owner = :owner and occupation is not null order by rank nulls last, doc limit :limit;
