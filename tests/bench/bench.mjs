// SPDX-License-Identifier: GPL-3.0-or-later
// The measurements of `make bench` (see tests/bench/run). Prints each figure beside its floor and the ratio; judge the ratio only.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync, copyFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connections, connectionsCsv } from '../samples/linkedin.mjs';
import { duplicates } from './duplicates.mjs';
import { exporting } from './export.mjs';
import { find } from './find.mjs';
import { importing } from './import.mjs';
import { network } from './network.mjs';
import { search } from './search.mjs';
import { load, pss_mib, start, stop } from './server.mjs';
import { million } from './million.mjs';

const folder = resolve('build/bench');
const rapport = resolve('build/rapport');
const people = 10000;
const notes = Number(process.env.RAPPORT_NOTES ?? 1000000);
const store = `${folder}/people.db`;
const floorStore = `${folder}/floor.db`;
const noteStore = `${folder}/notes.db`;
const floors = existsSync(`${folder}/mhd_page`) && existsSync(`${folder}/limit_cli`);
const own = { HOME: folder, XDG_DATA_HOME: folder, NO_COLOR: '1', LC_ALL: 'C.UTF-8' };

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const run = (words, more = {}) => execFileSync(rapport, words, { env: { ...process.env, ...own, ...more }, encoding: 'utf8', maxBuffer: 1 << 28 });
const sqlite = (db, input) => execFileSync('sqlite3', ['-batch', db], { input, encoding: 'utf8', maxBuffer: 1 << 28 });

const title = (text) => console.log(`\n${text}`);
function say(what, value, unit, floor, note = '') {
  const ratio = floor === undefined ? '' : `${(value / floor).toFixed(2)} x floor ${floor.toFixed(2)}`;
  console.log(`  ${what.padEnd(46)} ${value.toFixed(2).padStart(10)} ${unit.padEnd(8)} ${ratio}${note ? `  ${note}` : ''}`);
}

const text = (value) => `'${value.replaceAll("'", "''")}'`;

function makeStores() {
  for (const name of readdirSync(folder)) if (/^(people|floor|notes)\.db/.test(name)) rmSync(`${folder}/${name}`);
  const csv = `${folder}/Connections.csv`;
  writeFileSync(csv, connectionsCsv(people));
  const begin = performance.now();
  run([`--db=${store}`, 'import', csv]);
  title(`A store of ${people} people, through the program's own import`);
  say('import, whole command', performance.now() - begin, 'ms');
  sqlite(store, 'pragma wal_checkpoint(truncate);');
  const rows = connections(people).map((c, i) => `(${i + 1},${[c.first, c.last, c.company, c.position].map(text)})`);
  sqlite(floorStore, 'create table contact (id integer primary key, first text, last text, company text, position text);\nbegin;\n' +
    rows.map((row) => `insert into contact values ${row};\n`).join('') +
    'commit; create index contact_name on contact (last, first, id); pragma journal_mode=wal; analyze;');
}

// A million notes on one appointment: written straight into the tables, which is quicker than a million calls.
function makeNotes() {
  copyFileSync(store, noteStore);
  const person = run([`--db=${noteStore}`, 'person', 'list', '--format=json']);
  const { items } = JSON.parse(person);
  const made = JSON.parse(run([`--db=${noteStore}`, 'interview', 'save', `--person=${items[0].id}`, '--start_local=2020-03-04T15:00',
    '--zone=America/New_York', '--minutes=20', '--place_kind=phone', '--format=json']));
  const bytes = `x'${made.id.replaceAll('-', '')}'`;
  sqlite(noteStore, `pragma journal_mode=off; pragma synchronous=off; begin;
    with recursive n (i) as (select 1 union all select i + 1 from n where i < ${notes})
    insert into note (doc, owner, id, version, created_at, updated_at, interview, text)
    select (1 << 32) + (select next_doc from account where number = 1) + 100000 + i, 1, randomblob(16), 1, 1583334000000 + i, 1583334000000 + i,
      ${bytes}, 'Note ' || i || ': mornings in the field, afternoons at the desk, and a long list of people worth asking.' from n;
    update account set next_doc = next_doc + 200000 + ${notes} where number = 1; commit; pragma journal_mode=wal;`);
}

async function session(server) {
  for (let i = 0; i < 200 && !/token=/.test(server.output); i++) await sleep(20);
  const link = /\/start\?token=[\w-]+/.exec(server.output)?.[0];
  const answer = await fetch(`http://127.0.0.1:${server.port}${link}`, { redirect: 'manual' });
  return answer.headers.getSetCookie().map((c) => c.split(';')[0]).find((c) => c.startsWith('rapport_session='));
}

const ours = (db) => (port) => [rapport, `--db=${db}`, 'serve', `--listen=127.0.0.1:${port}`];
const floor = (rows) => (port) => [`${folder}/mhd_page`, String(port), floorStore, '1', String(rows)];

async function firstAnswer() {
  title('First answered request after the start (median of 9)');
  const times = { ours: [], floor: [] };
  for (let i = 0; i < 9; i++) {
    for (const [name, command, path] of [['ours', ours(store), '/healthz'], ['floor', floor(100), '/']]) {
      if (name === 'floor' && !floors) continue;
      const server = await start(command, path, { environment: own });
      times[name].push(server.first_ms);
      await stop(server);
    }
  }
  say('rapport serve', median(times.ours), 'ms', floors ? median(times.floor) : undefined);
}

async function pages() {
  const server = await start(ours(store), '/healthz', { environment: own });
  const bare = floors ? await start(floor(100), '/') : null;
  try {
    const cookie = await session(server);
    await sleep(1000);
    title('Memory while idle (PSS of all processes, two workers)');
    say('rapport serve', pss_mib(server.pid), 'MiB', bare ? pss_mib(bare.pid) : undefined);
    const bytes = (await (await fetch(`http://127.0.0.1:${server.port}/people`, { headers: { cookie } })).arrayBuffer()).byteLength;
    title(`Server CPU a request (median of three rounds in turn; /people is ${bytes} bytes)`);
    const found = { list: [], today: [], floor: [], match: [], ranked: [] };
    for (let round = 0; round < 3; round++) {
      found.list.push(load(server, '/people', { cookie }));
      found.today.push(load(server, '/', { cookie }));
      found.match.push(load(server, '/occupations/match?scores=27,13,23,25,14,14', { cookie, seconds: 2 }));
      found.ranked.push(load(server, '/occupations/match?scores=27,13,23,25,14,14&limit=2000', { cookie, seconds: 2 }));
      if (bare) found.floor.push(load(bare, '/'));
    }
    const middle = (name) => median(found[name].map(({ cpu_us }) => cpu_us));
    say('list of people, 100 rows', middle('list'), 'us', bare ? middle('floor') : undefined, `p99 ${found.list[1].p99}`);
    say('Today', middle('today'), 'us', middle('list'), '(floor here: the list)');
    say('1,016 occupations ranked, 20 shown', middle('match'), 'us', middle('list'), '(floor here: the list)');
    say('1,016 occupations ranked and shown', middle('ranked'), 'us', middle('list'), '(floor here: the list)');
  } finally {
    await stop(server);
    if (bare) await stop(bare);
  }
}

// Instructions of `count` requests, with what starting costs.
async function instructions(command, path, count, signIn) {
  const prefix = `${folder}/callgrind.out`;
  for (const name of readdirSync(folder)) if (name.startsWith('callgrind.out')) rmSync(`${folder}/${name}`);
  const server = await start((port) => ['valgrind', '--quiet', '--tool=callgrind', '--trace-children=yes', `--callgrind-out-file=${prefix}.%p`, ...command(port)],
    signIn ? '/healthz' : '/', { environment: own });
  const cookie = signIn ? await session(server) : '';
  for (let i = 0; i < count; i++) await (await fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { cookie } })).arrayBuffer();
  await stop(server);
  return readdirSync(folder).filter((name) => name.startsWith('callgrind.out')).reduce((sum, name) =>
    sum + Number(/^(?:summary|totals):\s+(\d+)/m.exec(readFileSync(`${folder}/${name}`, 'utf8'))?.[1] ?? 0), 0);
}

async function counted() {
  if (spawnSync('valgrind', ['--version']).status !== 0) return;
  title('Instructions a request (callgrind, one worker; (120 requests - 20 requests) / 100)');
  const slope = async (command, path, signIn) => (await instructions(command, path, 120, signIn) - await instructions(command, path, 20, signIn)) / 100;
  const one = (port) => [...ours(store)(port), '--workers=1'];
  const bare = floors ? await slope(floor(100), '/', false) : undefined;
  say('list of people, 100 rows', await slope(one, '/people', true) / 1000, 'k', bare === undefined ? undefined : bare / 1000);
}

const pair = (a, b, runs = 200) => JSON.parse(execFileSync(`${folder}/pair`, [String(runs), ...a, '--', ...b],
  { env: { ...process.env, ...own }, encoding: 'utf8' }));

function terminal() {
  title('Whole commands (median of 200, in turn)');
  const bare = floors ? [`${folder}/limit_cli`, floorStore] : ['/bin/true'];
  const today = [rapport, `--db=${store}`, 'today'];
  const small = pair(today, bare);
  say(`rapport today, ${people} people`, small.a.wall_ms, 'ms', small.b.wall_ms);
  const list = pair([rapport, `--db=${store}`, 'person', 'list'], bare);
  say('rapport person list', list.a.wall_ms, 'ms', list.b.wall_ms);
  const version = pair([rapport, '--version'], ['/bin/true']);
  say('rapport --version', version.a.wall_ms, 'ms', version.b.wall_ms, '(floor here: /bin/true)');
  if (notes === 0) return;
  makeNotes();
  const large = pair([rapport, `--db=${noteStore}`, 'today'], today);
  say(`rapport today, ${notes} notes`, large.a.wall_ms, 'ms', large.b.wall_ms, '(floor here: the store without them)');
}

mkdirSync(folder, { recursive: true });
console.log(`Two cores are shared by the server and what loads it: judge ratios, not milliseconds. ${floors ? '' : 'No floors.'}`);
makeStores();
await firstAnswer();
await pages();
terminal();
await counted();
const brought = notes > 0 ? 100000 : 10000;
title(`Bringing ${brought} people in`);
await importing(brought);
title(`The same ${brought} written into files`);
exporting(brought);
title('People who are there twice');
await duplicates(brought);
title('A network of 2,000 people');
await network();
if (notes > 0) {
  const large = `${folder}/search.db`;
  if (!existsSync(large)) await million(large, { rapport, owners: 100 });
  title('Lists and pages of people, beside a million people and a million notes (RAPPORT_NOTES=0 leaves it out)');
  await find(large);
  title('Search and the saving of notes, in the same store');
  await search(large);
}
