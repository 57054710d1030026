-- SPDX-License-Identifier: GPL-3.0-or-later
-- statement engine_name -> name text, kind text
-- scope: system
-- reason: belongs to nobody
select name, pg_typeof(name)::text as kind from engine;

-- statement sample_nulls -> name text, amount real
-- scope: owner
select name, amount from sample where owner = :owner order by amount nulls first, name collate "C";
