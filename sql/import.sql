-- text import_state_now
-- An import that was taken back on the page of changes, or brought back there, says so.
case when change_record.id is null or import.state not in ('done', 'undone') then import.state
    when change_record.undone_by is null then 'done' else 'undone' end as state,

-- statement import_insert (doc int, id uuid, kind text, name text, job uuid, now int, detail text)
-- scope: owner
insert into import (doc, owner, id, kind, name, state, created_at, read, created, updated, unchanged,
    duplicate, rejected, kept, job, detail)
values (:doc, :owner, :id, :kind, :name, 'reading', :now, 0, 0, 0, 0, 0, 0, 0, :job, :detail);

-- statement import_read (id uuid) -> doc int, id uuid, kind text, name text, state text, encoding text, created_at int, applied_at int, read int, created int, updated int, unchanged int, duplicate int, rejected int, change uuid, job uuid, kept int, problem text, detail text
-- scope: owner
select import.doc, import.id, kind, name,
    {import_state_now}
    encoding, created_at, applied_at, read, created, updated, unchanged, duplicate, rejected, change, job, kept,
    problem, detail
from import left join change_record on change_record.owner = :owner and change_record.id = import.change
where import.owner = :owner and import.id = :id;

-- statement import_waits (id uuid) -> state text
-- scope: system
-- reason: the folder of incoming files is one for all owners
select state from import where id = :id;

-- statement import_list (limit int) -> id uuid, name text, kind text, state text, created_at int, read int, created int, updated int, unchanged int, duplicate int, rejected int
-- scope: owner
select import.id, name, kind,
    {import_state_now}
    created_at, read, created, updated, unchanged, duplicate, rejected
from import left join change_record on change_record.owner = :owner and change_record.id = import.change
where import.owner = :owner order by import.doc desc limit :limit;

-- statement import_waiting (limit int) -> id uuid, name text, count int, created_at int
-- scope: owner
-- Files that were looked through and wait for a yes.
select id, name, read as count, created_at from import
where owner = :owner and state = 'staged' order by doc limit :limit;

-- statement import_state (id uuid, state text, encoding text, applied_at int, change uuid, job uuid, kept int, problem text)
-- scope: owner
update import set state = :state, encoding = coalesce(:encoding, encoding),
    applied_at = coalesce(:applied_at, applied_at), change = coalesce(:change, change),
    job = :job, kept = coalesce(:kept, kept), problem = :problem
where owner = :owner and id = :id;

-- statement import_found (id uuid, kind text, encoding text, detail text)
-- scope: owner
-- What the file was recognized as.
update import set kind = :kind, encoding = :encoding, detail = :detail
where owner = :owner and id = :id;

-- statement import_detail (id uuid, detail text)
-- scope: owner
-- What is to be said of the file as a whole.
update import set detail = :detail where owner = :owner and id = :id;

-- statement import_progress (id uuid, read int, created int, updated int, unchanged int, duplicate int, rejected int)
-- scope: owner
update import set read = :read, created = :created, updated = :updated, unchanged = :unchanged,
    duplicate = :duplicate, rejected = :rejected
where owner = :owner and id = :id;

-- statement import_row_insert (import int, n int, verdict text, reason text, person uuid, data text)
-- scope: owner
-- rows: many
insert into import_row (owner, import, n, verdict, reason, person, data)
values (:owner, :import, :n, :verdict, :reason, :person, :data);

-- statement import_row_settle (import int, n int, verdict text, reason text, person uuid)
-- scope: owner
-- What became of a staged row.
update import_row set verdict = :verdict, reason = :reason, person = :person
where owner = :owner and import = :import and n = :n;

-- statement import_row_done (import int, from_n int, last_n int) -> n int
-- scope: owner
-- Which rows have a line already?
select n from import_row
where owner = :owner and import = :import and n >= :from_n and n <= :last_n order by n;

-- statement import_row_clear (import int, limit int)
-- scope: owner
-- What was staged of a file that is read anew.
delete from import_row where owner = :owner and import = :import and n in (
    select n from import_row where owner = :owner and import = :import order by n limit :limit);

-- statement import_row_next (import int, after_n int, last_n int, limit int) -> n int, verdict text, person uuid, choice text, data text
-- scope: owner
-- Staged rows to bring in, in the order of the file.
select n, verdict, person, choice, data from import_row
where owner = :owner and import = :import and n > :after_n and n <= :last_n
    and verdict in ('created', 'updated', 'duplicate', 'along')
order by n limit :limit;

-- statement import_row_list (import int, verdict text, after_n int, limit int) -> n int, verdict text, reason text, person uuid, choice text, data text, name text, title text, organization text
-- scope: owner
-- The rows of one verdict, with the person as it is now: who has no name by the mail address. What stood in a long one
-- that was rejected is not for pages.
select import_row.n, import_row.verdict, import_row.reason, import_row.person, import_row.choice,
    case when import_row.verdict <> 'rejected' or length(import_row.data) < 20000 then import_row.data end as data,
    {person_listed}
    as name,
    person.title, person.organization
from import_row left join person on person.owner = import_row.owner and person.id = import_row.person
where import_row.owner = :owner and import_row.import = :import and import_row.verdict = :verdict
    and import_row.n > :after_n
order by import_row.n limit :limit;

-- statement import_row_like (id uuid) -> id uuid, name text, organization text
-- scope: owner
-- Whom a row may be the same as: who has no name by the mail address.
select person.id,
    {person_listed}
    as name,
    person.organization
from person where person.owner = :owner and person.id = :id;

-- statement import_row_rejected (import int, after_n int, limit int) -> n int, reason text, data text
-- scope: owner
-- What could not be used, with what stood in the file.
select n, reason, data from import_row
where owner = :owner and import = :import and verdict = 'rejected' and n > :after_n
order by n limit :limit;

-- statement import_row_choose (import int, n int, choice text)
-- scope: owner
update import_row set choice = :choice where owner = :owner and import = :import and n = :n;

-- statement import_row_choose_all (import int, verdict text, choice text)
-- scope: owner
update import_row set choice = :choice
where owner = :owner and import = :import and verdict = :verdict;

-- statement import_row_one (import int, n int) -> n int, verdict text, reason text, person uuid, choice text
-- scope: owner
select n, verdict, reason, person, choice from import_row where owner = :owner and import = :import and n = :n;

-- statement import_failed (since_at int, limit int) -> id uuid, title text
-- scope: owner
-- What failed since, and was not brought in again under the same name.
select import.id, import.name as title from import
where import.owner = :owner and import.state = 'failed' and import.created_at >= :since_at
    and not exists (select 1 from import as later where later.owner = :owner
        and later.name = import.name and later.doc > import.doc)
order by import.doc limit :limit;

-- statement import_mapping_read (digest text) -> columns text, encoding text
-- scope: owner
select columns, encoding from import_mapping where owner = :owner and digest = :digest;

-- statement import_mapping_save (digest text, columns text, encoding text, now int)
-- scope: owner
insert into import_mapping (owner, digest, columns, encoding, used_at)
values (:owner, :digest, :columns, :encoding, :now)
on conflict (owner, digest) do update set columns = excluded.columns,
    encoding = coalesce(excluded.encoding, import_mapping.encoding), used_at = excluded.used_at;

-- statement import_mapping_encoding (digest text, encoding text, now int)
-- scope: owner
-- How files with this header are written; what its columns hold is another question.
insert into import_mapping (owner, digest, columns, encoding, used_at)
values (:owner, :digest, '[]', :encoding, :now)
on conflict (owner, digest) do update set encoding = excluded.encoding, used_at = excluded.used_at;

-- statement import_sources -> parent int, kind text, digest int
-- scope: owner
-- What files said of everybody the last time.
select parent, kind, digest from person_source where owner = :owner;

-- statement import_known (first_doc int, last_doc int, kind text) -> doc int, id uuid, digest int
-- scope: owner
-- What files of a kind said of the people of a range the last time.
select person.doc, person.id, person_source.digest
from person_source join person on person.doc = person_source.parent
where person_source.owner = :owner and person_source.parent >= :first_doc and person_source.parent <= :last_doc
    and person_source.kind = :kind and person.owner = :owner
order by person_source.parent;

-- statement import_others_moment (job uuid) -> next_doc int, version int, jobs_begun int,
--     others_work bool, keys_change bool
-- scope: owner
-- How far the rows of this owner are numbered; whether another job was or is at work, or keys are made in a newer way.
select next_doc, (select coalesce(max(version), 0) from search_version) as version,
    (select count(*) from job where job.owner = :owner and job.id <> :job and job.started_at is not null) as jobs_begun,
    exists (select 1 from job where job.owner = :owner and job.state = 'running' and job.id <> :job) as others_work,
    exists (select 1 from search_fill where search_fill.owner = :owner) as keys_change
from account where number = :owner;

-- statement import_others_names -> name_key text, organization_key text
-- scope: owner
select name_key, organization_key from person where owner = :owner;

-- statement import_others_values -> value_hash int
-- scope: owner
select value_hash from contact_point where owner = :owner and value_hash is not null;

-- statement import_others_unhashed -> value_key text
-- scope: owner
-- Of contact points that were saved before there were hashes.
select value_key from contact_point where owner = :owner and value_hash is null;

-- statement import_others_uids -> uid_hash int
-- scope: owner
select uid_hash from person where owner = :owner and uid_hash is not null;

-- statement import_others_uids_unhashed -> uid text
-- scope: owner
-- Of people who were saved before their cards had hashes.
select uid from person where owner = :owner and uid is not null and uid_hash is null;

-- statement import_others_ids -> id uuid
-- scope: owner
select id from person where owner = :owner;

-- statement import_others_former -> former uuid, uid text, profile_key text
-- scope: owner
select former, uid, profile_key from person_alias where owner = :owner;

-- statement import_others_changed (from_doc int, end_doc int, change uuid, limit int) -> noun text, id uuid
-- scope: owner
-- Who was changed by records of a range, but for one. The records come first ("cross" keeps SQLite to that order).
select distinct change_row.noun, change_row.id
from change_record cross join change_row
where change_record.doc >= :from_doc and change_record.doc < :end_doc and change_record.id <> :change
    and change_row.record = change_record.doc and change_row.owner = :owner
    and change_row.noun in ('person', 'person_alias')
limit :limit;

-- text said_before
-- What a file of the same kind said of a person the last time.
left join person_source on person_source.owner = person.owner
    and person_source.parent = person.doc and person_source.kind = :kind

-- statement import_by_uid (uid text, uid_hash int, kind text, limit int) -> id uuid, name_key text, organization_key text, profile_key text, import uuid, digest int
-- scope: owner
-- Who has this card's name? With what a file of the same kind said the last time.
select person.id, person.name_key, person.organization_key, person.profile_key, person.import,
    person_source.digest
from
    {card_bearers}
    join person on person.doc = bearers.doc
    {said_before}
where person.owner = :owner
order by person.doc limit :limit;

-- statement import_by_id (id uuid, kind text, limit int) -> id uuid, name_key text, organization_key text, profile_key text, import uuid, digest int
-- scope: owner
-- Somebody of our own export. With what a file of the same kind said the last time.
select person.id, person.name_key, person.organization_key, person.profile_key, person.import,
    person_source.digest
from person
    {said_before}
where person.owner = :owner and person.id = :id limit :limit;

-- statement import_by_former (former uuid, uid text, profile_key text, kind text, limit int) -> id uuid, name_key text, organization_key text, profile_key text, import uuid, digest int
-- scope: owner
-- Into whom somebody of this id, card or profile was merged.
select person.id, person.name_key, person.organization_key, person.profile_key, person.import,
    person_source.digest
from (
    select person from person_alias where owner = :owner and former = :former
    union
    select person from person_alias where owner = :owner and uid = :uid
    union
    select person from person_alias where owner = :owner and profile_key = :profile_key) as alias
    join person on person.owner = :owner and person.id = alias.person
    {said_before}
order by person.doc limit :limit;

-- statement import_by_value (value_key text, value_hash int, kind text, limit int) -> id uuid, name text, name_key text, title_key text, organization_key text, profile_key text, import uuid, digest int
-- scope: owner
-- Who is reached at this address, or has this profile?
select person.id, person.name, person.name_key, person.title_key, person.organization_key, person.profile_key,
    person.import, person_source.digest
from
    {contact_bearers}
    join person on person.doc = bearers.parent
    {said_before}
where person.owner = :owner
order by person.doc limit :limit;

-- statement import_by_name (name_key text, second_key text, third_key text, organization_key text, kind text, limit int) -> id uuid, name_key text, organization_key text, profile_key text, import uuid, digest int
-- scope: owner
-- People of one name: those of the same organization first.
select person.id, person.name_key, person.organization_key, person.profile_key, person.import,
    person_source.digest
from person
    {said_before}
where person.owner = :owner and person.name_key in (:name_key, :second_key, :third_key)
order by case when person.organization_key = :organization_key then 0 else 1 end, person.doc
limit :limit;

-- statement import_nameless (organization_key text, title_key text, kind text, limit int) -> id uuid, import uuid, digest int
-- scope: owner
-- Who has no name yet, by what they do and where.
select person.id, person.import, person_source.digest
from person
    {said_before}
where person.owner = :owner and person.organization_key = :organization_key and person.name_key = ''
    and coalesce(person.title_key, '') = :title_key
order by person.doc limit :limit;

-- statement import_by_organization (organization_key text, limit int) -> id uuid, name text, name_key text, profile_key text, import uuid
-- scope: owner
-- People at one organization, whose names may be alike.
select id, name, name_key, profile_key, import from person
where owner = :owner and organization_key = :organization_key
order by name_key limit :limit;
