-- noun desk_fact in texts
--   target uuid
--   kind text -- what it is about: a topic of coverage, or pay demand outlook trend other
--   text text body
--   source text body
--   source_url text
--   found_on text

-- statement desk_fact_list (target uuid, limit int) -> id uuid, version int, kind text, text text, source text, source_url text, found_on text
-- scope: owner
select id, version, kind, text, source, source_url, found_on from desk_fact
where owner = :owner and target = :target order by kind, doc limit :limit;
