import { signal } from '@preact/signals';
import { get, post, useCsrfToken, whenSignedOut } from '../api/client';
import { ApiProblem, asProblem } from '../api/problem';
import type { Session } from '../api/platform';

/** Who is here. */
export type Presence =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'setup' }
  | { readonly kind: 'signed-out'; readonly expired: boolean }
  | { readonly kind: 'signed-in'; readonly session: Session }
  | { readonly kind: 'unreachable'; readonly problem: ApiProblem };

export const presence = signal<Presence>({ kind: 'unknown' });

whenSignedOut(() => {
  if (presence.value.kind === 'signed-in') presence.value = { kind: 'signed-out', expired: true };
});

function enter(session: Session): void {
  useCsrfToken(session.csrf ?? '');
  presence.value = { kind: 'signed-in', session };
}

/** Asks the server who is here. */
export async function discover(): Promise<void> {
  try {
    const { needed } = await get<{ needed: boolean }>('setup');
    if (needed) presence.value = { kind: 'setup' };
    else enter(await get<Session>('session'));
  } catch (failure) {
    const problem = asProblem(failure);
    presence.value = problem.status === 401 ? { kind: 'signed-out', expired: false } : { kind: 'unreachable', problem };
  }
}

/** Makes the first administrator and signs in. */
export async function setUp(secret: string, username: string, password: string): Promise<void> {
  enter(await post<Session>('setup', { secret, username, password }));
}

export async function signIn(username: string, password: string): Promise<void> {
  enter(await post<Session>('login', { username, password }));
}

export async function signOut(): Promise<void> {
  await post('logout');
  presence.value = { kind: 'signed-out', expired: false };
}

const RANK = { viewer: 0, agent: 0, operator: 1, admin: 2 } as const;

/** Whether who is here may do what needs this role. */
export function may(role: 'operator' | 'admin'): boolean {
  return presence.value.kind === 'signed-in' && RANK[presence.value.session.user.role] >= RANK[role];
}
