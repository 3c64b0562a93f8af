/** The shapes of the API, as its OpenAPI document has them: what was collected. Times are RFC 3339. */

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
