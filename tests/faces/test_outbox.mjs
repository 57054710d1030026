// SPDX-License-Identifier: GPL-3.0-or-later
// Mail that goes out by itself, to a real server: what arrives is what was shown, trouble is said and mended, and nothing
// is sent twice. Waits come from next_at and RAPPORT_CLOCK.
import { afterEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Workbench } from '../browser/lib/server.mjs';
import { Session } from './lib/http.mjs';
import { MailServer, certificate, missing, until } from './lib/smtp.mjs';

const clock = '2026-03-02T15:00:00Z';
const later = '2026-03-02T15:01:01Z';
const open = [];
const keep = (thing) => { open.push(thing); return thing; };
const outbox = (name, act) => test(name, { skip: missing, timeout: 120000 }, act);

afterEach(async () => {
  while (open.length) await open.pop().end();
});

// Someone who can send, and a draft to ada@example.org or another address.
function furnish({ to = 'ada@example.org', port, settings = {}, account = [] } = {}) {
  const bench = keep(new Workbench());
  bench.clock = clock;
  bench.settings = settings;
  bench.json(['profile', 'save', '--name=Maya Lindqvist', '--email=maya@example.org']);
  const person = bench.json(['person', 'save', '--name=Ada Quinn', '--contact_points.0.kind=email', `--contact_points.0.value=${to}`]);
  const request = bench.json(['request', 'save', `--person=${person.id}`, '--subject=Flüsse in der Stadt 🙂',
    '--body=Dear Ada,\n.\n..two dots\nÄöü €, 20 minutes = enough?\nMaya']);
  if (port) bench.json(['mail', 'save', '--mail_host=127.0.0.1', `--mail_port=${port}`, ...account]);
  return { bench, person: person.id, request: request.id };
}

const mailOf = ({ bench, request }) => bench.json(['request', 'read', request]).mail;
const deliver = ({ bench, request }) => bench.json(['request', 'deliver', request]);
const eml = ({ bench }, mail) => bench.run(['outbox', 'read', mail, '--format=eml']).out;

outbox('a request is sent from its page, and arrives byte by byte as the outbox shows it (M71)', async () => {
  const server = keep(await MailServer.open());
  const work = furnish({ port: server.port });
  await work.bench.start();
  const me = await Session.open(work.bench);
  const page = await me.get(`/request/${work.request}`);
  assert.match(page.body, /formaction="\/request\/deliver">Send it now</);
  assert.match(page.body, /To ada@example\.org, from maya@example\.org/);
  const body = 'Dear Ada,\r\n.\r\n..two dots\r\nÄöü €, as it stands on the page.\r\nMaya';
  const answer = await me.post('/request/deliver', { id: work.request, subject: 'Flüsse in der Stadt 🙂', body });
  assert.equal(answer.headers.location, `/request/${work.request}`);
  const arrived = await server.mail();
  assert.deepEqual([arrived.from, arrived.to], ['maya@example.org', ['ada@example.org']]);
  const mail = await until(() => { const found = mailOf(work); return found.standing === 'sent' && found; }, 'it is noted as sent');
  assert.equal(arrived.text, (await me.get(`/outbox/${mail.id}.eml`)).body);
  assert.match(arrived.text, /^Message-ID: <[\w-]+@example\.org>\r\n/);
  assert.doesNotMatch(arrived.text, /X-Unsent/);
  const decoded = spawnSync('python3', ['-c', 'import email.policy,sys; m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default); print(m["subject"]); print(m.get_content(), end="")'],
    { input: Buffer.from(arrived.text, 'latin1'), encoding: 'utf8', env: { ...process.env, PYTHONIOENCODING: 'utf-8' } });
  assert.equal(decoded.stdout.replaceAll('\r\n', '\n').trimStart(), `Flüsse in der Stadt 🙂\n${body.replaceAll('\r\n', '\n')}\n`);
  assert.match((await me.get('/outbox')).body, /Ada Quinn<\/a> <span class="tag">Sent</);
  assert.match((await me.get(`/request/${work.request}`)).body, /<span class="tag">Sent<\/span>/);
  /* It has gone: neither the undo nor a second press changes that. */
  const undo = work.bench.run(['undo', work.bench.json(['history']).items[0].id]);
  assert.equal(undo.status, 5);
  assert.match(undo.err, /has gone out, so it cannot be taken back/);
  assert.equal((await me.post('/request/deliver', { id: work.request })).status, 409);
  assert.equal(server.mails.length, 1);
});

outbox('a thank-you is sent from the terminal, where no server runs (M143)', async () => {
  const server = keep(await MailServer.open());
  const work = furnish({ port: server.port });
  const talk = work.bench.json(['interview', 'save', `--person=${work.person}`, '--start_local=2026-03-02T09:00', '--zone=UTC']);
  const said = work.bench.run(['thanks', 'deliver', talk.id, '--subject=Thank you', '--body=Dear Ada, thank you for the rivers.\n\nMaya']);
  assert.equal(said.status, 0, said.err);
  assert.match(said.out, /^It has gone out\.$/m);
  const { text, tls, login } = await server.mail();
  assert.match(text, /^Subject: Thank you\r$/m);
  assert.deepEqual([tls, login], [false, null]);
});

test('a mail server that never answers holds no other work up', { timeout: 60000 }, async () => {
  const held = [];
  const silent = createServer((socket) => held.push(socket.on('error', () => {})));
  await new Promise((ready) => { silent.listen(0, '127.0.0.1', ready); });
  keep({ end: () => { held.forEach((socket) => socket.destroy()); silent.close(); } });
  const work = furnish({ port: silent.address().port });
  await work.bench.start();
  const me = await Session.open(work.bench);
  await me.post('/request/deliver', { id: work.request });
  await until(() => held.length > 0, 'the mail server is spoken to');
  const { job } = JSON.parse((await me.change('/duplicate/find', {})).body);
  await until(async () => JSON.parse((await me.get(`/job/${job}`, { accept: 'application/json' })).body).state === 'done', 'the job is done');
  assert.equal(mailOf(work).standing, 'sending');
});

outbox('a full mailbox is tried again when its time has come, by the runner alone', async () => {
  const server = keep(await MailServer.open());
  const work = furnish({ to: 'full@example.org', port: server.port });
  assert.equal(deliver(work).standing, 'retrying');
  const { trouble, reply, next_at } = mailOf(work);
  assert.deepEqual([trouble, reply, next_at], ['outbox.not_now', '451 4.2.2 The mailbox is full, try later', Date.parse(clock) + 60000]);
  await work.bench.start(); // the clock stands: it is not due, and nobody hurries it
  const me = await Session.open(work.bench);
  assert.match((await me.get(`/request/${work.request}`)).body, /does not take it at the moment[^]*451 4\.2\.2[^]*Try again now/);
  assert.equal(server.mails.length, 0);
  await work.bench.moveTo(later);
  await server.mail();
  await until(() => mailOf(work).standing === 'sent', 'it is noted as sent');
  assert.equal(server.mails.length, 1);
});

outbox('a refusal is said with its reason on the request, on Today and in the check-up, and mended (M71)', async () => {
  const server = keep(await MailServer.open());
  const work = furnish({ to: 'nobody@example.org', port: server.port });
  const { bench } = work;
  const { outbox: mail, standing } = deliver(work);
  assert.equal(standing, 'failed');
  assert.match(bench.run(['request', 'read', work.request]).out, /The mail: Not sent\. The mail server refused it/);
  assert.match(bench.run(['today']).out, /Your mail “Flüsse in der Stadt 🙂” could not be sent\. Nothing was lost\./);
  assert.match(bench.run(['doctor']).out, /○ Mail could not be sent: 1\. Open the outbox/);
  bench.json(['outbox', 'remove', mail]); // take it back, correct the address, send it again
  assert.equal(bench.json(['request', 'read', work.request]).state, 'draft');
  bench.json(['person', 'save', `--id=${work.person}`, '--contact_points.0.kind=email', '--contact_points.0.value=ada@example.org']);
  assert.equal(deliver(work).standing, 'sent');
  assert.deepEqual((await server.mail()).to, ['ada@example.org']);
  assert.match(bench.run(['doctor']).out, /✓ No mail is held up\./);
});

outbox('a server that is away loses nothing, and the terminal sends when it is back', async () => {
  const server = await MailServer.open();
  const { port } = server;
  await server.end();
  const work = furnish({ port });
  const sent = deliver(work);
  assert.equal(sent.standing, 'retrying');
  assert.equal(mailOf(work).trouble, 'outbox.unreachable');
  const before = eml(work, sent.outbox);
  const back = keep(await MailServer.open());
  work.bench.json(['mail', 'save', '--mail_host=127.0.0.1', `--mail_port=${back.port}`]);
  assert.match(work.bench.run(['outbox', 'send']).out, /Ada Quinn.*Sent/);
  assert.equal((await back.mail()).text, before);
});

outbox('a server that cannot prove who it is gets nothing, and one that can gets the mail under TLS', async () => {
  const work = furnish();
  const [own, other] = [certificate(work.bench.folder, 'own'), certificate(work.bench.folder, 'other')];
  for (const [option, scheme] of [['--tls', 'smtps'], ['--starttls', 'smtp']]) {
    const server = keep(await MailServer.open(option, ...own));
    work.bench.settings = { RAPPORT_SMTP: `${scheme}://127.0.0.1:${server.port}`, RAPPORT_SMTP_CA: other[0] };
    const { outbox: mail, standing } = deliver(work);
    assert.equal(standing, 'failed', scheme);
    assert.equal(mailOf(work).trouble, 'outbox.certificate', scheme);
    assert.equal(server.mails.length, 0, scheme);
    work.bench.settings.RAPPORT_SMTP_CA = own[0];
    work.bench.json(['outbox', 'retry', mail]);
    assert.equal(mailOf(work).standing, 'sent', scheme);
    assert.equal((await server.mail()).tls, true, scheme);
    work.request = work.bench.json(['request', 'save', `--person=${work.person}`, '--body=Once more']).id;
  }
});

outbox('a sign-in that fails is said, a right one sends, and no password is written anywhere', async () => {
  const [cert, key] = certificate(keep(new Workbench()).folder, 'own');
  const server = keep(await MailServer.open('--starttls', cert, key, '--login', 'maya@example.org', 'a long pass word'));
  const account = ['--mail_user=maya@example.org'];
  const work = furnish({ port: server.port, settings: { RAPPORT_SMTP_CA: cert }, account: [...account, '--mail_password=the wrong one'] });
  await work.bench.start();
  const me = await Session.open(work.bench);
  await me.post('/request/deliver', { id: work.request });
  await until(() => mailOf(work).standing === 'failed', 'it is refused');
  assert.equal(mailOf(work).trouble, 'outbox.login');
  const saved = work.bench.run(['mail', 'save', '--mail_host=127.0.0.1', `--mail_port=${server.port}`, ...account, '--mail_password=-'], { input: 'a long pass word\n' });
  assert.equal(saved.status, 0, saved.err);
  await me.post('/outbox/retry', { id: mailOf(work).id });
  assert.equal((await server.mail()).login, 'maya@example.org');
  await until(() => mailOf(work).standing === 'sent', 'it is noted as sent');
  const pages = await Promise.all(['/me', '/me.json', '/outbox.json', '/history.json'].map((path) => me.get(path)));
  const told = [work.bench.output, saved.out, ...pages.map(({ body }) => body)].join('\n');
  assert.match(told, /"event":"outbox.tried"/);
  for (const secret of ['a long pass word', 'the wrong one']) assert.ok(!told.includes(secret), secret);
});

outbox('the server of the house sends for everybody, with its password from a file', async () => {
  const work = furnish();
  const [cert, key] = certificate(work.bench.folder, 'own');
  const server = keep(await MailServer.open('--starttls', cert, key, '--login', 'center', 'from a file'));
  const file = join(work.bench.folder, 'password');
  writeFileSync(file, 'from a file\n');
  work.bench.settings = { RAPPORT_SMTP: `smtp://center@127.0.0.1:${server.port}`, RAPPORT_SMTP_CA: cert, RAPPORT_SMTP_PASSWORD_FILE: file };
  assert.equal(deliver(work).standing, 'sent');
  const { from, login } = await server.mail();
  assert.deepEqual([from, login], ['maya@example.org', 'center']);
  const refused = work.bench.run(['mail', 'save', '--mail_host=127.0.0.1']);
  assert.match(refused.err, /through the server of this installation/);
  const other = furnish();
  other.bench.settings = { ...work.bench.settings, RAPPORT_SMTP_PASSWORD_FILE: join(work.bench.folder, 'none') };
  assert.notEqual(deliver(other).standing, 'sent');
  assert.match(other.bench.run(['outbox', 'list', '--format=json']).out, /outbox\.house_password/);
});

outbox('a runner that is killed between sending and noting leaves the mail in doubt, and nobody sends it twice', async () => {
  const server = keep(await MailServer.open());
  const work = furnish({ to: 'slow@example.org', port: server.port });
  await work.bench.start();
  const me = await Session.open(work.bench);
  await me.post('/request/deliver', { id: work.request });
  await server.mail(); // taken, and the answer never comes
  assert.equal(mailOf(work).standing, 'sending');
  const children = spawnSync('pgrep', ['-P', String(work.bench.server.pid)], { encoding: 'utf8' }).stdout.trim().split('\n').map(Number);
  assert.ok(children.length >= 3);
  for (const pid of children) process.kill(pid, 'SIGKILL');
  await until(() => mailOf(work).standing === 'unsure', 'the next runner finds it');
  assert.match((await until(() => me.get('/').catch(() => null), 'the workers are back')).body, /may have gone out; nobody can say for sure/);
  await work.bench.moveTo('2026-03-03T15:00:00Z'); // a day later, another start
  assert.equal(mailOf(work).standing, 'unsure');
  assert.match(work.bench.run(['outbox', 'send']).out, /May have gone out/);
  assert.equal(server.mails.length, 1);
  work.bench.json(['outbox', 'settle', mailOf(work).id]); // the person asked: it arrived
  assert.equal(mailOf(work).standing, 'sent');
  assert.equal(server.mails.length, 1);
});
