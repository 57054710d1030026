-- noun saved_view
--   name text
--   query text
--   name_key text

-- statement view_list (limit int) -> id uuid, version int, name text, query text
-- scope: owner
select id, version, name, query from saved_view where owner = :owner order by doc limit :limit;

-- statement view_names (limit int) -> id uuid, name text
-- scope: owner
select id, name from saved_view where owner = :owner order by doc limit :limit;

-- statement view_find (pattern text, second text, third text, exact_key text, limit int) -> id uuid, label text, exact bool
-- scope: owner
-- Views that were saved before the key was kept have none.
select id, name as label, coalesce(name_key, lower(name)) = :exact_key as exact
from saved_view where owner = :owner and coalesce(name_key, lower(name)) like :pattern escape '\'
    and (:second is null or coalesce(name_key, lower(name)) like :second escape '\')
    and (:third is null or coalesce(name_key, lower(name)) like :third escape '\')
order by exact desc, doc limit :limit;
