-- noun question in texts
--   interview uuid
--   text text body
--   topic text
--   must bool
--   state text
--   position int

-- statement question_list (interview uuid, limit int) -> id uuid, version int, text text, topic text, must bool, state text, position int
-- scope: owner
select id, version, text, topic, must, state, position from question
where owner = :owner and interview = :interview order by position, doc limit :limit;
