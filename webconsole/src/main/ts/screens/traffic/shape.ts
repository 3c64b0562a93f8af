import type { FlowGroup, Question, Talker, Traffic, TrafficFlow } from '../../api/traffic';

/** An address with its port, as people write them: 10.0.0.1:443, [::1]:443; without a port where there is none. */
export function endpoint(address: string, port: number): string {
  if (port === 0) return address;
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}

/** What the ports tell of the application, else the transport. */
export function protocolOf({ attributes, protocol }: TrafficFlow): string {
  return String(attributes['network.protocol.name'] ?? protocol);
}

/** The name that the client asked its server for; empty where it asked for none. */
export function serverNameOf({ attributes }: TrafficFlow): string {
  return String(attributes['tls.server.name'] ?? '');
}

export function bytesOf({ bytesSent, bytesReceived }: Pick<TrafficFlow | Talker, 'bytesSent' | 'bytesReceived'>): number {
  return bytesSent + bytesReceived;
}

function textOf(flow: TrafficFlow): string {
  const { sourceAddress, sourcePort, destinationAddress, destinationPort, state, host } = flow;
  return [endpoint(sourceAddress, sourcePort), endpoint(destinationAddress, destinationPort), flow.protocol, protocolOf(flow), serverNameOf(flow), state, host].join(' ').toLowerCase();
}

/** What contains a text: in an address, a port, a name, a protocol or a state. */
export function fitting({ talkers, protocols, flows, questions, serverNames }: Traffic, typed: string): Traffic {
  const text = typed.toLowerCase();
  const named = <T extends FlowGroup | Question>(all: readonly T[]) => all.filter(({ name }) => name.toLowerCase().includes(text));
  return {
    talkers: talkers.filter(({ address, host }) => `${address} ${host}`.toLowerCase().includes(text)),
    protocols: named(protocols),
    flows: flows.filter((flow) => textOf(flow).includes(text)),
    questions: named(questions),
    serverNames: named(serverNames),
  };
}

/** Whether nothing was seen. */
export function isQuiet(traffic: Traffic): boolean {
  return Object.values(traffic).every((list: readonly unknown[]) => list.length === 0);
}
