// SPDX-License-Identifier: GPL-3.0-or-later
// find.mjs [STORE] - the list of people of a million, by each filter: p50 and p99 of an answer in milliseconds, one request after
// another from this process (the server's two workers, session and page included). STORE (a path, or postgresql://...) is one that
// million.mjs made; without it one is made in build/bench.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { million } from './million.mjs';
import { start, stop } from './server.mjs';

const rapport = resolve(process.env.RAPPORT ?? 'build/rapport');

async function session(server) {
  for (let i = 0; i < 500 && !/token=/.test(server.output); i++) await sleep(20);
  const answer = await fetch(`http://127.0.0.1:${server.port}${/\/start\?token=[\w-]+/.exec(server.output)[0]}`, { redirect: 'manual' });
  return answer.headers.getSetCookie().map((c) => c.split(';')[0]).find((c) => c.startsWith('rapport_session='));
}

const json = async (server, path, cookie) => (await fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { cookie, accept: 'application/json' } })).json();

async function times(server, path, cookie, count = 200) {
  const list = [];
  for (let i = 0; i < count; i++) {
    const begin = performance.now();
    const one = Array.isArray(path) ? path[i % path.length] : path;
    const answer = await fetch(`http://127.0.0.1:${server.port}${one}`, { headers: { cookie } });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`${one}: ${answer.status}`);
    list.push(performance.now() - begin);
  }
  list.sort((a, b) => a - b);
  return { p50: list[count >> 1], p99: list[Math.floor(count * 0.99)] };
}

// The place of a page far down: steps of 500 rows, as a reader would go.
async function place(server, cookie, page, filter = '') {
  let after = '';
  for (let n = 0; n < page * 100; n += 500) {
    const answer = await json(server, `/people?limit=500${filter}${after ? `&after=${encodeURIComponent(after)}` : ''}`, cookie);
    ({ after } = answer);
    if (!after) return '';
  }
  return `&after=${encodeURIComponent(after)}`;
}

export async function find(store) {
  const server = await start((port) => [rapport, `--db=${store}`, 'serve', `--listen=127.0.0.1:${port}`], '/healthz');
  try {
    const cookie = await session(server);
    while (!(await json(server, '/search?query=team', cookie)).complete) await sleep(1000); // the keeper fills the index of a new store
    const { targets, items } = await json(server, '/people?limit=1&filters=true', cookie);
    const some = (await json(server, '/people?limit=200&sort=newest', cookie)).items.map(({ id }) => `/person/${id}`);
    const organization = encodeURIComponent(items[0].organization);
    const deep = await place(server, cookie, 2500);
    const circle = await place(server, cookie, 1000, '&circle=online');
    const cases = {
      'everybody, page 1': '/people', 'everybody, page 2,500': `/people?${deep.slice(1)}`, 'newest first': '/people?sort=newest',
      'by organization': '/people?sort=organization', 'circle (160,000 people)': '/people?circle=online', 'circle, page 1,000': `/people?circle=online${circle}`,
      'state (2,500)': '/people?state=sent', 'target (1,000)': `/people?target=${targets[0].id}`, 'in the field (33,000)': '/people?in_field=yes',
      'tag (1,700)': '/people?tag=tag+3', 'warm (3,000)': '/people?warm=true', 'organization': `/people?organization=${organization}`,
      'circle, state and place': '/people?circle=online&state=sent&place=easton', 'state, newest first': '/people?state=sent&sort=newest',
      'circle and in the field': '/people?circle=friend&in_field=no', 'target and tag': `/people?target=${targets[1].id}&tag=tag+4`,
      'title': '/people?title=urban+ecologist', 'a word that nobody has': '/people?query=zzzzqq', 'a person, 200 of them': some, 'changed since': '/people?updated=2026-01-01',
    };
    for (const [name, path] of Object.entries(cases)) {
      await times(server, path, cookie, 5);
      const { p50, p99 } = await times(server, path, cookie);
      const shown = Array.isArray(path) ? { items: [] } : await json(server, path, cookie);
      console.log(`  ${name.padEnd(34)} p50 ${p50.toFixed(2).padStart(7)} ms   p99 ${p99.toFixed(2).padStart(7)} ms   ${shown.items.length} rows${shown.looked ? `, looked through ${shown.looked}` : ''}`);
    }
  } finally {
    await stop(server);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let [, , store] = process.argv;
  if (!store) {
    store = resolve('build/bench/million.db');
    if (!existsSync(store)) await million(store, { rapport });
  }
  await find(store);
}
