import type { FeedSeries } from '../live/feed';
import { perSecond } from '../live/series';

/** One line of a chart. */
export interface Line {
  readonly label: string;
  /** CSS variable of its colour. */
  readonly colour: string;
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly fill?: boolean;
}

const COLOURS = ['--line-1', '--line-2', '--line-3', '--line-4', '--line-5', '--line-6'];

/** How many lines can be told apart by their colours. */
export const MOST_LINES = COLOURS.length;

/** Gives each line a colour by its place; those for which there is none are left out. */
export function coloured(lines: readonly Omit<Line, 'colour'>[]): Line[] {
  return lines.slice(0, MOST_LINES).map((line, index) => ({ ...line, colour: COLOURS[index] ?? '' }));
}

/** The rate of a counter, or the points of a gauge as they are. */
export function drawn(series: FeedSeries): { times: readonly number[]; values: readonly number[] } {
  const points = series.buffer.points();
  return series.counter ? perSecond(points.times, points.values) : points;
}

/** The sum of several series, column by column of the step; only where at least one has a value. */
export function sum(
  parts: readonly { times: readonly number[]; values: readonly number[] }[],
  stepSeconds: number,
): { times: number[]; values: number[] } {
  if (parts.length === 1 && parts[0]) return { times: [...parts[0].times], values: [...parts[0].values] };
  const totals = new Map<number, number>();
  for (const { times, values } of parts) {
    const own = new Map<number, number>();
    times.forEach((time, index) => own.set(Math.round(time / stepSeconds) * stepSeconds, values[index] ?? 0));
    own.forEach((value, time) => totals.set(time, (totals.get(time) ?? 0) + value));
  }
  const times = [...totals.keys()].sort((a, b) => a - b);
  return { times, values: times.map((time) => totals.get(time) ?? 0) };
}

/** The value of an attribute as text; empty if it has none. */
export function attribute({ attributes }: { readonly attributes: FeedSeries['attributes'] }, name: string): string {
  const value = attributes[name];
  return value === undefined || value === null ? '' : String(value);
}

/** Groups by a text that each has. */
export function groupsOf(series: readonly FeedSeries[], textOf: (one: FeedSeries) => string): Map<string, FeedSeries[]> {
  const groups = new Map<string, FeedSeries[]>();
  for (const one of series) {
    const text = textOf(one);
    groups.set(text, [...(groups.get(text) ?? []), one]);
  }
  return groups;
}
