-- What lists of people are narrowed by. Nobody has all of it, so each index holds only those who do.
alter table person add column title_key text;
alter table person add column place_key text;
update person set title_key = lower(title), place_key = lower(place);
create index person_stage on person (owner, stage, name_key, doc) where stage is not null;
create index person_target_name on person (owner, target, name_key, doc) where target is not null;
create index person_in_field on person (owner, in_field, name_key, doc) where in_field is not null;
