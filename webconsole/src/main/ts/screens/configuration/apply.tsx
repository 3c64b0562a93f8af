import { get, put } from '../../api/client';
import { curlSend } from '../../api/command';
import type { ConfigSchema, ConfigTable } from '../../api/configuration';
import { announce } from '../../app/announce';
import { loadPlugins } from '../../app/state';
import { things } from '../../format/units';
import { ask } from '../../parts/dialog';
import { changesOf, valuesOf, type Change, type Draft } from './draft';

/** Within so long a plugin has taken its configuration, or refused it. */
const TAKEN_MILLIS = 1500;

const route = (pid: string) => `config/${encodeURIComponent(pid)}`;

function Changes({ changes }: { changes: readonly Change[] }) {
  return (
    <>
      <table class="table is-narrow diff">
        <thead><tr><th scope="col">Key</th><th scope="col">Now</th><th scope="col">Then</th></tr></thead>
        <tbody>
          {changes.map(({ key, title, before, after }) => (
            <tr key={key}><td><code>{key}</code> <div class="quiet">{title}</div></td><td class="diff-removed"><span aria-hidden="true">−</span> <span class="lines">{before || 'empty'}</span></td><td class="diff-added"><span aria-hidden="true">+</span> <span class="lines">{after || 'empty'}</span></td></tr>
          ))}
        </tbody>
      </table>
      <p>It is applied at once, and noted with your name.</p>
    </>
  );
}

async function send(pid: string, values: Record<string, unknown>, done: string, onDone: () => void, onProblem: (failure: unknown) => void): Promise<void> {
  try {
    await put(route(pid), { values });
    announce('good', done, 'It is applied.');
    onDone();
    setTimeout(() => void loadPlugins(), TAKEN_MILLIS);
  } catch (failure) {
    onProblem(failure);
  }
}

/** Asks the platform whether it would take the draft, then the person: what changes stands in the question. */
export async function review(shown: ConfigTable, schema: ConfigSchema, draft: Draft, isNew: boolean, onDone: () => void, onProblem: (failure: unknown) => void): Promise<void> {
  const { pid } = shown;
  try {
    // As it is by now: somebody else may have set another key meanwhile, which is to stay.
    const table = isNew ? shown : await get<ConfigTable>(route(pid));
    const values = valuesOf(table, schema, draft);
    await put(`${route(pid)}?dryRun=true`, { values });
    const changes = changesOf(table, schema, draft);
    ask({
      title: isNew ? `Make ${pid}?` : `Change ${pid}?`,
      text: <Changes changes={changes} />,
      confirm: isNew ? `Make ${pid}` : `Apply ${things(changes.length, 'change')}`,
      wide: true,
      harmless: true,
      command: curlSend(route(pid), 'PUT', { values }),
      onConfirm: () => void send(pid, values, `${pid} is ${isNew ? 'made' : 'changed'}`, onDone, onProblem),
    });
  } catch (failure) {
    onProblem(failure);
  }
}

/** Asks first: what the instance does stops. */
export function removeInstance(pid: string, onDone: () => void, onProblem: (failure: unknown) => void): void {
  ask({
    title: `Remove ${pid}?`,
    text: 'What it does stops. What it delivered stays stored.',
    confirm: `Remove ${pid}`,
    command: curlSend(route(pid), 'PUT', { values: {} }),
    onConfirm: () => void send(pid, {}, `${pid} is removed`, onDone, onProblem),
  });
}
