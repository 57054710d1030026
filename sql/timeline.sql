-- statement timeline_page (person uuid, before_at int, before_place int, limit int) -> at int, place int, id uuid, kind text, state text, text text, other uuid
-- scope: owner
-- What happened between the two, newest first; `other` is the interview or the person that an entry leads to. Of one moment
-- the later made comes first: `place` is the row's `doc` doubled, one more where a row tells two things.
select at, place, id, kind, state, text, other from (
    select sent_at as at, doc * 2 as place, id, 'request_sent' as kind, state, channel as text, cast(null as uuid) as other
    from request where owner = :owner and person = :person and sent_at is not null
    union all
    select answered_at, doc * 2 + 1, id, 'request_answered', state, answer, null
    from request where owner = :owner and person = :person and answered_at is not null
    union all
    select start_at, doc * 2, id, 'interview', state, null, id
    from interview where owner = :owner and person = :person
    union all
    select sent_at, doc * 2, id, kind, state, subject, interview
    from message where owner = :owner and person = :person and sent_at is not null
    union all
    select created_at, doc * 2, id, 'referral', permission, name, person
    from referral where owner = :owner and from_person = :person
    union all
    select referral.created_at, referral.doc * 2 + 1, referral.id, 'referred', referral.permission,
    {person_called}
    , referral.from_person
    from referral join person on person.owner = referral.owner and person.id = referral.from_person
    where referral.owner = :owner and referral.person = :person
    union all
    select created_at, doc * 2, id, 'note', null, text, interview
    from note where owner = :owner and person = :person
    union all
    select done_at, doc * 2, id, 'task_done', null, title, null
    from task where owner = :owner and person = :person and done_at is not null
    union all
    select created_at, doc * 2, id, 'attachment', kind, name, null
    from attachment where owner = :owner and person = :person
) as moments
where (at + 0, place) < (:before_at, :before_place)
order by at desc, place desc limit :limit;

-- statement timeline_events (person uuid, limit int) -> id uuid, name text, held_on text, kind text, note text
-- scope: owner
-- Where the two met.
select event.id, event.name, event.held_on, event.kind, person_event.note
from person
join person_event on person_event.owner = person.owner and person_event.parent = person.doc
join event on event.owner = person_event.owner and event.id = person_event.event
where person.owner = :owner and person.id = :person
order by event.held_on desc nulls last, event.doc limit :limit;

-- statement timeline_import (import uuid) -> id uuid, name text, created_at int
-- scope: owner
select id, name, created_at from import where owner = :owner and id = :import;
