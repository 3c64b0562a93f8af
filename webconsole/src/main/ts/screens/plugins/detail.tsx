import type { Component } from '../../api/pipeline';
import type { Plugin } from '../../api/plugins';
import { go, here, to } from '../../app/route';
import { may } from '../../app/session';
import { pipeline } from '../../app/state';
import { count, duration, exact, inUnit, perSecond } from '../../format/units';
import { CapabilityChips, Refusals } from '../../parts/capabilities';
import { Icon } from '../../parts/icon';
import { StateMark } from '../../parts/state';
import { disable, enable, pin, removePlugin } from './actions';
import { Contained } from './contained';
import { PluginHistory } from './history';
import { Servlets } from './servlets';

/** What can be done with a plugin by who is here. */
export function PluginActions({ plugin }: { plugin: Plugin }) {
  if (!may('operator')) return null;
  const off = plugin.state === 'disabled';
  const stop = (action: (plugin: Plugin) => unknown) => (event: Event) => {
    event.stopPropagation();
    action(plugin);
  };
  return (
    <span class="actions">
      <button type="button" class="button is-small" onClick={stop(off ? enable : disable)} aria-label={`${off ? 'Enable' : 'Disable'} ${plugin.name}`}>{off ? 'Enable' : 'Disable'}</button>
      {may('admin') && <button type="button" class="button is-small is-square" title={`Remove ${plugin.name}`} onClick={stop(removePlugin)}><Icon name="remove" label={`Remove ${plugin.name}`} /></button>}
    </span>
  );
}

function Provided({ name, plugin }: { name: string; plugin: string }) {
  const { sources = [], sinks = [], waiting = [] } = pipeline.value.value ?? {};
  const own = (one: Component) => one.name === name && one.plugin === plugin;
  const component = [...sources, ...sinks].find(own);
  // What has its name is another's: a link would lead there.
  if (!component) return <li>{waiting.some(own) && <StateMark state="inactive" />} {name}</li>;
  return (
    <li>
      <StateMark state={component.state} /> <a href={to('pipeline', { show: `${component.type}:${name}` })}>{name}</a>
      <span class="quiet"> {component.type} · {perSecond(component.eventsPerSecond)} · {count(component.backlog)} waiting{component.restarts > 0 ? ` · ${count(component.restarts)} restarts` : ''}</span>
      {component.reason && <p class="reason">{component.reason}</p>}
    </li>
  );
}

/** Everything about one plugin. */
export function PluginDetail({ plugin }: { plugin: Plugin }) {
  const { name, version, state, reason, description, capabilities, provides, cost, pinned, bundled } = plugin;
  return (
    <section class="tile detail" aria-label={name}>
      <div class="tile-head">
        <h2>{name}</h2> <span class="quiet">{version}{pinned ? ' · pinned' : ''}{bundled ? ' · came with the distribution' : ''}</span>
        <span class="spring" />
        <button type="button" class="ghost" onClick={() => go(here({ show: '' }))}><Icon name="close" label={`Close ${name}`} /></button>
      </div>
      <div class="detail-body">
        <p><StateMark state={state} /> {reason}</p>
        {description && <p class="quiet">{description}</p>}
        <div class="detail-columns">
          <div>
            <h3>Capabilities</h3>
            <CapabilityChips capabilities={capabilities} />
            <Refusals capabilities={capabilities} />
          </div>
          <div>
            <h3>Provides</h3>
            {provides.length === 0 ? <p class="quiet">{state === 'active' ? 'No source, sink or probe.' : 'Nothing while it does not run.'}</p> : <ul class="provided">{provides.map((one) => <Provided key={one} name={one} plugin={name} />)}</ul>}
          </div>
          <div>
            <h3>Cost since it was first seen</h3>
            <dl class="facts">
              <div class="fact"><dt>Processor time</dt><dd>{cost.cpuSeconds === undefined ? '–' : duration(cost.cpuSeconds)}</dd></div>
              <div class="fact" title={exact(cost.allocatedBytes, 'By')}><dt>Allocated</dt><dd>{inUnit(cost.allocatedBytes, 'By')}</dd></div>
              <div class="fact"><dt>Threads now</dt><dd>{cost.threads ?? '–'}</dd></div>
            </dl>
          </div>
        </div>
        <Contained name={name} />
        <Servlets name={name} />
        <h3>History</h3>
        <PluginHistory plugin={plugin} />
        <p class="detail-actions">
          <PluginActions plugin={plugin} />
          {may('operator') && <button type="button" class="button is-small" onClick={() => pin(plugin)} title={pinned ? 'Upgrades are refused until it is unpinned' : 'Refuses upgrades from now on'}>{pinned ? 'Unpin' : 'Pin'} {name}</button>}
        </p>
      </div>
    </section>
  );
}
