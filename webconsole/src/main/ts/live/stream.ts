import { signal } from '@preact/signals';
import { address } from '../api/client';
import { Connection, type ConnectionState, type Surroundings } from './connection';

/** What the stream carries. */
export type Topic = 'pipeline' | 'deployments' | 'logs' | 'metrics' | 'reachability';

interface Listener {
  readonly call: (data: unknown) => void;
  /** Names of metrics; empty for what has no names. */
  readonly names: readonly string[];
}

/** How the live stream is doing; shown wherever live data is. */
export const connection = signal<ConnectionState>({ kind: 'connecting' });

/** When the last message came, milliseconds since 1970; 0 before the first. */
export const lastMessageMillis = signal(0);

const listeners = new Map<Topic, Set<Listener>>();
const resets = new Set<() => void>();
let current: { connection: Connection; route: string } | undefined;
let pending = false;

/** The route of a stream with everything that is listened to; empty if that is nothing. */
function wanted(): string {
  const topics = [...listeners].filter(([, set]) => set.size > 0).map(([topic]) => topic);
  const names = new Set([...(listeners.get('metrics') ?? [])].flatMap((listener) => listener.names));
  return topics.length === 0 ? '' : address('stream', { topics: topics.sort().join(','), name: [...names].sort().join(',') });
}

function open(route: string, lastEventId: string, abort: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'text/event-stream' };
  if (lastEventId) headers['Last-Event-ID'] = lastEventId;
  return fetch(route, { headers, signal: abort, credentials: 'same-origin', cache: 'no-store' });
}

/** What a connection of a browser to a route needs. */
export function surroundings(route: string): Surroundings {
  return {
    open: (id, abort) => open(route, id, abort),
    now: Date.now,
    after: (millis, callback) => {
      const timer = setTimeout(callback, millis);
      return () => clearTimeout(timer);
    },
    random: Math.random,
  };
}

function dispatch(topic: string, data: string): void {
  lastMessageMillis.value = Date.now();
  if (topic === 'reset') resets.forEach((listener) => listener());
  const set = listeners.get(topic as Topic);
  if (!set || set.size === 0) return;
  const parsed: unknown = JSON.parse(data);
  set.forEach((listener) => listener.call(parsed));
}

function connect(): void {
  pending = false;
  const route = wanted();
  if (current?.route === route) return;
  current?.connection.close();
  current = undefined;
  if (!route) return;
  const next = new Connection(
    surroundings(route),
    ({ topic, data }) => dispatch(topic, data),
    (state) => (connection.value = state),
  );
  current = { connection: next, route };
  next.start();
}

function schedule(): void {
  if (pending) return;
  pending = true;
  queueMicrotask(connect);
}

/**
 * Listens to a topic until the result is called. All listeners of the page share one connection, which is made anew
 * when what is listened to changes.
 */
export function listen<T>(topic: Topic, listener: (data: T) => void, names: readonly string[] = []): () => void {
  const set = listeners.get(topic) ?? new Set<Listener>();
  listeners.set(topic, set);
  const added: Listener = { call: listener as (data: unknown) => void, names };
  set.add(added);
  schedule();
  return () => {
    set.delete(added);
    schedule();
  };
}

/** Calls back when the server says that messages were missed, until the result is called: load the state anew. */
export function whenMissed(listener: () => void): () => void {
  resets.add(listener);
  return () => resets.delete(listener);
}
