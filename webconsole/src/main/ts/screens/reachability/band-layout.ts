import type { Round } from '../../api/telemetry';
import type { Span } from '../../time/range';
import { clock, day } from '../../format/clock';
import { latencies, lossOf, quantile } from './summary';

/** All rounds of one column of the chart; times in milliseconds. */
export interface Band {
  /** End of the column, milliseconds since 1970. */
  readonly millis: number;
  readonly min: number | null;
  readonly low: number | null;
  readonly median: number | null;
  readonly high: number | null;
  readonly max: number | null;
  readonly loss: number;
  readonly error: string | null;
}

function band(millis: number, rounds: readonly Round[]): Band {
  const values = rounds.flatMap(latencies).sort((a, b) => a - b);
  return {
    millis,
    min: quantile(values, 0),
    low: quantile(values, 0.25),
    median: quantile(values, 0.5),
    high: quantile(values, 0.75),
    max: quantile(values, 1),
    loss: rounds.reduce((sum, round) => sum + lossOf(round), 0) / rounds.length,
    error: rounds.find(({ error }) => error)?.error ?? null,
  };
}

/** Puts the rounds in at most this many columns of equal width. */
export function bandsOf(rounds: readonly Round[], { from, to }: Span, columns: number): Band[] {
  const width = (to - from) / columns;
  const groups = new Map<number, Round[]>();
  for (const round of rounds) {
    const time = Date.parse(round.time);
    if (time < from || time > to) continue;
    const column = Math.floor(time / width);
    groups.set(column, [...(groups.get(column) ?? []), round]);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([column, group]) => band((column + 1) * width, group));
}

/** A linear map from a domain to a range. */
export function scale(low: number, high: number, start: number, end: number): (value: number) => number {
  return (value) => start + ((value - low) / (high - low || 1)) * (end - start);
}

/** Round values from zero to the top, four to eight of them. */
export function ticks(top: number): number[] {
  const power = 10 ** Math.floor(Math.log10(top / 4));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => top / size <= 7) ?? top;
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, index) => index * step);
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TIME_STEPS = [5 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY];

/** Round times of the clock on the wall, at most so many, none so near to an end that its label would be cut. */
export function timeTicks(from: number, to: number, most: number): { millis: number; text: string }[] {
  const step = TIME_STEPS.find((size) => (to - from) / size <= most) ?? 28 * DAY;
  const zone = new Date(from).getTimezoneOffset() * MINUTE;
  const margin = (to - from) / 40;
  const found = [];
  for (let millis = Math.ceil((from - zone) / step) * step + zone; millis <= to - margin; millis += step) {
    if (millis < from + margin) continue;
    const time = clock(millis);
    found.push({ millis, text: step >= DAY || (step >= HOUR && time === '00:00:00') ? day(millis).slice(5) : step < MINUTE ? time : time.slice(0, 5) });
  }
  return found;
}
