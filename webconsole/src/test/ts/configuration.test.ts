import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConfigKey, ConfigSchema, ConfigTable } from '../../main/ts/api/configuration';
import { problemOf } from '../../main/ts/api/problem';
import { changesOf, complaintsOf, edited, faultsOf, limitsOf, overlaid, ownerOf, textOf, untold, valueOf, valuesOf } from '../../main/ts/screens/configuration/draft';

const set = (key: string, value: ConfigKey['value'], origin = ''): ConfigKey => ({ key, value, origin, secret: false, editable: true });
const HERE = '/data/config/collector.logs~app.json:1';
const TABLE: ConfigTable = {
  pid: 'collector.logs~app', table: 'collector.logs', name: 'Log files', description: '', factory: true, editable: true,
  keys: [set('paths', ['/a', '/b'], '/etc/monitor.toml:3'), set('interval', '2s', HERE), set('most', null), set('share', 0.5, HERE), set('on', null), set('url', null, '/etc/monitor.toml:7')],
};
const SCHEMA: ConfigSchema = {
  title: 'Log files', description: '', required: ['paths'],
  properties: {
    paths: { type: 'array', title: 'Paths', description: '', items: { type: 'string' } },
    interval: { type: 'string', title: 'Interval', description: '', 'x-min': '100ms', 'x-max': '1h', default: '1s' },
    most: { type: 'integer', title: 'Most', description: '', minimum: 1, default: 20 },
    share: { type: 'number', title: 'Share', description: '', minimum: 0, maximum: 1 },
    on: { type: 'boolean', title: 'On', description: '', default: true },
    url: { type: 'string', title: 'Address', description: '', default: '' },
  },
};
const key = (id: string) => TABLE.keys.find((one) => one.key === id)!;
const property = (id: string) => SCHEMA.properties[id]!;

test('what the API set is told apart from what stands in files and variables', () => {
  assert.ok(overlaid(TABLE, key('interval')));
  for (const origin of ['/etc/monitor.toml:3', '/data/config/collector.logs~application.json:1', '/data/config/xcollector-logs~app.json', 'MONITOR_COLLECTOR_LOGS', '']) assert.ok(!overlaid(TABLE, set('interval', '2s', origin)), origin);
});

test('what is set over the files stays when another key is changed, and nothing of the files is copied', () => {
  assert.deepEqual(valuesOf(TABLE, SCHEMA, { most: '7' }), { interval: '2s', share: 0.5, most: 7 });
  assert.deepEqual(valuesOf(TABLE, SCHEMA, { interval: null, on: 'false' }), { share: 0.5, on: false });
  assert.deepEqual(valuesOf(TABLE, SCHEMA, { paths: '/a\n\n  /c \n' }), { interval: '2s', share: 0.5, paths: ['/a', '/c'] });
});

test('a text becomes what its key takes, and what is none is left for the platform to refuse', () => {
  assert.equal(valueOf('7', property('most')), 7);
  assert.equal(valueOf('seven', property('most')), 'seven');
  assert.equal(valueOf('', property('most')), '');
  assert.equal(valueOf('0.25', property('share')), 0.25);
  assert.equal(valueOf('12', property('interval')), '12');
  assert.equal(valueOf('true', property('on')), true);
  assert.deepEqual(valueOf('1\n2', { ...property('paths'), items: { type: 'integer' } }), [1, 2]);
});

test('what is typed back to what it was is no change', () => {
  const once = edited({}, key('interval'), property('interval'), '5s');
  assert.deepEqual(once, { interval: '5s' });
  assert.deepEqual(edited(once, key('interval'), property('interval'), '2s'), {});
  assert.deepEqual(edited(once, key('interval'), property('interval'), undefined), {});
  assert.deepEqual(edited({}, key('most'), property('most'), '20'), {});
  assert.deepEqual(edited({}, key('interval'), property('interval'), null), { interval: null });
});

test('what would change is told with what is in force, and never with what is not shown', () => {
  assert.deepEqual(changesOf(TABLE, SCHEMA, { url: 'postgres://h/x', interval: null, paths: '/c' }).map(({ key: id, before, after }) => [id, before, after]), [
    ['paths', '/a\n/b', '/c'], ['interval', '2s', 'what the files say, else 1s'], ['url', 'not shown', 'postgres://h/x'],
  ]);
  assert.equal(textOf(key('most'), property('most')), '20');
});

test('an address whose user is not shown is not sent again without it', () => {
  const masked = { ...TABLE, keys: [set('url', 'postgres://***@h/x', HERE), set('interval', 'http://***@h', '/etc/monitor.toml:2')] };
  assert.deepEqual(untold(masked, {}), ['url']);
  assert.deepEqual(untold(masked, { url: 'postgres://u@h/x' }), []);
  assert.deepEqual(untold(masked, { url: null }), []);
});

test('a refusal is told beside its field, or by itself where it has none', () => {
  const problem = problemOf(400, { code: 'invalid-request', detail: 'wrong', errors: [{ field: 'values.most', message: 'is less than 1' }, { field: 'collector.metrics.interval', message: 'is gone' }] });
  const { byKey, others } = faultsOf(problem, ['most', 'interval']);
  assert.deepEqual([...byKey], [['most', 'is less than 1']]);
  assert.deepEqual(others, ['collector.metrics.interval: is gone']);
  assert.deepEqual(faultsOf(undefined, []), { byKey: new Map(), others: [] });
});

test('what a plugin says of its keys is found in its words, and words that only look like keys are not', () => {
  const words = 'collector.logs: it failed when it was started: IllegalArgumentException: max-line: 1MiB is not between 256B and 512KiB; look at collector.logs.RecordSettings.bytes(RecordSettings.java:118)';
  assert.deepEqual([...complaintsOf(words, ['line', 'max-line', 'start', 'paths'])], [['max-line', '1MiB is not between 256B and 512KiB']]);
  assert.deepEqual([...complaintsOf('works without RAW_SOCKET', ['works', 'without'])], []);
});

test('a table belongs to the plugin whose name it begins with, or that runs it or waits for it', () => {
  const plugins = [{ name: 'analysis.alerts', reason: '' }, { name: 'analysis', reason: '' }, { name: 'collector.logs', reason: '' }, { name: 'collector.traffic', reason: 'waits for its configuration; add a table [collector.pcap], or' }];
  const running = [{ name: 'collector.journal~system', plugin: 'collector.logs' }];
  const owner = (table: string) => ownerOf(table, plugins, running)?.name;
  assert.deepEqual(['analysis.alerts.rule', 'collector.logs', 'collector.journal', 'collector.pcap'].map(owner), ['analysis.alerts', 'collector.logs', 'collector.logs', 'collector.traffic']);
  assert.deepEqual(['collector.logsx', 'runtime'].map(owner), [undefined, undefined]);
});

test('limits are told in words', () => {
  assert.equal(limitsOf(property('interval')), '100ms to 1h');
  assert.equal(limitsOf(property('most')), 'at least 1');
  assert.equal(limitsOf(property('paths')), 'one each line');
  assert.equal(limitsOf({ type: 'string', title: '', description: '', 'x-max': '64' }), 'at most 64 characters');
  assert.equal(limitsOf({ type: 'array', title: '', description: '', items: { type: 'string', enum: ['a', 'b'] } }), 'one each line, of a, b');
});
