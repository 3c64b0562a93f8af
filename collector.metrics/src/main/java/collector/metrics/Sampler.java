package collector.metrics;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.source.EventStream;
import monitor.api.source.SourceContext;
import monitor.api.status.Status;

/**
 * Reads the meters that are due, and emits what they measured. A meter that fails harms no other.
 */
final class Sampler {
  private final List<Schedule> schedules;
  private final SourceContext context;
  private final EventStream samples;
  private final EventStream processes;
  private final Map<String, String> failures = new TreeMap<>();
  private Status status = Status.OK;
  private long round;

  Sampler(List<Schedule> schedules, SourceContext context) {
    this.schedules = schedules;
    this.context = context;
    this.samples = context.stream(Kind.SAMPLE);
    this.processes = context.stream(Kind.PROCESS);
  }

  /** Measures one round. */
  void sample() {
    Instant now = context.clock().instant();
    Round current = new Round(now.getEpochSecond() * 1_000_000_000L + now.getNano());
    for (Schedule schedule : schedules) {
      if (schedule.isDue(round)) {
        measure(schedule, current);
      }
    }
    round++;
    emit(samples, current.samples());
    emit(processes, current.processes());
    report();
  }

  private void measure(Schedule schedule, Round current) {
    try {
      schedule.meter().measure(current);
      failures.remove(schedule.name());
    } catch (IOException e) {
      failures.put(schedule.name(), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      failures.put(schedule.name(), e.toString());
    }
  }

  private static void emit(EventStream stream, List<Event> events) {
    for (int from = 0; from < events.size(); from += EventStream.MAX_EVENTS) {
      int to = Math.min(events.size(), from + EventStream.MAX_EVENTS);
      stream.emit(events.subList(from, to));
    }
  }

  private void report() {
    Status now = status();
    if (!now.equals(status)) {
      status = now;
      context.report(now);
    }
  }

  private Status status() {
    return failures.isEmpty()
        ? Status.OK
        : Status.degraded("some things cannot be measured: " + failures);
  }
}
