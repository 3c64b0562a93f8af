import { asProblem, problemOf } from './problem';

export type Query = Readonly<Record<string, string | number | undefined>>;

export const BASE = 'api/v1/';

let csrfToken = '';
let onSignedOut: () => void = () => undefined;

/** Remembers the token that every changing request carries. */
export function useCsrfToken(token: string): void {
  csrfToken = token;
}

/** Calls back when the session is no longer known to the server. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** The address of a route of the API, relative to the page. */
export function address(route: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return `${BASE}${route}${text ? `?${text}` : ''}`;
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return { detail: text.slice(0, 300) };
  }
}

async function request<T>(route: string, init: RequestInit, query?: Query): Promise<T> {
  let response: Response;
  try {
    response = await fetch(address(route, query), { credentials: 'same-origin', cache: 'no-store', ...init });
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure;
    throw asProblem(failure);
  }
  const body = await bodyOf(response);
  if (response.ok) return body as T;
  if (response.status === 401 && route !== 'login') onSignedOut();
  throw problemOf(response.status, body);
}

function changing(method: string, body?: BodyInit, type?: string): RequestInit {
  const headers: Record<string, string> = { Accept: 'application/json', 'X-CSRF-Token': csrfToken };
  if (type) headers['Content-Type'] = type;
  return body === undefined ? { method, headers } : { method, headers, body };
}

/** Reads; throws an {@link ApiProblem} if that fails. */
export function get<T>(route: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return request<T>(route, { headers: { Accept: 'application/json' }, ...(signal ? { signal } : {}) }, query);
}

/** Changes something. */
export function post<T>(route: string, body?: unknown): Promise<T> {
  return request<T>(route, changing('POST', body === undefined ? undefined : JSON.stringify(body), 'application/json'));
}

/** Puts something in the place of what is there. */
export function put<T>(route: string, body: unknown): Promise<T> {
  return request<T>(route, changing('PUT', JSON.stringify(body), 'application/json'));
}

/** Removes something. */
export function remove<T>(route: string): Promise<T> {
  return request<T>(route, changing('DELETE'));
}

/** Sends a file as it is. */
export function upload<T>(route: string, file: File, query?: Query): Promise<T> {
  return request<T>(route, changing('POST', file, 'application/java-archive'), query);
}
