/** The shapes of the API, as its OpenAPI document has them: the pipeline. Times are RFC 3339. */
import type { Capabilities, Cost, State } from './plugins';
import type { AttributeMap } from './telemetry';

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
  /** Room on its file system, and how much of that it leaves to others. */
  readonly freeBytes?: number;
  readonly freeFloorBytes?: number;
  readonly lanes?: readonly { readonly name: string; readonly bytes: number; readonly maxBytes: number; readonly state: string }[];
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
