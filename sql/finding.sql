-- noun finding in texts
--   interview uuid
--   kind text
--   text text body

-- statement finding_list (interview uuid, limit int) -> id uuid, kind text, text text
-- scope: owner
select id, kind, text from finding
where owner = :owner and interview = :interview order by doc limit :limit;

-- statement finding_by_target (target uuid, limit int) -> id uuid, kind text, text text, interview uuid, person_name text
-- scope: owner
-- What was heard about a target in its talks: titles and organizations, companies, trends (M33).
select finding.id, finding.kind, finding.text, finding.interview,
    {person_called}
    as person_name
from interview join finding on finding.owner = interview.owner and finding.interview = interview.id
join person on person.owner = interview.owner and person.id = interview.person
where interview.owner = :owner and interview.target = :target
order by finding.kind, finding.doc limit :limit;
