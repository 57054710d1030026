// SPDX-License-Identifier: GPL-3.0-or-later
// What a browser meets: forms that come back as they were left, the way back after a change, other forms of an answer,
// styles and scripts.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { Session } from './lib/http.mjs';
import { Story, clock } from './lib/story.mjs';

let story, bench, me;

before(async () => {
  story = new Story();
  bench = story.copy();
  await bench.start(clock);
  me = await Session.open(bench);
});
after(async () => {
  await bench?.end();
  await story?.end();
});

const read = async (path) => JSON.parse((await me.get(path, { accept: 'application/json' })).body);
const valueOf = (html, name) => new RegExp(`<(?:input|textarea)[^>]*name="${name.replaceAll('.', '\\.')}"[^>]*`).exec(html)?.[0];

test('a refused form comes back with what was typed, the mark beside its field and nothing stored', async () => {
  const { items } = await read('/people');
  const answer = await me.post('/person/save', { name: 'Eli <b>Brandt</b>', title: 'Ranger', 'contact_points.0.kind': 'email', 'contact_points.0.value': 'not an address',
    connected_on: '2026-02-31' });
  assert.equal(answer.status, 422);
  assert.match(answer.headers['content-type'], /^text\/html/);
  assert.match(valueOf(answer.body, 'name'), /value="Eli &lt;b&gt;Brandt&lt;\/b&gt;"/);
  assert.match(valueOf(answer.body, 'title'), /value="Ranger"/);
  assert.match(valueOf(answer.body, 'connected_on'), /value="2026-02-31"/);
  assert.match(valueOf(answer.body, 'contact_points.0.value'), /value="not an address"/);
  assert.match(valueOf(answer.body, 'connected_on'), /aria-invalid="true"/);
  assert.doesNotMatch(answer.body, /<b>Brandt/);
  assert.equal((await read('/people')).items.length, items.length);
});

test('every mistake of a refused form is listed, and the parts that hold one are open', async () => {
  const parts = (html) => [...html.matchAll(/<details class="wide"([^>]*)>\s*<summary>([^<]+)/g)].map(([, open, name]) => [name, open.trim()]);
  const closed = parts((await me.get('/person/form')).body);
  assert.deepEqual(closed.map(([, open]) => open), ['', '', '']);
  const answer = await me.post('/person/save', { name: 'Eli Brandt', zone: 'Mars/Olympus', birthday: 'in spring', field_since: 'long ago' });
  assert.equal(answer.status, 422);
  for (const field of ['zone', 'birthday', 'field_since']) {
    assert.match(answer.body, new RegExp(`<li><a href="#${field}">`));
    assert.match(valueOf(answer.body, field), /aria-invalid="true"/);
  }
  assert.deepEqual(parts(answer.body).map(([, open]) => open), ['', 'open', 'open']);
});

test('the same refusal is a problem document for a program', async () => {
  const answer = await me.change('/person/save', { name: 'Eli', connected_on: '2026-02-31' });
  assert.equal(answer.status, 422);
  assert.equal(answer.headers['content-type'], 'application/problem+json');
  const problem = JSON.parse(answer.body);
  assert.equal(problem.status, 422);
  assert.deepEqual(problem.fields.map(({ field, code }) => [field, code]), [['connected_on', 'field.not_date']]);
  assert.ok(problem.fields[0].message.length > 5 && problem.title.length > 5);
});

test('a field that nobody knows is named on the page, as it was written', async () => {
  const answer = await me.get('/export?colour=red&%3Cb%3E=1');
  assert.equal(answer.status, 422);
  assert.match(answer.body, /“colour”/);
  assert.match(answer.body, /“&lt;b&gt;”/);
  const { fields } = JSON.parse((await me.get('/export?colour=red', { accept: 'application/json' })).body);
  assert.deepEqual(fields.map(({ field, code }) => [field, code]), [['colour', 'field.unknown']]);
  assert.match(fields[0].message, /“colour”/);
});

test('a circle of one\'s own has its page like those of the method', async () => {
  const { items } = await read('/circles');
  const own = items.find(({ question_code: code }) => code === 'circle.own');
  const { status, body } = await me.get(`/circles?circle=${encodeURIComponent(own.circle)}`);
  assert.equal(status, 200);
  assert.match(body, new RegExp(`<h\\d[^>]*>[^<]*${own.circle}`, 'i'));
});

test('people are chosen with boxes, and an act that was refused keeps them chosen', async () => {
  const { items: [{ id }] } = await read('/people');
  const list = await me.get('/people?pick=true');
  assert.match(list.body, new RegExp(`<input type="checkbox" name="people\\.0\\.id" value="${id}">`));
  const refused = await me.post('/people/mark', { act: 'tag', pick: 'true', 'people.0.id': id });
  assert.equal(refused.status, 422);
  assert.match(valueOf(refused.body, 'people.0.id'), new RegExp(`value="${id}"`));
  assert.match(valueOf(refused.body, 'to_tag'), /aria-invalid="true"/);
  const done = await me.post('/people/mark', { act: 'tag', to_tag: 'Boxes', pick: 'true', 'people.0.id': id });
  assert.equal(done.status, 303);
  assert.match(done.headers.location, /^\/people\?.*pick=true$/);
  assert.deepEqual((await read('/people?tag=boxes')).items.map((one) => one.id), [id]);
});

test('who chooses several sees the list first: the filters are folded unless they were asked for, and filtering goes on choosing', async () => {
  const form = (html) => /<details[^>]* id="filters"([^>]*)>[\s\S]*?<\/details>/.exec(html);
  for (const [address, open] of [['/people?filters=yes', true], ['/people?pick=true', false], ['/people?pick=true&sort=newest', false], ['/people?pick=true&circle=alumni', false]]) {
    const [whole, attributes] = form((await me.get(address)).body);
    assert.equal(/ open/.test(attributes), open, address);
    assert.equal(/name="pick" value="true"/.test(whole), address.includes('pick'), address);
  }
});

test('the report of an import has its counts on one side, and what came in on the other', async () => {
  const { body } = await me.get(`/import/${story.refs.imported.id}`);
  const [, counts, beside] = /<div class="split">([\s\S]*?)<aside class="beside"[^>]*>([\s\S]*?)<\/aside>/.exec(body);
  assert.match(counts, /<table class="tally">[\s\S]*action="\/import\/undo"/);
  assert.match(beside, /Ines Okafor[\s\S]*Read as: LinkedIn/);
});

test('an act on nobody is refused with nobody chosen, and no act on everybody is one press away', async () => {
  const { items } = await read('/people');
  for (const pick of [{ pick: 'true' }, {}]) {
    const { status, body } = await me.post('/people/mark', { act: 'remove', ...pick });
    assert.equal(status, 422);
    assert.match(body, /Choose at least one person/);
    assert.match(body, /Nobody is chosen yet/);
    assert.doesNotMatch(body, /name="all"/);
    assert.doesNotMatch(body, / checked/);
    for (const { id } of items) assert.ok(body.includes(`<input type="checkbox" name="people.${items.findIndex((one) => one.id === id)}.id" value="${id}">`));
    assert.match(body, /<input type="hidden" name="pick" value="true">/);
  }
  assert.equal((await read('/people')).items.length, items.length);
  const { body } = await me.get('/people/mark?all=true');
  assert.match(body, /name="all" value="true"/, 'all who fit, chosen expressly');
});

test('a stale form is a conflict that keeps what was typed', async () => {
  const { id } = story.refs.ada;
  assert.equal((await me.post('/person/save', { id, version: '1', name: 'Ada Quinn', place: 'Riverside' })).status, 303);
  const late = await me.post('/person/save', { id, version: '1', name: 'Ada Quinn', place: 'Hillside' });
  assert.equal(late.status, 409);
  assert.match(valueOf(late.body, 'place'), /value="Hillside"/);
  assert.equal((await read(`/person/${id}`)).place, 'Riverside');
  const answer = await me.change('/person/save', { id, version: 1, name: 'Ada Quinn', place: 'Hillside' });
  assert.equal(answer.status, 409);
  assert.equal(JSON.parse(answer.body).code, 'record.stale');
});

test('the page after a change offers its undo, once, and the undo works', async () => {
  const saved = await me.post('/task/save', { title: 'Buy a notebook' }, { referer: `${bench.base}/tasks?x#top` });
  assert.equal(saved.status, 303);
  assert.equal(saved.headers.location, '/tasks?x');
  assert.match(saved.headers['set-cookie'].join(), /rapport_done=[0-9a-f-]{36}\.task-save; Max-Age=60; Path=\/; HttpOnly; SameSite=Lax/);
  const { body } = await me.get('/tasks');
  const [, change] = /name="change" value="([0-9a-f-]{36})"/.exec(body);
  assert.doesNotMatch((await me.get('/tasks')).body, /action="\/undo"/);
  const titles = async () => (await read('/tasks')).items.map(({ title }) => title);
  assert.ok((await titles()).includes('Buy a notebook'));
  assert.equal((await me.post('/undo', { change })).status, 303);
  assert.ok(!(await titles()).includes('Buy a notebook'));
});

test('a forged cookie of what was done shows nothing of itself', async () => {
  for (const forged of ['<script>.task-save', 'x.nothing', `${'a'.repeat(300)}.task-save`, '....', '-.session-link']) {
    const { status, body } = await me.get('/tasks', { cookie: `rapport_session=${me.cookies.rapport_session}; rapport_done=${forged}` });
    assert.equal(status, 200, forged);
    assert.doesNotMatch(body, /<script>\.|aaaaaaaa|name="change"/, forged);
  }
});

test('a Referer of another host sends nobody there', async () => {
  const saved = await me.post('/task/save', { title: 'Walk by the river' }, { referer: 'http://example.org/tasks' });
  assert.equal(saved.headers.location, '/');
});

test('an answer can be had as page, JSON or its own file, by suffix or by Accept', async () => {
  const path = `/interview/${story.refs.meeting.id}`;
  assert.match((await me.get(path)).headers['content-type'], /^text\/html; charset=utf-8/);
  assert.equal((await me.get(`${path}.json`)).headers['content-type'], 'application/json');
  assert.equal((await me.get(path, { accept: 'application/json' })).headers['content-type'], 'application/json');
  assert.match((await me.get(path, { accept: 'text/html,application/xhtml+xml,application/json;q=0.9' })).headers['content-type'], /^text\/html/);
  const file = await me.get(`${path}.ics`);
  assert.match(file.headers['content-type'], /^text\/calendar/);
  assert.equal(file.headers['content-disposition'], 'attachment; filename="interview-read.ics"');
  assert.match(file.body, /^BEGIN:VCALENDAR\r\n/);
  assert.equal((await me.get(`${path}.csv`)).status >= 400, true);
  assert.equal((await me.get('/today.json')).status, 200);
});

test('a token for changes comes with JSON to its session, never without one', async () => {
  assert.match((await me.get('/people.json')).headers['x-csrf-token'], /^[0-9a-f]{64}$/);
  assert.equal((await new Session(bench.base).get('/people.json')).headers['x-csrf-token'], undefined);
});

test('the list of people leads to the views that were saved, and to where they are renamed', async () => {
  const { body } = await me.get('/people');
  assert.match(body, /<a href="\/people\?view=[0-9a-f-]{36}">Museum people<\/a>/);
  assert.equal([...body.matchAll(/<a [^>]*href="\/views">/g)].length, 1);
});

test('choosing several and changing all who fit keep to the filters in force, whoever stands first', async () => {
  const addresses = (html) => [...html.matchAll(/href="(\/people(?:\/mark)?\?[^"]*)">(?:Choose several|Change all who fit)</g)]
    .map(([, address]) => new URL(address.replaceAll('&amp;', '&'), me.base));
  const { items } = await read('/people');
  assert.ok(items[0].circle, 'the first row has what a filter could mean');
  const [several, all, ...others] = addresses((await me.get('/people')).body);
  assert.deepEqual(others, []);
  assert.deepEqual([...several.searchParams].filter(([, value]) => value !== ''), [['pick', 'true']]);
  const form = await me.get(all.pathname + all.search);
  assert.equal((await read(all.pathname + all.search)).fit, items.length);
  const [, hidden] = /<form method="post" action="\/people\/mark">(.*?)<fieldset/s.exec(form.body);
  assert.deepEqual([...hidden.matchAll(/name="([a-z_]+)"/g)].map(([, name]) => name).filter((name) => name !== 'csrf'), ['all', 'count']);

  const [few] = addresses((await me.get('/people?place=Riverside')).body);
  assert.deepEqual([...few.searchParams].filter(([, value]) => value !== ''), [['place', 'Riverside'], ['pick', 'true']]);
});

test('an uploaded file becomes an import by the job runner, with its report', { timeout: 30000 }, async () => {
  const answer = await me.upload('/import', { file: { name: '../../Later.csv', content: story.files['Later.csv'] }, preview: 'true' });
  assert.equal(answer.status, 303);
  let found;
  for (let i = 0; i < 200 && !found?.samples?.length; i++) {
    found = await read(answer.headers.location);
    await new Promise((done) => { setTimeout(done, 50); });
  }
  assert.equal(found.name, 'Later.csv');
  assert.equal(found.read, 2);
  assert.ok(found.samples.length > 0);
});

test('a row that may be the same as somebody says as whom, with a link', { timeout: 30000 }, async () => {
  const { items: [known] } = await read('/people?query=quinn');
  const content = `First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n${known.name.split(' ')[0]},${known.name.split(' ').slice(1).join(' ')},https://www.linkedin.com/in/somebody-else,,Elsewhere Ltd,Clerk,12 Mar 2024\r\n`;
  const { headers: { location } } = await me.upload('/import', { file: { name: 'Same.csv', content }, preview: 'true' });
  let found;
  for (let i = 0; i < 200 && found?.state !== 'staged'; i++) {
    found = await read(location);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.equal(found.duplicate, 1);
  for (const path of [location, `${location}/rows?verdict=duplicate`]) {
    const { body } = await me.get(path);
    assert.ok(body.includes(`Possibly the same as <a href="/person/${known.id}">${known.name}</a>`), path);
  }
});

test('a file beyond the limit of its parameter is refused', async () => {
  const { paths } = JSON.parse((await me.get('/openapi.json')).body);
  assert.ok(paths['/import'].post.requestBody.content['multipart/form-data']);
  const answer = await me.send('POST', '/import', { headers: { 'content-type': 'multipart/form-data; boundary=x', 'x-csrf-token': me.token, 'content-length': 2 ** 40 }, body: '--x\r\n' }).catch(() => ({ status: 413 }));
  assert.equal(answer.status, 413);
});

test('styles and scripts are kept by their content', async () => {
  const { body } = await me.get('/');
  const [, style] = /href="(\/static\/style\/rapport\.css[^"]*)"/.exec(body);
  const kept = await me.get(style);
  assert.equal(kept.status, 200);
  assert.match(kept.headers['content-type'], /^text\/css/);
  assert.equal(kept.headers['cache-control'], 'public, max-age=31536000, immutable');
  const asked = await me.get('/static/style/rapport.css');
  assert.equal(asked.headers['cache-control'], 'no-cache');
  const again = await me.get('/static/style/rapport.css', { 'if-none-match': asked.headers.etag });
  assert.equal(again.status, 304);
  assert.equal(again.body, '');
  assert.equal((await me.get('/static/style/rapport.css', { 'if-none-match': '"other"' })).status, 200);
});

test('with open access everyone is the owner, and every page says so', async () => {
  const open = story.copy();
  open.start = async () => {};
  const { spawn } = await import('node:child_process');
  const { program } = await import('../browser/lib/server.mjs');
  const server = spawn(program, ['serve', '--listen=127.0.0.1:0', '--open-access', '--workers=1'], { env: { ...open.environment(), RAPPORT_CLOCK: clock }, stdio: ['ignore', 'pipe', 'ignore'] });
  const base = await new Promise((done) => {
    server.stdout.on('data', (bytes) => done(/http:\/\/[\d.:]+/.exec(String(bytes))[0]));
  });
  const anyone = new Session(base);
  const page = await anyone.get('/people');
  assert.equal(page.status, 200);
  assert.match(page.body, /Open access/);
  assert.equal((await anyone.send('POST', '/task/save', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'title=x' })).status, 403);
  [, anyone.token] = /name="csrf" content="([0-9a-f]{64})"/.exec(page.body);
  assert.equal((await anyone.post('/task/save', { title: 'Open' })).status, 303);
  const ended = new Promise((done) => server.once('exit', done));
  server.kill('SIGTERM');
  assert.equal(await ended, 0);
  await open.end();
});
