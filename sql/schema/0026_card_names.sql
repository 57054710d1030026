-- What made an import of cards slow. Another program's names of cards are random: an index of them whole was written all
-- over with each slice, so their hashes are looked up, as those of addresses; people saved before keep an index of their
-- own until they are saved again. And who is in no circle needs no place among the circles.
alter table person add column uid_hash bigint;
drop index person_uid;
create index person_uid_hash on person (owner, uid_hash) where uid_hash is not null;
create index person_uid on person (owner, uid) where uid is not null and uid_hash is null;
drop index person_circle;
create index person_circle on person (owner, circle, name_key, doc) where circle is not null;
