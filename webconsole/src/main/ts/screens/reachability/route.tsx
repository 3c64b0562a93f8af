import type { Hop, Round } from '../../api/telemetry';
import { clock } from '../../format/clock';
import { count, things } from '../../format/units';
import { Breakable } from '../../parts/breakable';
import { Quantity, Wrong } from '../../parts/quantity';
import { Table, type Column } from '../../parts/table';
import { latestHops, routeChanges, type RouteChange } from './route-changes';
import { quantile } from './summary';

const MOST_CHANGES = 20;

function median({ latenciesMillis }: Hop): number | null {
  return quantile([...latenciesMillis].sort((a, b) => a - b), 0.5);
}

const COLUMNS: readonly Column<Hop>[] = [
  { id: 'distance', title: 'Hop', number: true, cell: ({ distance }) => distance },
  { id: 'address', title: 'Address', cell: ({ address }) => (address ? <span class="endpoint"><Breakable text={address} /></span> : <span class="quiet">nobody answered</span>) },
  { id: 'latency', title: 'Median', number: true, cell: (hop) => <Quantity value={median(hop)} unit="ms" /> },
  { id: 'lost', title: 'Lost', number: true, cell: ({ lost }) => <Wrong times={lost} /> },
];

function Change({ change: { time, distance, before, after } }: { change: RouteChange }) {
  return <li><span class="quiet" title={time}>{clock(Date.parse(time))}</span> hop {distance}: {before.join(', ')} → {after.join(', ')}</li>;
}

/** The latest trace hop by hop, and when another router answered than before; nothing where nothing is traced. */
export function Route({ rounds, target }: { rounds: readonly Round[]; target: string }) {
  const hops = latestHops(rounds);
  if (hops.length === 0) return null;
  const changes = routeChanges(rounds);
  return (
    <section class="grid halves route-tile" aria-label={`Route to ${target}`}>
      <Table id="hops" label="Hops of the latest trace" columns={COLUMNS} rows={hops} rowKey={({ distance, address }) => `${distance} ${address}`} />
      <div class="pad">
        <h3>{changes.length === 0 ? 'The route did not change in this time' : `The route changed ${things(changes.length, 'time')}`}</h3>
        <ul>{changes.slice(0, MOST_CHANGES).map((change) => <Change key={`${change.time} ${change.distance}`} change={change} />)}</ul>
        {changes.length > MOST_CHANGES && <p class="quiet">and {count(changes.length - MOST_CHANGES)} before.</p>}
      </div>
    </section>
  );
}
