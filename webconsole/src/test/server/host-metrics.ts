import type { LiveSample, SeriesPoints } from '../../main/ts/api/telemetry';
import { smooth } from './random';

/** A series of the imagined host; its value depends on the time alone. */
interface Made {
  readonly name: string;
  readonly unit: string;
  readonly instrument: 'gauge' | 'counter';
  readonly attributes: Readonly<Record<string, string>>;
  readonly at: (seconds: number) => number;
}

const GIB = 1024 ** 3;

/** Slow and fast movement between 0 and 1, with a burst now and then. */
function wave(seconds: number, salt: number): number {
  const burst = smooth(seconds / 47, salt + 9) > 0.8 ? smooth(seconds / 5, salt + 5) * 0.5 : 0;
  return Math.min(1, 0.5 * smooth(seconds / 90, salt) + 0.2 * smooth(seconds / 6, salt + 1) + 0.1 * smooth(seconds, salt + 2) + burst);
}

/** A counter that never falls and can be asked for at any time: the swing of each sine is below its growth. */
function counter(rate: number, salt: number) {
  const swings = [[97, 0.35], [31, 0.3], [7.3, 0.2], [2.1, 0.1]] as const;
  return (seconds: number) => {
    const grown = seconds - 1.7e9;
    return rate * swings.reduce((sum, [period, part], index) => sum + part * (grown + (period / 6.3) * Math.sin((grown / period) * 6.283 + salt * index)), 0);
  };
}

const gauge = (name: string, unit: string, attributes: Made['attributes'], at: Made['at']): Made => ({ name, unit, instrument: 'gauge', attributes, at });
const count = (name: string, unit: string, attributes: Made['attributes'], rate: number, salt: number): Made => ({ name, unit, instrument: 'counter', attributes, at: counter(rate, salt) });

const user = (seconds: number) => 0.03 + 0.4 * wave(seconds, 1) ** 2;
const system = (seconds: number) => 0.01 + 0.12 * wave(seconds, 2) ** 2;
const iowait = (seconds: number) => 0.05 * wave(seconds, 3) ** 4;

export const HOST = 'berlin-1';

const MADE: readonly Made[] = [
  gauge('system.cpu.utilization', '1', {}, (seconds) => user(seconds) + system(seconds)),
  gauge('system.cpu.utilization', '1', { 'cpu.mode': 'user' }, user),
  gauge('system.cpu.utilization', '1', { 'cpu.mode': 'system' }, system),
  gauge('system.cpu.utilization', '1', { 'cpu.mode': 'iowait' }, iowait),
  gauge('system.cpu.utilization', '1', { 'cpu.mode': 'idle' }, (seconds) => 1 - user(seconds) - system(seconds) - iowait(seconds)),
  gauge('system.cpu.load_average.1m', '{thread}', {}, (seconds) => 0.4 + 3 * smooth(seconds / 30, 20)),
  gauge('system.cpu.load_average.5m', '{thread}', {}, (seconds) => 0.8 + 2 * smooth(seconds / 150, 21)),
  gauge('system.cpu.load_average.15m', '{thread}', {}, (seconds) => 1.1 + smooth(seconds / 450, 22)),
  gauge('system.memory.usage', 'By', { 'system.memory.state': 'used' }, (seconds) => GIB * (9 + 2 * smooth(seconds / 200, 30))),
  gauge('system.memory.usage', 'By', { 'system.memory.state': 'cached' }, (seconds) => GIB * (11 + smooth(seconds / 120, 31))),
  gauge('system.memory.usage', 'By', { 'system.memory.state': 'free' }, (seconds) => GIB * (9 - smooth(seconds / 120, 31))),
  count('system.disk.io', 'By', { 'system.device': 'nvme0n1', 'disk.io.direction': 'read' }, 2e6, 40),
  count('system.disk.io', 'By', { 'system.device': 'nvme0n1', 'disk.io.direction': 'write' }, 9e6, 41),
  count('system.network.io', 'By', { 'network.interface.name': 'eth0', 'network.io.direction': 'receive' }, 3e6, 50),
  count('system.network.io', 'By', { 'network.interface.name': 'eth0', 'network.io.direction': 'transmit' }, 8e5, 51),
  count('system.network.io', 'By', { 'network.interface.name': 'lo', 'network.io.direction': 'receive' }, 3e6, 52),
  gauge('system.filesystem.utilization', '1', { 'system.filesystem.mountpoint': '/' }, () => 0.62),
  gauge('system.cpu.utilization', '1', { 'cpu.logical_number': '0' }, (seconds) => 1.1 * user(seconds)),
  gauge('system.cpu.utilization', '1', { 'cpu.logical_number': '1' }, (seconds) => 0.9 * user(seconds)),
  count('system.linux.pressure.time', 's', { 'linux.pressure.resource': 'cpu', 'linux.pressure.stalled': 'some' }, 0.03, 70),
  count('system.linux.pressure.time', 's', { 'linux.pressure.resource': 'io', 'linux.pressure.stalled': 'some' }, 0.01, 71),
  count('system.linux.pressure.time', 's', { 'linux.pressure.resource': 'io', 'linux.pressure.stalled': 'full' }, 0.005, 72),
  gauge('system.process.count', '{process}', { 'process.state': 'running' }, (seconds) => Math.round(3 * smooth(seconds / 9, 73))),
  gauge('system.process.count', '{process}', { 'process.state': 'sleeping' }, () => 211),
  gauge('system.linux.socket.count', '{socket}', { 'network.transport': 'tcp', 'network.type': 'ipv4', 'linux.socket.state': 'in_use' }, (seconds) => Math.round(30 + 9 * smooth(seconds / 40, 74))),
  ...['receive', 'transmit'].map((direction, index) => gauge('traffic.io.rate', 'By/s', { 'network.interface.name': 'eth0', 'network.io.direction': direction }, (seconds) => 4e6 * wave(seconds, 80 + index))),
  ...['receive', 'transmit'].map((direction, index) => gauge('traffic.packets.rate', '{packet}/s', { 'network.interface.name': 'eth0', 'network.io.direction': direction }, (seconds) => 4e3 * wave(seconds, 80 + index))),
  ...['https', 'postgresql', 'dns', 'ssh'].map((protocol, index) => count('traffic.protocol.io', 'By', { 'network.interface.name': 'eth0', 'network.protocol.name': protocol }, 3e6 / 4 ** index, 84 + index)),
  count('traffic.packets.dropped', '{packet}', { 'network.interface.name': 'eth0', reason: 'kernel' }, 0, 88),
  gauge('traffic.flows.active', '{flow}', { 'network.interface.name': 'eth0' }, (seconds) => Math.round(140 + 60 * wave(seconds, 89))),
  gauge('queue.depth', '1', { queue: 'in' }, (seconds) => Math.round(40 * smooth(seconds / 20, 60))),
];

const identity = ({ name, unit, attributes }: Made) => ({ name, host: HOST, unit, attributes });

/** The points of a metric; a step is the distance of the points, as the server's buckets are. */
export function history(name: string, from: number, to: number, stepSeconds: number): SeriesPoints[] {
  const first = Math.ceil(from / 1000 / stepSeconds) * stepSeconds;
  return MADE.filter((made) => name === '' || made.name === name).map((made) => {
    const points: [string, number][] = [];
    for (let seconds = first; seconds <= to / 1000; seconds += stepSeconds) {
      points.push([new Date(seconds * 1000).toISOString(), made.at(seconds)]);
    }
    return { ...identity(made), instrument: made.instrument, points };
  });
}

/** Which series there are. */
export function series() {
  return MADE.map(identity);
}

/** The series of a metric in numbers. */
export function statistics(name: string, from: number, to: number) {
  return history(name, from, to, 5).map(({ points, instrument: _, ...rest }) => {
    const values = points.map(([, value]) => value).sort((a, b) => a - b);
    const at = (share: number) => values[Math.floor(share * (values.length - 1))] ?? null;
    return { ...rest, count: values.length, min: at(0), max: at(1), mean: at(0.5), p50: at(0.5), p95: at(0.95), p99: at(0.99), last: points.at(-1)?.[1] ?? null };
  });
}

/** One sample of every series. */
export function samples(millis: number): LiveSample[] {
  const time = new Date(millis).toISOString();
  return MADE.map((made) => ({ ...identity(made), instrument: made.instrument, source: 'collector.metrics', time, value: made.at(millis / 1000) }));
}
