// SPDX-License-Identifier: GPL-3.0-or-later
// search.mjs [STORE] - the one search over a million people and a million notes, for their owner and for one of a hundred others who has a
// thousand of each; then the saving of notes into that store. Times are of whole answers, one request after another (the server's worker,
// session, transaction and document; JSON, so that no page is drawn). STORE (a path, or postgresql://...) is one that
// million.mjs --owners=100 made; without it one is made in build/bench. RAPPORT_SAVES=0 leaves out the saving (50,000 notes).
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { million } from './million.mjs';
import { start, stop } from './server.mjs';

const rapport = resolve(process.env.RAPPORT ?? 'build/rapport');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const isPostgres = (store) => /^postgres(ql)?:/.test(store);

// Somebody is signed in by a secret whose digest stands in the store.
function signIn(store, owner) {
  const secret = randomBytes(32).toString('base64url');
  const digest = createHash('sha256').update(secret).digest('hex');
  const insert = `insert into token (digest, owner, purpose, created_at, expires_at) values ('${digest}', ${owner}, 'session', 0, 9000000000000000)`;
  if (isPostgres(store)) execFileSync('psql', ['-X', '-q', store, '-c', insert]);
  else execFileSync('sqlite3', ['-cmd', '.timeout 5000', store, insert]);
  return `rapport_session=${secret}`;
}

const ask = (server, path, cookie, { body, csrf } = {}) => new Promise((done, fail) => {
  const headers = { cookie, accept: 'application/json', ...(body && { 'content-type': 'application/json', 'x-csrf-token': csrf }) };
  const sent = request({ port: server.port, host: '127.0.0.1', path, method: body ? 'POST' : 'GET', headers, agent }, (answer) => {
    let text = '';
    answer.on('data', (piece) => { text += piece; });
    answer.on('end', () => (answer.statusCode < 300 ? done(text) : fail(new Error(`${path}: ${answer.statusCode} ${text}`))));
  });
  sent.on('error', fail);
  sent.end(body);
});

const sorted = (list) => list.sort((a, b) => a - b);
const at = (list, share) => list[Math.min(list.length - 1, Math.floor(list.length * share))].toFixed(2).padStart(8);

async function time(server, path, cookie, count) {
  const list = [];
  for (let i = 0; i < count + 5; i++) {
    const begin = performance.now();
    await ask(server, path, cookie);
    if (i >= 5) list.push(performance.now() - begin);
  }
  return sorted(list);
}

const questions = ['team', 'te', 'ma', 'career', 'career manager', 'caree', 'mana', 'salary mentor', 'sabbatical', 'apprent', '"career manager"', 'qui', 'quinan',
  'ada quin', 'museum educ', 'zzzzqq', 'temwork', 'sabatical', 'ada quinanberg team'];

async function untilComplete(server, cookie) {
  const begin = performance.now();
  while (!JSON.parse(await ask(server, '/search?query=team', cookie)).complete) await sleep(1000);
  const seconds = (performance.now() - begin) / 1000;
  if (seconds > 1) console.log(`  (the index was filled in ${seconds.toFixed(0)} s by the keeper)`);
}

async function saves(server, cookie, count) {
  const page = await new Promise((done, fail) => request({ port: server.port, host: '127.0.0.1', path: '/people', headers: { cookie, accept: 'text/html' } }, (answer) => {
    let text = '';
    answer.on('data', (piece) => { text += piece; });
    answer.on('end', () => done(text));
  }).on('error', fail).end());
  const csrf = /name="csrf" content="([^"]+)"/.exec(page)[1];
  const { items: [{ id: person }] } = JSON.parse(await ask(server, '/people?limit=1', cookie));
  const words = 'team manager career salary mentor field morning report question answer city office garden train people meeting notes coffee budget river'.split(' ');
  const list = [];
  for (let i = 0; i < count; i++) {
    const text = Array.from({ length: 80 }, (_, n) => words[(i * 7 + n * n + (n % 5) * i) % words.length] + (n % 9 ? '' : (i * 31 + n) % 60000)).join(' ');
    const body = JSON.stringify({ person, text });
    const begin = performance.now();
    await ask(server, '/note/save', cookie, { body, csrf });
    list.push(performance.now() - begin);
  }
  sorted(list);
  console.log(`  saving one note, ${count} times          p50 ${at(list, 0.5)} ms   p99 ${at(list, 0.99)} ms   p99.9 ${at(list, 0.999)} ms   worst ${at(list, 1)} ms`);
}

export async function search(store, { count = 100, saved = Number(process.env.RAPPORT_SAVES ?? 50000) } = {}) {
  const server = await start((port) => [rapport, `--db=${store}`, 'serve', `--listen=127.0.0.1:${port}`], '/healthz');
  try {
    const owners = { 'a million of each': signIn(store, 1), 'a thousand of each, among 100': signIn(store, 42) };
    await untilComplete(server, Object.values(owners)[0]);
    for (const [name, cookie] of Object.entries(owners)) {
      console.log(`  an owner of ${name}`);
      for (const question of questions) {
        const path = `/search?query=${encodeURIComponent(question)}`;
        const { groups, instead } = JSON.parse(await ask(server, path, cookie));
        const list = await time(server, path, cookie, count);
        console.log(`    ${question.padEnd(22)} p50 ${at(list, 0.5)} ms   p99 ${at(list, 0.99)} ms   ${groups.map((group) => `${group.noun} ${group.count}${group.least ? '+' : ''}`).join(', ') || 'nothing'}${instead ? ` for ${instead}` : ''}`);
      }
    }
    if (saved > 0) await saves(server, Object.values(owners)[0], saved);
  } finally {
    agent.destroy();
    await stop(server);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let [, , store] = process.argv;
  if (!store) {
    store = resolve('build/bench/search.db');
    if (!existsSync(store)) await million(store, { rapport, owners: 100 });
  }
  await search(store);
}
