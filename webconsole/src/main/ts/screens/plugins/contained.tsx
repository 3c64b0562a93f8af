import { duration, count } from '../../format/units';
import { Incidents, useContainment } from '../../parts/incidents';

/** What a plugin did that had to be contained, and what its limits have cost it; nothing while there is nothing. */
export function Contained({ name }: { name: string }) {
  const { incidents = [], limits = [] } = useContainment(name).value.value ?? {};
  const costly = limits.filter(({ droppedEvents, heldBackSeconds }) => droppedEvents > 0 || heldBackSeconds >= 0.1);
  if (incidents.length === 0 && costly.length === 0) return null;
  return (
    <>
      <h3>Incidents</h3>
      {costly.map(({ plugin, eventsPerSecond, droppedEvents, heldBackSeconds }) => (
        <p key={plugin} class="quiet">At its limit of {count(eventsPerSecond)} events a second: {count(droppedEvents)} dropped, its threads held back for {duration(heldBackSeconds)}. The table <code>[limits]</code> of the configuration says how much it may emit.</p>
      ))}
      <Incidents incidents={incidents} />
    </>
  );
}
