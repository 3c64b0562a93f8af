import type { Entitlements, PolicyRule } from '../../api/plugins';
import { usePolled } from '../../app/poll';
import { CapabilityChips, Refusals } from '../../parts/capabilities';
import { Problem } from '../../parts/messages';

function Rule({ rule: { name, plugins, signers, permit, deny, where, appliesTo } }: { rule: PolicyRule }) {
  const whom = [plugins.length > 0 ? plugins.join(', ') : 'all plugins', ...(signers.length > 0 ? [`signed by ${signers.join(' or ')}`] : [])].join(' ');
  const what = [...(permit.length > 0 ? [`permits only ${permit.join(', ')}`] : []), ...(deny.length > 0 ? [`denies ${deny.join(', ')}`] : [])].join('; ');
  return (
    <div>
      <dt>{name}</dt>
      <dd>{whom}: {what || 'says nothing'} <span class="quiet">{where}{appliesTo.length > 0 ? `; holds for ${appliesTo.join(', ')}` : '; holds for nothing that is there'}</span></dd>
    </div>
  );
}

/** What capabilities depend on: the host, the policy of the configuration, and who does which tasks. */
export function HostAndPolicy() {
  const loaded = usePolled<Entitlements>('capabilities', {}, 10_000).value;
  const { value } = loaded;
  if (!value) return loaded.problem ? <Problem what="What the host offers cannot be read." problem={loaded.problem} /> : null;
  const { host, policy, performers } = value;
  return (
    <section class="tile" aria-label="Host and policy">
      <div class="tile-head"><h2>Host and policy</h2><span class="quiet">granted = declared, as far as both allow it</span></div>
      <div class="detail-body detail-columns">
        <div>
          <h3>This host offers</h3>
          <CapabilityChips capabilities={{ declared: value.known, granted: host.offered, refused: host.missing }} />
          <Refusals capabilities={{ declared: value.known, granted: host.offered, refused: host.missing }} />
          <dl class="pairs">{Object.entries(host.facts).map(([name, text]) => <div key={name}><dt>{name}</dt><dd>{text}</dd></div>)}</dl>
        </div>
        <div>
          <h3>Policy</h3>
          {policy.length === 0 ? <p class="quiet">No rule: plugins may have everything that the host offers. Tables <code>[[policy]]</code> of the configuration say otherwise.</p> : <dl class="pairs">{policy.map((rule) => <Rule key={rule.name} rule={rule} />)}</dl>}
        </div>
        <div>
          <h3>Tasks are done by</h3>
          {performers.length === 0 ? <p class="quiet">Nobody.</p> : (
            <ul class="provided">
              {performers.map(({ name, plugin, tasks, capabilities }) => (
                <li key={name}><b>{tasks.join(', ')}</b> <span class="quiet" title={name}>of {plugin}</span> {capabilities.declared.length > 0 && <CapabilityChips capabilities={capabilities} />}<Refusals capabilities={capabilities} /></li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </section>
  );
}
