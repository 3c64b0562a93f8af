import { go, here, parameter, to } from '../../app/route';
import { now } from '../../app/time';
import { ago, percent } from '../../format/units';
import { Mark } from '../../parts/state';
import { Breakable } from '../../parts/breakable';
import { Quantity } from '../../parts/quantity';
import { Table, type Column } from '../../parts/table';
import { RoundStrip } from './strip';
import { lossOf, verdictOf, type TargetSummary } from './summary';

function Verdict({ summary: { latest } }: { summary: TargetSummary }) {
  const loss = lossOf(latest);
  const verdict = verdictOf(latest);
  if (verdict !== 'answers') return <Mark icon="failed" tone="bad" word={verdict === 'wrong' ? 'Wrong answer' : 'No answer'} title={latest.error ?? ''} />;
  if (loss > 0) return <Mark icon="degraded" tone="warn" word={`${percent(loss)} lost`} title={latest.error ?? ''} />;
  return <Mark icon="active" tone="good" word="Answers" />;
}

const COLUMNS: readonly Column<TargetSummary>[] = [
  { id: 'state', title: 'Latest', by: ({ latest }) => (latest.successful ? lossOf(latest) : 2), cell: (summary) => <Verdict summary={summary} /> },
  { id: 'target', title: 'Target', by: ({ target }) => target, cell: ({ target, id }) => <a class="plain" href={to('reachability', { show: id })}><Breakable text={target} /></a> },
  { id: 'probe', title: 'Probe', minor: true, by: ({ probe }) => probe, cell: ({ probe, host, source }) => <span title={`${source} on ${host}`}>{probe}</span> },
  { id: 'time', title: 'Latency', number: true, by: ({ latest }) => latest.responseMillis ?? Infinity, cell: ({ latest }) => <Quantity value={latest.responseMillis} unit="ms" /> },
  { id: 'median', title: 'Median', number: true, minor: true, by: ({ medianMillis }) => medianMillis ?? Infinity, cell: ({ medianMillis }) => <Quantity value={medianMillis} unit="ms" /> },
  { id: 'loss', title: 'Loss', number: true, by: ({ loss }) => loss, cell: ({ loss, rounds }) => <span class={loss === 0 ? 'quiet' : ''} title={`over ${rounds.length} rounds`}>{percent(loss)}</span> },
  { id: 'rounds', title: 'Rounds', minor: true, cell: ({ rounds }) => <RoundStrip rounds={rounds} count={40} /> },
  { id: 'age', title: 'Probed', minor: true, by: ({ latest }) => -Date.parse(latest.time), cell: ({ latest }) => <span title={latest.time}>{ago(Date.parse(latest.time), now.value)}</span> },
];

const BRIEF: readonly Column<TargetSummary>[] = [
  ...COLUMNS.filter(({ id }) => ['state', 'target', 'time'].includes(id)),
  { id: 'rounds', title: 'Rounds', cell: ({ rounds }) => <RoundStrip rounds={rounds} count={12} /> },
];

/** The targets, one row each. */
export function TargetTable({ targets, brief = false }: { targets: readonly TargetSummary[]; brief?: boolean }) {
  if (brief) {
    return <Table id="targets" label="Targets" columns={BRIEF} rows={targets.slice(0, 12)} rowKey={({ id }) => id} />;
  }
  return (
    <Table id="targets" label="Targets" columns={COLUMNS} rows={targets} rowKey={({ id }) => id} selected={parameter('show')}
      onSelect={({ id }) => go(here({ show: parameter('show') === id ? '' : id }))} />
  );
}
