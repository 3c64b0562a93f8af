package monitor.runtime.source;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import monitor.api.delivery.Outcome;
import monitor.api.event.Kind;
import monitor.api.source.EventStream;
import monitor.api.source.Relay;
import monitor.runtime.SourceSpec;
import monitor.runtime.batch.StoredBatch;
import monitor.runtime.containment.Admission;
import monitor.runtime.stream.BufferLimits;
import monitor.runtime.stream.Streams;

/** Where the events of a source go; outlives its runs. */
public sealed interface Outlet permits JournalOutlet, DirectOutlet {
  /** Into the journal. */
  static Outlet journal(SourceSpec spec, Streams streams, BufferLimits limits) {
    return new JournalOutlet(spec, streams, limits);
  }

  /**
   * Past the journal.
   *
   * @param route hands a batch to the sinks, and promises what becomes of it
   */
  static Outlet direct(
      SourceSpec spec, Streams streams, Function<StoredBatch, CompletionStage<Outcome>> route) {
    return new DirectOutlet(spec, streams, route);
  }

  /** Name of the agent in the identity of its batches. */
  String agent();

  /** A stream as one run sees it. */
  EventStream stream(Kind kind, Admission admission, Fence fence);

  /**
   * The relay as one run sees it.
   *
   * @throws IllegalStateException if the source has none
   */
  Relay relay(Fence fence);
}
