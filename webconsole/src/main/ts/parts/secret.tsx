import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Dialog } from './dialog';

/** A text to be taken elsewhere, with a button that copies it. */
export function Copied({ label, text }: { label: string; text: string }) {
  const box = useRef<HTMLTextAreaElement>(null);
  const [done, setDone] = useState(false);
  const copy = async () => {
    box.current?.select();
    // Without HTTPS the browser lets no page write there; what is selected can be copied by keys.
    await navigator.clipboard?.writeText(text).then(() => setDone(true), () => undefined);
  };
  return (
    <div class="copied">
      <textarea ref={box} class="input" aria-label={label} readOnly rows={Math.max(text.split('\n').length, Math.ceil(text.length / 60))} value={text} spellcheck={false} onFocus={(event) => event.currentTarget.select()} />
      <button type="button" class="button is-small" onClick={() => void copy()}>{done ? 'Copied' : 'Copy'}<span class="is-sr-only"> {label}</span></button>
    </div>
  );
}

/** Shows a secret the only time it can be shown. */
export function SecretDialog({ title, secret, onClose, children }: { title: string; secret: string; onClose: () => void; children: ComponentChildren }) {
  return (
    <Dialog title={title} onClose={onClose} wide>
      <h2>{title}</h2>
      <p>It is shown now and never again: only a hash of it is kept.</p>
      <div class="form-stack">
        <Copied label="Token" text={secret} />
        {children}
      </div>
      <div class="dialog-actions"><button type="button" class="button is-primary" onClick={onClose}>I have it</button></div>
    </Dialog>
  );
}
