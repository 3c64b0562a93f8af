import { curl } from '../api/command';
import type { SeriesIdentity } from '../api/telemetry';
import type { Traffic } from '../api/traffic';
import { usePolled } from '../app/poll';
import { here, parameter } from '../app/route';
import { plugins } from '../app/state';
import { live, range, span } from '../app/time';
import { things } from '../format/units';
import { Choice } from '../parts/choice';
import { Empty, Loading, Problem, Stale, ToNow } from '../parts/messages';
import { FilterField } from '../parts/table';
import { TrafficCharts } from './traffic/charts';
import { Flows } from './traffic/flows';
import { fitting, isQuiet } from './traffic/shape';
import { TrafficTables } from './traffic/tables';

const COLLECTOR = 'collector.traffic';
const MOST = 200;
/** A quarter of an hour is read every ten seconds, what takes longer to read less often. */
const LOOKS = 90;
const LEAST_MILLIS = 10_000;

/** Why nothing was seen: the collector is missing, may not capture, or was given no interface. */
function Quiet() {
  const collector = plugins.value.value?.find(({ name }) => name === COLLECTOR);
  const why = !collector ? `The plugin ${COLLECTOR} is not installed.`
    : collector.state !== 'active' && collector.reason ? `${COLLECTOR}: ${collector.reason}`
    : 'Nothing is captured unless a table names an interface: packets tell who speaks with whom.';
  return (
    <section class="tile">
      <Empty title="No traffic in this time" why={`Here is who speaks with whom, as ${COLLECTOR} sees it on the network. ${why}`}
        action={live.value ? <>Add a <code>[[{COLLECTOR}]]</code> table with <code>interfaces = ["eth0"]</code> to monitor.toml; it takes effect when saved.</> : <ToNow />}
        command={curl('traffic?from=now-1h&limit=20')} />
    </section>
  );
}

/** What was seen on the network: rates, talkers, protocols, names, flows. */
export function TrafficScreen() {
  const { from, to } = range.value;
  const host = parameter('host');
  const { from: start, to: end } = span.peek();
  const every = live.value ? Math.max(LEAST_MILLIS, Math.round((end - start) / LOOKS)) : 0;
  const loaded = usePolled<Traffic>('traffic', { from, to, host, limit: MOST }, every).value;
  const known = usePolled<{ series: readonly SeriesIdentity[] }>('series', { name: 'traffic.flows.active', from, to }, every && Math.max(every, 60_000)).value;
  const all = loaded.value;
  if (!all) return loaded.problem ? <Problem what="The traffic cannot be read." problem={loaded.problem} /> : <Loading what="traffic" />;
  const hosts = [...new Set((known.value?.series ?? []).map((series) => series.host))].sort();
  const shown = fitting(all, parameter('filter'));
  const nothing = isQuiet(all);
  return (
    <>
      <div class="toolbar">
        <FilterField label="Filter traffic" placeholder="Address, port, name, protocol …" />
        {(hosts.length > 1 || host) && <Choice name="host" label="Host" all="Every host" values={hosts} />}
        {!nothing && <span class="quiet">{things(all.talkers.length, 'talker')}, {all.flows.length < MOST ? things(all.flows.length, 'flow') : `the largest ${MOST} flows`}</span>}
      </div>
      <Stale loaded={loaded} what="Traffic" />
      {nothing ? <Quiet /> : (
        <>
          <TrafficCharts />
          {isQuiet(shown) ? (
            <section class="tile"><Empty title="No traffic fits the filter" why={`No address, port, name or protocol contains “${parameter('filter')}”.`} action={<a href={here({ filter: '' })}>Show all</a>} /></section>
          ) : (
            <>
              <TrafficTables shown={shown} all={all} />
              <Flows flows={shown.flows} />
            </>
          )}
        </>
      )}
    </>
  );
}
