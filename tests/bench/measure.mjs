// SPDX-License-Identifier: GPL-3.0-or-later
// One whole command under measurement, and stores to measure it in; what the files beside this one share.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';

export const rapport = resolve(process.env.RAPPORT ?? 'build/rapport');
export const folder = resolve('build/bench');
export const own = { HOME: folder, XDG_DATA_HOME: folder, NO_COLOR: '1', LC_ALL: 'C.UTF-8' };
mkdirSync(folder, { recursive: true });

// CPU seconds, wall seconds, peak memory (MiB) and output of one command.
export function measure(words, { input, output } = {}) {
  const report = `${folder}/measure.time`;
  const done = spawnSync('/usr/bin/time', ['-o', report, '-f', '%U %S %e %M', ...words],
    { input, env: { ...process.env, ...own }, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['pipe', output ?? 'pipe', 'pipe'] });
  if (done.status !== 0) throw new Error(`${words.join(' ')}: ${done.stdout}${done.stderr}`);
  const [user, system, wall, kib] = readFileSync(report, 'utf8').trim().split('\n').at(-1).split(' ').map(Number);
  return { cpu: user + system, wall, mib: kib / 1024, text: done.stdout };
}

// A name in the folder, and nothing of an earlier run there.
export function fresh(name) {
  for (const file of readdirSync(folder)) if (file === name || file.startsWith(`${name}-`)) rmSync(`${folder}/${file}`);
  return `${folder}/${name}`;
}

export const sqlite = (db, input) => execFileSync('sqlite3', ['-batch', '-bail', db], { input, encoding: 'utf8', maxBuffer: 1 << 28 });

export function say(what, found, note = '') {
  console.log(`  ${what.padEnd(40)} ${found.wall.toFixed(2).padStart(7)} s wall ${found.cpu.toFixed(2).padStart(7)} s CPU ${found.mib.toFixed(0).padStart(4)} MiB${note ? `  ${note}` : ''}`);
}
