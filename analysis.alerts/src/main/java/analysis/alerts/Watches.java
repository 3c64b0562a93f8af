package analysis.alerts;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The series that are watched because they are beyond a threshold, or were. Those that only were
 * give way to one that is. Guarded by the board.
 */
final class Watches {
  /** Most of them at once. */
  static final int MOST = 10_000;

  /** Pending and firing. */
  private final Map<Watch.Subject, Watch> active = new HashMap<>();

  /** The one that was silent longest first. */
  private final SequencedMap<Watch.Subject, Watch> calm = new LinkedHashMap<>();

  private final Forgotten forgotten = new Forgotten();

  /** Takes over what was kept; of the calm ones that which was silent longest first. */
  void restore(List<Watch.State> states, List<Mark> marks) {
    states.forEach(state -> place(new Watch(state)));
    marks.forEach(forgotten::add);
  }

  /**
   * The one of a series that is there, or a new one, to be placed, if there is reason to watch it;
   * null if there is none, or no room.
   */
  @Nullable Watch of(Rule rule, Reading reading) {
    Watch.Subject subject = reading.subject(rule.name());
    Watch known = active.containsKey(subject) ? active.get(subject) : calm.get(subject);
    if (known != null) {
      return known;
    }
    boolean begins = rule.breached(reading.value()) && !forgotten.covers(reading.mark());
    return begins && makeRoom() ? new Watch(subject) : null;
  }

  /** Series vanish, and those that are calm must not keep others from being watched. */
  private boolean makeRoom() {
    if (!isFull() && active.size() + calm.size() >= MOST) {
      forget(calm.firstEntry().getValue());
    }
    return !isFull();
  }

  /** Whether so many are beyond a threshold that no further one is watched. */
  boolean isFull() {
    return active.size() >= MOST;
  }

  /** Each time that it was seen, as the order of the calm ones is that of their silence. */
  void place(Watch watch) {
    active.remove(watch.subject());
    calm.remove(watch.subject());
    (watch.phase() == Watch.Phase.CALM ? calm : active).put(watch.subject(), watch);
  }

  private void forget(Watch watch) {
    calm.remove(watch.subject());
    if (watch.hasFired()) {
      forgotten.add(watch.mark());
    }
  }

  /** Forgets what cannot matter any more; whether there was any. */
  boolean forgetStale() {
    long now = System.nanoTime();
    List<Watch> stale = calm.values().stream().filter(watch -> watch.stale(now)).toList();
    stale.forEach(this::forget);
    return !stale.isEmpty();
  }

  boolean isEmpty() {
    return active.isEmpty() && calm.isEmpty();
  }

  /** Pending and firing, as they are now. */
  List<Watch> active() {
    return List.copyOf(active.values());
  }

  /** What is to be kept; of the calm ones that which was silent longest first. */
  List<Watch.State> states() {
    return Stream.concat(calm.values().stream(), active.values().stream())
        .map(Watch::state)
        .toList();
  }

  /** What is to be kept of those that are not watched any more. */
  List<Mark> forgotten() {
    return forgotten.marks();
  }
}
