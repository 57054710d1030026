// SPDX-License-Identifier: GPL-3.0-or-later
// import.mjs [PEOPLE] - what bringing people in costs, beside the least work that could do it: a list of connections, the same list again,
// its undo, cards, and the list into a store of as many others. CPU and wall of whole commands and the job's peak memory; while the list comes in and goes, what another
// writer and a reader of pages wait. Floors: `sqlite3 .import` into a table with three indexes, ../shared/bench/limit_import for cards.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connections, connectionsCsv } from '../samples/linkedin.mjs';
import { folder, fresh, measure, own, rapport, say as sayPlain } from './measure.mjs';
import { start, stop } from './server.mjs';

const say = (what, found, floor, name) =>
  sayPlain(what, found, floor ? `wall ${(found.wall / floor.wall).toFixed(2)} x ${name}, CPU ${(found.cpu / floor.cpu).toFixed(2)} x` : '');

function floorOfList(csv) {
  const db = fresh('import_floor.db');
  return measure(['sqlite3', '-batch', db], { input: `pragma journal_mode=wal; pragma synchronous=full; pragma cache_size=-200000;
create table contact (first text, last text, url text, email text, company text, position text, connected text);
create index c1 on contact (last, first); create index c2 on contact (email); create index c3 on contact (company);
.mode csv
.import --skip 1 ${csv} contact
` });
}

export function cards(people) {
  return people.map((c, i) => ['BEGIN:VCARD', 'VERSION:3.0', `UID:made-up-${i}`, `N:${c.last};${c.first};;;`, `FN:${c.first} ${c.last}`,
    ...(c.company ? [`ORG:${c.company.replaceAll(',', '\\,')}`, `TITLE:${c.position.replaceAll(',', '\\,')}`] : []),
    ...(c.email ? [`EMAIL;TYPE=INTERNET,WORK:${c.email}`] : []), `TEL;TYPE=CELL:+1-555-${String(i % 1000).padStart(3, '0')}-${String(i % 10000).padStart(4, '0')}`,
    `URL:${c.url}`, 'ADR;TYPE=WORK:;;2 Main St;Springfield;ST;00001;USA', 'CATEGORIES:Friends,Museum', 'NOTE:Met at a fair\\, in the rain.',
    'X-OTHER;LABEL=kept:whatever it means', 'END:VCARD', ''].join('\r\n')).join('');
}

// The people that the floors were measured with (../shared/bench/data.sh): else ours, most of them in other scripts.
function generated(people) {
  const gen = `${folder}/gen`;
  if (!existsSync(gen)) return undefined;
  const of = (kind) => spawnSync(gen, [kind, String(people), '42'], { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout;
  return { csv: of('linkedin'), vcf: of('vcf') };
}

// As many people as the list has, none of them in it: each has a family name of their own.
function others(count) {
  const letters = (n) => n.toString(36).padStart(5, '0').replace(/./g, (digit) => 'bcdfghjklmnpqrstvwxzaeiouybdfglmnprst'[parseInt(digit, 36)]);
  const rows = connections(count, 43).map((c, i) => [c.first, `Van${letters(i)}`, `https://www.linkedin.com/in/other-${i}`, `other${i}@example.org`,
    c.company, c.position, c.connected]);
  return connectionsCsv(0, 43, rows);
}

// Another writer, and a reader of pages, while a command works on the store that the server has; in milliseconds. What the command said.
async function meanwhile(server, what, command) {
  const waits = { write: [], read: [] };
  const page = `http://127.0.0.1:${server.port}/people`;
  const csrf = /name="csrf" content="([^"]+)"/.exec(await (await fetch(page)).text())?.[1] ?? '';
  const child = spawn(command[0], command.slice(1), { env: { ...process.env, ...own }, stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  child.stdout.on('data', (piece) => { said += piece; });
  for (let n = 0; child.exitCode === null; n++) {
    const begin = performance.now();
    const write = n % 2 === 0;
    const answer = await fetch(write ? `http://127.0.0.1:${server.port}/person/save` : page, write
      ? { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json', 'x-csrf-token': csrf }, body: JSON.stringify({ name: `Writer ${n}` }) } : {});
    await answer.arrayBuffer();
    if (answer.status >= 300) throw new Error(`${write ? 'save' : 'page'}: ${answer.status}`);
    waits[write ? 'write' : 'read'].push(performance.now() - begin);
    await sleep(5);
  }
  for (const [kind, list] of Object.entries(waits)) {
    list.sort((a, b) => a - b);
    const at = (share) => list[Math.min(list.length - 1, Math.floor(list.length * share))].toFixed(1);
    console.log(`  during ${what}, ${kind === 'write' ? 'another save' : 'the list of people'}: p50 ${at(0.5)} ms   p99 ${at(0.99)} ms   worst ${at(1)} ms   (${list.length} times)`);
  }
  return said;
}

async function beside(csv) {
  const db = fresh('import_beside.db');
  measure([rapport, `--db=${db}`, 'person', 'save', '--name=Somebody']);
  const server = await start((port) => [rapport, `--db=${db}`, 'serve', `--listen=127.0.0.1:${port}`, '--open-access'], '/healthz', { environment: own });
  try {
    const id = undoOf(await meanwhile(server, 'the import', [rapport, `--db=${db}`, 'import', csv]));
    await meanwhile(server, 'its undo', [rapport, `--db=${db}`, 'import', 'undo', id]);
  } finally {
    await stop(server);
  }
}

function undoOf(text) {
  const id = /rapport import undo ([0-9a-f-]{36})/.exec(text)?.[1];
  if (!id) throw new Error(`import: ${text}`);
  return id;
}

export async function importing(count = 100000) {
  const csv = `${folder}/import.csv`;
  const plain = `${folder}/import_plain.csv`;
  const vcf = `${folder}/import.vcf`;
  const made = generated(count);
  const list = made?.csv ?? connectionsCsv(count);
  writeFileSync(csv, list);
  writeFileSync(plain, list.slice(list.indexOf('First Name')));
  writeFileSync(vcf, made?.vcf ?? cards(connections(count)));
  const db = fresh('import.db');
  measure([rapport, `--db=${db}`, 'person', 'list']);
  const floor = floorOfList(plain);
  say(`sqlite3 .import, three indexes, ${count} rows`, floor);
  const first = measure([rapport, `--db=${db}`, 'import', csv]);
  say('a list of connections', first, floor, 'the floor');
  say('the same list again', measure([rapport, `--db=${db}`, 'import', csv]), first, 'the import');
  say('its undo', measure([rapport, `--db=${db}`, 'import', 'undo', undoOf(first.text)]), first, 'the import');
  const strangers = `${folder}/import_others.csv`;
  const full = fresh('import_full.db');
  writeFileSync(strangers, others(count));
  measure([rapport, `--db=${full}`, 'import', strangers]);
  say(`the list into a store of ${count} others`, measure([rapport, `--db=${full}`, 'import', csv]), first, 'the import');
  const least = existsSync(`${folder}/limit_import`) ? measure([`${folder}/limit_import`, 'vcf', vcf, fresh('import_floor.db'), 'best']) : undefined;
  if (least) say(`limit_import, ${(statSync(vcf).size / 1e6).toFixed(0)} MB of cards`, least);
  const other = fresh('import_cards.db');
  measure([rapport, `--db=${other}`, 'person', 'list']);
  say('cards', measure([rapport, `--db=${other}`, 'import', vcf]), least, 'the floor');
  await beside(csv);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await importing(Number(process.argv[2] ?? 100000));
