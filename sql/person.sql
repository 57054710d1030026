-- noun person in names
--   name text head
--   name_key text head
--   given_name text
--   additional_name text
--   family_name text
--   name_prefix text
--   name_suffix text
--   nickname text head
--   pronunciation text body
--   address_form text
--   preferred_language text
--   title text head
--   title_key text
--   organization text head
--   organization_key text head
--   department text body
--   place text body
--   place_key text
--   zone text
--   circle text
--   how_found text body
--   in_field text -- works in the field now: yes no unknown
--   field_since text -- a year or a date (M4)
--   field_until text
--   target uuid
--   similar_background text body -- what we have in common; a mark by being there (M219)
--   met_on text
--   met_place text body
--   languages text
--   birthday text -- 1985-04-12 or --04-12
--   is_private bool -- left out of what is shared
--   do_not_contact bool
--   may_approach_later bool -- somebody to come back to (M30)
--   connected_on text
--   profile_key text
--   uid text -- the name another program knows the card by
--   uid_hash int -- by which uid is looked up
--   notes text body
--   import uuid
-- part contact_points of person in contact_point
--   kind text
--   value text body
--   value_key text
--   value_hash int -- by which value_key is looked up; 0 for the address of a house
--   label text -- home, work, cell ... or an own word
--   detail text -- of an address: its seven parts as RFC 6350 6.3.1 writes them
-- part tags of person in person_tag
--   tag text body
--   tag_key text
-- part bridges of person in person_bridge
--   person uuid
--   note text body
-- part events of person in person_event
--   event uuid
--   note text body
-- part originals of person in person_original
--   form text
--   data text
-- part sources of person in person_source
--   kind text -- of the file
--   digest int -- of what it said of this person the last time

-- statement person_called (id uuid) -> name text
-- scope: owner
select
    {person_called}
    as name
from person where person.owner = :owner and person.id = :id;

-- statement person_find (pattern text, second text, third text, name_key text, second_key text, third_key text,
--     limit int) -> id uuid, label text, exact bool
-- scope: owner
-- Who is meant by a name, or by a part of it? Each of the two goes through the index, so that nobody is read for nothing.
select person.id, coalesce(person.name || coalesce(', ' || person.organization, ''),
    {person_called}
    , '') as label, meant.exact
from (
    select doc, exact from (
        select doc, true as exact from person
        where owner = :owner and name_key in (:name_key, :second_key, :third_key)
        order by name_key, doc limit :limit) as whole
    union all
    select doc, exact from (
        select doc, false as exact from person
        where owner = :owner and name_key like :pattern escape '\'
            and (:second is null or name_key like :second escape '\')
            and (:third is null or name_key like :third escape '\')
            and name_key <> :name_key
            and (:second_key is null or name_key <> :second_key)
            and (:third_key is null or name_key <> :third_key)
        order by name_key, doc limit :limit) as part) as meant
    join person on person.owner = :owner and person.doc = meant.doc
order by meant.exact desc, name_key, person.doc limit :limit;

-- statement person_by_target (target uuid, limit int) -> id uuid, name text, title text, organization text, circle text, in_field text, state text
-- scope: owner
select id,
    {person_listed}
    as name, title, organization, circle, in_field, stage as state
from person where owner = :owner and target = :target order by doc limit :limit;

-- statement person_by_contact (value_key text, value_hash int, limit int) -> id uuid, name_key text
-- scope: owner
select person.id, person.name_key
from
    {contact_bearers}
    join person on person.doc = bearers.parent
where person.owner = :owner
limit :limit;

-- statement person_key (doc int) -> name_key text
-- scope: owner
select name_key from person where owner = :owner and doc = :doc;

-- statement person_key_set (doc int, name_key text)
-- scope: owner
-- A key that is made in a newer way is no change of the person.
update person set name_key = :name_key where owner = :owner and doc = :doc;

-- statement person_by_name (name_key text, second_key text, third_key text, organization_key text, limit int) -> id uuid, profile_key text, organization_key text
-- scope: owner
-- People of one name: those of the same organization first.
select id, profile_key, organization_key from person
where owner = :owner and name_key in (:name_key, :second_key, :third_key)
order by case when organization_key = :organization_key then 0 else 1 end, doc limit :limit;

-- statement person_contacts (person uuid) -> kind text, value text
-- scope: owner
select contact_point.kind, contact_point.value
from person join contact_point
    on contact_point.owner = person.owner and contact_point.parent = person.doc
where person.owner = :owner and person.id = :person order by contact_point.n;

-- statement person_card (id uuid) -> id uuid, name text, name_key text, pronunciation text, address_form text, title text, organization text, place text, zone text, circle text, how_found text, in_field text, target uuid
-- scope: owner
-- What other pages show of a person.
select id, name, name_key, pronunciation, address_form, title, organization, place, zone, circle,
    how_found, in_field, target
from person where owner = :owner and id = :id;

-- statement person_wishes (id uuid) -> do_not_contact bool
-- scope: owner
-- What somebody asked for.
select do_not_contact from person where owner = :owner and id = :id;

-- statement person_revive (id uuid)
-- scope: owner
-- A person who comes back finds requests and interviews as they were.
update person set stage = (
    select state from (
        select doc, state from request where request.owner = :owner and request.person = :id
        union all
        select doc, state from interview where interview.owner = :owner and interview.person = :id
    ) as steps order by doc desc limit 1)
where owner = :owner and id = :id;

-- statement person_bound_any -> bound bool
-- scope: owner
-- Is there anything by which people could be bound? Else nobody has to be looked at.
select exists (
    select 1 from tally where owner = :owner and count > 0
        and noun in ('attachment', 'interview', 'message', 'note', 'referral', 'request', 'task'))
    or exists (select 1 from person_bridge where owner = :owner) as bound;

-- statement person_bound (first_doc int, last_doc int, record int) -> doc int
-- scope: owner
-- Whom something names that the record did not make: work that somebody has done with them since. By the range of
-- numbers: SQLite would rather look through all ids of the owner.
select person.doc from person
where person.owner + 0 = :owner and person.doc >= :first_doc and person.doc <= :last_doc
    and (exists (
            select 1 from attachment where attachment.owner = :owner and attachment.person = person.id and not exists (
                select 1 from change_row
                where change_row.owner = :owner and change_row.id = attachment.id and change_row.record = :record))
        or exists (
            select 1 from interview where interview.owner = :owner and interview.person = person.id and not exists (
                select 1 from change_row
                where change_row.owner = :owner and change_row.id = interview.id and change_row.record = :record))
        or exists (
            select 1 from message where message.owner = :owner and message.person = person.id and not exists (
                select 1 from change_row
                where change_row.owner = :owner and change_row.id = message.id and change_row.record = :record))
        or exists (
            select 1 from note where note.owner = :owner and note.person = person.id and not exists (
                select 1 from change_row
                where change_row.owner = :owner and change_row.id = note.id and change_row.record = :record))
        or exists (
            select 1 from referral where referral.owner = :owner and referral.from_person = person.id and not exists (
                select 1 from change_row
                where change_row.owner = :owner and change_row.id = referral.id and change_row.record = :record))
        or exists (
            select 1 from referral where referral.owner = :owner and referral.person = person.id and not exists (
                select 1 from change_row
                where change_row.owner = :owner and change_row.id = referral.id and change_row.record = :record))
        or exists (
            select 1 from request where request.owner = :owner and request.person = person.id and not exists (
                select 1 from change_row
                where change_row.owner = :owner and change_row.id = request.id and change_row.record = :record))
        or exists (
            select 1 from task where task.owner = :owner and task.person = person.id and not exists (
                select 1 from change_row
                where change_row.owner = :owner and change_row.id = task.id and change_row.record = :record))
        or exists (
            select 1 from person_bridge join person as other on other.doc = person_bridge.parent
            where person_bridge.owner = :owner and person_bridge.person = person.id and not exists (
                select 1 from change_row
                where change_row.owner = :owner and change_row.id = other.id and change_row.record = :record)))
order by person.doc;
