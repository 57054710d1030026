// SPDX-License-Identifier: GPL-3.0-or-later
// Running a command so that one chosen system call fails, or the process is killed on entry to it (strace's fault injection).
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

// Every call by which a store or a file changes.
const calls = ['write', 'pwrite64', 'writev', 'pwritev', 'fsync', 'fdatasync', 'ftruncate', 'rename', 'renameat', 'renameat2', 'unlink', 'unlinkat'];

export const program = resolve(process.env.RAPPORT ?? 'build/rapport');
export const full = process.env.RAPPORT_TORTURE === 'full';

export const environment = (folder, clock) => {
  const own = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, NO_COLOR: '1', LC_ALL: 'C.UTF-8', ASAN_OPTIONS: 'detect_leaks=0' };
  delete own.RAPPORT_CLOCK;
  return clock ? { ...own, RAPPORT_CLOCK: clock } : own;
};

export function run(folder, words, { clock, around = [] } = {}) {
  const [command, ...rest] = [...around, program, `--db=${join(folder, 'rapport.db')}`, ...words];
  return spawnSync(command, rest, { env: environment(folder, clock), encoding: 'utf8', timeout: 60000, maxBuffer: 64 << 20 });
}

// A folder that is as `template` was.
export function fresh(template, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  cpSync(template, folder, { recursive: true });
}

// How often each call stands in a log of strace.
function counted(log) {
  const found = new Map();
  for (const line of readFileSync(log, 'utf8').split('\n')) {
    const name = /^(?:\d+ +)?(\w+)\(/.exec(line)?.[1];
    if (name) found.set(name, (found.get(name) ?? 0) + 1);
  }
  return found;
}

// How often the command makes each of the calls.
export function count(folder, words, options) {
  const log = join(folder, 'strace.out');
  const { status, stderr } = run(folder, words, { ...options, around: ['strace', '-f', '-qq', '-o', log, '-e', `trace=${calls}`] });
  if (status !== 0) throw new Error(`rapport ${words.join(' ')} ended with ${status}: ${stderr}`);
  const found = counted(log);
  rmSync(log);
  return found;
}

// The calls of a command in their order, as lines of strace that name the files.
export function callsOf(folder, words, options) {
  const log = join(folder, 'strace.out');
  const { status, stderr } = run(folder, words, { ...options, around: ['strace', '-f', '-qq', '-y', '-s', '200', '-o', log, '-e', `trace=${calls}`] });
  if (status !== 0) throw new Error(`rapport ${words.join(' ')} ended with ${status}: ${stderr}`);
  const lines = readFileSync(log, 'utf8').split('\n');
  rmSync(log);
  return lines;
}

let tried = 0;
export const pointsTried = () => tried;

// All points of the command as [{call, nth}], at most `most` of them, spread evenly.
export function points(counts, most) {
  const all = [...counts].flatMap(([call, n]) => Array.from({ length: n }, (_, i) => ({ call, nth: i + 1 })));
  const some = full || all.length <= most ? all : Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)]);
  tried += some.length;
  return some;
}

export const broken = (folder, words, { call, nth }, what, options) =>
  run(folder, words, { ...options, around: ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${call}`, '-e', `inject=${call}:${what}:when=${nth}`] });

// Watch a running process: count its calls, or let the one of a point fail. Null when that is not allowed. `end` lets go
// of it and resolves with the counts.
export async function attach(pid, folder, point = null) {
  const log = join(folder, 'strace.out');
  const what = point ? ['-e', `trace=${point.call}`, '-e', `inject=${point.call}:${point.inject}:when=${point.nth}`] : ['-e', `trace=${calls}`];
  const watcher = spawn('strace', ['-f', '-o', log, ...what, '-p', String(pid)], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  let ended = false;
  watcher.stderr.on('data', (bytes) => { said += bytes; });
  const end = new Promise((done) => watcher.once('exit', () => { ended = true; done(); }));
  while (!ended && !said.includes('attached')) await new Promise((done) => setTimeout(done, 2));
  if (!said.includes('attached')) return null;
  return {
    async end() {
      watcher.kill('SIGINT');
      await end;
      const found = counted(log);
      rmSync(log);
      return found;
    },
  };
}

function sql(folder, ...commands) {
  const asked = spawnSync('sqlite3', ['-batch', '-cmd', '.timeout 5000', join(folder, 'rapport.db'), ...commands], { encoding: 'utf8', maxBuffer: 256 << 20 });
  if (asked.status !== 0) throw new Error(`sqlite3: ${asked.stderr}`);
  return asked.stdout;
}

// Whether the store is sound, and all that it says, asked for at once: [soundness, dump].
export function state(folder) {
  const said = sql(folder, 'pragma integrity_check', 'pragma foreign_key_check', '.dump');
  const begin = said.indexOf('PRAGMA foreign_keys=OFF');
  return [said.slice(0, begin).trim(), anonymous(said.slice(begin))];
}

export const intact = (folder) => sql(folder, 'pragma integrity_check', 'pragma foreign_key_check').trim();

// Every id and secret replaced by its number of appearance: two runs of one command under a stopped clock read the same.
function anonymous(text) {
  const seen = new Map();
  const number = (id) => `#${seen.get(id) ?? (seen.set(id, seen.size), seen.get(id))}`;
  return text.replace(/X'([0-9a-fA-F]{32})'|'?\b([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\b'?/g,
    (_, hex, ...parts) => number((hex ?? parts.slice(0, 5).join('')).toLowerCase()));
}

// What some tables say.
export const dump = (folder, tables) => anonymous(tables.map((name) => `${name}\n${sql(folder, '.mode quote', `select * from "${name}" order by 1, 2, 3`)}`).join(''));

export const ask = (folder, question) => sql(folder, question).trim();
