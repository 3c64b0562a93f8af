package collector.metrics;

import java.util.ArrayList;
import java.util.List;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.ProcessObservation;
import monitor.api.event.Sample;
import monitor.api.event.Series;

/** What is measured at one time; becomes a unit of each stream. */
final class Round {
  private final long timeNanos;
  private final List<Event> samples = new ArrayList<>(128);
  private final List<Event> processes = new ArrayList<>();

  /** Begins a round at a time in nanoseconds since 1970. */
  Round(long timeNanos) {
    this.timeNanos = timeNanos;
  }

  long timeNanos() {
    return timeNanos;
  }

  void add(Series series, double value) {
    samples.add(Event.of(timeNanos, new Sample(series, value)));
  }

  void add(ProcessObservation process, Attributes attributes) {
    processes.add(new Event(timeNanos, process, attributes));
  }

  List<Event> samples() {
    return samples;
  }

  List<Event> processes() {
    return processes;
  }
}
