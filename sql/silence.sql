-- noun silence
--   rule text
--   about uuid

-- statement silence_list (limit int) -> rule text, about uuid
-- scope: owner
select rule, about from silence where owner = :owner order by doc limit :limit;

-- statement silence_of (about uuid, limit int) -> id uuid, rule text
-- scope: owner
select id, rule from silence where owner = :owner and about = :about order by doc limit :limit;
