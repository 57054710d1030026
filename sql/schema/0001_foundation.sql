-- Who has data here. The local person is number 1.
create table account (
    number bigint primary key,
    next_doc bigint not null,
    created_at bigint not null
){strict};

insert into account (number, next_doc, created_at) values (1, 1, 0);

-- Secrets by their digest: a browser's session, a one-time start link, the address of a feed.
create table token (
    digest text primary key,
    owner bigint not null references account (number),
    purpose text not null check (purpose in ('session', 'start', 'feed')),
    created_at bigint not null,
    expires_at bigint not null
){strict};
create index token_owner on token (owner, purpose);

-- One record for each call that changed something: who did what, when.
create table change_record (
    doc {doc},
    owner bigint not null,
    id uuid not null,
    call text not null,
    at bigint not null,
    actor text not null,
    undoes uuid,
    undone_by uuid,
    unique (owner, id)
){strict};

-- What each changed row was before; null for one that was new. `version` is what the change left.
create table change_row (
    record bigint not null,
    n bigint not null,
    owner bigint not null,
    noun text not null,
    id uuid not null,
    version bigint not null,
    before text,
    primary key (record, n)
){strict};
create index change_row_id on change_row (owner, id, record);

-- What was removed, so that it does not come back by an import or a synchronization.
create table tombstone (
    owner bigint not null,
    id uuid not null,
    noun text not null,
    version bigint not null,
    removed_at bigint not null,
    primary key (owner, id)
){strict};

-- How many rows of each noun an owner has: counting a million for a headline takes too long.
create table tally (
    owner bigint not null,
    noun text not null,
    count bigint not null,
    primary key (owner, noun)
){strict};

-- Work that takes longer than an answer may: done in slices by a job runner.
create table job (
    doc {doc},
    owner bigint not null,
    id uuid not null,
    kind text not null,
    state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
    input text not null,
    progress bigint not null,
    total bigint not null,
    next_path text not null,
    problem text,
    cancel boolean not null,
    attempts bigint not null,
    created_at bigint not null,
    started_at bigint,
    touched_at bigint,
    ended_at bigint,
    unique (owner, id)
){strict};
create index job_open on job (state, doc);
