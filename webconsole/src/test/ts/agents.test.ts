import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Agent } from '../../main/ts/api/agents';
import { joinCommands } from '../../main/ts/screens/agents/invite';
import { lookOfAgent } from '../../main/ts/screens/agents/state';

const NOW = Date.parse('2026-07-20T12:00:00Z');
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();
const joined: Agent = { name: 'a', connected: false, hosts: [], connections: [], joined: at(-900), renewed: at(-900), expires: at(900), revoked: false };
const word = (rest: Partial<Agent>) => lookOfAgent({ ...joined, ...rest }, NOW).word;

test('an agent that is connected elsewhere is well, and one that is silent is away', () => {
  assert.equal(word({ connected: true, lastSeen: at(0) }), 'Connected');
  assert.equal(word({ lastSeen: at(-1) }), 'Elsewhere');
  assert.equal(word({ lastSeen: at(-3) }), 'Away');
  assert.equal(word({}), 'Not seen yet');
});

test('what is refused says why, before whether it was seen', () => {
  assert.equal(word({ revoked: true, expires: at(-1), lastSeen: at(-1) }), 'Revoked');
  assert.equal(word({ expires: at(-1), lastSeen: at(-1) }), 'Expired');
  assert.equal(word({ expires: at(-1), connected: true }), 'Connected');
});

test('those that need a look come before those that are well', () => {
  const rank = (rest: Partial<Agent>) => lookOfAgent({ ...joined, ...rest }, NOW).rank;
  const order = [{ expires: at(-1) }, {}, { lastSeen: at(-3) }, { revoked: true }, { connected: true }, { lastSeen: at(-1) }].map(rank);
  assert.deepEqual(order, [...order].sort((a, b) => a - b));
});

test('the token stands in no argument of a command line', () => {
  assert.deepEqual(joinCommands('collector.example.org', 'web-1').split('\n'), [
    '(umask 077; cat > web-1.token)   # paste the token, then Ctrl+D',
    'bin/monitor init --join https://collector.example.org:7718 --token-file web-1.token --data /var/lib/monitor',
    'bin/monitor run --data /var/lib/monitor',
  ]);
});
