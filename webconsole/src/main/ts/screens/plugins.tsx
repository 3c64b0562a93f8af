import type { Plugin } from '../api/plugins';
import { go, here, parameter } from '../app/route';
import { loadPlugins, plugins } from '../app/state';
import { count, perSecond } from '../format/units';
import { CapabilityChips, Refusals } from '../parts/capabilities';
import { Icon } from '../parts/icon';
import { Empty, Loading, Problem, Stale } from '../parts/messages';
import { Quantity } from '../parts/quantity';
import { lookOf, StateMark } from '../parts/state';
import { FilterField, Table, type Column } from '../parts/table';
import { DeploymentDetail } from './plugins/deployment-detail';
import { Deployments } from './plugins/deployments';
import { Bundles } from './plugins/bundles';
import { PluginActions, PluginDetail } from './plugins/detail';
import { DropZone } from './plugins/drop-zone';

function Name({ plugin: { name, version, description, reason } }: { plugin: Plugin }) {
  return (
    <div class="two-lines">
      <span><a class="plain" href={here({ show: name })} onClick={(event) => event.stopPropagation()}><b>{name}</b></a> <span class="quiet">{version}</span></span>
      {description && <span class="quiet">{description}</span>}
      {reason && <span class="reason">{reason}</span>}
    </div>
  );
}

function Rates({ rates }: Pick<Plugin, 'rates'>) {
  const entries = Object.entries(rates).filter(([, value]) => value > 0);
  if (entries.length === 0) return <span class="quiet">0/s</span>;
  return <>{entries.map(([name, value]) => <div key={name} title={`${value} events each second`}>{perSecond(value)} <span class="quiet">{name}</span></div>)}</>;
}

const TONES = ['bad', 'warn', 'busy', 'idle', 'good'];

const COLUMNS: readonly Column<Plugin>[] = [
  { id: 'state', title: 'State', by: ({ state }) => TONES.indexOf(lookOf(state).tone), cell: ({ state }) => <StateMark state={state} /> },
  { id: 'name', title: 'Plugin', by: ({ name }) => name, cell: (plugin) => <Name plugin={plugin} /> },
  { id: 'capabilities', title: 'Capabilities', minor: true, cell: ({ capabilities }) => <><CapabilityChips capabilities={capabilities} /><Refusals capabilities={capabilities} /></> },
  { id: 'provides', title: 'Provides', minor: true, number: true, by: ({ provides }) => provides.length, cell: ({ provides }) => <span title={provides.join('\n')}>{provides.length}</span> },
  { id: 'rate', title: 'Events', number: true, by: ({ rates }) => Object.values(rates).reduce((sum, value) => sum + value, 0), cell: (plugin) => <Rates {...plugin} /> },
  { id: 'cpu', title: 'CPU time', number: true, minor: true, by: ({ cost }) => cost.cpuSeconds ?? 0, cell: ({ cost }) => <Quantity value={cost.cpuSeconds} unit="s" /> },
  { id: 'allocated', title: 'Allocated', number: true, minor: true, by: ({ cost }) => cost.allocatedBytes ?? 0, cell: ({ cost }) => <Quantity value={cost.allocatedBytes} unit="By" /> },
  { id: 'actions', title: 'Actions', minor: true, cell: (plugin) => <PluginActions plugin={plugin} /> },
];

function matches({ name, description = '', state, capabilities }: Plugin, filter: string): boolean {
  return [name, description, state, ...capabilities.declared].join(' ').toLowerCase().includes(filter);
}

function List() {
  const loaded = plugins.value;
  const rows = loaded.value?.filter((plugin) => matches(plugin, parameter('filter').toLowerCase()));
  if (!rows) return loaded.problem ? <Problem what="The plugins cannot be listed." problem={loaded.problem} retry={() => void loadPlugins()} /> : <Loading what="plugins" />;
  if (loaded.value?.length === 0) {
    return <Empty title="No plugins are installed" why="Every collector, probe and sink is a plugin. The bundled ones come with the distribution; yours are dropped above or into the folder plugins/ of the data folder." command="cp PLUGIN.jar data/plugins/" />;
  }
  if (rows.length === 0) return <Empty title="No plugin fits the filter" why={`None of ${count(loaded.value?.length ?? 0)} plugins contains “${parameter('filter')}”.`} action={<a href={here({ filter: '' })}>Show all</a>} />;
  return <Table id="plugins" label="Plugins" columns={COLUMNS} rows={rows} rowKey={({ name }) => name} sort="name" selected={parameter('show')} onSelect={({ name }) => go(here({ show: parameter('show') === name ? '' : name }))} />;
}

function Tabs() {
  const raw = parameter('view') === 'bundles';
  return (
    <div class="buttons has-addons" role="group" aria-label="View">
      <button type="button" class="button is-small" aria-pressed={!raw} onClick={() => go(here({ view: '', bundle: '' }))}><Icon name="plugins" /> Plugins</button>
      <button type="button" class="button is-small" aria-pressed={raw} onClick={() => go(here({ view: 'bundles', show: '' }))}><Icon name="table" /> OSGi</button>
    </div>
  );
}

/** What is installed, how it is, what it may do and costs; and every change of it. */
export function PluginsScreen() {
  const shown = plugins.value.value?.find(({ name }) => name === parameter('show'));
  return (
    <>
      <div class="toolbar">
        <FilterField label="Filter plugins" placeholder="Name, state, capability …" />
        <Tabs />
        <DropZone />
      </div>
      {parameter('view') === 'bundles' ? <Bundles /> : (
        <>
          <Stale loaded={plugins.value} what="Plugins" />
          <DeploymentDetail />
          {shown && <PluginDetail plugin={shown} />}
          <section class="tile" aria-label="Installed"><List /></section>
          <Deployments />
        </>
      )}
    </>
  );
}
