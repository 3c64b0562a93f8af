import { useRef } from 'preact/hooks';
import type { Component, Pipeline, Route } from '../api/pipeline';
import { go, here, parameter, to } from '../app/route';
import { loadPipeline, pipeline } from '../app/state';
import { compact, count, inUnit, perSecond, things } from '../format/units';
import { CapabilityChips } from '../parts/capabilities';
import { Icon } from '../parts/icon';
import { Breakable } from '../parts/breakable';
import { Empty, Loading, Problem, Stale } from '../parts/messages';
import { Mark, StateMark } from '../parts/state';
import { FilterField, Table, type Column } from '../parts/table';
import { BalanceMark, Dropped, droppedIn, RateCell } from './pipeline/balance';
import { ComponentDetail } from './pipeline/detail';
import { PipelineGraph } from './pipeline/graph';
import { HostAndPolicy } from './pipeline/host';
import { TapTile } from './pipeline/tap';

const ROUTES: readonly Column<Route>[] = [
  { id: 'source', title: 'Source', by: ({ source }) => source, cell: ({ source }) => <a class="plain" href={here({ show: `source:${source}` })}><Breakable text={source} /></a> },
  { id: 'sink', title: 'Sink', by: ({ sink }) => sink, cell: ({ sink, reason }) => <><a class="plain" href={here({ show: `sink:${sink}` })}><Breakable text={sink} /></a>{reason && <p class="reason">{reason}</p>}</> },
  { id: 'rate', title: 'Rate', number: true, by: (route) => route.eventsPerSecond, cell: (route) => <RateCell value={route.eventsPerSecond} text={perSecond(route.eventsPerSecond)} /> },
  { id: 'received', title: 'Received', number: true, minor: true, by: ({ balance }) => balance.received, cell: ({ balance }) => count(balance.received) },
  { id: 'delivered', title: 'Delivered', number: true, minor: true, by: ({ balance }) => balance.delivered, cell: ({ balance }) => count(balance.delivered) },
  { id: 'buffered', title: 'Waiting', number: true, minor: true, by: ({ balance }) => balance.buffered, cell: ({ balance }) => count(balance.buffered) },
  { id: 'dropped', title: 'Dropped', minor: true, by: ({ balance }) => droppedIn(balance.dropped), cell: ({ balance }) => <Dropped dropped={balance.dropped} /> },
  { id: 'balance', title: 'Balance', cell: ({ balance }) => <BalanceMark balance={balance} /> },
];

const COMPONENTS: readonly Column<Component>[] = [
  { id: 'state', title: 'State', by: ({ state }) => state, cell: ({ state, reason }) => <><StateMark state={state} />{reason && <p class="reason">{reason}</p>}</> },
  { id: 'name', title: 'Name', by: ({ name }) => name, cell: ({ name, type }) => <a class="plain" href={here({ show: `${type}:${name}` })}><Breakable text={name} /></a> },
  { id: 'type', title: 'Type', minor: true, by: ({ type }) => type, cell: ({ type, essential }) => `${type}${essential ? ', essential' : ''}` },
  { id: 'capabilities', title: 'Capabilities', minor: true, cell: ({ capabilities }) => <CapabilityChips capabilities={capabilities} /> },
  { id: 'rate', title: 'Events', number: true, by: ({ eventsPerSecond }) => eventsPerSecond, cell: ({ eventsPerSecond }) => <RateCell value={eventsPerSecond} text={perSecond(eventsPerSecond)} /> },
  { id: 'bytes', title: 'Bytes', number: true, minor: true, by: ({ bytesPerSecond }) => bytesPerSecond, cell: ({ bytesPerSecond }) => inUnit(bytesPerSecond, 'By/s') },
  { id: 'backlog', title: 'Waiting', number: true, by: ({ backlog }) => backlog, cell: ({ backlog }) => <span title={count(backlog)}>{compact(backlog)}</span> },
  { id: 'routed', title: 'Connected to', minor: true, cell: ({ type, routedTo }) => <span title={routedTo.join('\n')}>{routedTo.length > 3 ? things(routedTo.length, type === 'source' ? 'sink' : 'source') : routedTo.join(', ') || 'nothing'}</span> },
];

function ViewSwitch() {
  const table = parameter('view') === 'table';
  return (
    <div class="buttons has-addons" role="group" aria-label="View">
      <button type="button" class="button is-small" aria-pressed={!table} onClick={() => go(here({ view: '' }))}><Icon name="pipeline" /> Graph</button>
      <button type="button" class="button is-small" aria-pressed={table} onClick={() => go(here({ view: 'table' }))}><Icon name="table" /> Table</button>
    </div>
  );
}

function filtered({ sources, sinks, routes, ...rest }: Pipeline, filter: string): Pipeline {
  const fits = ({ name, plugin, state }: Component) => `${name} ${plugin} ${state}`.toLowerCase().includes(filter);
  if (!filter) return { sources, sinks, routes, ...rest };
  const related = new Set([...sources, ...sinks].filter(fits).map(({ name }) => name));
  const keep = (one: Component) => related.has(one.name) || one.routedTo.some((name) => related.has(name));
  return { ...rest, sources: sources.filter(keep), sinks: sinks.filter(keep), routes: routes.filter(({ source, sink }) => related.has(source) || related.has(sink)) };
}

function Content({ value }: { value: Pipeline }) {
  const shown = filtered(value, parameter('filter').toLowerCase());
  const components = [...shown.sources, ...shown.sinks];
  const known = [...value.sources, ...value.sinks];
  const shownId = parameter('show');
  const found = known.find(({ type, name }) => `${type}:${name}` === shownId);
  // While its plugin is deployed a component is away for a moment; what is looked at stays.
  const last = useRef<Component | undefined>(undefined);
  if (found || !last.current || `${last.current.type}:${last.current.name}` !== shownId) last.current = found;
  const chosen = last.current;
  if (components.length === 0) {
    return <section class="tile"><Empty title="Nothing fits the filter" why={`None of ${count(known.length)} sources and sinks contains “${parameter('filter')}”.`} action={<a href={here({ filter: '' })}>Show all</a>} /></section>;
  }
  return (
    <>
      <div class={chosen ? 'split' : ''}>
        <section class="tile" aria-label="Sources and sinks">
          {parameter('view') === 'table' ? (
            <Table id="components" label="Sources and sinks" columns={COMPONENTS} rows={components} rowKey={({ type, name }) => `${type}:${name}`} selected={parameter('show')}
              onSelect={({ type, name }) => go(here({ show: `${type}:${name}` }))} />
          ) : <PipelineGraph pipeline={shown} />}
        </section>
        {chosen && <ComponentDetail key={`${chosen.type}:${chosen.name}`} component={chosen} gone={!found} />}
      </div>
      {chosen && parameter('tap') === 'on' && <TapTile key={`${chosen.type}:${chosen.name}`} component={chosen} />}
      <section class="tile" aria-label="Routes">
        <div class="tile-head"><h2>Routes</h2><span class="quiet">received = delivered + waiting + dropped, each counted by itself</span></div>
        <Table id="routes" label="Routes" columns={ROUTES} rows={shown.routes} rowKey={({ source, sink }) => `${source} ${sink}`} sort="source" />
      </section>
      <HostAndPolicy />
    </>
  );
}

/** What does not run because another one has its name. */
function Waiting({ waiting }: { waiting: readonly Component[] }) {
  if (waiting.length === 0) return null;
  return (
    <section class="tile" aria-label="Waiting for a name">
      <div class="tile-head"><h2>Not running</h2></div>
      <ul class="incidents">
        {waiting.map(({ name, type, plugin, reason }) => (
          <li key={`${plugin} ${name}`}>
            <Mark icon="inactive" tone="warn" word="Name taken" />
            <p>The {type} {name} of <a href={to('plugins', { show: plugin })}>{plugin}</a>: {reason}.</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** From the sources through the journal to the sinks, with what moves now. */
export function PipelineScreen() {
  const loaded = pipeline.value;
  const { value } = loaded;
  if (!value) return loaded.problem ? <Problem what="The pipeline cannot be read." problem={loaded.problem} retry={() => void loadPipeline()} /> : <Loading what="the pipeline" />;
  if (value.sources.length + value.sinks.length === 0) {
    return <section class="tile"><Empty title="Nothing runs yet" why="Sources and sinks appear here when their plugins are installed and enabled." action={<a href="#/plugins">See the plugins</a>} command="monitor plugin list" /></section>;
  }
  return (
    <>
      <div class="toolbar">
        <FilterField label="Filter sources and sinks" placeholder="Source, sink, plugin …" />
        <ViewSwitch />
        <span class="quiet">{things(value.sources.length, 'source')}, {things(value.sinks.length, 'sink')}, {things(value.routes.length, 'route')}</span>
      </div>
      <Stale loaded={loaded} what="The pipeline" />
      <Waiting waiting={value.waiting} />
      <Content value={value} />
    </>
  );
}
