import type { Agent } from '../../api/agents';
import { go, here, to } from '../../app/route';
import { may } from '../../app/session';
import { now } from '../../app/time';
import { ago } from '../../format/units';
import { Icon } from '../../parts/icon';
import { Mark } from '../../parts/state';
import { Ends } from '../access/tokens';
import { revoke } from './revoke';
import { lookOfAgent } from './state';

const When = ({ time }: { time: string }) => <span title={time}>{ago(Date.parse(time), now.value)}</span>;

/** Everything about one agent. */
export function AgentDetail({ agent, onDone }: { agent: Agent; onDone: () => void }) {
  const { name, hosts, connections, joined, renewed, expires, revoked } = agent;
  const look = lookOfAgent(agent, now.value);
  return (
    <section class="tile detail" aria-label={name}>
      <div class="tile-head">
        <h2>{name}</h2>
        <span class="spring" />
        <button type="button" class="ghost" onClick={() => go(here({ show: '' }))}><Icon name="close" label={`Close ${name}`} /></button>
      </div>
      <div class="detail-body">
        <p><Mark {...look} /> {look.title}.</p>
        <div class="detail-columns">
          <div>
            <h3>Connections to this collector</h3>
            {connections.length === 0 ? <p class="quiet">None now.</p> : <ul class="provided">{connections.map(({ address, software, since }) => <li key={`${address} ${since}`}><code>{address}</code> <span class="quiet">{software}, since <When time={since} /></span></li>)}</ul>}
          </div>
          <div>
            <h3>Hosts</h3>
            {hosts.length === 0 ? <p class="quiet">Nothing of it is stored.</p> : (
              <ul class="provided">{hosts.map(({ host, received, collector }) => <li key={host}><a href={to('metrics', { view: 'host', host })}>{host}</a> <span class="quiet">stored <When time={received} />{collector && ` by ${collector}`}</span></li>)}</ul>
            )}
          </div>
          <div>
            <h3>Certificate</h3>
            {joined && renewed && expires ? (
              <dl class="facts">
                <div class="fact"><dt>Joined</dt><dd><When time={joined} /></dd></div>
                <div class="fact"><dt>Renewed</dt><dd><When time={renewed} /></dd></div>
                <div class="fact"><dt>Ends</dt><dd><Ends time={expires} soonSeconds={0} /></dd></div>
              </dl>
            ) : <p class="quiet">Not of this platform's own authority: it came with files of your own, or joined at another collector.</p>}
          </div>
        </div>
        {may('admin') && !revoked && <p class="detail-actions"><button type="button" class="button is-small" onClick={() => revoke(name, onDone)}>Revoke {name}</button></p>}
      </div>
    </section>
  );
}
