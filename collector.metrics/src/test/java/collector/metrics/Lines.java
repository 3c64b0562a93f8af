package collector.metrics;

import java.util.List;
import java.util.Locale;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.ProcessObservation;
import monitor.api.event.Sample;

/** What a round measured, as lines to compare. */
final class Lines {
  private Lines() {}

  static List<String> samples(Round round) {
    return round.samples().stream()
        .map(Event::payload)
        .map(Sample.class::cast)
        .map(Lines::of)
        .toList();
  }

  private static String of(Sample sample) {
    return "%s %s %s %s"
        .formatted(
            sample.series().name(),
            sample.series().attributes(),
            sample.series().unit(),
            number(sample.value()));
  }

  /** Six digits are enough to compare, and no sums of halves show. */
  private static String number(double value) {
    return value == Math.rint(value)
        ? "%.0f".formatted(value)
        : String.format(Locale.ROOT, "%.6f", value);
  }

  static List<String> processes(Round round) {
    return round.processes().stream()
        .map(event -> of((ProcessObservation) event.payload()) + rates(event.attributes()))
        .toList();
  }

  private static String rates(Attributes attributes) {
    return attributes.isEmpty()
        ? ""
        : " read=%s write=%s"
            .formatted(
                number((Double) attributes.get("process.disk.read.rate")),
                number((Double) attributes.get("process.disk.write.rate")));
  }

  private static String of(ProcessObservation process) {
    return "%s %d<%d '%s' '%s' %s start=%d cpu=%s memory=%d"
        .formatted(
            process.phase(),
            process.pid(),
            process.parentPid(),
            process.name(),
            process.commandLine(),
            process.user(),
            process.startNanos() / 1_000_000,
            number(process.cpuUtilization()),
            process.memoryBytes());
  }
}
