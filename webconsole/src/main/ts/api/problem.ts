/** What is wrong with one field of a request. */
export interface Fault {
  readonly field: string;
  readonly message: string;
}

/** What a person is told when a request fails: what happened, why, and what to do next. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    /** HTTP status; 0 if no answer came. */
    readonly status: number,
    /** Stable code of the API. */
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly hint: string,
    readonly requestId: string,
    /** What is wrong with which field, where the request was. */
    readonly faults: readonly Fault[] = [],
  ) {
    super(detail || title);
  }
}

const TITLES: Readonly<Record<number, string>> = {
  0: 'The platform does not answer',
  401: 'You are signed out',
  403: 'Your role does not allow this',
  404: 'This is not there',
  409: 'This conflicts with what is there',
  413: 'This file is too large',
  429: 'Too many requests',
  503: 'This part of the platform is not available',
};

const HINTS: Readonly<Record<number, string>> = {
  0: 'Is it running? See `monitor status`. The console tries again by itself.',
  401: 'Sign in again.',
  403: 'Ask an administrator for the role operator or admin.',
  404: 'It may have been removed meanwhile. Reload the page.',
  429: 'Wait a moment and try again.',
  503: 'See Health for what is missing.',
};

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function faults(value: unknown): readonly Fault[] {
  if (!Array.isArray(value)) return [];
  return (value as Record<string, unknown>[]).map((one) => ({ field: text(one['field']), message: text(one['message']) }));
}

/** Reads a problem document (RFC 9457); anything else is described by its status. */
export function problemOf(status: number, body: unknown): ApiProblem {
  const fields = (body ?? {}) as Record<string, unknown>;
  return new ApiProblem(
    status,
    text(fields['code']) || `http-${status}`,
    text(fields['title']) || TITLES[status] || 'The request failed',
    text(fields['detail']),
    text(fields['hint']) || HINTS[status] || 'Try again; the log of the platform has the cause.',
    text(fields['requestId']) || text(fields['request-id']) || text(fields['instance']),
    faults(fields['errors']),
  );
}

/** A failure of any kind as a problem. */
export function asProblem(failure: unknown): ApiProblem {
  if (failure instanceof ApiProblem) return failure;
  if (failure instanceof TypeError) return problemOf(0, {});
  return new ApiProblem(0, 'console', 'The console failed', failure instanceof Error ? failure.message : String(failure), 'Reload the page.', '');
}
