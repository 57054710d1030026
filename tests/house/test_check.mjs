// SPDX-License-Identifier: GPL-3.0-or-later
// The house rules hold in the tree; and each rule finds what it is there to find in a folder that breaks them all.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import assert from 'node:assert/strict';

const check = (...words) => spawnSync('tools/check', words, { encoding: 'utf8' });
const rules = check('--rules').stdout.trim().split('\n');

// What no file of the tree may hold, not even a sample, is written into a copy of the samples here.
const samples = mkdtempSync(join(tmpdir(), 'rapport-house-'));
const host = ['https://registry', 'example'].join('.');
cpSync('tests/house/wrong', samples, { recursive: true });
writeFileSync(join(samples, 'docs', 'source.md'), `See ${host}/rapport\n`);
after(() => rmSync(samples, { recursive: true }));

const wrong = {
  licence: ['src/base/forgotten.c:1: begins without the SPDX line'],
  length: ['src/call/long.c:613: has 613 lines, 600 are the limit: would two rooms be clearer?'],
  functions: ['src/call/long.c:4: long_one has 73 lines, 70 are the limit'],
  banned: [
    'src/views/bad.c:15: strcpy copies without a limit',
    'src/views/bad.c:16: atoi hides errors',
  ],
  memory: ["src/views/bad.c:17: free here: memory belongs to the call's arena"],
  sql: ['src/views/bad.c:18: SQL stands in sql/, never in a string'],
  nouns: [
    "src/views/bad.c:2: 'people': this room knows no word of the field",
    "src/views/bad.c:9: 'person_name': this room knows no word of the field",
    "src/views/bad.c:13: 'person': this room knows no word of the field",
    "src/views/bad.c:15: 'person': this room knows no word of the field",
    "src/views/bad.c:18: 'person': this room knows no word of the field",
    "src/faces/http.c:2: 'people': this room knows no word of the field",
  ],
  markup: ['src/views/bad.c:19: only the Markdown and SVG writers may make markup'],
  macros: ['src/views/bad.c:10: TRY is the only control-flow macro'],
  headers: [
    'src/views/bad.h:1: wants the guard VIEWS_BAD_H',
    'src/views/bad.h:4: struct x is written out, without a typedef',
  ],
  leftovers: [
    `src/domain/people.c:5: '${'/home'}/s' has no place here`,
    `src/domain/people.c:6: '${'FIX' + 'ME'}' has no place here`,
  ],
  addresses: [
    `docs/source.md:1: '${host}': no package host is named`,
    "data/words/bad.txt:3: 'someone@gmail.com': people here are made up, with addresses under example.org",
  ],
  pages: [
    "web/pages/bad.html:1: 'style=': no inline style or script",
    "web/pages/bad.html:2: '<script': no inline style or script",
  ],
  voice: ['data/words/bad.txt:2: no exclamation marks: calm words'],
  registered: [
    'src/base/forgotten.c:1: is not in src/base/meson.build',
    'tests/unit/test_lost.c:1: is not in tests/unit/meson.build, so it never runs',
  ],
  tests: [
    'tests/unit/test_lost.c:3: names 6 items, 5 are the limit',
    'tests/unit/test_lost.c:20: names 6 items, 5 are the limit',
    'tests/unit/test_lost.c:3: promises_much_M1_M2_M3_M4_M5_M6 asserts nothing',
  ],
  decisions: [
    'docs/decisions/late.md:1: a decision is called NNNN-what-it-is.md',
    'docs/decisions:1: two decisions have the number 0001',
  ],
};

for (const rule of rules) {
  test(`the tree keeps the rule "${rule}"`, () => {
    const { status, stdout } = check('.', rule);
    assert.equal(stdout, '');
    assert.equal(status, 0);
  });
  test(`a breach of "${rule}" is caught, and nothing else`, () => {
    const { status, stdout } = check(samples, rule);
    assert.equal(status, 1);
    assert.deepEqual(stdout.trim().split('\n'), wrong[rule].map((line) => `${line} (${rule})`));
  });
}

test('every rule has its breach in the sample folder', () => {
  assert.deepEqual(Object.keys(wrong).sort(), [...rules].sort());
});
