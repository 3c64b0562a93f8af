import type { Bundle, BundleDetail } from '../../api/platform';
import { usePolled } from '../../app/poll';
import { go, here, parameter } from '../../app/route';
import { things } from '../../format/units';
import { Icon } from '../../parts/icon';
import { Empty, Loading, Problem, Stale } from '../../parts/messages';
import { Mark } from '../../parts/state';
import { Table, type Column } from '../../parts/table';

function BundleState({ state }: { state: string }) {
  const word = state.charAt(0).toUpperCase() + state.slice(1);
  if (state === 'active') return <Mark icon="active" tone="good" word={word} />;
  if (state === 'installed') return <Mark icon="failed" tone="bad" word="Not resolved" />;
  return <Mark icon="inactive" tone="idle" word={word} />;
}

const COLUMNS: readonly Column<Bundle>[] = [
  { id: 'id', title: 'Id', number: true, by: ({ id }) => id, cell: ({ id }) => id },
  { id: 'state', title: 'State', by: ({ state }) => state, cell: ({ state }) => <BundleState state={state} /> },
  { id: 'name', title: 'Symbolic name', by: ({ symbolicName }) => symbolicName, cell: ({ symbolicName, id }) => <a class="plain" href={here({ bundle: id })} onClick={(event) => event.stopPropagation()}>{symbolicName}</a> },
  { id: 'version', title: 'Version', minor: true, by: ({ version }) => version, cell: ({ version }) => version },
  { id: 'title', title: 'Name', minor: true, by: ({ name }) => name ?? '', cell: ({ name }) => <span class="quiet">{name ?? ''}</span> },
];

function Pairs({ title, pairs }: { title: string; pairs: readonly (readonly [string, string])[] }) {
  if (pairs.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <dl class="pairs">{pairs.map(([name, value], index) => <div key={index}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
    </>
  );
}

/** What few look at: shown when asked for. */
function Folded({ title, pairs }: { title: string; pairs: readonly (readonly [string, string])[] }) {
  if (pairs.length === 0) return null;
  return (
    <details class="folded">
      <summary>{title}</summary>
      <dl class="pairs">{pairs.map(([name, value], index) => <div key={index}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
    </details>
  );
}

function Services({ services }: Pick<BundleDetail, 'services'>) {
  if (services.length === 0) return null;
  return (
    <>
      <h3>Services</h3>
      <ul class="services">
        {services.map(({ id, interfaces, properties, usedBy }) => (
          <li key={id}>
            <b>{interfaces.join(', ')}</b> <span class="quiet">service {id}, {usedBy.length > 0 ? `used by ${usedBy.join(', ')}` : 'not used'}</span>
            <Folded title={`Properties of service ${id}`} pairs={Object.entries(properties ?? {})} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Detail({ id }: { id: string }) {
  const loaded = usePolled<BundleDetail>(`bundles/${encodeURIComponent(id)}`, {}, 5000).value;
  const bundle = loaded.value;
  if (!bundle) return loaded.problem ? <Problem what={`Bundle ${id} cannot be read.`} problem={loaded.problem} /> : <Loading what="the bundle" />;
  return (
    <section class="tile detail" aria-label={bundle.symbolicName}>
      <div class="tile-head">
        <h2>{bundle.symbolicName}</h2> <span class="quiet">{bundle.version}, bundle {bundle.id}</span>
        <span class="spring" />
        <button type="button" class="ghost" onClick={() => go(here({ bundle: '' }))}><Icon name="close" label={`Close ${bundle.symbolicName}`} /></button>
      </div>
      <div class="detail-body">
        <p><BundleState state={bundle.state} /> {things(bundle.services.length, 'service')}, {things(bundle.requires.length + bundle.providesTo.length, 'wire')}</p>
        {bundle.unresolved.length > 0 && <><h3>Why it is not resolved</h3><ul class="provided">{bundle.unresolved.map((reason) => <li key={reason}>{reason}</li>)}</ul></>}
        <Services services={bundle.services} />
        <Pairs title="Uses" pairs={bundle.uses.map(({ interfaces, by }) => [interfaces.join(', '), `of ${by}`])} />
        <Pairs title="Requires" pairs={bundle.requires.map(({ namespace, what, by }) => [namespace, `${what} from ${by}`])} />
        <Pairs title="Provides to" pairs={bundle.providesTo.map(({ namespace, what, to }) => [namespace, `${what} to ${to}`])} />
        <Folded title="Manifest" pairs={Object.entries(bundle.headers)} />
      </div>
    </section>
  );
}

/** The bundles as OSGi sees them. */
export function Bundles() {
  const loaded = usePolled<{ bundles: readonly Bundle[] }>('bundles', {}, 5000).value;
  const filter = parameter('filter').toLowerCase();
  const rows = loaded.value?.bundles.filter(({ symbolicName, name = '', state }) => `${symbolicName} ${name} ${state}`.toLowerCase().includes(filter));
  const chosen = parameter('bundle');
  return (
    <>
      <Stale loaded={loaded} what="Bundles" />
      {chosen && <Detail key={chosen} id={chosen} />}
      <section class="tile" aria-label="OSGi bundles">
        {!rows && (loaded.problem ? <Problem what="The bundles cannot be listed." problem={loaded.problem} /> : <Loading what="bundles" />)}
        {rows?.length === 0 && <Empty title="No bundle fits the filter" why={`No bundle contains “${filter}”.`} action={<a href={here({ filter: '' })}>Show all</a>} />}
        {rows && rows.length > 0 && <Table id="bundles" label="Bundles" columns={COLUMNS} rows={rows} rowKey={({ id }) => String(id)} sort="id" selected={chosen} onSelect={({ id }) => go(here({ bundle: chosen === String(id) ? '' : id }))} />}
      </section>
    </>
  );
}
