// SPDX-License-Identifier: GPL-3.0-or-later
// HTTP as tests of the faces need it: whole requests with headers of our choice, and raw bytes.
import http from 'node:http';
import { connect } from 'node:net';

// Resolves with {status, headers, body}. `headers` may name Host.
export const send = (base, method, path, { headers = {}, body } = {}) => new Promise((done, failed) => {
  const { hostname, port } = new URL(base);
  const request = http.request({ hostname, port, method, path, headers, agent: false }, (response) => {
    const parts = [];
    response.on('data', (part) => parts.push(part));
    response.on('end', () => done({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts).toString() }));
  });
  request.on('error', failed);
  request.setTimeout(20000, () => request.destroy(new Error(`${method} ${path} took too long`)));
  if (body !== undefined) request.write(body);
  request.end();
});

// Bytes as they are; resolves with all that came back until the other side closed or `wait_ms` were over.
export const raw = (base, bytes, wait_ms = 3000) => new Promise((done) => {
  const { hostname, port, host } = new URL(base);
  const socket = connect(port, hostname);
  let heard = '';
  const end = () => { socket.destroy(); done(heard); };
  const late = setTimeout(end, wait_ms);
  socket.on('connect', () => socket.write(bytes.replaceAll('HOST', host), 'latin1'));
  socket.on('data', (part) => { heard += part.toString('latin1'); });
  socket.on('error', () => {});
  socket.on('close', () => { clearTimeout(late); end(); });
});

export const statusOf = (answer) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);

const cookieOf = (answer, name) => (answer.headers['set-cookie'] ?? [])
  .map((line) => line.split(';')[0].split('=')).find(([key]) => key === name)?.[1];

// A browser's side of a session: keeps the cookie and the token of its forms.
export class Session {
  constructor(base) {
    this.base = base;
    this.cookies = {};
  }

  static async open(bench, link = bench.link) {
    const session = new Session(bench.base);
    const { pathname, search } = new URL(link);
    const answer = await session.send('GET', pathname + search);
    if (answer.status !== 303) throw new Error(`the start link answered ${answer.status}: ${answer.body}`);
    const { headers } = await session.send('GET', '/me.json');
    session.token = headers['x-csrf-token'];
    return session;
  }

  async send(method, path, { headers = {}, body } = {}) {
    const cookie = Object.entries(this.cookies).map(([key, value]) => `${key}=${value}`).join('; ');
    const answer = await send(this.base, method, path, { headers: { ...(cookie && { cookie }), ...headers }, body });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [key, value] = line.split(';')[0].split('=');
      if (value === '' || line.includes('Max-Age=0')) delete this.cookies[key];
      else this.cookies[key] = value;
    }
    return answer;
  }

  get(path, headers) {
    return this.send('GET', path, { headers });
  }

  // A form as a browser sends it.
  post(path, fields = {}, headers = {}) {
    const body = new URLSearchParams({ csrf: this.token, ...fields }).toString();
    return this.send('POST', path, {
      body, headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body), ...headers },
    });
  }

  // JSON as a program sends it.
  change(path, document = {}, headers = {}) {
    const body = JSON.stringify(document);
    return this.send('POST', path, {
      body, headers: { 'content-type': 'application/json', accept: 'application/json', 'x-csrf-token': this.token,
        'content-length': Buffer.byteLength(body), ...headers },
    });
  }

  // A form with files: {name: text | {name, content}}.
  upload(path, fields, headers = {}) {
    const mark = 'a-boundary-that-no-sample-holds';
    const parts = Object.entries({ csrf: this.token, ...fields }).map(([key, value]) => (typeof value === 'object'
      ? `--${mark}\r\nContent-Disposition: form-data; name="${key}"; filename="${value.name}"\r\nContent-Type: application/octet-stream\r\n\r\n${value.content}\r\n`
      : `--${mark}\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`));
    const body = Buffer.from(`${parts.join('')}--${mark}--\r\n`);
    return this.send('POST', path, { body, headers: { 'content-type': `multipart/form-data; boundary=${mark}`, 'content-length': body.length, ...headers } });
  }
}

export { cookieOf };
