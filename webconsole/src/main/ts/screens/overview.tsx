import { useMemo } from 'preact/hooks';
import type { Alerts } from '../api/alerts';
import { usePolled } from '../app/poll';
import { to } from '../app/route';
import { pipeline, plugins, status, troubled } from '../app/state';
import { now } from '../app/time';
import { compact, count, duration, exact, inUnit, perSecond, things } from '../format/units';
import { useContainment } from '../parts/incidents';
import { Stale } from '../parts/messages';
import { lookOf, Mark } from '../parts/state';
import { HostCharts } from './overview/charts';
import { useRounds } from './reachability/rounds';
import { answering, summarise, type TargetSummary } from './reachability/summary';
import { BalanceSummary, ReachabilitySummary, TopProcesses } from './overview/tables';

/** Targets without an answer that are named before the rest is counted only. */
const NAMED = 3;

function Fact({ name, value, title }: { name: string; value: string; title?: string }) {
  return <div class="fact" title={title}><dt>{name}</dt><dd>{value}</dd></div>;
}

/** An incident needs a look for so long, also where the plugin works again. */
const RECENT_MILLIS = 3_600_000;

/** What needs a look, in words; one line when nothing does. */
function Attention({ targets }: { targets: readonly TargetSummary[] }) {
  const contained = useContainment().value.value?.incidents ?? [];
  const firing = usePolled<Alerts>('alerts', {}, 5000).value.value?.alerts.filter(({ state }) => state === 'firing') ?? [];
  const { value } = status.value;
  const checks = value?.checks.filter(({ ok }) => !ok) ?? [];
  if (!value || !plugins.value.value) return <p class="attention"><span class="quiet">Reading the state …</span></p>;
  const silent = targets.filter(({ latest }) => !latest.successful);
  const recent = contained.filter(({ time }) => now.value - Date.parse(time) < RECENT_MILLIS);
  const waiting = pipeline.value.value?.waiting ?? [];
  if (checks.length + troubled.value.length + silent.length + recent.length + waiting.length + firing.length === 0) {
    return <p class="attention"><Mark icon="active" tone="good" word="Everything works" /> <span class="quiet">{count(plugins.value.value.length)} plugins, all checks pass{targets.length > 0 && `, ${count(targets.length)} targets answer`}</span></p>;
  }
  return (
    <ul class="attention">
      {checks.map(({ name, reason }) => (
        <li key={name}><Mark icon="degraded" tone="bad" word={name} /> <a href={to('health')}>{reason}</a></li>
      ))}
      {troubled.value.map(({ name, state, reason }) => (
        <li key={name}><Mark icon={lookOf(state).icon} tone={lookOf(state).tone} word={lookOf(state).word} /> <a href={to('plugins', { show: name })}><b>{name}</b></a> {reason}</li>
      ))}
      {waiting.map(({ name, plugin, reason }) => (
        <li key={`${plugin} ${name}`}><Mark icon="inactive" tone="warn" word="Name taken" /> <a href={to('plugins', { show: plugin })}><b>{plugin}</b></a> {reason}</li>
      ))}
      {firing.length > 0 && (
        <li><Mark icon="alerts" tone={firing.some(({ severity }) => severity === 'critical') ? 'bad' : 'warn'} word="Alerts" /> <a href={to('alerts')}>{things(firing.length, 'alert')} firing</a> <span class="quiet">{[...new Set(firing.map(({ rule, host }) => `${rule} on ${host}`))].slice(0, NAMED).join(', ')}{firing.length > NAMED && ' …'}</span></li>
      )}
      {recent.length > 0 && (
        <li><Mark icon="degraded" tone="warn" word="Incidents" /> <a href={to('health')}>{things(recent.length, 'incident')} within the last hour</a> <span class="quiet">of {[...new Set(recent.map(({ plugin }) => plugin))].join(', ')}</span></li>
      )}
      {silent.length > 0 && (
        <li><Mark icon="failed" tone="bad" word="Reachability" /> <a href={to('reachability')}>{answering(targets)}</a> <span class="quiet">{silent.slice(0, NAMED).map(({ target }) => target).join(', ')}{silent.length > NAMED && ' …'}</span></li>
      )}
    </ul>
  );
}

function Facts() {
  const { value } = status.value;
  const { sources = [], sinks = [] } = pipeline.value.value ?? {};
  if (!value) return null;
  const { host, uptimeSeconds, storage, process } = value;
  const rate = sources.reduce((sum, { eventsPerSecond }) => sum + eventsPerSecond, 0);
  const backlog = sinks.reduce((sum, sink) => sum + sink.backlog, 0);
  return (
    <dl class="facts">
      <Fact name="Host" value={host} />
      <Fact name="Running" value={duration(uptimeSeconds)} title={`since ${value.started}`} />
      <Fact name="Events" value={perSecond(rate)} title={`${rate} events each second`} />
      <Fact name="Waiting" value={compact(backlog)} title={`${count(backlog)} events in the journal for all sinks`} />
      <Fact name="Storage" value={storage.available ? 'ready' : 'not ready'} title={storage.reason} />
      <Fact name="Heap" value={inUnit(process.heapUsedBytes, 'By')} title={`${exact(process.heapUsedBytes, 'By')} of ${exact(process.heapMaxBytes, 'By')}`} />
    </dl>
  );
}

/** This host and this platform at a glance. */
export function OverviewScreen() {
  const { rounds, message } = useRounds();
  const targets = useMemo(() => summarise(rounds), [rounds]);
  return (
    <>
      <div class="strip">
        <Attention targets={targets} />
        <Facts />
      </div>
      <Stale loaded={status.value} what="The state" />
      <HostCharts />
      <section class="grid thirds">
        <TopProcesses />
        <ReachabilitySummary targets={targets} message={message} />
        <BalanceSummary />
      </section>
    </>
  );
}
