import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launch, signIn, visit } from './browser';

let browser: Browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test('the overview draws live charts, processes, targets and balances within ten seconds', async () => {
  await visit(browser, async ({ page, url, errors }) => {
    await signIn(page, url);
    const start = Date.now();
    for (const title of ['CPU', 'Load', 'Memory', 'Disk', 'Network', 'Log lines']) {
      await page.getByRole('slider', { name: `${title} over time` }).locator('canvas').waitFor();
    }
    await page.getByRole('region', { name: 'Top processes', exact: true }).getByText('postgres', { exact: true }).first().waitFor();
    await page.getByRole('region', { name: 'Reachability', exact: true }).getByText('5 of 6 answer').waitFor();
    await page.getByText('12 dropped').waitFor();
    assert.ok(Date.now() - start < 10_000);
    const cpu = page.getByRole('slider', { name: 'CPU over time' });
    const before = await cpu.getAttribute('aria-valuetext');
    await page.waitForFunction((text) => document.querySelector('[aria-label="CPU over time"]')?.getAttribute('aria-valuetext') !== text, before);
    assert.deepEqual(errors, []);
  });
});

test('dragging over a chart zooms every chart, and live comes back', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, url);
    const plot = page.getByRole('slider', { name: 'CPU over time' }).locator('.u-over');
    const box = await plot.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 60, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + 160, box.y + 42, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL(/from=20.*to=20/);
    await page.getByRole('button', { name: 'Paused' }).click();
    await page.waitForURL((address) => !address.hash.includes('from='));
  });
});

test('a chart can be walked through by keys and shown as a table', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, url);
    const chart = page.getByRole('slider', { name: 'CPU over time' });
    await chart.locator('canvas').waitFor();
    await chart.focus();
    // What is told follows the key with the next frame.
    const told = (otherThan: RegExp) => page.waitForFunction((pattern) => !new RegExp(pattern).test(document.querySelector('[aria-label="CPU over time"]')?.getAttribute('aria-valuetext') ?? ''), otherThan.source);
    await page.keyboard.press('Home');
    await told(/^latest/);
    const first = (await chart.getAttribute('aria-valuetext')) ?? '';
    await page.keyboard.press('ArrowRight');
    await told(new RegExp(`^(latest|${first.slice(0, 8)})`));
    await page.getByRole('button', { name: 'CPU: show as table' }).click();
    assert.ok((await page.getByRole('region', { name: 'CPU as a table' }).getByRole('row').count()) > 10);
    assert.ok(page.url().includes('table=cpu'));
  });
});

test('a plugin is disabled after a question that names it, and enabled again', async () => {
  await visit(browser, async ({ page, url, fixture }) => {
    await signIn(page, `${url}/#/plugins`);
    await page.getByRole('button', { name: 'Disable collector.logs' }).click();
    const dialog = page.getByRole('dialog', { name: 'Disable collector.logs?' });
    await dialog.getByText('collector.logs~app').waitFor();
    await dialog.getByRole('button', { name: 'Disable collector.logs' }).click();
    await page.getByText('quiesce').waitFor();
    await page.getByText('collector.logs is disabled').waitFor();
    assert.equal(fixture.platform.plugins().find(({ name }) => name === 'collector.logs')?.state, 'disabled');
    await page.getByRole('button', { name: 'Enable collector.logs' }).click();
    await page.getByText('collector.logs is enabled').waitFor();
    assert.equal(fixture.platform.plugins().find(({ name }) => name === 'collector.logs')?.state, 'active');
  });
});

test('a plugin is removed only when its name was typed', async () => {
  await visit(browser, async ({ page, url, fixture }) => {
    await signIn(page, `${url}/#/plugins`);
    await page.getByRole('button', { name: 'Remove sink.console' }).click();
    const confirm = page.getByRole('dialog').getByRole('button', { name: 'Remove sink.console' });
    assert.ok(await confirm.isDisabled());
    await page.getByLabel('Type sink.console to confirm').fill('sink.console');
    await confirm.click();
    await page.getByText('sink.console is removed').waitFor();
    assert.ok(!fixture.platform.plugins().some(({ name }) => name === 'sink.console'));
  });
});

test('an upgrade is shown before it is made, and taken back from the history', async () => {
  await visit(browser, async ({ page, url, fixture }) => {
    const version = () => fixture.platform.plugins().find(({ name }) => name === 'collector.logs')?.version;
    await signIn(page, `${url}/#/plugins?show=collector.logs`);
    await page.getByRole('list', { name: 'History of collector.logs' }).getByText('first try').waitFor();
    await page.getByLabel('Plugin jar').setInputFiles({ name: 'collector.logs.jar', mimeType: 'application/java-archive', buffer: Buffer.from('PK') });
    const dialog = page.getByRole('dialog', { name: 'Upgrade collector.logs to 1.0.0?' });
    for (const text of ['0.1.0 → 1.0.0', 'sink.postgres gets no events of kind log any more', '[collector.logs] encoding', '1 → 2', 'signed by CN=Acme']) await dialog.getByText(text).first().waitFor();
    assert.equal(version(), '0.1.0');
    await dialog.getByRole('button', { name: 'Upgrade to 1.0.0' }).press('Enter');
    await page.getByText('quiesce').waitFor();
    await page.getByText('collector.logs is upgraded').waitFor();
    assert.equal(version(), '1.0.0');
    await page.getByRole('button', { name: 'Roll back to 0.0.9' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back to 0.0.9' }).press('Enter');
    await page.getByText('collector.logs is rolled back').waitFor();
    assert.equal(version(), '0.0.9');
    await page.getByRole('button', { name: 'Pin collector.logs' }).press('Enter');
    await page.getByText('collector.logs is pinned').waitFor();
    await page.getByRole('button', { name: 'Unpin collector.logs' }).waitFor();
  });
});

test('a tap shows the events of a source, and goes on while its plugin is upgraded', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, `${url}/#/pipeline?show=source:collector.metrics`);
    await page.getByRole('button', { name: 'Watch events of collector.metrics' }).press('Enter');
    const tap = page.getByRole('log', { name: 'Events of collector.metrics' });
    await tap.getByText(/event \d+ of collector.metrics/).first().waitFor();
    assert.equal(await tap.getByText(/of collector.logs/).count(), 0);
    await page.evaluate(async () => fetch('api/v1/plugins?fileName=collector.metrics.jar', { method: 'POST', body: 'PK', headers: { 'X-CSRF-Token': 'token' } }));
    await tap.getByText('upgrade 0.1.0 → 1.0.0: committed').waitFor();
    const last = async () => Number(/event (\d+)/.exec(await tap.locator('.tap-row').last().innerText())?.[1] ?? 0);
    const before = await last();
    await page.waitForFunction((seen) => [...document.querySelectorAll('.tap-row')].some((row) => Number(/event (\d+)/.exec(row.textContent ?? '')?.[1] ?? 0) > seen), before);
    await page.getByRole('button', { name: 'Pause tap' }).press('Enter');
    await page.getByRole('button', { name: 'Go on' }).waitFor();
  });
});

test('a deployment has a page with its steps and the rates across it', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, `${url}/#/plugins`);
    await page.getByLabel('Plugin jar').setInputFiles({ name: 'collector.logs.jar', mimeType: 'application/java-archive', buffer: Buffer.from('PK') });
    await page.getByRole('dialog').getByRole('button', { name: 'Upgrade to 1.0.0' }).click();
    const detail = page.getByRole('region', { name: 'Deployment of collector.logs' });
    await detail.getByText('quiesce').waitFor();
    await detail.getByText('Committed').waitFor();
    for (const whose of ['collector.logs', 'all others']) {
      const slider = detail.getByRole('slider', { name: `Events of ${whose} over time` });
      await slider.locator('canvas').waitFor();
      assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /events \d/);
    }
  });
});

test('the host, the policy and who does tasks are shown', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, `${url}/#/pipeline`);
    const tile = page.getByRole('region', { name: 'Host and policy' });
    for (const text of ['PACKET_CAPTURE refused by the host: libpcap is not installed', 'denies KERNEL_LEVEL', '/etc/monitor/monitor.toml:12; holds for acme.hello', 'Debian GNU/Linux 13']) await tile.getByText(text).first().waitFor();
    await page.goto(`${url}/#/plugins?view=bundles&bundle=2`);
    const bundle = page.getByRole('region', { name: 'collector.device' });
    await bundle.getByText('used by monitor.runtime [3]').waitFor();
    await bundle.getByText('collector.device to sink.device [9]').waitFor();
    await bundle.getByText('Properties of service 4').click();
    await bundle.getByText('monitor.kinds').waitFor();
  });
});

test('an upload shows its steps, and a refused jar its reason', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, `${url}/#/plugins`);
    const jar = (name: string) => page.getByLabel('Plugin jar').setInputFiles({ name, mimeType: 'application/java-archive', buffer: Buffer.from('PK') });
    await jar('hello-plugin.jar');
    await page.getByText('verify').waitFor();
    await page.getByText('hello-plugin.jar is installed').waitFor();
    await jar('bad.jar');
    await page.locator('.deployment-reason').filter({ hasText: 'ends after 1,204 of 8,120 bytes' }).waitFor();
    await jar('notes.txt');
    await page.getByText('notes.txt was not sent.').waitFor();
  });
});

test('the pipeline says why two nodes are not connected', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, `${url}/#/pipeline`);
    await page.getByRole('link', { name: /^source collector.syscalls/ }).click();
    const detail = page.getByRole('region', { name: 'collector.syscalls' });
    await detail.getByText('collector.syscalls does not run').waitFor();
    await detail.getByText('refused by the host (required)').waitFor();
    await page.getByRole('button', { name: 'Table' }).click();
    await page.getByRole('group', { name: 'Sources and sinks' }).getByRole('row').nth(3).waitFor();
  });
});

test('the log follows, holds and counts while one reads, and goes on', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, `${url}/#/logs`);
    const list = page.getByRole('table', { name: 'Log lines' });
    await list.getByRole('row').first().waitFor();
    await list.evaluate((box) => box.scrollTo(0, box.scrollHeight / 2));
    const waiting = page.getByRole('button', { name: /^Paused, [\d,]+ new lines?$/ });
    await waiting.waitFor();
    await waiting.click();
    await page.waitForFunction(() => {
      const box = document.querySelector('.log-list');
      return box !== null && box.scrollHeight - box.scrollTop - box.clientHeight < 40;
    });
  });
});

test('log filters stand in the address and survive a reload', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, `${url}/#/logs`);
    await page.getByLabel('Severity').selectOption('error');
    await page.getByLabel('Text in the line').fill('payment');
    await page.waitForURL(/severity=error.*text=payment|text=payment.*severity=error/);
    await page.reload();
    const rows = page.getByRole('table', { name: 'Log lines' }).getByRole('row');
    await rows.first().waitFor();
    assert.ok((await rows.allInnerTexts()).every((text) => text.includes('error') && text.includes('payment')));
    await rows.first().click();
    await page.getByRole('complementary', { name: 'Log line' }).getByText('log.file.path').waitFor();
  });
});

test('a target shows its latency over time', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, `${url}/#/reachability`);
    await page.getByRole('row').filter({ hasText: 'edge-fra' }).click();
    const bands = page.getByRole('slider', { name: 'Latency of edge-fra.example.net over time' });
    await bands.focus();
    await page.keyboard.press('ArrowLeft');
    assert.match((await bands.getAttribute('aria-valuetext')) ?? '', /median|no answer/);
  });
});

test('incidents are where one looks for them: on the overview, on the page of health, and at the plugin', async () => {
  await visit(browser, async ({ page, url, errors }) => {
    await signIn(page, url);
    await page.locator('.attention').getByRole('link', { name: '1 incident within the last hour' }).press('Enter');
    const all = page.getByRole('region', { name: 'Incidents' });
    await all.getByText('left the thread follow-7 behind').waitFor();
    await all.getByText('seen 3 times').waitFor();
    await all.getByRole('link', { name: 'probe.reachability' }).press('Enter');
    const detail = page.getByRole('region', { name: 'probe.reachability', exact: true });
    await detail.getByText('did not come back within 120 s').waitFor();
    await detail.getByText('512 dropped, its threads held back for').waitFor();
    await detail.getByText('Where it was').press('Enter');
    await detail.getByText('probe.reachability.TcpProbe.connect(TcpProbe.java:88)').waitFor();
    assert.equal(await detail.getByText('follow-7').count(), 0);
    assert.deepEqual(errors, []);
  });
});

test('a page of metrics without any keeps its switch', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, `${url}/#/metrics`);
    await page.getByRole('heading', { name: 'No metrics in this time' }).waitFor();
    await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Host' }).press('Enter');
    await page.waitForURL(/view=host/);
    await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Explore' }).press('Enter');
    await page.waitForURL((address) => !address.hash.includes('view='));
  }, { kind: 'empty' });
});

test('a source whose name is taken says whose it is', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, url);
    await page.locator('.attention').getByText('the name collector.metrics is that of a source of collector.metrics').waitFor();
    await page.goto(`${url}/#/pipeline`);
    await page.getByRole('region', { name: 'Waiting for a name' }).getByText('or remove collector.metrics').waitFor();
  });
});

test('a bundle that is not resolved says what it lacks', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, `${url}/#/plugins`);
    await page.getByRole('button', { name: 'OSGi' }).click();
    await page.getByRole('link', { name: 'collector.device' }).click();
    await page.getByText('is offered by no bundle').waitFor();
  });
});

test('the overview names the targets that do not answer', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, url);
    const attention = page.locator('.attention');
    await attention.getByText('5 of 6 answer, 1 does not').waitFor();
    await attention.getByRole('link', { name: /do(es)? not/ }).click();
    await page.getByRole('heading', { name: 'Reachability' }).waitFor();
  });
});

test('a filter that nothing fits says so on every list, and can be taken back', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, url);
    for (const [screen, said] of [['plugins', 'No plugin fits'], ['pipeline', 'Nothing fits'], ['reachability', 'No target fits'], ['metrics', 'No metric fits'], ['traffic', 'No traffic fits'], ['plugins?view=bundles', 'No bundle fits']] as const) {
      await page.goto(`${url}/#/${screen}${screen.includes('?') ? '&' : '?'}filter=nothing-is-called-this`);
      await page.getByRole('heading', { name: said }).waitFor();
      await page.getByRole('link', { name: 'Show all' }).click();
      await page.getByRole('heading', { name: said }).waitFor({ state: 'detached' });
    }
  });
});

test('everything of one host can be seen, and any metric explored from there', async () => {
  await visit(browser, async ({ page, url, errors }) => {
    await signIn(page, `${url}/#/metrics`);
    await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Host' }).click();
    await page.waitForURL(/view=host/);
    for (const title of ['CPU', 'Processors', 'Pressure', 'File systems', 'Sockets', 'Processes']) {
      await page.getByRole('slider', { name: `${title} over time` }).locator('canvas').waitFor();
    }
    await page.getByText('This host has no swap.').waitFor();
    const pressure = page.locator('figure.chart').filter({ has: page.getByRole('slider', { name: 'Pressure over time' }) });
    assert.deepEqual(await pressure.locator('.legend li').evaluateAll((items) => items.map((item) => item.textContent?.replace(/[^a-z].*/, ''))), ['cpu', 'io']);
    assert.equal(await page.getByRole('combobox', { name: /^Host/ }).inputValue(), 'berlin-1');
    await page.getByRole('button', { name: 'Explore' }).click();
    await page.getByRole('button', { name: /queue.depth/ }).click();
    await page.getByRole('slider', { name: 'queue.depth over time' }).locator('canvas').waitFor();
    assert.deepEqual(errors, []);
  });
});

test('the table button of a chart lies over no value of its legend', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, url);
    await page.getByRole('slider', { name: 'CPU over time' }).locator('canvas').waitFor();
    for (const chart of await page.locator('figure.chart').all()) {
      const button = await chart.locator('.tile-head > .ghost').boundingBox();
      const values = await chart.locator('.legend li').evaluateAll((items) => items.map((item) => item.getBoundingClientRect().toJSON() as DOMRect));
      assert.ok(button);
      for (const { left, right, top, bottom } of values) {
        assert.ok(right <= button.x || left >= button.x + button.width || bottom <= button.y || top >= button.y + button.height);
      }
    }
  });
});

test('a question names a command that this platform understands', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, `${url}/#/plugins`);
    await page.getByRole('button', { name: 'Disable collector.logs' }).click();
    const command = await page.getByRole('dialog').locator('code').innerText();
    assert.equal(command, `curl -X POST -H "Authorization: Bearer $MONITOR_TOKEN" '${url}/api/v1/plugins/collector.logs/disable'`);
  });
});

test('traffic tells who talks, in what and about which names, and everything of one flow', async () => {
  await visit(browser, async ({ page, url, errors }) => {
    await signIn(page, `${url}/#/overview`);
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.getByRole('heading', { name: 'Traffic', exact: true }).waitFor();
    for (const title of ['Rate', 'Protocols', 'Packets', 'Packets dropped']) {
      await page.getByRole('slider', { name: `${title} over time` }).locator('canvas').waitFor();
    }
    const row = (region: string, text: string) => page.getByRole('region', { name: region }).getByRole('row').filter({ hasText: text });
    assert.match(await row('Top talkers', '198.51.100.2').first().innerText(), /MB[\s\S]*%/);
    assert.match(await row('Protocol mix', 'postgresql').innerText(), /MB/);
    assert.match(await row('Names asked for', 'packages.example.net').innerText(), /1\.6\sms\s+15\sms/);
    assert.match(await row('Names asked for', 'time.example.org').innerText(), /–\s+–/);
    assert.match(await row('TLS server names', 'api.example.org').innerText(), /MB/);
    await page.getByLabel('Filter traffic').fill('postgresql');
    await page.waitForFunction(() => document.querySelectorAll('[aria-label="Protocol mix"] tbody tr').length === 1);
    const flows = page.getByRole('group', { name: 'Flows' });
    assert.ok((await flows.locator('tbody').getByRole('row').allInnerTexts()).every((text) => text.includes(':5432')));
    await flows.locator('tbody').getByRole('row').first().press('Enter');
    await page.waitForURL(/show=eth0/);
    await page.getByRole('region', { name: 'Flow', exact: true }).getByText('tcp.handshake').waitFor();
    await page.getByRole('button', { name: 'Close flow' }).press('Enter');
    await page.waitForURL((address) => !address.hash.includes('show='));
    assert.deepEqual(errors, []);
  });
});

test('traffic that cannot be read says so, and stays with its age when it could before', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, url);
    const refuse = () => page.route('**/api/v1/traffic*', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify({ title: 'storage-unavailable', detail: 'storage ended the connection', hint: 'Ask again.', code: 'storage-unavailable' }) }));
    await refuse();
    await page.goto(`${url}/#/traffic`);
    await page.getByText('The traffic cannot be read. storage ended the connection').waitFor();
    // Another range is asked for at once, the same one only every ten seconds.
    await page.unroute('**/api/v1/traffic*');
    await page.goto(`${url}/#/traffic?from=now-1h`);
    await page.getByRole('region', { name: 'Top talkers' }).waitFor();
    await refuse();
    await page.goto(`${url}/#/traffic?from=now-6h`);
    await page.getByText(/Traffic as of (now|\d+\ss ago)/).waitFor();
    assert.ok(await page.getByRole('region', { name: 'Top talkers' }).isVisible());
  });
});

test('without traffic the page says why there is none', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, `${url}/#/traffic`);
    await page.getByText('The plugin collector.traffic is not installed.').waitFor();
  }, { kind: 'empty' });
});

test('the matrix shows each target from each host, and leads to its latency', async () => {
  await visit(browser, async ({ page, url, errors }) => {
    await signIn(page, `${url}/#/reachability`);
    await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Matrix' }).press('Enter');
    await page.waitForURL(/view=matrix/);
    const matrix = page.getByRole('group', { name: 'Targets by host' });
    assert.deepEqual((await matrix.getByRole('columnheader').allInnerTexts()).map((text) => text.trim()), ['Target', 'Probe', 'berlin-1', 'lima-3', 'oslo-2']);
    const cells = (target: string) => matrix.getByRole('row').filter({ hasText: target }).getByRole('cell').allInnerTexts();
    assert.deepEqual((await cells('backup.example.org')).slice(2).map((text) => text.trim()), ['No answer', 'No answer', 'No answer']);
    assert.ok((await cells('192.0.2.1')).slice(2).every((text) => /^\s*[\d.]+\sms\s*$/.test(text)));
    await matrix.getByRole('row').filter({ hasText: '192.0.2.1' }).getByRole('link', { name: /from oslo-2/ }).press('Enter');
    await page.getByText(/ping from oslo-2 by probe.reachability~edge/).waitFor();
    assert.deepEqual(errors, []);
  }, { hosts: ['berlin-1', 'oslo-2', 'lima-3'] });
});

test('a trace shows its hops and when the route changed', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, `${url}/#/reachability?from=now-1h`);
    await page.getByRole('row').filter({ hasText: 'far.example.org' }).click();
    const route = page.getByRole('region', { name: 'Route to far.example.org' });
    await route.getByRole('row').filter({ hasText: '10.9.4.2' }).waitFor();
    await route.getByText('nobody answered').waitFor();
    assert.match(await route.getByRole('listitem').first().innerText(), /hop 2: 10\.9\.(2|12)\.2 → 10\.9\.(2|12)\.2/);
  }, { hosts: ['berlin-1'], traced: true });
});

test('alerts show what is beyond a threshold, wrong rules with their place, and who takes nothing', async () => {
  await visit(browser, async ({ page, url, errors }) => {
    await signIn(page, url);
    await page.getByRole('link', { name: '2 alerts firing' }).click();
    await page.waitForURL(/#\/alerts/);
    const active = page.getByRole('region', { name: 'Active', exact: true });
    await active.getByText('2 firing, 1 pending').waitFor();
    const rows = await active.locator('tbody tr').allInnerTexts();
    assert.match(rows[0] ?? '', /Critical\s+disk\s+db-1\s+97\s%\s+\(> 0.9\)/);
    assert.match(rows[2] ?? '', /Pending\s+busy/);
    const rules = page.getByRole('region', { name: 'Rules', exact: true });
    await rules.getByText('monitor.toml:34: analysis.alerts.rule~memory.webhooks').waitFor();
    assert.equal(await rules.getByRole('button', { name: 'Edit' }).count(), 1);
    await page.getByRole('region', { name: 'Webhooks', exact: true }).getByText('it answered 503').waitFor();
    await page.getByRole('region', { name: 'Over', exact: true }).getByText('no data for 10m').waitFor();
    assert.deepEqual(errors, []);
  });
});

test('a rule is made, refused while it is wrong, changed and removed', async () => {
  await visit(browser, async ({ page, url, fixture }) => {
    const made = () => fixture.alerts.rules.find(({ name }) => name === 'swap')?.rule;
    await signIn(page, `${url}/#/alerts`);
    await page.getByRole('button', { name: 'New rule' }).press('Enter');
    await page.waitForURL(/rule=new/);
    const dialog = page.getByRole('dialog', { name: 'New rule' });
    await dialog.getByLabel('Name').fill('swap');
    await dialog.getByLabel('Metric').fill('system.paging.utilization');
    await dialog.getByLabel('Threshold').fill('half');
    await dialog.getByLabel('Hosts').fill('web*, db-1');
    await dialog.getByRole('button', { name: 'Put in force' }).press('Enter');
    await dialog.getByText('The rule was not stored.').waitFor();
    await dialog.getByLabel('Threshold').fill('0.5');
    await dialog.getByLabel('Threshold').press('Enter');
    await page.getByText('swap is in force').waitFor();
    assert.deepEqual(made()?.hosts, ['web*', 'db-1']);
    const rules = page.getByRole('region', { name: 'Rules', exact: true });
    await rules.getByRole('button', { name: 'Edit swap' }).press('Enter');
    const change = page.getByRole('dialog', { name: 'Change the rule swap' });
    assert.equal(await change.getByLabel('Hosts').inputValue(), 'web*, db-1');
    await change.getByLabel('Attributes').fill('system.paging.state=used, other=');
    await change.getByRole('button', { name: 'Put in force' }).press('Enter');
    await change.waitFor({ state: 'hidden' });
    assert.deepEqual(made()?.attributes, { 'system.paging.state': 'used', other: '' });
    await rules.getByRole('button', { name: 'Remove swap' }).press('Enter');
    await page.getByRole('dialog', { name: 'Remove the rule swap?' }).getByRole('button', { name: 'Remove swap' }).press('Enter');
    await page.getByText('swap is removed').waitFor();
    assert.equal(made(), undefined);
  });
});

test('without rules the page says how to make one', async () => {
  await visit(browser, async ({ page, url }) => {
    await signIn(page, `${url}/#/alerts`);
    await page.getByRole('heading', { name: 'No rules' }).waitFor();
    await page.getByText('[[analysis.alerts.webhook]]').waitFor();
    await page.getByRole('heading', { name: 'Nothing is beyond a threshold' }).waitFor();
  }, { kind: 'empty' });
});
