/** Numbers as people read them. Sizes are decimal (1 kB = 1,000 bytes); exact values are for the tooltip. */

const THIN = '\u202f';
const PREFIXES = ['', 'k', 'M', 'G', 'T', 'P', 'E'];
export const NONE = '–';

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });

/** Three significant digits at most, without an exponent: 3.2, 45, 0.04. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.01) return value.toPrecision(1).includes('e') ? '0' : value.toPrecision(1);
  if (size < 9.995) return trimmed(value.toFixed(size < 1 ? 2 : 1));
  return grouped.format(Math.round(value));
}

function trimmed(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
}

/** With a decimal prefix: 3.2 MB, 12.3 k. */
export function scaled(value: number, unit: string): string {
  let size = Math.abs(value);
  let step = 0;
  while (size >= 999.5 && step < PREFIXES.length - 1) {
    size /= 1000;
    step += 1;
  }
  const digits = size < 99.95 && step > 0 ? trimmed(size.toFixed(1)) : short(size);
  const suffix = `${PREFIXES[step]}${unit}`;
  return `${value < 0 ? '−' : ''}${digits}${suffix ? `${THIN}${suffix}` : ''}`;
}

/** 1,204 */
export function count(value: number): string {
  return grouped.format(Math.round(value));
}

/** A count of things with their name: 1 sink, 3 sinks. */
export function things(value: number, name: string): string {
  return `${count(value)} ${name}${value === 1 ? '' : 's'}`;
}

/** A count that may grow large: 1,204 then 12.3 k. */
export function compact(value: number): string {
  return Math.abs(value) < 10_000 ? count(value) : scaled(value, '');
}

/** A share of one: 0.042 is 4.2 %. */
export function percent(share: number): string {
  return `${short(share * 100)}${THIN}%`;
}

/** Events each second: 1.2 k/s; below ten with a decimal. */
export function perSecond(value: number): string {
  return `${value < 10 ? short(value) : scaled(value, '')}/s`;
}

/** Milliseconds with what the size deserves: 0.04 ms, 12 ms, 1.2 s. */
export function millis(value: number): string {
  return value < 1000 ? `${short(value)}${THIN}ms` : `${short(value / 1000)}${THIN}s`;
}

const SPANS: readonly [number, string][] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** Seconds in at most two units: 12 s, 3 min 4 s, 2 d 5 h. */
export function duration(seconds: number): string {
  if (seconds < 1) return millis(Math.max(0, seconds) * 1000);
  const index = SPANS.findIndex(([size]) => seconds >= size);
  const [size, name] = SPANS[index] ?? [1, 's'];
  const whole = Math.floor(seconds / size);
  const next = SPANS[index + 1];
  const rest = next ? Math.floor((seconds % size) / next[0]) : 0;
  const first = `${whole}${THIN}${name}`;
  return next && rest > 0 ? `${first} ${rest}${THIN}${next[1]}` : first;
}

/** How long ago something was, in one unit: 12 s ago. */
export function ago(thenMillis: number, nowMillis: number): string {
  const seconds = Math.max(0, (nowMillis - thenMillis) / 1000);
  if (seconds < 1) return 'now';
  const [size, name] = SPANS.find(([span]) => seconds >= span) ?? [1, 's'];
  return `${Math.floor(seconds / size)}${THIN}${name} ago`;
}

/** A value in a UCUM unit, as the metric's unit says it. */
export function inUnit(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
  const counted = /^\{([^}]*)\}(\/s)?$/.exec(unit);
  if (counted) return counted[2] ? perSecond(value) : compact(value);
  switch (unit) {
    case 'share':
      return percent(value);
    case '%':
      return `${short(value)}${THIN}%`;
    case 'By':
      return scaled(value, 'B');
    case 'By/s':
      return scaled(value, 'B/s');
    case 's':
      return duration(value);
    case 'ms':
      return millis(value);
    case '':
    case '1':
      return Math.abs(value) < 10_000 ? short(value) : scaled(value, '');
    default:
      return scaled(value, unit);
  }
}

/** The value in full, for a tooltip: 3,210,334 By/s. */
export function exact(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return 'no value';
  if (unit === 'share') return `${grouped.format(value * 100)} %`;
  const name = unit === '1' ? '' : unit.replace(/[{}]/g, '');
  return `${grouped.format(value)}${name ? ` ${name}` : ''}`;
}
