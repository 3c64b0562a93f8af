// Pictures of every page: `npm run screenshots [-- FOLDER]`, by default target/screenshots.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launch, opened, signIn } from './browser';

const FOLDER = process.env['SCREENSHOTS'] ?? 'target/screenshots';
const ONLY = process.env['ONLY'] ?? '';
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const;
const PAGES: Readonly<Record<string, string>> = {
  overview: '#/overview',
  plugins: '#/plugins',
  'plugins-detail': '#/plugins?show=collector.syscalls',
  pipeline: '#/pipeline',
  'pipeline-detail': '#/pipeline?show=source:collector.syscalls',
  reachability: '#/reachability',
  'reachability-detail': '#/reachability?show=ping:edge-fra.example.net@berlin-1/probe.reachability~edge',
  logs: '#/logs',
  metrics: '#/metrics',
  health: '#/health',
};

async function shoot(browser: Browser, kind: 'normal' | 'empty' | 'many', size: keyof typeof SIZES, scheme: 'light' | 'dark') {
  const { page, url, errors, close } = await opened(browser, { kind }, { viewport: SIZES[size], colorScheme: scheme, hasTouch: size === 'narrow' });
  await page.goto(url);
  await page.getByLabel('User name').waitFor();
  if (kind === 'normal') await page.screenshot({ path: join(FOLDER, `login-${size}-${scheme}.png`) });
  await signIn(page, url);
  for (const [name, hash] of Object.entries(PAGES)) {
    if (!name.includes(ONLY) || (kind !== 'normal' && name.endsWith('-detail'))) continue;
    await page.goto(`${url}/${hash}`);
    await page.waitForTimeout(2500);
    await page.screenshot({ path: join(FOLDER, `${name}-${kind}-${size}-${scheme}.png`), fullPage: size === 'narrow' });
  }
  if (errors.length > 0) console.error(`${kind} ${size} ${scheme}:`, errors);
  await close();
}

mkdirSync(FOLDER, { recursive: true });
const browser = await launch();
const kinds = (process.env['KINDS'] ?? 'normal,empty').split(',') as ('normal' | 'empty' | 'many')[];
const sizes = (process.env['SIZES'] ?? 'wide,narrow').split(',') as (keyof typeof SIZES)[];
const schemes = (process.env['SCHEMES'] ?? 'light,dark').split(',') as ('light' | 'dark')[];
for (const kind of kinds) for (const size of sizes) for (const scheme of schemes) await shoot(browser, kind, size, scheme);
await browser.close();
