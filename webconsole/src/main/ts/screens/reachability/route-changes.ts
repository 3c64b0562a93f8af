import type { Hop, Round } from '../../api/telemetry';

/** Somebody answered at a distance where others had answered. */
export interface RouteChange {
  readonly time: string;
  readonly distance: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Who answered, by distance. */
type Answered = Map<number, readonly string[]>;

/** Adds who else answered at a distance. */
function add(known: Answered, distance: number, addresses: readonly string[]): void {
  known.set(distance, [...new Set([...(known.get(distance) ?? []), ...addresses])].sort());
}

function answered(hops: readonly Hop[]): Answered {
  const found: Answered = new Map();
  for (const { distance, address } of hops) if (address) add(found, distance, [address]);
  return found;
}

/** The hops of the latest trace; empty if none of the rounds is one. */
export function latestHops(rounds: readonly Round[]): readonly Hop[] {
  return rounds.find(({ result }) => (result.hops?.length ?? 0) > 0)?.result.hops ?? [];
}

/** Where the route changed, the latest first. Who is silent has not changed; `rounds` has the latest first. */
export function routeChanges(rounds: readonly Round[]): RouteChange[] {
  const changes: RouteChange[] = [];
  let known: Answered = new Map();
  for (const { time, result } of [...rounds].reverse()) {
    const now = answered(result.hops ?? []);
    const other = [...now].filter(([distance, there]) => {
      const before = known.get(distance);
      return before !== undefined && !there.every((address) => before.includes(address));
    });
    for (const [distance, after] of other) changes.unshift({ time, distance, before: known.get(distance) ?? [], after });
    if (other.length > 0) known = now;
    else for (const [distance, there] of now) add(known, distance, there);
  }
  return changes;
}
