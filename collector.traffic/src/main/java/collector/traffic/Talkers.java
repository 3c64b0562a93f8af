package collector.traffic;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import monitor.api.event.Attributes;
import monitor.api.event.Custom;
import monitor.api.event.Event;
import monitor.api.event.Kind;

/**
 * Who sent and received most since the last look, and which services were used. Fed by the
 * differences of conversations, so that a packet costs nothing here. Used by one thread.
 */
final class Talkers {
  static final Kind KIND = new Kind("traffic.talker");

  /** Most addresses in one period; what others did is then counted for none. */
  private static final int MOST = 65_536;

  private record Host(int version, long high, long low) {}

  private static final class Volume {
    private long sent;
    private long received;
    private long packets;

    private long bytes() {
      return sent + received;
    }
  }

  private final Map<Host, Volume> hosts = new HashMap<>();
  private final long[] services = new long[Service.values().length];
  private final int top;
  private long unnamed;

  Talkers(int top) {
    this.top = top;
  }

  /** Adds what a conversation carried since it was added before. */
  void add(Conversation conversation) {
    long sent = conversation.bytesSent - conversation.bytesSentBefore;
    long received = conversation.bytesReceived - conversation.bytesReceivedBefore;
    long packets = conversation.packets() - conversation.packetsBefore;
    if (packets == 0) {
      return;
    }
    conversation.bytesSentBefore = conversation.bytesSent;
    conversation.bytesReceivedBefore = conversation.bytesReceived;
    conversation.packetsBefore = conversation.packets();
    services[Service.of(conversation).ordinal()] += sent + received;
    if (top > 0) {
      int version = conversation.version;
      add(version, conversation.sourceHigh, conversation.sourceLow, sent, received, packets);
      add(
          version,
          conversation.destinationHigh,
          conversation.destinationLow,
          received,
          sent,
          packets);
    }
  }

  private void add(int version, long high, long low, long sent, long received, long packets) {
    Host host = new Host(version, high, low);
    Volume volume = hosts.get(host);
    if (volume == null) {
      if (hosts.size() == MOST) {
        unnamed += sent + received;
        return;
      }
      volume = new Volume();
      hosts.put(host, volume);
    }
    volume.sent += sent;
    volume.received += received;
    volume.packets += packets;
  }

  /** Bytes of addresses that there was no room for. */
  long unnamed() {
    return unnamed;
  }

  /** Bytes of a service since the begin. */
  long bytes(Service service) {
    return services[service.ordinal()];
  }

  /** Tells who was first, and forgets all. */
  void report(Attributes base, long timeNanos, double seconds, Output output) {
    List<Map.Entry<Host, Volume>> first =
        hosts.entrySet().stream()
            .sorted(
                Comparator.<Map.Entry<Host, Volume>>comparingLong(
                        entry -> -entry.getValue().bytes())
                    .thenComparingLong(entry -> entry.getKey().high())
                    .thenComparingLong(entry -> entry.getKey().low()))
            .limit(top)
            .toList();
    int rank = 0;
    for (Map.Entry<Host, Volume> entry : first) {
      Host host = entry.getKey();
      Volume volume = entry.getValue();
      Attributes attributes =
          base.with("address", Address.text(host.version(), host.high(), host.low()))
              .with("rank", ++rank)
              .with("bytes.sent", volume.sent)
              .with("bytes.received", volume.received)
              .with("packets", volume.packets)
              .with("period", seconds);
      output.offer(new Event(timeNanos, new Custom(KIND), attributes));
    }
    hosts.clear();
  }

  /** The services that were seen. */
  List<Service> services() {
    return Arrays.stream(Service.values()).filter(service -> bytes(service) > 0).toList();
  }
}
