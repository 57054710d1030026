// SPDX-License-Identifier: GPL-3.0-or-later
// The first week of an explorer, at the terminal alone: from an empty store to the feed of what is due.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { awkwardRows, connectionsCsv } from '../samples/linkedin.mjs';
import { engine, Workbench } from './lib/server.mjs';

const monday = '2026-03-02T14:00:00Z'; // nine in the morning in New York
const meeting = '2026-03-04T21:00:00Z'; // three in the afternoon in Chicago
const minutesAfter = (instant, minutes) => new Date(Date.parse(instant) + minutes * 60000).toISOString().replace('.000', '');
const hoursAfter = (instant, hours) => minutesAfter(instant, hours * 60);

let bench;
const made = {};

before(() => {
  bench = new Workbench();
  bench.clock = monday;
});
after(() => bench.end());

const step = (name, work) => test(`terminal on ${engine}: ${name}`, work);
const json = (...words) => bench.json(words);
const text = (...words) => {
  const { status, out, err } = bench.run(words);
  assert.equal(status, 0, err);
  return out;
};
const codes = () => json('today').groups.flatMap(({ items }) => items.map(({ rule, overdue }) => (overdue ? `${rule}!` : rule)));

step('the first Today says what the method is and what to do first (M2)', () => {
  const today = json('today');
  assert.equal(today.first, true);
  const said = text('today');
  assert.match(said, /information/i);
  assert.match(said, /rapport \w+/, 'it names a command to begin with');
});

step('an import shows what it would do, does it, reports row by row and is taken back', () => {
  const file = join(bench.folder, 'Connections.csv');
  writeFileSync(file, connectionsCsv(500, 42, awkwardRows()));
  const preview = json('import', file, '--preview');
  assert.equal(preview.read, 502);
  assert.equal(preview.created, 500);
  assert.equal(json('person', 'list').total, 0, 'a preview changes nothing');
  const report = json('import', file);
  assert.equal(report.created, 500);
  assert.equal(report.rejected, 1);
  assert.equal(report.read, report.created + report.updated + report.unchanged + report.duplicate + report.rejected);
  assert.equal(json('person', 'list').total, 500);
  json('import', 'undo', report.id);
  assert.equal(json('person', 'list').total, 0, 'taken back');
  made.import = json('import', file);
  assert.equal(json('person', 'list').total, 500);
  const again = json('import', file);
  assert.equal(again.created, 0, 'the same file again brings nobody twice');
  assert.equal(json('person', 'list').total, 500);
});

step('a target has a kind and an objective (M8 M104)', () => {
  json('profile', 'save', '--name=Maya Lindqvist-Okafor', '--email=maya@mail.example.org', '--zone=America/New_York',
    '--introduction=I finished a degree in biology last spring');
  made.target = json('target', 'save', '--kind=occupation', '--name=Urban ecology', '--objective=What does an ordinary week look like?');
  const target = json('target', 'read', made.target.id);
  assert.equal(target.kind, 'occupation');
  assert.deepEqual(target.objectives.map((o) => o.text), ['What does an ordinary week look like?']);
});

step('a person has an organization, a title, a pronunciation and how they were found (M95 M96)', () => {
  made.person = json('person', 'save', '--name=Ada Quinn', '--pronunciation=AY-da kwin', '--title=Urban ecologist', '--organization=Harbor City Ecology Trust',
    '--zone=America/Chicago', '--how_found=your talk on green roofs at the public library', '--in_field=yes', `--target=${made.target.id}`,
    '--contact_points.0.kind=email', '--contact_points.0.value=ada.quinn@mail.example.org');
  const person = json('person', 'read', made.person.id);
  assert.equal(person.email, 'ada.quinn@mail.example.org');
  assert.equal(person.pronunciation, 'AY-da kwin');
  assert.match(text('person', 'list', '--query=quin'), /Ada Quinn/);
});

step('a request is drafted, checked, exported and sent; the answer is kept (M67 M71 M77 M79 M80)', () => {
  const { samples } = json('request', 'form', `--person=${made.person.id}`, `--target=${made.target.id}`);
  assert.ok(samples.length >= 3, 'there are samples to begin with');
  made.request = json('request', 'save', `--person=${made.person.id}`, `--target=${made.target.id}`, '--channel=email', '--minutes=20', `--sample=${samples[0].name}`);
  const draft = json('request', 'read', made.request.id);
  assert.ok(draft.body.length > 100);
  assert.match(draft.body, /20/);
  const body = `${draft.body}\n\nCould I also apply for a job with you?`;
  json('request', 'save', `--id=${made.request.id}`, `--version=${draft.version}`, `--person=${made.person.id}`, `--body=${body}`);
  const asks = json('request', 'read', made.request.id);
  assert.ok(asks.findings.some(({ item, severity }) => String(item).includes('79') && severity !== 'fine'), 'asking for a job is found');
  json('request', 'save', `--id=${made.request.id}`, `--version=${asks.version}`, `--person=${made.person.id}`, `--body=${draft.body}`);
  const ready = json('request', 'read', made.request.id);
  assert.ok(!ready.findings.some(({ item, severity }) => String(item).includes('79') && severity !== 'fine'));
  assert.match(ready.mailto, /^mailto:ada\.quinn@mail\.example\.org\?/);
  const { status, out } = bench.run(['request', 'read', made.request.id, '--format=eml']);
  assert.equal(status, 0);
  assert.match(out, /^X-Unsent: 1\r$/m);
  json('request', 'send', made.request.id);
  assert.equal(json('request', 'read', made.request.id).state, 'sent');
  json('request', 'answer', made.request.id, '--state=accepted', '--answer=Happy to. Wednesday at three?');
  assert.ok(codes().length > 0, 'an accepted request is on Today');
});

step('an appointment has their time and ours, a place and agreed minutes (M91 M92 M93)', () => {
  made.interview = json('interview', 'save', `--person=${made.person.id}`, `--request=${made.request.id}`, `--target=${made.target.id}`,
    '--start_local=2026-03-04T15:00', '--zone=America/Chicago', '--minutes=25', '--place_kind=worksite', '--place=12 Harbor Street, third floor');
  const interview = json('interview', 'read', made.interview.id);
  assert.equal(interview.start_at, Date.parse(meeting));
  assert.equal(interview.minutes, 25);
  const { out } = bench.run(['interview', 'read', made.interview.id, '--format=ics']);
  assert.match(out, /^DTSTART:20260304T210000Z\r$/m);
  assert.match(out, /^DTEND:20260304T212500Z\r$/m);
  assert.match(out, /Ada Quinn/);
});

step('the prep sheet holds name, pronunciation, title, objectives and questions (M94 M95 M96 M103 M104)', () => {
  json('question', 'fill', `--interview=${made.interview.id}`);
  const sheet = text('interview', 'prep', made.interview.id);
  for (const words of [/Ada Quinn/, /AY-da kwin/, /Urban ecologist/, /ordinary week/, /12 Harbor Street/]) assert.match(sheet, words);
  const prep = json('interview', 'prep', made.interview.id);
  assert.ok(prep.questions.length >= 5);
  for (const { text: question } of prep.questions) assert.ok(sheet.replace(/\s+/g, ' ').includes(question.replace(/\s+/g, ' ')), `${question} is on the sheet`);
});

step('the room keeps the time and brings the closing words by itself (M117 M118 M133 M134 M137)', () => {
  bench.clock = meeting;
  json('interview', 'start', made.interview.id);
  const opening = json('interview', 'room', made.interview.id);
  assert.equal(opening.timer.phase, 'opening');
  assert.ok(opening.cards.some(({ item }) => String(item).includes('118')));
  assert.ok(opening.current, 'the next question is there');
  json('note', 'save', `--interview=${made.interview.id}`, `--question=${opening.current.id}`, '--text=Two mornings in the field, the rest is maps and meetings.');
  bench.clock = minutesAfter(meeting, 24);
  const closing = json('interview', 'room', made.interview.id);
  assert.equal(closing.timer.phase, 'closing');
  assert.ok(closing.cards.some(({ item }) => String(item).includes('135')));
  bench.clock = minutesAfter(meeting, 26);
  assert.ok(['up', 'over'].includes(json('interview', 'room', made.interview.id).timer.phase));
});

step('a referral is kept with the permission to use the name, and without it the name stays out (M65 M135 M136)', () => {
  const asked = json('referral', 'save', `--interview=${made.interview.id}`, `--from_person=${made.person.id}`, '--name=Tomás Núñez', '--organization=Green Roof Cooperative', '--permission=yes');
  const notAsked = json('referral', 'save', `--interview=${made.interview.id}`, `--from_person=${made.person.id}`, '--name=June Mercer', '--organization=Wetlands Observatory', '--permission=not_asked');
  const draftFor = (referral) => {
    const { person } = json('referral', 'prospect', referral.id);
    const { samples } = json('request', 'form', `--person=${person}`);
    const sample = samples.find(({ name }) => /refer/.test(name)) ?? samples[0];
    const request = json('request', 'save', `--person=${person}`, '--channel=email', '--minutes=20', `--sample=${sample.name}`);
    return json('request', 'read', request.id).body;
  };
  assert.match(draftFor(asked), /Ada Quinn/);
  assert.doesNotMatch(draftFor(notAsked), /Ada Quinn/);
});

step('the debrief is due at the end, the thank-you within 24 hours, late after that, overdue after 7 days (M138 M143 M145 M146)', () => {
  const end = minutesAfter(meeting, 26);
  json('interview', 'end', made.interview.id);
  const dues = json('interview', 'read', made.interview.id);
  assert.equal(dues.thanks_due_at, Date.parse(hoursAfter(end, 24)));
  assert.equal(dues.thanks_overdue_at, Date.parse(hoursAfter(end, 7 * 24)));
  assert.ok(codes().some((rule) => rule.includes('debrief')), 'the debrief is on Today at once');
  json('debrief', 'save', `--interview=${made.interview.id}`, '--outline=Half field, half desk.', '--people=Tomás Núñez', '--publications=Journal of Urban Trees', '--trends=Roofs as habitat\nCities hire planners who know birds');
  assert.ok(!codes().some((rule) => rule.includes('debrief')));
  assert.deepEqual(json('interview', 'read', made.interview.id).findings.trends.map((f) => f.text ?? f), ['Roofs as habitat', 'Cities hire planners who know birds']);
  const thanks = () => json('thanks', 'form', made.interview.id);
  assert.equal(thanks().late, false);
  bench.clock = hoursAfter(end, 25);
  assert.equal(thanks().late, true);
  assert.ok(codes().some((rule) => rule.includes('thanks')));
  bench.clock = hoursAfter(end, 7 * 24 + 1);
  assert.ok(codes().some((rule) => rule.includes('thanks') && rule.endsWith('!')), 'overdue after a week');
  bench.clock = hoursAfter(end, 20);
  const draft = thanks();
  assert.ok(draft.findings.some(({ item, severity }) => String(item).includes('147') && severity !== 'fine'), 'a specific detail is asked for');
  const body = draft.body.replace(/\[[^\]]*\]/g, 'the roofs as habitat') + '\nYour words about two mornings in the field stayed with me.';
  json('thanks', 'save', `--interview=${made.interview.id}`, ...(draft.version ? [`--version=${draft.version}`] : []), '--channel=email', `--subject=${draft.subject}`, `--body=${body}`);
  json('thanks', 'send', made.interview.id);
  assert.equal(thanks().sent, true);
  assert.ok(!codes().some((rule) => rule.includes('thanks')));
});

step('the reflection keeps six answers, makes tasks and prospects, and links the objectives (M153 M154 M158 M160 M161)', () => {
  const people = json('person', 'list').total;
  json('reflection', 'save', `--interview=${made.interview.id}`, '--liked=The variety', '--positive=Calm people', '--concerns=Grants end', '--advantages=Outdoors every week',
    '--objectives=I want fieldwork in it', '--other_occupation=Landscape architect', '--next_steps.0.title=Read the Journal of Urban Trees', '--next_steps.0.due_on=2026-03-09',
    '--talk_to.0.name=Grace Mercer', '--talk_to.0.organization=Alder Street School');
  const { reflection } = json('interview', 'read', made.interview.id);
  assert.equal(reflection.liked, 'The variety');
  assert.ok(json('task', 'list').items.some(({ title, due_on }) => title === 'Read the Journal of Urban Trees' && due_on === '2026-03-09'));
  assert.equal(json('person', 'list').total, people + 1, 'whom to talk to next is a prospect');
  assert.ok(json('target', 'list').items.some(({ name }) => name === 'Landscape architect'), 'another occupation is a target');
});

step('a decision on one voice asks first (M162)', () => {
  const words = ['decision', 'save', `--target=${made.target.id}`, '--verdict=pursue', '--reasons=Fieldwork and maps'];
  const refused = bench.run(words);
  assert.equal(refused.status, 2, 'one voice is few');
  assert.match(refused.err, /\w+ \w+/);
  json(...words, '--confirmed=true');
  assert.equal(json('target', 'read', made.target.id).decisions[0].verdict, 'pursue');
});

step('Today, the terminal and the secret feed say the same (M93)', async () => {
  bench.clock = '2026-03-09T14:00:00Z';
  const { groups } = json('today');
  const due = groups.flatMap(({ items }) => items).filter(({ due_at: at }) => at);
  assert.ok(due.length >= 1, 'something has a day');
  const said = text('today');
  for (const { who } of due) if (who) assert.ok(said.includes(who), `the terminal names ${who}`);
  const { path } = json('feed', 'make');
  await bench.start();
  const feed = await (await fetch(new URL(`${path}.ics`.replace(/\.ics\.ics$/, '.ics'), bench.base))).text();
  assert.match(feed, /^BEGIN:VCALENDAR\r\n/);
  const whole = feed.replace(/\r\n[ \t]/g, '');
  for (const { who } of due) if (who) assert.ok(whole.includes(who.replace(/([,;\\])/g, '\\$1')), `the feed names ${who}`);
  const other = await fetch(new URL(`${path.replace(/.{4}(\.ics)?$/, 'AAAA')}.ics`, bench.base));
  assert.equal(other.status, 404, 'a wrong secret opens nothing');
  await bench.stop();
});

step('a mistyped word is met with a suggestion, help with an example', () => {
  const { status, err } = bench.run(['persn', 'list']);
  assert.equal(status, 2);
  assert.match(err, /person/);
  assert.match(text('person', 'save', '--help'), /rapport person save/);
});

step('every change can be undone', () => {
  const before_it = json('person', 'read', made.person.id).title;
  const { version } = json('person', 'read', made.person.id);
  const { out } = bench.run(['person', 'save', `--id=${made.person.id}`, `--version=${version}`, '--title=Head of ecology']);
  const change = /rapport undo ([0-9a-f-]{36})/.exec(out)?.[1];
  assert.ok(change, `it says how to undo: ${out}`);
  assert.equal(json('person', 'read', made.person.id).title, 'Head of ecology');
  text('undo', change);
  assert.equal(json('person', 'read', made.person.id).title, before_it);
});
