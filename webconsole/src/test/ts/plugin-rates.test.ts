import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Component } from '../../main/ts/api/pipeline';
import { PluginRates } from '../../main/ts/app/plugin-rates';
import { describe } from '../../main/ts/live/tap';

const component = (plugin: string, eventsPerSecond: number) => ({ plugin, eventsPerSecond }) as Component;
const at = (seconds: number) => new Date(seconds * 1000).toISOString();

test('adds up what the sources and sinks of a plugin move, and counts one that is away as still', () => {
  const rates = new PluginRates();
  rates.record({ time: at(100), sources: [component('a', 3), component('b', 5)], sinks: [component('a', 4)] });
  rates.record({ time: at(101), sources: [component('b', 6)], sinks: [] });
  rates.record({ time: at(102), sources: [component('a', 2), component('b', 7), component('c', 1)], sinks: [] });
  assert.deepEqual(rates.of('a', 0, 1000), { times: [100, 101, 102], values: [7, 0, 2] });
  assert.deepEqual(rates.of('a', 101, 101), { times: [101], values: [0] });
  assert.deepEqual(rates.ofOthers('a', 0, 1000), { times: [100, 101, 102], values: [5, 6, 8] });
  assert.deepEqual(rates.of('nobody', 0, 1000), { times: [], values: [] });
});

test('says an event on one line, whatever its kind', () => {
  const event = { time: at(1), host: 'h', source: 's', sequence: 1, attributes: { file: 'x' } };
  assert.equal(describe({ ...event, kind: 'log', payload: { severity: 'WARN', body: 'full', cut: false } }), 'WARN full file=x');
  assert.equal(describe({ ...event, kind: 'sample', payload: { name: 'cpu', value: 0.5, unit: '1', attributes: { mode: 'user' } } }), 'cpu 0.5 1 mode=user file=x');
  assert.equal(describe({ ...event, kind: 'probe', payload: { probe: 'ping', result: { loss: 0 } } }), 'probe=ping result={"loss":0} file=x');
});
