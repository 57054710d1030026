// SPDX-License-Identifier: GPL-3.0-or-later
// What clang says about the sources: formatted as .clang-format asks, and no finding of clang-tidy.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import assert from 'node:assert/strict';

const have = (tool) => spawnSync(tool, ['--version']).status === 0;
const skipFormat = have('clang-format') ? false : 'clang-format is not installed';
const skipTidy = have('clang-tidy') ? false : 'clang-tidy is not installed';
const run = (...words) => spawnSync('tools/shape', words, { encoding: 'utf8' });

test('every C file is formatted as .clang-format asks', { skip: skipFormat }, () => {
  assert.equal(run('--format').stdout, '');
});

test('clang-tidy finds nothing in any source', { skip: skipTidy }, () => {
  const { stdout } = run('--tidy');
  assert.equal(stdout.split('\n').filter((line) => /(warning|error):/.test(line)).join('\n'), '');
});

test('clang-tidy is strict enough to see a mistake', { skip: skipTidy }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'shape-'));
  try {
    const file = join(folder, 'wrong.c');
    writeFileSync(file, 'int first(int *list);\nint first(int *list)\n{\n    int *nothing = 0;\n    return list ? list[0] : *nothing;\n}\n');
    const { stdout } = spawnSync('clang-tidy', ['--quiet', '--config-file=.clang-tidy', file, '--', '-std=gnu17'], { encoding: 'utf8' });
    assert.match(stdout, /clang-analyzer-core.NullDereference/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
