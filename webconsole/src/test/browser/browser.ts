import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { Fixture, PASSWORD, type FixtureOptions } from '../server/server';

const CANDIDATES = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** A headless Chromium; names what to install when there is none. */
export async function launch(): Promise<Browser> {
  const executablePath = CANDIDATES.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('no Chromium found: install the package chromium, or set CHROMIUM to its path');
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}

export const FILES = 'target/classes/static';

/** A fixture with a page that is signed in and fails the test on any error of the page's own. */
export async function opened(browser: Browser, options: Partial<FixtureOptions> = {}, context: Parameters<Browser['newContext']>[0] = {}) {
  const fixture = new Fixture({ files: FILES, ...options });
  const url = await fixture.start();
  const made: BrowserContext = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...context });
  const page = await made.newPage();
  page.setDefaultTimeout(10_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && !message.text().includes('401') && errors.push(message.text()));
  const close = async () => {
    await made.close();
    await fixture.stop();
  };
  return { fixture, url, page, errors, close };
}

/** Signs in through the page. */
export async function signIn(page: Page, url: string, username = 'admin', password = PASSWORD): Promise<void> {
  await page.goto(url);
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('main').waitFor();
  await page.locator('#main').waitFor();
}

/** Runs a test with a page of its own, and ends page and fixture whatever comes of it. */
export async function visit(
  browser: Browser,
  body: (visited: Awaited<ReturnType<typeof opened>>) => Promise<void>,
  options: Partial<FixtureOptions> = {},
  context: Parameters<Browser['newContext']>[0] = {},
): Promise<void> {
  const visited = await opened(browser, options, context);
  try {
    await body(visited);
  } finally {
    await visited.close();
  }
}
