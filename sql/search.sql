-- statement search_version_read -> version int, used bool
-- scope: system
-- reason: how the words of everybody's index were made, and whether there is anything to make them of
select (select coalesce(max(version), 0) from search_version) as version,
    exists (select 1 from tally where count > 0) as used;

-- statement search_version_set (version int)
-- scope: system
-- reason: the index of everybody is made anew
insert into search_version (version) values (:version);

-- statement search_version_clear
-- scope: system
-- reason: the index of everybody is made anew
delete from search_version;

-- statement search_fill_all
-- scope: system
-- reason: the index of everybody is made anew
insert into search_fill (owner, noun, after_doc)
select number, '', 0 from account where true on conflict (owner) do update set noun = '', after_doc = 0;

-- statement search_fill_first -> owner int
-- scope: system
-- reason: the rows of all owners are put into the index, one owner after the other; not while a job changes many of them
select owner from search_fill
where not exists (select 1 from job where job.owner = search_fill.owner and job.state = 'running')
order by owner limit 1;

-- statement search_fill_read -> noun text, after_doc int
-- scope: owner
select noun, after_doc from search_fill where owner = :owner;

-- statement search_fill_save (noun text, after_doc int)
-- scope: owner
update search_fill set noun = :noun, after_doc = :after_doc where owner = :owner;

-- statement search_fill_done
-- scope: owner
delete from search_fill where owner = :owner;

-- statement search_term_add (term text)
-- scope: system
-- reason: one list of words serves everybody; a word is shown only to whom it finds something
insert into search_term (term) values (:term) on conflict (term) do nothing;

-- statement search_term_list (least text, below text, limit int) -> term text
-- scope: system
-- reason: one list of words serves everybody; a word is shown only to whom it finds something
select term from search_term where term >= :least and term < :below order by term limit :limit;

-- statement search_term_remove (term text)
-- scope: system
-- reason: a word that finds nothing for anybody goes
delete from search_term where term = :term;

-- statement search_removed_read -> removed int
-- scope: system
-- reason: one list of words serves everybody, and each process remembers what it has put in
select coalesce(max(removed), 0) as removed from search_version;

-- statement search_removed_add
-- scope: system
-- reason: one list of words serves everybody, and each process remembers what it has put in
update search_version set removed = removed + 1;

-- statement search_term_clear
-- scope: system
-- reason: the index of everybody is made anew
delete from search_term;

-- statement search_person (doc int) -> id uuid, name text, title text, organization text, place text, circle text, state text
-- scope: owner
-- A person who was found, as a list of people shows one.
select id,
    {person_listed}
    as name, title, organization, place, circle, stage as state
from person where doc = :doc and owner = :owner;
