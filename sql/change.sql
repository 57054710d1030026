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

-- statement change_record_list (before_doc int, limit int) -> doc int, id uuid, call text, at int, undoes uuid, undone_by uuid, rows int
-- scope: owner
-- The history, newest first.
select doc, id, call, at, undoes, undone_by,
    (select count(*) from change_row where change_row.record = change_record.doc) as rows
from change_record
where owner = :owner and doc < :before_doc
order by doc desc limit :limit;

-- statement change_row_insert (record int, n int, noun text, id uuid, version int, before text)
-- scope: owner
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

-- statement change_row_of (id uuid, limit int) -> record int, n int, noun text, version int, before text, at int, call text
-- scope: owner
-- The history of one row, newest first.
select change_row.record, change_row.n, change_row.noun, change_row.version, change_row.before,
    change_record.at, change_record.call
from change_row join change_record on change_record.doc = change_row.record
where change_row.owner = :owner and change_row.id = :id
order by change_row.record desc, change_row.n desc limit :limit;

-- statement tombstone_insert (id uuid, noun text, version int, now int)
-- scope: owner
insert into tombstone (owner, id, noun, version, removed_at)
values (:owner, :id, :noun, :version, :now)
on conflict (owner, id) do update set version = excluded.version, removed_at = excluded.removed_at;

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
