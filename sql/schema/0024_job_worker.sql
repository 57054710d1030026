-- Who has a job in hand, and until when by the store's clock if nothing is heard of it. SQLite tells by a lock
-- (store_claim) and leaves the second null.
alter table job add column worker uuid;
alter table job add column held_until bigint;
