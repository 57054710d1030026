// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever write fails, whenever the process is killed: the store is sound, and as before the command or as after it,
// never between; and a command that says it succeeded has succeeded.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { connectionsCsv } from '../samples/linkedin.mjs';
import { ask, attach, broken, count, dump, environment, callsOf, fresh, intact, points, pointsTried, program, run, state } from './faults.mjs';
import { Session, send } from '../faces/lib/http.mjs';

const clock = '2026-03-02T09:00:00Z';
const later = '2026-03-02T11:00:00Z';
const most = 30;
const have = (tool) => spawnSync(tool, ['--version']).status === 0;
const skip = !have('strace') ? 'strace is not installed' : !have('sqlite3') ? 'sqlite3 is not installed' : false;

let folder;
let template;
let csv;
let ids;

const json = (where, words) => {
  const { status, stdout, stderr } = run(where, [...words, '--format=json'], { clock });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
};

before(() => {
  if (skip) return;
  /* Memory forgets nothing when a process is killed, and does not wait for a disk. */
  folder = mkdtempSync(join(spawnSync('test', ['-w', '/dev/shm']).status === 0 ? '/dev/shm' : tmpdir(), 'rapport-crash-'));
  template = join(folder, 'template');
  mkdirSync(template, { mode: 0o700 });
  csv = join(folder, 'Connections.csv');
  writeFileSync(csv, connectionsCsv(60, 7));
  const target = json(template, ['target', 'save', '--kind=occupation', '--name=Urban ecologist', '--objective=What does a week look like?']);
  const person = json(template, ['person', 'save', '--name=Ada Quinn', '--title=Ecologist']);
  ids = { target: target.id, person: person.id, version: person.version };
  assert.match(ask(template, 'pragma wal_checkpoint(truncate)'), /^0/);
});

after(() => {
  if (!skip) console.log(`${pointsTried()} points were tried`);
  if (folder) rmSync(folder, { recursive: true, force: true });
});

// Every command that is done within one transaction.
const single = {
  'a new person': () => ['person', 'save', '--name=Grace Okafor', '--organization=Alder Street School', '--contact_points.0.kind=email', '--contact_points.0.value=grace@mail.example.org'],
  'a changed person': () => ['person', 'save', `--id=${ids.person}`, `--version=${ids.version}`, '--name=Ada Quinn', '--title=Head of ecology'],
  'a removed person': () => ['person', 'remove', ids.person],
  'a request': () => ['request', 'save', `--person=${ids.person}`, '--channel=email', '--minutes=20', '--body=Dear Ada, may I ask you about rivers?'],
};

for (const [what, words] of Object.entries(single)) {
  for (const [how, inject] of [['the disk is full', 'error=ENOSPC'], ['a write breaks', 'error=EIO'], ['the process is killed', 'signal=KILL']]) {
    test(`${what} is stored whole or not at all when ${how} at any point`, { skip }, () => {
      const work = join(folder, 'work');
      fresh(template, work);
      const [, before_it] = state(work);
      const counts = count(work, words(), { clock });
      const [, after_it] = state(work);
      assert.notEqual(after_it, before_it);
      const tried = points(counts, how === 'a write breaks' ? 15 : most);
      assert.ok(tried.length > 5, 'the command writes');
      let hurt = 0;
      for (const point of tried) {
        fresh(template, work);
        const { status, signal } = broken(work, words(), point, inject, { clock });
        if (status !== 0) hurt += 1;
        const where = `${point.call} ${point.nth}`;
        const [sound, now] = state(work);
        assert.equal(sound, 'ok', `sound after ${where}`);
        assert.ok(now === before_it || now === after_it, `before or after, not between, at ${where}`);
        if (status === 0) assert.equal(now, after_it, `success was no lie at ${where}`);
        if (inject !== 'signal=KILL') assert.equal(signal, null, `no crash at ${where}`);
      }
      assert.ok(hurt * 2 > tried.length, `most of the ${tried.length} faults were felt (${hurt})`);
    });
  }
}

test('a first command leaves no half-made store behind when it is killed at any point', { skip }, () => {
  const work = join(folder, 'work');
  const nothing = join(folder, 'nothing');
  mkdirSync(nothing, { mode: 0o700 });
  const words = ['person', 'save', '--name=Ada Quinn'];
  fresh(nothing, work);
  const counts = count(work, words, { clock });
  for (const point of points(counts, 20)) {
    fresh(nothing, work);
    broken(work, words, point, 'signal=KILL', { clock });
    const again = run(work, words, { clock });
    assert.equal(again.status, 0, `the next command works after ${point.call} ${point.nth}: ${again.stderr}`);
    assert.equal(intact(work), 'ok');
  }
});

const peopleNow = (where) => Number(ask(where, 'select count(*) from person'));
const openJobs = (where) => Number(ask(where, "select count(*) from job where state in ('waiting', 'running')"));

// Serve until the jobs that were left are done: what happens when the program is started again.
async function recover(where) {
  if (openJobs(where) === 0) return;
  const server = spawn(program, [`--db=${join(where, 'rapport.db')}`, 'serve', '--listen=127.0.0.1:0', '--workers=1'],
    { env: environment(where, later), stdio: 'ignore' });
  const ended = new Promise((done) => server.once('exit', done));
  try {
    for (let i = 0; i < 300 && openJobs(where) > 0; i++) await new Promise((done) => setTimeout(done, 30));
  } finally {
    server.kill('SIGTERM');
    await ended;
  }
  assert.equal(openJobs(where), 0, 'no job is left over');
}

test('an import ends whole or leaves nothing, killed at any point and started again', { skip }, async () => {
  const work = join(folder, 'work');
  const words = ['import', csv];
  fresh(template, work);
  const counts = count(work, words, { clock });
  assert.equal(peopleNow(work), 61);
  const whole = dump(work, ['person', 'contact_point']);
  for (const point of points(counts, 20)) {
    fresh(template, work);
    broken(work, words, point, 'signal=KILL', { clock });
    await recover(work);
    assert.equal(intact(work), 'ok');
    const count_now = peopleNow(work);
    assert.ok([1, 61].includes(count_now), `${count_now} people after ${point.call} ${point.nth}`);
    if (count_now === 61) assert.equal(dump(work, ['person', 'contact_point']).length, whole.length);
  }
});

test('an import that meets a full disk at any point says so, and loses and doubles nothing', { skip }, async () => {
  const work = join(folder, 'work');
  const words = ['import', csv];
  fresh(template, work);
  const counts = count(work, words, { clock });
  for (const point of points(counts, 20)) {
    fresh(template, work);
    const { status, signal, stderr } = broken(work, words, point, 'error=ENOSPC', { clock });
    const where = `${point.call} ${point.nth}`;
    assert.equal(signal, null, `no crash at ${where}`);
    if (status === 0) assert.equal(peopleNow(work), 61, `success was no lie at ${where}`);
    else if (point.call !== 'write') assert.match(stderr, /\w+ \w+/, `it says what happened at ${where}`);
    await recover(work);
    assert.equal(intact(work), 'ok');
    assert.ok([1, 61].includes(peopleNow(work)), `${peopleNow(work)} people after ${where}`);
  }
});

// A slice that is lost with the power is done again; what is told is not lost any more.
test('an import and its undo are on the disk when they are told to be done', { skip }, () => {
  const work = join(folder, 'work');
  fresh(template, work);
  const onDisk = (words) => {
    const lines = callsOf(work, words, { clock });
    const said = lines.findIndex((line) => /\bwrite\(1</.test(line));
    const log = lines.slice(0, said).map((line) => (/rapport\.db-wal>/.test(line) ? line : ''));
    const written = log.findLastIndex((line) => line.includes('pwrite64('));
    const kept = log.findLastIndex((line) => /\bf(data)?sync\(/.test(line));
    assert.ok(said > 0 && written > 0, `it writes, and says so: ${words.join(' ')}`);
    assert.ok(kept > written, `on the disk before it is said: ${words.join(' ')}`);
    return run(work, ['import', 'list', '--format=json'], { clock }).stdout;
  };
  const { items } = JSON.parse(onDisk(['import', csv]));
  onDisk(['import', 'undo', items[0].id]);
});

test('the undo of an import takes back all or nothing, killed at any point and started again', { skip }, async () => {
  const work = join(folder, 'work');
  const imported = join(folder, 'imported');
  fresh(template, imported);
  const report = json(imported, ['import', csv]);
  ask(imported, 'pragma wal_checkpoint(truncate)');
  const words = ['import', 'undo', report.id];
  fresh(imported, work);
  const counts = count(work, words, { clock });
  assert.equal(peopleNow(work), 1);
  for (const point of points(counts, 20)) {
    fresh(imported, work);
    broken(work, words, point, 'signal=KILL', { clock });
    await recover(work);
    assert.equal(intact(work), 'ok');
    assert.ok([1, 61].includes(peopleNow(work)), `${peopleNow(work)} people after ${point.call} ${point.nth}`);
  }
});

test('the undo of an import that meets a full disk at any point loses and doubles nothing', { skip }, async () => {
  const work = join(folder, 'work');
  const imported = join(folder, 'imported');
  fresh(template, imported);
  const report = json(imported, ['import', csv]);
  ask(imported, 'pragma wal_checkpoint(truncate)');
  const words = ['import', 'undo', report.id];
  fresh(imported, work);
  for (const point of points(count(work, words, { clock }), 20)) {
    fresh(imported, work);
    const { status, signal } = broken(work, words, point, 'error=ENOSPC', { clock });
    const where = `${point.call} ${point.nth}`;
    assert.equal(signal, null, `no crash at ${where}`);
    if (status === 0) assert.equal(peopleNow(work), 1, `success was no lie at ${where}`);
    await recover(work);
    assert.equal(intact(work), 'ok');
    assert.ok([1, 61].includes(peopleNow(work)), `${peopleNow(work)} people after ${where}`);
  }
});

// A server on its own copy of the store, with one worker: who it is tells its log.
async function serve(where) {
  const server = spawn(program, [`--db=${join(where, 'rapport.db')}`, 'serve', '--listen=127.0.0.1:0', '--workers=1', '--no-browser'],
    { env: environment(where), stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((done) => server.once('exit', done));
  let output = '';
  const hear = (bytes) => { output += bytes; };
  server.stdout.on('data', hear);
  server.stderr.on('data', hear);
  const until = async (found) => {
    for (let i = 0; i < 1000 && !found(); i++) await new Promise((done) => setTimeout(done, 10));
    assert.ok(found(), output);
  };
  await until(() => /start\?token=[\w-]+/.test(output));
  const link = /https?:\/\/\S+/.exec(output)[0];
  const base = new URL(link).origin;
  const worker = async () => {
    const lines = () => [...output.matchAll(/"pid":(\d+),"event":"http.request"/g)].map(([, pid]) => Number(pid));
    const before_it = lines().length;
    for (let i = 0; i < 200; i++) {
      try {
        if ((await send(base, 'GET', '/healthz')).status === 200) break;
      } catch { await new Promise((done) => setTimeout(done, 10)); }
    }
    await until(() => lines().length > before_it);
    return lines().at(-1);
  };
  return { base, link, worker, end: async () => { server.kill('SIGTERM'); await ended; } };
}

// How many requests there are, and whether everything that belongs to each is there too.
const requestsNow = (where) => {
  const [requests, tally, rows, halves] = ask(where, `select (select count(*) from request) || ' ' ||
    (select count from tally where noun = 'request') || ' ' || (select count(*) from change_row where noun = 'request') || ' ' ||
    (select count(*) from change_row where record not in (select doc from change_record))`).split(' ').map(Number);
  assert.deepEqual([tally, rows, halves], [requests, requests, 0], 'the count and the history agree with the requests');
  return requests;
};

test('a request that is saved in the browser is stored whole or not at all, whatever happens to its worker', { skip, timeout: 280000 }, async (t) => {
  const work = join(folder, 'served');
  fresh(template, work);
  const server = await serve(work);
  try {
    const me = await Session.open({ base: server.base, link: server.link });
    let number = 0;
    const save = () => me.change('/request/save', { person: ids.person, channel: 'email', minutes: 20, body: `Dear Ada, may I ask you about river ${++number}?` });
    assert.equal((await save()).status, 200);
    const counted = await attach(await server.worker(), work);
    if (!counted) {
      t.skip('strace may not attach to a process here');
      return;
    }
    assert.equal((await save()).status, 200);
    const counts = await counted.end();
    for (const [how, inject] of [['killed', 'signal=KILL'], ['no room', 'error=ENOSPC'], ['broken', 'error=EIO']]) {
      for (const point of points(counts, 20)) {
        const where = `${how} at ${point.call} ${point.nth}`;
        const before_it = requestsNow(work);
        /* A worker that ends within its first second is started again ever later. */
        if (how === 'killed') await new Promise((done) => setTimeout(done, 1100));
        const watcher = await attach(await server.worker(), work, { ...point, inject });
        const answer = await save().catch(() => null); // the worker went away without an answer
        await watcher.end();
        assert.equal((await send(server.base, 'GET', '/healthz')).status, 200, `another worker answers, ${where}`);
        const now = requestsNow(work);
        assert.ok(now === before_it || now === before_it + 1, `${before_it} and then ${now}, ${where}`);
        if (answer?.status === 200) assert.equal(now, before_it + 1, `success was no lie, ${where}`);
        if (answer !== null && answer.status !== 200) {
          assert.ok([500, 503].includes(answer.status), `${answer.status}, ${where}`);
          assert.match(JSON.parse(answer.body).title, /^[A-Z].*\.$/, where);
        }
        assert.equal((await save()).status, 200, `the next one is saved, ${where}`);
      }
    }
    assert.equal(intact(work), 'ok');
  } finally {
    await server.end();
  }
});

test('a file that may not grow is answered with a sentence, and works again when there is room', { skip }, () => {
  const work = join(folder, 'work');
  const big = join(folder, 'Big.csv');
  writeFileSync(big, connectionsCsv(3000, 9));
  fresh(template, work);
  const size_kb = Math.ceil(statSync(join(work, 'rapport.db')).size / 1024);
  for (const room_kb of [0, 40, 200]) {
    fresh(template, work);
    const { status, signal, stderr } = run(work, ['import', big],
      { clock, around: ['sh', '-c', `trap '' XFSZ; ulimit -f ${size_kb + room_kb}; exec "$@"`, 'sh'] });
    assert.equal(signal, null);
    assert.notEqual(status, 0, `${room_kb} kB are too few`);
    assert.match(stderr, /\w+ \w+/, 'it says what happened');
    assert.equal(intact(work), 'ok');
    const again = run(work, ['person', 'save', '--name=Grace Okafor'], { clock: later });
    assert.equal(again.status, 0, again.stderr);
  }
});

const namespace = spawnSync('unshare', ['-m', 'true']).status === 0;
test('a disk that is really full is answered with a sentence, and the store is sound', { skip: skip || (namespace ? false : 'no mount namespace here') }, () => {
  const work = join(folder, 'work');
  const back = join(folder, 'back');
  fresh(template, work);
  rmSync(back, { recursive: true, force: true });
  mkdirSync(back);
  const size_kb = Math.ceil(statSync(join(work, 'rapport.db')).size / 1024);
  const big = join(folder, 'Big.csv');
  writeFileSync(big, connectionsCsv(3000, 9));
  const script = `mkdir "$1/disk" && mount -t tmpfs -o size=${size_kb + 300}k tmpfs "$1/disk" && cp "$1/rapport.db" "$1/disk/" || exit 99
    "$2" --db="$1/disk/rapport.db" import "$3"; code=$?; cp "$1"/disk/rapport.db* "$4/"; exit $code`;
  const { status, stderr } = spawnSync('unshare', ['-m', 'sh', '-c', script, 'sh', work, program, big, back], { env: environment(work, clock), encoding: 'utf8' });
  assert.notEqual(status, 99, 'the small disk could be mounted');
  assert.notEqual(status, 0);
  assert.match(stderr, /\w+ \w+/);
  assert.equal(intact(back), 'ok');
  assert.ok(peopleNow(back) >= 1);
});
