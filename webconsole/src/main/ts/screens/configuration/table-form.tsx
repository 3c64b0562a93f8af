import { useState } from 'preact/hooks';
import type { ConfigSchema, ConfigTable } from '../../api/configuration';
import { asProblem, type ApiProblem } from '../../api/problem';
import { things } from '../../format/units';
import { Problem } from '../../parts/messages';
import { StateMark } from '../../parts/state';
import { review } from './apply';
import { edited, faultsOf, untold } from './draft';
import { KeyField } from './key-field';
import { drafts, keep, type Taker } from './state';

const HIDDEN_PART = 'A part of this is not shown, so it cannot be sent again as it is: type it anew, or set it back to the files.';

/** How who takes the table is. */
export function TakerLine({ taker }: { taker: Taker | undefined }) {
  if (!taker) return null;
  return <p><StateMark state={taker.state} /> <b>{taker.name}</b>{taker.reason && <span class="quiet">: {taker.reason}</span>}</p>;
}

export interface TableFormProps {
  readonly table: ConfigTable;
  readonly schema: ConfigSchema;
  readonly taker: Taker | undefined;
  /** It is not there yet. */
  readonly isNew?: boolean;
  readonly onDone: () => void;
}

/** The keys of a table; nothing is changed until what would change was looked at. */
export function TableForm({ table, schema, taker, isNew = false, onDone }: TableFormProps) {
  const [problem, setProblem] = useState<ApiProblem>();
  const [checking, setChecking] = useState(false);
  const draft = drafts.value[table.pid] ?? {};
  const keys = table.keys.map(({ key }) => key);
  const { byKey, others } = faultsOf(problem, keys);
  const unsure = untold(table, draft);
  const changed = Object.keys(draft).length;
  const done = () => {
    keep(table.pid, {});
    setProblem(undefined);
    onDone();
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    setChecking(true);
    setProblem(undefined);
    await review(table, schema, draft, isNew, done, (failure) => setProblem(asProblem(failure)));
    setChecking(false);
  };
  const ready = changed > 0 && !checking && unsure.length === 0;
  return (
    <form class="config-form" onSubmit={(event) => void submit(event)} aria-label={`Keys of ${table.pid}`}>
      <TakerLine taker={taker} />
      {table.keys.map((entry) => {
        const property = schema.properties[entry.key];
        if (!property) return null;
        const fault = byKey.get(entry.key) ?? (changed > 0 && unsure.includes(entry.key) ? HIDDEN_PART : taker?.complaints.get(entry.key));
        return (
          <KeyField key={entry.key} table={table} entry={entry} property={property} needed={schema.required.includes(entry.key)} typed={draft[entry.key]} fault={fault}
            set={(text) => keep(table.pid, edited(drafts.value[table.pid] ?? {}, entry, property, text))} />
        );
      })}
      {problem && <Problem what={`${table.pid} was not changed.`} problem={problem} />}
      {others.map((text) => <p key={text} class="field-error">{text}</p>)}
      {table.editable && (
        <div class="config-actions">
          <button type="submit" class="button is-primary" disabled={!ready}>{checking ? 'Checking …' : changed === 0 ? (isNew ? 'No key is set' : 'Nothing is changed') : isNew ? `Review ${table.pid}` : `Review ${things(changed, 'change')}`}</button>
          {changed > 0 && <button type="button" class="button" onClick={() => { keep(table.pid, {}); setProblem(undefined); }}>Discard</button>}
        </div>
      )}
    </form>
  );
}
