import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogLine } from '../../main/ts/api/telemetry';
import { fits, LineBuffer } from '../../main/ts/screens/logs/buffer';

const line = (sequence: number, more: Partial<LogLine> = {}): LogLine => ({
  time: '2026-07-20T12:00:00Z', host: 'h', source: 's', severity: 'INFO', body: `line ${sequence}`, attributes: {}, sequence, ...more });
const numbers = (buffer: LineBuffer) => buffer.lines.map(({ sequence }) => sequence);

test('lines that are stored and live at once are shown once', () => {
  const buffer = new LineBuffer(10);
  buffer.append([line(3)]);
  assert.equal(buffer.prepend([line(1), line(2), line(3)]), 2);
  buffer.append([line(3), line(4)]);
  assert.deepEqual(numbers(buffer), [1, 2, 3, 4]);
});

test('held lines are counted and shown on release', () => {
  const buffer = new LineBuffer(10);
  buffer.append([line(1)]);
  buffer.held = true;
  buffer.append([line(2), line(3)]);
  assert.deepEqual(numbers(buffer), [1]);
  assert.equal(buffer.waitingCount, 2);
  buffer.release();
  assert.deepEqual(numbers(buffer), [1, 2, 3]);
  assert.equal(buffer.waitingCount, 0);
});

test('the oldest give way, and may be loaded again', () => {
  const buffer = new LineBuffer(3);
  assert.equal(buffer.append([1, 2, 3, 4, 5].map((n) => line(n))), 2);
  assert.deepEqual(numbers(buffer), [3, 4, 5]);
  assert.equal(buffer.prepend([line(2)]), 1);
});

test('more lines than there is room for are counted while held', () => {
  const buffer = new LineBuffer(3);
  buffer.append([line(0)]);
  buffer.held = true;
  for (let n = 1; n <= 10; n += 1) buffer.append([line(n)]);
  assert.equal(buffer.waitingCount, 10);
  buffer.release();
  assert.deepEqual(numbers(buffer), [8, 9, 10]);
});

test('a live line passes the same filter as a stored one', () => {
  const one = line(1, { severity: 'WARN', body: 'Disk almost FULL' });
  const all = { text: '', source: '', host: '', severity: '' };
  assert.ok(fits(one, all));
  assert.ok(fits(one, { ...all, text: 'full', severity: 'info' }));
  assert.ok(!fits(one, { ...all, severity: 'error' }));
  assert.ok(!fits(one, { ...all, source: 'other' }));
  assert.ok(!fits(line(1, { severity: 'UNSPECIFIED' }), { ...all, severity: 'trace' }));
});
