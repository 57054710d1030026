// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked of every page that a journey comes to: valid HTML, nothing that axe finds in light or dark, no
// sideways scrolling on a phone, nothing said on the console; and its picture, to be looked at.
import { AxeBuilder } from '@axe-core/playwright';
import { HtmlValidate } from 'html-validate';
import { mkdirSync } from 'node:fs';

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: {
    'no-inline-style': 'error',
    'no-unknown-elements': 'error',
    'long-title': 'off',
    'require-sri': 'off',
    'void-style': 'off',
    'doctype-style': 'off',
    'no-trailing-whitespace': 'off',
  },
});

const screens = 'build/check/screens';
const widths = [360, 1280];
const id = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const pictured = new Set();

// "/person/01a...?x=1" and its heading -> a name for the page as such.
const pageName = (url, heading) => {
  const { pathname } = new URL(url);
  const path = pathname.replace(id, 'id').replace(/^\/feed\/.*/, '/feed').slice(1).replace(/\W+/g, '-') || 'today';
  return `${path}~${heading.toLowerCase().replace(/[^a-z]+/g, '-').slice(0, 24)}`;
};

async function validHtml(html, where) {
  const report = await validator.validateString(html);
  return report.results.flatMap(({ messages }) => messages)
    .map(({ line, column, ruleId, message }) => `${where}:${line}:${column}: ${message} (html-validate ${ruleId})`);
}

async function accessible(page, where) {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  return violations.flatMap(({ id: rule, help, nodes }) => nodes.map(({ target, failureSummary }) =>
    `${where}: ${help} (axe ${rule}) at ${target.join(' ')}: ${failureSummary.split('\n').at(-1).trim()}`));
}

// Folded parts are looked at too: they are unfolded for the audit and folded again.
const unfold = () => [...document.querySelectorAll('details')].map((d, i) => [d.open, (d.open = true), i][0]);
const fold = (were) => [...document.querySelectorAll('details')].forEach((d, i) => { d.open = were[i]; });

async function fits(page, where) {
  const wide = await page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= limit) return [];
    return [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > limit + 1)
      .slice(0, 5).map((e) => `${e.tagName.toLowerCase()}.${e.className}`).concat(`width ${document.documentElement.scrollWidth}`);
  });
  return wide.length ? [`${where}: sticks out at 320 px: ${wide.join(', ')}`] : [];
}

// Looks once at each page of its kind; `state` remembers which were seen in this journey.
export async function audit(page, html, { seen, pictures, findings, script }) {
  const heading = await page.locator('h1').first().textContent({ timeout: 5000 });
  const name = pageName(page.url(), heading.trim());
  if (seen.has(name)) return;
  seen.add(name);
  if (html) findings.push(...await validHtml(html, name));
  const size = page.viewportSize();
  const folds = await page.evaluate(unfold);
  // Without script the page is the same but for what script adds: one look is enough.
  for (const scheme of script ? ['light', 'dark'] : ['light']) {
    await page.emulateMedia({ colorScheme: scheme });
    findings.push(...await accessible(page, `${name} ${scheme}`));
    if (pictures && !pictured.has(name + scheme)) {
      pictured.add(name + scheme);
      mkdirSync(screens, { recursive: true });
      await page.evaluate(fold, folds);
      for (const width of widths) {
        await page.setViewportSize({ width, height: width === 360 ? 720 : 900 });
        await page.screenshot({ path: `${screens}/${name}-${width}-${scheme}.png`, fullPage: true });
      }
      await page.setViewportSize(size);
      await page.evaluate(unfold);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 320, height: 640 });
  findings.push(...await fits(page, name));
  await page.setViewportSize(size);
  await page.evaluate(fold, folds);
}
