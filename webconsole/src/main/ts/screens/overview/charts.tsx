import { Chart } from '../../chart/chart';
import { drawn, sum } from '../../chart/lines';
import type { Marker } from '../../chart/markers';
import { emptyText, useFeed } from '../../chart/use-feed';
import { useMarkers } from '../../chart/use-markers';
import { logRate, status } from '../../app/state';
import { parameter } from '../../app/route';
import type { FeedSeries } from '../../live/feed';
import { HOST_CHARTS, LOADS, type HostChart } from './host-charts';

/** The series of the host that is shown: the one in the address, else the platform's own, else the first. */
function ofHost(series: readonly FeedSeries[]): readonly FeedSeries[] {
  const hosts = new Set(series.map(({ host }) => host));
  const own = status.value.value?.host ?? '';
  const chosen = parameter('host') || (hosts.has(own) ? own : [...hosts][0]);
  return series.filter(({ host }) => host === chosen);
}

/** A chart of one metric of the host that is shown. */
export function HostChartTile({ chart, markers }: { chart: HostChart; markers: readonly Marker[] }) {
  const feed = useFeed(chart.metric);
  const { id, title, unit, atLeast, empty } = chart;
  return (
    <Chart id={id} title={title} unit={unit} atLeast={atLeast} markers={markers} stepSeconds={feed.stepSeconds}
      lines={chart.lines(ofHost(feed.series()), feed.stepSeconds)} empty={emptyText(feed, empty)} />
  );
}

function LoadTile({ markers }: { markers: readonly Marker[] }) {
  const feeds = LOADS.map(([metric]) => useFeed(metric));
  const lines = LOADS.flatMap(([, label, colour], index) => {
    const series = ofHost(feeds[index]?.series() ?? []);
    return series.length === 0 ? [] : [{ label, colour, ...sum(series.map(drawn), feeds[index]?.stepSeconds ?? 1), fill: index === 0 }];
  });
  const first = feeds[0];
  return (
    <Chart id="load" title="Load" unit="1" atLeast={1} markers={markers} stepSeconds={first?.stepSeconds ?? 1} lines={lines}
      empty={first ? emptyText(first, 'No load average stored yet: it comes from collector.metrics.') : ''} />
  );
}

function LogRateTile({ markers }: { markers: readonly Marker[] }) {
  const { times, values } = logRate.value;
  const lines = times.length === 0 ? [] : [{ label: 'lines', colour: '--line-1', times, values, fill: true }];
  return <Chart id="log-rate" title="Log lines" note="since this page was opened" unit="{lines}/s" atLeast={1} markers={markers} stepSeconds={1} lines={lines} empty="Counted since this page was opened; the first seconds are on their way." />;
}

/** The live charts of one host. */
export function HostCharts() {
  const markers = useMarkers();
  const [cpu, memory, disk, network] = HOST_CHARTS;
  if (!cpu || !memory || !disk || !network) return null;
  return (
    <section class="grid charts" aria-label="Charts of the host">
      <HostChartTile chart={cpu} markers={markers} />
      <LoadTile markers={markers} />
      <HostChartTile chart={memory} markers={markers} />
      <HostChartTile chart={disk} markers={markers} />
      <HostChartTile chart={network} markers={markers} />
      <LogRateTile markers={markers} />
    </section>
  );
}
