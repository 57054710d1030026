-- noun event in names
--   name text head
--   name_key text head
--   kind text
--   held_on text
--   place text body
--   website text body
--   notes text body

-- statement event_list (limit int) -> id uuid, name text, kind text, held_on text, place text, people int
-- scope: owner
-- The newest first; one without a date comes last.
select id, name, kind, held_on, place,
    (select count(*) from person_event where person_event.owner = :owner and person_event.event = event.id) as people
from event where owner = :owner order by held_on desc nulls last, doc desc limit :limit;

-- statement event_choices (limit int) -> id uuid, name text
-- scope: owner
select id, name from event where owner = :owner order by held_on desc nulls last, doc desc limit :limit;

-- statement event_by_name (name_key text, held_on text) -> id uuid
-- scope: owner
select id from event
where owner = :owner and name_key = :name_key and coalesce(held_on, '') = coalesce(:held_on, '') limit 1;

-- statement event_find (pattern text, second text, third text, exact_key text, limit int) -> id uuid, label text, exact bool
-- scope: owner
select id, name || coalesce(', ' || held_on, '') as label, name_key = :exact_key as exact from event
where owner = :owner and name_key like :pattern escape '\'
    and (:second is null or name_key like :second escape '\')
    and (:third is null or name_key like :third escape '\')
order by exact desc, name_key, doc limit :limit;

-- statement event_people (event uuid, limit int) -> id uuid, name text, title text, organization text, state text, note text, tasks int, event uuid
-- scope: owner
-- Who was met there; `tasks`: steps that are still open with them.
select person.id,
    {person_listed}
    as name, person.title, person.organization, person.stage as state, person_event.note,
    (select count(*) from task where task.owner = :owner and task.person = person.id and task.done_at is null) as tasks,
    person_event.event as event
from person_event join person on person.owner = person_event.owner and person.doc = person_event.parent
where person_event.owner = :owner and person_event.event = :event
order by person.name_key, person.doc limit :limit;

-- statement event_met_after (event uuid, after_doc int, limit int) -> doc int, id uuid, name text, title text, state text, tasks int
-- scope: owner
-- Everyone who was met there, in the order they were made; `tasks`: every step with them, also those that are done.
select person.doc, person.id, person.name, person.title, person.stage as state,
    (select count(*) from task where task.owner = :owner and task.person = person.id) as tasks
from person_event join person on person.owner = person_event.owner and person.doc = person_event.parent
where person_event.owner = :owner and person_event.event = :event and person.doc > :after_doc
order by person.doc limit :limit;

-- statement event_unplanned (event uuid) -> any bool
-- scope: owner
-- Is there somebody who was met there and with whom nothing was ever planned?
select exists (
    select 1 from person_event join person on person.owner = person_event.owner and person.doc = person_event.parent
    where person_event.owner = :owner and person_event.event = :event and person.stage is null
        and not exists (select 1 from task where task.owner = :owner and task.person = person.id)) as any;

-- statement event_met (since_on text, limit int) -> id uuid, name text, event_name text, held_on text
-- scope: owner
-- People met at events since a day with whom nothing was begun yet: no request, no interview, no task (M64).
select person.id,
    {person_called}
    as name, event.name as event_name, event.held_on
from event
join person_event on person_event.owner = event.owner and person_event.event = event.id
join person on person.owner = person_event.owner and person.doc = person_event.parent
where event.owner = :owner and event.held_on >= :since_on
    and person.stage is null and (person.do_not_contact is null or not person.do_not_contact)
    and not exists (select 1 from task where task.owner = :owner and task.person = person.id)
order by event.held_on, person.doc limit :limit;
