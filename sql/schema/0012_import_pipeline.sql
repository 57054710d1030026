-- Imports of any size: what is only ever read by its key lies in the order of that key (one tree to write
-- instead of two), and what an index would hold for everybody without ever being asked is left out.
-- engine: sqlite
create table contact_point_next (
    owner bigint not null, parent bigint not null, n bigint not null,
    kind text not null, value text not null, value_key text not null, label text, detail text,
    primary key (owner, parent, n)
){clustered};
insert into contact_point_next (owner, parent, n, kind, value, value_key, label, detail)
    select owner, parent, n, kind, value, value_key, label, detail from contact_point;
drop table contact_point;
alter table contact_point_next rename to contact_point;
create index contact_point_value on contact_point (owner, value_key);

create table person_tag_next (
    owner bigint not null, parent bigint not null, n bigint not null,
    tag text not null, tag_key text not null,
    primary key (owner, parent, n)
){clustered};
insert into person_tag_next (owner, parent, n, tag, tag_key)
    select owner, parent, n, tag, tag_key from person_tag;
drop table person_tag;
alter table person_tag_next rename to person_tag;
create index person_tag_key on person_tag (owner, tag_key, parent);

create table change_row_next (
    record bigint not null,
    n bigint not null,
    owner bigint not null,
    noun text not null,
    id uuid not null,
    version bigint not null,
    before text,
    primary key (record, n)
){clustered};
insert into change_row_next (record, n, owner, noun, id, version, before)
    select record, n, owner, noun, id, version, before from change_row;
drop table change_row;
alter table change_row_next rename to change_row;
create index change_row_id on change_row (owner, id, record);

-- engine: both
drop index person_profile;
drop index person_target;
create index person_target on person (owner, target, doc) where target is not null;
drop index person_import;

-- What a file said of a person the last time, as a digest: the same row again is nothing new.
create table person_source (
    owner bigint not null, parent bigint not null, n bigint not null,
    kind text not null, digest bigint not null,
    primary key (owner, parent, n)
){clustered};

drop table import_chunk;
drop table import_row;
create table import_row (
    owner bigint not null, import bigint not null, n bigint not null,
    verdict text not null, reason text, person uuid, choice text, data text,
    primary key (owner, import, n)
){clustered};
create index import_row_verdict on import_row (owner, import, verdict, n);

alter table import add column detail text;

-- Which column is what, for lists of columns that nobody knew: remembered by the header's digest.
create table import_mapping (
    owner bigint not null, digest text not null, columns text not null, used_at bigint not null,
    primary key (owner, digest)
){clustered};
