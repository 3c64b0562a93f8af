package monitor.runtime.task;

import java.util.List;
import monitor.api.capability.Capabilities;

/**
 * What a component declares that does tasks.
 *
 * @param name of the component
 * @param bundle symbolic name of its bundle; empty outside OSGi
 * @param tasks kinds of tasks that it does
 * @param requires without these it is given no task
 * @param uses without these it works in part
 */
public record PerformerSpec(
    String name, String bundle, List<String> tasks, Capabilities requires, Capabilities uses) {
  /** Copies the list. */
  public PerformerSpec {
    tasks = List.copyOf(tasks);
  }
}
