// SPDX-License-Identifier: GPL-3.0-or-later
// The store that every transcript begins from: one person a few days into the method, at a stopped clock. Each step is
// a command; its answer can be named by later steps and by transcripts as "$name.key".
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Workbench, engine } from '../../browser/lib/server.mjs';

// A name that a page asks for in vain is an error here.
process.env.RAPPORT_STRICT ??= '1';

export const clock = '2026-03-02T15:00:00Z';

const connections = `First Name,Last Name,URL,Email Address,Company,Position,Connected On
Ines,Okafor,https://www.linkedin.com/in/ines-okafor,ines@example.org,River Trust,Field ecologist,12 Feb 2026
Tom,Reyes,https://www.linkedin.com/in/tom-reyes,,City Museum,Educator,03 Jan 2026
,,,,,,
`;

const steps = [
  ['me', 'profile save', { name: 'Maya Lindqvist-Okafor', email: 'maya@example.org', zone: 'America/New_York', language: 'en', introduction: 'I studied biology.' }],
  ['ecology', 'target save', { kind: 'occupation', name: 'Urban ecologist', why: 'Rivers in cities.', objective: 'What does a week look like?' }],
  ['museum', 'target save', { kind: 'organization', name: 'City Museum' }],
  ['goal', 'objective save', { target: '$ecology.id', text: 'Which degree helps?' }],
  ['ada', 'person save', { name: 'Ada Quinn', title: 'Curator', organization: 'City Museum', circle: 'alumni', how_found: 'A talk at the library', target: '$museum.id',
    'contact_points.0.kind': 'email', 'contact_points.0.value': 'ada@example.org' }],
  ['bo', 'person save', { name: 'Bo Lee', organization: 'River Trust', circle: 'neighbor', target: '$ecology.id' }],
  ['ask', 'request save', { person: '$ada.id', target: '$museum.id', channel: 'email', minutes: 20, subject: 'A question about your work',
    body: 'Dear Ada Quinn,\n\nI heard your talk at the library. I would like to learn how you became a curator.\n\nWould you have 20 minutes when it suits you?\n\nMaya' }],
  ['asked', 'request save', { person: '$bo.id', channel: 'email', minutes: 20, body: 'Dear Bo, may I ask you about rivers for 20 minutes?' }],
  ['sent', 'request send', { id: '$asked.id' }],
  ['meeting', 'interview save', { person: '$ada.id', target: '$museum.id', start_local: '2026-03-04T10:00', zone: 'America/New_York', minutes: 20, place_kind: 'worksite', place: 'City Museum, front desk' }],
  ['talk', 'interview save', { person: '$bo.id', target: '$ecology.id', start_local: '2026-03-02T09:30', zone: 'America/New_York', minutes: 20, place_kind: 'phone' }],
  ['running', 'interview start', { id: '$talk.id', notes_agreed: 'true' }],
  ['question', 'question save', { interview: '$talk.id', text: 'How did you begin?', topic: 'journey' }],
  ['note', 'note save', { interview: '$talk.id', text: 'Began as a volunteer.' }],
  ['named', 'referral save', { interview: '$talk.id', from_person: '$bo.id', name: 'Cy Ruiz', organization: 'Water Board', permission: 'yes' }],
  ['view', 'view save', { name: 'Museum people', organization: 'City Museum' }],
  ['gone', 'person save', { name: 'Di Marsh', title: 'Planner' }],
  ['removed', 'person remove', { id: '$gone.id' }],
  ['todo', 'task save', { title: 'Read the river report', due_on: '2026-03-05' }],
  ['rosa', 'person save', { name: 'Rosa Delgado', circle: 'choir', tag_line: 'river, choir' }],
  ['bridge', 'bridge save', { id: '$rosa.id', person: '$bo.id', note: 'They sing together' }],
  ['about', 'note save', { person: '$ada.id', text: 'Prefers mornings.' }],
  ['fair', 'event save', { name: 'River day', kind: 'fair', held_on: '2026-02-28', place: 'Riverside' }],
  ['atfair', 'event meet', { event: '$fair.id', person: '$rosa.id', note: 'Sang on the boat' }],
  ['house', 'organization save', { name: 'City Museum', place: 'Riverside', motivation: '4' }],
  ['card', 'attachment save', { person: '$ada.id', kind: 'card', file: '@Ada.txt' }],
  ['imported', 'import', { file: '@Connections.csv' }],
  ['staged', 'import', { file: '@Later.csv', preview: 'true' }],
  ['server', 'mail save', { mail_host: '127.0.0.1', mail_port: '1' }],
  ['letter', 'request save', { person: 'Ines Okafor', channel: 'email', minutes: 20, subject: 'One more question', body: 'Dear Ines Okafor,\n\nMay I ask you one more thing?\n\nMaya' }],
  ['mailed', 'request deliver', { id: '$letter.id' }],
  ['table', 'import', { file: '@Table.csv', preview: 'true' }],
  ['self', 'assessment save', { answers: '553421321134342523523523254115342111351145453111231155343444', strengths: 'I stay calm', value_order: 'support achievement recognition independence relationships working_conditions',
    'skills.0.kind': 'skill', 'skills.0.name': 'Drawing maps', 'skills.0.evidence': 'The moss survey' }],
  ['book', 'reading save', { target: '$ecology.id', title: 'Streams under streets', done: 'true', notes: 'Water comes back.' }],
  ['pay', 'fact save', { target: '$ecology.id', kind: 'pay', text: '60,000 a year in the middle', source: 'Public statistics', source_url: 'https://example.org/pay' }],
  ['word', 'term save', { target: '$ecology.id', word: 'riparian', meaning: 'on a river bank', heard_from: 'Bo Lee' }],
  ['feed', 'feed make', {}],
  ['link', 'session link', {}],
];

const files = { 'Table.csv': 'Who,Works for,Reach\nAda Quinn,City Museum,ada@example.org\nBo Lee,River Trust,bo@example.org\n', 'Ada.txt': 'Ada Quinn\nCurator\n', 'Connections.csv': connections, 'Later.csv': connections.replace('Ines,Okafor', 'Inès,Adeyemi').replace('ines-okafor', 'ines-adeyemi') };

// "$ada.id" and "$feed.path" become what the step answered; "@NAME" the path of that file.
const fill = (value, refs, folder) => (typeof value !== 'string' ? value
  : value.startsWith('@') ? join(folder, value.slice(1))
    : value.replace(/\$(\w+)\.(\w+)/g, (all, step, key) => refs[step]?.[key] ?? all));

export const resolve = (params, refs, folder) => Object.fromEntries(Object.entries(params).map(([key, value]) => [key, fill(value, refs, folder)]));

const words = (call, params) => [...call.split(' '), ...Object.entries(params).map(([key, value]) => `--${key}=${value}`)];

export class Story {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'rapport-story-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.folder, name), text);
    this.original = new Workbench();
    this.original.clock = clock;
    this.refs = {};
    this.files = files;
    for (const [name, call, params] of steps) {
      this.refs[name] = this.original.json(words(call, resolve(params, this.refs, this.folder)));
    }
    this.refs.feed.token = this.refs.feed.path.split('/').at(-1).replace('.ics', '');
    this.refs.last = { change: this.refs.todo.change };
    this.copies = 0;
  }

  // A store of its own that begins where the story ends.
  copy() {
    const bench = new Workbench();
    bench.clock = clock;
    if (engine === 'sqlite') {
      copyFileSync(this.original.db, bench.db);
      return bench;
    }
    const [from, to] = [this.original.db, bench.db].map((address) => /^postgresql:\/\/[^/]*\/([^?]*)/.exec(address)[1]);
    const run = spawnSync('psql', [process.env.RAPPORT_TEST_POSTGRES, '-q', '-c', `drop database ${to}`, '-c', `create database ${to} template ${from}`], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(run.stderr);
    return bench;
  }

  words(call, params, format) {
    return [...words(call, resolve(params, this.refs, this.folder)), ...(format ? [`--format=${format}`] : [])];
  }

  async end() {
    await this.original.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
