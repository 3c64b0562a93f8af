import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ring } from '../../main/ts/live/ring';
import { align, perSecond, PointBuffer } from '../../main/ts/live/series';
import { sum } from '../../main/ts/chart/lines';

test('a full ring forgets the oldest', () => {
  const ring = new Ring<number>(3);
  assert.deepEqual([1, 2, 3, 4, 5].map((item) => ring.push(item)), [0, 0, 0, 1, 1]);
  assert.deepEqual(ring.toArray(), [3, 4, 5]);
  assert.equal(ring.at(0), 3);
  assert.equal(ring.at(-1), 5);
  assert.equal(ring.at(3), undefined);
  assert.equal(ring.length, 3);
});

test('a cleared ring is empty and can be filled again', () => {
  const ring = new Ring<string>(2);
  ring.push('a');
  ring.clear();
  assert.deepEqual(ring.toArray(), []);
  ring.push('b');
  assert.deepEqual(ring.toArray(), ['b']);
});

test('a ring without room is refused', () => {
  for (const capacity of [0, -1, 1.5, Number.NaN]) assert.throws(() => new Ring(capacity), /capacity/);
});

test('points that stored and live data share are kept once', () => {
  const buffer = new PointBuffer(100);
  for (const time of [1, 2, 3, 2, 3, 4]) buffer.push(time, time * 10);
  assert.deepEqual(buffer.points(), { times: [1, 2, 3, 4], values: [10, 20, 30, 40] });
  assert.deepEqual(buffer.last(), { time: 4, value: 40 });
});

test('a point buffer stays within its bound and its window', () => {
  const buffer = new PointBuffer(100);
  for (let time = 0; time < 10_000; time += 1) buffer.push(time, 0);
  assert.ok(buffer.length <= 125);
  buffer.trim(9_990);
  assert.equal(buffer.length, 10);
  buffer.trim(20_000);
  assert.equal(buffer.length, 0);
  assert.equal(buffer.last(), undefined);
});

test('series sampled a moment apart share a column', () => {
  const { times, values } = align([{ times: [1.02, 2.01], values: [1, 2] }, { times: [0.98, 1.99], values: [3, 4] }], 1);
  assert.deepEqual(times, [1, 2]);
  assert.deepEqual(values, [[1, 2], [3, 4]]);
});

test('a column without a value does not break the line, a long silence does', () => {
  const { times, values } = align([{ times: [0, 1, 2, 20], values: [1, 1, 1, 1] }, { times: [0, 2], values: [2, 2] }], 1);
  assert.deepEqual(times, [0, 1, 2, 11, 20]);
  assert.deepEqual(values[0], [1, 1, 1, null, 1]);
  assert.deepEqual(values[1], [2, undefined, 2, null, undefined]);
});

test('a counter that began again yields no negative rate', () => {
  assert.deepEqual(perSecond([0, 2, 4, 6], [100, 300, 10, 30]), { times: [2, 6], values: [100, 10] });
});

test('a sum has a value wherever a part has one', () => {
  assert.deepEqual(sum([{ times: [1, 2], values: [1, 2] }, { times: [2, 3], values: [10, 20] }], 1), { times: [1, 2, 3], values: [1, 12, 20] });
});
