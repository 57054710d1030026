-- noun request in texts
--   person uuid
--   target uuid
--   state text
--   channel text
--   minutes int
--   subject text head
--   body text body
--   sent_at int
--   answered_at int
--   answer text body

-- statement request_derive (person uuid)
-- scope: owner
-- A person's stage is the state of the newest request or interview.
update person set stage = (
    select state from (
        select doc, state from request where request.owner = :owner and request.person = :person
        union all
        select doc, state from interview where interview.owner = :owner and interview.person = :person
    ) as steps order by doc desc limit 1)
where owner = :owner and id = :person;

-- statement request_by_person (person uuid, limit int) -> id uuid, state text, channel text, minutes int, sent_at int, answered_at int, created_at int
-- scope: owner
select id, state, channel, minutes, sent_at, answered_at, created_at
from request where owner = :owner and person = :person order by doc desc limit :limit;

-- statement request_interview (request uuid) -> id uuid
-- scope: owner
select id from interview where owner = :owner and request = :request order by doc desc limit 1;

-- statement request_agenda (state text, limit int) -> id uuid, person uuid, person_name text, state text, channel text, minutes int, created_at int, sent_at int, answered_at int, answer text, interview uuid
-- scope: owner
-- Requests of one state, the oldest first, for Today.
select request.id, request.person,
    {person_called}
    as person_name, request.state,
    request.channel, request.minutes, request.created_at, request.sent_at, request.answered_at,
    request.answer,
    (select interview.id from interview where interview.owner = :owner
        and interview.request = request.id limit 1) as interview
from request join person on person.owner = request.owner and person.id = request.person
where request.owner = :owner and request.state = :state
order by request.doc desc limit :limit;

-- statement request_find (pattern text, second text, third text, name_key text, second_key text, third_key text,
--     limit int) -> id uuid, label text, exact bool
-- scope: owner
-- The newest request to somebody, by a part of the name.
select request.id, coalesce(
    {person_called}
    , '') as label,
    coalesce(person.name_key in (:name_key, :second_key, :third_key), false) as exact
from person join request on request.owner = person.owner and request.person = person.id
where person.owner = :owner and person.name_key like :pattern escape '\'
    and (:second is null or person.name_key like :second escape '\')
    and (:third is null or person.name_key like :third escape '\')
order by exact desc, request.doc desc limit :limit;
