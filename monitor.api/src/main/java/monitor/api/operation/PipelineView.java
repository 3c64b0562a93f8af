package monitor.api.operation;

import java.util.List;

/**
 * Everything that moves, at one moment.
 *
 * @param sources by name
 * @param sinks by name
 * @param routes by source and sink
 * @param journal the journal
 * @param bounds what waits, with the most that may; those of the journal's disk are in {@code
 *     journal}
 */
public record PipelineView(
    List<ComponentView> sources,
    List<ComponentView> sinks,
    List<RouteView> routes,
    JournalView journal,
    List<Bound> bounds) {
  /** Copies the lists. */
  public PipelineView {
    sources = List.copyOf(sources);
    sinks = List.copyOf(sinks);
    routes = List.copyOf(routes);
    bounds = List.copyOf(bounds);
  }

  /**
   * The journal as it is now.
   *
   * @param epoch life of the journal
   * @param bytes on disk
   * @param maxBytes limit
   * @param segments files
   * @param state {@code ok}, or what is wrong in one sentence
   * @param freeBytes free space of its file system; -1 if that cannot be told
   * @param freeFloorBytes what of it is left to others
   * @param lanes its parts
   */
  public record JournalView(
      String epoch,
      long bytes,
      long maxBytes,
      int segments,
      String state,
      long freeBytes,
      long freeFloorBytes,
      List<LaneView> lanes) {
    /** Copies the list. */
    public JournalView {
      lanes = List.copyOf(lanes);
    }
  }

  /**
   * One of the two logs of the journal.
   *
   * @param name {@code kept}: when full, emitters wait or drop; {@code ring}: the oldest goes
   * @param bytes on disk
   * @param maxBytes limit
   * @param segments files
   * @param events events in it that an essential sink has not accepted yet
   * @param state {@code ok}, or what is wrong in one sentence
   * @param commits from handing a batch over until it is durable, since the start
   */
  public record LaneView(
      String name,
      long bytes,
      long maxBytes,
      int segments,
      long events,
      String state,
      Histogram commits) {}

  /**
   * Something that waits, and how much of it may.
   *
   * @param name as in {@code docs/limits.md}, such as {@code buffer.events}
   * @param of what has this bound: a stream, a sink, a route, a lane; empty if there is one only
   * @param unit {@code events}, {@code bytes}, {@code batches} or {@code sources}
   * @param used now
   * @param max limit
   */
  public record Bound(String name, String of, String unit, long used, long max) {}
}
