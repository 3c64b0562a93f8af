import type { ConfigKey, ConfigTable, Property } from '../../api/configuration';
import { Field, Select } from '../../parts/field';
import { hidden, limitsOf, overlaid, textOf } from './draft';

export interface KeyFieldProps {
  readonly table: ConfigTable;
  readonly entry: ConfigKey;
  readonly property: Property;
  readonly needed: boolean;
  /** As in a draft. */
  readonly typed: string | null | undefined;
  /** A text, null to leave it to the files again, or undefined for as it was. */
  readonly set: (text: string | null | undefined) => void;
  readonly fault: string | undefined;
}

/** Why a key cannot be set here; empty if it can. */
export function whyFixed({ editable: open }: ConfigTable, { secret, editable }: ConfigKey): string {
  if (secret) return 'A secret is set in a file or by a variable, and never shown.';
  if (!open) return 'This table is set in its files only.';
  return editable ? '' : 'A file locks this key: it stands in “locked” of this table.';
}

function standingIn({ origin }: ConfigKey, over: boolean, standard: boolean): string {
  if (origin === '') return standard ? 'default' : 'not set';
  return over ? 'set here' : `set in ${origin}`;
}

/** Where the value stands, and the way back. */
function Standing({ entry, over, standard, typed, set }: { entry: ConfigKey; over: boolean; standard: boolean; typed: string | null | undefined; set: (text: string | null | undefined) => void }) {
  if (typed !== undefined) {
    return <><span class="is-set">{typed === null ? 'back to the files' : 'changed'}, not applied yet</span> <button type="button" class="link" onClick={() => set(undefined)}>Undo<span class="is-sr-only"> {entry.key}</span></button></>;
  }
  return <><span class={over ? 'is-set' : ''}>{standingIn(entry, over, standard)}</span> {over && <button type="button" class="link" onClick={() => set(null)}>Back to the files<span class="is-sr-only"> with {entry.key}</span></button>}</>;
}

/** With a full stop, whether it has one or not. */
const ended = (text: string) => (text === '' ? '' : `${text.replace(/\.$/, '')}. `);

/** A key: what it is set to, by whom, what it takes, and what is wrong with it. */
export function KeyField({ table, entry, property, needed, typed, set, fault }: KeyFieldProps) {
  const fixed = whyFixed(table, entry);
  const over = overlaid(table, entry);
  const shown = typed === undefined ? textOf(entry, property) : (typed ?? '');
  const usual = [property.default ?? ''].flat().join(', ');
  const standard = usual === '' || entry.origin === '' ? '' : `default ${usual}`;
  const takes = [limitsOf(property), standard].filter(Boolean).join('; ');
  const shared = {
    label: <>{property.title} <code>{entry.key}</code>{needed && <span class="quiet"> needed</span>}</>,
    aside: <Standing entry={entry} over={over && fixed === ''} standard={property.default !== undefined} typed={typed} set={set} />,
    hint: `${ended(property.description)}${ended(takes.charAt(0).toUpperCase() + takes.slice(1))}${fixed}`.trim(),
    fault,
  };
  if (property.type === 'boolean' || property.enum) {
    return <Select {...shared} value={shown} set={set} values={property.enum ?? ['true', 'false']} fixed={fixed !== ''} />;
  }
  if (property.type === 'array') {
    return (
      <Field {...shared}>
        {(own) => <textarea {...own} class="input" rows={Math.min(6, Math.max(2, shown.split('\n').length))} value={shown} readOnly={fixed !== ''} spellcheck={false} onInput={(event) => set(event.currentTarget.value)} />}
      </Field>
    );
  }
  const value = hidden(entry) || entry.secret ? (typed ?? '') : shown;
  return (
    <Field {...shared}>
      {(own) => <input {...own} class="input" type="text" inputMode={property.type === 'integer' ? 'numeric' : property.type === 'number' ? 'decimal' : 'text'} value={value} readOnly={fixed !== ''} spellcheck={false} autoComplete="off" autoCapitalize="off"
        placeholder={entry.origin !== '' && entry.value === null ? 'Set, not shown' : ''} onInput={(event) => set(event.currentTarget.value)} />}
    </Field>
  );
}
