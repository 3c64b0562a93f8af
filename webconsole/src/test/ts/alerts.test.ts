import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Rule } from '../../main/ts/api/alerts';
import { bodyOf, draftOf } from '../../main/ts/screens/alerts/rule-form';

const RULE: Rule = { metric: 'queue.depth', hosts: ['web*', 'db-1'], attributes: { queue: 'in', 'cpu.mode': '', label: 'a=b' }, comparison: '<=', threshold: -0.5, hysteresis: 2, hold: '30s', coolDown: '5m', noData: '0s', severity: 'critical', webhooks: ['ops'] };

test('a rule that is shown and sent back is the same', () => {
  assert.deepEqual(bodyOf(draftOf('queue', RULE)), RULE);
});

test('what is no number is left for the server to refuse', () => {
  const body = bodyOf({ ...draftOf('queue', RULE), threshold: '', hysteresis: 'two' });
  assert.equal(body['threshold'], null);
  assert.equal(body['hysteresis'], 'two');
});
