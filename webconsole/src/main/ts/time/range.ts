/** A range of time as it stands in the address: RFC 3339 or relative to now. */
export interface RangeText {
  readonly from: string;
  readonly to: string;
}

/** A range in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export const DEFAULT_RANGE: RangeText = { from: 'now-15m', to: 'now' };

export const QUICK_RANGES: readonly { readonly from: string; readonly label: string }[] = [
  { from: 'now-5m', label: '5 minutes' },
  { from: 'now-15m', label: '15 minutes' },
  { from: 'now-1h', label: '1 hour' },
  { from: 'now-6h', label: '6 hours' },
  { from: 'now-1d', label: '1 day' },
  { from: 'now-7d', label: '7 days' },
  { from: 'now-30d', label: '30 days' },
];

const UNIT_MILLIS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Milliseconds of one end of a range, or null if the text is no time. */
export function parseTime(text: string, nowMillis: number): number | null {
  const relative = /^now(?:-(\d{1,6})([smhdw]))?$/.exec(text.trim());
  if (relative) {
    const [, amount, unit] = relative;
    return amount && unit ? nowMillis - Number(amount) * (UNIT_MILLIS[unit] ?? 0) : nowMillis;
  }
  if (!/^\d{4}-\d{2}-\d{2}/.test(text.trim())) return null;
  const millis = Date.parse(text.trim());
  return Number.isNaN(millis) ? null : millis;
}

/** The range in milliseconds; a range that cannot be read, or is empty, is the default one. */
export function resolve(range: RangeText, nowMillis: number): Span {
  const from = parseTime(range.from, nowMillis);
  const to = parseTime(range.to, nowMillis);
  if (from === null || to === null || from >= to) return resolve(DEFAULT_RANGE, nowMillis);
  return { from, to };
}

/** Whether the range ends now, so that it moves with the clock. */
export function isLive(range: RangeText): boolean {
  return range.to === 'now' && range.from.startsWith('now-');
}

/** A range that stands still. */
export function absolute({ from, to }: Span): RangeText {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

const STEPS_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 86400];

/** The smallest round step, in seconds, that needs at most this many points. */
export function stepFor({ from, to }: Span, points: number): number {
  const wanted = (to - from) / 1000 / points;
  return STEPS_SECONDS.find((step) => step >= wanted) ?? 86_400;
}

/** How the range is called on its button. */
export function label(range: RangeText): string {
  const quick = QUICK_RANGES.find(({ from }) => from === range.from);
  if (isLive(range)) return quick ? `Last ${quick.label}` : `Last ${range.from.slice(4)}`;
  return 'Fixed time';
}

/** Twice as wide around its middle, never beyond now. */
export function widened(span: Span, nowMillis: number): Span {
  const half = (span.to - span.from) / 2;
  const to = Math.min(nowMillis, span.to + half);
  return { from: to - 4 * half, to };
}

/** Moved by half its width; never beyond now. */
export function moved(span: Span, direction: -1 | 1, nowMillis: number): Span {
  const width = span.to - span.from;
  const to = Math.min(nowMillis, span.to + (direction * width) / 2);
  return { from: to - width, to };
}
