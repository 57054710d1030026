// SPDX-License-Identifier: GPL-3.0-or-later
// The harness itself: it works by keyboard with and without script, and it sees what it is there to see.
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { closeBrowser, Hand } from './lib/hand.mjs';

const page = (content, head = '') => `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A page</title><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/look.css">${head}</head><body><main><h1>A page</h1>${content}</main></body></html>`;

const form = `<form method="post" action="/save">
<p><label for="title">Title</label> <input id="title" name="title" type="text"></p>
<p><label for="start_local">Start</label> <input id="start_local" name="start_local" type="datetime-local"></p>
<p><label for="due_on">Due</label> <input id="due_on" name="due_on" type="date"></p>
<p><label for="channel">Channel</label> <select id="channel" name="channel"><option value="email">E-mail</option><option value="phone">Phone</option></select></p>
<fieldset><legend>Permission</legend><label><input type="radio" name="permission" value="yes"> Yes</label> <label><input type="radio" name="permission" value="no"> No</label></fieldset>
<p><label><input type="checkbox" name="must" value="true"> Must</label></p>
<p><button type="submit">Save</button></p></form><p><a href="/other">Other</a></p>`;

const pages = {
  '/': page(form),
  '/other': page('<p>The other page.</p>'),
  '/unlabeled': page('<form action="/save"><p><input name="lost" type="text"></p></form>'),
  '/invalid': page('<p>One <div>two</div></p>'),
  '/wide': page('<div id="wide">A word</div>', '<link rel="stylesheet" href="/wide.css">'),
  '/pale': page('<p class="pale">Hardly seen.</p>'),
  '/inline': page('<p>Loud.</p>', '<script src="/loud.js"></script>'),
  '/hidden-focus': page('<p><a class="bare" href="/other">Nobody sees me focused</a></p>'),
};
const files = {
  '/look.css': '@media (prefers-color-scheme: dark) { :root { color-scheme: dark; background: #111; color: #eee } a { color: #9cf } .pale { color: #333 } }\n' +
    ':focus-visible { outline: 2px solid } a.bare:focus { outline: none }',
  '/wide.css': '#wide { width: 900px }',
  '/loud.js': 'console.error("loud");',
};

let server;
let hand;
const received = [];

before(async () => {
  server = createServer((request, answer) => {
    const { pathname } = new URL(request.url, 'http://x');
    if (request.method === 'POST') {
      let body = '';
      request.on('data', (bytes) => { body += bytes; }).on('end', () => {
        received.push(Object.fromEntries(new URLSearchParams(body)));
        answer.writeHead(303, { location: '/other' }).end();
      });
      return;
    }
    const file = files[pathname];
    const type = file ? (pathname.endsWith('.js') ? 'text/javascript' : 'text/css') : 'text/html; charset=utf-8';
    answer.writeHead(file || pages[pathname] ? 200 : 404, { 'content-type': type }).end(file ?? pages[pathname] ?? page('<p>Nothing here.</p>'));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
});

after(async () => {
  await closeBrowser();
  server.close();
});

const workbench = () => ({ base: `http://127.0.0.1:${server.address().port}` });
const filled = { title: 'Urban ecologist, "city" & co. 王', start_local: '2026-03-04T15:05', due_on: '2026-12-31', channel: 'phone', permission: 'no', must: 'true' };

for (const script of [true, false]) {
  test(`a form is filled and sent by keyboard, script ${script ? 'on' : 'off'}`, async () => {
    hand = await Hand.open(workbench(), { script });
    await hand.go('/');
    for (const [name, value] of Object.entries(filled)) await hand.fill(name, name === 'must' ? true : value);
    await hand.submit('/save');
    assert.deepEqual(received.pop(), filled);
    assert.equal(hand.path(), '/other');
    await hand.go('/');
    await hand.follow('/other');
    await hand.says(/The other page/);
    assert.deepEqual(hand.findings, []);
    await hand.close();
  });
}

for (const [path, what, complaint] of [
  ['/none', 'a page that is not there', /404/],
  ['/unlabeled', 'a field without a label', /label/i],
  ['/invalid', 'a paragraph around a block', /html-validate/],
  ['/wide', 'what sticks out on a phone', /320 px/],
  ['/pale', 'too little contrast in the dark', /contrast/],
  ['/inline', 'an error on the console', /loud/],
]) {
  test(`the audit refuses ${what}`, async () => {
    hand = await Hand.open(workbench());
    await hand.go(path);
    assert.match(hand.findings.join('\n'), complaint);
    await hand.close();
  });
}

test('a focus that cannot be seen is refused', async () => {
  hand = await Hand.open(workbench());
  hand.audits = false;
  await hand.go('/hidden-focus');
  await assert.rejects(hand.follow('/other'), /the focus is visible/);
  await hand.close();
});
