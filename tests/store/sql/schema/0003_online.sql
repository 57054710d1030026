-- SPDX-License-Identifier: GPL-3.0-or-later
-- mode: online
-- engine: sqlite
create index if not exists sample_name on sample (owner, name_key, id);
-- engine: postgres
drop index concurrently if exists sample_name;
drop index concurrently if exists sample_open;
create index concurrently sample_name on sample (owner, name_key, id);
create index concurrently sample_open on sample (owner) where open;
