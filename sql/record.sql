-- statement record_page (state text, before_at int, before_doc int, limit int) -> doc int, id uuid, person uuid,
--     person_name text, title text, organization text, target_name text, start_at int, start_local text, zone text,
--     minutes int, outline text, is_private bool
-- scope: owner
-- Interviews of one state, newest first, from a place on.
select interview.doc, interview.id, interview.person,
    {person_called}
    as person_name,
    person.title, person.organization,
    (select target.name from target where target.owner = :owner and target.id = interview.target) as target_name,
    interview.start_at, interview.start_local, interview.zone, interview.minutes, interview.outline,
    coalesce(person.is_private, false) as is_private
from interview join person on person.owner = interview.owner and person.id = interview.person
where interview.owner = :owner and interview.state = :state
    and (interview.start_at, interview.doc) < (:before_at, :before_doc)
order by interview.start_at desc, interview.doc desc limit :limit;
