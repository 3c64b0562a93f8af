import type { HistoryEntry } from '../../api/deployments';
import type { Plugin } from '../../api/plugins';
import { usePolled } from '../../app/poll';
import { may } from '../../app/session';
import { now } from '../../app/time';
import { ago } from '../../format/units';
import { Loading, Problem } from '../../parts/messages';
import { StateMark } from '../../parts/state';
import { rollback } from './actions';

function Row({ entry, name, inForce, offered }: { entry: HistoryEntry; name: string; inForce: boolean; offered: boolean }) {
  const { action, version, at, requestedBy, why, result, reason } = entry;
  return (
    <li class="change">
      <StateMark state={result} />
      <div>
        {action} <b>{version}</b> {inForce && <span class="tag">in force</span>} <span class="quiet">by {requestedBy}, <span title={at}>{ago(Date.parse(at), now.value)}</span></span>
        {why && <p>{why}</p>}
        {reason && <p class="reason">{reason}</p>}
      </div>
      {offered && <button type="button" class="button is-small" onClick={() => rollback(name, version)}>Roll back to {version}</button>}
    </li>
  );
}

/** Who changed a plugin, when, why, and the way back; it is offered once for each version that is kept. */
export function PluginHistory({ plugin: { name } }: { plugin: Plugin }) {
  const loaded = usePolled<{ history: readonly HistoryEntry[] }>(`plugins/${encodeURIComponent(name)}/history`, {}, 3000).value;
  const entries = loaded.value?.history;
  if (!entries) return loaded.problem ? <Problem what={`The history of ${name} cannot be read.`} problem={loaded.problem} /> : <Loading what="the history" />;
  if (entries.length === 0) return <p class="quiet">Nobody has changed it since it came with the distribution.</p>;
  const first = (entry: HistoryEntry, fits: (other: HistoryEntry) => boolean) => entries.find((other) => other.version === entry.version && fits(other)) === entry;
  const committed = ({ result }: HistoryEntry) => result === 'committed';
  const offered = (entry: HistoryEntry) => may('admin') && entry.kept && !entry.current && first(entry, ({ kept }) => kept);
  return (
    <ol class="history" aria-label={`History of ${name}`}>
      {entries.map((entry) => <Row key={`${entry.deployment} ${entry.at}`} entry={entry} name={name} inForce={entry.current && committed(entry) && first(entry, committed)} offered={offered(entry)} />)}
    </ol>
  );
}
