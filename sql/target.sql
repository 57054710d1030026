-- noun target in names
--   kind text
--   name text head
--   name_key text head
--   occupation text -- its O*NET-SOC code
--   rank int -- its place on the shortlist, from 1; null: not on it
--   stage text -- exploring focusing searching (M105)
--   purpose text -- explore connect apply (M213)
--   why text body
--   fits_love text body
--   fits_skill text body
--   notes text body
--   reason text -- why it was last changed (M15)

-- statement target_list (limit int) -> id uuid, kind text, name text, why text, occupation text, rank int, stage text, purpose text, fits_love text, fits_skill text, objectives int, objectives_open int, people int, interviews int, verdict text, decided_on text
-- scope: owner
-- The shortlist in its order, then the others.
select id, kind, name, why, occupation, rank, stage, purpose, fits_love, fits_skill,
    (select count(*) from objective where objective.owner = :owner and objective.target = target.id) as objectives,
    (select count(*) from objective where objective.owner = :owner and objective.target = target.id
        and not objective.answered) as objectives_open,
    (select count(*) from person where person.owner = :owner and person.target = target.id) as people,
    (select count(*) from interview where interview.owner = :owner and interview.target = target.id
        and interview.state = 'held') as interviews,
    (select verdict from decision where decision.owner = :owner and decision.target = target.id
        order by doc desc limit 1) as verdict,
    (select decided_on from decision where decision.owner = :owner and decision.target = target.id
        order by doc desc limit 1) as decided_on
from target where owner = :owner order by rank nulls last, doc limit :limit;

-- statement target_choices (limit int) -> id uuid, name text
-- scope: owner
select id, name from target where owner = :owner order by doc limit :limit;

-- statement target_by_name (kind text, name_key text) -> id uuid
-- scope: owner
select id from target where owner = :owner and name_key = :name_key and kind = :kind limit 1;

-- statement target_of_rank (rank int) -> id uuid
-- scope: owner
select id from target where owner = :owner and rank = :rank limit 1;

-- statement target_find (pattern text, second text, third text, exact_key text, limit int) -> id uuid, label text, exact bool
-- scope: owner
select id, name as label, name_key = :exact_key as exact from target where owner = :owner and name_key like :pattern escape '\'
    and (:second is null or name_key like :second escape '\')
    and (:third is null or name_key like :third escape '\')
order by exact desc, name_key, doc limit :limit;

-- statement target_voices (target uuid, limit int) -> person uuid, name text, organization_key text, organization text, circle text, in_field text, field_since text, title_key text
-- scope: owner
-- Who was heard about this target: one row for each person with an interview that was held.
select distinct person.id as person, person.name, person.organization_key, person.organization,
    person.circle, person.in_field, person.field_since, person.title_key
from interview join person on person.owner = interview.owner and person.id = interview.person
where interview.owner = :owner and interview.target = :target and interview.state = 'held'
limit :limit;
