// SPDX-License-Identifier: GPL-3.0-or-later
// A flat TAP reporter for Node's test runner: one line a test, its suites before its name, so that
// every line that counts stands at the beginning of a line.
//   node --test --test-reporter=./tools/tap-reporter.mjs FILES

const clean = (text) => String(text).replace(/[\r\n]+/g, ' ').replace(/#/g, '\\#');

function reason(data) {
  const error = data.details?.error;
  const cause = error?.cause ?? error;
  return String(cause?.stack ?? cause?.message ?? cause ?? 'failed');
}

function mark(value, word) {
  if (value === undefined || value === false) return '';
  return ` # ${word}${typeof value === 'string' ? ` ${clean(value)}` : ''}`;
}

export default async function* reporter(source) {
  const path = [];
  let count = 0;
  yield 'TAP version 13\n';
  for await (const { type, data } of source) {
    if (type === 'test:start') {
      path.length = data.nesting;
      path[data.nesting] = data.name;
    } else if (type === 'test:pass' || type === 'test:fail') {
      path.length = data.nesting + 1;
      path[data.nesting] = data.name;
      const suite = data.details?.type === 'suite';
      const byChild = data.details?.error?.failureType === 'subtestsFailed';
      if (suite && (type === 'test:pass' || byChild)) continue;
      count += 1;
      const name = path.map(clean).join(': ');
      yield `${type === 'test:pass' ? 'ok' : 'not ok'} ${count} - ${name}` +
        `${mark(data.skip, 'SKIP')}${mark(data.todo, 'TODO')}\n`;
      if (type === 'test:fail')
        yield reason(data).split('\n').map((line) => `#   ${line}\n`).join('');
    } else if (type === 'test:diagnostic' && data.nesting > 0) {
      yield `# ${clean(data.message)}\n`;
    } else if (type === 'test:stderr' || type === 'test:stdout') {
      yield String(data.message).split('\n').filter(Boolean).map((line) => `# ${line}\n`).join('');
    }
  }
  yield `1..${count}\n`;
}
