import type { HistoryEntry, Plugin } from '../../api/types';
import { usePolled } from '../../app/poll';
import { may } from '../../app/session';
import { now } from '../../app/time';
import { ago } from '../../format/units';
import { Loading, Problem } from '../../parts/messages';
import { StateMark } from '../../parts/state';
import { rollback } from './actions';

function Row({ entry, name, offered }: { entry: HistoryEntry; name: string; offered: boolean }) {
  const { action, version, at, requestedBy, why, result, reason, current } = entry;
  return (
    <tr>
      <td><StateMark state={result} /></td>
      <td>{action} {version} {current && <span class="quiet">in force</span>}</td>
      <td title={at}>{ago(Date.parse(at), now.value)}</td>
      <td>{requestedBy}</td>
      <td>{why}{reason && <span class="reason"> {reason}</span>}</td>
      <td>{offered && <button type="button" class="button is-small" onClick={() => rollback(name, version)}>Roll back to {version}</button>}</td>
    </tr>
  );
}

/** Who changed a plugin, when, why, and the way back; it is offered once for each version that is kept. */
export function PluginHistory({ plugin: { name } }: { plugin: Plugin }) {
  const loaded = usePolled<{ history: readonly HistoryEntry[] }>(`plugins/${encodeURIComponent(name)}/history`, {}, 3000).value;
  const entries = loaded.value?.history;
  if (!entries) return loaded.problem ? <Problem what={`The history of ${name} cannot be read.`} problem={loaded.problem} /> : <Loading what="the history" />;
  if (entries.length === 0) return <p class="quiet">Nobody has changed it since it came with the distribution.</p>;
  const offered = (entry: HistoryEntry, index: number) =>
    may('admin') && entry.kept && !entry.current && entries.findIndex(({ version, kept }) => kept && version === entry.version) === index;
  return (
    <div class="table-box" tabIndex={0} role="group" aria-label={`History of ${name}`}>
      <table class="table is-narrow" aria-label={`History of ${name}`}>
        <thead><tr><th scope="col">Result</th><th scope="col">Change</th><th scope="col">When</th><th scope="col">By</th><th scope="col">Why</th><th scope="col"><span class="is-sr-only">Way back</span></th></tr></thead>
        <tbody>{entries.map((entry, index) => <Row key={`${entry.deployment} ${entry.at}`} entry={entry} name={name} offered={offered(entry, index)} />)}</tbody>
      </table>
    </div>
  );
}
