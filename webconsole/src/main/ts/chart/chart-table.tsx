import { clock } from '../format/clock';
import { exact, inUnit } from '../format/units';
import type { Columns } from '../live/series';
import type { Line } from './lines';

const ROWS = 40;

/** The values of a chart as a table, newest first, thinned out to what can be read. */
export function ChartTable({ columns, lines, unit, title }: { columns: Columns; lines: readonly Line[]; unit: string; title: string }) {
  const stride = Math.max(1, Math.ceil(columns.times.length / ROWS));
  const rows = columns.times.map((_, index) => index).filter((index) => (columns.times.length - 1 - index) % stride === 0);
  return (
    <div class="chart-table" tabIndex={0} role="region" aria-label={`${title} as a table`}>
      <table class="table is-narrow">
        <thead>
          <tr>
            <th scope="col">Time</th>
            {lines.map(({ label }) => <th scope="col" class="number" key={label}>{label}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.reverse().map((index) => (
            <tr key={columns.times[index]}>
              <td>{clock((columns.times[index] ?? 0) * 1000)}</td>
              {lines.map(({ label }, place) => {
                const value = columns.values[place]?.[index];
                return <td class="number" key={label} title={exact(value, unit)}>{inUnit(value, unit)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
