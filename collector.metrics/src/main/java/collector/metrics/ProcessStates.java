package collector.metrics;

import java.util.Locale;
import monitor.api.event.Series;

/** How many processes are in each state. */
final class ProcessStates {
  private static final Series COUNT = Series.gauge("system.process.count", "{process}");

  /** The states that are shown, also when no process is in them. */
  private enum State {
    RUNNING,
    SLEEPING,
    BLOCKED,
    STOPPED,
    DEFUNCT;

    private final Series series = COUNT.with("process.state", name().toLowerCase(Locale.ROOT));
  }

  private final int[] counts = new int[State.values().length];

  /** Counts one process by the letter of {@code /proc/PID/stat}. */
  void count(char letter) {
    State state =
        switch (letter) {
          case 'R' -> State.RUNNING;
          case 'D' -> State.BLOCKED;
          case 'T', 't' -> State.STOPPED;
          case 'Z', 'X' -> State.DEFUNCT;
          default -> State.SLEEPING;
        };
    counts[state.ordinal()]++;
  }

  void addTo(Round round) {
    int all = 0;
    for (State state : State.values()) {
      round.add(state.series, counts[state.ordinal()]);
      all += counts[state.ordinal()];
    }
    round.add(COUNT, all);
  }
}
