package monitor.rest.views;

import java.util.List;
import monitor.api.operation.Histogram;
import monitor.api.operation.PipelineView.JournalView;
import monitor.api.operation.PipelineView.LaneView;

/** The journal, as the API writes it. */
public record JournalShape(
    String epoch,
    long bytes,
    long maxBytes,
    int segments,
    String state,
    long freeBytes,
    long freeFloorBytes,
    List<LaneShape> lanes) {
  /** One of its lanes. */
  record LaneShape(
      String name,
      long bytes,
      long maxBytes,
      int segments,
      long events,
      String state,
      CommitsShape commits) {
    static LaneShape of(LaneView view) {
      return new LaneShape(
          view.name(),
          view.bytes(),
          view.maxBytes(),
          view.segments(),
          view.events(),
          view.state(),
          CommitsShape.of(view.commits()));
    }
  }

  /** How many there were, and how long half of them and all but one in a hundred took at most. */
  record CommitsShape(long count, double p50Seconds, double p99Seconds) {
    static CommitsShape of(Histogram times) {
      return new CommitsShape(times.count(), times.quantile(0.5), times.quantile(0.99));
    }
  }

  /** Of a view. */
  public static JournalShape of(JournalView view) {
    return new JournalShape(
        view.epoch(),
        view.bytes(),
        view.maxBytes(),
        view.segments(),
        view.state(),
        view.freeBytes(),
        view.freeFloorBytes(),
        view.lanes().stream().map(LaneShape::of).toList());
  }
}
