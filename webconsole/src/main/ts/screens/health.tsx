import type { Crash } from '../api/platform';
import type { Containment } from '../api/plugins';
import { loadStatus, status, type Loaded } from '../app/state';
import { now } from '../app/time';
import { ago, count, duration, exact, inUnit } from '../format/units';
import { Folded, Incidents, useContainment } from '../parts/incidents';
import { Loading, Problem, Stale } from '../parts/messages';
import { Mark } from '../parts/state';
import { Cost, useCostRows } from './health/cost';
import { LimitsTile } from './health/limits';

function Checks() {
  const checks = status.value.value?.checks ?? [];
  return (
    <section class="tile" aria-label="Checks">
      <div class="tile-head"><h2>Checks</h2><span class="quiet">what /readyz answers</span></div>
      <ul class="checks">
        {checks.map(({ name, ok, reason }) => (
          <li key={name}><Mark icon={ok ? 'active' : 'failed'} tone={ok ? 'good' : 'bad'} word={ok ? 'Passes' : 'Fails'} /> <b>{name}</b> <span class="quiet">{reason}</span></li>
        ))}
      </ul>
    </section>
  );
}

function Platform() {
  const { value } = status.value;
  if (!value) return null;
  const { version, distribution, host, started, uptimeSeconds, process, journal, storage } = value;
  const fact = (name: string, text: string, title = '') => <div class="fact" title={title}><dt>{name}</dt><dd>{text}</dd></div>;
  return (
    <section class="tile" aria-label="Platform">
      <div class="tile-head"><h2>Platform</h2></div>
      <dl class="facts pad">
        {fact('Version', version)}
        {fact('Distribution', distribution)}
        {fact('Host', host)}
        {fact('Running', duration(uptimeSeconds), `since ${started}`)}
        {fact('Process', String(process.pid))}
        {fact('Processor time', duration(process.cpuSeconds), exact(process.cpuSeconds, 's'))}
        {fact('Heap', `${inUnit(process.heapUsedBytes, 'By')} of ${inUnit(process.heapMaxBytes, 'By')}`, exact(process.heapUsedBytes, 'By'))}
        {fact('Threads', count(process.threads))}
        {journal && fact('Journal', `${inUnit(journal.bytes, 'By')} of ${inUnit(journal.maxBytes, 'By')}`, `${count(journal.segments)} segments, epoch ${journal.epoch}, ${journal.state}`)}
        {fact('Storage', storage.available ? 'ready' : storage.reason || 'not ready', storage.reason)}
      </dl>
    </section>
  );
}

/** How the process before this one ended. */
function LastCrash({ crash: { time, pid, exit, restarts, lines } }: { crash: Crash }) {
  return (
    <li>
      <Mark icon="failed" tone="bad" word="Crash" />
      <div>
        <p>The process {pid} ended with {exit} and was started again{restarts > 1 && `, ${count(restarts)} times by now`}. <span class="quiet" title={time}>{ago(Date.parse(time), now.value)}</span></p>
        <Folded title="Its last lines" lines={lines} />
      </div>
    </li>
  );
}

/** What plugins did that had to be contained. */
function Contained({ loaded }: { loaded: Loaded<Containment> }) {
  const { incidents } = loaded.value ?? {};
  const crash = status.value.value?.lastCrash;
  return (
    <section class="tile" aria-label="Incidents">
      <div class="tile-head"><h2>Incidents</h2><span class="quiet">since the process started</span></div>
      <Stale loaded={loaded} what="Incidents" />
      {crash && <ul class="incidents"><LastCrash crash={crash} /></ul>}
      {!incidents ? (loaded.problem ? <Problem what="The incidents cannot be read." problem={loaded.problem} /> : <Loading what="incidents" />)
        : incidents.length === 0 ? !crash && <p class="quiet pad">None: no plugin was stuck, quarantined, over its limit, left threads behind or tried to end the process.</p>
        : <Incidents incidents={incidents} named />}
    </section>
  );
}

/** Whether the platform is well, and what each plugin costs. */
export function HealthScreen() {
  const loaded = status.value;
  const containment = useContainment().value;
  const rows = useCostRows();
  if (!loaded.value) return loaded.problem ? <Problem what="The state of the platform cannot be read." problem={loaded.problem} retry={() => void loadStatus()} /> : <Loading what="the state" />;
  return (
    <>
      <Stale loaded={loaded} what="The state" />
      <div class="grid halves">
        <Platform />
        <Checks />
      </div>
      <Contained loaded={containment} />
      <Cost rows={rows} />
      <LimitsTile status={loaded.value} limits={containment.value?.limits ?? []} rows={rows ?? []} />
    </>
  );
}
