package collector.traffic;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Flow;
import monitor.api.event.Kind;
import monitor.api.event.Sample;

/** An account that is fed packets at times of the test's own. */
final class AccountRun {
  static final long START = 1_700_000_000_000_000_000L;
  static final TrafficSettings SETTINGS =
      new TrafficSettings(
          Duration.ofSeconds(10),
          new FlowSettings(
              Duration.ofMinutes(1), 1000, Duration.ofSeconds(30), Duration.ofMinutes(5), 10),
          true,
          true);

  final List<Event> events = new ArrayList<>();
  final TrafficAccount account;
  private long nanos;

  AccountRun(String name) {
    this(name, SETTINGS);
  }

  AccountRun(String name, TrafficSettings settings) {
    account =
        new TrafficAccount(
            name, Attributes.of("network.interface.name", name), true, settings, 1000, events::add);
    account.tick(START, 0);
  }

  /** Time goes on, a second at a time. */
  AccountRun after(Duration time) {
    long end = nanos + time.toNanos();
    while (nanos < end) {
      nanos = Math.min(end, nanos + 1_000_000_000L);
      account.tick(START + nanos, nanos);
    }
    return this;
  }

  /** An Ethernet frame comes in, now. */
  AccountRun frame(byte[] frame) {
    return frame(frame, frame.length);
  }

  /** Of which only so much is captured. */
  AccountRun frame(byte[] frame, int captured) {
    account.packet(
        LinkType.ETHERNET,
        ByteBuffer.wrap(frame),
        0,
        captured,
        frame.length,
        -1,
        false,
        START + nanos,
        nanos);
    return this;
  }

  void stop() {
    account.stop(START + nanos, nanos);
  }

  List<Flow> flows() {
    return events.stream()
        .map(Event::payload)
        .filter(Flow.class::isInstance)
        .map(Flow.class::cast)
        .toList();
  }

  List<Event> of(Kind kind) {
    return events.stream().filter(event -> event.payload().kind().equals(kind)).toList();
  }

  /** The last value of a series with at least these attributes. */
  double last(String name, Map<String, Object> attributes) {
    return events.stream()
        .filter(event -> event.payload() instanceof Sample)
        .map(event -> (Sample) event.payload())
        .filter(sample -> sample.series().name().equals(name))
        .filter(sample ->
            sample.series().attributes().asMap().entrySet().containsAll(attributes.entrySet()))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no sample of " + name + " with " + attributes))
        .value();
  }
}
