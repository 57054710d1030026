-- People by their words: the index leads.

-- text postgres_words
-- The newest rows that hold the words; those of other nouns fall out with the join to people.
    select doc from search
    where owner = :owner and room = 1 and doc < :before_doc and words @@ cast(:match as tsquery)
    order by doc desc limit :scan

-- statement person_worded (match text, before_doc int, scan int, sort text, after_organization text, after_key text, after_doc int,
--   limit int, pattern text, second text, third text, title text, title_second text, title_third text, place text,
--   place_second text, place_third text, organization text, organization_second text, organization_third text,
--   organization_key text, circle text, tag_key text, state text, target uuid, in_field text, warm bool, bridge uuid,
--   event uuid, since int) ->
--   doc int, id uuid, name text, title text, organization text, place text, circle text, state text
-- scope: owner
-- Those who fit of the newest rows that hold the words.
with candidate (doc) as (
    {postgres_words}
)
{those_who_fit}

-- statement person_worded_count (match text, before_doc int, scan int) -> count int, last int
-- scope: owner
-- How many rows hold the words, no more than `scan` of the newest, and the oldest of these.
select count(*) as count, coalesce(min(doc), 0) as last from (
    {postgres_words}
) as counted;
