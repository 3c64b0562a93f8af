import { signal } from '@preact/signals';
import { address } from '../api/client';
import type { TappedEvent } from '../api/pipeline';
import { Connection, type ConnectionState } from './connection';
import { Ring } from './ring';
import { surroundings } from './stream';

/** An event, or something that happened meanwhile. */
export type TapRow =
  | { readonly key: number; readonly event: TappedEvent }
  | { readonly key: number; readonly note: string; readonly millis: number };

const KEPT = 200;
const REDRAW_MILLIS = 250;

/**
 * Events at one point of the pipeline as they are delivered, over a connection of its own, which comes back by itself:
 * that of the rest of the page carries what every screen needs, and must not drown in events.
 */
export class Tap {
  /** Counts up when there is something new, at most four times a second. */
  readonly version = signal(0);
  readonly state = signal<ConnectionState>({ kind: 'connecting' });
  seen = 0;
  skipped = 0;

  private readonly rows = new Ring<TapRow>(KEPT);
  private readonly connection: Connection;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private nextKey = 0;
  private broke = false;

  /**
   * @param source instance whose events are asked for; empty for all
   * @param includes which of them are shown
   */
  constructor(source: string, private readonly includes: (event: TappedEvent) => boolean) {
    const route = address('stream', { topics: 'tap', source });
    this.connection = new Connection(surroundings(route), ({ topic, data }) => this.take(topic, data), (state) => this.changed(state));
    this.connection.start();
  }

  /** The newest last. */
  latest(): readonly TapRow[] {
    return this.rows.toArray();
  }

  /** Puts a line between the events. */
  note(note: string): void {
    this.rows.push({ key: this.nextKey++, note, millis: Date.now() });
    this.redraw();
  }

  close(): void {
    clearTimeout(this.timer);
    this.connection.close();
  }

  private changed(state: ConnectionState): void {
    this.state.value = state;
    if (state.kind === 'waiting' && !this.broke) this.note('The connection broke; connecting again.');
    if (state.kind === 'open' && this.broke) this.note('Connected again.');
    this.broke = state.kind === 'waiting' || (this.broke && state.kind !== 'open');
  }

  private take(topic: string, data: string): void {
    if (topic === 'reset') return this.note('Some events were missed.');
    if (topic !== 'tap') return;
    const { events, skipped } = JSON.parse(data) as { events: readonly TappedEvent[]; skipped: number };
    for (const event of events.filter(this.includes)) {
      this.rows.push({ key: this.nextKey++, event });
      this.seen += 1;
    }
    this.skipped += skipped;
    this.redraw();
  }

  private redraw(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.version.value += 1;
    }, REDRAW_MILLIS);
  }
}

function words(pairs: Readonly<Record<string, unknown>>): string {
  return Object.entries(pairs)
    .filter(([name]) => name !== 'attributes')
    .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' ');
}

/** What an event says, on one line. */
export function describe({ kind, payload, attributes }: TappedEvent): string {
  const own = (payload['attributes'] ?? {}) as Readonly<Record<string, unknown>>;
  const all = words({ ...own, ...attributes });
  const text = (name: string) => String(payload[name] ?? '');
  if (kind === 'log') return `${text('severity')} ${text('body')} ${all}`.trim();
  if (kind === 'sample') return `${text('name')} ${text('value')} ${text('unit')} ${all}`.trim();
  return `${words(payload)} ${all}`.trim();
}
