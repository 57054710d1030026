// SPDX-License-Identifier: GPL-3.0-or-later
// Reading the tree for the house checks: files of a folder, and C text without what is not code.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

// All files under root/folder whose name matches, as paths relative to root, sorted.
export function filesUnder(root, folder, pattern) {
  const top = join(root, folder);
  if (!existsSync(top)) return [];
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((path) => !/(^|\/)(node_modules|build)\//.test(path))
    .sort();
}

export const read = (root, path) => readFileSync(join(root, path), 'utf8');

const token = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'/g;
const blank = (text) => text.replace(/[^\n]/g, ' ');

// C without comments and with empty strings; every line stays where it was.
export const codeOnly = (text) =>
  text.replace(token, (found) => (found[0] === '/' ? blank(found) : found[0] + blank(found.slice(1, -1)) + found[0]));

// C without comments, strings kept.
export const withoutComments = (text) =>
  text.replace(token, (found) => (found[0] === '/' ? blank(found) : found));

// The string literals of a C text as [{line, text}].
export function strings(text) {
  const found = [];
  for (const match of text.matchAll(token))
    if (match[0][0] === '"') found.push({ line: lineOf(text, match.index), text: match[0].slice(1, -1) });
  return found;
}

export const lineOf = (text, index) => text.slice(0, index).split('\n').length;

// Every match of a pattern (with the g flag) as [{line, text, groups}].
export const matches = (text, pattern) =>
  [...text.matchAll(pattern)].map((m) => ({ line: lineOf(text, m.index), text: m[0], groups: m.slice(1) }));
