// SPDX-License-Identifier: GPL-3.0-or-later
// People leave as files: the same bytes from the terminal and the server, in parts, and other programs read them.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Workbench } from '../browser/lib/server.mjs';
import { Session } from './lib/http.mjs';

const python = '/usr/bin/python3';
const debian = existsSync('/etc/debian_version');
const has = (name) => spawnSync(python, ['-c', `import ${name}`]).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'rapport-export-'));
const bench = new Workbench();
let me;

// Everything that a card of ours can say.
const whole = {
  name: 'Dr. Noor van der Berg Jr.', given_name: 'Noor', additional_name: 'Émilie', family_name: 'van der Berg', name_prefix: 'Dr.', name_suffix: 'Jr.', nickname: 'Nono',
  pronunciation: 'NOOR', preferred_language: 'Français', title: 'Limnologist', organization: 'Lake Institute; South', department: 'Water, still', place: 'Old Harbor', zone: 'Asia/Tokyo',
  languages: 'Dutch, 日本語', birthday: '1985-04-12', notes: 'שלום, one line.\nAnother; with 水.', circle: 'professor', how_found: 'A talk: "Lakes"', met_on: '2024-03-12', met_place: 'Harbor fair',
  connected_on: '2024-03-13', address_form: 'Dr. van der Berg', in_field: 'yes', field_since: '1999', field_until: '2019-06', similar_background: 'We both grew up on a lake; both left',
  uid: 'urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1', tags: ['lakes', 'a, b', '湖'],
  points: [['email', 'noor@example.org', 'work'], ['email', 'n@home.example.org', 'home'], ['phone', '+31 20 555 0100', 'cell'], ['phone', '+31 20 555 0101', 'work fax'],
    ['link', 'https://example.org/noor', 'work'], ['address', '12 Dike Rd\nOld Harbor', 'home'], ['chat', 'noor.lakes', 'signal']],
};

before(async () => {
  const rows = Array.from({ length: 700 }, (_, i) => `Given${i},Family${i},https://www.linkedin.com/in/person-${i},person${i}@example.org,"City, Museum",Curator,12 Mar 2024`);
  writeFileSync(join(folder, 'Connections.csv'), `First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n${rows.join('\r\n')}\r\n`);
  const { status, err } = bench.run(['import', join(folder, 'Connections.csv')]);
  assert.equal(status, 0, err);
  const person = {
    name: '李 Ada Quinn', title: 'Head; of "ferns", back\\slash', organization: 'City Museum, North', circle: 'alumni', zone: 'Europe/Berlin',
    notes: 'Likes tea, not coffee.\nAsk about ferns; often. '.repeat(5).trim(), pronunciation: 'AY-dah',
    'contact_points.0.kind': 'email', 'contact_points.0.value': 'ada@example.org', 'contact_points.1.kind': 'phone', 'contact_points.1.value': '+1 555 0100',
    'contact_points.2.kind': 'link', 'contact_points.2.value': 'https://example.org/ada?a=1,2;b',
  };
  const saved = bench.run(['person', 'save', ...Object.entries(person).map(([key, value]) => `--${key}=${value}`)]);
  assert.equal(saved.status, 0, saved.err);
  const { tags, points, ...columns } = whole;
  const all = [...Object.entries(columns), ['may_approach_later', 'true'], ...tags.map((tag, i) => [`tags.${i}.tag`, tag]),
    ...points.flatMap(([kind, value, label], i) => [[`contact_points.${i}.kind`, kind], [`contact_points.${i}.value`, value], [`contact_points.${i}.label`, label]])];
  const berg = bench.run(['person', 'save', ...all.map(([key, value]) => `--${key}=${value}`)]);
  assert.equal(berg.status, 0, berg.err);
  await bench.start();
  me = await Session.open(bench);
});
after(async () => {
  await bench.end();
  rmSync(folder, { recursive: true, force: true });
});

const kinds = { vcard: 'vcf', csv: 'csv', json: 'json' };

test('a file of many parts is the same from the terminal, in a file and from the server', async () => {
  for (const [as, suffix] of Object.entries(kinds)) {
    const path = join(folder, `people.${suffix}`);
    const printed = bench.run(['export', `--as=${as}`]);
    assert.equal(printed.status, 0, printed.err);
    assert.equal(bench.run(['export', `--as=${as}`, '--output', path]).status, 0);
    assert.equal(readFileSync(path, 'utf8'), printed.out);
    const answer = await me.send('GET', `/export/file?as=${as}`);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['transfer-encoding'], 'chunked');
    assert.match(answer.headers['content-disposition'], new RegExp(`people.${suffix}`));
    assert.equal(answer.headers['cache-control'], 'no-store', 'the next one must not be the file of before');
    assert.equal(answer.body, printed.out);
    assert.equal(printed.out.split('person699@example.org').length, 2);
  }
  assert.equal(JSON.parse(bench.run(['export', '--as=json']).out).people.length, 702);
});

test('a file that cannot be written is said so, and no half of one stays', () => {
  const { status, err } = bench.run(['export', '--output', join(folder, 'nowhere', 'people.vcf')]);
  assert.notEqual(status, 0);
  assert.match(err, /could not be written/);
});

test('a file that is there stays as it was until the new one is whole', () => {
  const kept = join(folder, 'kept.vcf'), full = '/dev/full';
  writeFileSync(kept, 'the file of yesterday');
  const broken = bench.run(['export', '--query=nobody', '--after=nonsense', '--output', kept]);
  assert.notEqual(broken.status, 0);
  assert.equal(readFileSync(kept, 'utf8'), 'the file of yesterday');
  const { status, err } = bench.run(['export', '--output', full]);
  assert.notEqual(status, 0);
  assert.match(err, /could not be written/);
  assert.ok(existsSync(full), 'a device is written, never replaced');
  assert.equal(bench.run(['export', '--query=ada quinn', '--output', kept]).status, 0);
  assert.match(readFileSync(kept, 'utf8'), /^BEGIN:VCARD/);
});

test('what a list prints goes into a file too', () => {
  const path = join(folder, 'list.json');
  const { status, out, err } = bench.run(['person', 'list', '--query=ada quinn', '--format=json', '--output', path]);
  assert.equal(status, 0, err);
  assert.equal(out, '');
  assert.equal(JSON.parse(readFileSync(path, 'utf8')).items.length, 1);
});

test('the page offers the file, and its form asks for it', async () => {
  const page = await me.send('GET', '/export');
  assert.equal(page.status, 200);
  assert.match(page.body, /action="?\/export\/preview"?/);
  assert.match(page.body, /formaction="?\/export\/file"?/);
});

test('what a file has no place for is said before it is made, and beside it', async () => {
  const path = join(folder, 'outlook.csv'), words = ['export', '--as=csv', '--form=outlook', '--query=ada quinn'];
  const made = bench.run([...words, '--output', path]);
  assert.equal(made.status, 0, made.err);
  assert.equal(made.out, '');
  assert.match(made.err, /has no place for[^]*How you know each other: 1\n[^]*Time zone: 1\n|has no place for[^]*Time zone: 1\n[^]*How you know each other: 1\n/);
  assert.equal(readFileSync(path, 'utf8').includes('has no place'), false);
  const whole = bench.run(['export', '--as=csv', '--query=ada quinn']);
  assert.equal(whole.err, '', 'nothing is said where nothing is left out');
  const page = await me.send('GET', '/export/preview?as=csv&form=outlook&query=ada+quinn&guard=true');
  assert.equal(page.status, 200);
  assert.match(page.body, /Time zone<\/th><td class="?number"?>1</);
  assert.match(page.body, /<input type="?hidden"? name="?query"? value="?ada quinn"?>/);
  assert.match(page.body, /<input type="?hidden"? name="?guard"? value="?true"?>/);
  const fits = await me.send('GET', '/export/preview?as=vcard&query=ada+quinn');
  assert.match(fits.body, /Everything that is known about them fits/);
});

test('columns of a table mean a table, and are refused beside another kind of file', async () => {
  const asked = bench.run(['export', '--as=csv', '--form=google', '--query=ada quinn']);
  const meant = bench.run(['export', '--form=google', '--query=ada quinn']);
  assert.equal(meant.status, 0, meant.err);
  assert.match(meant.out, /^First Name,/);
  assert.equal(meant.out, asked.out);
  assert.match(bench.run(['export', '--guard', '--query=ada quinn']).out, /Ada Quinn/);
  assert.doesNotMatch(bench.run(['export', '--guard', '--query=ada quinn']).out, /BEGIN:VCARD/);
  assert.match(bench.run(['export', '--query=ada quinn']).out, /^BEGIN:VCARD/);
  const refused = bench.run(['export', '--as=vcard', '--form=google', '--query=ada quinn']);
  assert.notEqual(refused.status, 0);
  assert.equal(refused.out, '');
  assert.match(refused.err, /as=csv/);
  for (const path of ['/export/preview', '/export/file']) {
    const page = await me.send('GET', `${path}?as=vcard&form=google&query=ada+quinn`);
    assert.equal(page.status, 422);
    assert.match(page.body, /Choose &(quot|#34);Table \(CSV\)|Choose "Table \(CSV\)/);
  }
  const preview = await me.send('GET', '/export/preview?form=google&query=ada+quinn');
  assert.equal(preview.status, 200);
  assert.match(preview.body, /<input type="?hidden"? name="?as"? value="?csv"?>/);
});

test('another reader finds every field that was written', { skip: !debian || !has('vobject') ? 'python3-vobject is not installed' : false }, () => {
  const { out } = bench.run(['export', '--query=ada quinn']);
  const { stdout, stderr, status } = spawnSync(python, ['tests/faces/lib/other_reader.py'], { input: out, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const [card, ...more] = JSON.parse(stdout);
  assert.equal(more.length, 0);
  assert.equal(card.FN[0].value, '李 Ada Quinn');
  assert.equal(card.TITLE[0].value, 'Head; of "ferns", back\\slash');
  assert.deepEqual(card.ORG[0].value, ['City Museum, North']);
  assert.equal(card.EMAIL[0].value, 'ada@example.org');
  assert.equal(card.TEL[0].value, '+1 555 0100');
  assert.match(card.NOTE[0].value, /^Likes tea, not coffee.\nAsk about ferns; often. Likes/);
  assert.equal(card.TZ[0].value, 'Europe/Berlin');
  assert.equal(card['X-RAPPORT-CIRCLE'][0].value, 'alumni');
});

test('two other readers find every field of a person of whom all is known', { skip: !debian || !has('vobject') || spawnSync('khard', ['--version']).status !== 0 ? 'python3-vobject or khard is not installed' : false }, () => {
  const { tags, ...columns } = whole;
  const { out } = bench.run(['export', '--query=limnologist']);
  const read = spawnSync(python, ['tests/faces/lib/other_reader.py'], { input: out, encoding: 'utf8' });
  assert.equal(read.status, 0, read.stderr);
  const [card] = JSON.parse(read.stdout);
  const values = (name) => (card[name] ?? []).map(({ value }) => value);
  const held = JSON.stringify(card);
  assert.deepEqual(values('FN'), [columns.name]);
  assert.deepEqual(values('N')[0], { family: 'van der Berg', given: 'Noor', additional: 'Émilie', prefix: 'Dr.', suffix: 'Jr.' });
  assert.deepEqual(values('ORG'), [['Lake Institute; South', 'Water, still']]);
  for (const [name, key] of Object.entries({ TITLE: 'title', NICKNAME: 'nickname', BDAY: 'birthday', NOTE: 'notes', TZ: 'zone', UID: 'uid' })) assert.deepEqual(values(name), [columns[key]], name);
  assert.deepEqual(values('CATEGORIES').flat(), tags);
  assert.deepEqual(values('EMAIL'), ['noor@example.org', 'n@home.example.org']);
  assert.deepEqual(values('TEL'), ['+31 20 555 0100', '+31 20 555 0101']);
  for (const key of ['pronunciation', 'preferred_language', 'languages', 'circle', 'met_on', 'met_place', 'connected_on', 'place', 'address_form', 'field_since', 'field_until', 'similar_background'])
    assert.ok(held.includes(columns[key]), `${key} in ${held}`);
  for (const value of ['A talk', 'https://example.org/noor', '12 Dike Rd', 'Old Harbor', 'noor.lakes']) assert.ok(held.includes(value), `${value} in ${held}`);

  const book = join(folder, 'whole'), config = join(folder, 'whole.conf');
  mkdirSync(book);
  writeFileSync(join(book, 'noor.vcf'), out);
  writeFileSync(config, `[addressbooks]\n[[people]]\npath = ${book}\n[general]\ndefault_action = list\n[vcard]\npreferred_version = 3.0\n`);
  const { status, stdout, stderr } = spawnSync('khard', ['-c', config, 'show', 'Berg'], { encoding: 'utf8', env: { ...process.env, LANG: 'C.UTF-8' } });
  assert.equal(status, 0, stderr);
  for (const value of ['Noor', 'Émilie', 'van der Berg', 'Dr.', 'Jr.', 'Nono', 'Limnologist', 'Lake Institute; South', 'Water, still', '04/12/85|1985', 'noor@example.org', 'n@home.example.org', '+31 20 555 0100',
    '+31 20 555 0101', 'https://example.org/noor', '12 Dike Rd', 'שלום, one line.', 'Another; with 水.', 'lakes', '湖', columns.uid.slice(9)])
    assert.ok(value.split('|').some((one) => stdout.includes(one)), `${value} in ${stdout}`);
});

// Perl's Text::vCard shares nothing with vobject, which khard stands on.
test('a reader of another descent finds every field of a person of whom all is known', { skip: spawnSync('perl', ['-MText::vCard::Addressbook', '-e', '1']).status !== 0 ? 'libtext-vcard-perl is not installed' : false }, () => {
  for (const version of ['3.0', '4.0']) {
    const { out } = bench.run(['export', `--version=${version}`, '--query=limnologist']);
    const read = spawnSync('perl', ['tests/faces/lib/other_reader.pl'], { input: out, encoding: 'utf8' });
    assert.equal(read.status, 0, read.stderr);
    const [card, ...more] = JSON.parse(read.stdout);
    assert.equal(more.length, 0);
    const nodes = (name) => card[name] ?? [], lines = (text) => text.replaceAll('\\n', '\n'); // it leaves them escaped
    const value = (name) => nodes(name).map(({ parts }) => lines(parts.value)).join('|');
    assert.deepEqual(nodes('N')[0].parts, { family: 'van der Berg', given: 'Noor', middle: 'Émilie', prefixes: 'Dr.', suffixes: 'Jr.' });
    assert.deepEqual(nodes('ORG')[0].parts, { name: 'Lake Institute; South', unit: ['Water, still'] });
    const named = { FN: 'name', NICKNAME: 'nickname', TITLE: 'title', TZ: 'zone', UID: 'uid', NOTE: 'notes', 'X-PHONETIC-FIRST-NAME': 'pronunciation' };
    for (const key of ['address_form', 'in_field', 'field_since', 'field_until', 'similar_background', 'languages', 'met_on', 'met_place', 'connected_on', 'circle', 'how_found', 'place'])
      named[`X-RAPPORT-${key.replaceAll('_', '-').toUpperCase()}`] = key;
    named['X-RAPPORT-LANGUAGE'] = 'preferred_language';
    for (const [name, key] of Object.entries(named)) assert.equal(value(name), whole[key], `${name} of ${version}`);
    assert.equal(value('X-RAPPORT-MAY-APPROACH-LATER'), 'yes');
    assert.equal(value('BDAY').replaceAll('-', ''), '19850412');
    assert.equal(value('CATEGORIES'), whole.tags.join(','));
    const reached = { email: 'EMAIL', phone: 'TEL', link: 'URL', chat: 'IMPP' };
    for (const [kind, name] of Object.entries(reached))
      assert.deepEqual(nodes(name).map(({ parts }) => parts.value.replace(/^im:/, '')), whole.points.filter(([one]) => one === kind).map(([, text]) => text), name);
    assert.equal(lines(nodes('ADR')[0].parts.street), '12 Dike Rd\nOld Harbor');
    assert.ok(nodes('TEL')[0].types.includes('cell') && nodes('TEL')[1].types.includes('fax') && nodes('EMAIL')[1].types.includes('home'));
  }
});

test('khard lists what was written', { skip: spawnSync('khard', ['--version']).status !== 0 ? 'khard is not installed' : false }, () => {
  const book = join(folder, 'book'), config = join(folder, 'khard.conf');
  mkdirSync(book);
  const { out } = bench.run(['export', '--query=ada quinn']);
  writeFileSync(join(book, 'ada.vcf'), out);
  writeFileSync(config, `[addressbooks]\n[[people]]\npath = ${book}\n[general]\ndefault_action = list\n[vcard]\npreferred_version = 3.0\n`);
  const khard = (...words) => {
    const ran = spawnSync('khard', ['-c', config, ...words], { encoding: 'utf8', env: { ...process.env, LANG: 'C.UTF-8' } });
    assert.equal(ran.status, 0, ran.stderr);
    return ran.stdout;
  };
  assert.match(khard('email', '--parsable'), /ada@example\.org/);
  assert.match(khard('phone', '--parsable'), /\+1 555 0100/);
  const shown = khard('show', 'Quinn');
  for (const text of ['李 Ada Quinn', 'City Museum, North', 'Head; of "ferns", back\\slash', 'https://example.org/ada?a=1,2;b', 'Likes tea, not coffee.'])
    assert.ok(shown.includes(text), `${text} in ${shown}`);
});
