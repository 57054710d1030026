#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// linkedin - a Connections.csv of made-up people, always the same bytes for the same count and seed.
//   node tests/samples/linkedin.mjs [COUNT] [SEED] > Connections.csv
import { pathToFileURL } from 'node:url';

// [given names, family names] of one part of the world; common names, put together at random.
const worlds = [
  [['Maya', 'Grace', 'Owen', 'Nora', 'Elijah', 'Ruth', 'Caleb', 'June', 'Miles', 'Hazel', 'Theo', 'Ivy'],
    ['Carter', 'Brooks', "O'Neill", 'Whitfield', 'Hayes', 'Mercer', 'Langley', 'Porter', 'Ashworth', 'Quinn']],
  [['José', 'Lucía', 'Ramón', 'Inés', 'Ángel', 'Beatriz', 'Joaquín', 'Noemí'],
    ['García', 'Núñez', 'Muñoz', 'Ibáñez', 'López Vega', 'de la Cruz', 'Peña', 'Ordóñez']],
  [['Zoë', 'Jürgen', 'Søren', 'Åsa', 'Łukasz', 'Małgorzata', 'Çağlar', 'Ștefan', 'Jiří', 'Þóra', 'Siân', 'Maëlle'],
    ['Müller', 'Lindqvist', 'Kowalczyk', 'Novák', 'Yıldız', 'Ionescu', 'Jónsdóttir', 'Größmann', 'Dubois-Lefèvre', "D'Angelo"]],
  [['Анна', 'Дмитрий', 'Олена', 'Иван', 'Людмила'], ['Соколова', 'Шевченко', 'Петров', 'Кузнецова', 'Гончар']],
  [['Ελένη', 'Γιώργος', 'Δήμητρα'], ['Παπαδοπούλου', 'Νικολάου', 'Αλεξίου']],
  [['محمد', 'ليلى', 'يوسف', 'فاطمة'], ['الحسن', 'بن علي', 'حداد', 'النجار']],
  [['נועה', 'יוסף', 'תמר'], ['כהן', 'לוי', 'מזרחי']],
  [['伟', '芳', '美玲', '建国', '静怡'], ['王', '李', '张', '陈', '欧阳']],
  [['陽子', '健太', 'さくら', '翔'], ['佐藤', '鈴木', '高橋', '渡辺']],
  [['민준', '서연', '지훈', '하은'], ['김', '이', '박', '최']],
  [['Nguyễn Thị Hương', 'Văn Đức', 'Thu Hà'], ['Trần', 'Phạm', 'Lê', 'Đặng']],
  [['Priya', 'Arjun', 'अनन्या', 'रोहित', 'கவிதா'], ['Sharma', 'Iyer', 'शर्मा', 'वर्मा', 'முருகன்']],
  [['Adaeze', 'Kwame', 'Wanjiru', 'Thandiwe', 'Olúwaṣeun', 'Amina'], ['Okafor', 'Mensah', 'Njoroge', 'Dlamini', 'Adébáyò', 'Diallo']],
  [['กมล', 'ສົມສັກ', 'ნინო', 'Արամ'], ['ศรีสุข', 'ພົມມະຈັນ', 'ბერიძე', 'Պետրոսյան']],
];

const organizations = ['Harbor City Ecology Trust', 'Riverbend Museum of Natural History', 'Northwind Science Weekly',
  'Department of Parks, Lakeside County', 'Mendel & Rye Laboratories', 'Copperfield "Fieldnotes" Press', 'Green Roof Cooperative',
  'Alder Street School', 'Wetlands Observatory', 'Bright Lantern Learning', 'Tidewater Planning Group', 'Übermorgen GmbH',
  'Águas Claras S.A.', '北星研究所', 'Lighthouse Podcast Network', 'Society for Urban Trees', 'Foxglove Data, Inc.', 'Marlow University'];

const titles = ['Urban ecologist', 'Science writer', 'Museum educator', 'Field technician', 'Program coordinator',
  'Editor, environment desk', 'Exhibit designer', 'GIS analyst', 'Restoration planner', 'Biology teacher', 'Data analyst',
  'Community organizer', 'Head of visitor experience', 'Research assistant', 'Producer, "The Soil Hour"', 'Landscape architect',
  'Policy adviser', 'Curator of insects', 'Volunteer manager', 'Grants officer'];

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

// A small generator with 32 bits of state (mulberry32): enough for samples, the same everywhere.
export function dice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
  return { below: (n) => next() % n, pick: (list) => list[next() % list.length] };
}

// `count` connections, no two with the same address.
export function connections(count = 500, seed = 42) {
  const roll = dice(seed);
  return Array.from({ length: count }, (_, index) => {
    const [given, family] = roll.pick(worlds);
    const first = roll.pick(given);
    const last = roll.pick(family);
    const handle = `made-up-${(index + 1).toString(36)}-${roll.below(46656).toString(36)}`;
    const bare = roll.below(40) === 0;
    return {
      first,
      last,
      url: `https://www.linkedin.com/in/${handle}`,
      email: roll.below(12) === 0 ? `${handle}@mail.example.org` : '',
      company: bare ? '' : roll.pick(organizations),
      position: bare ? '' : roll.pick(titles),
      connected: `${String(1 + roll.below(28)).padStart(2, '0')} ${roll.pick(months)} ${2015 + roll.below(11)}`,
    };
  });
}

const cell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const line = (cells) => `${cells.map(cell).join(',')}\n`;

// The file as LinkedIn lays it out: a note, an empty line, the header, one line a connection.
export function connectionsCsv(count = 500, seed = 42, more = []) {
  const rows = connections(count, seed).map((c) => [c.first, c.last, c.url, c.email, c.company, c.position, c.connected]);
  return 'Notes:\n' +
    line(['Addresses stand here only where the other person shares them, so most are "empty".']) + '\n' +
    line(['First Name', 'Last Name', 'URL', 'Email Address', 'Company', 'Position', 'Connected On']) +
    [...rows, ...more].map(line).join('');
}

// Rows that are not simply created after the 500: one without a name, one that came before.
export function awkwardRows(seed = 42) {
  const [again] = connections(1, seed);
  return [
    ['', '', 'https://www.linkedin.com/in/made-up-nobody', '', '', '', '01 Jan 2020'],
    [again.first, again.last, again.url, again.email, again.company, again.position, again.connected],
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  process.stdout.write(connectionsCsv(Number(process.argv[2] ?? 500), Number(process.argv[3] ?? 42)));
