package collector.metrics.scrape;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import monitor.api.status.Status;
import org.jspecify.annotations.Nullable;

/** What fails, as one status. May be used by any thread. */
final class Conditions {
  private final Consumer<Status> report;
  private final Map<String, String> problems = new TreeMap<>();
  private Status told = Status.OK;

  Conditions(Consumer<Status> report) {
    this.report = report;
  }

  /** Says what is wrong with a target, or a file; null if nothing is. */
  synchronized void set(String what, @Nullable String problem) {
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
