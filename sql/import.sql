-- statement import_insert (doc int, id uuid, kind text, name text, job uuid, now int)
-- scope: owner
insert into import (doc, owner, id, kind, name, state, created_at, read, created, updated, unchanged,
    duplicate, rejected, kept, job)
values (:doc, :owner, :id, :kind, :name, 'reading', :now, 0, 0, 0, 0, 0, 0, 0, :job);

-- statement import_read (id uuid) -> doc int, id uuid, kind text, name text, state text, encoding text, created_at int, applied_at int, read int, created int, updated int, unchanged int, duplicate int, rejected int, change uuid, job uuid, kept int, problem text
-- scope: owner
select doc, id, kind, name, state, encoding, created_at, applied_at, read, created, updated,
    unchanged, duplicate, rejected, change, job, kept, problem
from import where owner = :owner and id = :id;

-- statement import_list (limit int) -> id uuid, name text, kind text, state text, created_at int, read int, created int, updated int, unchanged int, duplicate int, rejected int
-- scope: owner
select id, name, kind, state, created_at, read, created, updated, unchanged, duplicate, rejected
from import where owner = :owner order by doc desc limit :limit;

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

-- statement import_count (id uuid, import int)
-- scope: owner
-- The verdicts of the rows, counted into the report.
update import set
    read = (select count(*) from import_row where import_row.owner = :owner and import_row.import = :import),
    created = (select count(*) from import_row where import_row.owner = :owner
        and import_row.import = :import and verdict = 'created'),
    updated = (select count(*) from import_row where import_row.owner = :owner
        and import_row.import = :import and verdict = 'updated'),
    unchanged = (select count(*) from import_row where import_row.owner = :owner
        and import_row.import = :import and verdict = 'unchanged'),
    duplicate = (select count(*) from import_row where import_row.owner = :owner
        and import_row.import = :import and verdict = 'duplicate'),
    rejected = (select count(*) from import_row where import_row.owner = :owner
        and import_row.import = :import and verdict = 'rejected')
where owner = :owner and id = :id;

-- statement import_chunk_insert (import int, n int, data bytes)
-- scope: owner
insert into import_chunk (owner, import, n, data) values (:owner, :import, :n, :data);

-- statement import_chunk_list (import int) -> data bytes
-- scope: owner
select data from import_chunk where owner = :owner and import = :import order by n;

-- statement import_chunk_remove (import int)
-- scope: owner
delete from import_chunk where owner = :owner and import = :import;

-- statement import_row_insert (import int, n int, verdict text, reason text, key text, person uuid, data text)
-- scope: owner
insert into import_row (owner, import, n, verdict, reason, key, person, data)
values (:owner, :import, :n, :verdict, :reason, :key, :person, :data);

-- statement import_row_key (import int, key text) -> n int
-- scope: owner
select n from import_row where owner = :owner and import = :import and key = :key limit 1;

-- statement import_row_next (import int, after_n int, limit int) -> n int, verdict text, person uuid, data text
-- scope: owner
-- Rows to bring in, in the order of the file.
select n, verdict, person, data from import_row
where owner = :owner and import = :import and n > :after_n
    and verdict in ('created', 'updated', 'duplicate')
order by n limit :limit;

-- statement import_row_list (import int, verdict text, after_n int, limit int) -> n int, verdict text, reason text, person uuid, data text
-- scope: owner
select n, verdict, reason, person, data from import_row
where owner = :owner and import = :import and verdict = :verdict and n > :after_n
order by n limit :limit;

-- statement import_failed (since_at int, limit int) -> id uuid, title text
-- scope: owner
-- What failed since, and was not brought in again under the same name.
select import.id, import.name as title from import
where import.owner = :owner and import.state = 'failed' and import.created_at >= :since_at
    and not exists (select 1 from import as later where later.owner = :owner
        and later.name = import.name and later.doc > import.doc)
order by import.doc limit :limit;
