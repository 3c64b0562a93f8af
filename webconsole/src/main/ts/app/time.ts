import { computed, signal } from '@preact/signals';
import { absolute, DEFAULT_RANGE, isLive, resolve, type RangeText, type Span } from '../time/range';
import { go, here, place } from './route';

/** Now, in milliseconds since 1970; moves once a second while the page is seen. */
export const now = signal(Date.now());

if (typeof window !== 'undefined') {
  setInterval(() => {
    if (!document.hidden) now.value = Date.now();
  }, 1000);
}

/** The range in the address. */
export const range = computed<RangeText>(() => ({
  from: place.value.parameters['from'] ?? DEFAULT_RANGE.from,
  to: place.value.parameters['to'] ?? DEFAULT_RANGE.to,
}));

/** Whether what is shown moves with the clock. */
export const live = computed(() => isLive(range.value));

/** The range in milliseconds; moves with the clock while live. */
export const span = computed<Span>(() => resolve(range.value, live.value ? now.value : Date.now()));

/** Shows another range. */
export function show({ from, to }: RangeText): void {
  const standard = from === DEFAULT_RANGE.from && to === DEFAULT_RANGE.to;
  go(here({ from: standard ? '' : from, to: standard || to === 'now' ? '' : to, was: '' }));
}

/** Shows a part of what is shown; the way back to live stays known. */
export function zoom(to: Span): void {
  const was = live.value ? range.value.from : (place.value.parameters['was'] ?? '');
  go(here({ ...absolute(to), was }));
}

/** Stands still where it is. */
export function pause(): void {
  if (live.value) zoom(span.value);
}

/** Moves with the clock again, as wide as before the pause. */
export function play(): void {
  show({ from: place.value.parameters['was'] || DEFAULT_RANGE.from, to: 'now' });
}
