-- What was removed, in the order of its removal.
create index tombstone_removed on tombstone (owner, removed_at, id);
