// SPDX-License-Identifier: GPL-3.0-or-later
// A person at the keyboard: finds things by Tab, types, presses Enter. No mouse anywhere. Every page that comes up is audited.
import { chromium } from 'playwright-core';
import assert from 'node:assert/strict';
import { audit } from './audit.mjs';

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const tabsMost = 900;

let browser = null;

export const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';

export async function closeBrowser() {
  await browser?.close();
  browser = null;
}

// What has the focus, as plain facts.
const focusFacts = () => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  // A line that is one link shows the focus around the whole line.
  const marked = [e, e.closest('li')].filter(Boolean).map((one) => getComputedStyle(one));
  const form = e.form ?? e.closest('form');
  const box = e.getBoundingClientRect();
  return {
    tag: e.tagName.toLowerCase(), type: e.type ?? '', name: e.getAttribute('name') ?? '', value: e.value ?? '',
    href: e.getAttribute('href') ?? '', text: (e.innerText || e.textContent || '').trim(),
    label: [...(e.labels ?? [])].map((l) => l.innerText.trim()).join(' ') || e.getAttribute('aria-label') || '',
    action: (e.getAttribute('formaction') ?? form?.getAttribute('action') ?? '').split('?')[0],
    fields: form ? Object.fromEntries([...new FormData(form)].filter(([, v]) => typeof v === 'string')) : {},
    shown: marked.some((style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none'),
    inside: box.width > 0 && box.height > 0,
    copies: e.getAttribute('data-copy') ?? '',
    folds: e.tagName === 'SUMMARY' && !e.parentElement.open ? [...e.parentElement.querySelectorAll('[name], [href], form')]
      .map((inner) => ({ name: inner.getAttribute('name'), href: inner.getAttribute('href'), action: (inner.form ?? inner).getAttribute('action') })) : [],
  };
};

export class Hand {
  static async open(workbench, { script = true, pictures = false, width = 1280 } = {}) {
    browser ??= await chromium.launch({ executablePath: chromiumPath, args: flags, chromiumSandbox: false });
    const context = await browser.newContext({
      javaScriptEnabled: script, viewport: { width, height: 900 }, locale: 'en-US', timezoneId: 'America/New_York',
      reducedMotion: 'reduce', acceptDownloads: true,
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: workbench.base });
    const hand = new Hand(workbench, context, { script, pictures });
    hand.page = await context.newPage();
    hand.page.setDefaultTimeout(8000);
    hand.listen();
    return hand;
  }

  constructor(workbench, context, { script, pictures }) {
    Object.assign(this, { workbench, context, script, pictures, seen: new Set(), complaints: [], findings: [], source: null, audits: true });
  }

  listen() {
    const { page } = this;
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()) && !/^Failed to load resource/.test(message.text())) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('requestfailed', (request) => {
      if (!/ERR_ABORTED/.test(request.failure()?.errorText ?? '')) this.complaints.push(`${request.url()} ${request.failure()?.errorText}`);
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(this.workbench.base) && !/^(data|blob|about|mailto|tel):/.test(request.url()))
        this.complaints.push(`the page asks ${request.url()}, which is elsewhere`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400 && !(this.expectRefusal && response.request().isNavigationRequest()))
        this.complaints.push(`${response.request().method()} ${response.url()} is answered with ${response.status()}`);
      const type = response.headers()['content-type'] ?? '';
      if (response.request().isNavigationRequest() && type.startsWith('text/html')) {
        this.status = response.status();
        this.source = response.status() < 300 || response.status() >= 400 ? response.text().catch(() => null) : null;
      }
    });
  }

  // The page that is there now, looked at. What is wrong with it is kept in `findings`, so that the journey goes on.
  async look() {
    await this.page.waitForLoadState('load');
    // Modules may still be on their way behind "load"; a journey that moves time restarts the server under them.
    if (this.script && await this.page.locator('script[src*="rapport.js"]').count()) await this.page.waitForSelector('html[data-ready]', { state: 'attached' });
    if (this.audits) await audit(await this.#twin(), await this.source, this);
    for (const complaint of this.complaints.splice(0)) this.findings.push(`${this.path()}: ${complaint}`);
  }

  // axe needs timers, which a page without script has not: a twin shows the same bytes, its own scripts left out.
  async #twin() {
    if (this.script) return this.page;
    const { workbench } = this;
    if (!this.mirror) {
      const context = await browser.newContext({ viewport: this.page.viewportSize(), locale: 'en-US', reducedMotion: 'reduce' });
      this.mirror = await context.newPage();
      await this.mirror.route(`${workbench.base}/**`, async (route) => {
        if (route.request().isNavigationRequest()) return route.fulfill({ contentType: 'text/html; charset=utf-8', body: await this.source });
        return route.request().resourceType() === 'script' ? route.abort() : route.continue();
      });
    }
    await this.mirror.goto(this.page.url());
    return this.mirror;
  }

  // An address typed into the bar.
  async go(path) {
    await this.page.goto(new URL(path, this.workbench.base).href);
    await this.look();
  }

  path() {
    const { pathname, search } = new URL(this.page.url());
    return pathname + search;
  }

  focus() {
    return this.page.evaluate(focusFacts);
  }

  // Tab until `wanted` says yes to what has the focus, unfolding what `hides` it. Fails when it comes round without it.
  async tabTo(what, wanted, hides = () => false) {
    let rounds = 0;
    for (let count = 0; count < tabsMost; count++) {
      const facts = await this.focus();
      if (facts && wanted(facts)) {
        assert.ok(facts.shown, `the focus is visible on ${what}`);
        assert.ok(facts.inside, `${what} has a size when it has the focus`);
        return facts;
      }
      if (!facts && count > 0 && ++rounds > 2) break;
      if (facts?.folds.some(hides)) await this.page.keyboard.press('Enter');
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`no way by keyboard to ${what} on ${this.path()}`);
  }

  // Start from the top of the page, as after loading it.
  async fromTop() {
    await this.page.evaluate(() => {
      document.activeElement?.blur();
      window.getSelection()?.removeAllRanges();
      window.scrollTo(0, 0);
    });
  }

  async #activate(key) {
    const navigated = this.page.waitForNavigation({ timeout: 10000 });
    await Promise.all([navigated, this.page.keyboard.press(key)]);
    await this.look();
  }

  // Follow the first link whose address matches (a text: begins with it).
  async follow(target) {
    const matching = (href) => (target instanceof RegExp ? target.test(href) : href === target || href.startsWith(target));
    await this.tabTo(`the link ${target}`, (f) => f.tag === 'a' && matching(f.href), (inner) => inner.href !== null && matching(inner.href));
    await this.#activate('Enter');
  }

  // A field of a form, by its name (= parameter); `action` when several forms of the page have it.
  field(name, action) {
    const matching = (own) => (name instanceof RegExp ? name.test(own ?? '') : own === name);
    return this.tabTo(`the field ${name}`, (f) => matching(f.name) && f.type !== 'hidden' && (!action || f.action === action),
      (inner) => matching(inner.name) && (!action || inner.action === action));
  }

  async fill(name, value, action) {
    const at = await this.field(name, action);
    const { keyboard } = this.page;
    if (at.tag === 'select') return this.#choose(name, value);
    if (at.type === 'checkbox') {
      if (await this.page.evaluate(() => document.activeElement.checked) !== value) await keyboard.press('Space');
    } else if (at.type === 'radio') {
      await this.#radio(name, value);
    } else if (['date', 'datetime-local', 'time'].includes(at.type)) {
      await this.#typeTime(at.type, value);
    } else {
      await keyboard.press('Control+A');
      if (value === '') await keyboard.press('Delete');
      else await keyboard.insertText(value);
    }
    const now = await this.page.evaluate(() => document.activeElement.value);
    if (['text', 'textarea', 'email', 'url', 'number', 'search', 'date', 'datetime-local'].includes(at.type))
      assert.equal(now, String(value), `${name} holds what was typed`);
  }

  // 2026-03-04T15:00 as an American keyboard types it: 03042026 Tab 0300PM.
  async #typeTime(type, value) {
    const [, y, mo, d, h, mi] = /^(?:(\d{4})-(\d\d)-(\d\d))?T?(?:(\d\d):(\d\d))?$/.exec(value);
    const { keyboard } = this.page;
    if (type !== 'time') await keyboard.type(`${mo}${d}${y}`);
    if (type === 'datetime-local') await keyboard.press('Tab');
    if (type !== 'date') {
      const hour = Number(h) % 12 || 12;
      await keyboard.type(`${String(hour).padStart(2, '0')}${mi}${Number(h) < 12 ? 'AM' : 'PM'}`);
    }
  }

  async #choose(name, value) {
    const { keyboard } = this.page;
    const steps = await this.page.evaluate((wanted) => {
      const values = [...document.activeElement.options].map((o) => o.value);
      return { from: document.activeElement.selectedIndex, to: values.indexOf(wanted), values };
    }, value);
    assert.notEqual(steps.to, -1, `${name} offers ${value} (it has ${steps.values.slice(0, 12)})`);
    await keyboard.press('Home');
    for (let i = 0; i < steps.to; i++) await keyboard.press('ArrowDown');
    assert.equal(await this.page.evaluate(() => document.activeElement.value), value, `${name} is ${value}`);
  }

  async #radio(name, value) {
    for (let i = 0; i < 20; i++) {
      const { now, on } = await this.page.evaluate(() => ({ now: document.activeElement.value, on: document.activeElement.checked }));
      if (now === value) return on ? undefined : this.page.keyboard.press('Space');
      await this.page.keyboard.press('ArrowDown');
    }
    throw new Error(`${name} does not offer ${value}`);
  }

  // Press the button of the form that goes to `action`; with `fields`, of the one that carries these values.
  async submit(action, fields = {}) {
    const meant = (f) => ['submit', 'image'].includes(f.type) && ['button', 'input'].includes(f.tag) && f.action === action &&
      Object.entries(fields).every(([name, value]) => (f.name === name ? f.value : f.fields[name]) === String(value));
    await this.tabTo(`the button of ${action}`, meant, (inner) => inner.action === action);
    await this.#activate('Enter');
    if (this.status >= 400 && !this.expectRefusal) throw new Error(`${action} is refused with ${this.status}: ${(await this.text()).slice(0, 600)}`);
  }

  // A file, by the field's own keyboard way: Space opens the chooser.
  async attach(name, file) {
    // Chromium now and then drops a press that comes while its last chooser is still closing: a person presses again.
    for (let presses = 3; presses > 0; presses--) {
      await this.field(name);
      const opened = this.page.waitForEvent('filechooser', { timeout: 5000 }).catch(() => null);
      await this.page.keyboard.press('Space');
      const chooser = await opened;
      if (chooser) return chooser.setFiles(file);
    }
    throw new Error(`no file can be chosen for ${name}`);
  }

  // Follow a link that saves a file; returns its text.
  async download(target) {
    const matching = (href) => (target instanceof RegExp ? target.test(href) : href.startsWith(target));
    await this.tabTo(`the file ${target}`, (f) => f.tag === 'a' && matching(f.href));
    const { href } = await this.focus();
    const response = await this.context.request.get(new URL(href, this.workbench.base).href);
    return { status: response.status(), headers: response.headers(), text: await response.text() };
  }

  // Copy by the page's own button, and read what the clipboard holds then.
  async copy(selector) {
    await this.tabTo(`the copy button of ${selector}`, (f) => f.copies === selector);
    await this.page.keyboard.press('Enter');
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  // The sheet as it is printed.
  pdf() {
    return this.page.pdf({ preferCSSPageSize: true, format: 'Letter' });
  }

  text() {
    return this.page.locator('main').innerText();
  }

  async says(pattern) {
    assert.match(await this.text(), pattern, `${this.path()} says it`);
  }

  async close() {
    await this.mirror?.context().close();
    await this.context.close();
  }
}
