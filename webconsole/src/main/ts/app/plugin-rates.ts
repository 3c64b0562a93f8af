import { signal } from '@preact/signals';
import type { Pipeline } from '../api/pipeline';
import { Ring } from '../live/ring';

interface Point {
  readonly time: number;
  readonly value: number;
}

const SECONDS = 1800;

/** What each plugin moved, each second: what its sources emitted and its sinks took. */
export class PluginRates {
  /** Counts up when there is more. */
  readonly version = signal(0);
  private readonly byPlugin = new Map<string, Ring<Point>>();

  /** Takes in what moves now; a plugin that is not there moves nothing. */
  record({ time, sources, sinks }: Pick<Pipeline, 'time' | 'sources' | 'sinks'>): void {
    const now = new Map<string, number>([...this.byPlugin.keys()].map((plugin) => [plugin, 0]));
    for (const { plugin, eventsPerSecond } of [...sources, ...sinks]) now.set(plugin, (now.get(plugin) ?? 0) + eventsPerSecond);
    now.forEach((value, plugin) => this.ring(plugin).push({ time: Date.parse(time) / 1000, value }));
    this.version.value += 1;
  }

  private ring(plugin: string): Ring<Point> {
    const known = this.byPlugin.get(plugin);
    if (known) return known;
    const added = new Ring<Point>(SECONDS);
    this.byPlugin.set(plugin, added);
    return added;
  }

  /** The rates of one plugin within a window of seconds since 1970. */
  of(plugin: string, fromSeconds: number, toSeconds: number): { times: number[]; values: number[] } {
    const points = (this.byPlugin.get(plugin)?.toArray() ?? []).filter(({ time }) => time >= fromSeconds && time <= toSeconds);
    return { times: points.map(({ time }) => time), values: points.map(({ value }) => value) };
  }

  /** All other plugins together. */
  ofOthers(plugin: string, fromSeconds: number, toSeconds: number): { times: number[]; values: number[] } {
    const sums = new Map<number, number>();
    for (const other of this.byPlugin.keys()) {
      if (other === plugin) continue;
      const { times, values } = this.of(other, fromSeconds, toSeconds);
      times.forEach((time, index) => sums.set(time, (sums.get(time) ?? 0) + (values[index] ?? 0)));
    }
    const times = [...sums.keys()].sort((a, b) => a - b);
    return { times, values: times.map((time) => sums.get(time) ?? 0) };
  }
}
