// SPDX-License-Identifier: GPL-3.0-or-later
// Many people at once, by keyboard, with and without script, on both engines: somebody filters, changes all who fit or those that
// were ticked, and takes it back with one undo.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { closeBrowser, Hand } from './lib/hand.mjs';
import { engine, Workbench } from './lib/server.mjs';

// RAPPORT_SCRIPT=on or off takes one of the two.
const modes = { on: [true], off: [false] }[process.env.RAPPORT_SCRIPT] ?? [true, false];
const names = ['Ada Quinn', 'Łukasz Nowak', 'June Mercer'];

for (const script of modes) {
  const step = (name, work) => test(`many people on ${engine}, script ${script ? 'on' : 'off'}: ${name}`, work);
  let bench;
  let hand;

  // Who fits these filters, as the terminal tells it.
  const who = (...filters) => bench.json(['person', 'list', ...filters]).items.map(({ name }) => name).sort();

  before(async () => {
    bench = new Workbench();
    for (const name of names) bench.json(['person', 'save', `--name=${name}`, '--organization=Wetlands Observatory', '--circle=alumni']);
    for (const name of ['Grace Hale', 'Bo Reyes']) bench.json(['person', 'save', `--name=${name}`, '--organization=Wetlands Observatory', '--circle=friend']);
    await bench.start();
    hand = await Hand.open(bench, { script });
    hand.audits = engine === 'sqlite'; // the pages are the same on both
    await hand.go(bench.link);
  });
  after(async () => {
    await hand?.close();
    await bench?.end();
  });

  const filter = async () => {
    await hand.go('/people');
    await hand.follow('/people?filters=yes');
    await hand.fill('circle', 'alumni');
    await hand.submit('/people', { circle: 'alumni' });
    await hand.says(/Circle: Alumni/);
  };

  step('all who fit a filter get a tag, and one undo takes it back', async () => {
    await filter();
    await hand.follow('/people/mark?');
    await hand.says(/These are 3 people/);
    await hand.fill('to_tag', 'Field trip', '/people/mark');
    await hand.submit('/people/mark', { act: 'tag' });
    assert.deepEqual(who('--tag=Field trip'), [...names].sort());
    await hand.submit('/undo');
    assert.deepEqual(who('--tag=Field trip'), []);
    assert.deepEqual(who('--circle=alumni'), [...names].sort(), 'nothing else changed');
  });

  step('those that were ticked change their circle, and one undo takes it back', async () => {
    await filter();
    await hand.follow(/pick=true/);
    await hand.fill('people.0.id', true);
    await hand.fill('people.2.id', true);
    await hand.fill('to_circle', 'professor', '/people/mark');
    await hand.submit('/people/mark', { act: 'circle' });
    assert.equal(who('--circle=professor').length, 2);
    assert.equal(who('--circle=alumni').length, 1);
    await hand.submit('/undo');
    assert.deepEqual(who('--circle=professor'), []);
    assert.deepEqual(who('--circle=alumni'), [...names].sort());
  });

  step('all who fit go to the trash and come back', async () => {
    await filter();
    await hand.follow('/people/mark?');
    await hand.submit('/people/mark', { act: 'remove' });
    assert.deepEqual(who(), ['Bo Reyes', 'Grace Hale']);
    await hand.submit('/undo');
    assert.equal(who().length, 5);
  });

  step('a tag without a word is asked for, and nobody changes', async () => {
    await filter();
    await hand.follow('/people/mark?');
    hand.expectRefusal = true;
    await hand.submit('/people/mark', { act: 'tag' });
    assert.equal(hand.status, 422);
    hand.expectRefusal = false;
    await hand.fill('to_tag', 'Field trip', '/people/mark');
    await hand.submit('/people/mark', { act: 'tag' });
    assert.deepEqual(who('--tag=Field trip'), [...names].sort(), 'those who were filtered, and nobody else');
  });

  step('a note about who is listed leaves air above the way to choose several', async () => {
    bench.json(['person', 'save', '--name=Howard Penrose', '--title=Human resources partner', '--circle=coworker']);
    await hand.go('/people?title=human');
    await hand.says(/works in personnel/);
    const air = await hand.page.evaluate(() => {
      const box = (selector) => document.querySelector(selector).getBoundingClientRect();
      return { above: box('p.many').top - box('#results .notice-line').bottom, below: box('#results .people').top - box('p.many').bottom };
    });
    assert.ok(air.above >= 8 && air.below >= 8, JSON.stringify(air));
  });

  step('every page on the way is sound', () => {
    assert.deepEqual(hand.findings, []);
  });
}

after(closeBrowser); // last: a window cannot be closed in a browser that is gone
