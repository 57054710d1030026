// SPDX-License-Identifier: GPL-3.0-or-later
// network.mjs [PEOPLE] - the picture of a network of 2,000 people who named each other, laid out anew for each request: the page as a
// reader waits for it, as a tree and as a web, the picture alone, one person's part; peak memory of the server's processes.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dice } from '../samples/linkedin.mjs';
import { million } from './million.mjs';
import { fresh, own, rapport, sqlite } from './measure.mjs';
import { start, stop, tree } from './server.mjs';

// Everybody but a few was named by somebody before them, more often by those who name many; some are bridges to others besides.
function ties(people) {
  const roll = dice(11), named = [1], lines = [];
  const doc = (n) => `(select id from person where owner = 1 and doc = ${2 ** 32 + 1000 + n})`;
  for (let n = 2; n <= people; n++) {
    const from = n % 200 === 0 ? 0 : named[roll.below(named.length)];
    if (from) {
      named.push(from);
      lines.push(`insert into referral (doc, owner, id, version, created_at, updated_at, from_person, name, permission, state, person) values (${2 ** 32 + 50000 + n}, 1, randomblob(16), 1, 1700000000000, 1700000000000,
        ${doc(from)}, 'Somebody ${n}', 'yes', 'contacted', ${doc(n)});`);
    }
    if (n % 7 === 0) lines.push(`insert or ignore into person_bridge (owner, parent, n, person) values (1, ${2 ** 32 + 1000 + n}, 9, ${doc(1 + roll.below(n - 1))});`);
    named.push(n);
  }
  return `begin;\n${lines.join('\n')}\nupdate account set next_doc = 100000 where number = 1;\ncommit;`;
}

const peak_mib = (server) => Math.max(...tree(server.pid).map(({ pid }) => Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024));

export async function network(people = 2000) {
  const db = fresh('network.db');
  await million(db, { people, notes: 0, rapport });
  sqlite(db, ties(people));
  const server = await start((port) => [rapport, `--db=${db}`, 'serve', `--listen=127.0.0.1:${port}`, '--open-access'], '/healthz', { environment: own });
  const get = async (path, accept = 'text/html') => {
    const begin = performance.now();
    const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { accept } });
    const body = await answer.text();
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
    return { body, ms: performance.now() - begin };
  };
  try {
    const about = JSON.parse((await get('/network', 'application/json')).body);
    const first = about.connectors[0].id;
    for (const [what, path] of Object.entries({ 'the page, a tree': '/network', 'the page, a web': '/network?view=web', 'a web by circles': '/network?view=web&group=circle',
      'the picture alone': '/network.svg?view=web', 'who came through one person': `/network?from=${first}` })) {
      const list = [];
      let bytes = 0;
      for (let n = 0; n < 9; n++) {
        const { body, ms } = await get(path);
        list.push(ms);
        bytes = body.length;
      }
      list.sort((a, b) => a - b);
      console.log(`  ${what.padEnd(40)} ${list[4].toFixed(0).padStart(7)} ms   worst ${list.at(-1).toFixed(0)} ms   ${(bytes / 1024).toFixed(0)} KiB  (goal: 1000 ms)`);
    }
    console.log(`  ${about.people} people, ${about.ties} ties, chains of ${about.hands}; peak memory of a process ${peak_mib(server).toFixed(0)} MiB`);
  } finally {
    await stop(server);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await network(Number(process.argv[2] ?? 2000));
