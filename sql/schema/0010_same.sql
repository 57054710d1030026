-- People who may be one: pairs that a search found, judged anew when they are shown. `search` is the
-- search that found them: the newest is shown, older ones go when it ends.
create table duplicate_pair (
    owner bigint not null, search bigint not null, score bigint not null, person bigint not null, other bigint not null,
    primary key (owner, search, person, other)
){strict};
create index duplicate_pair_score on duplicate_pair (owner, search, score, person, other);
create index duplicate_pair_other on duplicate_pair (owner, other);
create index duplicate_pair_person on duplicate_pair (owner, person);

-- What a search under way has sorted into heaps: keys with row numbers, and pairs of row numbers.
create table duplicate_heap (
    owner bigint not null, heap bigint not null, n bigint not null, data bytea not null,
    primary key (owner, heap, n)
){strict};

-- The last search of each owner, and the one under way.
create table duplicate_search (
    owner bigint primary key, search bigint not null, job uuid, searched_at bigint, people bigint not null
){strict};

-- Whom a person was before a merge: its id and the names by which other programs know it.
create table person_alias (
    doc {doc}, owner bigint not null, id uuid not null,
    version bigint not null, created_at bigint not null, updated_at bigint not null,
    person uuid not null, former uuid not null, uid text, profile_key text,
    unique (owner, id)
){strict};
create index person_alias_person on person_alias (owner, person, doc);
create index person_alias_former on person_alias (owner, former);
create index person_alias_uid on person_alias (owner, uid) where uid is not null;
create index person_alias_profile on person_alias (owner, profile_key) where profile_key is not null;
