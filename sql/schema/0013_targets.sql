-- What one explores: which occupation it is, where it stands on the shortlist, what it is for and why it changed.
alter table target add column occupation text;
alter table target add column rank bigint;
alter table target add column stage text;
alter table target add column purpose text;
alter table target add column fits_love text;
alter table target add column fits_skill text;
alter table target add column reason text;

alter table person add column may_approach_later boolean;
alter table task add column kind text;
alter table objective add column found_by text;

-- What there is to read about a target, what was read, and the words of the field.
create table reading (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    target uuid not null, title text not null, link text, done boolean not null, notes text,
    unique (owner, id)
){strict};
create index reading_target on reading (owner, target, doc);

create table desk_fact (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    target uuid not null, kind text not null, text text not null, source text, source_url text, found_on text,
    unique (owner, id)
){strict};
create index desk_fact_target on desk_fact (owner, target, doc);

create table term (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    target uuid not null, word text not null, meaning text, heard_from text,
    unique (owner, id)
){strict};
create index term_target on term (owner, target, doc);
