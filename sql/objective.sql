-- noun objective in texts
--   target uuid
--   text text body
--   answered bool

-- statement objective_list (target uuid, limit int) -> id uuid, version int, text text, answered bool
-- scope: owner
select id, version, text, answered from objective
where owner = :owner and target = :target order by doc limit :limit;
