import { upload } from '../../api/client';
import type { Deployment, PluginDiff } from '../../api/deployments';
import { announce, announceFailure } from '../../app/announce';
import { inUnit } from '../../format/units';
import { ask } from '../../parts/dialog';
import { change } from './actions';

const SIGNS = { added: '+', removed: '−', changed: '~' } as const;

/** What would change, before it does. */
function Differences({ diff }: { diff: PluginDiff }) {
  return (
    <>
      <dl class="facts">
        <div class="fact"><dt>Version</dt><dd>{diff.fromVersion} → {diff.toVersion}</dd></div>
        <div class="fact"><dt>Size</dt><dd>{inUnit(diff.fromBytes, 'By')} → {inUnit(diff.toBytes, 'By')}</dd></div>
      </dl>
      <p class="quiet">Signature: {diff.signature}.</p>
      {diff.lost.length > 0 && <ul class="lost">{diff.lost.map((one) => <li key={one} class="reason">{one}</li>)}</ul>}
      {diff.differences.length === 0 ? <p>It declares the same capabilities, configuration keys, packages and positions.</p> : (
        <table class="table is-narrow diff">
          <thead><tr><th scope="col">Change</th><th scope="col">What</th><th scope="col">Name</th></tr></thead>
          <tbody>
            {diff.differences.map(({ aspect, name, change: how, detail }) => (
              <tr key={`${aspect} ${name}`}><td class={`diff-${how}`}><span aria-hidden="true">{SIGNS[how]}</span> {how}</td><td>{aspect}</td><td><code>{name}</code> {detail && <span class="quiet">{detail}</span>}</td></tr>
            ))}
          </tbody>
        </table>
      )}
      <p>The version in force goes on until the new one is checked; if that fails, or fails within ten seconds, it comes back.</p>
    </>
  );
}

function send(file: File, allowDowngrade: boolean): void {
  const query = { fileName: file.name, ...(allowDowngrade ? { allowDowngrade: 'true' } : {}) };
  void change(`${file.name} was not installed.`, () => upload<Deployment>('plugins', file, query));
}

function askFirst(file: File, diff: PluginDiff, downgrade: boolean): void {
  const verb = downgrade ? 'Downgrade' : 'Upgrade';
  ask({
    title: `${verb} ${diff.name} to ${diff.toVersion}?`,
    text: <Differences diff={diff} />,
    confirm: `${verb} to ${diff.toVersion}`,
    wide: true,
    harmless: !downgrade,
    command: `monitor plugin upgrade ${file.name}${downgrade ? ' --allow-downgrade' : ''}`,
    onConfirm: () => send(file, downgrade),
  });
}

const compare = (file: File, allowDowngrade: 'true' | 'false') => upload<PluginDiff>('plugins/diff', file, { fileName: file.name, allowDowngrade });

/** A first version is installed at once; one that takes the place of another is shown first. What is refused is sent, so that the deployment says why. */
async function consider(file: File): Promise<void> {
  const diff = await compare(file, 'false').catch(() => undefined);
  if (!diff || diff.fromVersion === null) return send(file, false);
  if (diff.refusal === '') return diff.fromVersion === diff.toVersion ? send(file, false) : askFirst(file, diff, false);
  const older = await compare(file, 'true').catch(() => undefined);
  return older?.refusal === '' ? askFirst(file, older, true) : send(file, false);
}

/** Takes jars; what is no jar by its name is refused here. */
export function install(files: readonly File[]): void {
  for (const file of files) {
    if (!file.name.endsWith('.jar')) announce('bad', `${file.name} was not sent.`, 'A plugin is a file whose name ends in .jar.');
    else consider(file).catch((failure: unknown) => announceFailure(`${file.name} was not installed.`, failure));
  }
}
