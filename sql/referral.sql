-- noun referral in texts
--   interview uuid
--   from_person uuid
--   name text head
--   title text body
--   organization text body
--   contact text body
--   why text body
--   permission text
--   state text
--   person uuid

-- statement referral_by_interview (interview uuid, limit int) -> id uuid, version int, name text, title text, organization text, contact text, why text, permission text, state text, person uuid
-- scope: owner
select id, version, name, title, organization, contact, why, permission, state, person
from referral where owner = :owner and interview = :interview order by doc limit :limit;

-- statement referral_by_from (person uuid, limit int) -> id uuid, name text, organization text, permission text, state text, person uuid, created_at int
-- scope: owner
-- Whom this person named.
select id, name, organization, permission, state, person, created_at
from referral where owner = :owner and from_person = :person order by doc limit :limit;

-- statement referral_to (person uuid) -> id uuid, from_person uuid, from_name text, permission text, created_at int
-- scope: owner
-- Who named this person.
select referral.id, referral.from_person,
    {person_called}
    as from_name, referral.permission,
    referral.created_at
from referral join person on person.owner = referral.owner and person.id = referral.from_person
where referral.owner = :owner and referral.person = :person order by referral.doc desc limit 1;

-- statement referral_list (limit int) -> id uuid, name text, title text, organization text, from_person uuid, from_name text, permission text, state text, person uuid, created_at int
-- scope: owner
select referral.id, referral.name, referral.title, referral.organization, referral.from_person,
    {person_called}
    as from_name, referral.permission, referral.state, referral.person, referral.created_at
from referral left join person on person.owner = referral.owner and person.id = referral.from_person
where referral.owner = :owner order by referral.doc desc limit :limit;

-- statement referral_agenda (limit int) -> id uuid, name text, organization text, from_person uuid, from_name text, permission text, state text, person uuid, created_at int
-- scope: owner
-- Names that nobody has written to yet.
select referral.id, referral.name, referral.organization, referral.from_person,
    {person_called}
    as from_name, referral.permission, referral.state, referral.person, referral.created_at
from referral left join person on person.owner = referral.owner and person.id = referral.from_person
where referral.owner = :owner and referral.state = 'new' order by referral.doc limit :limit;
