// The console against a running platform: MONITOR_URL=http://127.0.0.1:7717 and MONITOR_SETUP=<secret or set-up link>,
// or, where an administrator exists, MONITOR_USER and MONITOR_PASSWORD.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { LogLine, Plugin, Round } from '../../main/ts/api/types';
import { launch, signIn } from './browser';

const url = (process.env['MONITOR_URL'] ?? '').replace(/\/$/, '');
const secret = (process.env['MONITOR_SETUP'] ?? '').replace(/^.*secret=/, '').trim();
const user = process.env['MONITOR_USER'] ?? 'admin';
const password = process.env['MONITOR_PASSWORD'] ?? 'correct horse battery staple';
const TOGGLED = process.env['MONITOR_PLUGIN'] ?? 'probe.reachability';
const REFUSED = process.env['MONITOR_REFUSED'] ?? '';
const LONG = { timeout: 30_000 };

let browser: Browser;
let page: Page;
const errors: string[] = [];

before(async () => {
  assert.ok(url, 'MONITOR_URL is the address of a running platform');
  browser = await launch();
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && !/401/.test(message.text()) && errors.push(message.text()));
});
after(() => browser?.close());

/** Asks the API with the session of the page. */
function api<T>(route: string): Promise<T> {
  return page.evaluate(async (path) => (await fetch(`api/v1/${path}`)).json() as Promise<unknown>, route) as Promise<T>;
}

async function stateOf(name: string): Promise<string> {
  const { plugins } = await api<{ plugins: Plugin[] }>('plugins');
  return plugins.find((plugin) => plugin.name === name)?.state ?? 'missing';
}

test('the first administrator is made through the set-up link', { skip: secret === '' && 'MONITOR_SETUP is not given' }, async () => {
  await page.goto(`${url}/#/setup?secret=${secret}`);
  await page.getByLabel('User name').fill(user);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Password, again').fill(password);
  await page.getByRole('button', { name: 'Make administrator' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  assert.ok(!page.url().includes(secret));
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('who signs in sees live data of this host within ten seconds', async () => {
  await signIn(page, url, user, password);
  const start = Date.now();
  for (const title of ['CPU', 'Load', 'Memory']) await page.getByRole('slider', { name: `${title} over time` }).locator('canvas').waitFor();
  await page.getByRole('group', { name: 'Top processes' }).getByRole('row').nth(1).waitFor();
  assert.ok(Date.now() - start < 10_000, `${Date.now() - start} ms`);
  const cpu = page.getByRole('slider', { name: 'CPU over time' });
  const before = await cpu.getAttribute('aria-valuetext');
  await page.waitForFunction((text) => document.querySelector('[aria-label="CPU over time"]')?.getAttribute('aria-valuetext') !== text, before);
});

test('a plugin is disabled and enabled through the page, and the API says so', async () => {
  await page.goto(`${url}/#/plugins`);
  await page.getByRole('button', { name: `Disable ${TOGGLED}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: `Disable ${TOGGLED}` }).click();
  await page.getByText(`${TOGGLED} is disabled`).waitFor(LONG);
  assert.equal(await stateOf(TOGGLED), 'disabled');
  await page.getByRole('button', { name: `Enable ${TOGGLED}` }).click();
  await page.getByText(`${TOGGLED} is enabled`).waitFor(LONG);
  assert.match(await stateOf(TOGGLED), /active|degraded/);
});

test('a jar that is none is refused with a reason, and changes nothing', async () => {
  const before = await api<{ plugins: Plugin[] }>('plugins');
  await page.getByLabel('Plugin jar').setInputFiles({ name: 'broken.jar', mimeType: 'application/java-archive', buffer: Buffer.from('this is a text') });
  await page.locator('.announcement, .deployment').filter({ hasText: 'broken' }).first().waitFor();
  const now = await api<{ plugins: Plugin[] }>('plugins');
  assert.deepEqual(now.plugins.map(({ name, version }) => `${name} ${version}`), before.plugins.map(({ name, version }) => `${name} ${version}`));
});

test('a refused capability is shown with who refused it and why', { skip: REFUSED === '' && 'MONITOR_REFUSED names no plugin' }, async () => {
  const { plugins } = await api<{ plugins: Plugin[] }>('plugins');
  const refusal = plugins.find(({ name }) => name === REFUSED)?.capabilities.refused[0];
  assert.ok(refusal, `${REFUSED} was refused nothing`);
  await page.goto(`${url}/#/plugins?show=${REFUSED}`);
  const detail = page.getByRole('region', { name: REFUSED, exact: true });
  await detail.getByText(`${refusal.name} refused by the ${refusal.by}`).waitFor();
  await detail.getByText(refusal.reason).first().waitFor();
});

test('the pipeline shows every source and sink', async () => {
  const { sources, sinks } = await api<{ sources: unknown[]; sinks: unknown[] }>('pipeline');
  await page.goto(`${url}/#/pipeline`);
  await page.waitForFunction((count) => document.querySelectorAll('.node').length === count, sources.length + sinks.length);
});

test('the log and the targets show what is stored', async () => {
  const { lines } = await api<{ lines: LogLine[] }>('logs?from=now-15m&limit=1');
  await page.goto(`${url}/#/logs`);
  if (lines.length > 0) await page.getByRole('table', { name: 'Log lines' }).getByRole('row').first().waitFor();
  else await page.getByText('No log lines in this time').waitFor();
  await page.goto(`${url}/#/reachability`);
  const { rounds } = await api<{ rounds: Round[] }>('reachability?from=now-15m&limit=1');
  if (rounds[0]) await page.getByRole('link', { name: rounds[0].target, exact: true }).first().waitFor();
  else await page.getByText('No rounds in this time').waitFor();
});

test('every page is drawn without an error of the browser', async () => {
  for (const name of ['overview', 'pipeline', 'plugins', 'reachability', 'metrics', 'logs', 'health']) {
    await page.goto(`${url}/#/${name}`);
    await page.waitForFunction(() => document.querySelector('#main > *') !== null && document.querySelector('.loading') === null);
  }
  // The browser itself notes the refusal of the jar that was none.
  assert.deepEqual(errors.filter((text) => !text.includes('422 (Unprocessable Entity)')), []);
});
