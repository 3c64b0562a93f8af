import type { NewJoinToken, NewToken, Token, User } from '../../main/ts/api/access';
import type { Role } from '../../main/ts/api/platform';
import { Refusal } from './refusal';

const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

const SHORTEST = 10;

/** The imagined users and tokens. */
export class HostAccess {
  readonly users: User[];
  readonly tokens: Token[];
  private nextId = 1;

  constructor(empty: boolean) {
    const admin: User = { name: 'admin', role: 'admin', created: at(-41) };
    this.users = empty ? [admin] : [admin, { name: 'erika.mustermann@operations.example.org', role: 'operator', created: at(-12) }, { name: 'wall-display', role: 'viewer', created: at(-3) }];
    this.tokens = empty ? [] : [
      { id: 't-ci', name: 'ci deployments', role: 'admin', created: at(-80), expires: at(6), createdBy: 'admin', lastUsed: at(-0.01) },
      { id: 't-app', name: 'queue depths of the shop', role: 'agent', created: at(-10), expires: at(80), createdBy: 'admin', lastUsed: at(-0.0001) },
      { id: 't-old', name: 'grafana', role: 'viewer', created: at(-30), expires: at(335), createdBy: 'erika.mustermann@operations.example.org', lastUsed: null },
    ];
  }

  private static checked(password: string): void {
    if (password.length < SHORTEST) throw new Refusal(400, 'invalid-request', `password: has less than ${SHORTEST} characters`, '', [{ field: 'password', message: `has less than ${SHORTEST} characters` }]);
  }

  addUser({ username, password, role }: { username: string; password: string; role: Role }): User {
    HostAccess.checked(password);
    if (this.users.some(({ name }) => name === username)) throw new Refusal(409, 'name-taken', 'There is a user of that name already.');
    const user = { name: username, role, created: at(0) };
    this.users.push(user);
    return user;
  }

  private placeOf(name: string): number {
    const place = this.users.findIndex((one) => one.name === name);
    if (place < 0) throw new Refusal(404, 'no-such-user', `There is no user ${name}.`);
    return place;
  }

  setPassword(name: string, password: string): void {
    this.placeOf(name);
    HostAccess.checked(password);
  }

  removeUser(name: string): void {
    const place = this.placeOf(name);
    if (!this.users.some((one) => one.role === 'admin' && one.name !== name)) throw new Refusal(409, 'last-administrator', 'The last administrator cannot be removed.', 'Add another administrator first.');
    this.users.splice(place, 1);
  }

  createToken({ name, role, expiresIn }: { name: string; role: Role; expiresIn: string }): NewToken {
    const days = /^(\d+)d$/.exec(expiresIn)?.[1];
    if (!days || Number(days) > 366) throw new Refusal(400, 'invalid-request', 'expiresIn: has to be at most 366d', '', [{ field: 'expiresIn', message: 'has to be at most 366d' }]);
    const token: Token = { id: `t${this.nextId++}`, name, role, created: at(0), expires: at(Number(days)), createdBy: 'admin', lastUsed: null };
    this.tokens.push(token);
    return { id: token.id, name, role, expires: token.expires, token: 'mon_imagined-secret-of-a-token' };
  }

  revokeToken(id: string): void {
    const place = this.tokens.findIndex((one) => one.id === id);
    if (place < 0) throw new Refusal(404, 'no-such-token', `There is no token ${id}.`);
    this.tokens.splice(place, 1);
  }

  invite({ name }: { name: string }): NewJoinToken {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) throw new Refusal(400, 'invalid-request', `name: '${name}' is no name of an agent`, '', [{ field: 'name', message: `'${name}' is no name of an agent` }]);
    return { name, expires: at(1), token: `join_${name}.imagined-fingerprint.imagined-secret` };
  }
}
