import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Traffic, TrafficFlow } from '../../main/ts/api/traffic';
import { endpoint, fitting, isQuiet, protocolOf } from '../../main/ts/screens/traffic/shape';

const flow = (id: string, more: Partial<TrafficFlow> = {}): TrafficFlow => ({
  host: 'h', source: 's', id, protocol: 'tcp', sourceAddress: '10.0.0.1', sourcePort: 4000, destinationAddress: '::1', destinationPort: 443, state: 'closed',
  bytesSent: 1, bytesReceived: 2, packetsSent: 1, packetsReceived: 1, start: '2026-01-01T00:00:00Z', end: '2026-01-01T00:00:01Z', attributes: {}, ...more });

const all: Traffic = {
  talkers: [{ host: 'h', address: '10.0.0.1', bytesSent: 1, bytesReceived: 2, packets: 3 }],
  protocols: [{ name: 'https', bytes: 3, packets: 2, flows: 1 }],
  flows: [flow('a', { attributes: { 'tls.server.name': 'API.example.org' } }), flow('b', { destinationPort: 8443, attributes: { 'network.protocol.name': 'https' } })],
  questions: [{ name: 'api.example.org', asked: 1, unanswered: 0, failed: 0, p50Millis: 1, p95Millis: 1 }],
  serverNames: [{ name: 'api.example.org', bytes: 3, packets: 2, flows: 1 }],
};

test('an endpoint is written so that address and port can be told apart', () => {
  assert.equal(endpoint('10.0.0.1', 443), '10.0.0.1:443');
  assert.equal(endpoint('::1', 443), '[::1]:443');
  assert.equal(endpoint('::1', 0), '::1');
});

test('a filter of traffic looks at addresses, ports, names, protocols and states', () => {
  const ids = (text: string) => fitting(all, text).flows.map(({ id }) => id).join('');
  assert.deepEqual(['10.0.0.1', ':443', ':8443', 'api.example', 'HTTPS', 'closed', 'nothing'].map(ids), ['ab', 'a', 'b', 'a', 'b', 'ab', '']);
  assert.deepEqual(Object.values(fitting(all, 'api.example')).map((part: readonly unknown[]) => part.length), [0, 0, 1, 1, 1]);
  assert.ok(isQuiet(fitting(all, 'nothing')) && !isQuiet(all));
});

test('a flow is named by its application where its port tells it', () => {
  assert.deepEqual(all.flows.map(protocolOf), ['tcp', 'https']);
});
