import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface FieldProps {
  readonly label: ComponentChildren;
  /** Stands opposite the label. */
  readonly aside?: ComponentChildren;
  readonly hint?: ComponentChildren;
  /** What is wrong with it. */
  readonly fault?: string | undefined;
}

/** A label, what is typed or chosen, what it takes, and what is wrong with it. */
export function Field({ label, aside, hint, fault, children }: FieldProps & { children: (shared: { id: string; 'aria-describedby': string | undefined; 'aria-invalid': boolean }) => ComponentChildren }) {
  const id = useId();
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
  return (
    <div class={`field ${fault ? 'is-wrong' : ''}`}>
      {aside ? <div class="field-head"><label for={id}>{label}</label><span class="field-hint">{aside}</span></div> : <label for={id}>{label}</label>}
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': Boolean(fault) })}
      {fault && <span class="field-error" id={`${id}-fault`}>{fault}</span>}
      {hint && <span class="field-hint" id={`${id}-hint`}>{hint}</span>}
    </div>
  );
}

export interface InputProps extends FieldProps {
  readonly value: string;
  readonly set: (value: string) => void;
  readonly type?: 'text' | 'password';
  readonly complete?: string;
  readonly needed?: boolean;
  readonly fixed?: boolean;
}

/** A line of text. */
export function Input({ value, set, type = 'text', complete = 'off', needed = false, fixed = false, ...field }: InputProps) {
  return (
    <Field {...field}>
      {(own) => {
        const shared = { ...own, class: 'input', value, required: needed, readOnly: fixed, autoComplete: complete, autoCapitalize: 'off' as const, spellcheck: false, onInput: (event: InputEvent) => set((event.currentTarget as HTMLInputElement).value) };
        return type === 'password' ? <input type="password" {...shared} /> : <input type="text" {...shared} />;
      }}
    </Field>
  );
}

export interface SelectProps extends FieldProps {
  readonly value: string;
  readonly set: (value: string) => void;
  readonly values: readonly string[];
  readonly fixed?: boolean;
}

/** One of several; what is set is among them even where it is none of them. */
export function Select({ value, set, values, fixed = false, ...field }: SelectProps) {
  const offered = values.includes(value) ? values : [value, ...values];
  return (
    <Field {...field}>
      {(shared) => <span class="select"><select {...shared} value={value} disabled={fixed} onChange={(event) => set(event.currentTarget.value)}>{offered.map((one) => <option key={one} value={one}>{one}</option>)}</select></span>}
    </Field>
  );
}
