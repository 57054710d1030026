// SPDX-License-Identifier: GPL-3.0-or-later
// A store of its own and a server on a free port for one test file; and the same store from the terminal.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const program = resolve(process.env.RAPPORT ?? 'build/rapport');
export const engine = process.env.RAPPORT_TEST_POSTGRES ? 'postgres' : 'sqlite';

const patience_ms = 60000;
let databases = 0;

// A new, empty store: a file in `folder`, or a database of its own on the private PostgreSQL.
function newStore(folder) {
  if (engine === 'sqlite') return join(folder, 'rapport.db');
  const name = `browser_${process.pid}_${++databases}`;
  const made = spawnSync('psql', [process.env.RAPPORT_TEST_POSTGRES, '-q', '-c', `create database ${name}`], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`no database: ${made.stderr}`);
  // The private server is reached by a socket: an address without a host, which URL does not take.
  return process.env.RAPPORT_TEST_POSTGRES.replace(/^(postgresql:\/\/[^/]*\/)[^?]*/, `$1${name}`);
}

export class Workbench {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'rapport-browser-'));
    this.db = newStore(this.folder);
    this.server = null;
    this.clock = null;
    this.settings = {}; // more of the environment
    this.output = '';
  }

  environment() {
    const own = { ...process.env, RAPPORT_DB: this.db, HOME: this.folder, XDG_DATA_HOME: this.folder, NO_COLOR: '1', LC_ALL: 'C.UTF-8', ...this.settings };
    for (const name of ['DISPLAY', 'WAYLAND_DISPLAY', 'RAPPORT_CLOCK']) delete own[name];
    if (this.clock) own.RAPPORT_CLOCK = this.clock;
    return own;
  }

  // Serve; with a clock ("2026-03-02T09:00:00Z") time stands still there.
  async start(clock = this.clock) {
    this.clock = clock;
    this.output = '';
    const listen = this.base ? new URL(this.base).host : '127.0.0.1:0';
    const server = spawn(program, ['serve', `--listen=${listen}`], { env: this.environment(), stdio: ['ignore', 'pipe', 'pipe'] });
    this.server = server;
    this.link = await new Promise((done, failed) => {
      const late = setTimeout(() => failed(new Error(`the server did not start: ${this.output}`)), patience_ms);
      const hear = (bytes) => {
        this.output += bytes;
        const link = /https?:\/\/[\w.:[\]]+\/start\?token=[\w-]+/.exec(this.output);
        if (link) done(link[0]);
        if (link) clearTimeout(late);
      };
      server.stdout.on('data', hear);
      server.stderr.on('data', hear);
      server.once('exit', (code) => failed(new Error(`the server ended with ${code}: ${this.output}`)));
    });
    this.base = new URL(this.link).origin;
    return this.link;
  }

  async stop() {
    const server = this.server;
    this.server = null;
    if (!server || server.exitCode !== null) return;
    const ended = new Promise((done) => server.once('exit', done));
    server.kill('SIGTERM');
    const late = setTimeout(() => server.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(late);
  }

  // Move time: the same store and port, another clock. The cookie of a browser stays good.
  async moveTo(clock) {
    await this.stop();
    return this.start(clock);
  }

  async end() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  // One command of the terminal. Returns {status, out, err}.
  run(words, { input, columns = 100 } = {}) {
    const ran = spawnSync(program, words, {
      env: { ...this.environment(), COLUMNS: String(columns) }, encoding: 'utf8', input: input ?? '', timeout: 60000, maxBuffer: 64 << 20,
    });
    return { status: ran.status, out: ran.stdout, err: ran.stderr };
  }

  // The same, answered as a document; throws what the program said when it was refused.
  json(words, options) {
    const { status, out, err } = this.run([...words, '--format=json'], options);
    if (status !== 0) throw new Error(`rapport ${words.join(' ')} ended with ${status}: ${err}`);
    return JSON.parse(out);
  }
}
