/** The shapes of the API, as its OpenAPI document has them: who may come in. Times are RFC 3339. */
import type { Role } from './platform';

export interface User {
  readonly name: string;
  readonly role: Role;
  readonly created: string;
}

export interface Token {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly created: string;
  readonly expires: string;
  readonly createdBy: string;
  /** Since the process started; null if it was not. */
  readonly lastUsed: string | null;
}

/** Told once. */
export interface NewToken extends Pick<Token, 'id' | 'name' | 'role' | 'expires'> {
  readonly token: string;
}

/** Told once; an agent joins with it, once. */
export interface NewJoinToken {
  readonly name: string;
  readonly expires: string;
  readonly token: string;
}
