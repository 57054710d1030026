-- SPDX-License-Identifier: GPL-3.0-or-later
-- engine: sqlite
create table engine (name text not null){strict};
insert into engine values ('sqlite; for ''one''');
-- engine: postgres
create table engine (name text not null);
insert into engine values ('postgres');
-- engine: both
create table late (number bigint primary key){strict};
