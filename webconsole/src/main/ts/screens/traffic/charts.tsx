import { parameter } from '../../app/route';
import { Chart } from '../../chart/chart';
import { attribute, coloured, drawn, groupsOf, MOST_LINES, sum, type Line } from '../../chart/lines';
import { emptyText, useFeed } from '../../chart/use-feed';
import { useMarkers } from '../../chart/use-markers';
import type { FeedSeries } from '../../live/feed';

interface TrafficChart {
  readonly id: string;
  readonly title: string;
  readonly metric: string;
  readonly unit: string;
  readonly atLeast: number;
  /** Attributes that tell the lines apart. */
  readonly by: readonly string[];
  readonly empty: string;
}

const CHARTS: readonly TrafficChart[] = [
  { id: 'traffic-rate', title: 'Rate', metric: 'traffic.io.rate', unit: 'By/s', atLeast: 1000, by: ['where', 'network.io.direction'], empty: 'No rate was measured in this time.' },
  { id: 'traffic-protocols', title: 'Protocols', metric: 'traffic.protocol.io', unit: 'By/s', atLeast: 1000, by: ['network.protocol.name'], empty: 'No protocol was seen in this time.' },
  { id: 'traffic-packets', title: 'Packets', metric: 'traffic.packets.rate', unit: '{packet}/s', atLeast: 10, by: ['where', 'network.io.direction'], empty: 'No packet was counted in this time.' },
  { id: 'traffic-dropped', title: 'Packets dropped', metric: 'traffic.packets.dropped', unit: '{packet}/s', atLeast: 1, by: ['where', 'reason'], empty: 'Nothing is known of drops in this time.' },
];

/** The value of an attribute; `where` is the interface, or the name of the capture file. */
function valueOf(series: Pick<FeedSeries, 'attributes'>, name: string): string {
  if (name !== 'where') return attribute(series, name);
  return attribute(series, 'network.interface.name') || attribute(series, 'traffic.file').replace(/^.*\//, '');
}

/** One line for each combination of values of these attributes, summed over all else; the six with the highest latest value. */
export function busiest(series: readonly FeedSeries[], names: readonly string[], stepSeconds: number): Line[] {
  const groups = groupsOf(series, (one) => names.map((name) => valueOf(one, name)).filter(Boolean).join(' ') || 'all');
  const lines = [...groups]
    .map(([label, group]) => ({ label, ...sum(group.map(drawn), stepSeconds) }))
    .sort((a, b) => (b.values.at(-1) ?? 0) - (a.values.at(-1) ?? 0) || a.label.localeCompare(b.label))
    .slice(0, MOST_LINES);
  // Colours by name, so that a line keeps its own when it is overtaken.
  return coloured(lines.sort((a, b) => a.label.localeCompare(b.label)));
}

function Tile({ chart }: { chart: TrafficChart }) {
  const feed = useFeed(chart.metric);
  const { id, title, unit, atLeast, by, empty } = chart;
  const host = parameter('host');
  const lines = busiest(feed.series().filter((one) => host === '' || one.host === host), by, feed.stepSeconds);
  return (
    <Chart id={id} title={title} unit={unit} atLeast={atLeast} lines={lines} stepSeconds={feed.stepSeconds} markers={useMarkers()}
      empty={emptyText(feed, empty)} />
  );
}

/** Rates of each interface, the mix of protocols, and what was not captured. */
export function TrafficCharts() {
  return <section class="grid halves" aria-label="Rates">{CHARTS.map((chart) => <Tile key={chart.id} chart={chart} />)}</section>;
}
