-- statement duplicate_people (after_doc int, limit int) -> doc int, name text, given_name text, additional_name text, family_name text, name_suffix text, nickname text, profile_key text, uid text
-- scope: owner
-- What of people goes into the keys of a search, in the order of their numbers.
select doc, name, given_name, additional_name, family_name, name_suffix, nickname, profile_key, uid
from person where owner = :owner and doc > :after_doc order by doc limit :limit;

-- statement duplicate_points (after_doc int, last_doc int) -> parent int, kind text, value_key text
-- scope: owner
select parent, kind, value_key from contact_point
where owner = :owner and parent > :after_doc and parent <= :last_doc order by parent, n;

-- statement duplicate_person (doc int) -> doc int, id uuid, name text, given_name text, additional_name text, family_name text, name_suffix text, nickname text, title text, organization text, organization_key text, place text, birthday text, uid text, profile_key text
-- scope: owner
-- What the judge of two people looks at.
select doc, id, name, given_name, additional_name, family_name, name_suffix, nickname, title, organization,
    organization_key, place, birthday, uid, profile_key
from person where owner = :owner and doc = :doc;

-- text contact_bearers
-- Who has a contact point of this value. It is found by the hash in the index alone, and read whole only then ("cross"
-- keeps SQLite to that order); those saved before there was a hash have an index of their own.
(select found.parent from contact_point as found cross join contact_point as whole
where found.owner = :owner and found.value_hash = :value_hash and whole.owner = found.owner
    and whole.parent = found.parent and whole.n = found.n and whole.value_key = :value_key
union all select parent from contact_point
where contact_point.owner = :owner and contact_point.value_key = :value_key and contact_point.value_hash is null) as bearers

-- statement duplicate_bearers (value_key text, value_hash int, limit int) -> parent int
-- scope: owner
-- Who has this address. The inner limit keeps SQLite on the index of values: for the sake of "distinct" alone it would go
-- through all of the owner's addresses.
select distinct parent from (
    select parent from
    {contact_bearers}
    limit 1000) as first_bearers
limit :limit;

-- statement duplicate_family (family text, family_end text, limit int) -> doc int
-- scope: owner
-- People whose sorted name begins alike.
select doc from person
where owner = :owner and name_key >= :family and name_key < :family_end order by name_key, doc limit :limit;

-- statement duplicate_by_profile (value_key text, value_hash int, limit int) -> doc int
-- scope: owner
-- Every profile is among the contact points.
select person.doc from
    {contact_bearers}
    join person on person.doc = bearers.parent
where person.owner = :owner and person.profile_key = :value_key
limit :limit;

-- text card_bearers
-- Who has a card of this name: found by its hash; those saved before there was one have an index of their own.
(select person.doc from person where person.owner = :owner and person.uid_hash = :uid_hash and person.uid = :uid
union all select person.doc from person
where person.owner = :owner and person.uid = :uid and person.uid_hash is null) as bearers

-- statement duplicate_by_uid (uid text, uid_hash int, limit int) -> doc int
-- scope: owner
select doc from
    {card_bearers}
limit :limit;

-- statement duplicate_known_pairs (doc int, limit int) -> person int, other int
-- scope: owner
-- What the searches found of one person.
select person, other from duplicate_pair where owner = :owner and person = :doc
union
select person, other from duplicate_pair where owner = :owner and other = :doc limit :limit;

-- statement duplicate_pair_insert (search int, score int, person int, other int)
-- scope: owner
insert into duplicate_pair (owner, search, score, person, other)
values (:owner, :search, :score, :person, :other)
on conflict (owner, search, person, other) do nothing;

-- statement duplicate_pair_list (search int, below_score int, after_person int, after_other int, limit int) -> score int, person int, other int
-- scope: owner
-- The surest first; without those whom somebody told apart, and without those who are gone.
select score, person, other from duplicate_pair
where owner = :owner and search = :search
    and (score < :below_score or (score = :below_score and (person, other) > (:after_person, :after_other)))
    and not exists (select 1 from distinction
        join person as a on a.owner = :owner and a.doc = duplicate_pair.person
        join person as b on b.owner = :owner and b.doc = duplicate_pair.other
        where distinction.owner = :owner
            and ((distinction.person = a.id and distinction.other = b.id)
                or (distinction.person = b.id and distinction.other = a.id)))
    and exists (select 1 from person where person.owner = :owner and person.doc = duplicate_pair.person)
    and exists (select 1 from person where person.owner = :owner and person.doc = duplicate_pair.other)
order by score desc, person, other limit :limit;

-- statement duplicate_pair_forget (search int)
-- scope: owner
-- A newer search has ended.
delete from duplicate_pair where owner = :owner and search < :search;

-- statement duplicate_pair_drop (search int)
-- scope: owner
-- A search that did not end leaves nothing.
delete from duplicate_pair where owner = :owner and search = :search;

-- statement duplicate_heap_insert (heap int, n int, data bytes)
-- scope: owner
insert into duplicate_heap (owner, heap, n, data) values (:owner, :heap, :n, :data);

-- statement duplicate_heap_list (heap int) -> data bytes
-- scope: owner
select data from duplicate_heap where owner = :owner and heap = :heap order by n;

-- statement duplicate_heap_clear (first int, last int)
-- scope: owner
delete from duplicate_heap where owner = :owner and heap >= :first and heap <= :last;

-- statement duplicate_search_read -> search int, job uuid, searched_at int, people int
-- scope: owner
select search, job, searched_at, people from duplicate_search where owner = :owner;

-- statement duplicate_search_save (search int, job uuid, searched_at int, people int)
-- scope: owner
insert into duplicate_search (owner, search, job, searched_at, people)
values (:owner, :search, :job, :searched_at, :people)
on conflict (owner) do update set search = excluded.search, job = excluded.job,
    searched_at = excluded.searched_at, people = excluded.people;

-- statement duplicate_apart (person uuid, other uuid) -> id uuid
-- scope: owner
-- Did somebody say that they are not the same?
select id from distinction
where owner = :owner and ((person = :person and other = :other) or (person = :other and other = :person)) limit 1;
