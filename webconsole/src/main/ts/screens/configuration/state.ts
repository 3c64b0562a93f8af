import { signal } from '@preact/signals';
import type { ConfigTable } from '../../api/configuration';
import { pipeline, plugins } from '../../app/state';
import { complaintsOf, ownerOf, type Draft } from './draft';

/** What was typed and not applied, by PID: it stays while one looks at something else. */
export const drafts = signal<Readonly<Record<string, Draft>>>({});

/** Keeps a draft; an empty one is forgotten. */
export function keep(pid: string, draft: Draft): void {
  const { [pid]: _, ...others } = drafts.value;
  drafts.value = Object.keys(draft).length > 0 ? { ...others, [pid]: draft } : others;
}

/** How who takes a table is, and what it says of which key. */
export interface Taker {
  readonly name: string;
  readonly state: string;
  readonly reason: string;
  readonly complaints: ReadonlyMap<string, string>;
}

/**
 * The source or sink that has the name of the table, else the plugin whose table it is: one whose component refused to
 * start has no source. Nothing for tables of the platform itself.
 */
export function takerOf({ pid, table, keys }: ConfigTable): Taker | undefined {
  const { sources = [], sinks = [] } = pipeline.value.value ?? {};
  const running = [...sources, ...sinks];
  const owner = ownerOf(table, plugins.value.value ?? [], running);
  const component = running.find((one) => one.name === pid && one.plugin === owner?.name);
  const found = component ?? owner;
  if (!found) return undefined;
  const { name, state, reason } = found;
  return { name, state, reason, complaints: complaintsOf(reason, keys.map(({ key }) => key)) };
}
