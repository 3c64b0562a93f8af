package monitor.api.task;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Finds who may do a task. Offered by the runtime; may be called from any thread, as often as a
 * task is due, and never blocks.
 *
 * <p>Whoever does tasks is a service with the property {@code monitor.tasks} (see {@link
 * TaskProperties}), or a {@link monitor.api.probe.Probe}, whose name is the kind of its tasks. The
 * runtime negotiates for each of them as for sources and sinks, and does it again when host or
 * policy change.
 */
@ProviderType
public interface TaskRouter {
  /**
   * The component that does a task: of those that are of the type, do such tasks, and were granted
   * everything that they require and the task needs, the one that came first.
   *
   * @param type of the service, such as {@code Probe.class}
   */
  <P> Assignment<P> assign(Class<P> type, Task task);
}
