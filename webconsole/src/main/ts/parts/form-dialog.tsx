import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { asProblem, type ApiProblem } from '../api/problem';
import { Dialog } from './dialog';
import { Problem } from './messages';

export interface FormDialogProps {
  readonly title: string;
  /** What was not done if it fails. */
  readonly failed: string;
  readonly submit: string;
  readonly command?: string;
  readonly send: () => Promise<void>;
  readonly onClose: () => void;
  /** The fields; what is wrong with which, by its name in the request. */
  readonly children: (faults: ReadonlyMap<string, string>) => ComponentChildren;
}

/** A form in a window; what is wrong is told beside its field, and nothing that was typed is lost. */
export function FormDialog({ title, failed, submit, command, send, onClose, children }: FormDialogProps) {
  const [problem, setProblem] = useState<ApiProblem>();
  const [busy, setBusy] = useState(false);
  const onSubmit = (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    send().catch((failure: unknown) => setProblem(asProblem(failure))).finally(() => setBusy(false));
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={onSubmit}>
        <h2>{title}</h2>
        <div class="form-stack">{children(new Map((problem?.faults ?? []).map(({ field, message }) => [field, message])))}</div>
        {problem && <Problem what={failed} problem={problem} />}
        {command && <p class="quiet">The same on the command line: <code>{command}</code></p>}
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>Cancel</button>
          <button type="submit" class="button is-primary" disabled={busy}>{submit}</button>
        </div>
      </form>
    </Dialog>
  );
}
