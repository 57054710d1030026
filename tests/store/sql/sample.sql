-- SPDX-License-Identifier: GPL-3.0-or-later
-- noun sample
--   name text
--   name_key text -- folded
--   amount real
--   open bool
--   data bytes
--   other uuid
-- part tags of sample in sample_tag
--   word text
--   weight int

-- statement sample_page (after_key text, after_id uuid, limit int)
--   -> id uuid, name text,
--   name_key text, open bool
-- scope: owner
-- One page, by keys.
select id, name, name_key, open from sample
where owner = :owner and (name_key, id) > (:after_key, :after_id)
order by name_key, id limit :limit;

-- statement sample_find (name text, open bool) -> id uuid
-- scope: owner
-- Optional filters. It's the quote in this comment that must not matter; nor :this.
select id from sample /* nor :that */
where owner = :owner and (:name is null or name = :name) and (:open is null or open = :open)
order by id;

-- statement sample_take (count int) -> version int, name text
-- scope: owner
update sample set version = version + :count where owner = :owner returning version, name;

-- statement sample_rename (id uuid, name text)
-- scope: owner
update sample set name = :name, version = version + 1 where owner = :owner and id = :id;

-- statement sample_nulls -> name text, amount real
-- scope: owner
select name, amount from sample where owner = :owner order by amount nulls first, name;

-- statement sample_quotes -> word text, stamp text
-- scope: owner
select ':owner ''?'' -- no comment' as word, cast('12:30:15' as text) as stamp
from sample where owner = :owner;

-- statement echo (i int, r real, b bool, t text, u uuid, x bytes)
--   -> i int, r real, b bool, t text, u uuid, x bytes
-- scope: system
-- reason: touches no table
select :i as i, :r as r, :b as b, :t as t, :u as u, :x as x;

-- statement echo_text (t text) -> t text
-- scope: system
-- reason: touches no table
select :t as t;

-- statement series (last int) -> n int, word text
-- scope: system
-- reason: touches no table
select n, 'word' as word
from (with recursive s (n) as (select 1 union all select n + 1 from s where n < :last)
      select cast(n as bigint) as n from s) as numbers
order by n;

-- statement late_insert (number int)
-- scope: system
-- reason: belongs to nobody
insert into late (number) values (:number);

-- statement late_count -> count int
-- scope: system
-- reason: belongs to nobody
select count(*) as count from late;
