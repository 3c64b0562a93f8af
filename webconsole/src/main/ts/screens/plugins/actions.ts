import { post, remove, upload } from '../../api/client';
import { curlChange } from '../../api/command';
import type { Deployment, Plugin } from '../../api/types';
import { announce, announceFailure } from '../../app/announce';
import { go, here } from '../../app/route';
import { onDeployment } from '../../app/state';
import { ask } from '../../parts/dialog';

async function change(what: string, request: () => Promise<Deployment>): Promise<void> {
  try {
    const deployment = await request();
    onDeployment(deployment);
    go(here({ deployment: deployment.id }), true);
  } catch (failure) {
    announceFailure(what, failure);
  }
}

const route = (name: string) => `plugins/${encodeURIComponent(name)}`;

export function enable({ name }: Plugin): void {
  void change(`${name} was not enabled.`, () => post(`${route(name)}/enable`));
}

/** Asks first: what a plugin provides stops with it. */
export function disable({ name, provides }: Plugin): void {
  ask({
    title: `Disable ${name}?`,
    text: provides.length > 0 ? `These stop: ${provides.join(', ')}. What they delivered stays stored. The plugin stays installed and can be enabled again.` : 'The plugin stays installed and can be enabled again.',
    confirm: `Disable ${name}`,
    command: curlChange(`${route(name)}/disable`),
    onConfirm: () => void change(`${name} was not disabled.`, () => post(`${route(name)}/disable`)),
  });
}

/** Asks for the name, because the jar is gone afterwards. */
export function removePlugin({ name, version, provides }: Plugin): void {
  ask({
    title: `Remove ${name} ${version}?`,
    text: `The plugin is stopped and its jar is removed.${provides.length > 0 ? ` These are gone with it: ${provides.join(', ')}.` : ''} What they delivered stays stored.`,
    confirm: `Remove ${name}`,
    typed: name,
    command: curlChange(route(name), 'DELETE'),
    onConfirm: () => void change(`${name} was not removed.`, () => remove(route(name))),
  });
}

/** Sends each jar; what is no jar by its name is refused here. */
export function install(files: readonly File[]): void {
  for (const file of files) {
    if (!file.name.endsWith('.jar')) announce('bad', `${file.name} was not sent.`, 'A plugin is a file whose name ends in .jar.');
    else void change(`${file.name} was not installed.`, () => upload('plugins', file, { fileName: file.name }));
  }
}
