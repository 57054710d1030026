-- text person_called
-- What a person is called: who has no name by the job title and the organization, who has neither by the mail address.
coalesce(person.name, person.title || coalesce(', ' || person.organization, ''), (
    select min(value) from contact_point
    where contact_point.owner = person.owner and contact_point.parent = person.doc and contact_point.kind = 'email'),
    person.organization)

-- text person_listed
-- The name in a list, beside which the job title and the organization stand: who has none by the mail address.
coalesce(person.name, (
    select min(value) from contact_point
    where contact_point.owner = person.owner and contact_point.parent = person.doc and contact_point.kind = 'email'))

-- statement bridge_list (person uuid, limit int) -> person uuid, name text, title text, organization text, note text
-- scope: owner
-- Who could introduce me to this person (M56).
select person.id as person,
    {person_listed}
    as name, person.title, person.organization, person_bridge.note
from person as met
join person_bridge on person_bridge.owner = met.owner and person_bridge.parent = met.doc
join person on person.owner = person_bridge.owner and person.id = person_bridge.person
where met.owner = :owner and met.id = :person order by person_bridge.n limit :limit;

-- statement bridge_to (person uuid, limit int) -> id uuid, name text, title text, organization text, note text
-- scope: owner
-- To whom this person could introduce me.
select person.id,
    {person_listed}
    as name, person.title, person.organization, person_bridge.note
from person_bridge join person on person.owner = person_bridge.owner and person.doc = person_bridge.parent
where person_bridge.owner = :owner and person_bridge.person = :person order by person.name_key, person.doc limit :limit;
