/** The shapes of the API, as its OpenAPI document has them: what was seen on the network. Times are RFC 3339. */
import type { AttributeMap } from './telemetry';

/** A flow with its totals since it began. */
export interface TrafficFlow {
  readonly host: string;
  readonly source: string;
  readonly id: string;
  readonly protocol: string;
  readonly sourceAddress: string;
  readonly sourcePort: number;
  readonly destinationAddress: string;
  readonly destinationPort: number;
  readonly state: string;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly packetsSent: number;
  readonly packetsReceived: number;
  readonly start: string;
  readonly end: string;
  readonly attributes: AttributeMap;
}

/** An address as one host saw it. */
export interface Talker {
  readonly host: string;
  readonly address: string;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly packets: number;
}

/** What flows have in common: a protocol, or the server name of TLS. */
export interface FlowGroup {
  readonly name: string;
  readonly bytes: number;
  readonly packets: number;
  readonly flows: number;
}

/** A name that was asked for over DNS. */
export interface Question {
  readonly name: string;
  readonly asked: number;
  readonly unanswered: number;
  readonly failed: number;
  readonly p50Millis: number | null;
  readonly p95Millis: number | null;
}

export interface Traffic {
  readonly talkers: readonly Talker[];
  readonly protocols: readonly FlowGroup[];
  readonly flows: readonly TrafficFlow[];
  readonly questions: readonly Question[];
  readonly serverNames: readonly FlowGroup[];
}
