import { post } from '../../api/client';
import { curlChange } from '../../api/command';
import type { Component } from '../../api/pipeline';
import { announce, announceFailure } from '../../app/announce';
import { go, here, to } from '../../app/route';
import { may } from '../../app/session';
import { loadPipeline } from '../../app/state';
import { count, duration, exact, inUnit, perSecond } from '../../format/units';
import { CapabilityChips, Refusals } from '../../parts/capabilities';
import { ask } from '../../parts/dialog';
import { Icon } from '../../parts/icon';
import { StateMark } from '../../parts/state';
import { Dropped } from './balance';
import { TapButton } from './tap';

type Verb = 'pause' | 'resume' | 'restart';

const route = (name: string) => `sources/${encodeURIComponent(name)}`;

async function operate(name: string, verb: Verb): Promise<void> {
  try {
    await post(`${route(name)}/${verb}`);
    announce('good', `${name}: ${verb} asked for`);
    await loadPipeline();
  } catch (failure) {
    announceFailure(`${name}: ${verb} failed.`, failure);
  }
}

function Operations({ component: { name, state, type } }: { component: Component }) {
  if (type !== 'source' || !may('operator')) return null;
  const stopped = state === 'disabled' || state === 'quarantined';
  const pause = () => ask({ title: `Pause ${name}?`, text: 'It emits nothing until it is resumed. What it emitted so far is delivered.', confirm: `Pause ${name}`, command: curlChange(`${route(name)}/pause`), onConfirm: () => void operate(name, 'pause') });
  const restart = () => ask({ title: `Restart ${name}?`, text: 'It is stopped and run again from its last durable position.', confirm: `Restart ${name}`, command: curlChange(`${route(name)}/restart`), onConfirm: () => void operate(name, 'restart') });
  return (
    <p class="detail-actions">
      {stopped ? <button type="button" class="button is-small" onClick={() => void operate(name, 'resume')}>Resume</button> : <button type="button" class="button is-small" onClick={pause}>Pause</button>}
      <button type="button" class="button is-small" onClick={restart}>Restart</button>
    </p>
  );
}

function Routes({ component: { type, routedTo, notRouted } }: { component: Component }) {
  const other = type === 'source' ? 'sink' : 'source';
  return (
    <>
      <h3>Connected to</h3>
      {routedTo.length === 0 ? <p class="quiet">Nothing.</p> : <ul class="provided">{routedTo.map((name) => <li key={name}><a href={here({ show: `${other}:${name}` })}>{name}</a></li>)}</ul>}
      {Object.keys(notRouted).length > 0 && (
        <>
          <h3>Not connected to</h3>
          <dl class="pairs">{Object.entries(notRouted).map(([name, reason]) => <div key={name}><dt><a href={here({ show: `${other}:${name}` })}>{name}</a></dt><dd>{reason}</dd></div>)}</dl>
        </>
      )}
    </>
  );
}

/** Everything about one source or sink. */
export function ComponentDetail({ component, gone }: { component: Component; gone: boolean }) {
  const { name, type, plugin, state, reason, capabilities, kinds, essential, cost, dropped } = component;
  const fact = (title: string, value: string, full = '') => <div class="fact" title={full}><dt>{title}</dt><dd>{value}</dd></div>;
  return (
    <section class="tile detail" aria-label={name}>
      <div class="tile-head">
        <h2>{name}</h2> <span class="quiet">{type}{essential ? ', essential' : ''} of <a href={to('plugins', { show: plugin })}>{plugin}</a></span>
        <span class="spring" />
        <button type="button" class="ghost" onClick={() => go(here({ show: '' }))}><Icon name="close" label={`Close ${name}`} /></button>
      </div>
      <div class="detail-body">
        {gone ? <p class="reason">It is not there now: its plugin is being deployed, or was removed. The tap goes on when it is back.</p> : <p><StateMark state={state} /> {reason}</p>}
        <dl class="facts">
          {fact('Events', perSecond(component.eventsPerSecond), `${count(component.events)} since the epoch began`)}
          {fact('Bytes', inUnit(component.bytesPerSecond, 'By/s'), exact(component.bytesPerSecond, 'By/s'))}
          {fact('Waiting', count(component.backlog))}
          {fact('Errors', count(component.errors))}
          {fact('Restarts', count(component.restarts))}
          {fact('Processor time', cost.cpuSeconds === undefined ? '–' : duration(cost.cpuSeconds))}
          {fact('Threads', String(cost.threads ?? '–'))}
        </dl>
        <p class="quiet">Kinds: {kinds.join(', ') || 'none'}. Dropped: <Dropped dropped={dropped} />.</p>
        <h3>Capabilities</h3>
        <CapabilityChips capabilities={capabilities} />
        <Refusals capabilities={capabilities} />
        <TapButton name={name} />
        <Routes component={component} />
        <Operations component={component} />
      </div>
    </section>
  );
}
