import type { ComponentChildren } from 'preact';
import type { ApiProblem } from '../api/problem';
import { announcements, dismiss } from '../app/announce';
import type { Loaded } from '../app/state';
import { now, play } from '../app/time';
import { ago } from '../format/units';
import { Icon } from './icon';

/** What belongs here, why it is empty, one action, and its command line. */
export function Empty({ title, why, action, command }: { title: string; why: string; action?: ComponentChildren; command?: string }) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      <p>{why}</p>
      {action && <p>{action}</p>}
      {command && <p class="quiet">On the command line: <code>{command}</code></p>}
    </div>
  );
}

/** Leads from a time without data to the present. */
export function ToNow() {
  return <button type="button" class="button is-small" onClick={play}>Back to live</button>;
}

/** What happened to which object, the likely cause, the next step. */
export function Problem({ what, problem, retry }: { what: string; problem: ApiProblem; retry?: (() => void) | undefined }) {
  return (
    <div class="problem" role="alert">
      <Icon name="degraded" />
      <div>
        <p><b>{what}</b> {problem.detail || problem.title}{/[.!?]$/.test(problem.detail || problem.title) ? '' : '.'}</p>
        <p>{problem.hint}{problem.requestId && <span class="quiet"> Request {problem.requestId}.</span>}</p>
      </div>
      {retry && <button type="button" class="button is-small" onClick={retry}>Try again</button>}
    </div>
  );
}

/** Shown while old data stays visible: how old it is, and why. */
export function Stale({ loaded, what }: { loaded: Loaded<unknown>; what: string }) {
  if (!loaded.problem || loaded.value === undefined) return null;
  return (
    <p class="stale" role="status">
      <Icon name="clock" /> {what} as of {ago(loaded.atMillis, now.value)}. {loaded.problem.detail || loaded.problem.title}
    </p>
  );
}

/** Rows of grey while the first data is on its way. */
export function Loading({ what }: { what: string }) {
  return <p class="loading" role="status">Loading {what} …</p>;
}

/** The messages in the corner. */
export function Announcements() {
  return (
    <div class="announcements" role="status" aria-live="polite">
      {announcements.value.map(({ id, tone, title, detail }) => (
        <div key={id} class={`announcement tone-${tone}`}>
          <Icon name={tone === 'good' ? 'active' : 'failed'} label={tone === 'good' ? 'Done' : 'Problem'} />
          <div><b>{title}</b>{detail && <p>{detail}</p>}</div>
          <button type="button" class="ghost" onClick={() => dismiss(id)}><Icon name="close" label="Close message" /></button>
        </div>
      ))}
    </div>
  );
}
