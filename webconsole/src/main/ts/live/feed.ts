import { signal } from '@preact/signals';
import { get } from '../api/client';
import { ApiProblem, asProblem } from '../api/problem';
import type { AttributeMap, LiveSample, SeriesIdentity, SeriesPoints } from '../api/telemetry';
import { stepFor, type Span } from '../time/range';
import { PointBuffer } from './series';
import { listen } from './stream';

/** A series with the points of the window that is shown. */
export interface FeedSeries {
  readonly host: string;
  readonly unit: string;
  readonly counter: boolean;
  readonly attributes: AttributeMap;
  readonly buffer: PointBuffer;
}

/** Rather more than a tile has pixels. */
const POINTS = 450;
/** From this step on live samples are too dense to be drawn; what is stored is read again instead. */
const COARSE_STEP_SECONDS = 15;

function key({ host, attributes }: SeriesIdentity): string {
  return `${host} ${JSON.stringify(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
}

/** The points of one metric in a window: what is stored, and then what the stream brings. */
export class MetricFeed {
  /** Counts up when points were added. */
  readonly version = signal(0);
  readonly problem = signal<ApiProblem | undefined>(undefined);
  readonly loaded = signal(false);
  stepSeconds = 1;

  private readonly byKey = new Map<string, FeedSeries>();
  private end: () => void = () => undefined;
  private abort = new AbortController();

  constructor(readonly name: string) {}

  series(): readonly FeedSeries[] {
    return [...this.byKey.values()];
  }

  /** Shows another window; live follows the clock until {@link close} or the next call. */
  open(span: Span, live: boolean): void {
    this.close();
    this.abort = new AbortController();
    this.stepSeconds = stepFor(span, POINTS);
    void this.load(span);
    if (!live) return;
    if (this.stepSeconds < COARSE_STEP_SECONDS) {
      this.end = listen<{ samples: readonly LiveSample[] }>('metrics', ({ samples }) => this.onSamples(samples, span), [this.name]);
    } else {
      const timer = setInterval(() => void this.load(advanced(span)), this.stepSeconds * 1000);
      this.end = () => clearInterval(timer);
    }
  }

  close(): void {
    this.end();
    this.end = () => undefined;
    this.abort.abort();
  }

  private async load(span: Span): Promise<void> {
    const { signal: aborted } = this.abort;
    try {
      const query = {
        name: this.name,
        from: new Date(span.from).toISOString(),
        to: new Date(span.to).toISOString(),
        step: `${this.stepSeconds}s`,
      };
      const { series } = await get<{ series: readonly SeriesPoints[] }>('history', query, aborted);
      if (!aborted.aborted) this.replace(series);
    } catch (failure) {
      if (!aborted.aborted) this.problem.value = asProblem(failure);
    }
  }

  private replace(series: readonly SeriesPoints[]): void {
    const later = [...this.byKey].map(([id, { buffer }]) => [id, buffer.points()] as const);
    this.byKey.clear();
    for (const one of series) {
      const { buffer } = this.place(one);
      for (const [time, value] of one.points) buffer.push(Date.parse(time) / 1000, value);
    }
    for (const [id, { times, values }] of later) {
      const buffer = this.byKey.get(id)?.buffer;
      if (buffer) times.forEach((time, index) => buffer.push(time, values[index] ?? Number.NaN));
    }
    this.problem.value = undefined;
    this.loaded.value = true;
    this.version.value += 1;
  }

  private onSamples(samples: readonly LiveSample[], { from, to }: Span): void {
    const mine = samples.filter(({ name }) => name === this.name);
    if (mine.length === 0) return;
    const oldest = (Date.now() - (to - from)) / 1000;
    for (const sample of mine) {
      const { buffer } = this.place(sample);
      buffer.push(Date.parse(sample.time) / 1000, sample.value);
      buffer.trim(oldest - 30);
    }
    this.version.value += 1;
  }

  private place(identity: SeriesIdentity & { readonly instrument?: string }): FeedSeries {
    const id = key(identity);
    const known = this.byKey.get(id);
    if (known) return known;
    const { host, unit, attributes, instrument } = identity;
    const added = { host, unit, attributes, counter: instrument === 'counter', buffer: new PointBuffer(4000) };
    this.byKey.set(id, added);
    return added;
  }
}

function advanced({ from, to }: Span): Span {
  const now = Date.now();
  return { from: now - (to - from), to: now };
}
