package collector.metrics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import monitor.api.event.ProcessObservation.Phase;

/**
 * Looks at every process: how many there are in each state, which are the largest, which came and
 * went. What begins and ends between two looks is not seen.
 */
final class ProcessMeter implements Meter {
  private static final Comparator<TrackedProcess> BY_CPU =
      Comparator.comparingDouble(TrackedProcess::cpuUtilization).reversed();
  private static final Comparator<TrackedProcess> BY_MEMORY =
      Comparator.comparingLong(TrackedProcess::memoryBytes).reversed();
  private static final Comparator<TrackedProcess> BY_IO =
      Comparator.<TrackedProcess>comparingDouble(process -> process.io().rate()).reversed();

  private final ProcessReader reader;
  private final int top;
  private final boolean changes;
  private final LongSupplier nanoTime;
  private final Known<TrackedProcess> known;
  private long lastNanos;
  private double secondsSinceLast;
  private double uptimeSeconds;
  private boolean first = true;

  /**
   * A meter that has not looked yet.
   *
   * @param top how many are shown by CPU, and as many by memory and by what they read and write
   * @param changes whether the start and end of processes are shown
   * @param nanoTime monotonic, in nanoseconds
   */
  ProcessMeter(ProcessReader reader, int top, boolean changes, LongSupplier nanoTime) {
    this.reader = reader;
    this.top = top;
    this.changes = changes;
    this.nanoTime = nanoTime;
    this.known = new Known<>(reader::track);
  }

  @Override
  public void measure(Round round) throws IOException {
    begin();
    ProcessStates states = new ProcessStates();
    List<TrackedProcess> alive = new ArrayList<>(known.size() + 16);
    for (String number : reader.numbers()) {
      TrackedProcess process = known.get(number);
      if (look(process, round, states)) {
        alive.add(process);
      }
    }
    known.sweep(gone -> addEnd(round, gone));
    states.addTo(round);
    addTop(round, alive);
    first = false;
  }

  private void begin() throws IOException {
    reader.begin();
    uptimeSeconds = reader.uptimeSeconds();
    long now = nanoTime.getAsLong();
    secondsSinceLast = Math.max(1, now - lastNanos) / 1e9;
    lastNanos = now;
  }

  /** Whether it was still there. */
  private boolean look(TrackedProcess process, Round round, ProcessStates states) {
    ProcessStat stat;
    try {
      stat = reader.look(process);
    } catch (IOException e) {
      return false; // it ended while the list was read; the next round says so
    }
    states.count(stat.state());
    if (process.isAnother(stat)) {
      addEnd(round, process);
      process.begin(stat, reader, uptimeSeconds);
      addChange(round, Phase.STARTED, process);
    } else {
      process.advance(stat, reader, secondsSinceLast);
    }
    return true;
  }

  /** On the first look everything is new, which is no news. */
  private void addChange(Round round, Phase phase, TrackedProcess process) {
    if (changes && !first) {
      show(round, phase, process);
    }
  }

  private void addEnd(Round round, TrackedProcess process) {
    if (process.wasSeen()) {
      addChange(round, Phase.ENDED, process);
    }
  }

  private void addTop(Round round, List<TrackedProcess> alive) {
    Set<TrackedProcess> shown = new LinkedHashSet<>();
    alive.sort(BY_CPU);
    shown.addAll(alive.subList(0, Math.min(top, alive.size())));
    alive.sort(BY_MEMORY);
    shown.addAll(alive.subList(0, Math.min(top, alive.size())));
    alive.removeIf(process -> process.io().rate() == 0);
    alive.sort(BY_IO);
    shown.addAll(alive.subList(0, Math.min(top, alive.size())));
    shown.forEach(process -> show(round, Phase.RUNNING, process));
  }

  private void show(Round round, Phase phase, TrackedProcess process) {
    round.add(process.observation(phase, reader), process.io().attributes());
  }
}
