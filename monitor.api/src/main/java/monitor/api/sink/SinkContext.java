package monitor.api.sink;

import java.nio.file.Path;
import java.time.InstantSource;
import monitor.api.capability.Grant;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Work;
import monitor.api.status.Status;
import org.osgi.annotation.versioning.ProviderType;

/** What the runtime gives an open sink; may be used from any thread of the sink. */
@ProviderType
public interface SinkContext {
  /** Name of this instance, such as {@code sink.postgres}. */
  String name();

  /** Name of the agent or collector that it runs on, as in the identity of batches. */
  String agent();

  /** What it may do. */
  Grant grant();

  /** The clock. */
  InstantSource clock();

  /** Whether it has been asked to stop. */
  boolean stopping();

  /**
   * Starts further work on a thread of its own; it must end when {@link #stopping()}. When it
   * throws, the sink is closed and opened again with back-off.
   */
  void fork(String name, Work task);

  /** Says how the sink is doing; shown until the next report. Never blocks. */
  void report(Status status);

  /**
   * Says how whoever takes its batches prefers them to be compressed. What is made from now on is
   * compressed so, unless the configuration says how; what is made already stays as it is. Where
   * several sinks say so the last one counts.
   */
  void prefer(Codec codec);

  /**
   * A folder of its own, created on first use; kept over upgrades, removed with the plugin.
   *
   * @throws java.io.UncheckedIOException if it cannot be created
   */
  Path folder();
}
