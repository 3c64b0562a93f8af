package monitor.deployer;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import monitor.api.operation.ComponentView;

/**
 * Whether a source produces faster than can be stored, seen from its counters between two looks:
 * more than 20,000 events a second, of which a third or more is dropped. For one thread.
 */
final class Flood {
  private static final long EVENTS_PER_SECOND = 20_000;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final Map<String, Look> first = new HashMap<>();

  private record Look(long timeNanos, long events, long dropped) {
    static Look at(ComponentView source, long timeNanos) {
      return new Look(timeNanos, source.events(), sum(source.dropped().values()));
    }

    private static long sum(Collection<Long> counts) {
      return counts.stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Looks at the parts of a plugin; says which of them floods. */
  Optional<String> look(List<ComponentView> parts, long timeNanos) {
    for (ComponentView part : parts) {
      if (part.type().equals("source")) {
        Look now = Look.at(part, timeNanos);
        Look before = first.putIfAbsent(part.name(), now);
        if (before != null && timeNanos - before.timeNanos() >= SECOND_NANOS) {
          first.put(part.name(), now);
          if (floods(before, now)) {
            return Optional.of(words(part, before, now));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean floods(Look before, Look now) {
    long events = now.events() - before.events();
    long dropped = now.dropped() - before.dropped();
    double seconds = (now.timeNanos() - before.timeNanos()) / (double) SECOND_NANOS;
    return events > EVENTS_PER_SECOND * seconds && dropped * 3 > events;
  }

  private static String words(ComponentView part, Look before, Look now) {
    return "%s floods: of %,d events within %.1f s %,d were dropped"
        .formatted(
            part.name(),
            now.events() - before.events(),
            (now.timeNanos() - before.timeNanos()) / (double) SECOND_NANOS,
            now.dropped() - before.dropped());
  }
}
