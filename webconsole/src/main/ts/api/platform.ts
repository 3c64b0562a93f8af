/** The shapes of the API, as its OpenAPI document has them: the platform, who uses it, and its bundles. Times are RFC 3339. */
import type { Journal } from './pipeline';

export type Role = 'viewer' | 'operator' | 'admin' | 'agent';

export interface Session {
  readonly user: { readonly name: string; readonly role: Role };
  readonly csrf?: string;
  readonly expires: string;
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
