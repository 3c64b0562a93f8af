import type { Value } from '../../main/ts/api/configuration';
import type { Role } from '../../main/ts/api/platform';
import { HostAgents } from './host-agents';
import { HostAccess } from './host-access';
import { HostConfiguration } from './host-configuration';
import { Refusal } from './refusal';

/** What administrators see and change on the imagined platform, and its agents, which all see. */
export class Administration {
  readonly configuration: HostConfiguration;
  readonly access: HostAccess;
  readonly agents: HostAgents;

  constructor(kind: 'normal' | 'empty' | 'many', private readonly role: Role) {
    this.configuration = new HostConfiguration(kind === 'empty');
    this.access = new HostAccess(kind === 'empty');
    this.agents = new HostAgents(kind);
  }

  private required<T>(found: T | undefined, what: string): T {
    if (found === undefined) throw new Refusal(404, 'not-found', `There is no ${what}.`);
    return found;
  }

  /** The answer to a request, status and content; undefined for routes of others. */
  answer(method: string, route: string, query: URLSearchParams, sent: string): readonly [number, unknown] | undefined {
    const [kind = '', name = '', verb] = route.split('/').map(decodeURIComponent);
    if (kind === 'config' && verb === 'schema') return [200, this.required(this.configuration.schema(name), `table ${name}`)];
    if (method === 'GET' && kind === 'agents') return [200, this.agents.all()];
    const mine = ['config', 'users', 'tokens'].includes(kind) || (kind === 'agents' && method !== 'GET');
    if (!mine) return undefined;
    if (this.role !== 'admin') throw new Refusal(403, 'forbidden', `The role ${this.role} may not administer.`);
    const body = JSON.parse(sent || '{}') as never;
    switch (`${method} ${kind}`) {
      case 'GET config': return [200, name ? this.required(this.configuration.table(name), `table ${name}`) : { tables: this.configuration.tables() }];
      case 'PUT config': return this.set(name, (body as { values: Record<string, Value> }).values, query.get('dryRun') === 'true');
      case 'GET users': return [200, { users: this.access.users }];
      case 'POST users': return verb ? this.password(name, (body as { password: string }).password) : [201, this.access.addUser(body)];
      case 'DELETE users': return this.access.removeUser(name), [204, undefined];
      case 'GET tokens': return [200, { tokens: this.access.tokens }];
      case 'POST tokens': return [201, this.access.createToken(body)];
      case 'DELETE tokens': return this.access.revokeToken(name), [204, undefined];
      case 'POST agents': return name === 'tokens' ? [201, this.access.invite(body)] : [200, this.agents.revoke(name)];
      default: return undefined;
    }
  }

  private set(pid: string, values: Record<string, Value>, dryRun: boolean): readonly [number, unknown] {
    const faults = this.configuration.put(pid, values, dryRun);
    if (faults.length > 0) throw new Refusal(400, 'invalid-request', `What is to be set in ${pid} is wrong.`, 'Correct the fields that are named.', faults);
    return [204, undefined];
  }

  private password(name: string, password: string): readonly [number, unknown] {
    this.access.setPassword(name, password);
    return [204, undefined];
  }
}
