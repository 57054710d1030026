// SPDX-License-Identifier: GPL-3.0-or-later
// The processes behind `rapport serve`: they start, come back, end together and lose no connection.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Workbench, program } from '../browser/lib/server.mjs';
import { Session, send } from './lib/http.mjs';

const bench = new Workbench();
let me;

before(async () => {
  await bench.start();
  me = await Session.open(bench);
});
after(() => bench.end());

const parentOf = (pid) => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? 0 : Number(parent);
  } catch {
    return 0;
  }
};
const childrenOf = (pid) => readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid).map(Number);
const logged = (event) => bench.output.split('\n').filter((line) => line.includes(`"${event}"`)).map((line) => JSON.parse(line));
const workers = () => [...new Set(logged('http.request').map(({ pid }) => pid))];
const isAlive = (pid) => parentOf(pid) !== 0;

async function until(what, wait_ms = 10000) {
  for (const end = Date.now() + wait_ms; !what(); await sleep(20)) if (Date.now() > end) return false;
  return true;
}

test('two workers, a job runner, a mailer and a keeper stand behind one address', async () => {
  for (let i = 0; i < 60 && workers().length < 2; i++) await me.get('/healthz');
  await until(() => workers().length === 2);
  assert.equal(workers().length, 2);
  assert.equal(childrenOf(bench.server.pid).length, 5);
});

test('a connection is kept for the next request', async () => {
  const { default: http } = await import('node:http');
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const { hostname, port } = new URL(bench.base);
  const get = () => new Promise((done, failed) => http.get({ hostname, port, path: '/healthz', agent }, (response) => {
    response.resume().on('end', () => done(response.req.reusedSocket));
  }).on('error', failed));
  assert.equal(await get(), false);
  assert.equal(await get(), true);
  assert.equal(await get(), true);
  agent.destroy();
});

test('no new connection is refused while workers are killed', { timeout: 60000 }, async () => {
  let refused = 0, answered = 0, killing = true;
  const client = async () => {
    while (killing) {
      try {
        const { status } = await send(bench.base, 'GET', '/healthz', { headers: { connection: 'close' } });
        answered += status === 200;
      } catch (error) {
        if (error.code === 'ECONNREFUSED') refused++;
      }
    }
  };
  const clients = [client(), client(), client()];
  for (let round = 0; round < 3; round++) {
    const [victim] = workers().filter(isAlive);
    process.kill(victim, 'SIGKILL');
    await sleep(1200);
  }
  killing = false;
  await Promise.all(clients);
  assert.equal(refused, 0);
  assert.ok(answered > 100, `${answered} answers`);
  assert.ok(await until(() => childrenOf(bench.server.pid).length === 5));
  assert.ok(logged('process.ended').length >= 3);
});

test('a session outlives the worker that began it', async () => {
  assert.equal((await me.get('/people')).status, 200);
  assert.equal((await me.post('/person/save', { name: 'Bo Lee' })).status, 303);
});

test('a port in use is named, with another one to take', () => {
  const { port } = new URL(bench.base);
  const { status, stderr } = spawnSync(program, ['serve', `--listen=127.0.0.1:${port}`], { env: bench.environment(), encoding: 'utf8', timeout: 10000 });
  assert.equal(status, 5);
  assert.match(stderr, new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is in use`));
  assert.match(stderr, new RegExp(`--listen=127\\.0\\.0\\.1:${Number(port) + 1}`));
});

test('an address that is none is refused in words', () => {
  for (const listen of ['here', '127.0.0.1:99999', '127.0.0.1:', '::1:80', '127.0.0.1:80x']) {
    const { status, stderr } = spawnSync(program, ['serve', `--listen=${listen}`], { env: bench.environment(), encoding: 'utf8', timeout: 10000 });
    assert.equal(status, 2, listen);
    assert.match(stderr, /is not an address to listen on/, listen);
  }
  for (const workers_given of ['0', '17', 'two', '-1']) {
    const { status } = spawnSync(program, ['serve', `--workers=${workers_given}`], { env: bench.environment(), encoding: 'utf8', timeout: 10000 });
    assert.equal(status, 2, workers_given);
  }
});

test('a store that cannot be opened ends the start with its reason', () => {
  const { status, stderr } = spawnSync(program, ['serve', '--listen=127.0.0.1:0', '--db=/proc/none/rapport.db'],
    { env: bench.environment(), encoding: 'utf8', timeout: 20000 });
  assert.ok(status > 0 && status < 7, `${status}`);
  assert.match(stderr, /^rapport: \w/m);
});

test('SIGHUP replaces the workers and keeps the address', { timeout: 30000 }, async () => {
  const earlier = childrenOf(bench.server.pid);
  process.kill(bench.server.pid, 'SIGHUP');
  assert.ok(await until(() => childrenOf(bench.server.pid).length === 5 && !childrenOf(bench.server.pid).some((pid) => earlier.includes(pid))));
  assert.equal((await me.get('/people')).status, 200);
});

test('workers end when the supervisor is killed', { timeout: 30000 }, async () => {
  const other = new Workbench();
  await other.start();
  const children = childrenOf(other.server.pid);
  assert.ok(children.length >= 4);
  process.kill(other.server.pid, 'SIGKILL');
  other.server = null;
  assert.ok(await until(() => !children.some(isAlive)));
  await other.end();
});

test('a service manager hears when all is ready', { timeout: 20000 }, async () => {
  const listener = `import socket,sys
s=socket.socket(socket.AF_UNIX,socket.SOCK_DGRAM); s.bind(sys.argv[1]); s.settimeout(15); print("bound",flush=True); print(s.recv(100).decode(),flush=True)`;
  const other = new Workbench();
  const path = `${other.folder}/notify`;
  const ear = spawn('python3', ['-c', listener, path], { stdio: ['ignore', 'pipe', 'ignore'] });
  let heard = '';
  ear.on('error', () => { heard = 'no python'; });
  ear.stdout.on('data', (bytes) => { heard += bytes; });
  assert.ok(await until(() => heard !== ''));
  if (heard !== 'no python') {
    process.env.NOTIFY_SOCKET = path;
    await other.start();
    delete process.env.NOTIFY_SOCKET;
    assert.ok(await until(() => heard.includes('READY=1')), heard);
  }
  await other.end();
});

test('SIGTERM ends all, within two seconds and with exit code 0', async () => {
  const children = childrenOf(bench.server.pid);
  const ended = new Promise((done) => bench.server.once('exit', (code) => done(code)));
  const began = Date.now();
  process.kill(bench.server.pid, 'SIGTERM');
  assert.equal(await ended, 0);
  assert.ok(Date.now() - began < 2000);
  assert.ok(!children.some(isAlive));
});
