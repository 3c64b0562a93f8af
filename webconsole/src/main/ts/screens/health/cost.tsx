import { to } from '../../app/route';
import { pipeline, pluginCosts, plugins } from '../../app/state';
import { count, perSecond, things } from '../../format/units';
import { Empty, Loading } from '../../parts/messages';
import { Quantity, Wrong } from '../../parts/quantity';
import { StateMark } from '../../parts/state';
import { Table, type Column } from '../../parts/table';
import { costRows, type CostRow } from './rows';

const lost = ({ dropped }: CostRow) => Object.values(dropped).reduce((sum, times) => sum + times, 0);
const reasons = ({ dropped }: CostRow) => Object.entries(dropped).map(([reason, times]) => `${count(times)} ${reason}`).join('\n');
const failures = ({ errors, restarts }: CostRow) => errors + restarts;

const COLUMNS: readonly Column<CostRow>[] = [
  { id: 'name', title: 'Plugin', by: ({ plugin }) => plugin.name, cell: ({ plugin: { name } }) => <a class="plain" href={to('plugins', { show: name })}>{name}</a> },
  { id: 'state', title: 'State', minor: true, by: ({ plugin }) => plugin.state, cell: ({ plugin: { state, reason } }) => <StateMark state={state} title={reason} /> },
  { id: 'cpu', title: 'Processor', number: true, by: ({ recent }) => recent?.cpuShare ?? -1, cell: ({ recent }) => <Quantity value={recent?.cpuShare} unit="share" /> },
  { id: 'total', title: 'In all', number: true, minor: true, by: ({ plugin: { cost } }) => cost.cpuSeconds ?? 0, cell: ({ plugin: { cost } }) => <Quantity value={cost.cpuSeconds} unit="s" /> },
  { id: 'allocated', title: 'Allocates', number: true, minor: true, by: ({ recent }) => recent?.allocatedPerSecond ?? -1, cell: ({ recent, plugin: { cost } }) => <span title={`${count(cost.allocatedBytes ?? 0)} bytes in all`}><Quantity value={recent?.allocatedPerSecond} unit="By/s" /></span> },
  { id: 'threads', title: 'Threads', number: true, minor: true, by: ({ plugin: { cost } }) => cost.threads ?? 0, cell: ({ plugin: { cost } }) => cost.threads ?? '–' },
  { id: 'events', title: 'Events', number: true, minor: true, by: ({ eventsPerSecond }) => eventsPerSecond, cell: ({ eventsPerSecond }) => perSecond(eventsPerSecond) },
  { id: 'backlog', title: 'Waiting', number: true, by: ({ backlog }) => backlog, cell: ({ backlog }) => count(backlog) },
  { id: 'dropped', title: 'Dropped', number: true, by: lost, cell: (row) => <Wrong times={lost(row)} title={reasons(row)} /> },
  { id: 'failures', title: 'Failures', number: true, minor: true, by: failures, cell: (row) => <Wrong times={failures(row)} title={`${things(row.errors, 'error')}, ${things(row.restarts, 'restart')}`} /> },
];

/** The rows as they are now. */
export function useCostRows(): readonly CostRow[] | undefined {
  const { sources = [], sinks = [] } = pipeline.value.value ?? {};
  const all = plugins.value.value;
  return all && costRows(all, [...sources, ...sinks], (name) => pluginCosts.of(name));
}

/** What each plugin costs: processor and allocation within the last minute, what waits and what was dropped since the start. */
export function Cost({ rows }: { rows: readonly CostRow[] | undefined }) {
  return (
    <section class="tile" aria-label="Cost of each plugin">
      <div class="tile-head"><h2>Cost of each plugin</h2><span class="quiet">processor (of one) and allocation within the last minute, the rest since the start</span></div>
      {!rows ? <Loading what="plugins" /> : rows.length === 0 ? <Empty title="No plugins are installed" why="Each plugin is told here with what it costs." action={<a href={to('plugins')}>Install one</a>} /> : (
        <Table id="cost" label="Cost of each plugin" columns={COLUMNS} rows={rows} rowKey={({ plugin }) => plugin.name} sort="-cpu" />
      )}
    </section>
  );
}
