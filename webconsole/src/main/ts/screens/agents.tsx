import { useState } from 'preact/hooks';
import type { Agent, Agents } from '../api/agents';
import { usePolled } from '../app/poll';
import { go, here, parameter } from '../app/route';
import { may } from '../app/session';
import { now } from '../app/time';
import { ago, count, things } from '../format/units';
import { Empty, Loading, Problem, Stale } from '../parts/messages';
import { Mark } from '../parts/state';
import { FilterField, Table, type Column } from '../parts/table';
import { Ends } from './access/tokens';
import { useAuthority } from './agents/authority';
import { AgentDetail } from './agents/detail';
import { Invite } from './agents/invite';
import { revoke } from './agents/revoke';
import { lookOfAgent } from './agents/state';

const EVERY_MILLIS = 5000;

function Hosts({ agent: { hosts } }: { agent: Agent }) {
  const [first, ...others] = hosts.map(({ host }) => host);
  if (!first) return <span class="quiet">–</span>;
  return <span class="wrap" title={hosts.map(({ host }) => host).join('\n')}>{first}{others.length > 0 && <span class="quiet"> and {count(others.length)} more</span>}</span>;
}

function columns(onDone: () => void): readonly Column<Agent>[] {
  const all: readonly Column<Agent>[] = [
    { id: 'state', title: 'State', by: (agent) => lookOfAgent(agent, now.value).rank, cell: (agent) => <Mark {...lookOfAgent(agent, now.value)} /> },
    { id: 'name', title: 'Agent', by: ({ name }) => name, cell: ({ name }) => <a class="plain" href={here({ show: name })} onClick={(event) => event.stopPropagation()}><b>{name}</b></a> },
    { id: 'hosts', title: 'Hosts', minor: true, by: ({ hosts }) => hosts.length, cell: (agent) => <Hosts agent={agent} /> },
    { id: 'seen', title: 'Last seen', number: true, by: ({ lastSeen }) => Date.parse(lastSeen ?? '') || 0, cell: ({ lastSeen }) => (lastSeen ? <span title={lastSeen}>{ago(Date.parse(lastSeen), now.value)}</span> : <span class="quiet">never</span>) },
    { id: 'from', title: 'From', minor: true, by: ({ connections }) => connections[0]?.address ?? '', cell: ({ connections: [one] }) => (one ? <><code>{one.address}</code> <div class="quiet">{one.software}</div></> : <span class="quiet">–</span>) },
    { id: 'ends', title: 'Certificate ends', number: true, minor: true, by: ({ expires }) => Date.parse(expires ?? '') || 0, cell: ({ expires, revoked }) => (expires && !revoked ? <Ends time={expires} soonSeconds={0} /> : <span class="quiet">–</span>) },
  ];
  if (!may('admin')) return all;
  return [...all, { id: 'actions', title: 'Change', minor: true, cell: ({ name, revoked }) => (revoked ? '' : (
    <span class="row-actions"><button type="button" class="button is-small" onClick={(event) => { event.stopPropagation(); revoke(name, onDone); }}>Revoke<span class="is-sr-only"> {name}</span></button></span>
  )) }];
}

function matches({ name, hosts, connections }: Agent, filter: string): boolean {
  return [name, ...hosts.map(({ host }) => host), ...connections.flatMap(({ address, software }) => [address, software])].join(' ').toLowerCase().includes(filter);
}

function InviteButton() {
  return <button type="button" class="button is-small is-primary" onClick={() => go(here({ do: 'invite' }))}>Invite an agent</button>;
}

function Nobody({ joinable }: { joinable: boolean | undefined }) {
  const way = joinable ? (may('admin') ? <InviteButton /> : 'An administrator makes a join token; the agent joins with it.') : 'This platform lets no agents join. The distribution collector does, with a table [receiver.websocket] and join = true; see the document DEPLOYMENT.';
  return <Empty title="No agents" why="An agent watches a host of its own and sends what it reads to a collector, keeping it until it is stored." action={way} command="bin/monitor init --join https://COLLECTOR:7718 --token-file TOKEN" />;
}

/** The agents that have joined, are connected, or were seen. */
export function AgentsScreen() {
  const [changes, setChanges] = useState(0);
  const onDone = () => setChanges((before) => before + 1);
  const joinable = useAuthority();
  const loaded = usePolled<Agents>('agents', {}, EVERY_MILLIS, changes).value;
  const all = loaded.value?.agents;
  if (!all) return loaded.problem ? <Problem what="The agents cannot be listed." problem={loaded.problem} retry={onDone} /> : <Loading what="agents" />;
  const rows = all.filter((agent) => matches(agent, parameter('filter').toLowerCase()));
  const shown = all.find(({ name }) => name === parameter('show'));
  const connected = all.filter((agent) => agent.connected).length;
  return (
    <>
      <div class="toolbar"><FilterField label="Filter agents" placeholder="Name, host, address …" /><span class="quiet">{things(all.length, 'agent')}, {count(connected)} connected here</span><span class="spring" />{joinable && may('admin') && all.length > 0 && <InviteButton />}</div>
      <Stale loaded={loaded} what="Agents" />
      {loaded.value?.missing && <p class="stale">Which hosts were seen cannot be told: {loaded.value.missing}</p>}
      {shown && <AgentDetail agent={shown} onDone={onDone} />}
      <section class="tile" aria-label="Agents">
        {all.length === 0 ? <Nobody joinable={joinable} /> : rows.length === 0 ? <Empty title="No agent fits the filter" why={`None of ${count(all.length)} agents has “${parameter('filter')}”.`} action={<a href={here({ filter: '' })}>Show all</a>} /> : (
          <Table id="agents" label="Agents" columns={columns(onDone)} rows={rows} rowKey={({ name }) => name} sort="state" selected={parameter('show')} onSelect={({ name }) => go(here({ show: parameter('show') === name ? '' : name }))} />
        )}
      </section>
      {parameter('do') === 'invite' && may('admin') && <Invite />}
    </>
  );
}
