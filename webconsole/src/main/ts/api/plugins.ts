/** The shapes of the API, as its OpenAPI document has them: plugins, what they may, and what had to be contained. Times are RFC 3339. */

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
