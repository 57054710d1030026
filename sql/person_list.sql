-- statement person_list (after_key text, after_doc int, limit int) -> doc int, id uuid, name text, title text, organization text, place text, circle text, state text
-- scope: owner
-- One page of people in the order of their names.
select doc, id,
    {person_listed}
    as name, title, organization, place, circle, stage as state
from person
where owner = :owner and (name_key, doc) > (:after_key, :after_doc)
order by name_key, doc limit :limit;

-- text walks
-- All people in the order asked for, or those of one kind by name: the next `scan` of them, or one that stands behind `skip` others.
    select doc from (
        select doc from person
        where owner = :owner and :driver = 'name'
            and (name_key, doc) > (:after_key, :after_doc)
        order by name_key, doc limit :scan offset :skip) as by_name
    union all
    select doc from (
        select doc from person
        where doc > (:owner << 32) and doc < :after_doc and :driver = 'newest'
        order by doc desc limit :scan offset :skip) as by_newest
    union all
    select doc from (
        select doc from person
        where owner = :owner and :driver = 'organization'
            and (organization_key, name_key, doc) > (:after_organization, :after_key, :after_doc)
        order by organization_key, name_key, doc limit :scan offset :skip) as by_organization
    union all
    select doc from (
        select doc from person
        where owner = :owner and :driver = 'one_organization' and organization_key = :organization_key
            and (name_key, doc) > (:after_key, :after_doc)
        order by name_key, doc limit :scan offset :skip) as by_one_organization
    union all
    select doc from (
        select doc from person
        where owner = :owner and :driver = 'target' and target = :target
            and (name_key, doc) > (:after_key, :after_doc)
        order by name_key, doc limit :scan offset :skip) as by_target
    union all
    select doc from (
        select doc from person
        where owner = :owner and :driver = 'state' and stage = :state
            and (name_key, doc) > (:after_key, :after_doc)
        order by name_key, doc limit :scan offset :skip) as by_state
    union all
    select doc from (
        select doc from person
        where owner = :owner and :driver = 'in_field' and in_field = :in_field
            and (name_key, doc) > (:after_key, :after_doc)
        order by name_key, doc limit :scan offset :skip) as by_in_field
    union all
    select doc from (
        select doc from person
        where owner = :owner and :driver = 'circle' and circle = :circle
            and (name_key, doc) > (:after_key, :after_doc)
        order by name_key, doc limit :scan offset :skip) as by_circle

-- text fews
-- The few of one kind, all at once.
    select doc from (
        select doc from person
        where owner = :owner and :driver = 'few_organization' and organization_key = :organization_key
        limit :scan) as by_few_organization
    union all
    select doc from (
        select distinct parent as doc from person_tag
        where owner = :owner and :driver = 'few_tag' and tag_key = :tag_key
        limit :scan) as by_few_tag
    union all
    select doc from (
        select distinct parent as doc from person_event
        where owner = :owner and :driver = 'few_event' and event = :event
        limit :scan) as by_few_event
    union all
    select doc from (
        select distinct parent as doc from person_bridge
        where owner = :owner and :driver = 'few_bridge' and person = :bridge
        limit :scan) as by_few_bridge
    union all
    select doc from (
        select doc from person
        where owner = :owner and :driver = 'few_target' and target = :target
        limit :scan) as by_few_target
    union all
    select doc from (
        select doc from person
        where owner = :owner and :driver = 'few_state' and stage = :state
        limit :scan) as by_few_state
    union all
    select doc from (
        select doc from person
        where owner = :owner and :driver = 'few_in_field' and in_field = :in_field
        limit :scan) as by_few_in_field
    union all
    select doc from (
        select doc from person
        where owner = :owner and :driver = 'few_circle' and circle = :circle
        limit :scan) as by_few_circle
    union all
    select doc from (
        select distinct parent as doc from person_bridge where owner = :owner and :driver = 'few_warm'
        union select parent from person_event where owner = :owner and :driver = 'few_warm'
        union select person.doc from referral join person on person.owner = referral.owner and person.id = referral.person
        where referral.owner = :owner and :driver = 'few_warm'
        limit :scan) as by_few_warm

-- text those_who_fit
-- Of the candidates those who fit, from a place in their order on.
select person.doc, person.id,
    {person_listed}
    as name, person.title, person.organization, person.place, person.circle,
    person.stage as state
from candidate cross join person
where person.doc = candidate.doc and person.owner = :owner
    and case :sort when 'newest' then person.doc < :after_doc
        when 'organization' then (person.organization_key, person.name_key, person.doc) > (:after_organization, :after_key, :after_doc)
        else (person.name_key, person.doc) > (:after_key, :after_doc) end
    and (:organization_key is null or organization_key = :organization_key)
    and (:organization is null or organization_key like :organization escape '\')
    and (:organization_second is null or organization_key like :organization_second escape '\')
    and (:organization_third is null or organization_key like :organization_third escape '\')
    and (:circle is null or circle = :circle)
    and (:state is null or stage = :state or (:state = 'none' and stage is null))
    and (:target is null or target = :target)
    and (:in_field is null or in_field = :in_field)
    and (:since is null or updated_at >= :since)
    and (:title is null or title_key like :title escape '\')
    and (:title_second is null or title_key like :title_second escape '\')
    and (:title_third is null or title_key like :title_third escape '\')
    and (:place is null or place_key like :place escape '\')
    and (:place_second is null or place_key like :place_second escape '\')
    and (:place_third is null or place_key like :place_third escape '\')
    and (:pattern is null or name_key like :pattern escape '\' or organization_key like :pattern escape '\'
        or title_key like :pattern escape '\')
    and (:second is null or name_key like :second escape '\' or organization_key like :second escape '\'
        or title_key like :second escape '\')
    and (:third is null or name_key like :third escape '\' or organization_key like :third escape '\'
        or title_key like :third escape '\')
    and (:tag_key is null or exists (select 1 from person_tag
        where person_tag.owner = :owner and person_tag.tag_key = :tag_key and person_tag.parent = person.doc))
    and (:event is null or exists (select 1 from person_event
        where person_event.owner = :owner and person_event.parent = person.doc and person_event.event = :event))
    and (:bridge is null or exists (select 1 from person_bridge
        where person_bridge.owner = :owner and person_bridge.parent = person.doc and person_bridge.person = :bridge))
    and (:warm is null or exists (select 1 from person_bridge
            where person_bridge.owner = :owner and person_bridge.parent = person.doc)
        or exists (select 1 from person_event where person_event.owner = :owner and person_event.parent = person.doc)
        or exists (select 1 from referral where referral.owner = :owner and referral.person = person.id))
order by case when :sort = 'newest' then -person.doc end nulls last,
    case when :sort = 'organization' then person.organization_key end nulls last, person.name_key, person.doc
limit :limit

-- statement person_prospects (driver text, sort text, after_organization text, after_key text, after_doc int, scan int, skip int, limit int,
--   pattern text, second text, third text, title text, title_second text, title_third text, place text, place_second text,
--   place_third text, organization text, organization_second text, organization_third text, organization_key text,
--   circle text, tag_key text, state text, target uuid, in_field text, warm bool, bridge uuid, event uuid, since int) ->
--   doc int, id uuid, name text, title text, organization text, place text, circle text, state text
-- scope: owner
-- Those of the next `scan` people who fit (`skip` is 0). `driver` says which index leads: all people in the order asked for (name,
-- newest, organization), those of one kind by name (target, state, in_field, circle), or the few of one kind, all at once (few_...).
with candidate (doc) as (
    {walks}
    union all
    {fews}
)
{those_who_fit}

-- statement person_prospects_step (driver text, after_organization text, after_key text, after_doc int, scan int, skip int,
--   organization_key text, target uuid, state text, in_field text, circle text) -> doc int, name_key text, organization_key text
-- scope: owner
-- The last of the people whom `person_prospects` looked at, when there were that many (`skip` of them stand before this one; `scan` is 1).
with candidate (doc) as (
    {walks}
)
select person.doc, person.name_key, person.organization_key
from candidate cross join person where person.doc = candidate.doc and person.owner = :owner;

-- statement person_prospects_few (driver text, tag_key text, event uuid, bridge uuid, organization_key text,
--   target uuid, state text, in_field text, circle text, scan int) -> count int
-- scope: owner
-- How many a filter leaves, counted no further than `scan`.
select count(*) as count from (
    {fews}
) as few;

-- statement person_tag_names (limit int) -> tag text, tag_key text
-- scope: owner
-- The different tags, found by stepping through the index from one to the next.
with recursive step (tag_key) as (
    select min(tag_key) from person_tag where owner = :owner
    union all
    select (select min(tag_key) from person_tag where owner = :owner and person_tag.tag_key > step.tag_key)
    from step where step.tag_key is not null
)
select (select tag from person_tag where owner = :owner and person_tag.tag_key >= step.tag_key
    order by person_tag.tag_key limit 1) as tag, tag_key
from step where tag_key is not null order by tag_key limit :limit;

-- statement person_circle_names (limit int) -> circle text
-- scope: owner
-- The different circles, found in the same way.
with recursive step (circle) as (
    select min(circle) from person where owner = :owner and circle is not null
    union all
    select (select min(circle) from person where owner = :owner and person.circle > step.circle)
    from step where step.circle is not null
)
select circle from step where circle is not null order by circle limit :limit;

-- statement person_circle_count (circle text, limit int) -> count int
-- scope: owner
-- How many are in a circle, counted up to a limit.
select count(*) as count from (
    select doc from person where owner = :owner and circle = :circle limit :limit
) as counted;

-- statement person_growth (scan int) -> month text, day int, circle text, people int
-- scope: owner
-- The newest people by the month in which one met them, or else by the day on which they were added.
select month, day, circle, count(*) as people from (
    select substr(coalesce(connected_on, met_on), 1, 7) as month,
        case when coalesce(connected_on, met_on) is null then created_at / 86400000 else 0 end as day,
        coalesce(circle, '') as circle
    from person where doc > (:owner << 32) and doc < ((:owner + 1) << 32) and owner + 0 = :owner
    order by doc desc limit :scan) as newest
group by month, day, circle order by month nulls first, day, circle limit 10000;
