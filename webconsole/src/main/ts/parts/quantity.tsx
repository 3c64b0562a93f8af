import { count, exact, inUnit } from '../format/units';

/** A value as people read it, and in full in its tooltip. The unit is one of UCUM. */
export function Quantity({ value, unit }: { value: number | null | undefined; unit: string }) {
  return <span title={exact(value, unit)}>{inUnit(value, unit)}</span>;
}

/** How often something went wrong; never is quiet. */
export function Wrong({ times, title }: { times: number; title?: string }) {
  return <span class={times === 0 ? 'quiet' : ''} title={title}>{count(times)}</span>;
}
