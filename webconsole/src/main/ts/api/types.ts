/** The shapes of the API, as its OpenAPI document has them. Times are RFC 3339. */

export type Role = 'viewer' | 'operator' | 'admin' | 'agent';

export interface Session {
  readonly user: { readonly name: string; readonly role: Role };
  readonly csrf?: string;
  readonly expires: string;
}

export type State = 'active' | 'degraded' | 'inactive' | 'failed' | 'quarantined' | 'disabled' | 'unresolved';

export interface Refusal {
  readonly name: string;
  readonly by: string;
  readonly reason: string;
}

export interface Capabilities {
  readonly declared: readonly string[];
  readonly required?: readonly string[];
  readonly granted: readonly string[];
  readonly refused: readonly Refusal[];
}

/** Totals since the component was first seen in this process; threads are those of now. */
export interface Cost {
  readonly cpuSeconds?: number;
  readonly allocatedBytes?: number;
  readonly threads?: number;
}

export interface Plugin {
  readonly name: string;
  readonly version: string;
  readonly state: State;
  readonly reason: string;
  readonly description?: string;
  readonly capabilities: Capabilities;
  readonly provides: readonly string[];
  readonly rates: Readonly<Record<string, number>>;
  readonly cost: Cost;
  readonly pinned?: boolean;
  readonly bundled?: boolean;
  /** What others would lose if it were removed; only where one plugin is asked for. */
  readonly losses?: readonly string[];
  /** What it serves below its name, or wants to; only where one plugin is asked for. */
  readonly servlets?: readonly PluginServlet[];
}

export interface PluginServlet {
  readonly patterns: readonly string[];
  readonly served: boolean;
  readonly reason: string;
}

/** What decides over capabilities: the host, the policy, and who does tasks. */
export interface Entitlements {
  readonly known: readonly string[];
  readonly host: { readonly offered: readonly string[]; readonly missing: readonly Refusal[]; readonly facts: Readonly<Record<string, string>> };
  readonly policy: readonly PolicyRule[];
  readonly performers: readonly { readonly name: string; readonly plugin: string; readonly tasks: readonly string[]; readonly capabilities: Capabilities }[];
}

export interface PolicyRule {
  readonly name: string;
  readonly plugins: readonly string[];
  readonly signers: readonly string[];
  readonly permit: readonly string[];
  readonly deny: readonly string[];
  readonly where: string;
  readonly appliesTo: readonly string[];
}

/** An event as it was delivered, whatever its kind. */
export interface TappedEvent {
  readonly time: string;
  readonly kind: string;
  readonly host: string;
  readonly source: string;
  readonly sequence: number;
  readonly attributes: AttributeMap;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface HistoryEntry {
  readonly deployment: string;
  readonly action: Deployment['action'];
  readonly version: string;
  readonly at: string;
  readonly requestedBy: string;
  readonly why: string;
  readonly result: DeploymentState;
  readonly reason: string;
  /** Whether its jar is kept, so that it can be rolled back to. */
  readonly kept: boolean;
  readonly current: boolean;
}

export interface Difference {
  readonly aspect: string;
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly detail: string;
}

/** What installing a jar would change. */
export interface PluginDiff {
  readonly name: string;
  readonly fromVersion: string | null;
  readonly toVersion: string;
  readonly fromBytes: number;
  readonly toBytes: number;
  readonly signature: string;
  /** Why it would be refused; empty if it would be tried. */
  readonly refusal: string;
  readonly differences: readonly Difference[];
  readonly lost: readonly string[];
}

export interface Component {
  readonly name: string;
  readonly type: 'source' | 'sink';
  readonly plugin: string;
  readonly state: State;
  readonly reason: string;
  readonly capabilities: Capabilities;
  readonly kinds: readonly string[];
  readonly routedTo: readonly string[];
  readonly notRouted: Readonly<Record<string, string>>;
  readonly eventsPerSecond: number;
  readonly bytesPerSecond: number;
  readonly events: number;
  readonly backlog: number;
  readonly errors: number;
  readonly restarts: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly cost: Cost;
  readonly essential: boolean;
}

export interface Balance {
  readonly received: number;
  readonly delivered: number;
  readonly buffered: number;
  readonly dropped: Readonly<Record<string, number>>;
}

export interface Route {
  readonly source: string;
  readonly sink: string;
  readonly balance: Balance;
  readonly eventsPerSecond: number;
  readonly reason: string;
}

export interface Journal {
  readonly epoch: string;
  readonly bytes: number;
  readonly maxBytes: number;
  readonly segments: number;
  readonly state: string;
}

export interface Pipeline {
  readonly time: string;
  readonly sources: readonly Component[];
  readonly sinks: readonly Component[];
  /** What does not run because another one has its name. */
  readonly waiting: readonly Component[];
  readonly routes: readonly Route[];
  readonly journal: Journal;
}

/** What a plugin did that had to be contained. */
export interface Incident {
  readonly time: string;
  readonly plugin: string;
  readonly kind: string;
  readonly what: string;
  readonly stack: readonly string[];
  readonly count: number;
}

export interface Containment {
  readonly limits: readonly { readonly plugin: string; readonly eventsPerSecond: number; readonly bytesPerSecond: number; readonly droppedEvents: number; readonly heldBackSeconds: number }[];
  readonly incidents: readonly Incident[];
}

/** How the process before this one ended, if the supervisor had to start it again. */
export interface Crash {
  readonly time: string;
  readonly pid: number;
  readonly exit: number;
  readonly restarts: number;
  readonly lines: readonly string[];
}

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly reason: string;
}

export interface Status {
  readonly version: string;
  readonly distribution: string;
  readonly host: string;
  readonly time: string;
  readonly started: string;
  readonly uptimeSeconds: number;
  readonly ready: boolean;
  readonly checks: readonly Check[];
  readonly rates: { readonly in: number; readonly out: number };
  readonly journal: Journal | null;
  readonly storage: { readonly available: boolean; readonly reason: string };
  readonly lastCrash?: Crash;
  readonly process: {
    readonly pid: number;
    readonly cpuSeconds: number;
    readonly heapUsedBytes: number;
    readonly heapMaxBytes: number;
    readonly threads: number;
  };
}

export interface Step {
  readonly name: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly detail: string;
  readonly started: string;
  readonly finished: string | null;
}

export type DeploymentState = 'running' | 'committed' | 'rolled-back' | 'rejected' | 'failed';

export interface Deployment {
  readonly id: string;
  readonly action: 'install' | 'upgrade' | 'rollback' | 'remove' | 'enable' | 'disable' | 'pin' | 'unpin';
  readonly plugin: string;
  readonly fromVersion: string | null;
  readonly toVersion: string | null;
  readonly requestedBy: string;
  readonly why?: string;
  readonly state: DeploymentState;
  readonly reason: string;
  readonly steps: readonly Step[];
  readonly started: string;
  readonly finished: string | null;
}

export type AttributeMap = Readonly<Record<string, unknown>>;

export interface SeriesIdentity {
  readonly name: string;
  readonly host: string;
  readonly unit: string;
  readonly attributes: AttributeMap;
}

export interface SeriesPoints extends SeriesIdentity {
  readonly instrument?: string;
  readonly points: readonly (readonly [string, number])[];
}

export interface LiveSample extends SeriesIdentity {
  readonly time: string;
  readonly source?: string;
  readonly instrument?: string;
  readonly value: number;
}

export interface LogLine {
  readonly time: string;
  readonly host: string;
  readonly source: string;
  readonly severity: string;
  readonly body: string;
  readonly attributes: AttributeMap;
  readonly sequence: number;
}

export interface LogPage {
  readonly lines: readonly LogLine[];
  readonly next?: string;
}

export interface PingResult {
  readonly successes: number;
  readonly failures: number;
  readonly latenciesMillis: readonly number[];
  readonly errors: readonly string[];
  readonly resolvedAddress: string | null;
}

/** Who answered a trace at a distance. */
export interface Hop {
  readonly distance: number;
  readonly address: string | null;
  readonly latenciesMillis: readonly number[];
  readonly lost: number;
}

export interface Round {
  readonly time: string;
  readonly host: string;
  readonly source: string;
  readonly probe: string;
  readonly target: string;
  readonly successful: boolean;
  readonly responseMillis: number | null;
  readonly error: string | null;
  readonly result: Partial<PingResult> & { readonly hops?: readonly Hop[] } & Readonly<Record<string, unknown>>;
  readonly attributes: AttributeMap;
}

export interface Process {
  readonly time: string;
  readonly host: string;
  readonly pid: number;
  readonly parentPid: number;
  readonly name: string;
  readonly executable: string;
  readonly commandLine: string;
  readonly user: string;
  readonly started: string;
  readonly cpuUtilization: number;
  readonly memoryBytes: number;
}

/** A flow with its totals since it began. */
export interface TrafficFlow {
  readonly host: string;
  readonly source: string;
  readonly id: string;
  readonly protocol: string;
  readonly sourceAddress: string;
  readonly sourcePort: number;
  readonly destinationAddress: string;
  readonly destinationPort: number;
  readonly state: string;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly packetsSent: number;
  readonly packetsReceived: number;
  readonly start: string;
  readonly end: string;
  readonly attributes: AttributeMap;
}

/** An address as one host saw it. */
export interface Talker {
  readonly host: string;
  readonly address: string;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly packets: number;
}

/** What flows have in common: a protocol, or the server name of TLS. */
export interface FlowGroup {
  readonly name: string;
  readonly bytes: number;
  readonly packets: number;
  readonly flows: number;
}

/** A name that was asked for over DNS. */
export interface Question {
  readonly name: string;
  readonly asked: number;
  readonly unanswered: number;
  readonly failed: number;
  readonly p50Millis: number | null;
  readonly p95Millis: number | null;
}

export interface Traffic {
  readonly talkers: readonly Talker[];
  readonly protocols: readonly FlowGroup[];
  readonly flows: readonly TrafficFlow[];
  readonly questions: readonly Question[];
  readonly serverNames: readonly FlowGroup[];
}

export interface SeriesStatistics extends SeriesIdentity {
  readonly count: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly last: number | null;
}

export interface Bundle {
  readonly id: number;
  readonly symbolicName: string;
  readonly version: string;
  readonly name?: string;
  readonly type: string;
  readonly state: string;
}

export interface BundleDetail extends Bundle {
  readonly headers: Readonly<Record<string, string>>;
  readonly services: readonly { readonly id: number; readonly interfaces: readonly string[]; readonly properties: Readonly<Record<string, string>>; readonly usedBy: readonly string[] }[];
  readonly uses: readonly { readonly id: number; readonly interfaces: readonly string[]; readonly by: string }[];
  readonly requires: readonly { readonly namespace: string; readonly what: string; readonly by: string }[];
  readonly providesTo: readonly { readonly namespace: string; readonly what: string; readonly to: string }[];
  readonly unresolved: readonly string[];
}
