import { go, here, parameter } from '../app/route';

export interface ChoiceProps {
  /** Of the parameter in the address that holds what is chosen. */
  readonly name: string;
  readonly label: string;
  /** Says that nothing is chosen; without it the first value is. */
  readonly all?: string;
  readonly values: readonly string[];
  readonly words?: (value: string) => string;
}

/** One of several values; what the address has is among them even where it is not known. */
export function Choice({ name, label, all, values, words = (value) => value }: ChoiceProps) {
  const chosen = parameter(name);
  const offered = chosen && !values.includes(chosen) ? [chosen, ...values] : values;
  return (
    <label class="choice">
      <span class="is-sr-only">{label}</span>
      <span class="select is-small">
        <select value={chosen || (all ? '' : values[0])} onChange={(event) => go(here({ [name]: event.currentTarget.value }))}>
          {all && <option value="">{all}</option>}
          {offered.map((value) => <option key={value} value={value}>{words(value)}</option>)}
        </select>
      </span>
    </label>
  );
}
