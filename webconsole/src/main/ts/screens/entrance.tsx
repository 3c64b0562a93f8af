import type { ComponentChildren } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { ApiProblem, asProblem } from '../api/problem';
import { parameter } from '../app/route';
import { discover, setUp, signIn } from '../app/session';
import { Problem } from '../parts/messages';

const SHORTEST_PASSWORD = 12;

function Entrance({ title, children }: { title: string; children: ComponentChildren }) {
  useEffect(() => {
    document.title = `${title} · Monitor`;
  }, [title]);
  return (
    <main class="entrance">
      <div class="entrance-card">
        <p class="brand"><img src="favicon.svg" alt="" width="28" height="28" /> Monitor</p>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}

/** Sends a form once at a time and keeps what went wrong. */
function useSending(send: () => Promise<void>) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const submit = (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    send().catch((failure: unknown) => setProblem(asProblem(failure))).finally(() => setBusy(false));
  };
  return { busy, problem, submit };
}

function Field(props: { label: string; type: 'text' | 'password'; value: string; set: (value: string) => void; complete: string; hint?: string; focus?: boolean }) {
  const { label, type, value, set, complete, hint, focus = false } = props;
  const id = useId();
  const shared = {
    id,
    'aria-describedby': hint ? `${id}-hint` : undefined,
    class: 'input',
    required: true,
    value,
    autoComplete: complete,
    autoFocus: focus,
    spellcheck: false,
    autoCapitalize: 'off' as const,
    onInput: (event: InputEvent) => set((event.currentTarget as HTMLInputElement).value),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {type === 'password' ? <input type="password" {...shared} /> : <input type="text" {...shared} />}
      {hint && <span class="field-hint" id={`${id}-hint`}>{hint}</span>}
    </div>
  );
}

/** Makes the first administrator with the one-time secret of the set-up link. */
export function SetupScreen() {
  const [secret, setSecret] = useState(parameter('secret'));
  const [username, setUsername] = useState('admin');
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const fromLink = parameter('secret') !== '';
  const { busy, problem, submit } = useSending(async () => {
    if (password.length < SHORTEST_PASSWORD) throw new ApiProblem(0, 'short', '', `The password has ${password.length} characters.`, `Take at least ${SHORTEST_PASSWORD}.`, '');
    if (password !== repeated) throw new ApiProblem(0, 'repeat', '', 'The two passwords differ.', 'Type the same one twice.', '');
    await setUp(secret.trim(), username.trim(), password);
    // The secret is used up, and has no business in the history.
    window.history.replaceState(null, '', '#/overview');
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  });
  return (
    <Entrance title="Set up">
      <p>Make the first administrator. This is possible once.</p>
      <form onSubmit={submit}>
        {!fromLink && (
          <Field label="Set-up secret" type="text" value={secret} set={setSecret} complete="off" focus
            hint="The platform prints a set-up link when it starts; the secret is also in secrets/setup of its data folder." />
        )}
        <Field label="User name" type="text" value={username} set={setUsername} complete="username" />
        <Field label="Password" type="password" value={password} set={setPassword} complete="new-password" focus={fromLink} hint={`At least ${SHORTEST_PASSWORD} characters.`} />
        <Field label="Password, again" type="password" value={repeated} set={setRepeated} complete="new-password" />
        {problem && <Problem what="No administrator was made." problem={problem} />}
        <button class="button is-primary" type="submit" disabled={busy}>{busy ? 'One moment …' : 'Make administrator and sign in'}</button>
      </form>
    </Entrance>
  );
}

/** Signs in. */
export function LoginScreen({ expired }: { expired: boolean }) {
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const { busy, problem, submit } = useSending(() => signIn(username.trim(), password));
  return (
    <Entrance title="Sign in">
      {expired && <p role="status">Your session ended. Sign in to go on where you were.</p>}
      <form onSubmit={submit}>
        <Field label="User name" type="text" value={username} set={setUsername} complete="username" focus />
        <Field label="Password" type="password" value={password} set={setPassword} complete="current-password" />
        {problem && <Problem what="You are not signed in." problem={problem} />}
        <button class="button is-primary" type="submit" disabled={busy}>{busy ? 'One moment …' : 'Sign in'}</button>
      </form>
      <p class="quiet">Forgotten? Another administrator can set a new password.</p>
    </Entrance>
  );
}

const RETRY_MILLIS = 3000;

/** Waits for the platform, and says so. */
export function UnreachableScreen({ problem }: { problem: ApiProblem }) {
  useEffect(() => {
    const timer = setInterval(() => void discover(), RETRY_MILLIS);
    return () => clearInterval(timer);
  }, []);
  return (
    <Entrance title="Not reachable">
      <Problem what="The console has no connection to the platform." problem={problem} retry={() => void discover()} />
      <p class="quiet" role="status">It tries again every {RETRY_MILLIS / 1000} s.</p>
    </Entrance>
  );
}
