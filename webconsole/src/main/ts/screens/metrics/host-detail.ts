import { attribute, coloured, drawn, groupsOf, MOST_LINES, sum, type Line } from '../../chart/lines';
import type { FeedSeries } from '../../live/feed';
import type { HostChart } from '../overview/host-charts';

/** One line for each combination of values of these attributes, summed over all else; the first six by name. */
export function parted(names: readonly string[], keep: (series: FeedSeries) => boolean = () => true) {
  const labelOf = (one: FeedSeries) => names.map((name) => attribute(one, name)).filter(Boolean).join(' ');
  return (series: readonly FeedSeries[], stepSeconds: number): Line[] => {
    const groups = groupsOf(series.filter((one) => keep(one) && labelOf(one) !== ''), labelOf);
    const first = [...groups].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })).slice(0, MOST_LINES);
    return coloured(first.map(([label, group]) => ({ label, ...sum(group.map(drawn), stepSeconds) })));
  };
}

const is = (name: string, value: string) => (series: FeedSeries) => attribute(series, name) === value;
const not = (name: string, value: string) => (series: FeedSeries) => attribute(series, name) !== value;

/** What the overview has no room for. */
export const DETAIL_CHARTS: readonly HostChart[] = [
  { id: 'cores', title: 'Processors', metric: 'system.cpu.utilization', unit: 'share', atLeast: 0.25, empty: 'No processor is shown by itself (cpu.per-core).', lines: parted(['cpu.logical_number'], is('cpu.mode', '')) },
  { id: 'pressure', title: 'Pressure', metric: 'system.linux.pressure.time', unit: 'share', atLeast: 0.05, empty: 'This kernel does not count pressure, or it came to no host yet.', lines: parted(['linux.pressure.resource'], is('linux.pressure.stalled', 'some')) },
  { id: 'swap', title: 'Swap', metric: 'system.paging.usage', unit: 'By', atLeast: 0, empty: 'This host has no swap.', lines: parted(['system.paging.state'], is('system.paging.state', 'used')) },
  { id: 'filesystems', title: 'File systems', metric: 'system.filesystem.utilization', unit: 'share', atLeast: 1, empty: 'No file system is measured.', lines: parted(['system.filesystem.mountpoint']) },
  { id: 'inodes', title: 'Inodes used', metric: 'system.filesystem.inodes.usage', unit: '{inode}', atLeast: 1, empty: 'No file system here has a limit of files.', lines: parted(['system.filesystem.mountpoint'], is('system.filesystem.state', 'used')) },
  { id: 'disk-time', title: 'Disks at work', metric: 'system.disk.io_time', unit: 'share', atLeast: 0.1, empty: 'No disk is measured.', lines: parted(['system.device']) },
  { id: 'packets', title: 'Packets dropped', metric: 'system.network.packet.dropped', unit: '{packet}/s', atLeast: 1, empty: 'No interface is measured.', lines: parted(['network.interface.name'], not('network.interface.name', 'lo')) },
  { id: 'retransmissions', title: 'Sent again by TCP', metric: 'system.linux.tcp.retransmissions', unit: '{segment}/s', atLeast: 1, empty: 'Nothing is known of TCP.', lines: (series) => series.slice(0, 1).map((one) => ({ label: 'segments', colour: '--line-1', ...drawn(one), fill: true })) },
  { id: 'sockets', title: 'Sockets', metric: 'system.linux.socket.count', unit: '{socket}', atLeast: 10, empty: 'No sockets are counted.', lines: parted(['network.transport', 'network.type', 'linux.socket.state']) },
  { id: 'processes', title: 'Processes', metric: 'system.process.count', unit: '{process}', atLeast: 10, empty: 'No processes are counted.', lines: parted(['process.state']) },
  { id: 'temperatures', title: 'Temperatures', metric: 'hw.temperature', unit: 'Cel', atLeast: 50, empty: 'This host has no sensors; most virtual machines have none.', lines: parted(['hw.name', 'hw.sensor_location']) },
];
