import type { Component, Journal } from '../../api/pipeline';
import type { Status } from '../../api/platform';
import type { Containment, Plugin } from '../../api/plugins';
import type { RecentCost } from '../../app/plugin-costs';

/** What a plugin costs, and what is left undone or lost of its work. */
export interface CostRow {
  readonly plugin: Plugin;
  readonly recent: RecentCost | undefined;
  readonly eventsPerSecond: number;
  /** Events that wait for its sinks or in its sources. */
  readonly backlog: number;
  /** How many, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly errors: number;
  readonly restarts: number;
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** A row for each plugin, with all of its sources and sinks together. */
export function costRows(plugins: readonly Plugin[], components: readonly Component[], recentOf: (name: string) => RecentCost | undefined): readonly CostRow[] {
  return plugins.map((plugin) => {
    const own = components.filter((one) => one.plugin === plugin.name);
    const dropped: Record<string, number> = {};
    for (const component of own) for (const [reason, times] of Object.entries(component.dropped)) dropped[reason] = (dropped[reason] ?? 0) + times;
    return { plugin, recent: recentOf(plugin.name), eventsPerSecond: total(own.map((one) => one.eventsPerSecond)), backlog: total(own.map(({ backlog }) => backlog)), dropped, errors: total(own.map(({ errors }) => errors)), restarts: total(own.map(({ restarts }) => restarts)) };
  });
}

/** Something that has an end: how much of it is used. */
export interface LimitRow {
  readonly what: string;
  readonly used: number;
  readonly most: number;
  readonly unit: string;
  /** What happens at its end. */
  readonly then: string;
  /** What happened at its end so far. */
  readonly so: string;
}

function journalRows(journal: Journal): readonly LimitRow[] {
  const whole = { what: 'Journal', used: journal.bytes, most: journal.maxBytes, unit: 'By', then: 'sources are held back, or events dropped with their count, as the configuration says', so: journal.state === 'ok' ? '' : journal.state };
  const lanes = (journal.lanes ?? []).filter(({ name }) => name !== '').map(({ name, bytes, maxBytes, state }): LimitRow => ({ ...whole, what: `Journal, lane ${name}`, used: bytes, most: maxBytes, so: state === 'ok' ? '' : state }));
  return [whole, ...(lanes.length > 1 ? lanes : [])];
}

/** The limits of the platform itself, and of the plugins that came near theirs. */
export function limitRows({ process, journal }: Pick<Status, 'process' | 'journal'>, limits: Containment['limits'], rows: readonly CostRow[]): readonly LimitRow[] {
  const heap: LimitRow = { what: 'Heap', used: process.heapUsedBytes, most: process.heapMaxBytes, unit: 'By', then: 'the process ends and is started again; what is in the journal is not lost', so: '' };
  const own = limits.map((limit): LimitRow => {
    const used = rows.find(({ plugin }) => plugin.name === limit.plugin)?.eventsPerSecond ?? 0;
    const so = [limit.droppedEvents > 0 ? `${limit.droppedEvents} dropped` : '', limit.heldBackSeconds > 0 ? `held back for ${Math.round(limit.heldBackSeconds * 10) / 10} s` : ''].filter(Boolean).join(', ');
    return { what: `Events of ${limit.plugin}`, used, most: limit.eventsPerSecond, unit: '{event}/s', then: 'its events are dropped with their count, or its threads held back', so };
  });
  return [heap, ...(journal ? journalRows(journal) : []), ...own.filter(({ most, so, used }) => most > 0 && (so !== '' || used > most / 100))];
}
