package collector.logs;

import collector.logs.Strays.Stray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files that are read, by identity: compares what a search found with what was known, and so
 * sees which files are new, renamed, replaced or gone. Used by the thread of the source only.
 */
final class KnownFiles {
  private final Map<FileIdentity, TailedFile> files = new HashMap<>();
  private final Set<TailedFile> nameless = new LinkedHashSet<>();
  private final Remembered remembered;
  private final OpenFiles open;
  private final Troubles troubles;
  private final ByteBuffer buffer;
  private Map<Path, TailedFile> byPath = new HashMap<>();

  KnownFiles(Remembered remembered, OpenFiles open, Troubles troubles, ByteBuffer buffer) {
    this.remembered = remembered;
    this.open = open;
    this.troubles = troubles;
    this.buffer = buffer;
  }

  /**
   * By the last change, whose clock ticks coarsely, and then {@code a.log.2} before {@code a.log}.
   */
  private static final Comparator<Newcomer> OLDEST_FIRST =
      Comparator.<Newcomer, FileTime>comparing(file -> file.attributes().lastModifiedTime())
          .thenComparing(Newcomer::path, Comparator.reverseOrder());

  private record Newcomer(Path path, FileIdentity identity, BasicFileAttributes attributes) {}

  /** The file that a path led to at the last search, or null. */
  @Nullable TailedFile at(Path path) {
    return byPath.get(path);
  }

  /** All of them. */
  Collection<TailedFile> all() {
    return files.values();
  }

  /** Files that are open, but that the patterns find no more: renamed or deleted. */
  List<TailedFile> nameless() {
    return List.copyOf(nameless);
  }

  /**
   * Takes over what a search found.
   *
   * @param fromEnd whether files that are new are read from their end
   * @param nowNanos monotonic time
   * @return the files that may have something to read, those that lost their name first
   */
  Set<TailedFile> update(Map<Path, BasicFileAttributes> found, boolean fromEnd, long nowNanos) {
    Map<Path, TailedFile> before = byPath;
    byPath = new HashMap<>();
    List<Newcomer> newcomers = new ArrayList<>();
    Map<TailedFile, List<Path>> present = new LinkedHashMap<>();
    found.forEach((path, attributes) -> recognise(path, attributes, present, newcomers));
    Set<TailedFile> ready = new LinkedHashSet<>();
    missing(present.keySet(), ready, nowNanos);
    strays(newcomers, before, ready);
    present.forEach((file, names) -> named(file, names, ready));
    newcomers.sort(OLDEST_FIRST);
    newcomers.forEach(file -> welcome(file, fromEnd, before, ready));
    return ready;
  }

  private void recognise(
      Path path,
      BasicFileAttributes attributes,
      Map<TailedFile, List<Path>> present,
      List<Newcomer> newcomers) {
    FileIdentity identity = FileIdentity.of(path, attributes);
    TailedFile known = files.get(identity);
    if (known != null && known.replacedBy(attributes)) {
      drop(known);
      known = null;
    }
    if (known == null) {
      newcomers.add(new Newcomer(path, identity, attributes));
      return;
    }
    known.look(attributes);
    byPath.put(path, known);
    present.computeIfAbsent(known, file -> new ArrayList<>()).add(path);
  }

  private void named(TailedFile file, List<Path> names, Set<TailedFile> ready) {
    if (nameless.remove(file)) {
      open.unpin(file);
    }
    if (!names.contains(file.path())) {
      file.moved(names.getFirst());
    }
    if (!file.drained()) {
      ready.add(file);
    }
  }

  /** Files that the search did not find: read on if they are open, else keep their place. */
  private void missing(Set<TailedFile> present, Set<TailedFile> ready, long nowNanos) {
    for (TailedFile file : List.copyOf(files.values())) {
      if (present.contains(file) || nameless.contains(file) || troubles.hides(file.path())) {
        continue;
      }
      if (file.isOpen()) {
        nameless.add(file);
        open.pin(file);
        file.drained(false);
        ready.add(file);
      } else {
        leave(file, nowNanos);
      }
    }
  }

  /** Nobody can read it any more, or it has been read to its end: only its place is kept. */
  void leave(TailedFile file, long nowNanos) {
    drop(file);
    remembered.put(file.identity(), file.place(), nowNanos);
  }

  private void drop(TailedFile file) {
    files.remove(file.identity());
    nameless.remove(file);
    open.close(file);
  }

  /**
   * Files renamed to what the patterns do not find, while nobody looked: their rest comes first.
   */
  private void strays(
      List<Newcomer> newcomers, Map<Path, TailedFile> before, Set<TailedFile> ready) {
    Set<FileIdentity> found =
        newcomers.stream().map(Newcomer::identity).collect(Collectors.toSet());
    Map<FileIdentity, Place> lost = new HashMap<>(remembered.takeFresh());
    lost.keySet().removeAll(found);
    lost.keySet().removeAll(files.keySet());
    for (Stray stray : Strays.find(lost)) {
      TailedFile file = stray.file();
      if (opened(file, () -> file.resume(stray.place(), buffer))) {
        accept(file);
        nameless.add(file);
        open.pin(file);
        ready.add(file);
        before.putIfAbsent(Path.of(stray.place().path()), file);
      } else {
        open.close(file);
      }
    }
  }

  private void welcome(
      Newcomer found, boolean fromEnd, Map<Path, TailedFile> before, Set<TailedFile> ready) {
    TailedFile known = files.get(found.identity);
    if (known != null) {
      byPath.put(found.path, known);
      return;
    }
    TailedFile file = new TailedFile(found.identity, found.path, Birth.millis(found.attributes));
    file.look(found.attributes);
    Place place = remembered.get(found.identity);
    if (!opened(file, () -> begin(file, place, fromEnd))) {
      return;
    }
    accept(file);
    if (place != null) {
      before.putIfAbsent(Path.of(place.path()), file);
    }
    byPath.put(found.path, file);
    follow(file, before.get(found.path), ready);
    ready.add(file);
  }

  /** The file that had the name before is looked at once more, as late as possible. */
  private void follow(TailedFile file, @Nullable TailedFile earlier, Set<TailedFile> ready) {
    if (earlier != null && earlier != file && files.get(earlier.identity()) == earlier) {
      earlier.drained(false);
      ready.add(earlier);
      file.readAfter(earlier);
    }
  }

  /** Goes to where reading begins; a file that was written anew is read from its beginning. */
  private boolean begin(TailedFile file, @Nullable Place place, boolean fromEnd)
      throws IOException {
    if (place != null) {
      file.resume(place, buffer);
    } else if (fromEnd) {
      file.skipToEnd(buffer);
    }
    return true;
  }

  private void accept(TailedFile file) {
    files.put(file.identity(), file);
    remembered.remove(file.identity());
  }

  private interface Opening {
    boolean run() throws IOException;
  }

  /** False also if the file cannot be read: the next search tries again. */
  private boolean opened(TailedFile file, Opening opening) {
    try {
      open.use(file);
      return opening.run();
    } catch (NoSuchFileException | MovedException e) {
      open.close(file);
      remembered.seekAgain(file.identity());
    } catch (IOException e) {
      open.close(file);
      troubles.unreadable(file.path(), e);
    }
    return false;
  }
}
