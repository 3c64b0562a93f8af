import type { IconName } from '../parts/icon';

/** A screen of the console and how to get there. */
export interface ScreenEntry {
  readonly name: string;
  readonly title: string;
  readonly icon: IconName;
  /** The letter after `g`. */
  readonly key: string;
  /** Whether the range of time matters on it. */
  readonly timed: boolean;
}

export const SCREENS: readonly ScreenEntry[] = [
  { name: 'overview', title: 'Overview', icon: 'overview', key: 'o', timed: true },
  { name: 'pipeline', title: 'Pipeline', icon: 'pipeline', key: 'p', timed: false },
  { name: 'plugins', title: 'Plugins', icon: 'plugins', key: 'u', timed: false },
  { name: 'reachability', title: 'Reachability', icon: 'reachability', key: 'r', timed: true },
  { name: 'metrics', title: 'Metrics', icon: 'metrics', key: 'm', timed: true },
  { name: 'logs', title: 'Logs', icon: 'logs', key: 'l', timed: true },
  { name: 'traffic', title: 'Traffic', icon: 'traffic', key: 't', timed: true },
  { name: 'alerts', title: 'Alerts', icon: 'alerts', key: 'a', timed: false },
  { name: 'agents', title: 'Agents', icon: 'agents', key: 'e', timed: false },
  { name: 'configuration', title: 'Configuration', icon: 'configuration', key: 'c', timed: false },
  { name: 'access', title: 'Access', icon: 'access', key: 's', timed: false },
  { name: 'health', title: 'Health', icon: 'health', key: 'h', timed: false },
];
