// The console against a running platform: MONITOR_URL=http://127.0.0.1:7717 and MONITOR_SETUP=<secret or set-up link>,
// or, where an administrator exists, MONITOR_USER and MONITOR_PASSWORD.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import type { ConfigTable } from '../../main/ts/api/configuration';
import type { Plugin } from '../../main/ts/api/plugins';
import type { LogLine, Round } from '../../main/ts/api/telemetry';
import { launch, signIn } from './browser';

const url = (process.env['MONITOR_URL'] ?? '').replace(/\/$/, '');
const secret = (process.env['MONITOR_SETUP'] ?? '').replace(/^.*secret=/, '').trim();
const user = process.env['MONITOR_USER'] ?? 'admin';
const password = process.env['MONITOR_PASSWORD'] ?? 'correct horse battery staple';
const TOGGLED = process.env['MONITOR_PLUGIN'] ?? 'probe.reachability';
const REFUSED = process.env['MONITOR_REFUSED'] ?? '';
const [FIRST_JAR = '', SECOND_JAR = ''] = (process.env['MONITOR_JARS'] ?? '').split(',');
const DROPPED = 'dropped.plugin';
const LONG = { timeout: 30_000 };

let browser: Browser;
let page: Page;
const errors: string[] = [];

before(async () => {
  assert.ok(url, 'MONITOR_URL is the address of a running platform');
  browser = await launch();
  // With a context of its own: the check of accessibility opens a page beside it.
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
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

/** Drops a file on the page, as a person does with the mouse. */
async function drop(file: string): Promise<void> {
  const content = readFileSync(file).toString('base64');
  const transfer = await page.evaluateHandle(([name, text]) => {
    const bytes = Uint8Array.from(atob(text ?? ''), (character) => character.charCodeAt(0));
    const made = new DataTransfer();
    made.items.add(new File([bytes], name ?? '', { type: 'application/java-archive' }));
    return made;
  }, ['dropped.jar', content]);
  await page.dispatchEvent('.drop-zone', 'drop', { dataTransfer: transfer });
}

/** Sends a jar with the session of the page, as another window would. */
async function send(file: string): Promise<void> {
  const content = readFileSync(file).toString('base64');
  const status = await page.evaluate(async (text) => {
    const { csrf } = (await (await fetch('api/v1/session')).json()) as { csrf: string };
    const body = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    const headers = { 'X-CSRF-Token': csrf, 'Content-Type': 'application/java-archive' };
    return (await fetch('api/v1/plugins?fileName=sent.jar', { method: 'POST', body, headers })).status;
  }, content);
  assert.equal(status, 202);
}

async function seriousViolations(what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  assert.deepEqual(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(' ').slice(0, 300)}`), [], what);
}

const NO_JARS = (FIRST_JAR === '' || SECOND_JAR === '') && 'MONITOR_JARS names no two versions of a plugin';

test('a plugin is installed by drop, its upgrade is shown before it is made, and it is rolled back by keys', { skip: NO_JARS }, async () => {
  await page.goto(`${url}/#/plugins`);
  await drop(FIRST_JAR);
  const detail = page.getByRole('region', { name: `Deployment of ${DROPPED}` });
  for (const step of ['verify', 'policy', 'resolve', 'trial', 'commit']) await detail.getByText(step, { exact: true }).waitFor(LONG);
  await detail.getByText('Committed').waitFor(LONG);
  assert.equal(await stateOf(DROPPED), 'active');

  await drop(SECOND_JAR);
  const dialog = page.getByRole('dialog', { name: `Upgrade ${DROPPED} to 1.1.0?` });
  await dialog.getByText('1.0.0 → 1.1.0').waitFor(LONG);
  await dialog.getByText('NETWORK').first().waitFor();
  await seriousViolations('the difference before an upgrade');
  await dialog.getByRole('button', { name: 'Upgrade to 1.1.0' }).press('Enter');
  await page.getByRole('heading', { name: `${DROPPED} upgrade` }).waitFor(LONG);
  await detail.getByText('Committed').waitFor(LONG);
  await detail.getByRole('slider', { name: `Events of ${DROPPED} over time` }).locator('canvas').waitFor(LONG);
  await seriousViolations('a deployment');

  await detail.getByRole('link', { name: 'See the plugin' }).press('Enter');
  await page.getByRole('button', { name: 'Roll back to 1.0.0' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Roll back to 1.0.0' }).press('Enter');
  await page.getByText(`${DROPPED} is rolled back`).waitFor(LONG);
  const { plugins } = await api<{ plugins: Plugin[] }>('plugins');
  assert.equal(plugins.find(({ name }) => name === DROPPED)?.version, '1.0.0');
});

/** Presses Tab until the focus is on a button or link with that text. */
async function tabTo(text: string): Promise<void> {
  for (let presses = 0; presses < 300; presses++) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(() => document.activeElement?.textContent?.trim())) === text) return;
  }
  assert.fail(`${text} cannot be reached by Tab`);
}

test('an upgrade is chosen, looked at, made and taken back by keys alone', { skip: NO_JARS }, async () => {
  await page.goto(`${url}/#/overview`);
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('u');
  await page.waitForURL(/#\/plugins/);
  await tabTo('Choose file');
  const chooser = page.waitForEvent('filechooser');
  // Keys overtake what the browser is told meanwhile, such as that choosers are for the test: an answer comes after that.
  assert.equal(await page.evaluate(() => document.activeElement?.textContent?.trim()), 'Choose file');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(SECOND_JAR);
  await page.getByRole('dialog', { name: `Upgrade ${DROPPED} to 1.1.0?` }).waitFor(LONG);
  await tabTo('Upgrade to 1.1.0');
  await page.keyboard.press('Enter');
  const detail = page.getByRole('region', { name: `Deployment of ${DROPPED}` });
  await detail.getByText('commit', { exact: true }).waitFor(LONG);
  await detail.getByText('Committed').waitFor(LONG);
  await tabTo('See the plugin');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Roll back to 1.0.0' }).waitFor(LONG);
  await tabTo('Roll back to 1.0.0');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await tabTo('Roll back to 1.0.0');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: `${DROPPED} rollback` }).waitFor(LONG);
  await detail.getByText('Committed').waitFor(LONG);
  const { plugins } = await api<{ plugins: Plugin[] }>('plugins');
  assert.equal(plugins.find(({ name }) => name === DROPPED)?.version, '1.0.0');
});

test('a tap goes on while the plugin that it watches is upgraded', { skip: NO_JARS }, async () => {
  await page.goto(`${url}/#/pipeline?show=source:dropped`);
  await page.getByRole('button', { name: 'Watch events of dropped' }).press('Enter');
  const tap = page.getByRole('log', { name: 'Events of dropped' });
  await tap.locator('.tap-row').first().waitFor(LONG);
  await send(SECOND_JAR);
  await tap.getByText('upgrade 1.0.0 → 1.1.0: committed').waitFor(LONG);
  await page.waitForFunction(() => {
    const rows = [...document.querySelectorAll('.tap li')];
    const end = rows.findIndex((row) => row.textContent?.endsWith('1.1.0: committed'));
    return end >= 0 && rows.slice(end).some((row) => row.classList.contains('tap-row'));
  }, undefined, LONG);
  await seriousViolations('a tap');
});

test('the raw OSGi tab shows services and wires of a bundle', { skip: NO_JARS }, async () => {
  await page.goto(`${url}/#/plugins?view=bundles`);
  await page.getByLabel('Filter plugins').fill('monitor.runtime');
  await page.getByRole('link', { name: 'monitor.runtime', exact: true }).press('Enter');
  const bundle = page.getByRole('region', { name: 'monitor.runtime', exact: true });
  await bundle.getByText('monitor.api.operation.Pipeline').first().waitFor(LONG);
  await bundle.getByText(/monitor.api.capability from monitor.api/).first().waitFor();
  await seriousViolations('a bundle');
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

test('a key is set over the files through the page, and what is wrong is told beside its field', async () => {
  await page.goto(`${url}/#/configuration?show=limits`);
  const form = page.getByRole('form', { name: 'Keys of limits' });
  const events = form.getByRole('textbox', { name: 'Events' });
  await events.fill('-1');
  await form.getByRole('button', { name: 'Review 1 change' }).press('Enter');
  await form.locator('.field.is-wrong .field-error').getByText('-1').waitFor(LONG);
  await events.fill('123456');
  await form.getByRole('button', { name: 'Review 1 change' }).press('Enter');
  await page.getByRole('dialog', { name: 'Change limits?' }).getByText('123456').first().waitFor(LONG);
  await seriousViolations('what a change of the configuration would change');
  await page.getByRole('dialog').getByRole('button', { name: 'Apply 1 change' }).press('Enter');
  await page.getByText('limits is changed').waitFor(LONG);
  const set = (await api<ConfigTable>('config/limits')).keys.find(({ key }) => key === 'events');
  assert.equal(set?.value, 123_456);
  assert.match(set?.origin ?? '', /config.limits\.json/);
});

test('what a plugin refuses when it starts is told beside the field of the instance', async () => {
  await page.goto(`${url}/#/configuration?show=collector.logs&new=wrong`);
  await page.getByRole('textbox', { name: 'Files paths' }).fill('not/absolute');
  await page.getByRole('button', { name: 'Review collector.logs~wrong' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Make collector.logs~wrong' }).press('Enter');
  await page.locator('.field.is-wrong .field-error').getByText("'not/absolute' is not a pattern of files").waitFor(LONG);
  await page.getByRole('button', { name: 'Remove collector.logs~wrong' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove collector.logs~wrong' }).press('Enter');
  await page.getByText('collector.logs~wrong is removed').waitFor(LONG);
  const { tables } = await api<{ tables: ConfigTable[] }>('config');
  assert.ok(!tables.some(({ pid }) => pid === 'collector.logs~wrong'));
});

/** The status of an answer to somebody else than the page. */
async function statusFor(route: string, init: RequestInit): Promise<number> {
  return (await fetch(`${url}/api/v1/${route}`, init)).status;
}

test('a token that was made through the page comes in, and once it is revoked no more', async () => {
  await page.goto(`${url}/#/access`);
  await page.getByRole('button', { name: 'Make a token' }).first().press('Enter');
  await page.getByLabel('Name').fill('of a test');
  await page.getByRole('button', { name: 'Make token' }).press('Enter');
  const shown = page.getByRole('dialog', { name: 'The token of a test' });
  const headers = { Authorization: `Bearer ${await shown.getByLabel('Token', { exact: true }).inputValue()}` };
  assert.equal(await statusFor('status', { headers }), 200);
  assert.equal(await statusFor('users', { headers }), 403);
  await shown.getByRole('button', { name: 'I have it' }).press('Enter');
  await page.getByRole('button', { name: 'Revoke of a test' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke of a test' }).press('Enter');
  await page.getByText('of a test is revoked').waitFor(LONG);
  assert.equal(await statusFor('status', { headers }), 401);
});

test('a user who was added through the page signs in, and once removed no more', async () => {
  const body = JSON.stringify({ username: 'guest', password: 'a guest comes by' });
  const enter = () => statusFor('login', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
  await page.goto(`${url}/#/access`);
  await page.getByRole('button', { name: 'Add a user' }).press('Enter');
  await page.getByLabel('User name').fill('guest');
  await page.getByLabel('Password').fill('a guest comes by');
  await page.getByRole('button', { name: 'Add user' }).press('Enter');
  await page.getByText('guest is added').waitFor(LONG);
  assert.equal(await enter(), 200);
  await page.getByRole('button', { name: 'Remove guest' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove guest' }).press('Enter');
  await page.getByText('guest is removed').waitFor(LONG);
  assert.equal(await enter(), 401);
});

test('every page is drawn without an error of the browser', async () => {
  for (const name of ['overview', 'pipeline', 'plugins', 'reachability', 'metrics', 'logs', 'alerts', 'agents', 'configuration', 'access', 'health']) {
    await page.goto(`${url}/#/${name}`);
    await page.waitForFunction(() => document.querySelector('#main > *') !== null && document.querySelector('.loading') === null);
  }
  // The browser itself notes the refusals of the jar that was none, and of the number that was too small.
  assert.deepEqual(errors.filter((text) => !/422 \(Unprocessable Entity\)|400 \(Bad Request\)/.test(text)), []);
});
