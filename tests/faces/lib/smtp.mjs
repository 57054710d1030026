// SPDX-License-Identifier: GPL-3.0-or-later
// A real mail server beside the program: smtp.py, on a free port; and certificates that nobody else trusts.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

// Debian's own Python has Debian's aiosmtpd.
const python = ['/usr/bin/python3', 'python3'].find((name) => spawnSync(name, ['-c', 'import aiosmtpd']).status === 0);
export const missing = python ? false : 'python3-aiosmtpd is not installed';

const patience_ms = 20000;

// Until `ask` answers with something true: what it answered.
export async function until(ask, what) {
  for (const end = Date.now() + patience_ms; Date.now() < end; await sleep(20)) {
    const found = await ask();
    if (found) return found;
  }
  throw new Error(`it did not happen: ${what}`);
}

export class MailServer {
  // Options of smtp.py.
  static async open(...options) {
    const server = new MailServer();
    server.mails = [];
    server.process = spawn(python, [new URL('smtp.py', import.meta.url).pathname, ...options], { stdio: ['ignore', 'pipe', 'ignore'] });
    let rest = '';
    server.process.stdout.on('data', (bytes) => {
      const lines = (rest + bytes).split('\n');
      rest = lines.pop();
      for (const line of lines) server.hear(JSON.parse(line));
    });
    await until(() => server.port, 'the mail server starts');
    return server;
  }

  hear(document) {
    if (document.port) this.port = document.port;
    else this.mails.push({ ...document, text: Buffer.from(document.bytes, 'base64').toString('latin1') });
  }

  // The mail number `count`, when it has come.
  mail(count = 1) {
    return until(() => this.mails[count - 1], `mail ${count} arrives`);
  }

  async end() {
    const ended = new Promise((done) => this.process.once('exit', done));
    this.process.kill('SIGKILL');
    await ended;
  }
}

// A certificate for 127.0.0.1 with its key, signed by itself.
export function certificate(folder, name) {
  const [cert, key] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1',
    '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`openssl: ${made.stderr}`);
  return [cert, key];
}
