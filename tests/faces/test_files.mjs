// SPDX-License-Identifier: GPL-3.0-or-later
// Files that people keep, as a browser meets them: pictures are shown, everything else is only handed over.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { Session, send } from './lib/http.mjs';
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

const attach = (kind, name, content) => me.upload('/attachment/save', { person: story.refs.ada.id, kind, file: { name, content } });
const filesOf = async () => JSON.parse((await me.get(`/person/${story.refs.ada.id}`, { accept: 'application/json' })).body).attachments;

test('a photo is shown on the page as the picture that it is', async () => {
  assert.equal((await attach('photo', 'Zoë 张.gif', 'GIF89a\u0001\u0000\u0001\u0000')).status, 303);
  const [photo] = (await filesOf()).filter(({ kind }) => kind === 'photo');
  assert.equal(photo.media, 'image/gif');
  const { body } = await me.get(`/person/${story.refs.ada.id}`);
  assert.match(body, new RegExp(`<img[^>]*src="/attachment/${photo.id}"[^>]*alt="`));
  const answer = await me.get(`/attachment/${photo.id}`);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['content-type'], 'image/gif');
  assert.equal(answer.headers['x-content-type-options'], 'nosniff');
  assert.equal(answer.headers['content-disposition'], 'inline; filename="file.gif"; filename*=UTF-8\'\'Zo%C3%AB%20%E5%BC%A0.gif');
  assert.equal(answer.body, 'GIF89a\u0001\u0000\u0001\u0000');
  const stranger = await send(bench.base, 'GET', `/attachment/${photo.id}`, { headers: { accept: 'image/gif' } });
  assert.equal(stranger.status, 401);
});

test('what could hold a script is never shown, whatever its name says', async () => {
  for (const [name, content] of [['page.html', '<!doctype html><script>alert(1)</script>'], ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['report.pdf', '%PDF-1.7\n'], ['a";b\\c.txt', 'plain']]) {
    assert.equal((await attach('file', name, content)).status, 303, name);
    const [file] = await filesOf();
    const answer = await me.get(`/attachment/${file.id}`, { accept: 'text/html,image/svg+xml,*/*' });
    assert.equal(answer.headers['content-type'], 'application/octet-stream', name);
    assert.match(answer.headers['content-disposition'], /^attachment; filename="file\.(txt|pdf)"; filename\*=UTF-8''[\w.%-]+$/, name);
  }
  const refused = await attach('photo', 'me.png', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
  assert.equal(refused.status, 422);
  assert.match(refused.body, /not a picture/);
});

test('a photo of 200 MB is refused in words before it is read', async () => {
  const headers = { 'content-type': 'multipart/form-data; boundary=x', 'content-length': 200 * 1024 * 1024, cookie: `rapport_session=${me.cookies.rapport_session}`,
    expect: '100-continue' };
  const answer = await send(bench.base, 'POST', '/attachment/save', { headers });
  assert.equal(answer.status, 413);
  assert.match(answer.body, /larger than can be taken in\. Nothing was changed/);
});
