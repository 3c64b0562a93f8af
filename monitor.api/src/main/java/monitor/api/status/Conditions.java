package monitor.api.status;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the many things that a component looks after (targets, files), as its one
 * status: degraded with the first problem by name and the number of the others, reported when it
 * changes. May be used by any thread.
 */
public final class Conditions {
  private final Consumer<Status> report;
  private final Map<String, String> problems = new TreeMap<>();
  private Status told = Status.OK;

  /**
   * Nothing is wrong yet.
   *
   * @param report is told each change, on the thread that caused it, one at a time
   */
  public Conditions(Consumer<Status> report) {
    this.report = report;
  }

  /**
   * Says how a thing is.
   *
   * @param what its name
   * @param problem one sentence; null if nothing is wrong with it
   */
  public synchronized void set(String what, @Nullable String problem) {
    if (problem == null) {
      problems.remove(what);
    } else {
      problems.put(what, problem);
    }
    Status now = status();
    if (!now.equals(told)) {
      told = now;
      report.accept(now);
    }
  }

  private Status status() {
    if (problems.isEmpty()) {
      return Status.OK;
    }
    Map.Entry<String, String> first = problems.entrySet().iterator().next();
    String more = problems.size() > 1 ? " (and %d more)".formatted(problems.size() - 1) : "";
    return Status.degraded("%s: %s%s".formatted(first.getKey(), first.getValue(), more));
  }
}
