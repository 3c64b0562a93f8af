import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemOf } from '../../main/ts/api/problem';
import type { Deployment } from '../../main/ts/api/deployments';
import type { Component } from '../../main/ts/api/pipeline';
import type { Round } from '../../main/ts/api/telemetry';
import { mergeDeployment } from '../../main/ts/app/deployments';
import { formatPlace, parsePlace } from '../../main/ts/app/route';
import { difference } from '../../main/ts/screens/pipeline/balance';
import { edgeWidth, layout } from '../../main/ts/screens/pipeline/layout';
import { bandsOf, ticks, timeTicks } from '../../main/ts/screens/reachability/band-layout';
import { matrixOf } from '../../main/ts/screens/reachability/matrix';
import { routeChanges } from '../../main/ts/screens/reachability/route-changes';
import { answering, lossOf, quantile, summarise, verdictOf } from '../../main/ts/screens/reachability/summary';
import { sorted, type Column } from '../../main/ts/parts/table';

const round = (target: string, time: string, latenciesMillis: number[], failures = 0): Round => ({
  time, host: 'h', source: 's', probe: 'ping', target, successful: latenciesMillis.length > 0, attributes: {}, error: null,
  responseMillis: latenciesMillis.length > 0 ? latenciesMillis.reduce((a, b) => a + b) / latenciesMillis.length : null,
  result: { successes: latenciesMillis.length, failures, latenciesMillis } });

const component = (type: 'source' | 'sink', name: string): Component => ({
  name, type, plugin: 'p', state: 'active', reason: '', capabilities: { declared: [], granted: [], refused: [] }, kinds: [], routedTo: [], notRouted: {},
  eventsPerSecond: 1, bytesPerSecond: 0, events: 0, backlog: 0, errors: 0, restarts: 0, dropped: {}, cost: {}, essential: false });

test('an address survives being read and written', () => {
  const place = { screen: 'logs', parameters: { text: 'a=b & ü/%', severity: 'warn', from: '2026-07-20T12:00:00.000Z' } };
  assert.deepEqual(parsePlace(formatPlace(place)), place);
  assert.deepEqual(parsePlace(''), { screen: 'overview', parameters: {} });
  assert.deepEqual(parsePlace('#/setup?secret=abc'), { screen: 'setup', parameters: { secret: 'abc' } });
});

test('a balance tells how many events are missing', () => {
  assert.equal(difference({ received: 10, delivered: 6, buffered: 1, dropped: { full: 2, late: 1 } }), 0);
  assert.equal(difference({ received: 10, delivered: 6, buffered: 1, dropped: {} }), 3);
});

test('boxes of the graph never overlap, whether ten or a hundred', () => {
  for (const count of [1, 10, 100]) {
    const sources = Array.from({ length: count }, (_, index) => component('source', `source${index}`));
    const { nodes, height } = layout({ sources, sinks: [component('sink', 'x')] }, 1200);
    assert.equal(nodes.length, count + 2);
    for (const a of nodes) for (const b of nodes) assert.ok(a === b || a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y, `${a.id} and ${b.id}`);
    nodes.forEach((node) => assert.ok(node.y >= 0 && node.y + node.height <= height && node.x >= 0 && node.x + node.width <= 1200, node.id));
  }
});

test('lines grow with the rate and stay readable', () => {
  const widths = [0, 0.1, 1, 100, 1e4, 1e9].map(edgeWidth);
  assert.deepEqual(widths, [...widths].sort((a, b) => a - b));
  assert.ok(widths.every((width) => width >= 1 && width <= 8));
});

test('loss counts packets, and rounds where there are none', () => {
  assert.equal(lossOf(round('a', '', [1, 2, 3], 1)), 0.25);
  assert.equal(lossOf({ ...round('a', '', []), result: {} }), 1);
});

test('an answer that was not expected is told apart from none', () => {
  const http = (target: string, successful: boolean, responseMillis: number | null): Round => ({ ...round(target, '2026-01-01T00:00:00Z', []), probe: 'http', successful, responseMillis });
  const rounds = [http('a', true, 3), http('b', false, 4), http('c', false, null), http('d', false, null)];
  assert.deepEqual(rounds.map(verdictOf), ['answers', 'wrong', 'none', 'none']);
  assert.equal(answering(summarise(rounds)), '1 of 4 answer, 2 do not, 1 answers wrongly');
  assert.equal(answering(summarise(rounds.slice(0, 1))), '1 of 1 answer');
});

test('times on an axis are round, in order, and no more than there is room for', () => {
  const from = Date.parse('2026-07-20T12:51:12.345Z');
  for (const minutes of [1, 15, 360, 24 * 60, 30 * 24 * 60]) {
    const found = timeTicks(from, from + minutes * 60_000, 8);
    assert.ok(found.length > 0 && found.length <= 9, `${minutes} min: ${found.length}`);
    assert.deepEqual(found.map(({ millis }) => millis), [...found.map(({ millis }) => millis)].sort((a, b) => a - b));
    assert.ok(found.every(({ millis }) => millis % 5_000 === 0 && millis > from && millis < from + minutes * 60_000));
  }
  assert.match(timeTicks(from, from + 15 * 60_000, 8)[0]?.text ?? '', /^\d\d:\d[02468]$/);
});

test('the unreachable targets come first, with their latest round', () => {
  const found = summarise([round('good', '2026-01-01T00:00:10Z', [5]), round('bad', '2026-01-01T00:00:10Z', [], 5), round('good', '2026-01-01T00:00:20Z', [7])]);
  assert.deepEqual(found.map(({ target }) => target), ['bad', 'good']);
  assert.equal(found[1]?.latest.responseMillis, 7);
  assert.equal(found[1]?.medianMillis, 6);
});

test('the matrix has a row for each target and a column for each host', () => {
  const at = '2026-01-01T00:00:10Z';
  const from = (host: string, source: string, one: Round): Round => ({ ...one, host, source });
  const { hosts, rows } = matrixOf(summarise([
    from('b', 's1', round('x', at, [5])), from('b', 's2', round('x', at, [], 5)), from('a', 's1', round('x', at, [7])), from('a', 's1', round('y', at, [9])),
  ]));
  assert.deepEqual(hosts, ['a', 'b']);
  assert.deepEqual(rows.map(({ target, byHost }) => [target, byHost.get('a')?.medianMillis, byHost.get('b')?.source]), [['x', 7, 's2'], ['y', 9, undefined]]);
});

test('a route changes when somebody else answers, not when somebody is silent', () => {
  const trace = (second: number, ...addresses: (string | null)[]): Round => ({
    ...round('x', new Date(second * 1000).toISOString(), [1]), probe: 'traceroute',
    result: { hops: addresses.map((address, index) => ({ distance: index + 1, address, latenciesMillis: [], lost: 0 })) } });
  const rounds = [trace(4, 'a', 'c'), trace(3, 'a', 'c'), trace(2, 'a', null), trace(1, 'a', 'b')];
  assert.deepEqual(routeChanges(rounds), [{ time: trace(3).time, distance: 2, before: ['b'], after: ['c'] }]);
  assert.deepEqual(routeChanges([]), []);
});

test('quantiles interpolate', () => {
  assert.equal(quantile([1, 2, 3, 4], 0.5), 2.5);
  assert.equal(quantile([7], 0.99), 7);
  assert.equal(quantile([], 0.5), null);
});

test('bands gather the rounds of a column', () => {
  const at = (second: number) => new Date(second * 1000).toISOString();
  const bands = bandsOf([round('a', at(1), [1, 3]), round('a', at(2), [2], 3), round('a', at(15), [], 5)], { from: 0, to: 20_000 }, 2);
  assert.deepEqual(bands.map(({ min, median, max }) => [min, median, max]), [[1, 2, 3], [null, null, null]]);
  assert.equal(bands[1]?.loss, 1);
});

test('ticks are round and few', () => {
  for (const top of [0.037, 1, 17, 230, 98_765]) assert.ok(ticks(top).length >= 3 && ticks(top).length <= 9, String(top));
});

test('tables sort numbers by size and names by their numbers', () => {
  const columns: Column<{ name: string; size: number }>[] = [
    { id: 'name', title: '', by: ({ name }) => name, cell: () => null },
    { id: 'size', title: '', by: ({ size }) => size, cell: () => null },
  ];
  const rows = [{ name: 'disk10', size: 9 }, { name: 'disk2', size: 10 }];
  assert.deepEqual(sorted(rows, columns, 'name').map(({ name }) => name), ['disk2', 'disk10']);
  assert.deepEqual(sorted(rows, columns, '-size').map(({ size }) => size), [10, 9]);
  assert.deepEqual(sorted(rows, columns, 'nothing'), rows);
});

test('a problem says what happened and what to do, whatever came', () => {
  const problem = problemOf(409, { code: 'pinned', title: 'Pinned', detail: 'x is pinned to 1.0.0.', hint: 'Unpin it.', requestId: 'r1' });
  assert.deepEqual([problem.code, problem.message, problem.hint, problem.requestId], ['pinned', 'x is pinned to 1.0.0.', 'Unpin it.', 'r1']);
  const bare = problemOf(502, undefined);
  assert.ok(bare.title && bare.hint);
});

test('deployments are known once, the newest first', () => {
  const of = (id: string, started: string): Deployment => ({ id, action: 'install', plugin: 'p', fromVersion: null, toVersion: '1', requestedBy: 'a', state: 'running', reason: '', steps: [], started, finished: null });
  const merged = mergeDeployment([of('1', '2026-01-01T00:00:00Z')], of('2', '2026-01-02T00:00:00Z'));
  assert.deepEqual(mergeDeployment(merged, { ...of('1', '2026-01-01T00:00:00Z'), state: 'committed' }).map(({ id, state }) => `${id} ${state}`), ['2 running', '1 committed']);
});
