import type { Status } from '../../api/platform';
import type { Containment } from '../../api/plugins';
import { exact, inUnit, percent } from '../../format/units';
import { Mark } from '../../parts/state';
import { Table, type Column } from '../../parts/table';
import { limitRows, type CostRow, type LimitRow } from './rows';

const NEAR = 0.8;

const shareOf = ({ used, most }: LimitRow) => (most > 0 ? used / most : 0);

function Nearness({ row }: { row: LimitRow }) {
  const { so } = row;
  if (so !== '') return <Mark icon="failed" tone="bad" word="Reached" title={so} />;
  return shareOf(row) >= NEAR ? <Mark icon="degraded" tone="warn" word="Near" /> : <Mark icon="active" tone="good" word="Room" />;
}

const COLUMNS: readonly Column<LimitRow>[] = [
  { id: 'state', title: 'State', by: (row) => (row.so === '' ? -shareOf(row) : -2), cell: (row) => <Nearness row={row} /> },
  { id: 'what', title: 'Limit', by: ({ what }) => what, cell: ({ what, so }) => <>{what}{so && <div class="reason">{so}</div>}</> },
  { id: 'used', title: 'Used', number: true, by: shareOf, cell: (row) => <span title={`${exact(row.used, row.unit)} of ${exact(row.most, row.unit)}`}>{inUnit(row.used, row.unit)} of {inUnit(row.most, row.unit)}</span> },
  { id: 'share', title: 'Share', number: true, by: shareOf, cell: (row) => percent(shareOf(row)) },
  { id: 'then', title: 'At its end', minor: true, cell: ({ then }) => <span class="quiet">{then}</span> },
];

/** What has an end, how near that is, and what happens there. */
export function LimitsTile({ status, limits, rows }: { status: Status; limits: Containment['limits']; rows: readonly CostRow[] }) {
  const { freeBytes, freeFloorBytes } = status.journal ?? {};
  return (
    <section class="tile" aria-label="Own limits">
      <div class="tile-head"><h2>Own limits</h2><span class="quiet">{freeBytes === undefined ? 'and of the plugins that came near theirs' : `${inUnit(freeBytes, 'By')} free where the journal is, of which ${inUnit(freeFloorBytes, 'By')} are left to others`}</span></div>
      <Table id="limits" label="Own limits" columns={COLUMNS} rows={limitRows(status, limits, rows)} rowKey={({ what }) => what} />
    </section>
  );
}
