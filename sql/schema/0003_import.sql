-- A batch brought in from a file: its bytes until it is applied, a verdict per row, and its report.
create table import (
    doc {doc}, owner bigint not null, id uuid not null,
    kind text not null, name text not null, state text not null, encoding text,
    created_at bigint not null, applied_at bigint,
    read bigint not null, created bigint not null, updated bigint not null,
    unchanged bigint not null, duplicate bigint not null, rejected bigint not null,
    change uuid, job uuid, kept bigint not null, problem text,
    unique (owner, id)
){strict};

create table import_chunk (
    owner bigint not null, import bigint not null, n bigint not null, data bytea not null,
    primary key (owner, import, n)
){strict};

create table import_row (
    owner bigint not null, import bigint not null, n bigint not null,
    verdict text not null, reason text, key text, person uuid, data text,
    primary key (owner, import, n)
){strict};
create index import_row_verdict on import_row (owner, import, verdict, n);
create index import_row_key on import_row (owner, import, key);
