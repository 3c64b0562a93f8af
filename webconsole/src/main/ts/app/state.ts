import { batch, computed, signal } from '@preact/signals';
import { get } from '../api/client';
import { ApiProblem, asProblem } from '../api/problem';
import type { Deployment } from '../api/deployments';
import type { Pipeline } from '../api/pipeline';
import type { Status } from '../api/platform';
import type { Plugin } from '../api/plugins';
import { listen, whenMissed } from '../live/stream';
import { Ring } from '../live/ring';
import { announceDeployment } from './announce';
import { mergeDeployment } from './deployments';
import { PluginCosts } from './plugin-costs';
import { PluginRates } from './plugin-rates';

/** What was loaded, when, and what went wrong since: old data stays visible with its age. */
export interface Loaded<T> {
  readonly value: T | undefined;
  readonly atMillis: number;
  readonly problem: ApiProblem | undefined;
}

export const nothing: Loaded<never> = { value: undefined, atMillis: 0, problem: undefined };

export const status = signal<Loaded<Status>>(nothing);
export const plugins = signal<Loaded<readonly Plugin[]>>(nothing);
export const deployments = signal<Loaded<readonly Deployment[]>>(nothing);
export const pipeline = signal<Loaded<Pipeline>>(nothing);

/** Log lines each second over the last quarter of an hour, as the pipeline told them. */
export const logRate = signal<{ readonly times: readonly number[]; readonly values: readonly number[] }>({ times: [], values: [] });

/** Events each second of every plugin, as long as this page has been open. */
export const pluginRates = new PluginRates();

/** What every plugin cost within the last minute, as long as this page has been open. */
export const pluginCosts = new PluginCosts();

const rates = new Ring<{ time: number; value: number }>(900);

/** Whether a plugin needs a look: not one that only waits for its configuration. */
export function needsLook({ state, capabilities }: Plugin): boolean {
  if (state === 'inactive') return capabilities.refused.length > 0;
  return state !== 'active' && state !== 'disabled';
}

/** Plugins that need a look. */
export const troubled = computed(() => plugins.value.value?.filter(needsLook) ?? []);

async function load<T>(target: { value: Loaded<T> }, route: string, pick: (body: never) => T): Promise<void> {
  try {
    target.value = { value: pick(await get<never>(route)), atMillis: Date.now(), problem: undefined };
  } catch (failure) {
    target.value = { ...target.value, problem: asProblem(failure) };
  }
}

export const loadStatus = () => load<Status>(status, 'status', (body) => body);
export const loadPlugins = () =>
  load(plugins, 'plugins', (body: { plugins: Plugin[] }) => {
    pluginCosts.record(body.plugins, Date.now());
    return body.plugins;
  });
export const loadDeployments = () =>
  load(deployments, 'deployments', (body: { deployments: Deployment[] }) => body.deployments);
export const loadPipeline = () => load<Pipeline>(pipeline, 'pipeline', (body) => body);

function onPipeline(next: Pipeline): void {
  const logs = next.sources.filter(({ kinds }) => kinds.includes('log'));
  rates.push({ time: Date.parse(next.time) / 1000, value: logs.reduce((sum, { eventsPerSecond }) => sum + eventsPerSecond, 0) });
  pluginRates.record(next);
  const points = rates.toArray();
  batch(() => {
    pipeline.value = { value: next, atMillis: Date.now(), problem: undefined };
    logRate.value = { times: points.map(({ time }) => time), values: points.map(({ value }) => value) };
  });
}

/** Takes in a deployment, from the stream or from the answer to a request. */
export function onDeployment(next: Deployment): void {
  const known = deployments.value.value ?? [];
  const before = known.find(({ id }) => id === next.id);
  deployments.value = { value: mergeDeployment(known, next), atMillis: Date.now(), problem: undefined };
  if (next.state !== 'running' && before?.state !== next.state) {
    announceDeployment(next);
    void loadPlugins();
  }
}

function loadAll(): void {
  void Promise.all([loadStatus(), loadPlugins(), loadDeployments(), loadPipeline()]);
}

/** Keeps what every screen needs up to date until the result is called. */
export function follow(): () => void {
  loadAll();
  const timer = setInterval(() => {
    if (document.hidden) return;
    void loadStatus();
    void loadPlugins();
  }, 5000);
  const ends = [listen('pipeline', onPipeline), listen('deployments', onDeployment), whenMissed(loadAll)];
  return () => {
    clearInterval(timer);
    ends.forEach((end) => end());
  };
}
