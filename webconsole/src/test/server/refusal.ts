import type { Fault } from '../../main/ts/api/problem';

/** What the imagined platform refuses, as a problem document tells it. */
export class Refusal extends Error {
  constructor(readonly status: number, readonly code: string, message: string, readonly hint = '', readonly errors: readonly Fault[] = []) {
    super(message);
  }
}
