package monitor.runtime.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Looks into a segment in which a reader came upon damage. Thread-safe. */
final class Inspector {
  private final Store store;
  private final Damages damages;
  private final Quarantine quarantine;
  private final Map<Lane, SegmentList> lanes;
  private final Map<Segment, List<Finding>> known = new HashMap<>();

  Inspector(Store store, Damages damages, Quarantine quarantine, Map<Lane, SegmentList> lanes) {
    this.store = store;
    this.damages = damages;
    this.quarantine = quarantine;
    this.lanes = lanes;
  }

  /**
   * A damaged part.
   *
   * @param end where to go on reading behind it
   * @param lost what was in it
   */
  record Part(long end, List<Damage.Lost> lost) {}

  /** The damaged part that contains this offset. */
  synchronized Part passOver(Segment segment, long offset) throws IOException {
    Part part = known(segment, offset);
    if (part == null) {
      inspect(segment);
      part = known(segment, offset);
    }
    return part == null ? new Part(segment.end(), List.of()) : part;
  }

  private @Nullable Part known(Segment segment, long offset) {
    for (Finding finding : known.getOrDefault(segment, List.of())) {
      if (finding.from() <= offset && offset < finding.to()) {
        return new Part(finding.to(), finding.lost());
      }
    }
    return null;
  }

  private void inspect(Segment segment) throws IOException {
    SegmentList list = Objects.requireNonNull(lanes.get(segment.lane()));
    ByteBuffer window = RecordReader.window();
    StreamTable table = new StreamTable();
    Segment before = list.before(segment.id());
    if (before != null) {
      try (StoreFile file = store.open(before.file())) {
        inspection(before, file, window, table, new ArrayList<>(), before.end()).run(false);
      }
    }
    List<Finding> findings = new ArrayList<>();
    try (StoreFile file = store.open(segment.file())) {
      inspection(segment, file, window, table, findings, segment.end()).run(false);
    }
    Segment next = list.after(segment.id());
    if (next != null) {
      try (StoreFile file = store.open(next.file())) {
        inspection(next, file, window, table, findings, next.end()).runSnapshot();
      }
    }
    setAside(segment, findings);
  }

  private static Inspection inspection(
      Segment segment,
      StoreFile file,
      ByteBuffer window,
      StreamTable table,
      List<Finding> findings,
      long limit) {
    RecordReader reader = new RecordReader(file, segment.id(), window);
    return new Inspection(segment, reader, table, findings, limit);
  }

  private void setAside(Segment segment, List<Finding> findings) {
    List<Finding> before = known.getOrDefault(segment, List.of());
    for (Finding finding : findings) {
      if (before.stream().noneMatch(old -> old.from() == finding.from())) {
        damages.report(finding);
        quarantine.setAside(finding);
      }
    }
    known.keySet().removeIf(Segment::removed);
    known.put(segment, findings);
  }
}
