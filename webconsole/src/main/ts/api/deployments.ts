/** The shapes of the API, as its OpenAPI document has them: changes of plugins. Times are RFC 3339. */

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
