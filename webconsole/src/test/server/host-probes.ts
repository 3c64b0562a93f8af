import type { Process, Round } from '../../main/ts/api/telemetry';
import { HOST } from './host-metrics';
import { noise, Random, smooth } from './random';

const PACKETS = 5;
const EVERY_SECONDS = 10;

/** A probed target: `base` is its usual time in milliseconds; a negative one never answers. */
export interface Target {
  readonly name: string;
  readonly probe: 'ping' | 'tcp' | 'traceroute';
  readonly base: number;
  readonly lossy: number;
}

export const TARGETS: readonly Target[] = [
  { name: '127.0.0.1', probe: 'ping', base: 0.04, lossy: 0 },
  { name: '::1', probe: 'ping', base: 0.05, lossy: 0 },
  { name: '192.0.2.1', probe: 'ping', base: 1.2, lossy: 0 },
  { name: 'db.example.org', probe: 'tcp', base: 8.4, lossy: 0 },
  { name: 'edge-fra.example.net', probe: 'ping', base: 14, lossy: 0.12 },
  { name: 'backup.example.org', probe: 'tcp', base: -1, lossy: 1 },
];

/** A target behind a router that takes one way or another, five minutes each. */
export const TRACED: Target = { name: 'far.example.org', probe: 'traceroute', base: 2, lossy: 0 };

/** Many targets, for the large fixture. */
export function manyTargets(count: number): readonly Target[] {
  return Array.from({ length: count }, (_, index) => ({ name: `10.${index >> 8}.${index & 255}.1`, probe: 'ping' as const, base: 1 + (index % 40), lossy: index % 37 === 0 ? 0.3 : 0 }));
}

function ping(target: Target, seconds: number, salt: number): Pick<Round, 'successful' | 'responseMillis' | 'error' | 'result'> {
  const random = new Random(seconds * 31 + salt);
  const lossNow = smooth(seconds / 120, salt) > 0.72 ? target.lossy * 3 : 0;
  const answers = Array.from({ length: PACKETS }, () => random.next() >= lossNow && target.base > 0);
  const latenciesMillis = answers.filter(Boolean).map(() => target.base * (1 + 0.3 * smooth(seconds / 60, salt) + 0.25 * random.next() ** 3));
  const failures = PACKETS - latenciesMillis.length;
  const errors = failures > 0 ? [`${failures} of ${PACKETS} packets without an answer within 1 s`] : [];
  const mean = latenciesMillis.length > 0 ? latenciesMillis.reduce((sum, value) => sum + value, 0) / latenciesMillis.length : null;
  return { successful: latenciesMillis.length > 0, responseMillis: mean, error: errors[0] ?? null, result: { successes: latenciesMillis.length, failures, latenciesMillis, averageMillis: mean, errors, resolvedAddress: target.name.includes('example') ? '198.51.100.7' : target.name } };
}

function tcp(target: Target, seconds: number, salt: number): Pick<Round, 'successful' | 'responseMillis' | 'error' | 'result'> {
  if (target.base < 0) {
    const error = `connection to ${target.name}:5432 refused`;
    return { successful: false, responseMillis: null, error, result: { connected: false, connectMillis: null, error, resolvedAddress: '203.0.113.9' } };
  }
  const responseMillis = target.base * (1 + 0.5 * noise(seconds, salt));
  return { successful: true, responseMillis, error: null, result: { connected: true, connectMillis: responseMillis, error: null, resolvedAddress: '203.0.113.8' } };
}

function trace(target: Target, seconds: number, salt: number): Pick<Round, 'successful' | 'responseMillis' | 'error' | 'result'> {
  const way = Math.floor(seconds / 300) % 2 === 0 ? '10.9.2.2' : '10.9.12.2';
  const hops = ['10.9.1.2', way, null, '10.9.4.2'].map((address, index) => ({
    distance: index + 1, address, lost: address ? 0 : 3, latenciesMillis: address ? [0, 1, 2].map((packet) => target.base * (index + 1) * (1 + 0.2 * noise(seconds + packet, salt))) : [] }));
  const totalMillis = hops.at(-1)?.latenciesMillis[0] ?? 0;
  return { successful: true, responseMillis: totalMillis, error: null, result: { hops, targetReached: true, totalMillis, errors: [] } };
}

const OUTCOMES = { ping, tcp, traceroute: trace } as const;

/** The rounds of a stretch of time as each host saw them, the latest first. */
export function rounds(from: number, to: number, limit: number, targets: readonly Target[] = TARGETS, hosts: readonly string[] = [HOST]): Round[] {
  const found: Round[] = [];
  for (let seconds = Math.floor(to / 1000 / EVERY_SECONDS) * EVERY_SECONDS; seconds * 1000 > from && found.length < limit; seconds -= EVERY_SECONDS) {
    targets.forEach((target, index) => {
      const time = new Date(seconds * 1000 + index).toISOString();
      hosts.forEach((host, place) => {
        const outcome = OUTCOMES[target.probe](target, seconds, index + 100 * place);
        found.push({ time, host, source: 'probe.reachability~edge', probe: target.probe, target: target.name, attributes: {}, ...outcome });
      });
    });
  }
  return found.slice(0, limit);
}

const PROGRAMS = ['java', 'postgres', 'nginx', 'chromium', 'node', 'sshd', 'systemd', 'rsyslogd', 'containerd', 'python3', 'redis-server', 'cron'];

/** The busiest processes of now. */
export function processes(millis: number, limit: number): Process[] {
  const time = new Date(millis).toISOString();
  return PROGRAMS.map((name, index) => ({
    time,
    host: HOST,
    pid: 400 + index * 173,
    parentPid: 1,
    name,
    executable: `/usr/bin/${name}`,
    commandLine: `/usr/bin/${name} --config /etc/${name}.conf`,
    user: index % 3 === 0 ? 'root' : name === 'postgres' ? 'postgres' : 'app',
    started: '2026-01-01T00:00:00Z',
    cpuUtilization: (1.4 / (index + 1)) * smooth(millis / 4000, index),
    memoryBytes: (1.6e9 / (index + 1)) * (0.8 + 0.2 * smooth(millis / 9000, index)),
  }))
    .sort((a, b) => b.cpuUtilization - a.cpuUtilization)
    .slice(0, limit);
}
