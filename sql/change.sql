-- statement change_record_insert (doc int, id uuid, call text, at int, actor text, undoes uuid)
-- scope: owner
insert into change_record (doc, owner, id, call, at, actor, undoes)
values (:doc, :owner, :id, :call, :at, :actor, :undoes);

-- statement change_record_read (id uuid) -> doc int, id uuid, call text, at int, actor text, undoes uuid, undone_by uuid
-- scope: owner
select doc, id, call, at, actor, undoes, undone_by
from change_record where owner = :owner and id = :id;

-- statement change_record_undone (id uuid, undone_by uuid)
-- scope: owner
update change_record set undone_by = :undone_by where owner = :owner and id = :id;

-- statement change_record_list (before_doc int, limit int) -> doc int, id uuid, call text, at int, undoes uuid, undone_by uuid, rows int, file text
-- scope: owner
-- The history, newest first; of an import, or one that was taken back, which file.
select doc, id, call, at, undoes, undone_by,
    (select count(*) from change_row where change_row.record = change_record.doc) as rows,
    (select max(import.name) from import where import.owner = :owner
        and import.change = coalesce(change_record.undoes, change_record.id)) as file
from change_record
where owner = :owner and doc < :before_doc
order by doc desc limit :limit;

-- statement change_row_insert (record int, n int, noun text, id uuid, version int, before text)
-- scope: owner
-- rows: many
insert into change_row (record, n, owner, noun, id, version, before)
values (:record, :n, :owner, :noun, :id, :version, :before);

-- statement change_row_last (record int) -> n int
-- scope: owner
select coalesce(max(n), -1) as n from change_row where owner = :owner and record = :record;

-- statement change_row_list (record int, before_n int, limit int) -> n int, noun text, id uuid, version int, before text
-- scope: owner
-- The changes of one record, newest first.
select n, noun, id, version, before from change_row
where owner = :owner and record = :record and n < :before_n
order by n desc limit :limit;

-- statement change_row_after (record int, from_n int, limit int) -> n int, noun text, id uuid, version int, made bool
-- scope: owner
-- The changes of one record, oldest first, and which of them made a new row.
select n, noun, id, version, before is null as made from change_row
where owner = :owner and record = :record and n >= :from_n
order by n limit :limit;

-- statement change_row_removes (record int) -> removes bool
-- scope: owner
-- Has a record removed or changed anything?
select exists (select 1 from change_row
    where owner = :owner and record = :record and before is not null) as removes;

-- statement change_row_count (change uuid, limit int) -> count int
-- scope: owner
-- How many rows a change touched, counted up to a limit.
select count(*) as count from (
    select change_row.n from change_record join change_row on change_row.record = change_record.doc
    where change_record.owner = :owner and change_record.id = :change and change_row.owner = :owner
    limit :limit) as counted;

-- statement change_made_count (change uuid) -> noun text, count int
-- scope: owner
-- How many rows of each noun a change made.
select change_row.noun, count(*) as count from change_record join change_row on change_row.record = change_record.doc
where change_record.owner = :owner and change_record.id = :change and change_row.owner = :owner
    and change_row.before is null
group by change_row.noun order by change_row.noun;

-- statement change_row_of (id uuid, limit int) -> record int, n int, noun text, version int, before text, at int, call text
-- scope: owner
-- The history of one row, newest first.
select change_row.record, change_row.n, change_row.noun, change_row.version, change_row.before,
    change_record.at, change_record.call
from change_row join change_record on change_record.doc = change_row.record
where change_row.owner = :owner and change_row.id = :id
order by change_row.record desc, change_row.n desc limit :limit;

-- statement tombstone_insert (id uuid, noun text, version int, now int, record int, n int)
-- scope: owner
-- `record` and `n`: its line of the log. The trash shows a removal by its first row, the head.
insert into tombstone (owner, id, noun, version, removed_at, is_head)
values (:owner, :id, :noun, :version, :now, not exists (select 1 from change_row
    where change_row.record = :record and change_row.n < :n and change_row.before is not null))
on conflict (owner, id) do update set version = excluded.version, removed_at = excluded.removed_at,
    is_head = excluded.is_head;

-- statement tombstone_put (id uuid, noun text, version int, now int, is_head bool)
-- scope: owner
-- rows: many
-- Of a row that is there, and so has none.
insert into tombstone (owner, id, noun, version, removed_at, is_head)
values (:owner, :id, :noun, :version, :now, :is_head);

-- statement tombstone_read (id uuid) -> version int
-- scope: owner
select version from tombstone where owner = :owner and id = :id;

-- statement tombstone_remove (id uuid)
-- scope: owner
delete from tombstone where owner = :owner and id = :id;

-- statement change_row_touch (record int, id uuid, version int)
-- scope: owner
-- A second change of the same row by the same record.
update change_row set version = :version
where owner = :owner and id = :id and record = :record;

-- statement tally_add (noun text, count int)
-- scope: owner
insert into tally (owner, noun, count) values (:owner, :noun, :count)
on conflict (owner, noun) do update set count = tally.count + excluded.count;

-- statement tally_read (noun text) -> count int
-- scope: owner
select coalesce(max(count), 0) as count from tally where owner = :owner and noun = :noun;

-- statement change_row_purge (id uuid)
-- scope: owner
-- What a row was is erased: an empty text, for null would say that it was new.
update change_row set before = '' where owner = :owner and id = :id and before is not null;

-- statement change_row_erase (id uuid)
-- scope: owner
delete from change_row where owner = :owner and id = :id;

-- statement change_row_unmark (record int)
-- scope: owner
delete from change_row where owner = :owner and record = :record;

-- statement change_record_remove (record int)
-- scope: owner
delete from change_record where owner = :owner and doc = :record;

-- text trash_rows
-- What stands in the trash: rows that went with one that somebody removed, not with a merge, an undo or out of the outbox.
from tombstone
    join change_row on change_row.owner = tombstone.owner and change_row.id = tombstone.id
        and change_row.version = tombstone.version
    join change_record on change_record.doc = change_row.record
    join change_row as head on head.record = change_row.record and head.n = (select min(first.n) from change_row as first
        where first.record = change_row.record and first.before is not null)
    join tombstone as head_stone on head_stone.owner = head.owner and head_stone.id = head.id
        and head_stone.version = head.version
where tombstone.owner = :owner and change_row.before <> '' and change_record.owner = :owner
    and (change_record.undoes is null or head_stone.version > 2)
    and head_stone.noun not in ('silence', 'outbox', 'distinction')

-- statement trash_list (before_at int, before_id uuid, limit int) -> id uuid, noun text, removed_at int, change uuid, call text, before text, others int
-- scope: owner
-- What was removed and can come back, newest first: of each removal the first row, and how many went with it.
select tombstone.id, tombstone.noun, tombstone.removed_at, change_record.id as change, change_record.call,
    change_row.before,
    (select count(*) from change_row as other where other.record = change_row.record) - 1 as others
from tombstone
    join change_row on change_row.owner = tombstone.owner and change_row.id = tombstone.id
        and change_row.version = tombstone.version
    join change_record on change_record.doc = change_row.record
where tombstone.owner = :owner and (tombstone.removed_at, tombstone.id) < (:before_at, :before_id)
    and change_row.before <> '' and change_record.owner = :owner
    and (change_record.undoes is null or tombstone.version > 2)
    and tombstone.noun not in ('silence', 'outbox', 'distinction')
    and tombstone.is_head
order by tombstone.removed_at desc, tombstone.id desc limit :limit;

-- statement trash_change (id uuid) -> change uuid
-- scope: owner
-- The change that removed a row.
select change_record.id as change
from tombstone
    join change_row on change_row.owner = tombstone.owner and change_row.id = tombstone.id
        and change_row.version = tombstone.version
    join change_record on change_record.doc = change_row.record
where tombstone.owner = :owner and tombstone.id = :id and change_record.owner = :owner;

-- statement trash_with (change uuid, before_n int, limit int) -> id uuid, n int
-- scope: owner
-- All that a change removed and that is still away; the first row, by which the trash shows them, last.
select change_row.id, change_row.n
from change_record join change_row on change_row.record = change_record.doc
    join tombstone on tombstone.owner = change_row.owner and tombstone.id = change_row.id
        and tombstone.version = change_row.version
where change_record.owner = :owner and change_record.id = :change and change_row.owner = :owner
    and change_row.before <> '' and change_row.n < :before_n
order by change_row.n desc limit :limit;

-- statement trash_aged (until_at int) -> count int
-- scope: owner
-- How many rows of the trash were removed before a day.
select count(*) as count
{trash_rows}
    and tombstone.removed_at < :until_at;

-- statement trash_next (until_at int, after_at int, after_id uuid, limit int) -> id uuid, removed_at int
-- scope: owner
-- Rows to purge, oldest first.
select tombstone.id, tombstone.removed_at
{trash_rows}
    and tombstone.removed_at < :until_at and (tombstone.removed_at, tombstone.id) > (:after_at, :after_id)
order by tombstone.removed_at, tombstone.id limit :limit;
