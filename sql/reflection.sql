-- noun reflection in texts
--   interview uuid
--   liked text body
--   positive text body
--   concerns text body
--   advantages text body
--   objectives text body
--   other_occupation text body
--   feelings text body
--   outcome text -- what the talk brought (M24)

-- statement reflection_of (interview uuid) -> id uuid
-- scope: owner
select id from reflection where owner = :owner and interview = :interview;

-- statement reflection_by_target (target uuid, limit int) -> id uuid, interview uuid, person_name text, liked text, positive text, concerns text, advantages text, created_at int
-- scope: owner
select reflection.id, reflection.interview,
    {person_called}
    as person_name,
    reflection.liked, reflection.positive, reflection.concerns, reflection.advantages,
    reflection.created_at
from interview
    join reflection on reflection.owner = interview.owner and reflection.interview = interview.id
    join person on person.owner = interview.owner and person.id = interview.person
where interview.owner = :owner and interview.target = :target
order by reflection.doc desc limit :limit;

-- statement reflection_outcomes (target uuid, limit int) -> outcome text, count int
-- scope: owner
-- What the talks about a target brought, counted (M24).
select reflection.outcome, count(*) as count
from interview join reflection on reflection.owner = interview.owner and reflection.interview = interview.id
where interview.owner = :owner and interview.target = :target and reflection.outcome is not null
group by reflection.outcome order by count(*) desc, reflection.outcome limit :limit;
