-- Looking at oneself: one row each time, so that one can do it again and compare.
create table assessment (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    answers text, value_order text,
    strengths text, weaknesses text, dealbreakers text, love_and_good text, free_page text,
    unique (owner, id)
){strict};

create table assessment_skill (
    owner bigint not null, parent bigint not null, n bigint not null,
    kind text not null, name text not null, level text, evidence text,
    primary key (owner, parent, n)
){clustered};
