-- noun interview in texts
--   person uuid
--   request uuid
--   target uuid
--   state text
--   start_local text
--   zone text
--   start_at int
--   minutes int
--   place_kind text
--   place text body
--   phone_hint text
--   confirmed_at int
--   started_at int
--   ended_at int
--   extended_minutes int
--   notes_agreed bool
--   outline text body
--   debriefed_at int
--   sequence int
-- part guests of interview in interview_guest
--   name text head
--   title text body

-- statement interview_derive (person uuid)
-- scope: owner
update person set stage = (
    select state from (
        select doc, state from request where request.owner = :owner and request.person = :person
        union all
        select doc, state from interview where interview.owner = :owner and interview.person = :person
    ) as steps order by doc desc limit 1)
where owner = :owner and id = :person;

-- statement interview_by_person (person uuid, limit int) -> id uuid, state text, start_at int, minutes int, place_kind text, created_at int, ended_at int
-- scope: owner
select id, state, start_at, minutes, place_kind, created_at, ended_at
from interview where owner = :owner and person = :person order by start_at desc, doc limit :limit;

-- statement interview_by_target (target uuid, limit int) -> id uuid, person uuid, person_name text, state text, start_at int
-- scope: owner
select interview.id, interview.person,
    {person_called}
    as person_name,
    interview.state, interview.start_at
from interview join person on person.owner = interview.owner and person.id = interview.person
where interview.owner = :owner and interview.target = :target
order by interview.start_at desc, interview.doc limit :limit;

-- statement interview_agenda (state text, since_at int, limit int) -> id uuid, person uuid, person_name text, title text, organization text, target uuid, target_name text, state text, start_local text, zone text, start_at int, minutes int, extended_minutes int, place_kind text, place text, confirmed_at int, started_at int, ended_at int, debriefed_at int, thanked_at int, reflected_at int, questions int, pronunciation text, created_at int
-- scope: owner
-- Interviews of one state from an instant on, with what is still open in each.
select interview.id, interview.person,
    {person_called}
    as person_name, person.title,
    person.organization, interview.target,
    (select target.name from target where target.owner = :owner and target.id = interview.target) as target_name,
    interview.state, interview.start_local, interview.zone,
    interview.start_at, interview.minutes, interview.extended_minutes, interview.place_kind,
    interview.place, interview.confirmed_at, interview.started_at, interview.ended_at,
    interview.debriefed_at,
    (select max(message.sent_at) from message where message.owner = :owner
        and message.interview = interview.id and message.kind = 'thanks' and message.guest is null) as thanked_at,
    (select max(reflection.created_at) from reflection where reflection.owner = :owner
        and reflection.interview = interview.id) as reflected_at,
    (select count(*) from question where question.owner = :owner
        and question.interview = interview.id) as questions,
    person.pronunciation, interview.created_at
from interview join person on person.owner = interview.owner and person.id = interview.person
where interview.owner = :owner and interview.state = :state and interview.start_at >= :since_at
order by interview.start_at, interview.doc limit :limit;

-- statement interview_find (pattern text, second text, third text, name_key text, second_key text, third_key text,
--     limit int) -> id uuid, label text, exact bool
-- scope: owner
-- Interviews with somebody, by a part of the name.
select interview.id, coalesce(
    {person_called}
    , '') || ', ' || interview.start_local as label,
    coalesce(person.name_key in (:name_key, :second_key, :third_key), false) as exact
from person join interview on interview.owner = person.owner and interview.person = person.id
where person.owner = :owner and person.name_key like :pattern escape '\'
    and (:second is null or person.name_key like :second escape '\')
    and (:third is null or person.name_key like :third escape '\')
order by exact desc, interview.start_at desc, interview.doc limit :limit;

-- statement interview_guests (since_at int, limit int) -> interview uuid, name text, thanked_at int
-- scope: owner
-- Others who were there: each is thanked by a note of their own.
select interview.id as interview, interview_guest.name,
    (select max(message.sent_at) from message where message.owner = :owner
        and message.interview = interview.id and message.kind = 'thanks'
        and message.guest = interview_guest.name) as thanked_at
from interview join interview_guest
    on interview_guest.owner = interview.owner and interview_guest.parent = interview.doc
where interview.owner = :owner and interview.state = 'held' and interview.start_at >= :since_at
order by interview.start_at, interview_guest.n limit :limit;
