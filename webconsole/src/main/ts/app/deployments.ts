import type { Deployment } from '../api/deployments';

const MOST = 100;

/** Puts a deployment in its place: the newest first, each once. */
export function mergeDeployment(known: readonly Deployment[], next: Deployment): readonly Deployment[] {
  const others = known.filter(({ id }) => id !== next.id);
  return [next, ...others].sort((a, b) => b.started.localeCompare(a.started)).slice(0, MOST);
}
