-- The bytes of files, known by their digest. When nobody refers to them any more, `unused_at` says since when (0: not
-- dated yet), so that an undo still finds them for a while.
create table blob (
    owner bigint not null, digest text not null, size bigint not null, unused_at bigint,
    primary key (owner, digest)
){strict};
create index blob_unused on blob (owner, unused_at) where unused_at is not null;
