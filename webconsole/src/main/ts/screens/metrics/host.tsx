import { go, here, parameter } from '../../app/route';
import { status } from '../../app/state';
import type { SeriesIdentity } from '../../api/types';
import { Icon } from '../../parts/icon';
import { Empty } from '../../parts/messages';
import { HostCharts, HostChartTile, useMarkers } from '../overview/charts';
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

function HostChoice({ hosts }: { hosts: readonly string[] }) {
  return (
    <label class="choice">
      <span class="is-sr-only">Host</span>
      <span class="select is-small">
        <select value={parameter('host') || hosts[0]} onChange={(event) => go(here({ host: event.currentTarget.value }))}>
          {hosts.map((host) => <option key={host} value={host}>{host}</option>)}
        </select>
      </span>
    </label>
  );
}

/** Everything of one host: what the overview shows, and what it has no room for. */
export function HostDashboard({ series }: { series: readonly SeriesIdentity[] }) {
  const markers = useMarkers();
  const hosts = hostsOf(series);
  return (
    <>
      <div class="toolbar"><MetricsTabs />{hosts.length > 0 && <HostChoice hosts={hosts} />}</div>
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
