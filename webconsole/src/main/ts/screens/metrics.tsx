import { curl } from '../api/command';
import type { SeriesIdentity } from '../api/telemetry';
import { Chart } from '../chart/chart';
import { attribute, coloured, drawn, type Line } from '../chart/lines';
import { emptyText, useFeed } from '../chart/use-feed';
import { useMarkers } from '../chart/use-markers';
import { usePolled } from '../app/poll';
import { go, here, parameter } from '../app/route';
import { live, range } from '../app/time';
import { count } from '../format/units';
import type { FeedSeries } from '../live/feed';
import { Empty, Loading, Problem, Stale, ToNow } from '../parts/messages';
import { FilterField } from '../parts/table';
import { HostDashboard, MetricsTabs } from './metrics/host';
import { SeriesTable } from './series-table';

/** The names of the attributes in which the series differ. */
export function differing(series: readonly Pick<FeedSeries, 'attributes'>[]): string[] {
  const names = new Set(series.flatMap(({ attributes }) => Object.keys(attributes)));
  return [...names].filter((name) => new Set(series.map((one) => attribute(one, name))).size > 1).sort();
}

/** Utilizations are shares of one by their convention. */
function shareOf(name: string): boolean {
  return name.endsWith('.utilization');
}

function linesOf(series: readonly FeedSeries[]): Line[] {
  const names = differing(series);
  const hosts = new Set(series.map(({ host }) => host)).size > 1;
  const labelled = series.map((one) => {
    const parts = [...(hosts ? [one.host] : []), ...names.map((name) => attribute(one, name)).filter(Boolean)];
    return { label: parts.join(' ') || 'all', depth: names.filter((name) => attribute(one, name)).length, one };
  });
  labelled.sort((a, b) => a.depth - b.depth || a.label.localeCompare(b.label, 'en', { numeric: true }));
  return coloured(labelled.map(({ label, one }) => ({ label, ...drawn(one) })));
}

function Explorer({ name }: { name: string }) {
  const feed = useFeed(name);
  const series = feed.series();
  const first = series[0];
  const lines = linesOf(series);
  const unit = first ? (first.counter ? `${first.unit === '1' ? '{}' : first.unit}/s` : shareOf(name) ? 'share' : first.unit) : '1';
  return (
    <>
      <Chart id="explore" title={name} unit={unit} height={300} lines={lines} stepSeconds={feed.stepSeconds} markers={useMarkers()}
        empty={emptyText(feed, 'No points in this time.')} />
      {series.length > lines.length && <p class="quiet">{count(lines.length)} of {count(series.length)} series are drawn, those of the whole host first.</p>}
      <SeriesTable name={name} unitOf={(own) => (shareOf(name) ? 'share' : own)} />
    </>
  );
}

function Names({ series, shown }: { series: readonly SeriesIdentity[]; shown: string }) {
  const filter = parameter('filter').toLowerCase();
  const counts = new Map<string, number>();
  series.forEach(({ name }) => counts.set(name, (counts.get(name) ?? 0) + 1));
  const names = [...counts].filter(([name]) => name.toLowerCase().includes(filter)).sort(([a], [b]) => a.localeCompare(b));
  if (names.length === 0) return <Empty title="No metric fits the filter" why={`None of ${count(counts.size)} metrics contains “${filter}”.`} action={<a href={here({ filter: '' })}>Show all</a>} />;
  return (
    <ul class="names" aria-label="Metrics">
      {names.map(([name, size]) => (
        <li key={name}>
          <button type="button" class="menu-item" data-row aria-pressed={shown === name} onClick={() => go(here({ name }))}>
            <span>{name}</span> <span class="quiet">{count(size)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Any stored metric over time. */
export function MetricsScreen() {
  const { from, to } = range.value;
  const loaded = usePolled<{ series: readonly SeriesIdentity[] }>('series', { from, to }, 60_000).value;
  const series = loaded.value?.series;
  if (!series) return loaded.problem ? <Problem what="The metrics cannot be listed." problem={loaded.problem} /> : <Loading what="metrics" />;
  if (series.length === 0) {
    return <><div class="toolbar"><MetricsTabs /></div><section class="tile"><Empty title="No metrics in this time" why="Metrics come from collector.metrics and from programs that send them." action={live.value ? 'Send one with a token:' : <ToNow />} command={curl('metrics', `-H "Content-Type: application/json" -d '{"queue_depth": 12}' `)} /></section></>;
  }
  if (parameter('view') === 'host') return <HostDashboard series={series} />;
  const name = parameter('name') || (series.find((one) => one.name === 'system.cpu.utilization') ?? series[0])?.name || '';
  return (
    <>
      <div class="toolbar"><MetricsTabs /><FilterField label="Filter metrics" placeholder="Name of a metric …" /><span class="quiet">{count(series.length)} series</span></div>
      <Stale loaded={loaded} what="The list" />
      <div class="side-by-side">
        <section class="tile"><Names series={series} shown={name} /></section>
        <div class="stack"><Explorer key={name} name={name} /></div>
      </div>
    </>
  );
}
