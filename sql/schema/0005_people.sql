-- Everyone one knows: names in their parts, what address books hold, organizations, events, files.
alter table person add column given_name text;
alter table person add column additional_name text;
alter table person add column family_name text;
alter table person add column name_prefix text;
alter table person add column name_suffix text;
alter table person add column nickname text;
alter table person add column department text;
alter table person add column birthday text;
alter table person add column languages text;
alter table person add column field_since text;
alter table person add column field_until text;
alter table person add column similar_background text;
alter table person add column met_on text;
alter table person add column met_place text;
alter table person add column is_private boolean;
alter table person add column do_not_contact boolean;
alter table person add column uid text;
create index person_uid on person (owner, uid) where uid is not null;
create index person_circle on person (owner, circle, name_key, doc);

alter table contact_point add column label text;
alter table contact_point add column detail text;

create table person_tag (
    owner bigint not null, parent bigint not null, n bigint not null,
    tag text not null, tag_key text not null,
    primary key (owner, parent, n)
){strict};
create index person_tag_key on person_tag (owner, tag_key, parent);

-- Who could introduce me (M56).
create table person_bridge (
    owner bigint not null, parent bigint not null, n bigint not null,
    person uuid not null, note text,
    primary key (owner, parent, n)
){strict};
create index person_bridge_person on person_bridge (owner, person);

-- Where one met (M64).
create table person_event (
    owner bigint not null, parent bigint not null, n bigint not null,
    event uuid not null, note text,
    primary key (owner, parent, n)
){strict};
create index person_event_event on person_event (owner, event);

-- What a file said and Rapport has no column for: the card, or the columns nobody knew.
create table person_original (
    owner bigint not null, parent bigint not null, n bigint not null,
    form text not null, data text not null,
    primary key (owner, parent, n)
){strict};

-- What one knows of an organization beyond the names of its people, who are found by organization_key.
create table organization (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    name text not null, name_key text not null, kind text, industry text, website text, place text,
    notes text, advocate boolean, motivation bigint, posting bigint,
    unique (owner, id)
){strict};
create index organization_name on organization (owner, name_key, doc);

create table event (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    name text not null, name_key text not null, kind text, held_on text, place text, website text, notes text,
    unique (owner, id)
){strict};
create index event_name on event (owner, name_key, doc);
create index event_held on event (owner, held_on, doc);

-- A photograph, a card, a file of a person; the bytes lie in blob_chunk under their digest.
create table attachment (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    person uuid not null, kind text not null, name text, media text not null, size bigint not null, digest text not null,
    unique (owner, id)
){strict};
create index attachment_person on attachment (owner, person, doc);
create index attachment_digest on attachment (owner, digest);

create table blob_chunk (
    owner bigint not null, digest text not null, n bigint not null, data bytea not null,
    primary key (owner, digest, n)
){strict};

-- A list of people one comes back to: the parameters of `person list` under a name.
create table saved_view (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    name text not null, query text not null,
    unique (owner, id)
){strict};
create index saved_view_name on saved_view (owner, doc);

-- Two people of whom somebody said that they are not the same.
create table distinction (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    person uuid not null, other uuid not null,
    unique (owner, id)
){strict};
create index distinction_person on distinction (owner, person, other);
create index distinction_other on distinction (owner, other, person);

-- A note belongs to an interview or to a person, or to both.
create table note_next (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    interview uuid, person uuid, question uuid, text text not null,
    unique (owner, id)
){strict};
insert into note_next (doc, owner, id, version, created_at, updated_at, interview, question, text)
    select doc, owner, id, version, created_at, updated_at, interview, question, text from note;
drop table note;
alter table note_next rename to note;
create index note_interview on note (owner, interview, doc);
create index note_person on note (owner, person, doc);
