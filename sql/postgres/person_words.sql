-- People by their words: the index leads.

-- text newest_matches
-- Of `mine` the newest `asked.most` rows that match `asked.match`. A common word is found in the newest 4,096 numbers of
-- documents or those before them, a less common one in the newest 65,536 or those before them, a rare one by the index alone;
-- each looks only when those before it found too few and the owner has such numbers. One index holds the words, the owner and both blocks of numbers
-- (schema 0025), and knows without looking into the rows what stands in a block. Subqueries hide
-- what is asked for from the planner, and a sum the order: it takes many rare words for common ones, and would read a million rows
-- from the newest on; and a plan that fits all is made once, not for each question (2 ms).
, place (far, near) as materialized (
    select doc >> 16, doc >> 12 from mine order by doc desc limit 1
), one as materialized (
    select doc, noun, words from mine
    where doc >> 12 = (select near from place) and words @@ (select match from asked)
    order by doc + 0 desc limit (select most from asked)
), two as materialized (
    select doc, noun, words from mine
    where (select count(*) from one) < (select most from asked)
        and (select near - 1 from place) >= (select owner << 20 from asked)
        and doc >> 12 = (select near - 1 from place) and words @@ (select match from asked)
    order by doc + 0 desc limit (select most from asked)
), three as materialized (
    select doc, noun, words from mine
    where (select count(*) from one) + (select count(*) from two) < (select most from asked)
        and (select near - 1 from place) > (select far << 4 from place)
        and doc >> 16 = (select far from place) and words @@ (select match from asked)
        and (doc >> 12) + 1 < (select near from place)
    order by doc + 0 desc limit (select most from asked)
), four as materialized (
    select doc, noun, words from mine
    where (select count(*) from one) + (select count(*) from two) + (select count(*) from three)
            < (select most from asked)
        and (select far - 1 from place) >= (select owner << 16 from asked)
        and doc >> 16 = (select far - 1 from place) and words @@ (select match from asked)
        and (doc >> 12) + 1 < (select near from place)
    order by doc + 0 desc limit (select most from asked)
), five as materialized (
    select doc, noun, words from mine
    where (select count(*) from one) + (select count(*) from two) + (select count(*) from three)
            + (select count(*) from four) < (select most from asked)
        and (select far - 1 from place) > (select owner << 16 from asked)
        and doc + 0 < (select (far - 1) << 16 from place) and words @@ (select match from asked)
    order by doc + 0 desc limit (select most from asked)
), found as (
    select doc, noun, words from one union all select doc, noun, words from two
    union all select doc, noun, words from three union all select doc, noun, words from four
    union all select doc, noun, words from five
    order by doc desc limit (select most from asked)
)

-- text postgres_words
-- The newest rows that hold the words; those of other nouns fall out with the join to people.
with asked (owner, before_doc, match, most) as materialized (
    select cast(:owner as bigint), cast(:before_doc as bigint), cast(:match as tsquery), cast(:scan as bigint)
), mine as not materialized (
    select doc, noun, words from search
    where owner = (select owner from asked) and room = 1 and doc < (select before_doc from asked)
)

-- statement person_worded (match text, before_doc int, scan int, sort text, after_organization text, after_key text, after_doc int,
--   limit int, pattern text, second text, third text, title text, title_second text, title_third text, place text,
--   place_second text, place_third text, organization text, organization_second text, organization_third text,
--   organization_key text, circle text, tag_key text, state text, target uuid, in_field text, warm bool, bridge uuid,
--   event uuid, since int) ->
--   doc int, id uuid, name text, title text, organization text, place text, circle text, state text
-- scope: owner
-- Those who fit of the newest rows that hold the words.
{postgres_words}
{newest_matches}
, candidate (doc) as (
    select doc from found
)
{those_who_fit}

-- statement person_worded_count (match text, before_doc int, scan int) -> count int, last int
-- scope: owner
-- How many rows hold the words, no more than `scan` of the newest, and the oldest of these.
{postgres_words}
{newest_matches}
select count(*) as count, coalesce(min(doc), 0) as last from found;
