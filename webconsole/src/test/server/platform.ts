import type { Deployment, HistoryEntry, PluginDiff, Step } from '../../main/ts/api/deployments';
import type { Component, Pipeline, Route } from '../../main/ts/api/pipeline';
import type { Status } from '../../main/ts/api/platform';
import type { Capabilities, Containment, Plugin, State } from '../../main/ts/api/plugins';
import { HOST } from './host-metrics';
import { smooth } from './random';

const STEP_MILLIS = 350;
const STEPS: Readonly<Record<string, readonly string[]>> = {
  install: ['verify', 'signature', 'policy', 'resolve', 'swap', 'trial', 'commit'],
  upgrade: ['verify', 'signature', 'policy', 'resolve', 'quiesce', 'swap', 'trial', 'commit'],
  rollback: ['find', 'resolve', 'quiesce', 'swap', 'trial', 'commit'],
  pin: ['find', 'commit'],
  unpin: ['find', 'commit'],
  disable: ['quiesce', 'stop'],
  enable: ['start', 'trial'],
  remove: ['quiesce', 'stop', 'remove'],
};

function capabilities(declared: string[], refused: Capabilities['refused'] = [], required: string[] = []): Capabilities {
  const names = refused.map(({ name }) => name);
  return { declared, required, granted: declared.filter((name) => !names.includes(name)), refused };
}

const KERNEL = { name: 'KERNEL_LEVEL', by: 'host', reason: 'the process has neither CAP_SYS_ADMIN nor CAP_BPF; start it with one of them' };
const RAW = { name: 'RAW_SOCKET', by: 'host', reason: 'the process lacks CAP_NET_RAW; datagram ICMP is used instead' };

interface Kept {
  readonly name: string;
  version: string;
  state: State;
  reason: string;
  readonly description: string;
  readonly capabilities: Capabilities;
  readonly sources: readonly string[];
  readonly sinks: readonly string[];
  readonly kinds: readonly string[];
  readonly rate: number;
}

function bundled(): Kept[] {
  const of = (name: string, description: string, caps: Capabilities, rest: Partial<Kept>): Kept => ({
    name, version: '0.1.0', state: 'active', reason: '', description, capabilities: caps, sources: [], sinks: [], kinds: [], rate: 0, ...rest });
  return [
    of('collector.logs', 'Follows log files', capabilities(['LOGS', 'REALTIME']), { sources: ['collector.logs~app', 'collector.logs~nginx', 'collector.logs~system'], kinds: ['log'], rate: 1.2 }),
    of('collector.metrics', 'CPU, memory, disks, network and processes of this host', capabilities(['PERFORMANCE', 'PROCESS', 'SYSTEM_WIDE']), { sources: ['collector.metrics'], kinds: ['sample', 'process'], rate: 64 }),
    of('collector.syscalls', 'Counts system calls by process', capabilities(['PROCESS', 'KERNEL_LEVEL', 'REALTIME'], [KERNEL], ['KERNEL_LEVEL']), { state: 'inactive', reason: 'KERNEL_LEVEL is required and was refused by the host', sources: ['collector.syscalls'], kinds: ['custom.syscall'] }),
    of('probe.reachability', 'Tests whether targets answer', capabilities(['REACHABILITY', 'NETWORK', 'RAW_SOCKET'], [RAW]), { state: 'degraded', reason: 'works without RAW_SOCKET', sources: ['probe.reachability~edge'], kinds: ['probe'], rate: 0.6 }),
    of('sink.postgres', 'Stores everything in PostgreSQL', capabilities(['LOGS', 'PERFORMANCE', 'PROCESS', 'REACHABILITY', 'NETWORK']), { sinks: ['sink.postgres'], kinds: ['log', 'sample', 'process', 'probe'] }),
    of('sink.console', 'Writes events to standard output', capabilities(['LOGS', 'PERFORMANCE']), { state: 'disabled', reason: 'disabled by admin', sinks: ['sink.console'], kinds: ['log', 'sample'] }),
  ];
}

/** The imagined platform: what is installed, and what happens when that is changed. */
export class Platform {
  readonly started = Date.now() - 3_912_000;
  readonly deployments: Deployment[] = [];
  private readonly pinned = new Set<string>();
  onDeployment: (deployment: Deployment) => void = () => undefined;
  private readonly kept: Kept[];
  private nextId = 1;

  constructor(private readonly kind: 'normal' | 'empty' | 'many') {
    this.kept = kind === 'empty' ? [] : bundled();
    if (kind === 'many') this.kept.push(...Array.from({ length: 90 }, (_, index): Kept => ({
      name: `collector.device${index}`, version: '1.0.0', state: index % 30 === 7 ? 'failed' : 'active', reason: index % 30 === 7 ? 'the device does not answer; tried again in 20 s' : '', description: 'A device', capabilities: capabilities(['PERFORMANCE']), sources: [`collector.device${index}`], sinks: [], kinds: ['sample'], rate: index })));
  }

  plugins(): Plugin[] {
    return this.kept.map((plugin) => ({
      name: plugin.name, version: plugin.version, state: plugin.state, reason: plugin.reason, description: plugin.description, capabilities: plugin.capabilities,
      provides: this.runs(plugin) ? [...plugin.sources, ...plugin.sinks] : [], rates: { in: plugin.sinks.length > 0 && this.runs(plugin) ? this.total() : 0, out: this.runs(plugin) ? this.rateOf(plugin) * Math.max(1, plugin.sources.length) : 0 },
      cost: this.cost(plugin), pinned: this.pinned.has(plugin.name), bundled: plugin.version === '0.1.0' }));
  }

  private runs({ state }: Kept): boolean {
    return state === 'active' || state === 'degraded' || state === 'inactive';
  }

  private moves({ state }: Kept): boolean {
    return state === 'active' || state === 'degraded';
  }

  private rateOf(plugin: Kept): number {
    return this.moves(plugin) ? plugin.rate * (0.7 + 0.6 * smooth(Date.now() / 2500, plugin.name.length)) : 0;
  }

  private total(): number {
    return this.kept.reduce((sum, plugin) => sum + this.rateOf(plugin) * plugin.sources.length, 0);
  }

  private cost(plugin: Kept) {
    const seconds = (Date.now() - this.started) / 1000;
    return { cpuSeconds: seconds * 0.0004 * (1 + plugin.rate), allocatedBytes: Math.round(seconds * 90_000 * (1 + plugin.rate)), threads: this.moves(plugin) ? 1 + plugin.sources.length : 0 };
  }

  private component(plugin: Kept, name: string, type: 'source' | 'sink'): Component {
    const rate = type === 'source' ? this.rateOf(plugin) : this.moves(plugin) ? this.total() : 0;
    const others = this.kept.filter((other) => this.runs(other)).flatMap((other) => (type === 'source' ? other.sinks : other.sources).map((end) => ({ end, other })));
    const fits = ({ other }: (typeof others)[number]) => other.kinds.some((kind) => plugin.kinds.includes(kind)) && this.moves(other) && this.moves(plugin);
    const reason = (other: Kept) => (this.moves(plugin) && this.moves(other) ? `kinds differ: ${plugin.kinds.join(', ')} and ${other.kinds.join(', ')}` : `${this.moves(plugin) ? other.name : name} does not run`);
    return {
      name, type, plugin: plugin.name, state: plugin.state, reason: plugin.reason, capabilities: plugin.capabilities, kinds: plugin.kinds,
      routedTo: others.filter(fits).map(({ end }) => end), notRouted: Object.fromEntries(others.filter((one) => !fits(one)).map(({ end, other }) => [end, reason(other)])),
      eventsPerSecond: rate, bytesPerSecond: rate * 47, events: Math.round(rate * 3900), backlog: type === 'sink' ? Math.round(rate * 0.2) : 0, errors: 0, restarts: plugin.state === 'failed' ? 3 : 0, dropped: name.endsWith('nginx') && this.moves(plugin) ? { 'buffer full': 12 } : {}, cost: this.cost(plugin), essential: name === 'sink.postgres' };
  }

  pipeline(): Pipeline {
    const running = this.kept.filter((plugin) => this.runs(plugin) || plugin.state === 'failed');
    const sources = running.flatMap((plugin) => plugin.sources.map((name) => this.component(plugin, name, 'source')));
    const sinks = running.flatMap((plugin) => plugin.sinks.map((name) => this.component(plugin, name, 'sink')));
    const routes = sources.flatMap((source) => source.routedTo.map((sink): Route => {
      const received = Math.round(source.eventsPerSecond * 3900);
      const buffered = Math.min(received, Math.round(source.eventsPerSecond * 0.2));
      const lost = source.name.endsWith('nginx') ? Math.min(received - buffered, 12) : 0;
      return { source: source.name, sink, eventsPerSecond: source.eventsPerSecond, reason: '', balance: { received, buffered, delivered: received - buffered - lost, dropped: lost > 0 ? { 'buffer full': lost } : {} } };
    }));
    const metrics = sources.find(({ name }) => name === 'collector.metrics');
    const waiting = metrics ? [{ ...metrics, plugin: 'acme.metrics', state: 'inactive' as const, routedTo: [], eventsPerSecond: 0, reason: 'the name collector.metrics is that of a source of collector.metrics, and what has one name shares positions and numbers; name one of the two otherwise (the name of its component, or the service property monitor.name), or remove collector.metrics' }] : [];
    return { time: new Date().toISOString(), sources, sinks, waiting, routes, journal: this.journal() };
  }

  /** What had to be contained, of one plugin or of all. */
  containment(plugin: string | null): Containment {
    const seen = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    const incidents = this.kind === 'empty' ? [] : [
      { time: seen(4), plugin: 'probe.reachability', kind: 'stuck', what: 'deliver did not come back within 120 s and was interrupted; it is at java.net.Socket.connect(Socket.java:756)', stack: ['java.base/java.net.Socket.connect(Socket.java:756)', 'probe.reachability.TcpProbe.connect(TcpProbe.java:88)', 'probe.reachability.TcpProbe.run(TcpProbe.java:41)'], count: 3 },
      { time: seen(190), plugin: 'collector.logs', kind: 'leak', what: 'left the thread follow-7 behind when it was stopped', stack: [], count: 1 },
    ];
    const limits = [{ plugin: 'probe.reachability', eventsPerSecond: 100_000, bytesPerSecond: 67_108_864, droppedEvents: 512, heldBackSeconds: 2.5 }];
    const asked = <T extends { plugin: string }>(all: readonly T[]) => all.filter((one) => plugin === null || one.plugin === plugin);
    return { limits: this.kind === 'empty' ? [] : asked(limits), incidents: asked(incidents) };
  }

  /** One event of each source that runs. */
  tapped(now: number, sequence: number) {
    const { sources } = this.pipeline();
    const events = sources.filter(({ eventsPerSecond }) => eventsPerSecond > 0).map(({ name }) => ({
      time: new Date(now).toISOString(), kind: 'log', host: HOST, source: name, sequence, attributes: { 'file.path': '/var/log/app.log' },
      payload: { body: `event ${sequence} of ${name}`, severity: 'INFO', cut: false } }));
    return { events, skipped: 0 };
  }

  private journal() {
    return { epoch: '3-9f2c', bytes: 212_000_000 + Math.round(9e6 * smooth(Date.now() / 9000, 3)), maxBytes: 1_073_741_824, segments: 14, state: 'ok', freeBytes: 48_200_000_000, freeFloorBytes: 1_073_741_824, lanes: [{ name: 'essential', bytes: 141_000_000, maxBytes: 805_306_368, state: 'ok' }, { name: 'rest', bytes: 231_000_000, maxBytes: 268_435_456, state: 'ok' }] };
  }

  status(): Status {
    const storage = this.kind === 'empty' ? { available: false, reason: 'no storage plugin is installed' } : { available: true, reason: '' };
    return {
      version: '0.1.0', distribution: 'standalone', host: HOST, time: new Date().toISOString(), started: new Date(this.started).toISOString(), uptimeSeconds: (Date.now() - this.started) / 1000, ready: storage.available,
      checks: [{ name: 'core', ok: true, reason: '' }, { name: 'plugins', ok: true, reason: '' }, { name: 'storage', ok: storage.available, reason: storage.reason }],
      rates: { in: this.total(), out: this.total() }, journal: this.journal(), storage,
      process: { pid: 4242, cpuSeconds: 61.4, heapUsedBytes: 88_000_000, heapMaxBytes: 536_870_912, threads: 48 } };
  }

  /** What a jar named after a plugin would change. */
  diff(fileName: string): PluginDiff {
    const name = fileName.replace(/\.jar$/, '');
    const fromVersion = this.kept.find((one) => one.name === name)?.version ?? null;
    return {
      name, fromVersion, toVersion: '1.0.0', fromBytes: fromVersion ? 48_120 : 0, toBytes: 51_907, signature: 'signed by CN=Acme', refusal: '',
      differences: [
        { aspect: 'capability', name: `${name} kinds log`, change: 'removed', detail: '' },
        { aspect: 'configuration', name: `[${name}] encoding`, change: 'added', detail: 'String, default UTF-8' },
        { aspect: 'position', name: `${name} positionFormat`, change: 'changed', detail: '1 → 2' },
      ],
      lost: ['sink.postgres gets no events of kind log any more'],
    };
  }

  /** The changes of a plugin, the newest first. */
  history(name: string): HistoryEntry[] {
    const current = this.kept.find((one) => one.name === name)?.version ?? '';
    const done = this.deployments.filter(({ plugin, state }) => plugin === name && state !== 'running');
    const first = { deployment: 'd-first', action: 'install' as const, version: '0.0.9', at: new Date(this.started - 3_600_000).toISOString(), requestedBy: 'alice', why: 'first try', result: 'committed' as const, reason: '', kept: true, current: current === '0.0.9' };
    return [...done.map(({ id, action, toVersion, finished, requestedBy, why = '', state, reason }) => ({
      deployment: id, action, version: toVersion ?? '', at: finished ?? '', requestedBy, why, result: state, reason, kept: state === 'committed', current: toVersion === current })), first];
  }

  /** Starts a change that goes on in steps; a jar whose name has `bad` in it is refused. */
  change(asked: Deployment['action'], file: string, version = '1.0.0'): Deployment | undefined {
    const name = this.kept.some((one) => `${one.name}.jar` === file) ? file.replace(/\.jar$/, '') : file;
    const plugin = this.kept.find((one) => one.name === name);
    if (!plugin && asked !== 'install') return undefined;
    const action = plugin && asked === 'install' ? 'upgrade' : asked;
    const brings = action === 'install' || action === 'upgrade' || action === 'rollback';
    const started = new Date().toISOString();
    const deployment: Deployment = { id: `d${this.nextId++}`, action, plugin: name, fromVersion: plugin?.version ?? null, toVersion: action === 'remove' ? null : brings ? version : (plugin?.version ?? null), requestedBy: 'admin', state: 'running', reason: '', steps: [], started, finished: null };
    this.deployments.unshift(deployment);
    this.advance(deployment, 0);
    return deployment;
  }

  private publish(next: Deployment): void {
    const place = this.deployments.findIndex(({ id }) => id === next.id);
    this.deployments[place] = next;
    this.onDeployment(next);
  }

  private advance(deployment: Deployment, index: number): void {
    const names = STEPS[deployment.action] ?? [];
    const now = new Date().toISOString();
    const done = deployment.steps.map((step): Step => (step.state === 'running' ? { ...step, state: 'done', finished: now } : step));
    const name = names[index];
    if (deployment.plugin.includes('bad') && index === 2) {
      const failed = done.map((step, place): Step => (place === 1 ? { ...step, state: 'failed', detail: 'the archive ends early' } : step));
      return this.publish({ ...deployment, state: 'rejected', reason: `${deployment.plugin} is not a complete jar: the archive ends after 1,204 of 8,120 bytes. Copy it again.`, steps: failed, finished: now });
    }
    if (name === undefined) {
      this.apply(deployment);
      return this.publish({ ...deployment, state: 'committed', steps: done, finished: now });
    }
    const next = { ...deployment, steps: [...done, { name, state: 'running' as const, detail: '', started: now, finished: null }] };
    this.publish(next);
    setTimeout(() => this.advance(next, index + 1), STEP_MILLIS);
  }

  private apply({ action, plugin: name, toVersion }: Deployment): void {
    const place = this.kept.findIndex((one) => one.name === name);
    const plugin = this.kept[place];
    if (action === 'pin') this.pinned.add(name);
    else if (action === 'unpin') this.pinned.delete(name);
    else if (plugin && (action === 'upgrade' || action === 'rollback')) plugin.version = toVersion ?? '';
    else if (action === 'remove') this.kept.splice(place, 1);
    else if (action === 'install') this.kept.push({ name: name.replace(/\.jar$/, ''), version: '1.0.0', state: 'active', reason: '', description: 'Dropped in', capabilities: capabilities(['CUSTOM']), sources: [], sinks: [], kinds: [], rate: 0 });
    else if (plugin) {
      plugin.state = action === 'enable' ? 'active' : 'disabled';
      plugin.reason = action === 'enable' ? '' : 'disabled by admin';
    }
  }
}
