// SPDX-License-Identifier: GPL-3.0-or-later
// From a look at oneself to fields worth asking about, in the browser by keyboard: with script and without.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeBrowser, Hand } from './lib/hand.mjs';
import { engine, Workbench } from './lib/server.mjs';

const monday = '2026-03-02T14:00:00Z';
const answers = '553421321134342523523523254115342111351145453111231155343444';

// Five who keep collections, under the titles that people give themselves, and three who do something else.
const titles = ['Museum Curator', 'Collections Curator', 'Curator of Insects', 'Gallery Curator', 'Exhibits Curator', 'Night Nurse', 'Bus Driver', 'Baker'];
const names = ['Ada Quinn', 'Bo Lee', 'Cy Ruiz', 'Di Marsh', 'Emre Kaya', 'Fay Ito', 'Gil Brandt', 'Hana Sato'];
const connections = `First Name,Last Name,URL,Email Address,Company,Position,Connected On\n${names.map((name, i) =>
  `${name.replace(' ', ',')},https://www.linkedin.com/in/made-up-${i},,Example House ${i},${titles[i]},12 Feb 2026`).join('\n')}\n`;

const modes = { on: [true], off: [false] }[process.env.RAPPORT_SCRIPT] ?? [true, false];

for (const script of modes) {
  const step = (name, work) => test(`explore on ${engine}, script ${script ? 'on' : 'off'}: ${name}`, work);
  const made = {};
  let bench;
  let hand;

  const saved = () => hand.page.waitForFunction(() => document.querySelector('[data-state]').textContent === 'Saved');

  const ready = () => hand.page.waitForFunction(() => document.querySelector('[data-hint]').hidden === false);

  // Until no work is shown as under way; to the report of the import, when its job stood before it.
  const worked = async () => {
    for (let i = 0; i < 100 && await hand.page.locator('progress, .working').count(); i++) {
      await new Promise((done) => setTimeout(done, 200));
      await hand.page.reload();
    }
    await hand.look();
    if (hand.path().startsWith('/job/')) await hand.follow('/import/');
  };

  before(async () => {
    bench = new Workbench();
    bench.clock = monday;
    await bench.start(monday);
    hand = await Hand.open(bench, { script, pictures: script && engine === 'sqlite' });
    await hand.go(bench.link);
    hand.audits = engine === 'sqlite';
  });
  after(async () => {
    await hand?.close();
    await bench?.end();
    await closeBrowser();
  });

  step('a new user is led to a look at oneself, whose parts can be taken in any order', async () => {
    await hand.go('/');
    await hand.follow('/assessment');
    await hand.says(/What you like to do[^]*Not begun[^]*What matters to you[^]*What you can do[^]*You, in your own words/);
    await hand.follow('/assessment/form?part=interests');
  });

  step('sixty activities are answered by keyboard, and left and gone on with in between (M44, M209)', async () => {
    for (let page = 0; page < 5; page++) {
      await hand.says(new RegExp(`Step ${page + 1} of 5`));
      if (script) await ready();
      for (let at = 0; at < 12; at++) {
        const answer = answers[page * 12 + at];
        if (script) await hand.page.keyboard.press(answer);
        else await hand.fill(`picks.${at}.answer`, answer);
      }
      if (script) await saved();
      if (script && page === 1) {
        await hand.go('/assessment');
        await hand.says(/24 of 60/);
        await hand.follow('/assessment/form?part=interests');
      } else if (script) {
        await Promise.all([hand.page.waitForNavigation(), hand.page.keyboard.press('Enter')]);
        await hand.look();
      } else {
        await hand.submit('/assessment/answer');
      }
      hand.audits = engine === 'sqlite' && page > 3;
    }
    assert.match(hand.path(), /^\/assessment\/result/);
  });

  step('the result is a picture with a table behind it, and honest about what it says (M44, M209)', async () => {
    await hand.says(/What your answers say: RSA/);
    await hand.says(/Your first three areas stand out/);
    await hand.says(/not as a verdict/);
    assert.equal(await hand.page.locator('svg.chart .shape-0').count(), 1);
    const rows = await hand.page.locator('table.tally tbody tr').allInnerTexts();
    assert.deepEqual(rows.map((row) => row.replace(/stands out/i, '').trim().split(/\s+/)),
      [['Realistic', '27'], ['Social', '25'], ['Artistic', '23'], ['Enterprising', '14'], ['Conventional', '14'], ['Investigative', '13']]);
  });

  step('six cards are put in order (M46, M211)', async () => {
    await hand.go('/assessment');
    await hand.follow('/assessment/form?part=values');
    if (script) {
      await ready();
      await hand.tabTo('the card of support', (f) => f.name === 'raise' && f.value === 'support');
      for (let i = 0; i < 3; i++) await hand.page.keyboard.press('ArrowUp');
      await hand.page.keyboard.press('Enter');
      await hand.page.waitForFunction(() => /Support: .* 1$/.test(document.querySelector('[data-state]').textContent));
      assert.equal((await hand.focus()).value, 'support', 'the focus stays with the card');
    } else {
      for (let i = 0; i < 4; i++) await hand.submit('/assessment/save', { raise: 'support' });
    }
    await hand.submit('/assessment/save', { part: 'values', value_order: 'support achievement working_conditions recognition relationships independence' });
    assert.equal(hand.path(), '/assessment');
    await hand.go('/assessment/result');
    await hand.says(/What matters to you\s+Support[^]*Achievement/);
  });

  step('abilities, skills and one’s own words are written down with when they were shown (M45, M47, M212)', async () => {
    await hand.go('/assessment');
    await hand.follow('/assessment/form?part=skills');
    await hand.fill('skills.0.name', 'Staying calm');
    await hand.fill('skills.0.kind', 'ability');
    await hand.fill('skills.0.evidence', 'Two summers on the river boat');
    await hand.fill('skills.1.name', 'Drawing maps');
    await hand.fill('skills.1.kind', 'skill');
    await hand.submit('/assessment/save');
    await hand.follow('/assessment/form?part=self');
    await hand.fill('strengths', 'I listen');
    await hand.fill('weaknesses', 'Paperwork');
    await hand.fill('love_and_good', 'Explaining rivers to children');
    await hand.submit('/assessment/save');
    await hand.go('/assessment/result');
    await hand.says(/Staying calm[^]*Two summers on the river boat[^]*Explaining rivers to children/);
  });

  step('it is done again, and both times stand side by side', async () => {
    await hand.go('/assessment');
    await hand.submit('/assessment/save', { again: 'true' });
    await hand.says(/0 of 60 answered/);
    const { id } = bench.json(['assessment', 'list']).items[0];
    bench.json(['assessment', 'save', `--id=${id}`, `--answers=${answers.replaceAll('5', '4')}`]);
    await hand.go('/assessment/result');
    await hand.says(/Before\s+Change/i);
    assert.equal(await hand.page.locator('svg.chart .shape-1').count(), 1);
    await hand.submit('/assessment/remove');
    await hand.go('/assessment/result');
    await hand.says(/RSA/);
  });

  step('occupations are ranked by what one likes, with the reasons (M49)', async () => {
    await hand.go('/assessment/result');
    await hand.follow('/occupations/match');
    const [first, second] = await hand.page.locator('main .lines > li .who').allInnerTexts();
    assert.match(first, /^Skincare Specialists/);
    assert.match(second, /^Dancers/);
    await hand.says(/O\*NET/);
  });

  step('three are chosen, each with the reason (M43, M49)', async () => {
    await hand.submit('/occupation/explore', { code: '39-5094.00' });
    for (const [title, why] of [['curator', 'Old things and the people who ask about them'], ['landscape architect', 'Rivers in cities']]) {
      await hand.go('/occupations');
      await hand.fill('query', title, '/occupations');
      await Promise.all([hand.page.waitForNavigation(), hand.page.keyboard.press('Enter')]);
      await hand.look();
      await hand.follow(/^\/occupation\/\d/);
      await hand.fill('why', why);
      await hand.submit('/occupation/explore');
    }
    await hand.go('/explore');
    await hand.says(/Skincare Specialists/);
    await hand.says(/Curators[^]*Old things and the people who ask about them/);
    await hand.says(/Landscape Architects[^]*Rivers in cities/);
    made.curators = bench.json(['target', 'list']).items.find(({ name }) => name === 'Curators').id;
  });

  step('five of the people in a file are suggested for one of them, each with the reason (M53)', async () => {
    const file = join(bench.folder, 'Connections.csv');
    writeFileSync(file, connections);
    await hand.go('/import');
    await hand.attach('file', file);
    await hand.submit('/import');
    await worked();
    await hand.submit('/import/apply');
    await worked();
    await hand.says(/Brought in/);
    await hand.go(`/target/${made.curators}`);
    await hand.follow(`/target/${made.curators}/people`);
    for (const [i, name] of names.entries()) {
      const text = await hand.text();
      if (i < 5) assert.match(text, new RegExp(`${name}[^]{0,80}${titles[i]}[^]{0,160}urator`), `${name} is suggested`);
      else assert.doesNotMatch(text, new RegExp(name), `${name} is not suggested`);
    }
  });

  step('every page on the way is valid, passes axe in light and dark and fits a phone', () => {
    assert.deepEqual(hand.findings, []);
    if (hand.audits) assert.ok(hand.seen.size >= 6, `${hand.seen.size} pages were looked at`);
  });
}
