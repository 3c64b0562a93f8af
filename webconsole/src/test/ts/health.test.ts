import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Component } from '../../main/ts/api/pipeline';
import type { Plugin } from '../../main/ts/api/plugins';
import { PluginCosts } from '../../main/ts/app/plugin-costs';
import { costRows, limitRows } from '../../main/ts/screens/health/rows';

const none = { declared: [], granted: [], refused: [] };
const plugin = (name: string, cpuSeconds = 0, allocatedBytes = 0): Plugin => ({ name, version: '1', state: 'active', reason: '', capabilities: none, provides: [], rates: {}, cost: { cpuSeconds, allocatedBytes } });
const component = (name: string, of: string, rest: Partial<Component>): Component => ({ name, type: 'source', plugin: of, state: 'active', reason: '', capabilities: none, kinds: [], routedTo: [], notRouted: {}, eventsPerSecond: 0, bytesPerSecond: 0, events: 0, backlog: 0, errors: 0, restarts: 0, dropped: {}, cost: {}, essential: false, ...rest });
const STATUS = { process: { pid: 1, cpuSeconds: 0, heapUsedBytes: 90, heapMaxBytes: 100, threads: 1 }, journal: null };

test('what a plugin costs is that of the last minute, and begins anew with its totals', () => {
  const costs = new PluginCosts();
  costs.record([plugin('a', 10, 1000)], 0);
  assert.equal(costs.of('a'), undefined);
  assert.equal(costs.of('b'), undefined);
  costs.record([plugin('a', 11, 3000)], 10_000);
  assert.deepEqual(costs.of('a'), { cpuShare: 0.1, allocatedPerSecond: 200 });
  costs.record([plugin('a', 41, 3000)], 70_000);
  assert.deepEqual(costs.of('a'), { cpuShare: 0.5, allocatedPerSecond: 0 });
  costs.record([plugin('a', 1, 10)], 75_000);
  assert.equal(costs.of('a'), undefined);
});

test('a plugin has all of its sources and sinks together, and what no other has', () => {
  const components = [component('a~1', 'a', { backlog: 3, dropped: { full: 2 }, errors: 1 }), component('a~2', 'a', { backlog: 4, dropped: { full: 5, late: 1 }, restarts: 2, eventsPerSecond: 7 }), component('b', 'b', { backlog: 9 })];
  const [a, b, c] = costRows([plugin('a'), plugin('b'), plugin('c')], components, () => undefined);
  assert.deepEqual([a?.backlog, a?.dropped, a?.errors, a?.restarts, a?.eventsPerSecond], [7, { full: 7, late: 1 }, 1, 2, 7]);
  assert.deepEqual([b?.backlog, b?.dropped], [9, {}]);
  assert.deepEqual([c?.backlog, c?.dropped], [0, {}]);
});

test('limits are told of the platform, and of plugins only where they came near theirs', () => {
  const rows = costRows([plugin('busy'), plugin('idle')], [component('busy', 'busy', { eventsPerSecond: 50 })], () => undefined);
  const limit = (name: string, droppedEvents = 0) => ({ plugin: name, eventsPerSecond: 100, bytesPerSecond: 0, droppedEvents, heldBackSeconds: 0 });
  const what = (limits: Parameters<typeof limitRows>[1]) => limitRows(STATUS, limits, rows).map((row) => [row.what, row.used, row.so]);
  assert.deepEqual(what([limit('busy'), limit('idle')]), [['Heap', 90, ''], ['Events of busy', 50, '']]);
  assert.deepEqual(what([limit('idle', 3)]), [['Heap', 90, ''], ['Events of idle', 0, '3 dropped']]);
  assert.deepEqual(what([{ ...limit('busy'), eventsPerSecond: 0 }]), [['Heap', 90, '']]);
});

test('the journal has a row, and each of its lanes one where there are several', () => {
  const lane = (name: string, state = 'ok') => ({ name, bytes: 5, maxBytes: 50, state });
  const journal = { epoch: '1', bytes: 10, maxBytes: 100, segments: 1, state: 'ok' };
  const what = (lanes: ReturnType<typeof lane>[]) => limitRows({ ...STATUS, journal: { ...journal, lanes } }, [], []).map((row) => `${row.what} ${row.so}`.trim());
  assert.deepEqual(what([lane('essential'), lane('rest', 'full')]), ['Heap', 'Journal', 'Journal, lane essential', 'Journal, lane rest full']);
  assert.deepEqual(what([lane('only')]), ['Heap', 'Journal']);
});
