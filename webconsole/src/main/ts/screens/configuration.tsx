import { useState } from 'preact/hooks';
import { curl } from '../api/command';
import type { ConfigTable } from '../api/configuration';
import { usePolled } from '../app/poll';
import { go, here, parameter } from '../app/route';
import { may } from '../app/session';
import { count, things } from '../format/units';
import { AdminOnly } from '../parts/admin-only';
import { Empty, Loading, Problem, Stale } from '../parts/messages';
import { FilterField, Table, type Column } from '../parts/table';
import { hidden, overlaid } from './configuration/draft';
import { drafts } from './configuration/state';
import { TablePane } from './configuration/table-pane';

const EVERY_MILLIS = 5000;

function matches({ pid, name, description, keys }: ConfigTable, filter: string): boolean {
  return [pid, name, description, ...keys.map(({ key }) => key)].join(' ').toLowerCase().includes(filter);
}

function Names({ tables, shown }: { tables: readonly ConfigTable[]; shown: string }) {
  const fitting = tables.filter((table) => matches(table, parameter('filter').toLowerCase()));
  if (fitting.length === 0) return <Empty title="No table fits the filter" why={`None of ${count(tables.length)} tables has “${parameter('filter')}” in its name or keys.`} action={<a href={here({ filter: '' })}>Show all</a>} />;
  return (
    <ul class="names" aria-label="Tables">
      {fitting.map((table) => {
        const over = table.keys.filter((key) => overlaid(table, key)).length;
        const word = drafts.value[table.pid] ? 'not applied' : over > 0 ? `${over} set here` : '';
        return (
          <li key={table.pid}>
            <button type="button" class={`menu-item ${table.pid.includes('~') ? 'is-inner' : ''}`} data-row aria-pressed={shown === table.pid} onClick={() => go(here({ show: table.pid, new: '' }))}>
              <span>{table.pid}</span> <span class="quiet">{word}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

interface Over {
  readonly pid: string;
  readonly key: string;
  readonly value: string;
}

const COLUMNS: readonly Column<Over>[] = [
  { id: 'table', title: 'Table', by: ({ pid }) => pid, cell: ({ pid }) => <a class="plain" href={here({ show: pid })}><b>{pid}</b></a> },
  { id: 'key', title: 'Key', by: ({ key }) => key, cell: ({ key }) => <code>{key}</code> },
  { id: 'value', title: 'Value', cell: ({ value }) => <span class="lines">{value}</span> },
];

/** What the API set over the files, of all tables. */
function AllOver({ tables }: { tables: readonly ConfigTable[] }) {
  const rows = tables.flatMap((table) => table.keys.filter((key) => overlaid(table, key)).map((key): Over => ({ pid: table.pid, key: key.key, value: hidden(key) ? 'not shown' : [key.value].flat().join('\n') })));
  return (
    <section class="tile" aria-label="Set over the files">
      <div class="tile-head"><h2>Set over the files</h2>{rows.length > 0 && <span class="quiet">{things(rows.length, 'key')}</span>}</div>
      {rows.length > 0 ? <Table id="over" label="Keys set over the files" columns={COLUMNS} rows={rows} rowKey={({ pid, key }) => `${pid} ${key}`} sort="table" /> : (
        <Empty title="Everything is as the files say" why="Keys that are set here, or over the API, stand over monitor.toml until they are set back. They are listed here." action="Choose a table to see its keys, what they take, and where they are set." command={curl('config')} />
      )}
    </section>
  );
}

function Tables() {
  const [changes, setChanges] = useState(0);
  const loaded = usePolled<{ tables: readonly ConfigTable[] }>('config', {}, EVERY_MILLIS, changes).value;
  const tables = loaded.value?.tables;
  if (!tables) return loaded.problem ? <Problem what="The configuration cannot be read." problem={loaded.problem} /> : <Loading what="the configuration" />;
  const shown = parameter('show');
  const table = tables.find(({ pid }) => pid === shown);
  return (
    <>
      <div class="toolbar"><FilterField label="Filter tables" placeholder="Table or key …" /><span class="quiet">{things(tables.length, 'table')}</span>{shown && <a href={here({ show: '', new: '' })}>What is set over the files</a>}</div>
      <Stale loaded={loaded} what="The configuration" />
      <div class="side-by-side">
        <section class="tile"><Names tables={tables} shown={shown} /></section>
        <div class="stack">
          {table ? <TablePane key={table.pid} table={table} instances={tables.filter((one) => one.table === table.pid && one.pid !== table.pid)} onDone={() => setChanges((before) => before + 1)} />
            : shown ? <section class="tile"><Empty title={`There is no table ${shown}`} why="It may belong to a plugin that is not installed, or to an instance that was removed." action={<a href={here({ show: '' })}>Show what is set over the files</a>} /></section>
            : <AllOver tables={tables} />}
        </div>
      </div>
    </>
  );
}

/** What the platform and its plugins are told to do, and what stands over the files. */
export function ConfigurationScreen() {
  return may('admin') ? <Tables /> : <AdminOnly what="The configuration" command={curl('config')} />;
}
