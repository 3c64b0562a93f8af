import { useState } from 'preact/hooks';
import type { ConfigKey, ConfigSchema, ConfigTable } from '../../api/configuration';
import { go, here, parameter } from '../../app/route';
import { Input } from '../../parts/field';
import { Empty } from '../../parts/messages';
import { StateMark } from '../../parts/state';
import { Table, type Column } from '../../parts/table';
import { overlaid } from './draft';
import { takerOf } from './state';
import { TableForm } from './table-form';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The name of an instance: what stands after the `~` of its PID. */
export const nameOf = ({ pid }: Pick<ConfigTable, 'pid'>) => pid.slice(pid.indexOf('~') + 1);

const isSet = ({ origin }: ConfigKey) => origin !== '';

/** Whether nothing but the API says that there is such an instance. */
export function madeHere(table: ConfigTable): boolean {
  const set = table.keys.filter(isSet);
  return table.pid.includes('~') && set.length > 0 && set.every((key) => overlaid(table, key));
}

const COLUMNS: readonly Column<ConfigTable>[] = [
  { id: 'name', title: 'Name', by: nameOf, cell: (table) => <a class="plain" href={here({ show: table.pid })}><b>{nameOf(table)}</b></a> },
  { id: 'state', title: 'State', cell: (table) => { const taker = takerOf(table); return taker ? <StateMark state={taker.state} title={taker.reason} /> : '–'; } },
  { id: 'set', title: 'Keys set', number: true, by: ({ keys }) => keys.filter(isSet).length, cell: ({ keys }) => keys.filter(isSet).length },
  { id: 'here', title: 'Of them here', number: true, minor: true, by: (table) => table.keys.filter((key) => overlaid(table, key)).length, cell: (table) => table.keys.filter((key) => overlaid(table, key)).length },
];

/** The instances of a table that has some. */
export function Instances({ table, instances }: { table: ConfigTable; instances: readonly ConfigTable[] }) {
  if (instances.length === 0) {
    return <Empty title={`No ${table.pid} is configured`} why={`Each table [[${table.pid}]] is one of its own, told apart by its name.`} action={<>Make one here, or add <code>[[{table.pid}]]</code> with its <code>name</code> to monitor.toml; it takes effect when saved.</>} command={`monitor check`} />;
  }
  return <Table id="instances" label={`Instances of ${table.pid}`} columns={COLUMNS} rows={instances} rowKey={({ pid }) => pid} sort="name" />;
}

/** One that is not there yet: its name first, because its keys belong to it. */
export function NewInstance({ table, taken, schema, onDone }: { table: ConfigTable; taken: readonly string[]; schema: ConfigSchema; onDone: (pid: string) => void }) {
  const [name, setName] = useState(parameter('new') === 'yes' ? '' : parameter('new'));
  const fault = name === '' ? '' : !NAME.test(name) ? 'Has to be 1 to 64 letters, digits, ".", "_" or "-", the first a letter or a digit.' : taken.includes(name) ? `${table.pid}~${name} is there already.` : '';
  const pid = `${table.pid}~${name}`;
  const rename = (next: string) => {
    setName(next);
    go(here({ new: next || 'yes' }), true);
  };
  return (
    <>
      <div class="config-form"><Input label="Name" value={name} set={rename} needed fault={fault} hint="Tells it apart from the others of its table; it cannot be changed later." /></div>
      {name !== '' && fault === '' && <TableForm key={pid} table={{ ...table, pid }} schema={schema} taker={undefined} isNew onDone={() => onDone(pid)} />}
    </>
  );
}
