-- statement person_list (after_key text, after_doc int, limit int) -> doc int, id uuid, name text, title text, organization text, place text, circle text, state text
-- scope: owner
-- One page of people in the order of their names.
select doc, id, name, title, organization, place, circle, stage as state
from person
where owner = :owner and (name_key, doc) > (:after_key, :after_doc)
order by name_key, doc limit :limit;

-- statement person_search (pattern text, second text, third text, circle text, after_key text, after_doc int, limit int) -> doc int, id uuid, name text, title text, organization text, place text, circle text, state text
-- scope: owner
-- The same, of those whose name, organization or job title holds up to three words, or of one circle.
select doc, id, name, title, organization, place, circle, stage as state
from person
where owner = :owner and (name_key, doc) > (:after_key, :after_doc)
    and (:pattern is null or name_key like :pattern escape '\' or organization_key like :pattern escape '\'
        or lower(title) like :pattern escape '\')
    and (:second is null or name_key like :second escape '\' or organization_key like :second escape '\'
        or lower(title) like :second escape '\')
    and (:third is null or name_key like :third escape '\' or organization_key like :third escape '\'
        or lower(title) like :third escape '\')
    and (:circle is null or circle = :circle)
order by name_key, doc limit :limit;
