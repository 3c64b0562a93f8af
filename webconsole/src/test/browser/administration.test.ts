import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launch, signIn, visit } from './browser';

let browser: Browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test('a key is changed after what would change was looked at, and set back to the files', async () => {
  await visit(browser, async ({ page, url, fixture, errors }) => {
    const values = () => Object.fromEntries(fixture.administration.configuration.table('collector.metrics')?.keys.map(({ key, value }) => [key, value]) ?? []);
    await signIn(page, url);
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    const over = page.getByRole('region', { name: 'Set over the files' });
    await over.getByRole('row').filter({ hasText: 'collector.logs~nginx' }).getByText('max-line').waitFor();
    await page.getByRole('list', { name: 'Tables' }).getByRole('button', { name: 'collector.metrics 1 set here' }).press('Enter');
    await page.waitForURL(/show=collector.metrics/);
    const form = page.getByRole('form', { name: 'Keys of collector.metrics' });
    await form.getByText('0 to 1000; default 20').waitFor();
    await form.getByText('set in /etc/monitor/monitor.toml:4').waitFor();
    assert.ok(await form.getByRole('button', { name: 'Nothing is changed' }).isDisabled());
    await form.getByLabel('Processes').fill('5000');
    await form.getByLabel('Containers').selectOption('false');
    await form.getByRole('button', { name: 'Review 2 changes' }).press('Enter');
    await form.getByText('5000 is more than 1000').waitFor();
    assert.equal(await form.getByLabel('Processes').getAttribute('aria-invalid'), 'true');
    // What was typed stays while one looks at something else.
    await page.getByRole('button', { name: /^sink.postgres/ }).press('Enter');
    await page.getByRole('form', { name: 'Keys of sink.postgres' }).waitFor();
    await page.getByRole('button', { name: 'collector.metrics not applied' }).press('Enter');
    await form.getByLabel('Processes').fill('100');
    await form.getByLabel('Processes').press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Change collector.metrics?' });
    const row = dialog.getByRole('row').filter({ hasText: 'processes' });
    assert.match((await row.innerText()).replace(/\s+/g, ' '), /processes Processes − 50 \+ 100/);
    assert.match(await dialog.locator('p code').innerText(), /curl -X PUT .*-d '\{"values":\{"interval":"2s","processes":100,"containers":false\}\}' .*config\/collector.metrics'$/);
    assert.equal(values()['processes'], 50);
    await dialog.getByRole('button', { name: 'Apply 2 changes' }).press('Enter');
    await page.getByText('collector.metrics is changed').waitFor();
    assert.deepEqual([values()['processes'], values()['containers'], values()['interval']], [100, false, '2s']);
    await page.getByRole('button', { name: 'collector.metrics 3 set here' }).waitFor();
    await form.getByRole('button', { name: 'Back to the files with interval' }).press('Enter');
    await form.getByRole('button', { name: 'Review 1 change' }).press('Enter');
    await page.getByRole('dialog').getByText('what the files say, else 1s').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Apply 1 change' }).press('Enter');
    await page.getByRole('button', { name: 'collector.metrics 2 set here' }).waitFor();
    assert.equal(values()['interval'], null);
    // The browser itself notes the refusal.
    assert.deepEqual(errors.filter((text) => !text.includes('400 (Bad Request)')), []);
  });
});

test('what cannot be set says why, and no secret is shown', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, `${url}/#/configuration?show=collector.logs~app`);
    const longest = page.getByLabel('Longest line');
    await page.getByText('A file locks this key').waitFor();
    assert.ok(!(await longest.isEditable()));
    await page.goto(`${url}/#/configuration?show=sink.postgres`);
    const password = page.getByLabel('Password');
    await page.getByText('A secret is set in a file or by a variable').waitFor();
    assert.ok(!(await password.isEditable()));
    assert.equal(await password.inputValue(), '');
    assert.equal(await page.getByLabel('Address').getAttribute('placeholder'), 'Set, not shown');
    await page.goto(`${url}/#/configuration?show=deployer`);
    await page.getByText('set in its files only, and never from afar').waitFor();
    assert.equal(await page.getByRole('button', { name: /Review|Nothing is changed/ }).count(), 0);
  });
});

test('an instance is made, refused while it lacks something, and removed', async () => {
  await visit(browser, async ({ page, url, fixture }) => {
    const made = () => fixture.administration.configuration.table('collector.logs~edge')?.keys.find(({ key }) => key === 'paths')?.value;
    await signIn(page, `${url}/#/configuration?show=collector.logs`);
    await page.getByRole('group', { name: 'Instances of collector.logs' }).getByRole('link', { name: 'nginx' }).waitFor();
    await page.getByRole('button', { name: 'New collector.logs' }).press('Enter');
    await page.getByLabel('Name').fill('app');
    await page.getByText('collector.logs~app is there already.').waitFor();
    await page.getByLabel('Name').fill('edge');
    assert.ok(await page.getByRole('button', { name: 'No key is set' }).isDisabled());
    await page.getByLabel('Open files').fill('20');
    await page.getByRole('button', { name: 'Review collector.logs~edge' }).press('Enter');
    await page.getByText("'paths' is required").waitFor();
    await page.getByLabel('Paths').fill('/var/log/edge/*.log\n/var/log/edge.log');
    await page.getByRole('button', { name: 'Review collector.logs~edge' }).press('Enter');
    await page.getByRole('dialog', { name: 'Make collector.logs~edge?' }).getByRole('button', { name: 'Make collector.logs~edge' }).press('Enter');
    await page.getByText('collector.logs~edge is made').waitFor();
    await page.waitForURL(/show=collector.logs(~|%7E)edge/);
    assert.deepEqual(made(), ['/var/log/edge/*.log', '/var/log/edge.log']);
    await page.getByRole('button', { name: 'Remove collector.logs~edge' }).press('Enter');
    await page.getByRole('dialog', { name: 'Remove collector.logs~edge?' }).getByRole('button', { name: 'Remove collector.logs~edge' }).press('Enter');
    await page.getByText('collector.logs~edge is removed').waitFor();
    assert.equal(made(), undefined);
  });
});

test('the words with which a plugin refuses stand beside the field', async () => {
  await visit(browser, async ({ page, url }) => {
    const words = 'collector.logs: it failed when it was started: IllegalArgumentException: max-line: 1MiB is not between 256B and 512KiB; look at collector.logs.RecordSettings.bytes(RecordSettings.java:118)';
    await page.route('**/api/v1/plugins', async (route) => {
      const { plugins } = (await (await route.fetch()).json()) as { plugins: { name: string; state: string; reason: string }[] };
      await route.fulfill({ json: { plugins: plugins.map((one) => (one.name === 'collector.logs' ? { ...one, state: 'degraded', reason: words } : one)) } });
    });
    await page.route('**/api/v1/stream*', (route) => route.abort());
    await page.route('**/api/v1/pipeline', (route) => route.fulfill({ json: { time: new Date().toISOString(), sources: [], sinks: [], waiting: [], routes: [], journal: null } }));
    await signIn(page, `${url}/#/configuration?show=collector.logs~nginx`);
    const field = page.locator('.field').filter({ has: page.getByLabel('Longest line') });
    await field.locator('.field-error').getByText('1MiB is not between 256B and 512KiB', { exact: true }).waitFor();
  });
});

test('who may not administer is told so, and by whom it is done', async () => {
  await visit(browser, async ({ page, url, errors }) => {
    await signIn(page, `${url}/#/configuration`);
    for (const screen of ['configuration', 'access']) {
      await page.goto(`${url}/#/${screen}`);
      await page.getByText('You are signed in as admin with the role viewer').waitFor();
    }
    await page.goto(`${url}/#/agents`);
    await page.getByRole('row').filter({ hasText: 'web-1' }).waitFor();
    assert.equal(await page.getByRole('button', { name: /Revoke|Invite/ }).count(), 0);
    assert.deepEqual(errors, []);
  }, { role: 'viewer' });
});

test('a page without anything says what would be here', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, `${url}/#/configuration`);
    await page.getByRole('heading', { name: 'Everything is as the files say' }).waitFor();
    await page.goto(`${url}/#/access`);
    await page.getByRole('heading', { name: 'No tokens' }).waitFor();
    await page.getByText('monitor token list').waitFor();
    await page.getByText('This platform has no authority').waitFor();
    await page.goto(`${url}/#/agents`);
    await page.getByRole('heading', { name: 'No agents' }).waitFor();
    await page.getByText('This platform lets no agents join.').waitFor();
    await page.goto(`${url}/#/configuration?show=collector.logs`);
    await page.getByRole('heading', { name: 'No collector.logs is configured' }).waitFor();
    await page.getByLabel('Filter tables').fill('nothing-is-called-this');
    await page.getByRole('heading', { name: 'No table fits' }).waitFor();
  }, { kind: 'empty' });
});

test('a user is added, gets another password and is removed, by keys', async () => {
  await visit(browser, async ({ page, url, fixture }) => {
    const users = () => fixture.administration.access.users.map(({ name, role }) => `${name} ${role}`);
    await signIn(page, url);
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.getByRole('button', { name: 'Add a user' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Add a user' });
    await dialog.getByLabel('User name').fill('max');
    await dialog.getByText("monitor user add 'max' --role viewer").waitFor();
    await dialog.getByLabel('Password').fill('short');
    await dialog.getByLabel('Role').selectOption('operator');
    await dialog.getByLabel('Password').press('Enter');
    await dialog.locator('.field-error').getByText('has less than 10 characters').waitFor();
    assert.ok(!(await dialog.locator('p code').innerText()).includes('short'));
    await dialog.getByLabel('Password').fill('long enough for this');
    await dialog.getByLabel('Password').press('Enter');
    await page.getByText('max is added').waitFor();
    assert.ok(users().includes('max operator'));
    await page.getByRole('button', { name: 'Password of max' }).press('Enter');
    await page.getByText('monitor user passwd max').waitFor();
    await page.getByLabel('New password').fill('another one, as long');
    await page.getByRole('button', { name: 'Set password' }).press('Enter');
    await page.getByText('max has another password').waitFor();
    await page.getByRole('button', { name: 'Remove max' }).press('Enter');
    await page.getByRole('dialog').getByText('monitor user remove max').waitFor();
    await page.getByRole('dialog', { name: 'Remove the user max?' }).getByRole('button', { name: 'Remove max' }).press('Enter');
    await page.getByText('max is removed').waitFor();
    assert.ok(!users().includes('max operator'));
    await page.getByRole('button', { name: 'Remove admin' }).press('Enter');
    await page.getByRole('dialog').getByText('This is you').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove admin' }).press('Enter');
    await page.getByText('The last administrator cannot be removed. Add another administrator first.').waitFor();
  });
});

test('a token is made, shown once, and revoked', async () => {
  await visit(browser, async ({ page, url, fixture }) => {
    await signIn(page, `${url}/#/access`);
    await page.getByText(/in 5\s?d/).waitFor();
    await page.getByRole('button', { name: 'Make a token' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Make a token' });
    await dialog.getByLabel('Name').fill('shop');
    await dialog.getByText("monitor token create --name 'shop' --role viewer --expires-in 90d").waitFor();
    await dialog.getByLabel('Role').selectOption('agent');
    await dialog.getByText(/^curl -X POST .* -d '{"name":"shop","role":"agent","expiresIn":"90d"}' .*\/tokens'$/).waitFor();
    await dialog.getByLabel('Ends after').selectOption('30d');
    await dialog.getByRole('button', { name: 'Make token' }).press('Enter');
    const shown = page.getByRole('dialog', { name: 'The token shop' });
    assert.equal(await shown.getByLabel('Token', { exact: true }).inputValue(), 'mon_imagined-secret-of-a-token');
    await shown.getByRole('button', { name: 'I have it' }).press('Enter');
    await shown.waitFor({ state: 'hidden' });
    assert.ok(!(await page.content()).includes('mon_imagined'));
    await page.getByRole('button', { name: 'Revoke shop' }).press('Enter');
    await page.getByRole('dialog').getByText(/^monitor token revoke \S+$/).waitFor();
    await page.getByRole('dialog', { name: 'Revoke the token shop?' }).getByRole('button', { name: 'Revoke shop' }).press('Enter');
    await page.getByText('shop is revoked').waitFor();
    assert.ok(!fixture.administration.access.tokens.some(({ name }) => name === 'shop'));
  });
});

test('agents tell how they are; one is invited, and one revoked by its name', async () => {
  await visit(browser, async ({ page, url, fixture, errors }) => {
    await signIn(page, url);
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    const rows = page.getByRole('group', { name: 'Agents' }).locator('tbody tr');
    await rows.first().waitFor();
    assert.match((await rows.allInnerTexts()).join('|').replace(/\s+/g, ' '), /^Expired old-laptop.*Not seen yet new-1.*Away db-1.*Revoked stolen-laptop.*Connected web-1.*Elsewhere web-2/);
    await page.getByLabel('Filter agents').fill('router');
    await page.waitForFunction(() => document.querySelectorAll('[aria-label="Agents"] tbody tr').length === 1);
    await rows.first().press('Enter');
    const detail = page.getByRole('region', { name: 'gateway.branch-office.example.org' });
    await detail.getByText('[2001:db8::17]:40980').waitFor();
    assert.match((await detail.getByRole('link', { name: 'router' }).getAttribute('href')) ?? '', /metrics\?.*host=router/);
    await page.getByRole('button', { name: 'Invite an agent' }).press('Enter');
    await page.getByLabel('Name of the agent').fill('web 3');
    await page.getByLabel('Name of the agent').press('Enter');
    await page.locator('.field-error').getByText('is no name of an agent').waitFor();
    await page.getByLabel('Name of the agent').fill('web-3');
    await page.getByLabel('Name of the agent').press('Enter');
    const shown = page.getByRole('dialog', { name: 'A token for the agent web-3' });
    assert.match(await shown.getByLabel('Token', { exact: true }).inputValue(), /^join_web-3/);
    assert.match(await shown.getByLabel('Command lines').inputValue(), /init --join https:\/\/127.0.0.1:7718 --token-file web-3.token/);
    await shown.getByRole('button', { name: 'I have it' }).press('Enter');
    await detail.getByRole('button', { name: 'Revoke gateway' }).press('Enter');
    const question = page.getByRole('dialog', { name: 'Revoke the agent gateway.branch-office.example.org?' });
    assert.ok(await question.getByRole('button', { name: 'Revoke gateway' }).isDisabled());
    await question.getByRole('textbox').fill('gateway.branch-office.example.org');
    await question.getByRole('textbox').press('Enter');
    await detail.getByText('Revoked').waitFor();
    assert.equal(fixture.administration.agents.all().agents.find(({ name }) => name.startsWith('gateway'))?.revoked, true);
    assert.deepEqual(errors.filter((text) => !text.includes('400 (Bad Request)')), []);
  });
});

test('health tells what each plugin costs and drops, and how near each limit is', async () => {
  await visit(browser, async ({ page, url, errors }) => {
    await signIn(page, `${url}/#/health`);
    const cost = page.getByRole('region', { name: 'Cost of each plugin' });
    const logs = cost.getByRole('row').filter({ hasText: 'collector.logs' });
    await logs.getByText(/^[\d.]+\s%$/).waitFor({ timeout: 20_000 });
    assert.equal(await logs.getByTitle('12 buffer full').innerText(), '12');
    const limits = page.getByRole('region', { name: 'Own limits' });
    assert.match((await limits.getByRole('row').filter({ hasText: 'lane rest' }).innerText()).replace(/\s+/g, ' '), /Near Journal, lane rest 231 MB of 268 MB 86 %/);
    await limits.getByRole('row').filter({ hasText: 'Events of probe.reachability' }).getByText('512 dropped, held back for 2.5 s').waitFor();
    await limits.getByText('48.2 GB free where the journal is', { exact: false }).waitFor();
    assert.deepEqual(errors, []);
  });
});
