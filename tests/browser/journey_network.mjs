// SPDX-License-Identifier: GPL-3.0-or-later
// Two records of one person, and who led to whom, in the browser by keyboard: with script and without.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { closeBrowser, Hand } from './lib/hand.mjs';
import { engine, Workbench } from './lib/server.mjs';

const monday = '2026-03-02T14:00:00Z';
const modes = { on: [true], off: [false] }[process.env.RAPPORT_SCRIPT] ?? [true, false];

for (const script of modes) {
  const step = (name, work) => test(`network on ${engine}, script ${script ? 'on' : 'off'}: ${name}`, work);
  const made = {};
  let bench;
  let hand;

  const save = (words, params) => bench.json([...words.split(' '), ...Object.entries(params).map(([key, value]) => `--${key}=${value}`)]);

  // A neighbor named a coach, who named an editor, who named a keeper; and two records of the editor.
  before(async () => {
    bench = new Workbench();
    bench.clock = monday;
    let from = save('person save', { name: 'Nia Adeyemi', circle: 'neighbor' }).id;
    made.neighbor = from;
    for (const [name, organization] of [['Cy Ruiz', 'Water Board'], ['Robert Hale', 'Example Museum'], ['Kit Quist', 'Harbor Lab']]) {
      const referral = save('referral save', { from_person: from, name, organization, permission: 'yes' });
      made.referral = referral.id;
      if (name !== 'Kit Quist') from = save('referral prospect', { id: referral.id }).person;
    }
    made.keep = from;
    made.other = save('person save', { name: 'Bob Hale', organization: 'Example Museum', title: 'Editor' }).id;
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

  step('a search finds who is there twice and says why', async () => {
    await hand.go('/duplicates');
    await hand.submit('/duplicate/find');
    for (let i = 0; i < 50 && !/Compare them/.test(await hand.text()); i++) {
      await new Promise((done) => setTimeout(done, 200));
      await hand.go('/duplicates');
    }
    await hand.says(/one name is short for the other/);
    await hand.says(/both at Example Museum/);
  });

  step('a person page says whom it may be the same as', async () => {
    await hand.go(`/person/${made.other}`);
    await hand.says(/May be the same as Robert Hale/);
  });

  step('side by side one chooses what stays, and one undo brings both back', async () => {
    await hand.go('/duplicates');
    await hand.follow(/\/merge\?other=/);
    const [, kept] = /\/person\/([0-9a-f-]{36})\/merge/.exec(hand.path());
    const gone = kept === made.keep ? made.other : made.keep;
    await hand.submit('/person/merge');
    assert.equal(hand.path().split('?')[0], `/person/${kept}`);
    await hand.says(/Editor, Example Museum/);
    await hand.go(`/person/${gone}`);
    await hand.says(/Editor, Example Museum/);
    await hand.go(`/person/${kept}`);
    const [last] = bench.json(['history']).items;
    assert.equal(last.call, 'person merge');
    bench.json(['undo', last.id]);
    await hand.go(`/person/${made.other}`);
    await hand.says(/Bob Hale/);
  });

  step('the network shows the chain, in words and as a picture with links (M65)', async () => {
    await hand.go('/network');
    await hand.says(/4 people, the longest chain has 3 hands/);
    assert.equal(await hand.page.locator('[data-network] a[data-node]').count(), 4);
    for (const name of ['Nia Adeyemi', 'Cy Ruiz', 'Robert Hale', 'Kit Quist']) await hand.says(new RegExp(name));
    await hand.go('/network?view=web');
    assert.equal(await hand.page.locator('[data-network] a[data-node]').count(), 4);
    const saved = await hand.download('/network.svg');
    assert.equal(saved.status, 200);
    assert.match(saved.headers['content-type'], /^image\/svg\+xml/);
    assert.match(saved.text, /<title>Your network<\/title>/);
  });

  if (script) {
    step('arrow keys follow the lines of the picture', async () => {
      await hand.go('/network');
      const focused = () => hand.page.evaluate(() => document.activeElement.querySelector('title')?.textContent);
      await hand.page.locator('[data-network]').focus();
      await hand.page.keyboard.press('ArrowRight');
      assert.match(await focused(), /Nia Adeyemi/);
      await hand.page.keyboard.press('ArrowRight');
      assert.match(await focused(), /Cy Ruiz/);
      await hand.page.keyboard.press('ArrowLeft');
      assert.match(await focused(), /Nia Adeyemi/);
      const before = await hand.page.locator('[data-network] svg').getAttribute('viewBox');
      await hand.page.locator('[data-network]').hover();
      await hand.page.mouse.wheel(0, -300);
      await hand.page.waitForFunction((was) => document.querySelector('[data-network] svg').getAttribute('viewBox') !== was, before);
    });
  }

  step('a name becomes somebody to write to in one act (M65)', async () => {
    await hand.go('/network');
    await hand.submit('/referral/prospect', { id: made.referral });
    await hand.says(/Kit Quist/);
    assert.match(hand.path(), /^\/person\//);
    await hand.go(`/network?from=${made.keep}`);
    await hand.says(/From Robert Hale on/);
  });

  step('every page on the way is valid, passes axe in light and dark and fits a phone', () => {
    assert.deepEqual(hand.findings, []);
    if (hand.audits) assert.ok(hand.seen.size >= 5, `${hand.seen.size} pages were looked at`);
  });
}
