// SPDX-License-Identifier: GPL-3.0-or-later
// Among one's people, by keyboard: files in and out, who is there twice, circles, events, views, the network, the trash.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { closeBrowser, Hand } from './lib/hand.mjs';
import { engine, Workbench } from './lib/server.mjs';

const idIn = (path) => /[0-9a-f-]{36}/.exec(path)[0];

const linkedin = 'First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n' +
  'Ada,Quinn,https://www.linkedin.com/in/ada-quinn-x,ada.quinn@mail.example.org,Harbor City Ecology Trust,Urban ecologist,04 Mar 2025\r\n' +
  'Łukasz,Nowak,https://www.linkedin.com/in/lukasz-nowak-x,,Wetlands Observatory,"Planner, roofs & <birds>",05 Mar 2025\r\n' +
  'Ada,Quin,,ada.quinn@home.example.org,Harbor City Ecology Trust,Urban ecologist,06 Mar 2025\r\n';

const google = 'First Name,Middle Name,Last Name,Organization Name,Organization Title,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value\r\n' +
  'June,,Mercer,Wetlands Observatory,Field technician,* myContacts ::: Choir,* Work,june@mail.example.org,Mobile,+1 555 0100\r\n';

const card = ['BEGIN:VCARD', 'VERSION:3.0', 'UID:walk-1', 'FN:Grace Mercer', 'N:Mercer;Grace;;;', 'ORG:Alder Street School', 'TITLE:Biology teacher',
  'EMAIL;TYPE=WORK:grace@mail.example.org', 'TEL;TYPE=CELL:+1 555 0101', 'ADR;TYPE=WORK:;;12 Alder Street;Port Wessel;;12345;USA', 'X-PET:a cat', 'END:VCARD', ''].join('\r\n');

const unknown = 'Wer;Was macht die Person;Firma;Elektropost;Lieblingskuchen\r\nInés Peña;Redakteurin;Morgenblatt;ines@mail.example.org;Apfel\r\n' +
  'Theo Ashworth;Setzer;Morgenblatt;theo@mail.example.org;Birne\r\n';

// RAPPORT_SCRIPT=on or off takes one of the two.
const modes = { on: [true], off: [false] }[process.env.RAPPORT_SCRIPT] ?? [true, false];

for (const script of modes) {
  const step = (name, work) => test(`people on ${engine}, script ${script ? 'on' : 'off'}: ${name}`, work);
  let bench;
  let hand;
  const made = {};

  before(async () => {
    bench = new Workbench();
    bench.json(['demo', 'fill']);
    await bench.start();
    hand = await Hand.open(bench, { script, pictures: script && engine === 'sqlite' });
    hand.audits = engine === 'sqlite'; // the pages are the same on both
    await hand.go(bench.link);
  });
  after(async () => {
    await hand?.close();
    await bench?.end();
  });

  // Until no work is shown as under way; to the report of an import, when a job stood before it.
  const worked = async () => {
    for (let i = 0; i < 100 && /^\/(job|import|duplicates)/.test(hand.path()); i++) {
      if (!(await hand.page.locator('progress, .working').count())) break;
      await new Promise((done) => setTimeout(done, 200));
      await hand.page.reload();
    }
    await hand.look();
    if (hand.path().startsWith('/job/')) await hand.follow('/import/');
  };

  const staged = async (name, text) => {
    const file = join(bench.folder, name);
    writeFileSync(file, text);
    await hand.go('/import');
    await hand.attach('file', file);
    await hand.submit('/import');
    await worked();
  };

  const applied = async () => {
    await hand.submit('/import/apply');
    await worked();
    await hand.says(/Brought in/);
    return hand.path();
  };

  step('a table from LinkedIn is looked through and brought in', async () => {
    await staged('Connections.csv', linkedin);
    await hand.says(/Nothing has been kept yet/);
    await hand.says(/3 rows read/);
    made.linkedin = await applied();
    await hand.follow(/\/rows\?verdict=created/);
    await hand.says(/Łukasz Nowak/);
  });

  step('the same table again changes nothing, and a newer one shows the new employer', async () => {
    await staged('Connections.csv', linkedin);
    await hand.says(/Unchanged\s+[23]/);
    await hand.submit('/import/cancel');
    await worked();
    await staged('Connections.csv', linkedin.replace('Wetlands Observatory', 'Green Roof Cooperative'));
    await hand.says(/Updated\s+1/);
    await hand.says(/Green Roof Cooperative/);
    await hand.follow(/\/rows\?verdict=updated/);
    await hand.says(/Wetlands Observatory/);
  });

  step('a table from Google, and cards, are known by themselves', async () => {
    await staged('contacts.csv', google);
    await hand.says(/New\s+1/);
    await applied();
    await staged('cards.vcf', card);
    made.cards = await applied();
    await hand.go('/people?query=Grace+Mercer');
    await hand.follow(/^\/person\/[0-9a-f]{8}-/);
    made.grace = idIn(hand.path());
    await hand.says(/12 Alder Street/);
  });

  step('the columns of an unknown table are said once and remembered', async () => {
    await staged('Adressen.csv', unknown);
    await hand.says(/does not know the columns/);
    for (const [column, key] of ['name', 'title', 'organization'].entries()) await hand.fill(`columns.${column}.key`, key);
    await hand.submit('/import/map');
    await worked();
    await hand.says(/New\s+2/);
    await applied();
    await staged('Adressen2.csv', unknown.replace('Theo Ashworth', 'Hazel Ashworth').replace('theo@', 'hazel@'));
    await hand.says(/Nothing has been kept yet/);
    await hand.submit('/import/cancel');
    await worked();
  });

  step('an import is taken back later', async () => {
    await hand.go(made.cards);
    await hand.submit('/import/undo');
    await worked();
    await hand.says(/Taken back/);
    await hand.go('/people?query=Grace+Mercer');
    assert.equal(await hand.page.locator(`.people a[href="/person/${made.grace}"]`).count(), 0, 'she is gone with it');
    await hand.go('/import');
  });

  step('a person is added from a signature, after a look at what was understood', async () => {
    await hand.go('/capture');
    await hand.fill('text', 'Olive Porter\nCurator of insects\nRiverbend Museum of Nature\nolive.porter@mail.example.org\n+1 555 0102\n');
    await hand.submit('/capture');
    assert.equal(await hand.page.inputValue('[name=name]'), 'Olive Porter');
    assert.equal(await hand.page.inputValue('[name=title]'), 'Curator of insects');
    await hand.submit('/person/save');
    made.olive = idIn(hand.path());
    await hand.says(/Riverbend Museum of Nature/);
  });

  step('who is there twice is found, compared, made one and parted again', async () => {
    for (const email of ['olive@home.example.org', 'o.porter@other.example.org'])
      bench.json(['person', 'save', '--name=Olive Porter', '--title=Curator', '--organization=Riverbend Museum of Nature', '--contact_points.0.kind=email', `--contact_points.0.value=${email}`]);
    await hand.go('/duplicates');
    await hand.submit('/duplicate/find');
    await hand.go('/duplicates');
    await worked();
    await hand.says(/Olive Porter/);
    await hand.follow(/\/merge\?other=/);
    await hand.submit('/person/merge');
    await hand.submit('/undo');
    await hand.go('/duplicates');
    await hand.submit('/duplicate/apart');
    await hand.go(`/person/${made.olive}/merge`);
  });

  step('a walk through the circles asks who comes to mind (M54)', async () => {
    await hand.go('/circles');
    await hand.fill('names', 'Ivy Langley\nMiles Whitfield, Producer, Lakeshore Public Radio', '/circle/add');
    await hand.submit('/circle/add');
    await hand.says(/Ivy Langley/);
    await hand.go('/circles?circle=neighbor');
    await hand.go('/circles?circle=choir');
  });

  step('people are filtered, and the filter is kept as a view', async () => {
    await hand.go('/people?place=Port+Wessel&sort=newest');
    await hand.fill('name', 'Around the harbor', '/view/save');
    await hand.submit('/view/save');
    await hand.says(/Around the harbor/);
    await hand.go('/views');
    await hand.says(/Around the harbor/);
    await hand.go('/people?circle=family&warm=true');
    await hand.go('/people?tag=nothing-of-this-name');
  });

  step('the organization and the event where one met people have pages of their own', async () => {
    await hand.go('/organizations');
    await hand.go('/organization?name=Riverbend+Museum+of+Nature');
    await hand.says(/Olive Porter/);
    await hand.go('/organizations/ranking');
    await hand.go('/organizations?query=zzz');
    await hand.go('/events');
    await hand.go('/event/form');
    await hand.fill('name', 'Harbor careers fair');
    await hand.fill('held_on', '2026-03-02');
    await hand.submit('/event/save');
    made.event = idIn(hand.path());
    await hand.says(/Harbor careers fair/);
    await hand.go(`/event/form?id=${made.event}`);
    await hand.go('/events');
  });

  step('the network has an outline, and its growth a page', async () => {
    await hand.go('/network');
    await hand.says(/outline/);
    const from = await hand.page.locator('a[href^="/network?from="]').first().getAttribute('href');
    await hand.go(from);
    await hand.go('/growth');
    await hand.go('/referrals');
  });

  step('a search finds by the beginning of a word and by a word typed wrong', async () => {
    await hand.go('/search');
    await hand.go('/search?query=museu');
    await hand.says(/Museum/);
    await hand.go('/search?query=muesum');
    await hand.says(/These are the results for/);
    await hand.go('/search?query=zzzzqq');
    await hand.says(/Nothing was found/);
  });

  step('everyone goes into a file, and the talks are kept as a record', async () => {
    await hand.go('/export');
    const file = await hand.context.request.get(new URL('/export/file?as=vcard', bench.base).href);
    assert.match(await file.text(), /^FN:Olive Porter\r$/m);
    await hand.go('/export/preview?as=csv&form=outlook');
    await hand.says(/The file has no place for/);
    await hand.go('/record');
    await hand.says(/talked/);
  });

  step('what was removed comes back from the trash, and a forgotten person leaves no trace', async () => {
    await hand.go(`/person/form?id=${made.olive}`);
    await hand.submit('/person/remove');
    await hand.go('/trash');
    await hand.says(/Olive Porter/);
    await hand.submit('/trash/restore');
    await hand.go(`/person/${made.olive}`);
    await hand.go(`/person/${made.olive}/timeline`);
    await hand.go(`/person/${made.olive}/forget`);
    await hand.fill('name', 'Somebody else', '/person/forget');
    hand.expectRefusal = true;
    await hand.submit('/person/forget');
    assert.equal(hand.status, 422);
    hand.expectRefusal = false;
    await hand.fill('name', 'Olive Porter', '/person/forget');
    await hand.submit('/person/forget');
    await hand.go('/trash');
    assert.equal(await hand.page.getByText('Olive Porter').count(), 0, 'not even in the trash');
    for (const path of ['/outbox', '/history', '/me', '/people', '/person/form']) await hand.go(path);
  });

  step('every page on the way is valid, passes axe in light and dark, fits a phone, and asks nothing of anyone else', () => {
    assert.deepEqual(hand.findings, []);
    if (hand.audits) assert.ok(hand.seen.size > 40, `${hand.seen.size} pages were looked at`);
  });
}

after(closeBrowser); // last: a window cannot be closed in a browser that is gone
