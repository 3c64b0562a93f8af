package monitor.api.source;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import monitor.api.capability.Grant;
import monitor.api.delivery.Work;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.status.Status;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the runtime gives a running source. Valid for one run; afterwards every call throws {@link
 * IllegalStateException}. All methods may be called from any thread of the source.
 */
@ProviderType
public interface SourceContext {
  /** Name of this instance, such as {@code collector.logs~app}. */
  String name();

  /** Name of the agent or collector that it runs on, as in the identity of batches. */
  String agent();

  /** What it may do. */
  Grant grant();

  /** The clock to stamp events with. */
  InstantSource clock();

  /**
   * The stream of a kind.
   *
   * @throws IllegalArgumentException if the kind was not declared in {@link SourceProperties#kinds}
   */
  EventStream stream(Kind kind);

  /** Emits on the stream of the event's kind; see {@link EventStream#emit(Event)}. */
  void emit(Event event);

  /**
   * Passes on batches that another agent made, bytes unchanged.
   *
   * @throws IllegalStateException if the source did not declare {@link
   *     SourceProperties.Route#DIRECT}
   */
  Relay relay();

  /** Whether it has been asked to stop. */
  boolean stopping();

  /**
   * Waits for the next tick of a fixed rate, measured by a monotonic clock from the start of the
   * run; ticks that were missed are skipped. The first call returns at once, and each thread of the
   * source has ticks of its own.
   *
   * @param interval between ticks, longer than nothing
   * @return false when asked to stop, or when the thread was interrupted, which it stays
   * @throws IllegalArgumentException if the interval is not longer than nothing
   */
  boolean awaitNext(Duration interval);

  /** Waits until asked to stop, or until the thread is interrupted, which it stays. */
  void awaitStop();

  /**
   * Closes a resource when asked to stop, so that a blocking read on it ends; at once if that has
   * been. On a thread of the runtime; what it throws is ignored.
   */
  void closeOnStop(AutoCloseable resource);

  /**
   * Starts further work on a thread of its own with this name; its CPU time and memory count to the
   * source, and the run is not over before it ends. When it throws, the source is asked to stop,
   * and has failed.
   */
  void fork(String name, Work task);

  /** Says how the source is doing; shown until the next report. Never blocks. */
  void report(Status status);

  /**
   * A folder of its own, created on first use; kept over upgrades, removed with the plugin.
   *
   * @throws java.io.UncheckedIOException if it cannot be created
   */
  Path folder();
}
