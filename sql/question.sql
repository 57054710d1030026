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

-- statement question_heard (target uuid, limit int) -> topic text, person uuid
-- scope: owner
-- Which topics were talked about, and with whom: questions that were asked, or noted to, in talks that were held.
select distinct question.topic, interview.person
from interview join question on question.owner = interview.owner and question.interview = interview.id
where interview.owner = :owner and interview.target = :target and interview.state = 'held'
    and question.topic is not null and (question.state = 'asked' or exists (select 1 from note
        where note.owner = :owner and note.interview = interview.id and note.question = question.id))
limit :limit;
