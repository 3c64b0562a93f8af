import type { ComponentChild } from 'preact';
import type { Process } from '../../api/telemetry';
import { usePolled } from '../../app/poll';
import { parameter, to } from '../../app/route';
import { pipeline } from '../../app/state';
import { compact, count, exact, inUnit, perSecond } from '../../format/units';
import { Breakable } from '../../parts/breakable';
import { Empty, Loading, Problem, Stale } from '../../parts/messages';
import { Quantity } from '../../parts/quantity';
import { Table, type Column } from '../../parts/table';
import { BalanceMark, RateCell } from '../pipeline/balance';
import { TargetTable } from '../reachability/targets';
import { answering, type TargetSummary } from '../reachability/summary';

const PROCESSES: readonly Column<Process>[] = [
  { id: 'name', title: 'Process', by: ({ name }) => name, cell: ({ name, commandLine, executable }) => <span title={commandLine || executable}>{name}</span> },
  { id: 'pid', title: 'PID', number: true, minor: true, by: ({ pid }) => pid, cell: ({ pid }) => pid },
  { id: 'user', title: 'User', minor: true, by: ({ user }) => user, cell: ({ user }) => user },
  { id: 'cpu', title: 'CPU', number: true, by: ({ cpuUtilization }) => cpuUtilization, cell: ({ cpuUtilization }) => <span title={`${exact(cpuUtilization, 'share')} of one processor`}>{inUnit(cpuUtilization, 'share')}</span> },
  { id: 'memory', title: 'Memory', number: true, by: ({ memoryBytes }) => memoryBytes, cell: ({ memoryBytes }) => <Quantity value={memoryBytes} unit="By" /> },
];

/** The busiest processes in the latest look. */
export function TopProcesses() {
  const loaded = usePolled<{ processes: readonly Process[] }>('processes', { limit: 12, host: parameter('host') || undefined }, 3000).value;
  const rows = loaded.value?.processes;
  return (
    <section class="tile" aria-label="Top processes">
      <div class="tile-head"><h2>Top processes</h2> <span class="quiet">now</span></div>
      <Stale loaded={loaded} what="Processes" />
      {!rows && (loaded.problem ? <Problem what="The processes cannot be read." problem={loaded.problem} /> : <Loading what="processes" />)}
      {rows?.length === 0 && <Empty title="No processes yet" why="collector.metrics stores the largest processes every few seconds." command="monitor plugin list" />}
      {rows && rows.length > 0 && <Table id="processes" label="Top processes" columns={PROCESSES} rows={rows} rowKey={({ host, pid }) => `${host} ${pid}`} sort="-cpu" />}
    </section>
  );
}

/** How many targets answer, and the worst of them. */
export function ReachabilitySummary({ targets, message }: { targets: readonly TargetSummary[]; message: ComponentChild }) {
  return (
    <section class="tile" aria-label="Reachability">
      <div class="tile-head">
        <h2><a href={to('reachability')}>Reachability</a></h2>
        {targets.length > 0 && <span class="quiet">{answering(targets)}</span>}
      </div>
      {targets.length === 0 ? message : <TargetTable targets={targets} brief />}
    </section>
  );
}

/** Whether the numbers of each route add up. */
export function BalanceSummary() {
  const { value } = pipeline.value;
  const routes = value?.routes ?? [];
  return (
    <section class="tile" aria-label="Pipeline">
      <div class="tile-head">
        <h2><a href={to('pipeline')}>Pipeline</a></h2>
        {value && <span class="quiet" title={exact(value.journal.bytes, 'By')}>journal {inUnit(value.journal.bytes, 'By')}</span>}
      </div>
      {routes.length === 0 ? (
        <Empty title="No routes yet" why="A route appears when a source and a sink fit together." action={<a href={to('pipeline')}>See what runs</a>} command="monitor status" />
      ) : (
        <Table id="balance" label="Balance of each route" rows={routes} rowKey={({ source, sink }) => `${source} ${sink}`} sort="-rate" columns={[
          { id: 'route', title: 'Route', by: ({ source, sink }) => `${source} ${sink}`, cell: ({ source, sink }) => <span class="route"><span><Breakable text={source} /></span> <span class="quiet">→</span> <span><Breakable text={sink} /></span></span> },
          { id: 'rate', title: 'Rate', number: true, by: (route) => route.eventsPerSecond, cell: (route) => <RateCell value={route.eventsPerSecond} text={perSecond(route.eventsPerSecond)} /> },
          { id: 'buffered', title: 'Waiting', number: true, by: ({ balance }) => balance.buffered, cell: ({ balance }) => <span title={count(balance.buffered)}>{compact(balance.buffered)}</span> },
          { id: 'balance', title: 'Balance', cell: ({ balance }) => <BalanceMark balance={balance} /> },
        ]} />
      )}
    </section>
  );
}
