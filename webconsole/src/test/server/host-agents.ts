import type { Agent, Agents } from '../../main/ts/api/agents';
import { Refusal } from './refusal';

const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const DAY = 1440;
const SOFTWARE = 'monitor 0.1.0, Java 25.0.1';

function agent(name: string, rest: Partial<Agent>): Agent {
  return { name, connected: false, hosts: [{ host: name, received: at(-0.02), collector: 'collector-1' }], lastSeen: at(-0.02), connections: [], joined: at(-40 * DAY), renewed: at(-4 * DAY), expires: at(26 * DAY), revoked: false, ...rest };
}

/** The imagined agents: connected here or elsewhere, away, expired, revoked, never seen, and one that joined elsewhere. */
export class HostAgents {
  private readonly agents: Agent[];

  constructor(kind: 'normal' | 'empty' | 'many') {
    const connections = [{ address: '192.0.2.14:40122', software: SOFTWARE, since: at(-310) }];
    this.agents = kind === 'empty' ? [] : [
      agent('web-1', { connected: true, connections }),
      agent('web-2', {}),
      agent('gateway.branch-office.example.org', { connected: true, connections: [{ ...connections[0]!, address: '[2001:db8::17]:40980' }], hosts: ['router', 'nas', 'door'].map((host) => ({ host, received: at(-0.1), collector: 'collector-1' })) }),
      agent('db-1', { lastSeen: at(-190), hosts: [{ host: 'db-1', received: at(-190), collector: 'collector-2' }] }),
      agent('old-laptop', { lastSeen: at(-44 * DAY), expires: at(-14 * DAY), hosts: [{ host: 'old-laptop', received: at(-44 * DAY) }] }),
      agent('stolen-laptop', { revoked: true, lastSeen: at(-3 * DAY) }),
      { name: 'elsewhere-joined', connected: false, hosts: [{ host: 'kyoto-4', received: at(-0.5), collector: 'collector-2' }], lastSeen: at(-0.5), connections: [] },
      (({ lastSeen: _, ...rest }) => rest)(agent('new-1', { hosts: [] })),
    ];
    if (kind === 'many') this.agents.push(...Array.from({ length: 500 }, (_, index) => agent(`edge-${index}`, { connected: index % 3 > 0, connections: index % 3 > 0 ? connections : [] })));
  }

  all(): Agents {
    return { agents: this.agents };
  }

  revoke(name: string): { name: string; joined: boolean } {
    const place = this.agents.findIndex((one) => one.name === name);
    const found = this.agents[place];
    if (!found) throw new Refusal(404, 'no-such-agent', `There is no agent ${name}.`);
    this.agents[place] = { ...found, connected: false, connections: [], revoked: true };
    return { name, joined: true };
  }
}
