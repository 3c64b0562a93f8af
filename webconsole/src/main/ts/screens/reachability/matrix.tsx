import { parameter, here } from '../../app/route';
import { exact, millis, NONE, percent } from '../../format/units';
import { Breakable } from '../../parts/breakable';
import { Icon } from '../../parts/icon';
import { Table, type Column } from '../../parts/table';
import { toneOf, verdictOf, type TargetSummary } from './summary';

/** A target as each host sees it. */
export interface MatrixRow {
  readonly target: string;
  readonly probe: string;
  /** The summary by host; of several instances on one host the one that fares worst. */
  readonly byHost: ReadonlyMap<string, TargetSummary>;
}

/** One row for each target and probe, in the order in which they come: the worst first. */
export function matrixOf(summaries: readonly TargetSummary[]): { hosts: readonly string[]; rows: readonly MatrixRow[] } {
  const rows = new Map<string, MatrixRow & { byHost: Map<string, TargetSummary> }>();
  const hosts: string[] = [];
  for (const summary of summaries) {
    const { target, probe, host } = summary;
    if (!hosts.includes(host)) hosts.push(host);
    const key = `${probe} ${target}`;
    const row = rows.get(key) ?? { target, probe, byHost: new Map<string, TargetSummary>() };
    rows.set(key, row);
    if (!row.byHost.has(host)) row.byHost.set(host, summary);
  }
  return { hosts: hosts.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })), rows: [...rows.values()] };
}

/** How it stands now in words: its latency, and what got lost. */
function Cell({ summary, host }: { summary: TargetSummary | undefined; host: string }) {
  if (!summary) return <span class="quiet" title={`not tested from ${host}`}>{NONE}</span>;
  const { id, latest, loss, medianMillis, rounds, target } = summary;
  const verdict = verdictOf(latest);
  const words = verdict === 'none' ? 'No answer' : verdict === 'wrong' ? 'Wrong answer' : medianMillis === null ? NONE : millis(medianMillis);
  const detail = `${target} from ${host}: ${words}, median ${exact(medianMillis, 'ms')}, ${percent(loss)} lost in ${rounds.length} rounds`;
  return (
    <a class="matrix-cell" href={here({ show: id })} title={detail} aria-label={detail}>
      <i class={toneOf(verdict === 'answers' ? loss : 1)} />
      {verdict !== 'answers' && <Icon name="failed" size={12} />} {words}
      {verdict === 'answers' && loss > 0 && <small>{percent(loss)} lost</small>}
    </a>
  );
}

/** Sorts what does not answer behind the slowest that does. */
function rank(summary: TargetSummary | undefined): number {
  if (!summary) return -1;
  return summary.latest.successful ? (summary.medianMillis ?? 0) : Number.MAX_VALUE;
}

/** Targets against the hosts that test them: the median over the time that is shown, coloured by loss. */
export function TargetMatrix({ targets }: { targets: readonly TargetSummary[] }) {
  const { hosts, rows } = matrixOf(targets);
  const chosen = targets.find(({ id }) => id === parameter('show'));
  const columns: readonly Column<MatrixRow>[] = [
    { id: 'target', title: 'Target', by: ({ target }) => target, cell: ({ target }) => <span class="endpoint"><Breakable text={target} /></span> },
    { id: 'probe', title: 'Probe', minor: true, by: ({ probe }) => probe, cell: ({ probe }) => probe },
    ...hosts.map((host): Column<MatrixRow> => ({ id: `from-${host}`, title: host, number: true, by: ({ byHost }) => rank(byHost.get(host)), cell: ({ byHost }) => <Cell summary={byHost.get(host)} host={host} /> })),
  ];
  return <Table id="matrix" label="Targets by host" columns={columns} rows={rows} rowKey={({ probe, target }) => `${probe} ${target}`} selected={chosen && `${chosen.probe} ${chosen.target}`} />;
}
