-- statement network_people (limit int) -> doc int, id uuid, name text, title text, organization text, circle text, stage text
-- scope: owner
-- Everybody who named somebody, was named, or is a bridge or behind one.
select doc, id, name, title, organization, circle, stage from person
where owner = :owner and (id in (select from_person from referral where referral.owner = :owner)
    or id in (select referral.person from referral where referral.owner = :owner and referral.person is not null)
    or id in (select person_bridge.person from person_bridge where person_bridge.owner = :owner)
    or doc in (select person_bridge.parent from person_bridge where person_bridge.owner = :owner))
order by doc limit :limit;

-- statement network_referrals (limit int) -> id uuid, from_person uuid, name text, title text, organization text, permission text, state text, person uuid, created_at int
-- scope: owner
select id, from_person, name, title, organization, permission, state, person, created_at
from referral where owner = :owner order by doc limit :limit;

-- statement network_bridges (limit int) -> parent int, person uuid
-- scope: owner
-- Who could introduce me to whom (M56).
select parent, person from person_bridge where owner = :owner order by parent, n limit :limit;
