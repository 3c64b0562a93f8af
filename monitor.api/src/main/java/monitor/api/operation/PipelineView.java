package monitor.api.operation;

import java.util.List;

/**
 * Everything that moves, at one moment.
 *
 * @param sources by name
 * @param sinks by name
 * @param routes by source and sink
 * @param journal the journal
 */
public record PipelineView(
    List<ComponentView> sources,
    List<ComponentView> sinks,
    List<RouteView> routes,
    JournalView journal) {
  /** Copies the lists. */
  public PipelineView {
    sources = List.copyOf(sources);
    sinks = List.copyOf(sinks);
    routes = List.copyOf(routes);
  }

  /**
   * The journal as it is now.
   *
   * @param epoch life of the journal
   * @param bytes on disk
   * @param maxBytes limit
   * @param segments files
   * @param state {@code ok}, or what is wrong in one sentence
   */
  public record JournalView(String epoch, long bytes, long maxBytes, int segments, String state) {}
}
