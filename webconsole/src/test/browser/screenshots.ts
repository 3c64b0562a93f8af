// Pictures of every page as it was built last: `npm run build && npm run screenshots`, by default of imagined data into
// target/screenshots.
// With MONITOR_URL, and MONITOR_USER and MONITOR_PASSWORD of an account, of a running platform; the empty pages of that
// are those of a time before it began.
// MONITOR_PLUGIN names one with incidents.
// SCREENSHOTS=FOLDER, and ONLY=NAME, KINDS=normal,empty,many, SIZES=wide,narrow, SCHEMES=light,dark choose.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launch, opened, signIn } from './browser';

const FOLDER = process.env['SCREENSHOTS'] ?? 'target/screenshots';
const ONLY = process.env['ONLY'] ?? '';
const PLATFORM = process.env['MONITOR_URL']?.replace(/\/$/, '');
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const;
const PAGES: Readonly<Record<string, string>> = {
  overview: '#/overview',
  plugins: '#/plugins',
  'plugins-detail': `#/plugins?show=${PLATFORM ? 'sink.postgres' : 'collector.syscalls'}`,
  'plugins-incidents': `#/plugins?show=${process.env['MONITOR_PLUGIN'] ?? 'probe.reachability'}`,
  'plugins-bundles': '#/plugins?view=bundles',
  'plugins-bundle': '#/plugins?view=bundles&bundle=2',
  pipeline: '#/pipeline',
  'pipeline-detail': `#/pipeline?show=source:${PLATFORM ? 'collector.metrics' : 'collector.syscalls'}`,
  'pipeline-table': '#/pipeline?view=table',
  'pipeline-tap': '#/pipeline?show=source:collector.metrics&tap=on',
  reachability: '#/reachability',
  'reachability-matrix': '#/reachability?view=matrix',
  'reachability-detail': PLATFORM ? '' : '#/reachability?show=ping:edge-fra.example.net@berlin-1/probe.reachability~edge',
  'reachability-route': '#/reachability?from=now-1h&filter=traceroute',
  logs: '#/logs',
  'logs-detail': '#/logs',
  metrics: '#/metrics',
  'metrics-host': '#/metrics?view=host',
  traffic: '#/traffic',
  'traffic-detail': PLATFORM ? '' : '#/traffic?show=eth0-18c2-3',
  alerts: '#/alerts',
  'alerts-rule': '#/alerts?rule=queue',
  agents: '#/agents',
  'agents-one': '#/agents?show=gateway.branch-office.example.org',
  'agents-invite': '#/agents?do=invite',
  access: '#/access',
  'access-user': '#/access?do=user',
  configuration: '#/configuration',
  'configuration-table': '#/configuration?show=collector.metrics',
  'configuration-instances': '#/configuration?show=collector.logs',
  'configuration-instance': `#/configuration?show=collector.logs~${PLATFORM ? 'system' : 'app'}`,
  'configuration-new': '#/configuration?show=collector.logs&new=edge',
  'configuration-hidden': '#/configuration?show=sink.postgres',
  health: '#/health',
};
/** What makes a page of a running platform empty: a filter that nothing matches, or a time before there was anything. */
const EMPTY = '&filter=nothing-has-this-name&text=nothing-has-this-text&from=2020-01-01T00:00:00Z&to=2020-01-01T00:15:00Z';

/** Who tests the targets where there are many. */
const HOSTS = ['berlin-1', 'kyoto-4', 'lima-3', 'oslo-2'];

type Kind = 'normal' | 'empty' | 'many';
type Size = keyof typeof SIZES;

async function show(page: Page, url: string, name: string, hash: string, kind: Kind): Promise<void> {
  const empty = PLATFORM !== undefined && kind === 'empty';
  await page.goto(`${url}/${hash || `#/${name.replace('-detail', '')}`}${empty ? (hash.includes('?') ? EMPTY : EMPTY.replace('&', '?')) : ''}`);
  await page.waitForTimeout(2500);
  if (name === 'logs-detail') await page.locator('.log-row').first().click();
  if (hash === '') await page.locator('tr[data-row]').first().click();
  if (hash === '' || name === 'logs-detail') await page.waitForTimeout(1500);
}

async function shoot(browser: Browser, kind: Kind, size: Size, scheme: 'light' | 'dark') {
  const options = { viewport: SIZES[size], colorScheme: scheme, hasTouch: size === 'narrow' };
  const { page, url: imagined, errors, close } = await opened(browser, { kind, traced: true, ...(kind === 'many' && { hosts: HOSTS }) }, options);
  const url = PLATFORM ?? imagined;
  await page.goto(url);
  await page.getByLabel('User name').waitFor();
  if (kind === 'normal') await page.screenshot({ path: join(FOLDER, `login-${size}-${scheme}.png`) });
  await signIn(page, url, process.env['MONITOR_USER'], process.env['MONITOR_PASSWORD']);
  for (const [name, hash] of Object.entries(PAGES)) {
    if (!name.includes(ONLY) || (kind !== 'normal' && name.endsWith('-detail'))) continue;
    await show(page, url, name, hash, kind);
    await page.screenshot({ path: join(FOLDER, `${name}-${kind}-${size}-${scheme}.png`), fullPage: size === 'narrow' });
  }
  if (errors.length > 0) console.error(`${kind} ${size} ${scheme}:`, errors);
  await close();
}

mkdirSync(FOLDER, { recursive: true });
const browser = await launch();
const kinds = (process.env['KINDS'] ?? 'normal,empty').split(',') as Kind[];
const sizes = (process.env['SIZES'] ?? 'wide,narrow').split(',') as Size[];
const schemes = (process.env['SCHEMES'] ?? 'light,dark').split(',') as ('light' | 'dark')[];
for (const kind of kinds) for (const size of sizes) for (const scheme of schemes) await shoot(browser, kind, size, scheme);
await browser.close();
