package monitor.api.operation;

import java.util.List;
import monitor.api.capability.Grant;

/**
 * A component that does tasks.
 *
 * @param name of the component
 * @param bundle symbolic name of its bundle; empty outside OSGi
 * @param tasks kinds of tasks that it does
 * @param grant negotiated capabilities
 */
public record PerformerView(String name, String bundle, List<String> tasks, Grant grant) {
  /** Copies the list. */
  public PerformerView {
    tasks = List.copyOf(tasks);
  }
}
