// SPDX-License-Identifier: GPL-3.0-or-later
// million.mjs STORE [--people=N] [--notes=N] [--owners=N] - a store of that size, written straight into its tables: people with all that
// the lists filter by, and notes on them. The same arguments give the same rows (ids apart). STORE is a path, or postgresql://...; it
// is made by the program first. Each owner beyond the first has a thousandth of the people and notes. Notes come from
// ../shared/bench/gen.c where that is there (its words are counted: "team" stands in 245,830 of a million), else from a few words here.
import { execFileSync, spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const given = ['Ada', 'Bo', 'Cy', 'Dara', 'Emre', 'Fatima', 'Goran', 'Hana', 'Ines', 'Jonas', 'Kofi', 'Lena', 'Milan', 'Noor', 'Olga', 'Pavel',
  'Quentin', 'Rosa', 'Selin', 'Tomas', 'Uma', 'Viktor', 'Wanda', 'Xenia', 'Yusuf', 'Zoe', 'Amara', 'Bruno', 'Clara', 'Diego', 'Elif', 'Farid'];
const first = ['Al', 'Ber', 'Cor', 'Dal', 'Es', 'Fal', 'Gar', 'Hol', 'Ir', 'Jan', 'Kol', 'Lor', 'Mar', 'Nor', 'Or', 'Pal', 'Quin', 'Ros', 'Sol', 'Tor',
  'Ul', 'Var', 'Wal', 'Yar', 'Zal'];
const middle = ['an', 'be', 'co', 'da', 'el', 'fi', 'go', 'hi', 'is', 'jo', 'ka', 'li', 'mo', 'na', 'os', 'pe', 'ri', 'sa', 'ti', 'um'];
const last = ['berg', 'dal', 'ez', 'field', 'gren', 'holm', 'ian', 'kov', 'land', 'man', 'nen', 'ova', 'quist', 'ray', 'sen', 'son', 'stein', 'ton', 'vic', 'wood'];
const titles = ['Teacher', 'Nurse', 'Software engineer', 'Curator', 'Editor', 'Urban ecologist', 'Analyst', 'Project manager', 'Recruiter', 'Librarian',
  'Product designer', 'Science writer', 'Chemist', 'Social worker', 'Planner', 'Accountant', 'Museum educator', 'Marine biologist', 'Head of department', 'Consultant'];
const sorts = ['Museum', 'Laboratory', 'Press', 'Clinic', 'School', 'Works', 'Institute', 'Studio', 'Council', 'Garden'];
const places = ['Springfield', 'Riverton', 'Lakeside', 'Hillview', 'Easton', 'Westbrook', 'Northport', 'Southgate', 'Old Harbor', 'Fairview'];
const circles = ['online', 'online', 'online', 'online', 'coworker', 'coworker', 'alumni', 'student', 'acquaintance', 'friend', 'cold', 'event'];
const stages = ['draft', 'sent', 'accepted', 'declined', 'later', 'no_answer', 'planned', 'held'];
const words = ['team', 'work', 'field', 'morning', 'lab', 'budget', 'people', 'city', 'garden', 'report', 'school', 'river', 'plan', 'museum', 'question', 'train'];

// A small generator of numbers that repeats itself for the same seed (mulberry32).
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const nothing = '\\N';

// One line for each person: owner, n, name, name_key, given, family, title, organization, place, circle, stage, target, in_field, mail, tag, bridge, event
function person(owner, n, rnd) {
  const pick = (list) => list[rnd(list.length)];
  const family = pick(first) + pick(middle) + pick(last);
  const name = pick(given);
  const organization = `${pick(first)}${pick(last)} ${pick(middle)}${pick(last)} ${pick(sorts)}`;
  const few = (of, value) => (rnd(of) === 0 ? value() : nothing);
  return [owner, n, `${name} ${family}`, `${family} ${name}`.toLowerCase(), name, family, pick(titles), organization, pick(places), few(2, () => pick(circles)),
    few(50, () => pick(stages)), few(200, () => rnd(5)), few(20, () => (rnd(3) ? 'yes' : 'no')), `${name}.${family}.${n}@example.org`.toLowerCase(),
    few(20, () => `tag ${rnd(30)}`), few(1000, () => 1 + rnd(n)), few(500, () => rnd(50))].join('\t');
}

async function write(path, lines) {
  const file = createWriteStream(path);
  let block = '';
  for (const line of lines) {
    block += line + '\n';
    if (block.length > 1 << 20) {
      if (!file.write(block)) await once(file, 'drain');
      block = '';
    }
  }
  file.end(block);
  await once(file, 'close');
}

function* people(owners, count) {
  for (let owner = 1; owner <= owners; owner++) {
    const rnd = numbers(owner);
    const own = owner === 1 ? count : Math.max(1, Math.floor(count / 1000));
    for (let n = 1; n <= own; n++) yield person(owner, n, rnd);
  }
}

function* plainNotes(count) {
  const rnd = numbers(7);
  for (let n = 1; n <= count; n++) yield `${n}\t0\t\t${Array.from({ length: 20 + rnd(40) }, () => words[rnd(words.length)]).join(' ')}.`;
}

async function notes(folder, path, count) {
  const source = resolve('../shared/bench/gen.c');
  if (!existsSync(source)) return write(path, plainNotes(count));
  const gen = join(folder, 'gen');
  execFileSync('gcc', ['-O2', '-w', '-o', gen, source, '-lm']);
  const child = spawn(gen, ['notes', String(count), '1'], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.pipe(createWriteStream(path));
  await once(child, 'close');
}

// The same statements for both engines: `id` makes an id.
function statements({ owners, count, noteCount, id }) {
  const base = '(raw.owner << 32) + 1000';
  const own = (number) => (number === 1 ? count : Math.max(1, Math.floor(count / 1000)));
  const ownNotes = (number) => (number === 1 ? noteCount : Math.floor(noteCount / 1000));
  const list = [`insert into account (number, next_doc, created_at) select owner, 1, 0 from raw where n = 1 and owner > 1;`];
  list.push(`insert into target (doc, owner, id, version, created_at, updated_at, kind, name, name_key)
    select (raw.owner << 32) + 100 + n, owner, ${id}, 1, 1700000000000, 1700000000000, 'occupation', 'Target ' || n, 'target ' || n from raw where n <= 5;`);
  list.push(`insert into event (doc, owner, id, version, created_at, updated_at, name, name_key, held_on)
    select (raw.owner << 32) + 200 + n, owner, ${id}, 1, 1700000000000, 1700000000000, 'Fair ' || n, 'fair ' || n, '2025-05-01' from raw where n <= 50;`);
  list.push(`insert into person (doc, owner, id, version, created_at, updated_at, name, name_key, given_name, family_name, title, title_key, organization, organization_key,
      place, place_key, circle, stage, target, in_field)
    select ${base} + raw.n, raw.owner, ${id}, 1, 1700000000000 + raw.n, 1700000000000 + raw.n, raw.name, raw.name_key, raw.given, raw.family, raw.title,
      lower(raw.title), raw.organization, lower(raw.organization), raw.place, lower(raw.place), raw.circle, raw.stage, target.id, raw.in_field
    from raw left join target on target.doc = (raw.owner << 32) + 101 + raw.target;`);
  list.push(`insert into contact_point (owner, parent, n, kind, value, value_key) select owner, ${base} + n, 0, 'email', mail, mail from raw;`);
  list.push(`insert into person_tag (owner, parent, n, tag, tag_key) select owner, ${base} + n, 0, tag, tag from raw where tag is not null;`);
  list.push(`insert into person_bridge (owner, parent, n, person) select raw.owner, ${base} + raw.n, 0, person.id
    from raw join person on person.doc = (raw.owner << 32) + 1000 + raw.bridge where raw.bridge is not null;`);
  list.push(`insert into person_event (owner, parent, n, event) select raw.owner, ${base} + raw.n, 0, event.id
    from raw join event on event.doc = (raw.owner << 32) + 201 + raw.event where raw.event is not null;`);
  for (let owner = 1; owner <= owners; owner++) {
    list.push(`insert into note (doc, owner, id, version, created_at, updated_at, person, text)
      select person.doc + ${own(owner) + 1000}, ${owner}, ${id}, 1, 1700000000000 + words.n, 1700000000000 + words.n, person.id, words.text
      from words join person on person.doc = (cast(${owner} as bigint) << 32) + 1000 + words.n
      where words.n <= ${Math.min(ownNotes(owner), own(owner))};`);
    list.push(`insert into tally (owner, noun, count) values (${owner}, 'person', ${own(owner)}), (${owner}, 'note', ${Math.min(ownNotes(owner), own(owner))}),
      (${owner}, 'target', ${Math.min(5, own(owner))}), (${owner}, 'event', ${Math.min(50, own(owner))})
      on conflict (owner, noun) do update set count = excluded.count;`);
    list.push(`update account set next_doc = ${2 * own(owner) + 10000} where number = ${owner};`);
  }
  return list.join('\n');
}

const columns = 'owner bigint, n bigint, name text, name_key text, given text, family text, title text, organization text, place text, circle text, stage text, '
  + 'target bigint, in_field text, mail text, tag text, bridge bigint, event bigint';

function fillSqlite(store, raw, words_, sizes) {
  execFileSync('sqlite3', ['-batch', '-bail', store], {
    input: `pragma journal_mode=off; pragma synchronous=off; pragma cache_size=-2000000; pragma temp_store=memory;
create temp table raw (${columns}); create temp table words (n bigint, a text, b text, text text);
.mode ascii
.separator "\\t" "\\n"
.import ${raw} raw
.import ${words_} words
update raw set ${['circle', 'stage', 'target', 'in_field', 'tag', 'bridge', 'event'].map((c) => `${c} = nullif(${c}, '\\N')`).join(', ')};
begin;
${statements({ ...sizes, id: 'randomblob(16)' })}
commit; pragma journal_mode=wal;
`, stdio: ['pipe', 'ignore', 'inherit'] });
}

function fillPostgres(address, raw, words_, sizes) {
  execFileSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', address], {
    input: `create temp table raw (${columns}); create temp table words (n bigint, a text, b text, text text);
\\copy raw from '${raw}'
\\copy words from '${words_}'
analyze raw; create index on words (n); analyze words; begin;
${statements({ ...sizes, id: 'gen_random_uuid()' })}
commit; analyze;
`, stdio: ['pipe', 'ignore', 'inherit'] });
}

// Make the store and fill it. `rapport` is the program that makes its tables.
export async function million(store, { people: count = 1000000, notes: noteCount = 1000000, owners = 1, rapport = resolve('build/rapport') } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-million-'));
  try {
    execFileSync(rapport, [`--db=${store}`, 'person', 'list'], { stdio: ['ignore', 'ignore', 'inherit'] });
    const raw = join(folder, 'people.tsv');
    const text = join(folder, 'notes.tsv');
    writeFileSync(text, '');
    await write(raw, people(owners, count));
    if (noteCount > 0) await notes(folder, text, noteCount);
    (/^postgres(ql)?:/.test(store) ? fillPostgres : fillSqlite)(store, raw, text, { owners, count, noteCount });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [store] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  const option = (name, initial) => {
    const found = process.argv.find((word) => word.startsWith(`--${name}=`));
    return found === undefined ? initial : found.slice(name.length + 3);
  };
  await million(store, { people: Number(option('people', 1000000)), notes: Number(option('notes', 1000000)), owners: Number(option('owners', 1)),
    rapport: resolve(option('rapport', 'build/rapport')) });
}
