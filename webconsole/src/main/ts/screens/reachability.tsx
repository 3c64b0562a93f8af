import { useMemo } from 'preact/hooks';
import type { Round } from '../api/telemetry';
import { go, here, parameter } from '../app/route';
import { now } from '../app/time';
import { count, millis, NONE, percent } from '../format/units';
import { clock } from '../format/clock';
import { Icon } from '../parts/icon';
import { Empty, Stale } from '../parts/messages';
import { FilterField, Table } from '../parts/table';
import { LatencyBands } from './reachability/bands';
import { TargetMatrix } from './reachability/matrix';
import { Route } from './reachability/route';
import { useRounds } from './reachability/rounds';
import { answering, lossOf, summarise, type TargetSummary } from './reachability/summary';
import { TargetTable } from './reachability/targets';

function RoundTable({ rounds }: { rounds: readonly Round[] }) {
  return (
    <Table id="rounds" label="Rounds, latest first" rows={rounds.slice(0, 100)} rowKey={({ time }) => time} columns={[
      { id: 'time', title: 'Time', cell: ({ time }) => <span title={time}>{clock(Date.parse(time))}</span> },
      { id: 'latency', title: 'Latency', number: true, by: ({ responseMillis }) => responseMillis ?? Infinity, cell: ({ responseMillis }) => (responseMillis === null ? NONE : millis(responseMillis)) },
      { id: 'loss', title: 'Loss', number: true, by: lossOf, cell: (round) => percent(lossOf(round)) },
      { id: 'detail', title: 'Result', cell: ({ error, result }) => <span class="wrap">{error ?? String(result.resolvedAddress ?? '')}</span> },
    ]} />
  );
}

function Detail({ summary, chosen }: { summary: TargetSummary; chosen: boolean }) {
  const { target, probe, host, source, rounds, loss, medianMillis } = summary;
  return (
    <section class="tile" aria-label={`Latency of ${target}`}>
      <div class="tile-head">
        <h2>{target}</h2>
        <span class="quiet">{probe} from {host} by {source} · median {medianMillis === null ? NONE : millis(medianMillis)} · {percent(loss)} lost in {count(rounds.length)} rounds</span>
        <span class="spring" />
        {chosen && <button type="button" class="ghost" onClick={() => go(here({ show: '' }))}><Icon name="close" label={`Close ${target}`} /></button>}
      </div>
      <LatencyBands rounds={rounds} target={target} />
      <p class="quiet key"><i class="band-outer" /> all answers <i class="band-inner" /> middle half <i class="loss-none" /> median, nothing lost <i class="loss-some" /> under 20 % lost <i class="loss-much" /> more <i class="loss-all" /> all lost</p>
      <Route rounds={rounds} target={target} />
      <details class="rounds"><summary>Rounds as a table</summary><RoundTable rounds={rounds} /></details>
    </section>
  );
}

function Views({ matrix }: { matrix: boolean }) {
  return (
    <div class="buttons has-addons" role="group" aria-label="View">
      <button type="button" class="button is-small" aria-pressed={!matrix} onClick={() => go(here({ view: '' }))}><Icon name="logs" /> List</button>
      <button type="button" class="button is-small" aria-pressed={matrix} onClick={() => go(here({ view: 'matrix' }))}><Icon name="table" /> Matrix</button>
    </div>
  );
}

/** Every target with its latest rounds, or from each host that tests it; the chosen one with its latency over time. */
export function ReachabilityScreen() {
  const { rounds, message, loaded } = useRounds();
  const filter = parameter('filter').toLowerCase();
  const all = useMemo(() => summarise(rounds), [rounds]);
  const targets = all.filter(({ id }) => id.toLowerCase().includes(filter));
  const chosen = all.find(({ id }) => id === parameter('show'));
  const matrix = parameter('view') === 'matrix';
  // Without a choice the worst target is shown: it is the first.
  const shown = chosen ?? (matrix ? undefined : targets[0]);
  const Targets = matrix ? TargetMatrix : TargetTable;
  void now.value;
  return (
    <>
      <div class="toolbar">
        <Views matrix={matrix} />
        <FilterField label="Filter targets" placeholder="Target, probe, host …" />
        {all.length > 0 && <span class="quiet">{answering(all)}</span>}
      </div>
      <Stale loaded={loaded} what="Rounds" />
      {shown && <Detail summary={shown} chosen={shown === chosen} />}
      {all.length === 0 ? <section class="tile">{message}</section> : <section class="tile">{targets.length > 0 ? <Targets targets={targets} /> : <Empty title="No target fits the filter" why={`None of ${count(all.length)} targets contains “${filter}”.`} action={<a href={here({ filter: '' })}>Show all</a>} />}</section>}
    </>
  );
}
