/** Points of one series within a moving window: times in seconds since 1970, ascending. */
export class PointBuffer {
  private times: number[] = [];
  private values: number[] = [];

  constructor(private readonly maxPoints: number) {}

  get length(): number {
    return this.times.length;
  }

  /** Adds a point; one that is not newer than the last is ignored, since stored and live points overlap. */
  push(timeSeconds: number, value: number): boolean {
    const last = this.times.at(-1);
    if (last !== undefined && timeSeconds <= last) return false;
    this.times.push(timeSeconds);
    this.values.push(value);
    if (this.times.length > this.maxPoints * 1.25) this.keep(this.times.length - this.maxPoints);
    return true;
  }

  /** Forgets what is older. */
  trim(fromSeconds: number): void {
    const first = this.times.findIndex((time) => time >= fromSeconds);
    if (first > 0) this.keep(first);
    if (first < 0) this.keep(this.times.length);
  }

  private keep(first: number): void {
    this.times = this.times.slice(first);
    this.values = this.values.slice(first);
  }

  last(): { time: number; value: number } | undefined {
    const time = this.times.at(-1);
    const value = this.values.at(-1);
    return time === undefined || value === undefined ? undefined : { time, value };
  }

  points(): { times: readonly number[]; values: readonly number[] } {
    return { times: this.times, values: this.values };
  }
}

/** A value, a hole (null), or nothing at this time although the line goes on (undefined): the chart's own convention. */
export type Cell = number | null | undefined;

/** Columns as the chart draws them: one row of times, and the cells of each series. */
export interface Columns {
  readonly times: number[];
  readonly values: Cell[][];
}

/**
 * Lays several series on one row of times. Times are rounded to the step, so that series sampled a moment apart
 * share a column. A hole wider than three steps becomes a break of the line.
 */
export function align(
  series: readonly { times: readonly number[]; values: readonly number[] }[],
  stepSeconds: number,
): Columns {
  const rows = new Map<number, Cell[]>();
  series.forEach(({ times, values }, index) => {
    times.forEach((time, place) => {
      const column = Math.round(time / stepSeconds) * stepSeconds;
      let row = rows.get(column);
      if (!row) rows.set(column, (row = new Array<Cell>(series.length).fill(undefined)));
      row[index] = values[place];
    });
  });
  const times = [...rows.keys()].sort((a, b) => a - b);
  return withBreaks(times, rows, series.length, stepSeconds);
}

function withBreaks(sorted: number[], rows: Map<number, Cell[]>, width: number, step: number): Columns {
  const times: number[] = [];
  const values: Cell[][] = Array.from({ length: width }, () => []);
  const add = (time: number, row: Cell[]) => {
    times.push(time);
    values.forEach((column, index) => column.push(row[index]));
  };
  const empty = new Array<Cell>(width).fill(null);
  sorted.forEach((time, index) => {
    const before = sorted[index - 1];
    if (before !== undefined && time - before > 3 * step) add((time + before) / 2, empty);
    add(time, rows.get(time) ?? empty);
  });
  return { times, values };
}

/** What a counter grew by each second; a counter that fell began again at zero, and that step is left out. */
export function perSecond(times: readonly number[], values: readonly number[]): { times: number[]; values: number[] } {
  const rates = { times: [] as number[], values: [] as number[] };
  for (let index = 1; index < times.length; index += 1) {
    const seconds = (times[index] ?? 0) - (times[index - 1] ?? 0);
    const growth = (values[index] ?? 0) - (values[index - 1] ?? 0);
    if (seconds <= 0 || growth < 0) continue;
    rates.times.push(times[index] ?? 0);
    rates.values.push(growth / seconds);
  }
  return rates;
}
