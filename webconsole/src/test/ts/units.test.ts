import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ago, compact, count, duration, exact, inUnit, millis, NONE, percent, perSecond, scaled, short } from '../../main/ts/format/units';

const plain = (text: string) => text.replaceAll('\u202f', ' ');

test('sizes carry a decimal prefix and at most three digits', () => {
  const cases: [number, string][] = [[0, '0 B'], [1, '1 B'], [999, '999 B'], [1000, '1 kB'], [3_200_000, '3.2 MB'], [99_900_000, '99.9 MB'], [999_600_000, '1 GB'], [-1500, '−1.5 kB']];
  for (const [value, text] of cases) assert.equal(plain(scaled(value, 'B')), text);
});

test('rates of bytes read as bytes each second', () => {
  assert.equal(plain(inUnit(3_210_334, 'By/s')), '3.2 MB/s');
  assert.equal(exact(3_210_334, 'By/s'), '3,210,334 By/s');
});

test('counted things show their count, not their name', () => {
  assert.equal(plain(inUnit(1204, '{thread}')), '1,204');
  assert.equal(plain(inUnit(0.4, '{lines}/s')), '0.4/s');
});

test('a share of one reads as percent', () => {
  assert.equal(plain(percent(0.042)), '4.2 %');
  assert.equal(plain(inUnit(1, 'share')), '100 %');
});

test('times take the unit that their size deserves', () => {
  assert.equal(plain(millis(0.04)), '0.04 ms');
  assert.equal(plain(millis(1200)), '1.2 s');
  assert.equal(plain(duration(0.25)), '250 ms');
  assert.equal(plain(duration(184)), '3 min 4 s');
  assert.equal(plain(duration(3600)), '1 h');
  assert.equal(plain(duration(190_000)), '2 d 4 h');
});

test('an age has one unit', () => {
  assert.equal(plain(ago(0, 12_900)), '12 s ago');
  assert.equal(plain(ago(0, 400)), 'now');
  assert.equal(plain(ago(5_000, 0)), 'now');
  assert.equal(plain(ago(0, 7_300_000)), '2 h ago');
});

test('what is no number reads as nothing', () => {
  for (const value of [null, undefined, Number.NaN, Infinity]) {
    assert.equal(inUnit(value, 'By'), NONE);
    assert.equal(exact(value, 'By'), 'no value');
  }
});

test('counts are grouped and large ones shortened', () => {
  assert.equal(count(1204), '1,204');
  assert.equal(plain(compact(9_999)), '9,999');
  assert.equal(plain(compact(12_345)), '12.3 k');
  assert.equal(perSecond(0), '0/s');
  assert.equal(short(0.001), '0.001');
});
