import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { SETUP_SECRET } from '../server/server';
import { launch, signIn, visit } from './browser';

let browser: Browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test('the set-up link makes the first administrator and leaves no secret in the address', async () => {
  await visit(browser, async ({ page, url, errors }) => {
    await page.goto(`${url}/#/setup?secret=${SETUP_SECRET}`);
    await page.locator('input[type=password]:focus').waitFor();
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await page.getByLabel('Password, again').fill('correct horse battery');
    await page.getByRole('button', { name: 'Make administrator' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    assert.ok(!page.url().includes(SETUP_SECRET));
    assert.deepEqual(errors, []);
  }, { setupNeeded: true });
});

test('a wrong secret, a short password and two different ones are told in words', async () => {
  await visit(browser, async ({ page, url }) => {
    await page.goto(url);
    await page.getByLabel('Set-up secret').fill('wrong');
    for (const [first, second, said] of [['short', 'short', 'at least 12'], ['correct horse battery', 'other', 'differ'], ['correct horse battery', 'correct horse battery', 'not the one of this platform']] as const) {
      await page.getByLabel('Password', { exact: true }).fill(first);
      await page.getByLabel('Password, again').fill(second);
      await page.getByRole('button', { name: 'Make administrator' }).click();
      await page.getByRole('alert').filter({ hasText: said }).waitFor();
    }
  }, { setupNeeded: true });
});

test('wrong credentials are told and right ones lead to where the link went', async () => {
  await visit(browser, async ({ page, url }) => {
    await page.goto(`${url}/#/plugins`);
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').filter({ hasText: 'do not fit' }).waitFor();
    await signIn(page, `${url}/#/plugins`);
    await page.getByRole('heading', { name: 'Plugins' }).waitFor();
  });
});

test('a session that ended asks to sign in and goes on in the same place', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, `${url}/#/health`);
    await page.getByRole('heading', { name: 'Checks' }).waitFor();
    await page.context().clearCookies();
    await page.getByText('Your session ended').waitFor({ timeout: 15_000 });
    assert.ok(page.url().endsWith('#/health'));
  });
});
