import { attribute, drawn, groupsOf, sum, type Line } from '../../chart/lines';
import type { FeedSeries } from '../../live/feed';

/** A chart of one metric of a host. */
export interface HostChart {
  readonly id: string;
  readonly title: string;
  readonly metric: string;
  readonly unit: string;
  /** The highest value that the axis shows at least. */
  readonly atLeast: number;
  readonly lines: (series: readonly FeedSeries[], stepSeconds: number) => Line[];
  readonly empty: string;
}

type Points = { readonly times: readonly number[]; readonly values: readonly number[] };

const line = (label: string, colour: string, { times, values }: Points, fill = false): Line => ({ label, colour, times, values, fill });

/** One line for each wanted value of an attribute, summed over everything else. */
function grouped(name: string, wanted: readonly (readonly [string, string, string])[], keep: (series: FeedSeries) => boolean = () => true) {
  return (series: readonly FeedSeries[], step: number): Line[] => {
    const groups = groupsOf(series.filter(keep), (one) => attribute(one, name));
    return wanted.flatMap(([value, label, colour], index) => {
      const group = groups.get(value);
      return group ? [line(label, colour, sum(group.map(drawn), step), index === 0)] : [];
    });
  };
}

/** All processors together: busy is the series without a mode. */
function cpu(series: readonly FeedSeries[]): Line[] {
  const modes = groupsOf(series.filter((one) => attribute(one, 'cpu.logical_number') === ''), (one) => attribute(one, 'cpu.mode'));
  const wanted = [['', 'busy', '--line-1'], ['system', 'system', '--line-2'], ['iowait', 'I/O wait', '--line-3']] as const;
  return wanted.flatMap(([mode, label, colour]) => (modes.get(mode) ?? []).slice(0, 1).map((one) => line(label, colour, drawn(one), mode === '')));
}

const notLoopback = (series: FeedSeries) => attribute(series, 'network.interface.name') !== 'lo';

/** Partitions and stacked devices would count the same bytes again. */
const wholeDisk = (series: FeedSeries) =>
  !/^(loop|ram|dm-|md|zram)\d|^(sd|vd|hd|xvd)[a-z]+\d|^(nvme|mmcblk).*p\d/.test(attribute(series, 'system.device') || attribute(series, 'disk.device'));

export const HOST_CHARTS: readonly HostChart[] = [
  { id: 'cpu', title: 'CPU', metric: 'system.cpu.utilization', unit: 'share', atLeast: 0.25, lines: cpu, empty: 'No CPU times stored yet: they come from collector.metrics.' },
  {
    id: 'memory', title: 'Memory', metric: 'system.memory.usage', unit: 'By', atLeast: 0, empty: 'No memory use stored yet: it comes from collector.metrics.',
    lines: grouped('system.memory.state', [['used', 'used', '--line-1'], ['cached', 'cached', '--line-2']]),
  },
  {
    id: 'disk', title: 'Disk', metric: 'system.disk.io', unit: 'By/s', atLeast: 1000, empty: 'No disk traffic stored yet: it comes from collector.metrics.',
    lines: grouped('disk.io.direction', [['read', 'read', '--line-1'], ['write', 'write', '--line-2']], wholeDisk),
  },
  {
    id: 'network', title: 'Network', metric: 'system.network.io', unit: 'By/s', atLeast: 1000, empty: 'No network traffic stored yet: it comes from collector.metrics.',
    lines: grouped('network.io.direction', [['receive', 'in', '--line-1'], ['transmit', 'out', '--line-2']], notLoopback),
  },
];

/** Load has a metric of its own for each span. */
export const LOADS: readonly (readonly [string, string, string])[] = [
  ['system.cpu.load_average.1m', '1 min', '--line-1'],
  ['system.cpu.load_average.5m', '5 min', '--line-2'],
  ['system.cpu.load_average.15m', '15 min', '--line-3'],
];
