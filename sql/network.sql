-- statement network_people (limit int) -> doc int, id uuid, name text, title text, organization text, circle text, stage text
-- scope: owner
-- Everybody who named somebody, was named, or is a bridge or behind one.
select person.doc, person.id,
    {person_listed}
    as name, person.title, person.organization, person.circle, person.stage
from (
    select from_person as id from referral where owner = :owner
    union select referral.person from referral where owner = :owner
    union select person_bridge.person from person_bridge where owner = :owner
    union select known.id from person_bridge join person as known on known.doc = person_bridge.parent
    where person_bridge.owner = :owner and known.owner = :owner) as named
    join person on person.owner = :owner and person.id = named.id
order by person.doc limit :limit;

-- statement network_referrals (limit int) -> id uuid, from_person uuid, name text, title text, organization text, permission text, state text, person uuid, created_at int
-- scope: owner
select id, from_person, name, title, organization, permission, state, person, created_at
from referral where owner = :owner order by doc limit :limit;

-- statement network_bridges (limit int) -> parent int, person uuid
-- scope: owner
-- Who could introduce me to whom (M56).
select parent, person from person_bridge where owner = :owner order by parent, n limit :limit;
