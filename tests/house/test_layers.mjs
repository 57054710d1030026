// SPDX-License-Identifier: GPL-3.0-or-later
// The rooms of the house know each other only as the table allows, and the tool that says so sees every kind of breach.
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import assert from 'node:assert/strict';

const layers = (...words) => spawnSync('tools/layers', words, { encoding: 'utf8' });

test('every include in src goes down, never sideways', () => {
  const { status, stdout } = layers();
  assert.equal(stdout, '');
  assert.equal(status, 0);
});

test('a house that breaks the table is caught at every breach, and only there', () => {
  const { status, stdout } = layers('tests/house/wrong');
  assert.equal(status, 1);
  assert.deepEqual(stdout.trim().split('\n'), [
    'src/attic/old.c:1: there is no room called attic',
    'src/domain/people.c:2: domain may not know faces',
    'src/domain/people.c:3: domain may not know views',
    'src/faces/http.c:2: faces may not know domain',
    'src/faces/http.c:3: faces may not know store',
    'src/method/clock.c:2: method is pure: no clock, no files, no chance (base/clock.h)',
    'src/method/clock.c:3: method may not know call',
    'src/method/clock.c:5: method does no input or output (time.h)',
    'src/views/bad.c:2: views may not know domain',
    'src/views/bad.c:3: views may not know store',
    'src/views/bad.c:4: views may not see the generated statements.h',
    'src/views/bad.c:5: only store knows sqlite3.h',
    'src/views/bad.c:6: no threads (pthread.h)',
  ]);
});
