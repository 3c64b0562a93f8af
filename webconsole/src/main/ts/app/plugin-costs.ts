import type { Plugin } from '../api/plugins';

interface Reading {
  readonly millis: number;
  readonly cpuSeconds: number;
  readonly allocatedBytes: number;
}

/** What a plugin costs of late. */
export interface RecentCost {
  /** Of one processor. */
  readonly cpuShare: number;
  readonly allocatedPerSecond: number;
}

const WINDOW_MILLIS = 60_000;

/** What each plugin cost within the last minute: the totals that the platform tells, compared with those before. */
export class PluginCosts {
  private readonly readings = new Map<string, readonly Reading[]>();

  /** Takes in the totals as they are now; a plugin whose totals began anew is compared with those only. */
  record(plugins: readonly Pick<Plugin, 'name' | 'cost'>[], millis: number): void {
    for (const { name, cost: { cpuSeconds = 0, allocatedBytes = 0 } } of plugins) {
      const kept = (this.readings.get(name) ?? []).filter((one) => millis - one.millis <= WINDOW_MILLIS && one.millis < millis && one.cpuSeconds <= cpuSeconds && one.allocatedBytes <= allocatedBytes);
      this.readings.set(name, [...kept, { millis, cpuSeconds, allocatedBytes }]);
    }
  }

  /** Nothing until there are two readings. */
  of(name: string): RecentCost | undefined {
    const readings = this.readings.get(name) ?? [];
    const first = readings[0];
    const last = readings.at(-1);
    if (!first || !last || first === last) return undefined;
    const seconds = (last.millis - first.millis) / 1000;
    return { cpuShare: (last.cpuSeconds - first.cpuSeconds) / seconds, allocatedPerSecond: (last.allocatedBytes - first.allocatedBytes) / seconds };
  }
}
