// SPDX-License-Identifier: GPL-3.0-or-later
// The first week of an explorer in the browser, by keyboard alone: once with script, once without.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { awkwardRows, connectionsCsv } from '../samples/linkedin.mjs';
import { closeBrowser, Hand } from './lib/hand.mjs';
import { engine, Workbench } from './lib/server.mjs';

const monday = '2026-03-02T14:00:00Z'; // nine in the morning in New York
const meeting = '2026-03-04T21:00:00Z'; // three in the afternoon in Chicago
const minutesAfter = (instant, minutes) => new Date(Date.parse(instant) + minutes * 60000).toISOString().replace('.000', '');
const hoursAfter = (instant, hours) => minutesAfter(instant, hours * 60);
const end = minutesAfter(meeting, 26);
const idIn = (path) => /[0-9a-f-]{36}/.exec(path)[0];


// RAPPORT_SCRIPT=on or off takes one of the two.
const modes = { on: [true], off: [false] }[process.env.RAPPORT_SCRIPT] ?? [true, false];

for (const script of modes) {
  const step = (name, work) => test(`browser on ${engine}, script ${script ? 'on' : 'off'}: ${name}`, work);
  let bench;
  let hand;
  const made = {};

  before(async () => {
    bench = new Workbench();
    await bench.start(monday);
    hand = await Hand.open(bench, { script, pictures: script && engine === 'sqlite' });
    hand.audits = engine === 'sqlite'; // the pages are the same on both
  });
  after(async () => {
    await hand?.close();
    await bench?.end();
  });

  // What the list of people says it holds.
  const people = async () => {
    await hand.go('/people');
    const [, count] = /([\d,]+) (?:person|people)/.exec(await hand.page.locator('[role=status]').first().innerText()) ?? [null, '0'];
    return Number(count.replace(',', ''));
  };

  const imported = async () => {
    for (let i = 0; i < 100; i++) {
      const path = hand.path();
      if (!/^\/(job|import)\/[0-9a-f-]+$/.test(path) || !(await hand.page.locator('progress').count())) return;
      await new Promise((done) => setTimeout(done, 200));
      await hand.page.reload();
    }
    throw new Error('the import does not end');
  };

  const afterJob = async () => {
    await imported();
    if (hand.path().startsWith('/job/')) await hand.follow('/import/');
  };

  step('the start link leads to a page that says what the method is and asks one question (M2)', async () => {
    const begin = performance.now();
    await hand.go(bench.link);
    assert.equal(hand.path(), '/', 'the link is used up and gone from the bar');
    await hand.says(/informational interview/i);
    await hand.says(/never for a job/i);
    await hand.fill('name', 'Urban ecology', '/target/form');
    await hand.page.keyboard.press('Enter');
    await hand.page.waitForURL(/\/target\/form/);
    await hand.look();
    assert.ok(performance.now() - begin < 60000, 'the first useful act is within a minute');
    assert.equal(await hand.page.inputValue('[name=name]'), 'Urban ecology');
  });

  step('a target has a kind, a reason and an objective (M8 M104)', async () => {
    await hand.fill('kind', 'occupation');
    await hand.fill('why', 'City nature needs people who count it.');
    await hand.fill('objective', 'What does an ordinary week look like?');
    await hand.submit('/target/save');
    made.target = idIn(hand.path());
    await hand.says(/Urban ecology/);
    await hand.says(/What does an ordinary week look like\?/);
  });

  step('the profile gives the requests a name and a zone (M74)', async () => {
    await hand.follow('/me');
    await hand.fill('name', 'Maya Lindqvist-Okafor');
    await hand.fill('email', 'maya@mail.example.org');
    await hand.fill('zone', 'America/New_York');
    await hand.fill('introduction', 'I finished a degree in biology last spring and am finding out what work with city nature is like.');
    await hand.submit('/me/save');
    assert.equal(await hand.page.inputValue('[name=name]'), 'Maya Lindqvist-Okafor');
  });

  step('500 connections are previewed, brought in, reported row by row and taken back', async () => {
    const file = join(bench.folder, 'Connections.csv');
    writeFileSync(file, connectionsCsv(500, 42, awkwardRows()));
    const bring = async () => {
      await hand.go('/import');
      await hand.attach('file', file);
      await hand.submit('/import');
      await afterJob();
    };
    await bring();
    await hand.says(/Nothing has been kept yet/);
    await hand.says(/502 rows read/);
    await hand.submit('/import/apply');
    await afterJob();
    await hand.says(/Brought in/);
    await hand.says(/New\s+500/);
    await hand.says(/Not usable\s+1/);
    made.import = hand.path();
    assert.equal(await people(), 500);
    await hand.go(made.import);
    await hand.submit('/import/undo');
    await afterJob();
    await hand.says(/Taken back/);
    assert.equal(await people(), 0);
    await bring();
    await hand.submit('/import/apply');
    await afterJob();
    assert.equal(await people(), 500);
  });

  step('a person has an organization, a title, a pronunciation and how they were found (M95 M96)', async () => {
    await hand.go('/people');
    await hand.follow('/person/form');
    await hand.fill('name', 'Ada Quinn');
    await hand.fill('pronunciation', 'AY-da kwin');
    await hand.fill('title', 'Urban ecologist');
    await hand.fill('organization', 'Harbor City Ecology Trust');
    await hand.fill('how_found', 'your talk on green roofs at the public library');
    await hand.fill(/^contact_points\.\d+\.value$/, 'ada.quinn@mail.example.org');
    await hand.fill('target', made.target);
    await hand.fill('in_field', 'yes');
    await hand.fill('zone', 'America/Chicago');
    await hand.submit('/person/save');
    made.person = idIn(hand.path());
    for (const words of [/Ada Quinn/, /Urban ecologist/, /AY-da kwin/, /green roofs/]) await hand.says(words);
  });

  step('a request is written from a sample, checked, and leaves three ways (M67 M71 M77 M79 M89)', async () => {
    await hand.follow('/request/form');
    await hand.fill('target', made.target);
    await hand.fill('channel', 'email');
    await hand.fill('minutes', '20');
    await hand.submit('/request/save');
    made.request = idIn(hand.path());
    const body = await hand.page.inputValue('[name=body]');
    assert.match(body, /20/);
    await hand.fill('body', `${body}\n\nCould I also apply for a job with you?`);
    await hand.submit('/request/save');
    await hand.says(/apply for a job with you/);
    const whole = body.replace(/\[[^\]]*\]/g, 'what you do');
    await hand.fill('body', whole);
    await hand.submit('/request/save');
    assert.equal(await hand.page.locator('.notes li', { hasText: 'job' }).count(), 0, 'nothing asks for a job any more');
    const mailto = await hand.page.getAttribute('a[href^="mailto:ada"]', 'href');
    assert.equal(decodeURIComponent(/body=([^&]*)/.exec(mailto)[1]).replaceAll('\r\n', '\n').trim(), whole.trim());
    if (script) assert.equal((await hand.copy('#body')).replaceAll('\r\n', '\n').trim(), whole.trim());
    const draft = await hand.download(/\.eml$/);
    assert.match(draft.headers['content-type'], /^message\/rfc822/);
    assert.match(draft.text, /^X-Unsent: 1\r$/m);
    await hand.submit('/request/send');
    await hand.says(/Sent/);
  });

  step('the answer is kept and leads to the appointment (M67)', async () => {
    await hand.fill('state', 'accepted', '/request/answer');
    await hand.fill('answer', 'Happy to. Wednesday at three?');
    await hand.submit('/request/answer');
    assert.match(hand.path(), /^\/interview\/form\?/);
  });

  step('an appointment has their local time, a zone, a place and agreed minutes, and its calendar file (M91 M92 M93)', async () => {
    await hand.fill('start_local', '2026-03-04T15:00');
    await hand.fill('zone', 'America/Chicago');
    await hand.fill('minutes', '25');
    await hand.fill('place_kind', 'worksite');
    await hand.fill('place', '12 Harbor Street, third floor');
    await hand.submit('/interview/save');
    made.interview = idIn(hand.path());
    await hand.says(/12 Harbor Street/);
    await hand.says(/25 minutes/);
    const calendar = await hand.download(/\.ics$/);
    assert.match(calendar.text, /^DTSTART:20260304T210000Z\r$/m);
    assert.match(calendar.text, /^DTEND:20260304T212500Z\r$/m);
  });

  step('the prep sheet is one printed page with name, sound, title, objectives and questions (M94 M95 M96 M103 M104)', async () => {
    await hand.submit('/question/fill');
    await hand.follow(`/interview/${made.interview}/prep`);
    for (const words of [/Ada Quinn/, /AY-da kwin/, /Urban ecologist/, /What does an ordinary week look like\?/, /12 Harbor Street/]) await hand.says(words);
    assert.ok(await hand.page.locator('.ask-list li').count() >= 5);
    const pdf = join(bench.folder, 'prep.pdf');
    writeFileSync(pdf, await hand.pdf());
    const info = spawnSync('pdfinfo', [pdf], { encoding: 'utf8' });
    assert.equal(info.status, 0, info.stderr);
    assert.match(info.stdout, /^Pages:\s+1$/m);
    const printed = spawnSync('pdftotext', [pdf, '-'], { encoding: 'utf8' }).stdout;
    assert.match(printed, /Ada Quinn/);
  });

  step('the room shows one question, the time that is left, and takes notes (M117 M118 M119 M127 M132)', async () => {
    await bench.moveTo(meeting);
    await hand.go(`/interview/${made.interview}`);
    await hand.submit('/interview/start');
    assert.equal(hand.path(), `/interview/${made.interview}/room`);
    await hand.says(/25/);
    const first = await hand.page.locator('#current').innerText();
    await hand.fill('text', 'Two mornings in the field, the rest is maps and meetings.', '/note/save');
    if (script) await hand.page.locator('[data-note] [data-state]', { hasText: 'Saved' }).waitFor();
    else await hand.submit('/note/save');
    await hand.go(`/interview/${made.interview}/room`);
    assert.match(await hand.page.locator('main').textContent(), /Two mornings in the field/, 'the note is kept');
    await hand.submit('/question/save', { state: 'asked' });
    assert.notEqual(await hand.page.locator('#current').innerText(), first, 'the next question comes up');
  });

  step('two minutes before the end the closing card comes by itself, then time is up (M133 M134 M135 M137)', async () => {
    await bench.moveTo(minutesAfter(meeting, 24));
    await hand.go(`/interview/${made.interview}/room`);
    await hand.says(/who else|whom else|anyone else/i);
    await bench.moveTo(end);
    await hand.go(`/interview/${made.interview}/room`);
    await hand.says(/over the agreed time|time is up/i);
  });

  step('names are taken down in the room with the permission to use the own one (M135 M136)', async () => {
    for (const [name, organization, permission] of [['Tomás Núñez', 'Green Roof Cooperative', 'yes'], ['June Mercer', 'Wetlands Observatory', 'not_asked']]) {
      await hand.go(`/interview/${made.interview}/room`);
      await hand.fill('name', name, '/referral/save');
      await hand.fill('organization', organization, '/referral/save');
      await hand.fill('permission', permission, '/referral/save');
      await hand.submit('/referral/save');
    }
    await hand.go(`/interview/${made.interview}/room`);
    await hand.says(/Tomás Núñez/);
    await hand.submit('/interview/end');
    assert.equal(hand.path(), `/interview/${made.interview}/debrief`);
  });

  step('the debrief is one screen of short lists, and leads to the thank-you (M138)', async () => {
    await hand.fill('outline', 'Half field, half desk. Birds decide where roofs go.');
    await hand.fill('people', 'Tomás Núñez');
    await hand.fill('publications', 'Journal of Urban Trees');
    await hand.fill('trends', 'Roofs as habitat\nCities hire planners who know birds');
    await hand.submit('/debrief/save');
    assert.equal(hand.path(), `/interview/${made.interview}/thanks`);
  });

  step('the thank-you is due in 24 hours, late after that, overdue after seven days (M143 M144 M145)', async () => {
    const line = async () => {
      await hand.go('/');
      return hand.page.locator('main').innerText();
    };
    assert.match(await line(), /Ada Quinn/);
    await hand.go(`/interview/${made.interview}/thanks`);
    assert.equal(await hand.page.locator('.tag.late').count(), 0);
    await bench.moveTo(hoursAfter(end, 25));
    await hand.go(`/interview/${made.interview}/thanks`);
    assert.equal(await hand.page.locator('.tag.late').count(), 1);
    await bench.moveTo(hoursAfter(end, 7 * 24 + 1));
    await line();
    assert.ok(await hand.page.locator('.agenda', { hasText: 'Ada Quinn' }).locator('.tag.late').count() >= 1, 'Today says it is late');
    await bench.moveTo(hoursAfter(end, 20));
  });

  step('the thank-you wants one thing that was said, and is marked as sent (M146 M147)', async () => {
    await hand.go(`/interview/${made.interview}/thanks`);
    const body = await hand.page.inputValue('[name=body]');
    await hand.fill('body', `${body.replace(/\[[^\]]*\]/g, 'the roofs as habitat')}\nYour two mornings in the field stayed with me.`);
    await hand.submit('/thanks/send');
    assert.equal(hand.path(), `/interview/${made.interview}/reflection`);
  });

  step('the reflection makes tasks, prospects and a new target of its answers (M153 M154 M159 M160 M161)', async () => {
    const answers = {
      liked: 'The variety', positive: 'Calm people', concerns: 'Grants end', advantages: 'Outdoors every week', objectives: 'I want fieldwork in it',
      other_occupation: 'Landscape architect', 'next_steps.18.title': 'Read the Journal of Urban Trees', 'next_steps.18.due_on': '2026-03-09',
      'talk_to.18.name': 'Grace Mercer', 'talk_to.18.organization': 'Alder Street School',
    };
    for (const [name, value] of Object.entries(answers)) await hand.fill(name, value);
    await hand.submit('/reflection/save');
    await hand.go('/explore');
    await hand.says(/Landscape architect/);
    await hand.go('/tasks');
    await hand.says(/Read the Journal of Urban Trees/);
    await hand.go('/people?query=mercer');
    await hand.says(/Grace Mercer/);
  });

  step('without permission a referral is contacted without the name (M65 M136)', async () => {
    const draftTo = async (name) => {
      await hand.go('/referrals');
      const card = hand.page.locator('.line', { hasText: name });
      const id = await card.locator('form[action="/referral/prospect"] [name=id]').getAttribute('value');
      await hand.submit('/referral/prospect', { id });
      await hand.follow('/request/form');
      const samples = await hand.page.locator('[name=sample] option').evaluateAll((list) => list.map((o) => o.value));
      await hand.fill('sample', samples.find((value) => /refer/.test(value)) ?? samples[0]);
      await hand.submit('/request/save');
      return hand.page.inputValue('[name=body]');
    };
    assert.match(await draftTo('Tomás Núñez'), /Ada Quinn/);
    assert.doesNotMatch(await draftTo('June Mercer'), /Ada Quinn/);
  });

  step('a decision on one voice is asked twice (M162)', async () => {
    await hand.go(`/target/${made.target}/decision`);
    await hand.fill('verdict', 'pursue');
    await hand.fill('reasons', 'Fieldwork and maps');
    hand.expectRefusal = true;
    await hand.submit('/decision/save');
    hand.expectRefusal = false;
    assert.equal(hand.status, 422);
    assert.equal(await hand.page.inputValue('[name=reasons]'), 'Fieldwork and maps', 'what was typed is still there');
    await hand.fill('confirmed', true);
    await hand.submit('/decision/save');
    assert.equal(hand.path(), `/target/${made.target}`);
    await hand.says(/Fieldwork and maps/);
  });

  step('Today in the browser, in the terminal and in the secret feed say the same (M93)', async () => {
    await bench.moveTo('2026-03-09T14:00:00Z');
    await hand.go('/');
    const shown = await hand.page.locator('.agenda').allInnerTexts();
    const items = bench.json(['today']).groups.flatMap((group) => group.items);
    const terminal = bench.run(['today']).out;
    assert.equal(shown.length, items.length);
    for (const [i, { who }] of items.entries()) {
      if (!who) continue;
      assert.ok(shown[i].includes(who), `line ${i + 1} of the page is about ${who}`);
      assert.ok(terminal.includes(who), `the terminal names ${who}`);
    }
    await hand.go('/me');
    await hand.submit('/feed/make');
    const address = await hand.page.inputValue('#address');
    const feed = await fetch(new URL(address, bench.base));
    assert.equal(feed.status, 200);
    assert.match(feed.headers.get('content-type'), /^text\/calendar/);
    assert.match(await feed.text(), /Journal of Urban Trees/);
    const wrong = await fetch(new URL(address.replace(/.{6}(\.ics)?$/, 'AAAAAA$1'), bench.base));
    assert.equal(wrong.status, 404);
  });

  step('the other pages are sound too', async () => {
    for (const path of ['/interviews', '/history', '/guide', '/help?query=thank', '/doctor', `/person/${made.person}`, `/person/form?id=${made.person}`,
      `/target/form?id=${made.target}`, `/interview/form?id=${made.interview}`, `/interview/${made.interview}`, '/people?query=nobody-of-this-name', '/import', '/search'])
      await hand.go(path);
    await hand.go('/search?query=urban');
    await hand.says(/Urban/);
    await hand.go('/search?query=urbna');
    await hand.says(/These are the results for/);
    hand.expectRefusal = true;
    await hand.go('/person/00000000-0000-7000-8000-000000000000');
    assert.equal(hand.status, 404);
    hand.expectRefusal = false;
  });

  step('a change can be undone where it happened', async () => {
    await hand.go(`/person/form?id=${made.person}`);
    await hand.fill('title', 'Head of ecology');
    await hand.submit('/person/save');
    await hand.says(/Head of ecology/);
    await hand.submit('/undo');
    await hand.go(`/person/${made.person}`);
    await hand.says(/Urban ecologist/);
  });

  step('every page on the way is valid, passes axe in light and dark, fits a phone, and asks nothing of anyone else', () => {
    assert.deepEqual(hand.findings, []);
    if (hand.audits) assert.ok(hand.seen.size > 25, `${hand.seen.size} pages were looked at`);
  });
}

after(closeBrowser); // last: a window cannot be closed in a browser that is gone
