-- statement export_people (first_doc int, last_doc int, limit int) ->
--     doc int, id uuid, version int, created_at int, updated_at int, name text, given_name text,
--     additional_name text, family_name text, name_prefix text, name_suffix text, nickname text,
--     pronunciation text, address_form text, preferred_language text, title text,
--     organization text, department text, place text, zone text, circle text, how_found text,
--     in_field text, field_since text, field_until text, target uuid, similar_background text, met_on text,
--     met_place text, languages text, birthday text, is_private bool, do_not_contact bool,
--     may_approach_later bool, connected_on text, uid text, notes text, contact_points text, tags text, bridges text, events text, originals text, related text, records text, photo text
-- scope: owner
-- People in the order in which they came, whole: the next ones from a place on. The empty columns are room for their
-- parts, so that all rows share one shape. The plus keeps SQLite on the order of doc: it would take an index of the
-- owner and sort everybody for each part.
select doc, id, version, created_at, updated_at, name, given_name, additional_name, family_name, name_prefix,
    name_suffix, nickname, pronunciation, address_form, preferred_language, title, organization,
    department, place, zone, circle, how_found, in_field, field_since, field_until, target,
    similar_background, met_on, met_place, languages, birthday, is_private, do_not_contact, may_approach_later, connected_on, uid,
    notes, cast(null as text) as contact_points, cast(null as text) as tags, cast(null as text) as bridges,
    cast(null as text) as events, cast(null as text) as originals, cast(null as text) as related,
    cast(null as text) as records, cast(null as text) as photo
from person where +owner = :owner and doc >= :first_doc and doc <= :last_doc order by doc limit :limit;

-- statement export_contact_points (first_doc int, last_doc int) -> parent int, kind text, value text, label text, detail text
-- scope: owner
select parent, kind, value, label, detail from contact_point
where owner = :owner and parent >= :first_doc and parent <= :last_doc order by parent, n;

-- statement export_tags (first_doc int, last_doc int) -> parent int, tag text
-- scope: owner
select parent, tag from person_tag
where owner = :owner and parent >= :first_doc and parent <= :last_doc order by parent, n;

-- statement export_bridges (first_doc int, last_doc int, with_private bool) -> parent int, person uuid, note text
-- scope: owner
select parent, person, note from person_bridge
where owner = :owner and parent >= :first_doc and parent <= :last_doc
    and (:with_private or not exists (select 1 from person as known
        where known.owner = :owner and known.id = person_bridge.person and known.is_private))
order by parent, n;

-- statement export_events (first_doc int, last_doc int) -> parent int, event uuid, note text
-- scope: owner
select parent, event, note from person_event
where owner = :owner and parent >= :first_doc and parent <= :last_doc order by parent, n;

-- statement export_originals (first_doc int, last_doc int) -> parent int, form text, data text
-- scope: owner
select parent, form, data from person_original
where owner = :owner and parent >= :first_doc and parent <= :last_doc order by parent, n;

-- statement export_related (first_doc int, last_doc int) -> parent int, noun text, id uuid, name text, kind text, held_on text
-- scope: owner
-- The events and targets that people, their requests and interviews refer to, as far as another store needs to know them.
select person_event.parent, 'event' as noun, event.id, event.name, event.kind, event.held_on
from person_event join event on event.owner = person_event.owner and event.id = person_event.event
where person_event.owner = :owner and person_event.parent >= :first_doc and person_event.parent <= :last_doc
union
select person.doc as parent, 'target' as noun, target.id, target.name, target.kind, null as held_on
from person join target on target.owner = person.owner and target.id = person.target
where person.owner = :owner and person.doc >= :first_doc and person.doc <= :last_doc and person.target is not null
union
select person.doc as parent, 'target' as noun, target.id, target.name, target.kind, null as held_on
from person join request on request.owner = person.owner and request.person = person.id
join target on target.owner = person.owner and target.id = request.target
where person.owner = :owner and person.doc >= :first_doc and person.doc <= :last_doc
union
select person.doc as parent, 'target' as noun, target.id, target.name, target.kind, null as held_on
from person join interview on interview.owner = person.owner and interview.person = person.id
join target on target.owner = person.owner and target.id = interview.target
where person.owner = :owner and person.doc >= :first_doc and person.doc <= :last_doc
order by parent, id;

-- statement export_records (first_doc int, last_doc int, with_private bool) -> parent int, noun text, id uuid
-- scope: owner
-- What is kept of people beside their own rows, each after what it refers to. What belongs to an interview goes with
-- whom that is with; nothing is said there of somebody private. "cross" keeps SQLite to the people first: it would take
-- all that there is, for each part.
with somebody (parent, id) as (
    select doc, id from person where +owner = :owner and doc >= :first_doc and doc <= :last_doc
), talk (parent, id, n) as (
    select parent, interview.id, interview.doc
    from somebody cross join interview where interview.owner = :owner and interview.person = somebody.id
)
select parent, noun, id from (
    select parent, 'request' as noun, request.id, 1 as place, request.doc as n
    from somebody cross join request where request.owner = :owner and request.person = somebody.id
    union all
    select parent, 'interview' as noun, id, 2 as place, n from talk
    union all
    select parent, 'question' as noun, question.id, 3 as place, question.doc as n
    from talk cross join question where question.owner = :owner and question.interview = talk.id
    union all
    select parent, 'note' as noun, note.id, 4 as place, note.doc as n
    from somebody cross join note where note.owner = :owner and note.person = somebody.id
        and not exists (select 1 from interview where interview.owner = :owner and interview.id = note.interview)
    union all
    select parent, 'note' as noun, note.id, 4 as place, note.doc as n
    from talk cross join note where note.owner = :owner and note.interview = talk.id
        and (:with_private or not exists (select 1 from person as named
            where named.owner = :owner and named.id = note.person and named.is_private))
    union all
    select parent, 'finding' as noun, finding.id, 5 as place, finding.doc as n
    from talk cross join finding where finding.owner = :owner and finding.interview = talk.id
    union all
    select parent, 'reflection' as noun, reflection.id, 6 as place, reflection.doc as n
    from talk cross join reflection where reflection.owner = :owner and reflection.interview = talk.id
    union all
    select parent, 'message' as noun, message.id, 7 as place, message.doc as n
    from somebody cross join message where message.owner = :owner and message.person = somebody.id
    union all
    select parent, 'referral' as noun, referral.id, 8 as place, referral.doc as n
    from somebody cross join referral where referral.owner = :owner and referral.from_person = somebody.id
        and (:with_private or not exists (select 1 from person as named
            where named.owner = :owner and named.id = referral.person and named.is_private))
    union all
    select parent, 'distinction' as noun, distinction.id, 9 as place, distinction.doc as n
    from somebody cross join distinction where distinction.owner = :owner and distinction.person = somebody.id
        and (:with_private or not exists (select 1 from person as named
            where named.owner = :owner and named.id = distinction.other and named.is_private))
    union all
    select parent, 'person_alias' as noun, person_alias.id, 10 as place, person_alias.doc as n
    from somebody cross join person_alias where person_alias.owner = :owner and person_alias.person = somebody.id
    union all
    select parent, 'task' as noun, task.id, 11 as place, task.doc as n
    from somebody cross join task where task.owner = :owner and task.person = somebody.id
        and not exists (select 1 from interview where interview.owner = :owner and interview.id = task.interview)
    union all
    select parent, 'task' as noun, task.id, 11 as place, task.doc as n
    from talk cross join task where task.owner = :owner and task.interview = talk.id
        and (:with_private or not exists (select 1 from person as named
            where named.owner = :owner and named.id = task.person and named.is_private))
) as kept order by parent, place, n;

-- statement export_shared (first_doc int, last_doc int) -> parent int, noun text, id uuid
-- scope: owner
-- What people share: their organizations, as far as somebody wrote about them, their events and targets.
select person.doc as parent, 'organization' as noun, organization.id
from person cross join organization
where organization.owner = person.owner and organization.name_key = person.organization_key and organization.name_key > ''
    and +person.owner = :owner and person.doc >= :first_doc and person.doc <= :last_doc
union
select person_event.parent, 'event' as noun, person_event.event as id
from person_event where owner = :owner and parent >= :first_doc and parent <= :last_doc
union
select doc as parent, 'target' as noun, target as id
from person where +owner = :owner and doc >= :first_doc and doc <= :last_doc and target is not null
order by parent, noun, id;

-- statement export_files (first_doc int, last_doc int) -> parent int, id uuid, kind text
-- scope: owner
-- The files of people, the newest first. The people lead, as above: they are few, the files may be many.
select person.doc as parent, attachment.id, attachment.kind
from person cross join attachment
where attachment.owner = person.owner and attachment.person = person.id and +person.owner = :owner
    and person.doc >= :first_doc and person.doc <= :last_doc
order by person.doc, attachment.doc desc;
