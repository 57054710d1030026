-- statement export_people (first_doc int, last_doc int, limit int) ->
--     doc int, id uuid, version int, created_at int, updated_at int, name text, given_name text,
--     additional_name text, family_name text, name_prefix text, name_suffix text, nickname text,
--     pronunciation text, address_form text, preferred_language text, title text,
--     organization text, department text, place text, zone text, circle text, how_found text,
--     in_field text, field_since text, field_until text, target uuid, similar_background text, met_on text,
--     met_place text, languages text, birthday text, is_private bool, do_not_contact bool,
--     may_approach_later bool, connected_on text, uid text, notes text, contact_points text, tags text, bridges text, events text, originals text, related text, person_notes text, photo text
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
    cast(null as text) as person_notes, cast(null as text) as photo
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

-- statement export_related (first_doc int, last_doc int) -> parent int, noun text, id uuid, name text, kind text, held_on text, place text
-- scope: owner
-- The events and the target that people refer to, as far as another store needs to know them.
select person_event.parent, 'event' as noun, event.id, event.name, event.kind, event.held_on, event.place
from person_event join event on event.owner = person_event.owner and event.id = person_event.event
where person_event.owner = :owner and person_event.parent >= :first_doc and person_event.parent <= :last_doc
union all
select person.doc as parent, 'target' as noun, target.id, target.name, target.kind, null as held_on, null as place
from person join target on target.owner = person.owner and target.id = person.target
where person.owner = :owner and person.doc >= :first_doc and person.doc <= :last_doc and person.target is not null
order by parent, id;

-- statement export_notes (first_doc int, last_doc int) -> parent int, id uuid, text text, created_at int
-- scope: owner
-- What was noted about people. What was noted in a conversation belongs to that and stays here. The people lead ("cross"
-- and the plus keep SQLite to that): it would take all that was noted about anybody, for each part.
select person.doc as parent, note.id, note.text, note.created_at
from person cross join note
where note.owner = person.owner and note.person = person.id and +person.owner = :owner and person.doc >= :first_doc and person.doc <= :last_doc and note.interview is null
order by person.doc, note.doc;

-- statement export_attachments (first_doc int, last_doc int) -> parent int, kind text, count int
-- scope: owner
-- How many files of each kind people have. The people lead, as above: they are few, the files may be many.
select person.doc as parent, attachment.kind, count(*) as count
from person cross join attachment
where attachment.owner = person.owner and attachment.person = person.id and +person.owner = :owner and person.doc >= :first_doc and person.doc <= :last_doc
group by person.doc, attachment.kind order by person.doc, attachment.kind;
