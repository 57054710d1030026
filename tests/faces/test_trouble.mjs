// SPDX-License-Identifier: GPL-3.0-or-later
// Trouble from outside: files that are not what they seem, stores that are damaged, full or newer, a server that goes
// away, a second window. Each time: a sentence with a remedy, the right status, and nothing lost.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, copyFileSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Workbench, engine, program } from '../browser/lib/server.mjs';
import { Session, raw, statusOf } from './lib/http.mjs';

const header = 'First Name,Last Name,URL,Email Address,Company,Position,Connected On';
const row = (name) => `${name},Okafor,https://www.linkedin.com/in/${name.toLowerCase()},${name.toLowerCase()}@example.org,River Trust,Field ecologist,12 Feb 2026`;
const root = process.getuid() === 0;
const have = (tool, ...words) => spawnSync(tool, words.length ? words : ['--version']).status === 0;
const files = { skip: engine === 'postgres' && 'PostgreSQL keeps no file of ours' };

const bench = new Workbench();
let me, postgres;

before(async () => {
  bench.json(['person', 'save', '--name=Ada Quinn', '--title=Curator', '--notes=Met at the library']);
  for (let i = 0; i < 30; i++) bench.json(['person', 'save', `--name=Person ${i}`, `--notes=${'a long note '.repeat(40)}`]);
  await bench.start();
  me = await Session.open(bench);
});
after(async () => {
  await bench.end();
  await postgres?.end();
});

// Everything the store would tell.
const told = (where = bench) => ['person list --limit=200', 'target list', 'task list', 'history']
  .map((words) => where.run([...words.split(' '), '--format=json']).out).join('');

// What happened, in a sentence, and what to do, in another one.
function clear(title, remedy) {
  assert.match(title, /^[A-Z][^{}]{15,}[.”]$/, `plain and whole: ${title}`);
  assert.doesNotMatch(title, /\bSQL|sqlite|errno|PGRES|malformed|libpq:|0x/i, title);
  assert.match(title, remedy, title);
}

// A command that must be refused with these words, and change nothing.
function refused(words, { status, code, remedy, db, env, around = [] }) {
  const address = db ?? bench.db;
  const [command, ...rest] = [...around, program, `--db=${address}`, ...words];
  for (const format of ['json', 'table']) {
    const ran = spawnSync(command, [...rest, `--format=${format}`], { env: { ...bench.environment(), ...env }, encoding: 'utf8', timeout: 60000, input: '' });
    const what = `${words.join(' ')}: ${ran.stderr}`;
    assert.equal(ran.signal, null, what);
    assert.equal(ran.status, status, what);
    assert.equal(ran.stdout, '', what);
    const lines = ran.stderr.split('\n').filter((line) => !line.startsWith('{"at":')).join('\n');
    if (format === 'json') {
      const problem = JSON.parse(lines);
      const said = problem.fields[0] ?? { code: problem.code, message: problem.title };
      assert.equal(said.code, code, what);
      clear(said.message, remedy);
    } else {
      assert.match(lines, /^rapport: [A-Z]/, what);
      assert.match(lines, remedy, what);
    }
  }
}

const wrong = {
  'a letter': { content: 'Dear Ines, dear Tom,\nit rained, and we met nobody.\nSo long\n' },
  'an empty file': { content: '' },
  'a file with its header only': { content: `${header}\n` },
  'a list that was cut off in its only row': { content: `${header}\nInes,Okafor,https://www.link` },
  'a list that was cut off within quotation marks': { content: `${header}\n${row('Ines')}\nTom,Reyes,,,"City Mus` },
  'a quotation mark that is never closed': { content: `${header}\nA,"${'a'.repeat(3 << 20)}` },
  'a picture': { content: Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(5000, 7)]) },
  'bytes of chance': { content: Buffer.from(Array.from({ length: 60000 }, (_, i) => (i * i * 31 + i * 7 + (i >> 3)) & 255)) },
  'a program': { content: readFileSync('/bin/sh') },
};

test('a file that is no list of people is refused with what to do, in the terminal and on the page', async () => {
  const before_it = told();
  const refusals = new Set();
  for (const [what, { content }] of Object.entries(wrong)) {
    const path = join(bench.folder, 'wrong.csv');
    writeFileSync(path, content);
    const { status, out, err } = bench.run(['import', path, '--format=json']);
    assert.equal(status, 2, what);
    assert.equal(out, '', what);
    const [field] = JSON.parse(err).fields;
    assert.equal(field.field, 'file', what);
    clear(field.message, /Nothing was changed|nothing was read/);
    clear(field.message, /Please (choose|get|look)/);
    refusals.add(field.code);
    const page = await me.upload('/import', { file: { name: 'Connections.csv', content: Buffer.from(content).toString('latin1').slice(0, 900000) } });
    assert.equal(page.status, 422, what);
    assert.match(page.headers['content-type'], /^text\/html/, what);
    assert.match(page.body, /class="problems"[^]*<a href="#file">[A-Z]/, what);
  }
  assert.ok(refusals.size >= 4, `each kind has its own sentence: ${[...refusals]}`);
  assert.equal(told(), before_it);
});

test('a list that was cut off keeps its whole rows and names the broken one', () => {
  const path = join(bench.folder, 'cut.csv');
  writeFileSync(path, `${header}\n${row('Ines')}\nTom,Reyes,https://www.linkedin.com/in/tom,,City Mus`);
  const report = bench.json(['import', path, '--preview']);
  assert.deepEqual([report.read, report.created, report.rejected], [2, 1, 1]);
  assert.equal(report.rows[0].verdict, 'rejected');
  assert.match(bench.run(['import', 'read', report.id]).out, /may have been cut off/);
  bench.json(['import', 'cancel', report.id]);
});

test('rows that come back to be mended say why in words, on every way out', async () => {
  const path = join(bench.folder, 'odd.csv');
  writeFileSync(path, `${header}\n${row('Ines')}\nTom,Reyes,https://www.linkedin.com/in/tom\n`);
  const { id } = bench.json(['import', path, '--preview']);
  const why = 'This row has fewer cells than the header. It may have been cut off.';
  assert.match(bench.run(['import', 'rejected', id]).out, new RegExp(`,Rapport row,Rapport reason\r\nTom,Reyes,.*,2,${why}\r\n$`));
  assert.equal((await me.get(`/import/${id}/rejected`, { accept: 'text/html' })).body, bench.run(['import', 'rejected', id]).out);
  assert.equal(bench.json(['import', 'rejected', id]).items[0].reason, 'import.too_few_cells');
  bench.json(['import', 'cancel', id]);
  writeFileSync(path, 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Kim Lee\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nNOTE:odd\r\nEND:VCARD\r\n');
  const cards = bench.json(['import', path, '--preview']);
  const card = bench.run(['import', 'rejected', cards.id]).out;
  assert.match(card, /^BEGIN:VCARD\r\nX-RAPPORT-ROW:2\r\nX-RAPPORT-REASON:This row has no name\\, no organization\\, no email address/);
  for (const line of card.split('\r\n')) assert.ok(line.length <= 75, line);
  bench.json(['import', 'cancel', cards.id]);
});

test('a folder, a missing file and a file of somebody else are refused by name', () => {
  refused(['import', bench.folder], { status: 2, code: 'cli.no_file', remedy: /check its name/ });
  refused(['import', join(bench.folder, 'none.csv')], { status: 4, code: 'cli.no_file', remedy: /check its name/ });
});

// The most memory a command took, in kB, beside how it ended.
const measured = (words, input) => {
  const script = `import resource,subprocess,sys
ran=subprocess.run(sys.argv[1:]); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr); sys.exit(ran.returncode)`;
  const began = Date.now();
  const ran = spawnSync('sh', ['-c', `${input ?? ''} exec python3 -c '${script}' "$@"`, 'sh', program, ...words], { env: bench.environment(), encoding: 'utf8', timeout: 60000 });
  return { status: ran.status, err: ran.stderr, kb: Number(ran.stderr.trim().split('\n').at(-1)), ms: Date.now() - began };
};

test('a gigabyte on one line is refused with little memory', { skip: !have('python3') && 'python3 is not installed' }, () => {
  const path = join(bench.folder, 'huge.csv');
  const before_it = told();
  const fd = openSync(path, 'w');
  ftruncateSync(fd, 2 ** 32 + 1);
  closeSync(fd);
  const named = measured(['import', path]);
  const piped = measured(['import', '-'], `{ echo '${header}'; head -c ${2 ** 30} '${path}' | tr '\\0' a; } |`);
  for (const { status, err, kb, ms } of [named, piped]) {
    assert.equal(status, 2, err);
    assert.match(err, /larger than|on line 2 is longer than a megabyte/);
    assert.ok(kb > 0 && kb < 100000, `${kb} kB`);
    assert.ok(ms < 60000, `${ms} ms`);
  }
  /* Just within what is taken, and on one line all the same: the job says so. */
  writeFileSync(path, `${header}\n${'a'.repeat(60 << 20)}`);
  const within = measured(['import', path]);
  rmSync(path);
  assert.equal(within.status, 2, within.err);
  assert.match(within.err, /on line 2 is longer than a megabyte\. Nothing was changed\. Please/);
  assert.ok(within.kb < 250000, `${within.kb} kB`);
  assert.equal(told(), before_it);
});

const largest = (pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
const childrenOf = (pid) => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((child) => {
  try { return Number(readFileSync(`/proc/${child}/stat`, 'utf8').split(') ')[1].split(' ')[1]) === pid; } catch { return false; }
});

test('eight gigabytes that are sent to the server are refused before they are read', async () => {
  const cookie = `Cookie: rapport_session=${me.cookies.rapport_session}\r\n`;
  const part = `--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n${me.token}\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n`;
  const head = `POST /import HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n${cookie}Content-Type: multipart/form-data; boundary=b\r\n`;
  const began = Date.now();
  assert.equal(statusOf(await raw(bench.base, `${head}Content-Length: ${2 ** 33}\r\n\r\n${part}`)), 413);
  const chunk = 'a'.repeat(1 << 20);
  const chunks = `${head}Transfer-Encoding: chunked\r\n\r\n${part.length.toString(16)}\r\n${part}\r\n${`100000\r\n${chunk}\r\n`.repeat(80)}0\r\n\r\n`;
  assert.equal(statusOf(await raw(bench.base, chunks, 30000)), 400, 'eighty megabytes that end without their boundary');
  assert.ok(Date.now() - began < 30000);
  for (const pid of childrenOf(bench.server.pid)) assert.ok(largest(pid) < 250000, `${largest(pid)} kB`);
  assert.equal((await me.get('/people')).status, 200);
});

// ---- stores that cannot be used ----

// A copy of the store, all in one file.
function copy(name) {
  const path = join(bench.folder, name);
  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
  spawnSync('sqlite3', [bench.db, `vacuum into '${path}'`]);
  spawnSync('sqlite3', [path, 'pragma journal_mode=wal']);
  return path;
}

const bytes = (path) => readFileSync(path).toString('latin1') + (existsSync(`${path}-wal`) ? readFileSync(`${path}-wal`).toString('latin1') : '');
const stores = { skip: files.skip || (!have('sqlite3') && 'sqlite3 is not installed') };

// No command works on this store, and the server does not start on it; its bytes stay.
function unusable(path, expected) {
  const before_it = bytes(path);
  for (const words of [['today'], ['person', 'list'], ['person', 'save', '--name=Grace Okafor'], ['doctor']]) refused(words, { db: path, ...expected });
  const served = spawnSync(program, [`--db=${path}`, 'serve', '--listen=127.0.0.1:0'], { env: bench.environment(), encoding: 'utf8', timeout: 20000 });
  assert.equal(served.status, expected.status, served.stderr);
  assert.match(served.stderr, new RegExp(`^rapport: .*${expected.remedy.source}`, 'm'));
  assert.ok(bytes(path) === before_it, 'the file is as it was');
}

test('a store of a newer version is left alone', stores, () => {
  const path = copy('newer.db');
  spawnSync('sqlite3', [path, "insert into rapport_schema values (9999, 'of another day', 0); pragma wal_checkpoint(truncate)"]);
  unusable(path, { status: 5, code: 'store.newer', remedy: /Install that version, or open a backup/ });
});

test('people whose addresses were saved before addresses had a hash are known again', stores, () => {
  const path = copy('before.db');
  const list = join(bench.folder, 'Before.csv');
  const counts = (text) => {
    writeFileSync(list, `${header}\r\n${text}\r\n`);
    const { created, updated, unchanged } = JSON.parse(spawnSync(program, [`--db=${path}`, 'import', list, '--format=json'], { encoding: 'utf8' }).stdout);
    return { created, updated, unchanged };
  };
  assert.deepEqual(counts(row('Before')), { created: 1, updated: 0, unchanged: 0 });
  const { stdout } = spawnSync('sqlite3', [path, 'update contact_point set value_hash = null returning 1'], { encoding: 'utf8' });
  assert.ok(stdout.split('\n').length > 2, 'they had one');
  assert.deepEqual(counts(row('Before').replace('Field ecologist', 'Head of rivers')), { created: 0, updated: 1, unchanged: 0 });
  assert.deepEqual(counts(row('Before').replace('Field ecologist', 'Director')), { created: 0, updated: 1, unchanged: 0 });
});

test('people whose cards were saved before their names had a hash are known again', stores, () => {
  const path = copy('before-cards.db');
  const file = join(bench.folder, 'before.vcf');
  const counts = (title) => {
    writeFileSync(file, `BEGIN:VCARD\r\nVERSION:3.0\r\nUID:0cfbf0b1-before\r\nN:Cardwell;Orsolya;;;\r\nFN:Orsolya Cardwell\r\nTITLE:${title}\r\nEND:VCARD\r\n`);
    const { created, updated, unchanged } = JSON.parse(spawnSync(program, [`--db=${path}`, 'import', file, '--format=json'], { encoding: 'utf8' }).stdout);
    return { created, updated, unchanged };
  };
  assert.deepEqual(counts('Field ecologist'), { created: 1, updated: 0, unchanged: 0 });
  const { stdout } = spawnSync('sqlite3', [path, 'update person set uid_hash = null where uid is not null returning uid'], { encoding: 'utf8' });
  assert.match(stdout, /0cfbf0b1-before/, 'it had one');
  assert.deepEqual(counts('Head of rivers'), { created: 0, updated: 1, unchanged: 0 });
  assert.deepEqual(counts('Director'), { created: 0, updated: 1, unchanged: 0 });
});

test('a file that is no store is left alone', stores, () => {
  const path = join(bench.folder, 'letter.txt');
  for (const content of ['Dear Ada,\n', 'x', readFileSync('/bin/sh'), 'SQLite format 3\0 is how it begins', Buffer.alloc(8192)]) {
    writeFileSync(path, content);
    unusable(path, { status: 2, code: 'store.not_a_store', remedy: /Choose another path/ });
  }
  const other = join(bench.folder, 'other.db');
  spawnSync('sqlite3', [other, 'create table photo (name text)']);
  unusable(other, { status: 2, code: 'store.not_a_store', remedy: /Choose another path/ });
  refused(['today'], { db: bench.folder, status: 2, code: 'store.not_a_store', remedy: /Choose another path/ });
});

test('a store that is damaged at any page never crashes, lies or gets worse', { ...stores, timeout: 200000 }, () => {
  const path = copy('damaged.db');
  const sound = readFileSync(path);
  const pages = sound.length / 4096;
  const told_of = new Set();
  const still = { ...bench.environment(), RAPPORT_CLOCK: '2026-03-02T09:00:00Z' };
  const ask = (words) => spawnSync(program, [`--db=${path}`, ...words, '--format=json'], { env: still, encoding: 'utf8', timeout: 30000 });
  const commands = [['today'], ['person', 'list', '--query=person'], ['doctor']];
  const whole = commands.map((words) => ask(words).stdout);
  assert.ok(pages > 50);
  for (let i = 0; i < 40; i++) {
    const page = i < 8 ? i : Math.floor((i * pages) / 40);
    const damaged = Buffer.from(sound);
    damaged.fill(0xa5, page * 4096 + (page === 0 ? 100 : 0), (page + 1) * 4096);
    for (const [n, words] of commands.entries()) {
      for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true });
      writeFileSync(path, damaged);
      const ran = ask(words);
      const what = `${words.join(' ')}, page ${page}: ${ran.stderr}`;
      assert.equal(ran.signal, null, what);
      assert.ok(bytes(path) === damaged.toString('latin1'), `reading wrote nothing, ${what}`);
      if (ran.status === 1) {
        const problem = JSON.parse(ran.stderr.split('\n').filter((line) => !line.startsWith('{"at":')).join('\n'));
        assert.equal(problem.code, 'store.corrupt', what);
        clear(problem.title, /Keep a copy of the file.* backup/);
        told_of.add(words[0]);
      } else if (words[0] !== 'doctor') {
        assert.equal(ran.status, 0, what);
        assert.equal(ran.stdout, whole[n], `the whole answer or none, ${what}`);
      } else {
        assert.equal(ran.status, 0, what);
        const { ok, items } = JSON.parse(ran.stdout);
        const [store] = items.filter(({ check }) => check === 'store');
        if (!store.ok) {
          assert.equal(ok, false);
          assert.match(store.finding, /\w+/);
          told_of.add('finding');
        }
      }
    }
  }
  for (const kind of ['today', 'person', 'finding']) assert.ok(told_of.has(kind), kind);
});

test('a store with bytes of chance here and there never crashes', { ...stores, timeout: 200000 }, () => {
  const path = copy('chance.db');
  const sound = readFileSync(path);
  let seed = 20260302;
  const chance = (below) => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return Math.floor((seed / 2 ** 32) * below); };
  for (let round = 0; round < 40; round++) {
    const damaged = Buffer.from(sound);
    for (let i = 0; i < 200; i++) damaged[100 + chance(sound.length - 100)] = chance(256);
    for (const words of [['today'], ['person', 'list'], ['person', 'save', '--name=Grace Okafor'], ['history']]) {
      for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true });
      writeFileSync(path, damaged);
      const ran = spawnSync(program, [`--db=${path}`, ...words], { env: bench.environment(), encoding: 'utf8', timeout: 30000 });
      const what = `${words.join(' ')}, round ${round}: ${ran.stderr}`;
      assert.equal(ran.status, 1, what);
      assert.equal(ran.stdout, '', what);
      assert.match(ran.stderr, /^rapport: The store's file is damaged\. .*\.$/m, what);
    }
  }
});

const nobody = root ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];

test('a store that may only be read says so, and stays', stores, () => {
  const folder = join(bench.folder, 'shelf');
  mkdirSync(folder);
  spawnSync('chmod', ['0711', bench.folder]);
  const path = join(folder, 'rapport.db');
  copyFileSync(copy('readable.db'), path);
  const before_it = bytes(path);
  const expected = { db: path, status: 3, around: nobody };
  for (const [file, place, code] of [['0444', '0555', 'store.read_only'], ['0000', '0555', 'store.no_access'], ['0666', '0555', 'store.read_only']]) {
    spawnSync('chmod', [file, path]);
    spawnSync('chmod', [place, folder]);
    for (const words of [['today'], ['person', 'save', '--name=Grace Okafor']]) refused(words, { ...expected, code, remedy: /writable|who owns the file/ });
  }
  refused(['today'], { ...expected, db: join(folder, 'new.db'), code: 'store.no_access', remedy: /who owns the file and its folder/ });
  spawnSync('chmod', ['0755', folder]);
  spawnSync('chmod', ['0600', path]);
  assert.ok(bytes(path) === before_it);
});

// ---- a full disk ----

test('a full disk is said in words by the server, and the next save works when there is room', { ...files, timeout: 60000 }, async (t) => {
  const other = new Workbench();
  const disk = join(other.folder, 'disk');
  mkdirSync(disk);
  if (!root || !have('mount', '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk)) {
    await other.end();
    t.skip('no file system can be mounted here');
    return;
  }
  try {
    other.db = join(disk, 'rapport.db');
    process.env.TMPDIR = disk;
    await other.start();
    delete process.env.TMPDIR;
    const session = await Session.open(other);
    assert.equal((await session.post('/person/save', { name: 'Ada Quinn' })).status, 303);
    const before_it = told(other);
    const fill = join(disk, 'fill');
    spawnSync('sh', ['-c', `cat /dev/zero > ${fill}`]);
    const note = 'a long note '.repeat(1000);
    const page = await session.post('/person/save', { name: 'Grace Okafor', notes: note });
    assert.equal(page.status, 500);
    assert.match(page.body, /The disk is full\. Your last change was not stored; everything before it is safe\. Make some room/);
    const problem = await session.change('/person/save', { name: 'Grace Okafor', notes: note });
    assert.equal(problem.status, 500);
    assert.equal(JSON.parse(problem.body).code, 'store.full');
    const upload = await session.upload('/import', { file: { name: 'Connections.csv', content: `${header}\n${row('Ines')}\n` } }, { accept: 'application/json' });
    assert.equal(upload.status, 500);
    assert.match(JSON.parse(upload.body).title, /no room for a temporary file.*free some space|disk is full/);
    const typed = other.run(['person', 'save', '--name=Grace Okafor', `--notes=${note}`]);
    assert.equal(typed.status, 1);
    assert.match(typed.err, /^rapport: The disk is full/m);
    assert.equal((await session.get('/people')).status, 200, 'reading still works');
    rmSync(fill);
    assert.equal(told(other), before_it);
    assert.equal((await session.post('/person/save', { name: 'Grace Okafor', notes: note })).status, 303);
    assert.deepEqual(JSON.parse((await session.get('/people.json')).body).items.map(({ name }) => name).sort(), ['Ada Quinn', 'Grace Okafor']);
  } finally {
    delete process.env.TMPDIR;
    await other.stop();
    spawnSync('umount', [disk]);
    await other.end();
  }
});

// ---- the server's surroundings ----

test('a port that another program holds is named, with a free one to take', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => holder.once('listening', done));
  const { port } = holder.address();
  const { status, stderr } = spawnSync(program, ['serve', `--listen=127.0.0.1:${port}`], { env: bench.environment(), encoding: 'utf8', timeout: 10000 });
  holder.close();
  assert.equal(status, 5);
  assert.match(stderr, new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is in use.*rapport serve --listen=127\\.0\\.0\\.1:${port + 1}`));
});

// The private PostgreSQL, by hand: the same program with the same options, as it was started.
class Server {
  constructor() {
    this.place = new URLSearchParams(process.env.RAPPORT_TEST_POSTGRES.split('?')[1]).get('host');
    this.data = join(this.place, 'data');
    [this.program, ...this.options] = readFileSync(join(this.data, 'postmaster.opts'), 'utf8').match(/^\S+|"[^"]*"/g).map((word) => word.replaceAll('"', ''));
  }

  isReady() {
    return spawnSync('psql', [process.env.RAPPORT_TEST_POSTGRES, '-qtc', 'select 1']).status === 0;
  }

  async stop() {
    const pid = Number(readFileSync(join(this.data, 'postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(pid, 'SIGQUIT'); // at once, as in a crash
    for (let i = 0; i < 300 && existsSync(join(this.data, 'postmaster.pid')); i++) await sleep(20);
    assert.ok(!existsSync(join(this.data, 'postmaster.pid')), 'PostgreSQL stopped');
  }

  async start() {
    const { uid, gid } = statSync(this.data);
    this.own = spawn(this.program, this.options, { ...(root && { uid, gid }), cwd: this.data, stdio: 'ignore' });
    for (let i = 0; i < 300 && !this.isReady(); i++) await sleep(50);
    assert.ok(this.isReady(), 'PostgreSQL is back');
  }

  async end() {
    if (!this.own) return;
    const ended = new Promise((done) => this.own.once('exit', done));
    this.own.kill('SIGINT');
    await ended;
  }
}

const server = { skip: engine === 'sqlite' && 'for PostgreSQL only', timeout: 60000 };

test('a PostgreSQL that goes away within a call leaves nothing half done, and the next call works when it is back', server, async () => {
  postgres = new Server();
  const before_it = told();
  // A call that is held up in its midst: it has written its record of changes, and waits for the table of people.
  const holder = spawn('psql', [bench.db, '-qc', 'begin', '-c', 'lock table person in access exclusive mode', '-c', 'select pg_sleep(60)'], { stdio: 'ignore' });
  const ask = (question) => spawnSync('psql', [bench.db, '-qtAc', question], { encoding: 'utf8' }).stdout.trim();
  const until = async (question) => { for (let i = 0; i < 200 && ask(question) !== 't'; i++) await sleep(10); };
  await until("select exists (select from pg_locks where mode = 'AccessExclusiveLock' and relation = 'person'::regclass and granted)");
  const held = me.change('/person/save', { name: 'Grace Okafor' });
  await until("select exists (select from pg_locks where relation = 'person'::regclass and not granted)");
  await postgres.stop();
  const answer = await held;
  assert.equal(answer.status, 503, answer.body);
  assert.equal(answer.headers['retry-after'], '2');
  const problem = JSON.parse(answer.body);
  assert.match(problem.code, /^store\.(gone|unreachable)$/);
  clear(problem.title, /Try again in a moment|then try again/i);
  holder.kill();
  const page = await me.get('/people');
  assert.equal(page.status, 503);
  assert.match(page.headers['content-type'], /^text\/html/);
  assert.match(page.body, /Try again in a moment|then try again/i);
  const typed = bench.run(['person', 'list']);
  assert.equal(typed.status, 6, typed.err);
  assert.match(typed.err, /^rapport: The database server does not answer\. Nothing was changed\. Look whether it runs/m);
  const started = spawnSync(program, ['serve', '--listen=127.0.0.1:0'], { env: bench.environment(), encoding: 'utf8', timeout: 30000 });
  assert.equal(started.status, 6, started.stderr);
  await postgres.start();
  assert.equal(told(), before_it);
  const later = await me.change('/person/save', { name: 'Grace Okafor' });
  assert.equal(later.status, 200, later.body);
  assert.equal((await me.get('/people')).status, 200);
  assert.equal((await me.change('/person/remove', { id: JSON.parse(later.body).id })).status, 200);
});

test('an address of a server that is not there is refused in words', () => {
  for (const [db, status, code] of [[`postgresql://rapport@/none?host=${bench.folder}`, 6, 'store.unreachable'], ['postgresql://[', 2, 'store.address']]) {
    refused(['today'], { db, status, code, remedy: /try again|Write it as postgresql:/ });
  }
});

// ---- a second window ----

const valueOf = (html, name) => html.match(new RegExp(`<(?:input|textarea)[^>]* name="${name}"[^>]*>[^<]*`))?.[0];
const hidden = (html, name) => /value="([^"]*)"/.exec(valueOf(html, name))[1];

test('a stale form comes back with what was typed and what is stored, and can then be saved', async () => {
  const id = JSON.parse((await me.get('/people.json?query=quinn')).body).items[0].id;
  const form = async () => (await me.get(`/person/form?id=${id}`)).body;
  const [first, second] = [await form(), await form()];
  const fields = (html, more) => ({ id, version: hidden(html, 'version'), name: 'Ada Quinn', notes: 'Met at the library', ...more });
  assert.equal((await me.post('/person/save', fields(second, { title: 'Director', place: 'Riverside' }))).status, 303);
  const stored = (await me.get(`/person/${id}.json`)).body;
  const late = await me.post('/person/save', fields(first, { title: 'Head <of> rivers', place: '' }));
  assert.equal(late.status, 409);
  assert.match(late.body, /This was changed since you opened it\. Nothing was overwritten\./);
  assert.match(valueOf(late.body, 'title'), /value="Head &lt;of&gt; rivers"/);
  assert.match(late.body, /<a href="#title">Saved meanwhile: “Director”<\/a>/);
  assert.match(late.body, /id="place-wrong">Saved meanwhile: “Riverside”</);
  assert.doesNotMatch(late.body, /id="(name|notes)-wrong"/, 'what is the same is not marked');
  assert.equal((await me.get(`/person/${id}.json`)).body, stored);
  const again = await me.post('/person/save', fields(late.body, { title: 'Head of rivers', place: 'Riverside' }));
  assert.equal(again.status, 303, 'who has seen both versions may save');
  assert.equal(JSON.parse((await me.get(`/person/${id}.json`)).body).title, 'Head of rivers');
});

test('a stale save of a program is a conflict that holds both versions', async () => {
  const id = JSON.parse((await me.get('/people.json?query=quinn')).body).items[0].id;
  const { version } = JSON.parse((await me.get(`/person/form.json?id=${id}`)).body);
  assert.equal((await me.change('/person/save', { id, version, name: 'Ada Quinn', title: 'Theirs', contact_points: [{ kind: 'email', value: 'ada@example.org' }] })).status, 200);
  const answer = await me.change('/person/save', { id, version, name: 'Ada Quinn', title: 'Mine', contact_points: [] });
  assert.equal(answer.status, 409);
  assert.equal(answer.headers['content-type'], 'application/problem+json');
  const problem = JSON.parse(answer.body);
  assert.equal(problem.code, 'record.stale');
  assert.deepEqual([problem.yours.title, problem.theirs.title, problem.theirs.version], ['Mine', 'Theirs', version + 1]);
  assert.deepEqual(problem.fields.map(({ field, code }) => [field, code]), [['title', 'record.theirs'], ['contact_points', 'record.theirs_other']]);
  const typed = bench.run(['person', 'save', `--id=${id}`, `--version=${version}`, '--name=Ada Quinn', '--title=Mine']);
  assert.equal(typed.status, 5);
  assert.match(typed.err, /title: Saved meanwhile: “Theirs”/);
});
