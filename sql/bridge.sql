-- statement bridge_list (person uuid, limit int) -> person uuid, name text, title text, organization text, note text
-- scope: owner
-- Who could introduce me to this person (M56).
select helper.id as person, helper.name, helper.title, helper.organization, person_bridge.note
from person
join person_bridge on person_bridge.owner = person.owner and person_bridge.parent = person.doc
join person as helper on helper.owner = person_bridge.owner and helper.id = person_bridge.person
where person.owner = :owner and person.id = :person order by person_bridge.n limit :limit;

-- statement bridge_to (person uuid, limit int) -> id uuid, name text, title text, organization text, note text
-- scope: owner
-- To whom this person could introduce me.
select person.id, person.name, person.title, person.organization, person_bridge.note
from person_bridge join person on person.owner = person_bridge.owner and person.doc = person_bridge.parent
where person_bridge.owner = :owner and person_bridge.person = :person order by person.name_key, person.doc limit :limit;
