-- noun objective in texts
--   target uuid
--   text text body
--   answered bool
--   found_by text -- how: reading, talk

-- statement objective_list (target uuid, limit int) -> id uuid, version int, text text, answered bool, found_by text
-- scope: owner
select id, version, text, answered, found_by from objective
where owner = :owner and target = :target order by doc limit :limit;
