// SPDX-License-Identifier: GPL-3.0-or-later
// What the server refuses, and what it says with every answer. Nothing here may change the store.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { Workbench } from '../browser/lib/server.mjs';
import { Session, cookieOf, raw, send, statusOf } from './lib/http.mjs';

const bench = new Workbench();
let me, calls;

before(async () => {
  await bench.start();
  me = await Session.open(bench);
  calls = bench.json(['calls']).items;
});
after(() => bench.end());

const people = () => bench.json(['person', 'list']).items.length;
const own = (method) => calls.filter((call) => call.method === method && call.role !== 'anyone');
const concrete = (path) => path.replace(/\{[^}]+\}/g, '01a200f8-45f6-705f-84d9-19805a26bb9b');

test('a request without a session gets nothing but the way to sign in, on every path', async () => {
  for (const { path } of own('GET')) {
    const page = await send(bench.base, 'GET', concrete(path));
    assert.equal(page.status, 401, path);
    assert.match(page.headers['content-type'], /^text\/html/, path);
    const document = await send(bench.base, 'GET', concrete(path), { headers: { accept: 'application/json' } });
    assert.equal(document.status, 401, path);
    assert.equal(JSON.parse(document.body).code, 'call.sign_in', path);
  }
});

test('a change without the token of its form is refused, on every path', async () => {
  const before_it = people();
  for (const { path } of own('POST')) {
    const answer = await me.send('POST', path, { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'name=Mallory' });
    assert.equal(answer.status, 403, path);
    const wrong = await me.send('POST', path, { headers: { 'x-csrf-token': 'f'.repeat(64), accept: 'application/json' } });
    assert.equal(JSON.parse(wrong.body).code, 'call.csrf', path);
  }
  assert.equal(people(), before_it);
});

test('a change from a page of another site is refused even with the token', async () => {
  for (const headers of [{ origin: 'http://example.org' }, { origin: 'null' }, { origin: `${bench.base}.example.org` },
    { origin: 'http://127.0.0.1:1' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
    const answer = await me.post('/person/save', { name: 'Mallory' }, headers);
    assert.equal(answer.status, 403, JSON.stringify(headers));
  }
  assert.equal(people(), 0);
});

test('the same change from our own page goes through', async () => {
  const answer = await me.post('/person/save', { name: 'Ada Quinn' }, { origin: bench.base, 'sec-fetch-site': 'same-origin' });
  assert.equal(answer.status, 303);
  assert.match(answer.headers.location, /^\/person\/[0-9a-f-]{36}$/);
  assert.equal(people(), 1);
});

test('a host that is not ours is refused, so that no foreign name can be bound to this machine', async () => {
  const port = new URL(bench.base).port;
  for (const host of ['example.org', `example.org:${port}`, '127.0.0.1', `127.0.0.1.example.org:${port}`, `10.0.0.1:${port}`]) {
    assert.equal((await me.get('/people', { host })).status, 421, host);
  }
  for (const host of [`localhost:${port}`, `LOCALHOST:${port}`, `127.0.0.1:${port}`]) {
    assert.equal((await me.get('/people', { host })).status, 200, host);
  }
});

test('every answer carries the headers of safety, whatever its status', async () => {
  const answers = [await me.get('/people'), await me.get('/nowhere'), await me.get('/people.json'), await send(bench.base, 'GET', '/people'),
    await me.get('/static/style/rapport.css'), await me.send('PUT', '/people'), await me.post('/person/save', { name: '' }), await me.get('/healthz'),
    await me.get('/people', { host: 'example.org' }), await me.get('/openapi.json')];
  for (const { status, headers } of answers) {
    assert.match(headers['content-security-policy'], /^default-src 'none';.*frame-ancestors 'none'$/, String(status));
    assert.doesNotMatch(headers['content-security-policy'], /unsafe/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'same-origin');
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
    assert.ok(headers['permissions-policy']);
    assert.equal(headers['access-control-allow-origin'], undefined);
    assert.match(headers['cache-control'], /^(no-store|no-cache)$/);
    assert.match(headers['content-type'] ?? 'text/html; charset=utf-8', /charset=utf-8|json/);
  }
});

test('the session cookie cannot be read by a script nor be sent by another site', async () => {
  const fresh = bench.json(['session', 'link']);
  const answer = await send(bench.base, 'GET', `/start?token=${fresh.token}`);
  const [line] = answer.headers['set-cookie'].filter((one) => one.startsWith('rapport_session='));
  for (const manner of ['HttpOnly', 'SameSite=Lax', 'Path=/']) assert.ok(line.includes(manner), line);
  assert.equal(answer.headers.location, '/');
  assert.ok(!answer.body.includes(cookieOf(answer, 'rapport_session')));
});

test('a start link works once', async () => {
  const { token } = bench.json(['session', 'link']);
  assert.equal((await send(bench.base, 'GET', `/start?token=${token}`)).status, 303);
  assert.equal((await send(bench.base, 'GET', `/start?token=${token}`)).status, 401);
});

test('a browser that fetches ahead does not use the start link up', async () => {
  const { token } = bench.json(['session', 'link']);
  assert.equal((await send(bench.base, 'HEAD', `/start?token=${token}`)).status, 503);
  assert.equal((await send(bench.base, 'GET', `/start?token=${token}`, { headers: { 'sec-purpose': 'prefetch' } })).status, 503);
  assert.equal((await send(bench.base, 'GET', `/start?token=${token}`)).status, 303);
});

test('a session that was ended is worth nothing any more', async () => {
  const { token } = bench.json(['session', 'link']);
  const session = await Session.open(bench, `${bench.base}/start?token=${token}`);
  const cookie = `rapport_session=${session.cookies.rapport_session}`;
  assert.equal((await session.get('/people')).status, 200);
  assert.equal((await session.post('/session/end')).status, 303);
  assert.equal((await send(bench.base, 'GET', '/people', { headers: { cookie } })).status, 401);
});

test('two session cookies count as none', async () => {
  const cookie = `rapport_session=${me.cookies.rapport_session}; rapport_session=${'x'.repeat(43)}`;
  assert.equal((await send(bench.base, 'GET', '/people', { headers: { cookie } })).status, 401);
});

test('methods that a path does not have are named in Allow', async () => {
  const traced = await raw(bench.base, 'TRACE /people HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n');
  assert.equal(statusOf(traced), 405);
  assert.match(traced, /\r\nAllow: GET, HEAD\r\n/);
  assert.match(await raw(bench.base, 'GET /person/save HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 405[^]*\r\nAllow: POST\r\n/);
  assert.match(await raw(bench.base, 'DELETE /people HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 405/);
});

test('HEAD answers like GET, without the body', async () => {
  const got = await me.get('/people');
  const head = await me.send('HEAD', '/people');
  assert.equal(head.status, 200);
  assert.equal(head.body, '');
  assert.equal(head.headers['content-length'], got.headers['content-length']);
});

test('a message that two readers could understand differently is refused', async () => {
  const post = 'POST /person/save HTTP/1.1\r\nHost: HOST\r\n';
  for (const [what, bytes] of Object.entries({
    'length and chunks': `${post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    'two lengths': `${post}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!`,
    'the same length twice': `${post}Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello`,
    'a length with a sign': `${post}Content-Length: +5\r\n\r\nhello`,
    'an unknown encoding': `${post}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
    'two hosts': 'GET /people HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n\r\n',
    'no host': 'GET /people HTTP/1.1\r\n\r\n',
    'a blank before the colon': 'GET /people HTTP/1.1\r\nHost: HOST\r\nContent-Length : 0\r\n\r\n',
  })) assert.equal(statusOf(await raw(bench.base, bytes)), 400, what);
});

test('a path that hides something is refused', async () => {
  for (const path of ['/people%00', '/people%00.json', '/%', '/%zz', '/static/../main.c', '/static/%2e%2e/main.c', '/static//style/rapport.css',
    '/./people', '/people/', '/%ff', '/a%0d%0ab', '/%c0%ae%c0%ae/']) {
    const status = statusOf(await raw(bench.base, `GET ${path} HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n`));
    assert.equal(status, 400, path);
  }
  for (const path of ['/static/data/policies/standard.policy', '/static/web/style/rapport.css', '/static/', '/static/style']) {
    assert.ok([400, 404].includes((await me.get(path)).status), path);
  }
});

test('headers beyond 32 kB, an address beyond 8 kB and a body beyond 1 MiB are refused', async () => {
  const long = (length) => 'a'.repeat(length);
  assert.equal(statusOf(await raw(bench.base, `GET /people HTTP/1.1\r\nHost: HOST\r\nX-Long: ${long(40000)}\r\n\r\n`)), 431);
  assert.equal(statusOf(await raw(bench.base, `GET /people?query=${long(9000)} HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n`)), 414);
  const form = 'Content-Type: application/x-www-form-urlencoded\r\n';
  const cookie = `Cookie: rapport_session=${me.cookies.rapport_session}\r\n`;
  const announced = await raw(bench.base, `POST /person/save HTTP/1.1\r\nHost: HOST\r\n${cookie}${form}Content-Length: 2000000\r\n\r\nname=`);
  assert.equal(statusOf(announced), 413);
  const chunk = `10000\r\n${long(65536)}\r\n`;
  const chunked = await raw(bench.base, `POST /person/save HTTP/1.1\r\nHost: HOST\r\n${cookie}${form}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(20)}0\r\n\r\n`);
  assert.equal(statusOf(chunked), 413);
});

test('a body of another kind than form or JSON is refused', async () => {
  assert.equal((await me.change('/person/save', { name: 'x' }, { 'content-type': 'text/plain' })).status, 415);
  assert.equal((await me.change('/person/save', [1], {})).status, 400);
  const twice = '{"name":"a","name":"b"}';
  const answer = await me.send('POST', '/person/save', { body: twice, headers: { 'content-type': 'application/json', 'x-csrf-token': me.token } });
  assert.equal(answer.status, 400);
});

test('a JSON document cannot name a file of this machine', async () => {
  for (const upload of calls.filter((call) => call.method === 'POST' && call.params.some((param) => param.endsWith(':file')))) {
    const field = upload.params.find((param) => param.endsWith(':file')).split(':')[0];
    const answer = await me.change(upload.path, { [field]: { name: 'passwd', path: '/etc/passwd', size: 10 } });
    assert.equal(answer.status, upload.role === 'administrator' ? 403 : 422, upload.path);
    if (answer.status === 422) assert.ok(JSON.parse(answer.body).fields.some((wrong) => wrong.field === field || wrong.code === 'capture.nothing' || wrong.code === 'person.no_name_no_title'), `${upload.path} was given no ${field}: ${answer.body}`);
    assert.ok(!answer.body.includes('root:'), upload.path);
  }
});

test('headers that come byte by byte are cut off', { timeout: 30000 }, async () => {
  const { hostname, port } = new URL(bench.base);
  const { connect } = await import('node:net');
  const socket = connect(port, hostname);
  const began = Date.now();
  let step;
  await new Promise((done) => {
    socket.on('connect', () => {
      socket.write(`GET /people HTTP/1.1\r\nHost: ${hostname}:${port}\r\n`);
      step = setInterval(() => socket.write('X-Slow: 1\r\n'), 500);
    });
    socket.on('error', () => {});
    socket.on('close', done);
  });
  clearInterval(step);
  const took = Date.now() - began;
  assert.ok(took > 5000 && took < 12000, `${took} ms`);
});

test('a problem says nothing of the inside', async () => {
  for (const path of ['/person/01a200f8-45f6-705f-84d9-19805a26bb9b', '/nowhere', '/person/x', '/people?limit=x', '/people?bogus=1']) {
    for (const answer of [await me.get(path), await me.get(path, { accept: 'application/json' })]) {
      assert.ok(answer.status >= 400 && answer.status < 500, path);
      assert.doesNotMatch(answer.body, /sqlite|select |\.c:\d|errno|stack|\/home\/|PGRES/i, path);
    }
  }
});

test('the log names the route of a request, never its ids, tokens or query', () => {
  const lines = bench.output.split('\n').filter((line) => line.includes('"http.request"')).map((line) => JSON.parse(line));
  assert.ok(lines.length > 50);
  assert.ok(lines.some(({ path, status }) => path === '/start' && status === 303));
  assert.ok(!bench.output.replace(bench.link, '').includes(me.cookies.rapport_session));
  assert.ok(lines.every(({ path, method, status, ms, bytes }) => !path.includes('?') && method && status >= 200 && Number(ms) >= 0 && bytes >= 0));
});
