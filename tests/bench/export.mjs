// SPDX-License-Identifier: GPL-3.0-or-later
// export.mjs [PEOPLE] - everybody into one file: cards beside ../shared/bench/limit_export over the same cards in the plainest of tables, a
// table beside `sqlite3 -csv` of the same columns. Time and peak memory of whole commands.
import { closeSync, existsSync, openSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { connections } from '../samples/linkedin.mjs';
import { cards } from './import.mjs';
import { folder, fresh, measure, rapport, say } from './measure.mjs';

const mb = (path) => `${(statSync(path).size / 1e6).toFixed(1)} MB`;

// A command whose standard output is a file.
function into(path, words) {
  const file = openSync(path, 'w');
  try {
    return measure(words, { output: file });
  } finally {
    closeSync(file);
  }
}

const beside = (found, floor, name) => (floor ? `CPU ${(found.cpu / floor.cpu).toFixed(2)} x ${name}, wall ${(found.wall / floor.wall).toFixed(2)} x` : '');

export function exporting(people = 100000) {
  const db = fresh('export.db'), vcf = `${folder}/export_in.vcf`, out = `${folder}/export_out`;
  writeFileSync(vcf, cards(connections(people)));
  measure([rapport, `--db=${db}`, 'import', vcf]);
  let least;
  if (existsSync(`${folder}/limit_export`)) {
    const floor = fresh('export_floor.db');
    measure([`${folder}/limit_import`, 'vcf', vcf, floor, 'best']);
    least = into(out, [`${folder}/limit_export`, floor]);
    say(`limit_export, ${people} cards, ${mb(out)}`, least);
  }
  const found = into(out, [rapport, `--db=${db}`, 'export', '--as=vcard']);
  say(`cards, ${mb(out)}`, found, beside(found, least, 'the floor'));
  const plain = into(out, ['sqlite3', '-batch', '-header', '-csv', db, `select name, given_name, family_name, title, organization, notes,
    (select value from contact_point where owner = 1 and parent = person.doc and kind = 'email'), (select value from contact_point where owner = 1 and parent = person.doc and kind = 'phone'),
    (select value from contact_point where owner = 1 and parent = person.doc and kind = 'link'), (select value from contact_point where owner = 1 and parent = person.doc and kind = 'address')
    from person where owner = 1 order by name_key, doc;`]);
  say(`sqlite3 -csv of the same columns, ${mb(out)}`, plain);
  const table = into(out, [rapport, `--db=${db}`, 'export', '--as=csv']);
  say(`a table, ${mb(out)}`, table, beside(table, plain, 'sqlite3 -csv'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) exporting(Number(process.argv[2] ?? 100000));
