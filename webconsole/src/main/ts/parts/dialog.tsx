import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { signal } from '@preact/signals';

/** A modal window over the page; escape and a click beside it close it. */
export function Dialog({ title, onClose, children, wide = false }: { title: string; onClose: () => void; children: ComponentChildren; wide?: boolean }) {
  const element = useRef<HTMLDialogElement>(null);
  // Before the next key arrives: what is typed right after Ctrl+K belongs into the window.
  useLayoutEffect(() => {
    element.current?.showModal();
  }, []);
  return (
    <dialog ref={element} class={`dialog ${wide ? 'is-wide' : ''}`} aria-label={title} onClose={onClose}
      onClick={(event) => event.target === element.current && element.current?.close()}>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}

/** A question before something is destroyed; names its object. */
export interface Question {
  readonly title: string;
  readonly text: ComponentChildren;
  readonly confirm: string;
  /** To be typed before the answer is taken; empty for what can be undone. */
  readonly typed?: string;
  readonly command?: string;
  readonly wide?: boolean;
  /** It can be undone and stops nothing for good. */
  readonly harmless?: boolean;
  readonly onConfirm: () => void;
}

const question = signal<Question | undefined>(undefined);

/** Asks, and does it when the person confirms. */
export function ask(next: Question): void {
  question.value = next;
}

function QuestionForm({ asked, close }: { asked: Question; close: () => void }) {
  const [typed, setTyped] = useState('');
  const submit = (event: Event) => {
    event.preventDefault();
    close();
    asked.onConfirm();
  };
  return (
    <form onSubmit={submit}>
      <h2>{asked.title}</h2>
      <div class="dialog-text">{asked.text}</div>
      {asked.typed && (
        <label class="field">
          Type <b>{asked.typed}</b> to confirm
          <input class="input" value={typed} onInput={(event) => setTyped(event.currentTarget.value)} autoComplete="off" spellcheck={false} />
        </label>
      )}
      {asked.command && <p class="quiet">The same on the command line: <code>{asked.command}</code></p>}
      <div class="dialog-actions">
        <button type="button" class="button" onClick={close}>Cancel</button>
        <button type="submit" class={`button ${asked.harmless ? 'is-primary' : 'is-danger'}`} disabled={asked.typed !== undefined && typed !== asked.typed}>{asked.confirm}</button>
      </div>
    </form>
  );
}

/** Where questions appear; once in the page. */
export function Questions() {
  const asked = question.value;
  if (!asked) return null;
  const close = () => (question.value = undefined);
  return (
    <Dialog title={asked.title} onClose={close} wide={asked.wide ?? false}>
      <QuestionForm asked={asked} close={close} />
    </Dialog>
  );
}
