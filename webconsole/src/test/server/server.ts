// A server that answers as the platform does, for developing the console and testing its pages.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Rule } from '../../main/ts/api/alerts';
import type { Deployment } from '../../main/ts/api/deployments';
import type { Role } from '../../main/ts/api/platform';
import { DEFAULT_RANGE, resolve } from '../../main/ts/time/range';
import { history, samples, series, statistics } from './host-metrics';
import { page, written } from './host-logs';
import { manyTargets, processes, rounds, TARGETS, TRACED } from './host-probes';
import { traffic } from './host-traffic';
import { HostAlerts } from './host-alerts';
import { Administration } from './administration';
import { Platform } from './platform';
import { Refusal } from './refusal';

export interface FixtureOptions {
  readonly kind?: 'normal' | 'empty' | 'many';
  readonly setupNeeded?: boolean;
  readonly port?: number;
  /** Of who signs in; without it admin. */
  readonly role?: Role;
  /** Who probes the targets; without it the imagined host alone. */
  readonly hosts?: readonly string[];
  /** Whether one target is traced. */
  readonly traced?: boolean;
  /** Folder with the built page. */
  readonly files: string;
}

export const SETUP_SECRET = 'fixture-secret';
export const PASSWORD = 'correct horse battery';

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml' };
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/** The running fixture. */
export class Fixture {
  readonly platform: Platform;
  readonly alerts: HostAlerts;
  readonly administration: Administration;
  private readonly server: Server;
  private readonly readers = new Set<{ response: ServerResponse; topics: Set<string> }>();
  private readonly timer: NodeJS.Timeout;
  private setupNeeded: boolean;
  private lastTick = Date.now();
  private eventId = 1;

  constructor(private readonly options: FixtureOptions) {
    this.setupNeeded = options.setupNeeded ?? false;
    this.platform = new Platform(options.kind ?? 'normal');
    this.alerts = new HostAlerts(options.kind === 'empty');
    this.administration = new Administration(options.kind ?? 'normal', options.role ?? 'admin');
    this.platform.onDeployment = (deployment) => this.send('deployments', deployment);
    this.server = createServer((request, response) => void this.handle(request, response));
    this.timer = setInterval(() => this.tick(), 1000);
  }

  /** Starts; answers with its address. */
  async start(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(this.options.port ?? 0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.dropReaders();
    await new Promise((done) => this.server.close(done));
  }

  /** Ends all live streams, as a restart of the platform would. */
  dropReaders(): void {
    this.readers.forEach(({ response }) => response.destroy());
    this.readers.clear();
  }

  private tick(): void {
    const now = Date.now();
    const from = this.lastTick;
    this.lastTick = now;
    this.send('pipeline', this.platform.pipeline());
    if (this.options.kind === 'empty') return;
    this.send('tap', this.platform.tapped(now, this.eventId));
    this.send('metrics', { samples: samples(now), skipped: 0 });
    const lines = written(from, now);
    if (lines.length > 0) this.send('logs', { lines, skipped: 0 });
    const found = rounds(from, now, 1000);
    if (found.length > 0) this.send('reachability', { rounds: found, skipped: 0 });
  }

  private send(topic: string, data: unknown): void {
    const text = `id: ${this.eventId++}\nevent: ${topic}\ndata: ${JSON.stringify(data)}\n\n`;
    this.readers.forEach(({ response, topics }) => topics.has(topic) && response.write(text));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fixture');
    try {
      if (url.pathname.startsWith('/api/v1/')) await this.api(request, response, url.pathname.slice(8), url.searchParams);
      else await this.file(response, url.pathname);
    } catch (failure) {
      const { status, code, message, hint, errors } = failure instanceof Refusal ? failure : new Refusal(500, 'fixture', String(failure));
      answer(response, status, { type: `urn:monitor:problem:${code}`, title: code, status, detail: message, code, hint, requestId: 'fixture-1', ...(errors.length > 0 && { errors }) });
    }
  }

  private async file(response: ServerResponse, path: string): Promise<void> {
    const name = path === '/' ? 'index.html' : path.slice(1);
    if (!/^[\w.-]+$/.test(name)) throw new Refusal(404, 'not-found', `${path} is not there`);
    const content = await readFile(join(this.options.files, name)).catch(() => undefined);
    if (!content) throw new Refusal(404, 'not-found', `${path} is not there`);
    response.writeHead(200, { 'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream', 'Content-Security-Policy': POLICY, 'X-Content-Type-Options': 'nosniff' });
    response.end(content);
  }

  private async api(request: IncomingMessage, response: ServerResponse, route: string, query: URLSearchParams): Promise<void> {
    const method = request.method ?? 'GET';
    if (route === 'setup' && method === 'GET') return answer(response, 200, { needed: this.setupNeeded });
    if (route === 'setup' || route === 'login') return this.enter(response, route, JSON.parse(await body(request)) as Record<string, string>);
    const signedIn = (request.headers.cookie ?? '').includes('monitor_session=fixture');
    if (!signedIn) throw new Refusal(401, 'not-signed-in', 'There is no session.', 'Sign in.');
    if (method !== 'GET' && request.headers['x-csrf-token'] !== 'token') throw new Refusal(403, 'csrf', 'The CSRF token is missing.');
    if (route === 'session') return answer(response, 200, this.session());
    if (route === 'logout') return answer(response, 204, undefined, { 'Set-Cookie': 'monitor_session=; Max-Age=0; Path=/' });
    if (route === 'stream') return this.stream(response, query);
    const sent = method === 'GET' ? '' : await body(request);
    const [status, content] = this.administration.answer(method, route, query, sent) ?? [];
    if (status !== undefined) return answer(response, status, content);
    if (method !== 'GET') return this.change(response, method, route, query, sent);
    answer(response, 200, this.read(route, query));
  }

  private session() {
    return { user: { name: 'admin', role: this.options.role ?? 'admin' }, kind: 'session', csrf: 'token', expires: '2030-01-01T00:00:00Z' };
  }

  private enter(response: ServerResponse, route: string, { secret, username, password }: Record<string, string>): void {
    if (route === 'setup' && (!this.setupNeeded || secret !== SETUP_SECRET)) throw new Refusal(403, 'setup-secret', 'The set-up secret is not the one of this platform.', 'Use the link that the platform printed last, or the secret in secrets/setup of its data folder.');
    if (route === 'login' && (username !== 'admin' || password !== PASSWORD)) throw new Refusal(401, 'credentials', 'User name and password do not fit.', 'Check both; after five failures wait a minute.');
    this.setupNeeded = false;
    answer(response, route === 'setup' ? 201 : 200, this.session(), { 'Set-Cookie': 'monitor_session=fixture; HttpOnly; SameSite=Strict; Path=/' });
  }

  private read(route: string, query: URLSearchParams): unknown {
    const span = resolve({ from: query.get('from') ?? DEFAULT_RANGE.from, to: query.get('to') ?? 'now' }, Date.now());
    const empty = this.options.kind === 'empty';
    switch (route) {
      case 'status': return this.platform.status();
      case 'plugins': return { plugins: this.platform.plugins() };
      case 'deployments': return { deployments: this.platform.deployments };
      case 'pipeline': return this.platform.pipeline();
      case 'processes': return { processes: empty ? [] : processes(Date.now(), Number(query.get('limit') ?? 20)) };
      case 'history': return { series: empty ? [] : history(query.get('name') ?? '', span.from, span.to, Number((query.get('step') ?? '1s').slice(0, -1))) };
      case 'stats': return { series: empty ? [] : statistics(query.get('name') ?? '', span.from, span.to) };
      case 'alerts': return this.alerts.shown();
      case 'rules': return { rules: this.alerts.rules };
      case 'channels': return { channels: this.alerts.channels() };
      case 'containment': return this.platform.containment(query.get('plugin'));
      case 'capabilities': return entitlements();
      case 'bundles': return { bundles: bundles(empty) };
      case 'bundles/2': return { ...bundles(empty)[2], headers: { 'Bundle-Name': 'Device' }, services: [{ id: 4, interfaces: ['monitor.api.source.EventSource'], properties: { 'monitor.kinds': '[sample]' }, usedBy: ['monitor.runtime [3]'] }], uses: [], requires: [], providesTo: [{ namespace: 'osgi.wiring.package', what: 'collector.device', to: 'sink.device [9]' }], unresolved: ['the package org.example.sensors [1.2,2) is offered by no bundle; install the one that exports it'] };
      case 'series': return { series: empty ? [] : series() };
      case 'logs': return empty ? { lines: [] } : page(query, span.from, span.to);
      case 'reachability': return { rounds: empty ? [] : rounds(span.from, span.to, Number(query.get('limit') ?? 1000), this.targets(), this.options.hosts) };
      case 'traffic': return traffic(span.from, span.to, empty ? 0 : Math.min(Number(query.get('limit') ?? 100), this.options.kind === 'many' ? 1000 : 40));
      default: return this.readPlugin(route);
    }
  }

  private targets() {
    if (this.options.kind === 'many') return manyTargets(2000);
    return this.options.traced ? [...TARGETS, TRACED] : TARGETS;
  }

  private readPlugin(route: string): unknown {
    const [kind, name = '', part] = route.split('/').map(decodeURIComponent);
    const plugin = this.platform.plugins().find((one) => one.name === name);
    if (kind !== 'plugins' || !plugin) throw new Refusal(404, 'not-found', `There is no ${route}.`);
    return part === 'history' ? { history: this.platform.history(name) } : { ...plugin, losses: plugin.provides.map((one) => `${one} is not collected any more`) };
  }

  private change(response: ServerResponse, method: string, route: string, query: URLSearchParams, sent: string): void {
    const [kind, name = '', verb] = route.split('/').map(decodeURIComponent);
    if (kind === 'rules') return this.changeRule(response, method, name, sent);
    if (kind === 'sources') return answer(response, 202, this.platform.pipeline().sources.find((source) => source.name === name));
    if (kind !== 'plugins') throw new Refusal(404, 'not-found', `There is no ${route}.`);
    const fileName = query.get('fileName') ?? 'plugin.jar';
    if (name === 'diff') return answer(response, 200, this.platform.diff(fileName));
    const action = method === 'DELETE' ? 'remove' : name === '' ? 'install' : (verb as Deployment['action']);
    const deployment = this.platform.change(action, name || fileName, query.get('version') ?? undefined);
    if (!deployment) throw new Refusal(404, 'no-such-plugin', `There is no plugin ${name}.`);
    answer(response, 202, deployment, { Location: `/api/v1/deployments/${deployment.id}` });
  }

  private changeRule(response: ServerResponse, method: string, name: string, sent: string): void {
    if (method === 'DELETE') return answer(response, this.alerts.remove(name) ? 204 : 404, undefined);
    const view = this.alerts.put(name, JSON.parse(sent) as Rule);
    if (typeof view === 'string') throw new Refusal(400, 'invalid-request', view);
    answer(response, 200, view);
  }

  private stream(response: ServerResponse, query: URLSearchParams): void {
    const reader = { response, topics: new Set((query.get('topics') ?? '').split(',')) };
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(':\n\n');
    this.readers.add(reader);
    response.on('close', () => this.readers.delete(reader));
  }
}

function bundles(empty: boolean) {
  return [['org.apache.felix.framework', 'active'], ['monitor.api', 'active'], ['collector.device', 'installed'], ['webconsole', 'active'], ['monitor.identity', empty ? 'resolved' : 'active']].map(([symbolicName = '', state = ''], id) => ({ id, symbolicName, version: '0.1.0', name: symbolicName, type: 'bundle', state }));
}

function entitlements() {
  const known = ['PROCESS', 'NETWORK', 'PERFORMANCE', 'KERNEL_LEVEL', 'LOGS', 'RAW_SOCKET', 'PACKET_CAPTURE'];
  const missing = [{ name: 'PACKET_CAPTURE', by: 'host', reason: 'libpcap is not installed; install the package libpcap0.8' }];
  const policy = [{ name: 'others', plugins: ['acme.*'], signers: [], permit: [], deny: ['KERNEL_LEVEL'], where: '/etc/monitor/monitor.toml:12', appliesTo: ['acme.hello'] }];
  const performers = [{ name: 'probe.reachability.PingProbe', plugin: 'probe.reachability', tasks: ['ping'], capabilities: { declared: ['RAW_SOCKET'], required: [], granted: ['RAW_SOCKET'], refused: [] } }];
  return { known, host: { offered: known.filter((name) => name !== 'PACKET_CAPTURE'), missing, facts: { os: 'Debian GNU/Linux 13', cgroup: 'v2 /, memory.max max, cpu.max max' } }, policy, performers };
}

function answer(response: ServerResponse, status: number, content: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers });
  response.end(content === undefined ? undefined : JSON.stringify(content));
}

async function body(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
