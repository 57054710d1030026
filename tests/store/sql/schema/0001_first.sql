-- SPDX-License-Identifier: GPL-3.0-or-later
-- A noun with every kind of column. bigint uuid boolean: words in a comment stay out.
create table sample (
    owner bigint not null,
    doc {doc},
    id uuid not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    name text not null,
    name_key text not null default 'a bigint; in quotes -- stays',
    amount double precision check (amount >= 0),
    open boolean not null default false,
    data bytea,
    other uuid,
    unique (owner, id),
    unique (owner, name_key)
){strict};

create table sample_tag (
    owner bigint not null,
    parent bigint not null references sample (doc),
    n bigint not null,
    word text not null,
    weight bigint,
    primary key (owner, parent, n)
){strict};

-- Which rows a change made (sql/README.md, nouns).
create table change_row (
    record bigint not null, n bigint not null, owner bigint not null, id uuid not null, before text,
    primary key (record, n)
){strict};
