package monitor.api.task;

import monitor.api.capability.Grant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Who does a task.
 *
 * @param <P> type of those who can do it
 */
@ProviderType
public sealed interface Assignment<P> {
  /**
   * A component does it. Valid for one turn: it may go, or its grant may change, at any time.
   *
   * @param <P> type of those who can do it
   * @param performer who does it
   * @param component its name
   * @param grant what it may do
   */
  record Assigned<P>(P performer, String component, Grant grant) implements Assignment<P> {}

  /**
   * Nobody may do it now.
   *
   * @param <P> type of those who can do it
   * @param reason one sentence for a person: nobody does such tasks, or who lacks what and why
   */
  record Refused<P>(String reason) implements Assignment<P> {}
}
