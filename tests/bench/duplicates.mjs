// SPDX-License-Identifier: GPL-3.0-or-later
// duplicates.mjs [PEOPLE] - the search for people who are there twice: time and peak memory of the whole command, and whether it
// finds those who were put in twice (one in twenty: another address and title, a name turned around, a letter wrong, an initial).
import { fileURLToPath } from 'node:url';
import { million } from './million.mjs';
import { fresh, measure, rapport, say, sqlite } from './measure.mjs';

const kinds = ['another address', 'turned around', 'a letter wrong', 'an initial'];
const away = 10000000; // from a row to its double

// The doubles, from the rows that are there. All but the first kind share the mail address.
const doubles = `pragma journal_mode=off; pragma synchronous=off; begin;
create temp table chosen as select *, (doc / 19) % ${kinds.length} as way from person where owner = 1 and doc % 19 = 0;
create temp table named as select *,
    case way when 1 then family_name when 3 then substr(given_name, 1, 1) || '.' else given_name end as given,
    case way when 1 then given_name when 2 then substr(family_name, 1, 4) || 'x' || substr(family_name, 6) else family_name end as family from chosen;
insert into person (doc, owner, id, version, created_at, updated_at, name, name_key, given_name, family_name, title, title_key, organization, organization_key, place, place_key)
  select doc + ${away}, owner, randomblob(16), 1, created_at, updated_at, given || ' ' || family, lower(family || ' ' || given), given, family,
    iif(way = 0, 'Director', title), iif(way = 0, 'director', title_key), organization, organization_key, place, place_key from named;
insert into contact_point (owner, parent, n, kind, value, value_key)
  select 1, doc + ${away}, 0, 'email', iif(way = 0, 'other.' || value, value), iif(way = 0, 'other.' || value_key, value_key)
  from chosen join contact_point on contact_point.owner = 1 and parent = doc and n = 0;
update account set next_doc = next_doc + 2 * ${away} where number = 1;
commit; pragma journal_mode=wal;`;

export async function duplicates(people = 100000) {
  const db = fresh('duplicates.db');
  await million(db, { people: Math.round(people * 19 / 20), notes: 0, rapport });
  sqlite(db, doubles);
  const all = Number(sqlite(db, 'select count(*) from person;'));
  say(`everybody compared, ${all} people`, measure([rapport, `--db=${db}`, 'duplicate', 'find']), '(goal: 20 s wall, 256 MiB)');
  const rows = sqlite(db, `select (person.doc / 19) % ${kinds.length}, count(*), count(pair.owner) from person
    left join duplicate_pair as pair on pair.owner = 1 and pair.person = person.doc and pair.other = person.doc + ${away}
    where person.owner = 1 and person.doc % 19 = 0 and person.doc < ${2 ** 32 + away} group by 1 order by 1;`).trim().split('\n').map((line) => line.split('|').map(Number));
  console.log(`  found of those put in twice: ${rows.map(([kind, there, found]) => `${kinds[kind]} ${found} of ${there}`).join(', ')}; pairs in all: ${sqlite(db, 'select count(*) from duplicate_pair;').trim()}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await duplicates(Number(process.argv[2] ?? 100000));
