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

/** The day is left out when it is today's. */
export function moment(millis: number, nowMillis: number): string {
  return day(millis) === day(nowMillis) ? clock(millis) : `${day(millis)} ${clock(millis)}`;
}

/** 2026-07-20T14:03, as an input of type datetime-local wants it. */
export function localInput(millis: number): string {
  const date = new Date(millis);
  return `${day(millis)}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
