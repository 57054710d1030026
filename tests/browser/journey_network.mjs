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
    for (const name of ['Olive Porter', 'Wendell Katz'])
      save('person save', { name, organization: 'Lakeshore Radio', 'contact_points.0.kind': 'email', 'contact_points.0.value': 'porter@radio.example.org' });
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
    await hand.says(/one name is short for the other[^]*the same email address\s+both at Lakeshore Radio\s+but two different names/);
  });

  step('a person page says whom it may be the same as', async () => {
    await hand.go(`/person/${made.other}`);
    await hand.says(/May be the same as Robert Hale/);
    const edges = await hand.page.evaluate(() => {
      const box = (selector) => document.querySelector(selector).getBoundingClientRect();
      return { act: box('#text ~ .acts').top - box('#text').bottom, story: box('.timeline').top - box('#text ~ .acts').bottom };
    });
    assert.ok(edges.act >= 8 && edges.story >= 16, `air around the act below a note: ${JSON.stringify(edges)}`);
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
    const outline = hand.page.locator('#outline table');
    assert.equal(await outline.isVisible(), false);
    await hand.page.emulateMedia({ media: 'print' });
    assert.ok(await outline.evaluate((table) => table.checkVisibility({ contentVisibilityAuto: true }) && table.getBoundingClientRect().height > 50), 'paper cannot be unfolded');
    await hand.page.emulateMedia({ media: 'screen' });
    await hand.page.locator('#outline summary').focus();
    await hand.page.keyboard.press('Enter');
    await outline.waitFor({ state: 'visible' });
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
    });

    // The size at which the picture's text is seen, and whether the node it begins with is in its frame.
    const seen = () => hand.page.evaluate(() => {
      const frame = document.querySelector('[data-network]');
      const [box, first] = [frame, frame.querySelector('[data-start]')].map((element) => element.getBoundingClientRect());
      const text = frame.querySelector('text');
      return { size: parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a,
        within: first.left >= box.left - 1 && first.top >= box.top - 1 && first.left < box.right && first.bottom <= box.bottom + 1 };
    });

    step('a large picture begins readable, and all of it is one act away', async () => {
      const was = hand.page.viewportSize();
      for (const width of [360, 1280]) {
        await hand.page.setViewportSize({ width, height: 300 });
        await hand.go('/network');
        const first = await seen();
        assert.ok(first.size >= 12 && first.within, JSON.stringify(first));
        await hand.page.getByRole('button', { name: 'Show all of it' }).click();
        const whole = await hand.page.evaluate(() => ['svg', 'div'].map((name) => document.querySelector(name === 'div' ? '[data-network]' : '[data-network] svg').getBoundingClientRect()));
        assert.ok(whole[0].width <= whole[1].width && whole[0].height <= 300 * 0.8, 'all of it is in the frame');
        await hand.page.getByRole('button', { name: 'Nearer' }).click();
        await hand.page.locator('[data-network]').hover();
        const before = (await seen()).size;
        await hand.page.mouse.wheel(0, -300);
        await hand.page.waitForFunction((size) => 12 * document.querySelector('[data-network] text').getScreenCTM().a > size, before);
      }
      await hand.page.setViewportSize(was);
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
