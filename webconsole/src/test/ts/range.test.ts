import assert from 'node:assert/strict';
import { test } from 'node:test';
import { between } from '../../main/ts/format/clock';
import { absolute, DEFAULT_RANGE, isLive, label, moved, parseTime, resolve, stepFor, widened } from '../../main/ts/time/range';

const NOW = Date.parse('2026-07-20T12:00:00Z');

test('relative times count back from now', () => {
  assert.equal(parseTime('now', NOW), NOW);
  assert.equal(parseTime('now-30s', NOW), NOW - 30_000);
  assert.equal(parseTime('now-6h', NOW), NOW - 6 * 3_600_000);
  assert.equal(parseTime('now-2w', NOW), NOW - 14 * 86_400_000);
});

test('RFC 3339 times are read with their offset', () => {
  assert.equal(parseTime('2026-07-20T12:34:56Z', NOW), Date.UTC(2026, 6, 20, 12, 34, 56));
  assert.equal(parseTime('2026-07-20T14:34:56+02:00', NOW), Date.UTC(2026, 6, 20, 12, 34, 56));
});

test('what is no time is refused', () => {
  for (const text of ['', 'now+1h', 'now-', 'now-1y', 'yesterday', '12', '2026-13-45T00:00:00Z', 'now-1234567s']) assert.equal(parseTime(text, NOW), null, text);
});

test('an unreadable or empty range falls back to the default', () => {
  const standard = resolve(DEFAULT_RANGE, NOW);
  assert.deepEqual(resolve({ from: 'x', to: 'now' }, NOW), standard);
  assert.deepEqual(resolve({ from: 'now', to: 'now-1h' }, NOW), standard);
  assert.equal(standard.to - standard.from, 900_000);
});

test('only a range that ends now is live', () => {
  assert.ok(isLive({ from: 'now-1h', to: 'now' }));
  assert.ok(!isLive({ from: 'now-2h', to: 'now-1h' }));
  assert.ok(!isLive(absolute({ from: NOW - 1000, to: NOW })));
});

test('an absolute range survives the address', () => {
  const span = { from: NOW - 61_234, to: NOW };
  assert.deepEqual(resolve(absolute(span), NOW + 5000), span);
});

test('steps are round and keep the number of points', () => {
  for (const hours of [0.1, 1, 6, 24, 720]) {
    const step = stepFor({ from: NOW - hours * 3_600_000, to: NOW }, 450);
    assert.ok((hours * 3600) / step <= 450, `${hours} h in steps of ${step} s`);
  }
  assert.equal(stepFor({ from: NOW - 60_000, to: NOW }, 450), 1);
});

test('neither wider nor later goes beyond now', () => {
  const span = { from: NOW - 1000, to: NOW };
  assert.deepEqual(widened(span, NOW), { from: NOW - 2000, to: NOW });
  assert.deepEqual(moved(span, 1, NOW), span);
  assert.deepEqual(moved(span, -1, NOW), { from: NOW - 1500, to: NOW - 500 });
});

test('quick ranges have names', () => {
  assert.equal(label({ from: 'now-15m', to: 'now' }), 'Last 15 minutes');
  assert.equal(label({ from: 'now-3h', to: 'now' }), 'Last 3h');
});

test('a range is told as short as it is clear', () => {
  const at = (text: string) => new Date(text).getTime();
  const now = at('2026-07-20T18:00:00');
  assert.equal(between(at('2026-07-20T14:00:00'), at('2026-07-20T14:15:00'), now), '14:00 – 14:15');
  assert.equal(between(at('2026-07-19T14:00:00'), at('2026-07-19T15:30:05'), now), '2026-07-19 14:00 – 15:30:05');
  assert.equal(between(at('2026-07-19T14:00:00'), at('2026-07-20T09:00:00'), now), '2026-07-19 14:00 – 2026-07-20 09:00');
});
