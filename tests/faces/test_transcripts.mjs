// SPDX-License-Identifier: GPL-3.0-or-later
// Every call in every face: transcripts/NAME.json holds a request and exactly what the terminal, the terminal in JSON,
// the server in JSON and the page answer to it, from the store of lib/story.mjs. A call without a transcript fails.
// UPDATE_TRANSCRIPTS=1 writes the answers anew: read the difference before you commit it.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { engine, program } from '../browser/lib/server.mjs';
import { Session } from './lib/http.mjs';
import { Story, resolve } from './lib/story.mjs';

const folder = new URL('transcripts/', import.meta.url);
const update = process.env.UPDATE_TRANSCRIPTS === '1';
const fileOf = (call) => new URL(`${call.replaceAll(' ', '-')}.json`, folder);
const { items: calls } = JSON.parse(spawnSync(program, ['calls', '--format=json', '--db=/dev/null'], { encoding: 'utf8' }).stdout);

let story, reading, reader;

before(async () => {
  story = new Story();
  reading = story.copy();
  reader = await enter(reading);
});
after(async () => {
  await reading?.end();
  await story?.end();
});

// Ids and secrets are new in every run: numbered in the order in which they appear.
function steady(text) {
  const seen = new Map();
  const number = (kind) => (value) => {
    if (!seen.has(value)) seen.set(value, `<${kind} ${seen.size + 1}>`);
    return seen.get(value);
  };
  return text.replaceAll(story.folder, '<folder>')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, number('id'))
    .replace(/(?<![\w-])[\w-]{43}(?![\w-])/g, number('secret'));
}

// JSON is kept as JSON, anything else line by line.
function shown(text) {
  const clean = steady(text);
  try {
    return JSON.parse(clean);
  } catch {
    return clean.replace(/\r/g, '').replace(/\n$/, '').split('\n');
  }
}

async function enter(bench) {
  await bench.start(bench.clock);
  return Session.open(bench);
}

function command(bench, call, params, format) {
  const { status, out, err } = bench.run(story.words(call.name, params, format));
  return { exit: status, ...(out && { out: shown(out) }), ...(err && status !== 0 && { err: shown(err) }) };
}

function target(call, params) {
  const rest = new URLSearchParams(params);
  const path = call.path.replace(/\{(\w+)\}/g, (all, name) => {
    rest.delete(name);
    return encodeURIComponent(params[name] ?? '');
  });
  return { path, query: call.method === 'GET' && rest.size > 0 ? `?${rest}` : '' };
}

// A file of a transcript, as an upload carries it.
const uploads = (params) => Object.fromEntries(Object.entries(params).map(([key, value]) => (String(value).startsWith('@')
  ? [key, { name: value.slice(1), content: story.files[value.slice(1)] }] : [key, resolve({ value }, story.refs, story.folder).value])));

async function ask(session, call, params, json) {
  const given = resolve(params, story.refs, story.folder);
  const { path, query } = target(call, given);
  const accept = json ? 'application/json' : 'text/html';
  if (call.method === 'GET') return session.get(path + query, { accept });
  if (Object.values(params).some((value) => String(value).startsWith('@'))) return session.upload(path, uploads(params), { accept });
  return json ? session.change(path, nested(given)) : session.post(path, given, { accept });
}

// {"contact_points.0.kind": x} -> {contact_points: [{kind: x}]}
function nested(params) {
  const document = {};
  for (const [key, value] of Object.entries(params)) {
    const [, list, index, name] = /^(\w+)\.(\d+)\.(\w+)$/.exec(key) ?? [];
    if (list) ((document[list] ??= [])[index] ??= {})[name] = value;
    else document[key] = value;
  }
  return document;
}

async function inJson(session, call, params) {
  const { status, body, headers } = await ask(session, call, params, true);
  return { status, type: headers['content-type'], body: shown(body) };
}

const titleOf = (body) => /<title>([^<]*)<\/title>/.exec(body)?.[1].replace(' &middot; Rapport', '').trim() ?? null;

async function asPage(session, call, params) {
  const { status, body, headers } = await ask(session, call, params, false);
  const page = { status, title: titleOf(body) };
  if (!headers['content-type']?.startsWith('text/html') && status === 200) return { status, type: headers['content-type'], body: shown(body) };
  if (status !== 303) return page;
  const next = await session.get(headers.location);
  return { status, to: steady(headers.location), next: { status: next.status, title: titleOf(next.body), undo: next.body.includes('action="/undo"') } };
}

async function onOwnStore(act) {
  const bench = story.copy();
  try {
    return await act(bench);
  } finally {
    await bench.end();
  }
}

async function record(call, params) {
  if (call.method === 'GET') {
    return { table: command(reading, call, params), json: command(reading, call, params, 'json'), http: await inJson(reader, call, params), page: await asPage(reader, call, params) };
  }
  // A copy of a database takes its time: what the terminal shows of a change is the same document there.
  const table = engine === 'sqlite' && await onOwnStore((bench) => command(bench, call, params));
  return {
    ...(table && { table }),
    json: await onOwnStore((bench) => command(bench, call, params, 'json')),
    http: await onOwnStore(async (bench) => inJson(await enter(bench), call, params)),
    page: await onOwnStore(async (bench) => asPage(await enter(bench), call, params)),
  };
}

for (const call of calls) {
  test(`${call.name} answers the same to the terminal, to a program and on its page`, { timeout: 60000 }, async () => {
    const file = fileOf(call.name);
    assert.ok(existsSync(file), `write ${file.pathname.split('/').slice(-4).join('/')} with {"call": "${call.name}", "params": {...}}, then run with UPDATE_TRANSCRIPTS=1`);
    const kept = JSON.parse(readFileSync(file, 'utf8'));
    assert.equal(kept.call, call.name);
    const { call: name, params, ...expected } = kept;
    const found = JSON.parse(JSON.stringify(await record(call, params)));
    assert.ok((found.page.status ?? 200) < 500 && (found.page.next?.status ?? 200) < 500 && found.http.status < 500, `${call.name}: the page or its answer failed; no transcript is made of that`);
    if (update) writeFileSync(file, `${JSON.stringify({ call: name, params, ...found }, null, 1)}\n`);
    else assert.deepEqual({ table: expected.table, ...found }, expected);
  });
}

test('every transcript is of a call that exists', () => {
  const names = calls.map(({ name }) => `${name.replaceAll(' ', '-')}.json`);
  assert.deepEqual(readdirSync(folder).filter((file) => !names.includes(file)), []);
});
