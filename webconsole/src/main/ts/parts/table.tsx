import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { go, here, parameter } from '../app/route';
import { Icon } from './icon';

/** A column; one with a `by` sorts. */
export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly number?: boolean;
  /** Left out where there is little room. */
  readonly minor?: boolean;
  readonly by?: (row: Row) => number | string;
  readonly cell: (row: Row) => ComponentChildren;
}

export interface TableProps<Row> {
  /** Names the table to screen readers, and its sort order in the address. */
  readonly id: string;
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** The column that sorts without a choice; a leading minus sorts from high to low. */
  readonly sort?: string;
  readonly selected?: string | undefined;
  readonly onSelect?: (row: Row) => void;
}

const PAGE = 200;

/** Sorts by a column such as `name` or `-rate`; equal rows stay in their order. */
export function sorted<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: string): readonly Row[] {
  const by = columns.find(({ id }) => id === order.replace(/^-/, ''))?.by;
  if (!by) return rows;
  const direction = order.startsWith('-') ? -1 : 1;
  return [...rows].sort((a, b) => {
    const left = by(a);
    const right = by(b);
    if (typeof left === 'string' && typeof right === 'string') return direction * left.localeCompare(right, 'en', { numeric: true });
    return direction * (Number(left) - Number(right));
  });
}

function Head<Row>({ column, order, parameterName }: { column: Column<Row>; order: string; parameterName: string }) {
  const { id, title, number, minor, by } = column;
  const direction = order === id ? 'ascending' : order === `-${id}` ? 'descending' : 'none';
  const classes = `${number ? 'number' : ''} ${minor ? 'minor' : ''}`;
  if (!by) return <th scope="col" class={classes}>{title}</th>;
  const next = direction === 'none' ? (number ? `-${id}` : id) : direction === 'ascending' ? `-${id}` : id;
  return (
    <th scope="col" class={classes} aria-sort={direction}>
      <button type="button" class="sort" onClick={() => go(here({ [parameterName]: next }), true)}>
        {title}
        {direction !== 'none' && <Icon name={direction === 'ascending' ? 'up' : 'down'} size={12} />}
      </button>
    </th>
  );
}

/** Rows that sort and can be walked through with j and k. */
export function Table<Row>({ id, label, columns, rows, rowKey, sort = '', selected, onSelect }: TableProps<Row>) {
  const [shown, setShown] = useState(PAGE);
  const name = `${id}-sort`;
  const order = parameter(name, sort);
  const all = sorted(rows, columns, order);
  return (
    <div class="table-box" tabIndex={0} role="group" aria-label={label}>
      <table class="table is-hoverable">
        <thead><tr>{columns.map((column) => <Head key={column.id} column={column} order={order} parameterName={name} />)}</tr></thead>
        <tbody>
          {all.slice(0, shown).map((row) => {
            const key = rowKey(row);
            const select = onSelect && { 'data-row': true, tabIndex: -1, onClick: () => onSelect(row), 'aria-current': key === selected ? ('true' as const) : undefined, class: key === selected ? 'is-chosen' : 'is-selectable',
              onKeyDown: (event: KeyboardEvent) => event.key === 'Enter' && event.target === event.currentTarget && onSelect(row) };
            return (
              <tr key={key} {...select}>
                {columns.map((column) => (
                  <td key={column.id} class={`${column.number ? 'number' : ''} ${column.minor ? 'minor' : ''}`} data-label={column.title}>{column.cell(row)}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {all.length > shown && (
        <button type="button" class="button is-small more" onClick={() => setShown(shown + PAGE)}>
          Show {Math.min(PAGE, all.length - shown)} more of {all.length}
        </button>
      )}
    </div>
  );
}

/** A field that filters what is below it; `/` goes there. */
export function FilterField({ name = 'filter', label, placeholder }: { name?: string; label: string; placeholder: string }) {
  return (
    <label class="filter">
      <span class="is-sr-only">{label}</span>
      <Icon name="search" />
      <input class="input" type="search" data-filter placeholder={placeholder} value={parameter(name)} spellcheck={false}
        onInput={(event) => go(here({ [name]: event.currentTarget.value }), true)} />
      <kbd aria-hidden="true">/</kbd>
    </label>
  );
}
