package collector.traffic;

import java.util.EnumMap;
import java.util.Map;
import monitor.api.event.Attributes;
import monitor.api.event.Series;

/** What was counted of all packets of one interface or file, as metrics. Used by one thread. */
final class TrafficMeter {
  private static final int WAYS = 2;

  private final Output output;
  private final Attributes base;
  private final boolean directed;
  private final long[] packets = new long[WAYS];
  private final long[] bytes = new long[WAYS];
  private final long[] packetsBefore = new long[WAYS];
  private final long[] bytesBefore = new long[WAYS];
  private final long[] transports = new long[Transport.values().length];
  private final Map<Service, Series> services = new EnumMap<>(Service.class);
  private long malformed;
  private long cut;
  private long undecoded;

  /**
   * @param base attributes of every series
   * @param directed whether it is known which packets came in and which went out
   */
  TrafficMeter(Attributes base, boolean directed, Output output) {
    this.base = base;
    this.directed = directed;
    this.output = output;
  }

  void count(Packet packet, boolean outgoing) {
    int way = outgoing ? 1 : 0;
    packets[way]++;
    bytes[way] += packet.length;
    transports[Transport.of(packet).ordinal()] += packet.length;
    switch (packet.verdict) {
      case WHOLE -> {}
      case CUT -> cut++;
      case MALFORMED -> malformed++;
    }
  }

  /** A packet of a link layer that is not known here. */
  void countUndecoded(int length) {
    packets[0]++;
    bytes[0] += length;
    undecoded++;
  }

  long packets() {
    return packets[0] + packets[1];
  }

  long malformed() {
    return malformed;
  }

  private Series counter(String name, String unit) {
    return Series.counter(name, unit).with(base);
  }

  private Series gauge(String name, String unit) {
    return Series.gauge(name, unit).with(base);
  }

  private void sample(Series series, long timeNanos, double value) {
    output.offer(series.sample(timeNanos, value));
  }

  /** Tells the totals, and the rates of the seconds since the last report. */
  void report(long timeNanos, double seconds) {
    for (int way = 0; way < (directed ? WAYS : 1); way++) {
      Attributes attributes =
          directed ? base.with("network.io.direction", way == 0 ? "receive" : "transmit") : base;
      sample(Series.counter("traffic.io", "By").with(attributes), timeNanos, bytes[way]);
      sample(
          Series.counter("traffic.packets", "{packet}").with(attributes), timeNanos, packets[way]);
      if (seconds > 0) {
        sample(
            Series.gauge("traffic.io.rate", "By/s").with(attributes),
            timeNanos,
            (bytes[way] - bytesBefore[way]) / seconds);
        sample(
            Series.gauge("traffic.packets.rate", "{packet}/s").with(attributes),
            timeNanos,
            (packets[way] - packetsBefore[way]) / seconds);
      }
      bytesBefore[way] = bytes[way];
      packetsBefore[way] = packets[way];
    }
    for (Transport transport : Transport.values()) {
      if (transports[transport.ordinal()] > 0) {
        Series series =
            counter("traffic.transport.io", "By").with("network.transport", transport.text());
        sample(series, timeNanos, transports[transport.ordinal()]);
      }
    }
    error("malformed", timeNanos, malformed);
    error("cut", timeNanos, cut);
    error("undecoded", timeNanos, undecoded);
  }

  /** Tells how many packets could not be read for a reason. */
  void error(String type, long timeNanos, long count) {
    sample(counter("traffic.errors", "{packet}").with("error.type", type), timeNanos, count);
  }

  /** Tells the bytes of each service that was used. */
  void report(Talkers talkers, long timeNanos) {
    for (Service service : talkers.services()) {
      Series series =
          services.computeIfAbsent(
              service,
              named ->
                  counter("traffic.protocol.io", "By").with("network.protocol.name", named.text()));
      sample(series, timeNanos, talkers.bytes(service));
    }
  }

  /** Tells how conversations are kept. */
  void report(Conversations conversations, long timeNanos) {
    sample(gauge("traffic.flows.active", "{flow}"), timeNanos, conversations.count());
    sample(counter("traffic.flows.started", "{flow}"), timeNanos, conversations.started());
    sample(counter("traffic.flows.evicted", "{flow}"), timeNanos, conversations.evicted());
  }

  /** Tells what was lost for a reason. */
  void dropped(String what, String reason, long timeNanos, long count) {
    sample(
        counter("traffic." + what + ".dropped", "{" + what.substring(0, what.length() - 1) + "}")
            .with("reason", reason),
        timeNanos,
        count);
  }
}
