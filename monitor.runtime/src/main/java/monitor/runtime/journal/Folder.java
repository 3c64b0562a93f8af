package monitor.runtime.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a journal as they are found when it opens. */
final class Folder {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final JournalSettings settings;
  private final Map<Lane, TreeMap<Long, Segment>> segments = new EnumMap<>(Lane.class);
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Lane, Long> highest = new EnumMap<>(Lane.class);

  Folder(JournalSettings settings) {
    this.settings = settings;
    for (Lane lane : Lane.values()) {
      segments.put(lane, new TreeMap<>());
      highest.put(lane, 0L);
    }
  }

  /** Makes the folders, deletes drafts and lists the segments. */
  void read(Path quarantine, Path cursors) throws IOException {
    Store store = settings.store();
    for (Path folder : List.of(settings.folder(), quarantine, cursors)) {
      store.createFolder(folder);
      deleteDrafts(folder);
      sync(folder);
    }
    for (Path file : store.list(settings.folder()).stream().sorted().toList()) {
      for (Lane lane : Lane.values()) {
        long id = Segment.id(lane, file);
        if (id > 0) {
          add(lane, id, file);
        }
      }
    }
    for (Path file : store.list(quarantine)) {
      String name = String.valueOf(file.getFileName()).replaceAll("@.*", "");
      for (Lane lane : Lane.values()) {
        seen(lane, Segment.id(lane, Path.of(name)));
      }
    }
  }

  /** Names that a killed process made may not be durable yet; what follows builds on them. */
  private void sync(Path folder) {
    try {
      settings.store().syncFolder(folder);
    } catch (IOException e) {
      LOG.warn("The names in {} could not be made durable.", folder, e);
    }
  }

  private void deleteDrafts(Path folder) throws IOException {
    for (Path file : settings.store().list(folder)) {
      if (file.toString().endsWith(".tmp")) {
        try {
          settings.store().delete(file);
        } catch (IOException e) {
          LOG.debug("The draft {} could not be deleted.", file, e);
        }
      }
    }
  }

  /** A file counts as what its header says it is, even if its name says otherwise. */
  private void add(Lane lane, long id, Path file) {
    seen(lane, id);
    SegmentHeader header = header(file);
    Lane realLane = header == null ? lane : header.lane();
    long realId = header == null ? id : header.id();
    seen(realLane, realId);
    Segment segment = new Segment(realLane, realId, file);
    Segment other = of(realLane).get(realId);
    boolean named = realLane == lane && realId == id;
    if (other == null || named && header != null) {
      of(realLane).put(realId, segment);
      segment = other;
    }
    if (segment != null) {
      findings.add(new Finding(Finding.Kind.FILE, segment, 0, 0, "there are two of it"));
    }
  }

  private @Nullable SegmentHeader header(Path file) {
    try (StoreFile opened = settings.store().open(file)) {
      ByteBuffer bytes = ByteBuffer.allocate(Frame.BYTES);
      if (!opened.readFully(bytes, 0)) {
        return null;
      }
      int metaLength = bytes.getInt(Frame.META_LENGTH_AT);
      if (metaLength < 0 || metaLength > opened.size()) {
        return null;
      }
      ByteBuffer meta = ByteBuffer.allocate(metaLength);
      boolean whole = opened.readFully(meta, Frame.BYTES);
      SegmentHeader header = whole ? SegmentHeader.unpack(meta.array()) : null;
      Frame frame = header == null ? null : Frame.get(bytes.flip(), header.id(), 0);
      return frame != null && frame.describes(meta.array()) ? header : null;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  private TreeMap<Long, Segment> of(Lane lane) {
    return Objects.requireNonNull(segments.get(lane));
  }

  /** Segments of a lane in order. */
  List<Segment> segments(Lane lane) {
    return List.copyOf(of(lane).values());
  }

  /** Files that are of no use. */
  List<Finding> findings() {
    return findings;
  }

  /** Takes note of a number that was in use, so that it is never used again. */
  void seen(Lane lane, long id) {
    highest.merge(lane, id, Math::max);
  }

  /** The number of the next segment of a lane. */
  long nextId(Lane lane) {
    return Objects.requireNonNull(highest.get(lane)) + 1;
  }
}
