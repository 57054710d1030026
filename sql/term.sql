-- noun term in texts
--   target uuid
--   kind text -- term issue
--   word text head
--   meaning text body
--   heard_from text body

-- statement term_list (target uuid, limit int) -> id uuid, version int, kind text, word text, meaning text, heard_from text
-- scope: owner
select id, version, kind, word, meaning, heard_from from term
where owner = :owner and target = :target order by word, doc limit :limit;
