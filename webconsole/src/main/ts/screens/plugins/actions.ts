import { get, post, remove } from '../../api/client';
import { curlChange } from '../../api/command';
import type { Deployment } from '../../api/deployments';
import type { Plugin } from '../../api/plugins';
import { announceFailure } from '../../app/announce';
import { go, here } from '../../app/route';
import { onDeployment } from '../../app/state';
import { ask } from '../../parts/dialog';

/** Starts a change and opens its steps; says what failed if it does not start. */
export async function change(what: string, request: () => Promise<Deployment>): Promise<void> {
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

/** A pinned plugin refuses upgrades until it is unpinned. */
export function pin({ name, pinned }: Plugin): void {
  const verb = pinned ? 'unpin' : 'pin';
  void change(`${name} was not ${verb}ned.`, () => post(`${route(name)}/${verb}`));
}

/** Asks first: another version runs afterwards. */
export function rollback(name: string, version: string): void {
  const target = `${route(name)}/rollback?version=${encodeURIComponent(version)}`;
  ask({
    title: `Roll ${name} back to ${version}?`,
    text: `${version} is put in force again and takes over where the version in force stops. If it does not work, what runs now runs again.`,
    confirm: `Roll back to ${version}`,
    command: curlChange(target),
    onConfirm: () => void change(`${name} was not rolled back.`, () => post(target)),
  });
}

function removalText(provides: readonly string[], losses: readonly string[]): string {
  const gone = losses.length > 0 ? ` ${losses.map((loss) => `${loss}.`).join(' ')}` : provides.length > 0 ? ` These are gone with it: ${provides.join(', ')}.` : '';
  return `The plugin is stopped, and its jar and its history are removed.${gone} What was delivered stays stored.`;
}

/** Asks for the name, because the jar is gone afterwards; says what others lose. */
export async function removePlugin({ name, version, provides }: Plugin): Promise<void> {
  const { losses = [] } = await get<Plugin>(route(name)).catch((): Pick<Plugin, 'losses'> => ({}));
  ask({
    title: `Remove ${name} ${version}?`,
    text: removalText(provides, losses),
    confirm: `Remove ${name}`,
    typed: name,
    command: curlChange(route(name), 'DELETE'),
    onConfirm: () => void change(`${name} was not removed.`, () => remove(route(name))),
  });
}
