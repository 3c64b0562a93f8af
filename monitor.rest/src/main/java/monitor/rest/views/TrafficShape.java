package monitor.rest.views;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import monitor.api.event.Flow;
import monitor.api.query.StoredTraffic;

/** Network traffic, as the API writes it. */
public record TrafficShape(
    List<StoredTraffic.Talker> talkers,
    List<StoredTraffic.Protocol> protocols,
    List<FlowShape> flows,
    List<StoredTraffic.Question> questions,
    List<StoredTraffic.ServerName> serverNames) {
  /** Of what was stored. */
  public static TrafficShape of(StoredTraffic stored) {
    return new TrafficShape(
        stored.talkers(),
        stored.protocols(),
        stored.flows().stream().map(FlowShape::of).toList(),
        stored.questions(),
        stored.serverNames());
  }

  /** A flow, as the API writes it. */
  public record FlowShape(
      String host,
      String source,
      String id,
      String protocol,
      String sourceAddress,
      int sourcePort,
      String destinationAddress,
      int destinationPort,
      String state,
      long bytesSent,
      long bytesReceived,
      long packetsSent,
      long packetsReceived,
      Instant start,
      Instant end,
      Map<String, Object> attributes) {
    static FlowShape of(StoredTraffic.HostFlow stored) {
      Flow flow = stored.flow();
      return new FlowShape(
          stored.host(),
          stored.source(),
          flow.id(),
          flow.protocol(),
          flow.sourceAddress(),
          flow.sourcePort(),
          flow.destinationAddress(),
          flow.destinationPort(),
          flow.state(),
          flow.bytesSent(),
          flow.bytesReceived(),
          flow.packetsSent(),
          flow.packetsReceived(),
          Times.ofNanos(flow.startNanos()),
          Times.ofNanos(flow.endNanos()),
          stored.attributes());
    }
  }
}
