package collector.traffic;

import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Flow;

/** Tells conversations as events. Used by one thread. */
final class FlowEvents {
  private final String name;
  private final Attributes base;
  private final Output output;
  private final Allowance allowance;

  /**
   * @param name identifies the source of the packets in the identifiers of flows
   * @param base attributes of every event
   */
  FlowEvents(String name, Attributes base, Output output, Allowance allowance) {
    this.name = name;
    this.base = base;
    this.output = output;
    this.allowance = allowance;
  }

  /** A conversation that goes on. */
  void goesOn(Conversation conversation) {
    if (conversation.packets() != conversation.packetsReported && allowance.take()) {
      conversation.packetsReported = conversation.packets();
      Attributes attributes = attributes(conversation).with("flow.final", false);
      output.offer(event(conversation, attributes));
    }
  }

  /** A conversation that is over. */
  void ended(Conversation conversation, Conversations.End end) {
    if (allowance.take()) {
      Attributes attributes =
          attributes(conversation)
              .with("flow.final", true)
              .with("flow.end.reason", end.name().toLowerCase(java.util.Locale.ROOT));
      output.offer(event(conversation, attributes));
    }
  }

  private Attributes attributes(Conversation conversation) {
    Attributes attributes = base;
    Service service = Service.of(conversation);
    if (service != Service.OTHER) {
      attributes = attributes.with("network.protocol.name", service.text());
    }
    if (conversation.vlan >= 0) {
      attributes = attributes.with("network.vlan.id", conversation.vlan);
    }
    if (conversation.serverName != null) {
      attributes = attributes.with("tls.server.name", conversation.serverName);
    }
    TcpTrack tcp = conversation.tcp;
    if (tcp == null) {
      return attributes;
    }
    if (tcp.handshakeNanos() >= 0) {
      attributes = attributes.with("tcp.handshake", tcp.handshakeNanos() / 1e6);
    }
    return attributes
        .with("tcp.retransmissions", tcp.retransmissions())
        .with("tcp.out_of_order", tcp.outOfOrder());
  }

  private Event event(Conversation c, Attributes attributes) {
    Flow flow =
        new Flow(
            "%s-%x-%d".formatted(name, c.startNanos, c.number),
            Transport.name(c.protocol),
            Address.text(c.version, c.sourceHigh, c.sourceLow),
            c.sourcePort,
            Address.text(c.version, c.destinationHigh, c.destinationLow),
            c.destinationPort,
            c.tcp == null ? "" : c.tcp.state().text(),
            c.bytesSent,
            c.bytesReceived,
            c.packetsSent,
            c.packetsReceived,
            c.startNanos,
            c.endNanos);
    return new Event(c.endNanos, flow, attributes);
  }
}
