import { useComputed } from '@preact/signals';
import { deployments } from '../app/state';
import type { Marker } from './markers';

/** Deployments as markers on every chart. */
export function useMarkers(): readonly Marker[] {
  return useComputed(() =>
    (deployments.value.value ?? []).map(({ started, action, plugin, state }) => ({
      seconds: Date.parse(started) / 1000,
      label: `${action} ${plugin}`,
      bad: state !== 'committed' && state !== 'running',
    })),
  ).value;
}
