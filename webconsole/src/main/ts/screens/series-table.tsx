import type { SeriesStatistics } from '../api/telemetry';
import { usePolled } from '../app/poll';
import { range } from '../app/time';
import { count } from '../format/units';
import { Stale } from '../parts/messages';
import { Quantity } from '../parts/quantity';
import { Table, type Column } from '../parts/table';

const NUMBERS = ['last', 'min', 'mean', 'p50', 'p95', 'p99', 'max'] as const;

function labelOf({ attributes, host }: SeriesStatistics): string {
  const parts = Object.entries(attributes).map(([name, value]) => `${name}=${String(value)}`);
  return parts.length > 0 ? parts.join(' ') : `all of ${host}`;
}

/** The series of a metric in numbers, over the range that is shown; counters as they count. */
export function SeriesTable({ name, unitOf }: { name: string; unitOf: (unit: string) => string }) {
  const { from, to } = range.value;
  const loaded = usePolled<{ series: readonly SeriesStatistics[] }>('stats', { name, from, to }, 10_000).value;
  const rows = loaded.value?.series ?? [];
  const number = (id: (typeof NUMBERS)[number]): Column<SeriesStatistics> => ({
    id, title: id, number: true, minor: id !== 'last' && id !== 'p95', by: (row) => row[id] ?? -Infinity,
    cell: (row) => <Quantity value={row[id]} unit={unitOf(row.unit)} />,
  });
  const columns: Column<SeriesStatistics>[] = [
    { id: 'series', title: 'Series', by: labelOf, cell: (row) => <span class="wrap">{labelOf(row)}</span> },
    { id: 'host', title: 'Host', minor: true, by: ({ host }) => host, cell: ({ host }) => host },
    ...NUMBERS.map(number),
    { id: 'count', title: 'samples', number: true, minor: true, by: (row) => row.count, cell: (row) => count(row.count) },
  ];
  if (rows.length === 0) return null;
  return (
    <section class="tile" aria-label="Series in numbers">
      <div class="tile-head"><h2>In numbers</h2></div>
      <Stale loaded={loaded} what="The numbers" />
      <Table id="numbers" label="Series" columns={columns} rows={rows} rowKey={(row) => `${row.host} ${labelOf(row)}`} sort="series" />
    </section>
  );
}
