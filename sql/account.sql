-- statement account_insert (number int, now int)
-- scope: system
-- reason: the first call of a store makes its local owner
insert into account (number, next_doc, created_at) values (:number, 1, :now)
on conflict (number) do nothing;

-- statement account_take_docs (count int) -> first int
-- scope: owner
-- The next numbers of this owner's rows, taken in blocks.
update account set next_doc = next_doc + :count where number = :owner
returning next_doc - :count as first;

-- statement account_give_docs (first int, next int)
-- scope: owner
-- Numbers that were taken and not used, as long as nobody took more.
update account set next_doc = :first where number = :owner and next_doc = :next;

-- statement account_caller -> name text, language text, zone text
-- scope: owner
-- Who an answer speaks to.
select name, language, zone from profile where owner = :owner;

-- statement token_insert (digest text, owner_of int, purpose text, now int, expires_at int)
-- scope: system
-- reason: a start link is made before anybody is signed in
insert into token (digest, owner, purpose, created_at, expires_at)
values (:digest, :owner_of, :purpose, :now, :expires_at);

-- statement token_owner (digest text, purpose text, now int) -> owner int, name text, language text, zone text
-- scope: system
-- reason: a session, a start link or a feed says who its owner is
select token.owner, profile.name, profile.language, profile.zone
from token left join profile on profile.owner = token.owner
where token.digest = :digest and token.purpose = :purpose and token.expires_at > :now;

-- statement token_remove (digest text)
-- scope: system
-- reason: a start link works once; signing out needs only the secret itself
delete from token where digest = :digest;

-- statement token_remove_purpose (purpose text)
-- scope: owner
delete from token where owner = :owner and purpose = :purpose;

-- statement token_sweep (now int)
-- scope: system
-- reason: old secrets of everybody go when a new one is made
delete from token where expires_at <= :now;

-- statement token_count (purpose text) -> count int
-- scope: owner
select count(*) as count from token where owner = :owner and purpose = :purpose;
