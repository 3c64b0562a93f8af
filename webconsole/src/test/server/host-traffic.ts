import type { FlowGroup, Question, Talker, Traffic, TrafficFlow } from '../../main/ts/api/traffic';
import { HOST } from './host-metrics';
import { Random } from './random';

/** What is spoken, by whom it is asked, and how much a flow of it carries. */
const SPOKEN: readonly (readonly [string, number, string, number])[] = [
  ['https', 443, 'api.example.org', 4e6],
  ['https', 443, 'packages.example.net', 9e6],
  ['postgresql', 5432, '', 2e6],
  ['dns', 53, '', 300],
  ['ssh', 22, '', 9e4],
  ['https', 443, 'telemetry.a-very-long-name-of-a-service.eu-central-1.example.com', 7e5],
];
const STATES = ['established', 'established', 'closed', 'closed', 'reset', 'syn_sent'];
const NAMES = ['api.example.org', 'packages.example.net', 'db.example.org', 'old.example.org', 'time.example.org', 'telemetry.a-very-long-name-of-a-service.eu-central-1.example.com'];

function flow(index: number, to: number): TrafficFlow {
  const random = new Random(index * 7 + 1);
  const [protocol, port, serverName, size] = SPOKEN[index % SPOKEN.length] as (typeof SPOKEN)[number];
  const transport = protocol === 'dns' ? 'udp' : 'tcp';
  const end = to - random.between(500, 50_000);
  const bytesReceived = Math.round(size * random.between(0.05, 1));
  const bytesSent = Math.round(bytesReceived * random.between(0.02, 0.2)) + 66;
  const server = index % 9 === 4 ? '2001:db8:85a3::8a2e:370:7334' : `198.51.100.${1 + (index % SPOKEN.length)}`;
  return {
    host: HOST, source: 'collector.traffic~uplink', id: `eth0-18c2-${index}`, protocol: transport,
    sourceAddress: index % 9 === 4 ? '2001:db8::17' : `10.1.0.${2 + (index % 11)}`, sourcePort: 32_768 + index * 17,
    destinationAddress: server, destinationPort: port, state: transport === 'udp' ? '' : (STATES[index % STATES.length] ?? ''),
    bytesSent, bytesReceived, packetsSent: Math.ceil(bytesSent / 400), packetsReceived: Math.ceil(bytesReceived / 1400),
    start: new Date(end - random.between(20, 240_000)).toISOString(), end: new Date(end).toISOString(),
    attributes: {
      'network.interface.name': 'eth0', 'network.protocol.name': protocol, 'flow.final': index % 3 === 0,
      ...(serverName && { 'tls.server.name': serverName }),
      ...(transport === 'tcp' && { 'tcp.retransmissions': index % 5 === 0 ? Math.round(random.between(1, 40)) : 0, 'tcp.out_of_order': 0, 'tcp.handshake': random.between(0.3, 24) }),
    },
  };
}

function grouped(flows: readonly TrafficFlow[], nameOf: (flow: TrafficFlow) => unknown): FlowGroup[] {
  const groups = new Map<string, FlowGroup>();
  for (const one of flows) {
    const name = String(nameOf(one) ?? '');
    if (!name) continue;
    const { bytes = 0, packets = 0, flows: count = 0 } = groups.get(name) ?? {};
    groups.set(name, { name, bytes: bytes + one.bytesSent + one.bytesReceived, packets: packets + one.packetsSent + one.packetsReceived, flows: count + 1 });
  }
  return [...groups.values()].sort((a, b) => b.bytes - a.bytes);
}

function talkers(flows: readonly TrafficFlow[]): Talker[] {
  const groups = new Map<string, Talker>();
  const add = (address: string, sent: number, received: number, packets: number) => {
    const known = groups.get(address) ?? { host: HOST, address, bytesSent: 0, bytesReceived: 0, packets: 0 };
    groups.set(address, { ...known, bytesSent: known.bytesSent + sent, bytesReceived: known.bytesReceived + received, packets: known.packets + packets });
  };
  for (const one of flows) {
    add(one.sourceAddress, one.bytesSent, one.bytesReceived, one.packetsSent + one.packetsReceived);
    add(one.destinationAddress, one.bytesReceived, one.bytesSent, one.packetsSent + one.packetsReceived);
  }
  return [...groups.values()].sort((a, b) => b.bytesSent + b.bytesReceived - a.bytesSent - a.bytesReceived);
}

function questions(seconds: number): Question[] {
  return NAMES.map((name, index) => {
    const answered = name !== 'time.example.org';
    const asked = Math.max(1, Math.round(seconds / (5 + 9 * index)));
    return { name, asked, unanswered: answered ? 0 : asked, failed: name === 'old.example.org' ? asked : 0, p50Millis: answered ? 0.8 * (index + 1) : null, p95Millis: answered ? 7.3 * (index + 1) : null };
  });
}

/** What was seen in a stretch of time: so many flows, and what they have in common. */
export function traffic(from: number, to: number, most: number): Traffic {
  const flows = Array.from({ length: most }, (_, index) => flow(index, to)).sort((a, b) => b.bytesSent + b.bytesReceived - a.bytesSent - a.bytesReceived);
  const named = most === 0 ? [] : questions((to - from) / 1000);
  return { talkers: talkers(flows), protocols: grouped(flows, (one) => one.attributes['network.protocol.name']), flows, questions: named, serverNames: grouped(flows, (one) => one.attributes['tls.server.name']) };
}
