/** The shapes of the API, as its OpenAPI document has them: agents. Times are RFC 3339. */

export interface AgentHost {
  readonly host: string;
  readonly received: string;
  /** Which took the latest of it from the agent; absent where the agent stores by itself. */
  readonly collector?: string;
}

export interface AgentConnection {
  readonly address: string;
  readonly software: string;
  readonly since: string;
}

export interface Agent {
  readonly name: string;
  /** To this collector. */
  readonly connected: boolean;
  readonly lastSeen?: string;
  readonly hosts: readonly AgentHost[];
  readonly connections: readonly AgentConnection[];
  /** This and what follows is there if it has joined at this collector. */
  readonly joined?: string;
  readonly renewed?: string;
  readonly expires?: string;
  readonly revoked?: boolean;
}

export interface Agents {
  readonly agents: readonly Agent[];
  /** Why storage could not be asked; the hosts are missing then. */
  readonly missing?: string;
}
