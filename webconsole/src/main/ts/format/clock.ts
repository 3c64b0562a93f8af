/** Times of day as people read them; the browser's zone, 24 hours, and RFC 3339 for the tooltip. */

const two = (value: number) => String(value).padStart(2, '0');

/** 14:03:09 */
export function clock(millis: number): string {
  const date = new Date(millis);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** 14:03:09.123 */
export function clockMillis(millis: number): string {
  return `${clock(millis)}.${String(new Date(millis).getMilliseconds()).padStart(3, '0')}`;
}

/** 2026-07-20 */
export function day(millis: number): string {
  const date = new Date(millis);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** From when to when, as short as it is clear: 14:00 – 14:15, 2026-07-20 14:00 – 15:30:05, 2026-07-20 14:00 – 2026-07-22 09:00. */
export function between(fromMillis: number, toMillis: number, nowMillis: number): string {
  const short = (millis: number) => clock(millis).replace(/:00$/, '');
  const dayOfEnd = day(toMillis) === day(fromMillis) ? '' : `${day(toMillis)} `;
  const dayOfStart = dayOfEnd === '' && day(fromMillis) === day(nowMillis) ? '' : `${day(fromMillis)} `;
  return `${dayOfStart}${short(fromMillis)} – ${dayOfEnd}${short(toMillis)}`;
}

/** 2026-07-20T14:03, as an input of type datetime-local wants it. */
export function localInput(millis: number): string {
  const date = new Date(millis);
  return `${day(millis)}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
