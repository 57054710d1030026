-- noun organization in names
--   name text head
--   name_key text head
--   kind text
--   industry text body
--   website text body
--   place text body
--   notes text body
--   advocate bool -- somebody there could speak for me (M222)
--   motivation int
--   posting int

-- statement organization_page (from_key text, limit int) -> key text, name text, id uuid, industry text, place text, motivation int, people int, people_more bool
-- scope: owner
-- Organizations by their keys, those of people and those that somebody wrote about: the list steps through both indexes from one
-- name to the next, so a page costs as much as it shows; sorting it would go through all of them. The first may be `from_key`.
with recursive steps (key) as (
    select min(first_key) from (
        select min(organization_key) as first_key from person
        where owner = :owner and organization_key >= :from_key and organization_key > ''
        union all
        select min(name_key) as first_key from organization
        where owner = :owner and name_key >= :from_key and name_key > '') as firsts
    union all
    select (select min(next_key) from (
        select min(person.organization_key) as next_key from person
        where person.owner = :owner and person.organization_key > steps.key
        union all
        select min(organization.name_key) as next_key from organization
        where organization.owner = :owner and organization.name_key > steps.key) as nexts)
    from steps where steps.key is not null
), page (key) as (
    select key from steps where key is not null limit :limit
)
select page.key,
    coalesce(
        (select name from organization where owner = :owner and name_key = page.key order by doc limit 1),
        (select organization from person where owner = :owner and organization_key = page.key order by name_key limit 1)) as name,
    (select id from organization where owner = :owner and name_key = page.key order by doc limit 1) as id,
    (select industry from organization where owner = :owner and name_key = page.key order by doc limit 1) as industry,
    (select place from organization where owner = :owner and name_key = page.key order by doc limit 1) as place,
    (select motivation from organization where owner = :owner and name_key = page.key order by doc limit 1) as motivation,
    (select count(*) from (
        select 1 from person where owner = :owner and organization_key = page.key limit 1000) as few) as people,
    (select count(*) from (
        select 1 from person where owner = :owner and organization_key = page.key limit 1001) as more) > 1000 as people_more
from page;

-- statement organization_by_key (name_key text) -> id uuid
-- scope: owner
select id from organization where owner = :owner and name_key = :name_key order by doc limit 1;

-- statement organization_people (key text, limit int) -> id uuid, name text, title text, circle text, in_field text, state text
-- scope: owner
select id, name, title, circle, in_field, stage as state
from person where owner = :owner and organization_key = :key order by name_key limit :limit;

-- statement organization_people_next (key text, after_key text, after_doc int, limit int) -> doc int, id uuid, name_key text
-- scope: owner
-- Its people from a place in the order of their names on.
select doc, id, name_key from person
where owner = :owner and organization_key = :key and (name_key, doc) > (:after_key, :after_doc)
order by name_key, doc limit :limit;

-- statement organization_name_of (key text) -> name text, people int
-- scope: owner
-- The name that its people give an organization, and how many they are (a thousand at most are counted).
select organization as name, (select count(*) from (
    select 1 from person as others where others.owner = :owner and others.organization_key = :key limit 1000) as few) as people
from person where owner = :owner and organization_key = :key order by name_key limit 1;

-- statement organization_heard (key text, limit int) -> id uuid, kind text, text text, interview uuid, person uuid, person_name text
-- scope: owner
-- What its people said, newest first.
select finding.id, finding.kind, finding.text, finding.interview, staff.id as person, staff.name as person_name
from (select id,
    {person_called}
    as name from person
    where owner = :owner and organization_key = :key order by name_key limit 300) as staff
join interview on interview.owner = :owner and interview.person = staff.id
join finding on finding.owner = :owner and finding.interview = interview.id
order by finding.doc desc limit :limit;

-- statement organization_ranking (limit int) -> id uuid, name text, name_key text, industry text, advocate bool, motivation int, posting int, known int
-- scope: owner
-- Those one rates (M222): the strongest wish first, then where one knows somebody, then what is posted.
select id, name, name_key, industry, advocate, motivation, posting, known from (
    select organization.id, organization.name, organization.name_key, organization.industry, organization.advocate,
        organization.motivation, organization.posting,
        (select count(*) from (
            select 1 from person where person.owner = :owner and person.organization_key = organization.name_key limit 100) as few)
            as known
    from organization where organization.owner = :owner) as rated
order by motivation desc nulls last, case when advocate or known > 0 then 0 else 1 end, posting desc nulls last, name_key
limit :limit;
