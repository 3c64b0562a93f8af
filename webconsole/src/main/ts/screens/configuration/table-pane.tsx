import { useState } from 'preact/hooks';
import type { ConfigSchema, ConfigTable } from '../../api/configuration';
import { asProblem, type ApiProblem } from '../../api/problem';
import { usePolled } from '../../app/poll';
import { go, here, parameter } from '../../app/route';
import { Icon } from '../../parts/icon';
import { Loading, Problem } from '../../parts/messages';
import { removeInstance } from './apply';
import { Instances, madeHere, NewInstance, nameOf } from './instances';
import { takerOf } from './state';
import { TableForm } from './table-form';

function Removal({ table, onDone }: { table: ConfigTable; onDone: () => void }) {
  const [problem, setProblem] = useState<ApiProblem>();
  if (!madeHere(table)) return null;
  const done = () => {
    go(here({ show: table.table }));
    onDone();
  };
  return (
    <div class="config-form">
      {problem && <Problem what={`${table.pid} was not removed.`} problem={problem} />}
      <button type="button" class="button is-small is-danger" onClick={() => removeInstance(table.pid, done, (failure) => setProblem(asProblem(failure)))}><Icon name="remove" /> Remove {table.pid}</button>
    </div>
  );
}

function Content({ table, instances, schema, onDone }: { table: ConfigTable; instances: readonly ConfigTable[]; schema: ConfigSchema; onDone: () => void }) {
  const factory = table.factory && table.pid === table.table;
  if (!factory) {
    return <><TableForm key={table.pid} table={table} schema={schema} taker={takerOf(table)} onDone={onDone} /><Removal table={table} onDone={onDone} /></>;
  }
  if (parameter('new') === '') return <Instances table={table} instances={instances} />;
  const made = (pid: string) => {
    go(here({ show: pid, new: '' }));
    onDone();
  };
  return <NewInstance table={table} taken={instances.map(nameOf)} schema={schema} onDone={made} />;
}

/** A table: its keys, or its instances. */
export function TablePane({ table, instances, onDone }: { table: ConfigTable; instances: readonly ConfigTable[]; onDone: () => void }) {
  const { pid, name, description, factory, editable } = table;
  const loaded = usePolled<ConfigSchema>(`config/${encodeURIComponent(pid)}/schema`, {}, 0).value;
  const listed = factory && pid === table.table;
  return (
    <section class="tile detail" aria-label={pid}>
      <div class="tile-head wraps">
        <h2>{name || pid}</h2> <code>{listed ? `[[${pid}]]` : factory ? `[[${table.table}]] name = "${nameOf(table)}"` : `[${pid}]`}</code>
        <span class="spring" />
        {listed && editable && <button type="button" class="button is-small" onClick={() => go(here({ new: parameter('new') ? '' : 'yes' }))}>{parameter('new') ? `Back to the list` : `New ${pid}`}</button>}
        {!listed && factory && <a class="button is-small" href={here({ show: table.table })}>All {table.table}</a>}
      </div>
      {description && <p class="pad-side quiet">{description}</p>}
      {!editable && <p class="pad-side"><Icon name="disabled" /> It decides who may come in or what may run: it is set in its files only, and never from afar.</p>}
      {loaded.value ? <Content table={table} instances={instances} schema={loaded.value} onDone={onDone} /> : loaded.problem ? <Problem what={`The keys of ${pid} cannot be read.`} problem={loaded.problem} /> : <Loading what="its keys" />}
    </section>
  );
}
