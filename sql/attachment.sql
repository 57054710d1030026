-- noun attachment
--   person uuid
--   kind text
--   name text
--   media text
--   size int
--   digest text

-- statement attachment_by_person (person uuid, limit int) -> id uuid, kind text, name text, media text, size int, created_at int
-- scope: owner
-- The files of one person, newest first.
select id, kind, name, media, size, created_at
from attachment where owner = :owner and person = :person order by doc desc limit :limit;

-- statement attachment_of_kind (person uuid, kind text, limit int) -> id uuid, digest text
-- scope: owner
select id, digest from attachment
where owner = :owner and person = :person and kind = :kind order by doc desc limit :limit;

-- statement attachment_derive (digest text)
-- scope: owner
-- Bytes are in use as long as somebody refers to them.
update blob set unused_at = case
    when exists (select 1 from attachment where attachment.owner = :owner and attachment.digest = :digest) then null
    else coalesce(unused_at, 0) end
where owner = :owner and digest = :digest;

-- statement blob_read (digest text) -> size int
-- scope: owner
select size from blob where owner = :owner and digest = :digest;

-- statement blob_insert (digest text, size int)
-- scope: owner
insert into blob (owner, digest, size, unused_at) values (:owner, :digest, :size, 0);

-- statement blob_chunk_insert (digest text, n int, data bytes)
-- scope: owner
insert into blob_chunk (owner, digest, n, data) values (:owner, :digest, :n, :data);

-- statement blob_chunk_list (digest text, limit int) -> n int, data bytes
-- scope: owner
select n, data from blob_chunk where owner = :owner and digest = :digest order by n limit :limit;

-- statement blob_date (now int)
-- scope: owner
-- What lost its last reference begins to age.
update blob set unused_at = :now where owner = :owner and unused_at = 0;

-- statement blob_aged (until_at int, limit int) -> digest text
-- scope: owner
select digest from blob
where owner = :owner and unused_at > 0 and unused_at <= :until_at order by unused_at limit :limit;

-- statement blob_chunk_clear (digest text)
-- scope: owner
delete from blob_chunk where owner = :owner and digest = :digest;

-- statement blob_remove (digest text)
-- scope: owner
delete from blob where owner = :owner and digest = :digest;

-- statement blob_others (digest text, person uuid) -> count int
-- scope: owner
-- How many files of other people are these very bytes?
select count(*) as count from attachment where owner = :owner and digest = :digest and person <> :person;
