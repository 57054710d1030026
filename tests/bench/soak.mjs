// SPDX-License-Identifier: GPL-3.0-or-later
// The measurement of tests/bench/soak.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connectionsCsv } from '../samples/linkedin.mjs';
import { load, pss_mib, start, stop } from './server.mjs';

const seconds = Number(process.argv[2] ?? 60);
const slices = 10;
const folder = mkdtempSync(join(tmpdir(), 'rapport-soak-'));
const db = `${folder}/rapport.db`;
const rapport = resolve('build/rapport');
writeFileSync(`${folder}/Connections.csv`, connectionsCsv(500));
execFileSync(rapport, [`--db=${db}`, 'import', `${folder}/Connections.csv`]);
const server = await start((port) => [rapport, `--db=${db}`, 'serve', `--listen=127.0.0.1:${port}`, '--open-access'], '/healthz');
try {
  for (let slice = 1; slice <= slices; slice++) {
    const { per_s, p99 } = load(server, slice % 2 ? '/people' : '/', { seconds: Math.max(1, Math.round(seconds / slices)) });
    console.log(`${String(slice).padStart(2)}  ${per_s.toFixed(0).padStart(6)} requests/s  p99 ${p99.padStart(8)}  PSS ${pss_mib(server.pid).toFixed(2)} MiB`);
  }
} finally {
  await stop(server);
  rmSync(folder, { recursive: true, force: true });
}
