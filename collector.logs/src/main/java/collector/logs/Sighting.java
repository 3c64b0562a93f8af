package collector.logs;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import monitor.api.source.Position;
import org.jspecify.annotations.Nullable;

/**
 * What one look has seen so far.
 *
 * @param known the files that are read
 * @param before which file was read under a name until now
 * @param present files that the search found, with their names
 * @param strangers those of them of which nothing was read, in the order in which they came
 * @param ready files that may have something to read, in this order
 * @param places positions to be made durable before anything is read
 * @param fromEnd whether files that are new are read from their end
 * @param nowNanos when it began, monotonic
 */
record Sighting(
    KnownFiles known,
    Map<Path, TailedFile> before,
    Map<TailedFile, List<Path>> present,
    Set<TailedFile> strangers,
    Set<TailedFile> ready,
    Map<FileIdentity, Position> places,
    boolean fromEnd,
    long nowNanos) {
  /** Nothing was seen yet; what led to which file until now is forgotten by the known ones. */
  static Sighting begin(KnownFiles known, boolean fromEnd, long nowNanos) {
    Map<Path, TailedFile> before = new HashMap<>();
    // Of several files that had one name, the last one.
    known.nameless().forEach(file -> before.put(file.told(), file));
    before.putAll(known.forgetPaths());
    return new Sighting(
        known,
        before,
        new LinkedHashMap<>(),
        new LinkedHashSet<>(),
        new LinkedHashSet<>(),
        new LinkedHashMap<>(),
        fromEnd,
        nowNanos);
  }

  /** A file is read on although no pattern finds it. */
  void readNameless(TailedFile file) {
    known.accept(file);
    known.keepNameless(file);
    ready.add(file);
  }

  /** The file that had a name before, if it is still read. */
  @Nullable TailedFile formerly(Path path) {
    TailedFile file = before.get(path);
    return file == null ? null : known.of(file.identity());
  }

  /** A file is gone, and another one has its inode. */
  void dropped(TailedFile file) {
    known.drop(file);
    before.values().removeIf(each -> each == file);
  }

  /** The place in a file is of no use any more, unless it gets another one. */
  void forget(FileIdentity identity) {
    places.putIfAbsent(identity, new Position(identity.key(), Place.FORMAT, null));
  }
}
