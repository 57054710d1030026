// SPDX-License-Identifier: GPL-3.0-or-later
// A server process under measurement: start, first answer, memory and CPU of its whole tree, load by wrk.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

export const freePort = () => new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

const stat = (pid) => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const rest = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(rest[1]), cpu: rest.slice(11, 15).reduce((sum, t) => sum + Number(t), 0) / ticks };
};

export function tree(top) {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      return [{ pid: Number(name), ...stat(name) }];
    } catch {
      return [];
    }
  });
  const found = all.filter(({ pid }) => pid === top);
  for (let i = 0; i < found.length; i++) found.push(...all.filter(({ parent }) => parent === found[i].pid));
  return found;
}

export const cpu_s = (pid) => tree(pid).reduce((sum, { cpu }) => sum + cpu, 0);

export const pss_mib = (pid) => tree(pid).reduce((sum, { pid: one }) =>
  sum + Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, 'utf8'))?.[1] ?? 0), 0) / 1024;

// One plain request; resolves with the first line of the answer, or null when nobody listens.
const ask = (port, path) => new Promise((done) => {
  const socket = connect(port, '127.0.0.1');
  let line = '';
  socket.on('connect', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`));
  socket.on('data', (bytes) => { line ||= bytes.toString('latin1').split('\r\n')[0]; });
  socket.on('close', () => done(line || null));
  socket.on('error', () => done(null));
});

// Start `command` (a function of the port) and wait for its first answer to `path`.
export async function start(command, path, { port, environment = {} } = {}) {
  const at = port ?? await freePort();
  const [file, ...words] = command(at);
  const begin = performance.now();
  const child = spawn(file, words, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'ignore'] /* a log nobody reads would stop the server when its pipe is full */ });
  const server = { child, pid: child.pid, port: at, output: '' };
  child.stdout.on('data', (bytes) => { server.output += bytes; });
  while (!(server.line = await ask(at, path))) {
    if (child.exitCode !== null) throw new Error(`${file} ended with ${child.exitCode}: ${server.output}`);
    if (performance.now() - begin > 60000) throw new Error(`${file} does not answer: ${server.output}`);
    await sleep(0.2);
  }
  server.first_ms = performance.now() - begin;
  return server;
}

export async function stop(server) {
  if (server.child.exitCode !== null) return;
  const ended = new Promise((done) => server.child.once('exit', done));
  server.child.kill('SIGTERM');
  const late = setTimeout(() => server.child.kill('SIGKILL'), 20000);
  await ended;
  clearTimeout(late);
}

// Load one address for some seconds; CPU of the server's tree a request, in microseconds.
export function load(server, path, { cookie, seconds = 4, connections = 32 } = {}) {
  const before = cpu_s(server.pid);
  const wrk = spawnSync('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', ...(cookie ? ['-H', `Cookie: ${cookie}`] : []),
    `http://127.0.0.1:${server.port}${path}`], { encoding: 'utf8' });
  const requests = Number(/(\d+) requests in/.exec(wrk.stdout)?.[1] ?? 0);
  if (!requests || /Non-2xx/.test(wrk.stdout)) throw new Error(`${path}: ${wrk.stdout}${wrk.stderr}`);
  return {
    cpu_us: (cpu_s(server.pid) - before) / requests * 1e6,
    per_s: Number(/Requests\/sec:\s+([\d.]+)/.exec(wrk.stdout)[1]),
    p99: /99%\s+(\S+)/.exec(wrk.stdout)[1],
  };
}
