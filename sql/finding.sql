-- noun finding in texts
--   interview uuid
--   kind text
--   text text body

-- statement finding_list (interview uuid, limit int) -> id uuid, kind text, text text
-- scope: owner
select id, kind, text from finding
where owner = :owner and interview = :interview order by doc limit :limit;
