import type { Balance } from '../../api/pipeline';
import { count } from '../../format/units';
import { Mark } from '../../parts/state';

/** How many events are missing from the balance: received − delivered − buffered − dropped. Zero when it holds. */
export function difference({ received, delivered, buffered, dropped }: Balance): number {
  return received - delivered - buffered - droppedIn(dropped);
}

/** All that was dropped. */
export function droppedIn(dropped: Balance['dropped']): number {
  return Object.values(dropped).reduce((sum, value) => sum + value, 0);
}

/** Whether received = delivered + buffered + dropped, with the numbers on hover. */
export function BalanceMark({ balance }: { balance: Balance }) {
  const off = difference(balance);
  const lost = droppedIn(balance.dropped);
  const title = `${count(balance.received)} received = ${count(balance.delivered)} delivered + ${count(balance.buffered)} waiting + ${count(lost)} dropped`;
  if (off !== 0) return <Mark icon="failed" tone="bad" word={`off by ${count(off)}`} title={title} />;
  if (lost > 0) return <Mark icon="degraded" tone="warn" word={`${count(lost)} dropped`} title={title} />;
  return <Mark icon="active" tone="good" word="holds" title={title} />;
}

/** What was dropped, by reason. */
export function Dropped({ dropped }: { dropped: Balance['dropped'] }) {
  const entries = Object.entries(dropped).filter(([, value]) => value > 0);
  if (entries.length === 0) return <span class="quiet">none</span>;
  return <span>{entries.map(([reason, value]) => `${count(value)} ${reason}`).join(', ')}</span>;
}

/** A rate, quiet when nothing moves. */
export function RateCell({ value, text }: { value: number; text: string }) {
  return <span class={value === 0 ? 'quiet' : ''} title={`${value.toFixed(3)} events each second`}>{text}</span>;
}
