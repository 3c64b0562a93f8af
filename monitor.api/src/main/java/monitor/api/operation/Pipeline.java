package monitor.api.operation;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The running pipeline. May be called from any thread. */
@ProviderType
public interface Pipeline {
  /** What moves now; does not block. */
  PipelineView view();

  /**
   * Sources and sinks that do not run because another one has their name: each is inactive, and its
   * reason says whose the name is and what to do. Does not block.
   */
  default List<ComponentView> waiting() {
    return List.of();
  }

  /**
   * Stops running a source until it is resumed; its events so far are delivered.
   *
   * @throws java.util.NoSuchElementException if there is no such source
   */
  void pause(String source);

  /**
   * Runs a paused or quarantined source again.
   *
   * @throws java.util.NoSuchElementException if there is no such source
   */
  void resume(String source);

  /**
   * Stops a source and runs it again.
   *
   * @throws java.util.NoSuchElementException if there is no such source
   */
  void restart(String source);

  /**
   * A plugin is about to be stopped: asks all its sources at once to end, so that they do so
   * together; waits for none of them. They end for good when their services go.
   *
   * @param plugin symbolic name; one without sources is nothing to do for
   */
  default void stopping(String plugin) {}
}
