// SPDX-License-Identifier: GPL-3.0-or-later
// The command line: help, mistakes, input, output and exit codes, as promised in the design.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workbench, program } from '../browser/lib/server.mjs';

const bench = new Workbench();
after(() => bench.end());

const run = (...words) => bench.run(words);
const shell = (script) => spawnSync('sh', ['-c', script], { env: { ...bench.environment(), RAPPORT: program }, encoding: 'utf8', timeout: 30000 });

test('help lists every command that has a face, each with one line', () => {
  const { status, out } = run('help');
  assert.equal(status, 0);
  for (const { name } of bench.json(['calls']).items) assert.match(out, new RegExp(`^  ${name} +\\S`, 'm'), name);
  assert.deepEqual(run(), run('--help'));
});

test('the help of every command begins with its example, which names that command', () => {
  for (const { name, params } of bench.json(['calls']).items) {
    const { status, out } = run(...name.split(' '), '--help');
    assert.equal(status, 0, name);
    assert.match(out, new RegExp(`^  rapport ${name}`), name);
    for (const param of params) if (!param.endsWith(':rows')) assert.ok(out.includes(`--${param.split(':')[0]}=`), `${name} ${param}`);
  }
  assert.equal(run('help', 'person', 'save').out, run('person', 'save', '--help').out);
});

test('the help of a word that may be another one too lists those that are offered', () => {
  const { out } = run('import', 'map', '--help');
  for (const key of ['given_name', 'email:work', 'address.city', 'how_found', 'keep', 'drop']) assert.match(out, new RegExp(`[ ]${key}(,|$)`, 'm'), key);
  for (const line of out.split('\n').filter((text) => text.includes('given_name'))) assert.ok(line.length <= 100, line);
});

test('a mistyped word gets a suggestion and exit code 2', () => {
  const { status, out, err } = run('persn', 'list');
  assert.equal(status, 2);
  assert.equal(out, '');
  assert.match(err, /Did you mean "rapport person list"\?/);
  assert.match(run('tody').err, /"rapport today"/);
  assert.match(run('person', 'save', '--nmae=Ada').err, /Did you mean --name\?/);
  assert.match(run('xyzzy').err, /There is no command "xyzzy"/);
});

test('a noun without its verb lists what can be done with it', () => {
  const { status, out, err } = run('person');
  assert.equal(status, 2);
  assert.match(err, /needs one more word/);
  assert.match(out, /^  person list /m);
});

test('a problem in JSON is one document on standard error', () => {
  const { status, out, err } = run('person', 'read', '01a200f8-45f6-705f-84d9-19805a26bb9b', '--format=json');
  assert.equal(status, 4);
  assert.equal(out, '');
  const problem = JSON.parse(err);
  assert.equal(problem.status, 'missing');
  assert.ok(problem.title.length > 10);
  assert.deepEqual(problem.fields, []);
});

test('a field that is wrong is named with its reason', () => {
  const { status, err } = run('person', 'save', '--name=Ada', '--zone=Mars/Olympus');
  assert.equal(status, 2);
  assert.match(err, /^  zone: \S/m);
  const problem = JSON.parse(run('person', 'save', '--name=Ada', '--zone=Mars/Olympus', '--format=json').err);
  assert.deepEqual(problem.fields.map(({ field, code }) => [field, code]), [['zone', 'field.not_zone']]);
});

test('options may stand anywhere, with = or a blank, with - or _', () => {
  const saved = bench.json(['person', 'save', '--name', 'Ada Quinn', '--how-found=At a fair']);
  assert.equal(saved.name, 'Ada Quinn');
  assert.equal(saved.how_found, 'At a fair');
  assert.equal(JSON.parse(run('--format=json', 'person', 'read', saved.id).out).name, 'Ada Quinn');
  assert.equal(JSON.parse(run('person', 'read', '--format', 'json', `--id=${saved.id}`).out).name, 'Ada Quinn');
  assert.equal(run('person', 'read', saved.id, 'again').status, 2);
  assert.equal(run('person', 'save', '--name').status, 2);
});

test('after a change the way back is shown, and works', () => {
  const { status, out } = run('person', 'save', '--name=Cy Twombly-Ruiz');
  assert.equal(status, 0);
  const [, change] = /rapport undo ([0-9a-f-]{36})/.exec(out);
  const count = () => bench.json(['person', 'list']).items.length;
  const before = count();
  assert.equal(run('undo', change).status, 0);
  assert.equal(count(), before - 1);
});

test('lines can come from standard input', () => {
  const { status, out } = bench.run(['person', 'save', '--name=Di', '--notes=-', '--format=json'], { input: 'one\ntwo\n' });
  assert.equal(status, 0);
  assert.equal(JSON.parse(out).notes, 'one\ntwo');
});

test('control characters of a name never reach the terminal', () => {
  assert.equal(run('person', 'save', '--name=Eve\u001b[31m').status, 2);
});

test('an output that cannot be written is no success', () => {
  assert.notEqual(shell('"$RAPPORT" person list > /dev/full').status, 0);
});

test('without a place for its data it says what to do', () => {
  const { status, stderr } = spawnSync(program, ['today'], { env: {}, encoding: 'utf8', timeout: 10000 });
  assert.equal(status, 2);
  assert.match(stderr, /--db=FILE/);
});

test('the store is made on first use, readable by its owner alone', () => {
  if (process.env.RAPPORT_TEST_POSTGRES) return;
  assert.equal(shell('stat -c %a "$RAPPORT_DB"').stdout, '600\n');
});

test('completion for bash is a script that bash reads, and offers commands, options and choices', () => {
  const { out } = run('completion', 'bash');
  const complete = (line) => {
    const words = line.split(' ');
    const script = `${out}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _rapport 2>/dev/null; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout.split('\n');
  };
  assert.ok(complete('rapport per').includes('person'));
  assert.ok(complete('rapport person re').includes('read'));
  assert.ok(complete('rapport person save --na').includes('--name='));
  assert.ok(complete('rapport person save --circle=al').includes('--circle=alumni'));
  assert.equal(run('completion', 'tcl').status, 2);
});

test('version and openapi say what this is', () => {
  assert.match(run('--version').out, /^rapport \d+\.\d+\.\d+\n$/);
  const document = JSON.parse(run('openapi').out);
  assert.equal(document.openapi, '3.1.0');
  for (const { path, method } of bench.json(['calls']).items) assert.ok(document.paths[path][method.toLowerCase()], path);
});

test('a quick command loads neither the web server nor another large library', () => {
  const { stderr, error } = spawnSync('strace', ['-f', '-e', 'trace=openat', program, 'person', 'list'], { env: bench.environment(), encoding: 'utf8' });
  if (error) return;
  assert.doesNotMatch(stderr, /libmicrohttpd|libjansson|libicu|libcurl|libpq/);
});

const contacts = (name, count) => {
  const file = join(bench.folder, name);
  const rows = Array.from({ length: count }, (_, n) => `Ada${n},Person${n},https://www.linkedin.com/in/ada-${n},,City Museum ${n % 500},Curator,12 Mar 2024`);
  writeFileSync(file, `First Name,Last Name,URL,Email Address,Company,Position,Connected On\n${rows.join('\n')}\n`);
  return file;
};

test('who was changed after an import is named when it is taken back (M56)', () => {
  const [, id] = /import undo ([0-9a-f-]+)/.exec(run('import', contacts('three.csv', 3)).out);
  const { items } = bench.json(['person', 'list', '--query=Ada1']);
  assert.equal(run('person', 'save', `--id=${items[0].id}`, '--title=Director').status, 0);
  const { status, out } = run('import', 'undo', id);
  assert.equal(status, 0);
  assert.match(out, /they stay:\n {2}Ada1 Person1\n/);
  assert.equal(run('person', 'remove', items[0].id).status, 0);
});

test('Ctrl-C stops an import, which takes back what it has brought in', { timeout: 120000 }, async () => {
  const file = contacts('many.csv', 100000);
  const before = bench.json(['person', 'list']).items;
  const child = spawn(program, ['import', file], { env: bench.environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '', err = '';
  child.stdout.on('data', (piece) => { out += piece; });
  child.stderr.on('data', (piece) => { err += piece; });
  const ended = once(child, 'close');
  const report = () => bench.json(['import', 'list']).items.find(({ name }) => name === 'many.csv');
  while (!report()?.read) assert.equal(child.exitCode, null, err);
  const refused = run('import', 'undo', report().id);
  assert.equal(refused.status, 5);
  assert.match(refused.err, /rapport import cancel/);
  child.kill('SIGINT');
  assert.deepEqual(await ended, [130, null]);
  assert.match(err, /What was done so far is taken back/);
  assert.match(out, /Cancelled/);
  assert.equal(report().state, 'cancelled');
  assert.deepEqual(bench.json(['person', 'list']).items, before);
});
