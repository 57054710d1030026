-- The first row of each removal, by which the trash shows it: a removal of a million people is one line of the list, and
-- the list steps from line to line.
alter table tombstone add column is_head boolean not null default false;
update tombstone set is_head = true where exists (
    select 1 from change_row where change_row.owner = tombstone.owner and change_row.id = tombstone.id
        and change_row.version = tombstone.version
        and change_row.n = (select min(first.n) from change_row as first
            where first.record = change_row.record and first.before is not null));
create index tombstone_head on tombstone (owner, removed_at, id) where is_head;
