import { useEffect, useRef } from 'preact/hooks';
import type { TrafficFlow } from '../../api/traffic';
import { go, here, parameter } from '../../app/route';
import { now } from '../../app/time';
import { ago, duration, exact, inUnit, things } from '../../format/units';
import { Breakable } from '../../parts/breakable';
import { Icon } from '../../parts/icon';
import { Quantity, Wrong } from '../../parts/quantity';
import { Table, type Column } from '../../parts/table';
import { bytesOf, endpoint, protocolOf, serverNameOf } from './shape';

const client = ({ sourceAddress, sourcePort }: TrafficFlow) => endpoint(sourceAddress, sourcePort);
const server = ({ destinationAddress, destinationPort }: TrafficFlow) => endpoint(destinationAddress, destinationPort);
const resent = ({ attributes }: TrafficFlow) => Number(attributes['tcp.retransmissions'] ?? 0);
const secondsOf = ({ start, end }: TrafficFlow) => (Date.parse(end) - Date.parse(start)) / 1000;
const inWords = (state: string) => state.replace('_', ' ');

const COLUMNS: readonly Column<TrafficFlow>[] = [
  { id: 'client', title: 'From', by: client, cell: (flow) => <a class="plain endpoint" href={here({ show: flow.id })}><Breakable text={client(flow)} /></a> },
  { id: 'server', title: 'To', by: (flow) => serverNameOf(flow) || server(flow), cell: (flow) => <Server flow={flow} /> },
  { id: 'protocol', title: 'Protocol', minor: true, by: protocolOf, cell: (flow) => <span title={`over ${flow.protocol}`}>{protocolOf(flow)}</span> },
  { id: 'state', title: 'State', minor: true, by: ({ state }) => state, cell: ({ state }) => inWords(state) },
  { id: 'sent', title: 'Sent', number: true, minor: true, by: ({ bytesSent }) => bytesSent, cell: ({ bytesSent, packetsSent }) => <span title={`${exact(bytesSent, 'By')} in ${things(packetsSent, 'packet')}`}>{inUnit(bytesSent, 'By')}</span> },
  { id: 'received', title: 'Received', number: true, minor: true, by: ({ bytesReceived }) => bytesReceived, cell: ({ bytesReceived, packetsReceived }) => <span title={`${exact(bytesReceived, 'By')} in ${things(packetsReceived, 'packet')}`}>{inUnit(bytesReceived, 'By')}</span> },
  { id: 'bytes', title: 'Bytes', number: true, by: bytesOf, cell: (flow) => <Quantity value={bytesOf(flow)} unit="By" /> },
  { id: 'resent', title: 'Sent again', number: true, minor: true, by: resent, cell: (flow) => <Wrong times={resent(flow)} title="segments of TCP that were seen again" /> },
  { id: 'lasted', title: 'Lasted', number: true, minor: true, by: secondsOf, cell: (flow) => <span title={`from ${flow.start} to ${flow.end}`}>{duration(secondsOf(flow))}</span> },
  { id: 'seen', title: 'Last seen', number: true, minor: true, by: ({ end }) => Date.parse(end), cell: ({ end }) => <span title={end}>{ago(Date.parse(end), now.value)}</span> },
];

/** What there is room for beside the details of a flow. */
const BESIDE = COLUMNS.filter(({ id }) => !['protocol', 'lasted', 'seen'].includes(id));

function Server({ flow }: { flow: TrafficFlow }) {
  const name = serverNameOf(flow);
  if (!name) return <span class="wrap"><Breakable text={server(flow)} /></span>;
  return <span class="two-lines"><span class="wrap"><Breakable text={name} /></span><span class="quiet"><Breakable text={server(flow)} /></span></span>;
}

function Detail({ flow }: { flow: TrafficFlow }) {
  const element = useRef<HTMLElement>(null);
  useEffect(() => element.current?.scrollIntoView({ block: 'nearest' }), [flow.id]);
  const rows: readonly (readonly [string, string])[] = [
    ['from', client(flow)],
    ['to', server(flow)],
    ['transport', flow.protocol],
    ...(flow.state ? [['state', inWords(flow.state)] as const] : []),
    ['sent', `${things(flow.bytesSent, 'byte')}, ${things(flow.packetsSent, 'packet')}`],
    ['received', `${things(flow.bytesReceived, 'byte')}, ${things(flow.packetsReceived, 'packet')}`],
    ['first seen', flow.start],
    ['last seen', flow.end],
    ['told by', `${flow.source} on ${flow.host}`],
    ...Object.entries(flow.attributes).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const),
  ];
  return (
    <section class="tile detail beside" aria-label="Flow" ref={element}>
      <div class="tile-head">
        <h2>{protocolOf(flow)}</h2><span class="quiet">{client(flow)} to {serverNameOf(flow) || server(flow)}</span>
        <span class="spring" />
        <button type="button" class="ghost" onClick={() => go(here({ show: '' }))}><Icon name="close" label="Close flow" /></button>
      </div>
      <dl class="pairs pad">{rows.map(([name, value]) => <div key={name}><dt><Breakable text={name} /></dt><dd>{value}</dd></div>)}</dl>
    </section>
  );
}

/** Who spoke with whom; the chosen flow with everything that is known of it. */
export function Flows({ flows }: { flows: readonly TrafficFlow[] }) {
  const shown = parameter('show');
  const chosen = flows.find(({ id }) => id === shown);
  const table = (
    <section class="tile" aria-label="Flows">
      <div class="tile-head"><h2>Flows</h2><span class="quiet">those with the most bytes, with their totals since they began</span></div>
      {flows.length === 0 ? <p class="pad quiet">No flow was told.</p> : (
        <Table id="flows" label="Flows" columns={chosen ? BESIDE : COLUMNS} rows={flows} rowKey={({ id }) => id} sort="-bytes" selected={shown}
          onSelect={({ id }) => go(here({ show: shown === id ? '' : id }))} />
      )}
    </section>
  );
  return chosen ? <div class="split">{table}<Detail flow={chosen} /></div> : table;
}
