import { go, here, parameter } from '../../app/route';
import { status } from '../../app/state';
import type { SeriesIdentity } from '../../api/telemetry';
import { useMarkers } from '../../chart/use-markers';
import { Choice } from '../../parts/choice';
import { Icon } from '../../parts/icon';
import { Empty } from '../../parts/messages';
import { HostCharts, HostChartTile } from '../overview/charts';
import { DETAIL_CHARTS } from './host-detail';

/** Those of which collector.metrics, or a program like it, tells something; the platform's own first. */
function hostsOf(series: readonly SeriesIdentity[]): string[] {
  const own = status.value.value?.host ?? '';
  const names = new Set(series.filter(({ name }) => name.startsWith('system.')).map(({ host }) => host));
  return [...names].sort((a, b) => Number(b === own) - Number(a === own) || a.localeCompare(b));
}

/** Any metric, or everything of one host. */
export function MetricsTabs() {
  const host = parameter('view') === 'host';
  return (
    <div class="buttons has-addons" role="group" aria-label="View">
      <button type="button" class="button is-small" aria-pressed={!host} onClick={() => go(here({ view: '', host: '' }))}><Icon name="metrics" /> Explore</button>
      <button type="button" class="button is-small" aria-pressed={host} onClick={() => go(here({ view: 'host', name: '', filter: '' }))}><Icon name="overview" /> Host</button>
    </div>
  );
}

/** Everything of one host: what the overview shows, and what it has no room for. */
export function HostDashboard({ series }: { series: readonly SeriesIdentity[] }) {
  const markers = useMarkers();
  const hosts = hostsOf(series);
  return (
    <>
      <div class="toolbar"><MetricsTabs />{hosts.length > 0 && <Choice name="host" label="Host" values={hosts} />}</div>
      {hosts.length === 0 ? <section class="tile"><Empty title="No host in this time" why="What a host does is measured by collector.metrics." /></section> : (
        <>
          <HostCharts />
          <section class="grid charts" aria-label="More of the host">
            {DETAIL_CHARTS.map((chart) => <HostChartTile key={chart.id} chart={chart} markers={markers} />)}
          </section>
        </>
      )}
    </>
  );
}
