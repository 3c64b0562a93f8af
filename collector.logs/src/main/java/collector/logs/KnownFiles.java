package collector.logs;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files that are read, by identity and by the paths that led to them at the last search. Used
 * by the thread of the source only.
 */
final class KnownFiles {
  private final Map<FileIdentity, TailedFile> files = new LinkedHashMap<>();
  private final Set<TailedFile> nameless = new LinkedHashSet<>();
  private final Set<TailedFile> superseded = new LinkedHashSet<>();
  private final Remembered remembered;
  private final OpenFiles open;
  private Map<Path, TailedFile> byPath = new HashMap<>();

  KnownFiles(Remembered remembered, OpenFiles open) {
    this.remembered = remembered;
    this.open = open;
  }

  /** The file that a path led to at the last search, or null. */
  @Nullable TailedFile at(Path path) {
    return byPath.get(path);
  }

  /** The file of an identity, or null. */
  @Nullable TailedFile of(FileIdentity identity) {
    return files.get(identity);
  }

  /** All of them. */
  Collection<TailedFile> all() {
    return List.copyOf(files.values());
  }

  boolean contains(TailedFile file) {
    return files.get(file.identity()) == file;
  }

  /** Whether it is open, but the patterns find it no more: it was renamed or deleted. */
  boolean isNameless(TailedFile file) {
    return nameless.contains(file);
  }

  /** Files that nobody tells about when they grow, because their name is gone. */
  Collection<TailedFile> nameless() {
    return List.copyOf(nameless);
  }

  /** Files whose last line need not wait for its end for ever: nobody is expected to write it. */
  Collection<TailedFile> fading() {
    Set<TailedFile> fading = new LinkedHashSet<>(nameless);
    superseded.stream().filter(file -> !file.held()).forEach(fading::add);
    return fading;
  }

  boolean anyFading() {
    return !nameless.isEmpty() || !superseded.isEmpty();
  }

  /** A search begins: what led to which file before. */
  Map<Path, TailedFile> forgetPaths() {
    Map<Path, TailedFile> before = byPath;
    byPath = new HashMap<>();
    return before;
  }

  /** A path leads to a file. */
  void found(Path path, TailedFile file) {
    byPath.put(path, file);
  }

  /** A file is read from now on. */
  void accept(TailedFile file) {
    files.put(file.identity(), file);
    remembered.remove(file.identity());
  }

  /** A file is read on although no pattern finds it. */
  void keepNameless(TailedFile file) {
    nameless.add(file);
    open.pin(file);
  }

  /** A file has a name again. */
  void named(TailedFile file) {
    if (nameless.remove(file)) {
      open.unpin(file);
    }
  }

  /** Another file has its name now, so it is not expected to grow for long. */
  void supersede(TailedFile file) {
    superseded.add(file);
  }

  /** It has been read to its very end. */
  void complete(TailedFile file, long nowNanos) {
    superseded.remove(file);
    if (nameless.contains(file)) {
      drop(file);
      remembered.keep(file.identity(), file.place(), nowNanos);
    }
  }

  /** Nobody can read it at the moment: it is to be looked for, and only its place is kept. */
  void leave(TailedFile file, long nowNanos) {
    drop(file);
    remembered.put(file.identity(), file.place(), nowNanos);
  }

  /** It is to be found once more before it is read. */
  void putBack(TailedFile file) {
    drop(file);
    byPath.values().removeIf(each -> each == file);
  }

  /** It is not read any more. */
  void drop(TailedFile file) {
    files.remove(file.identity());
    nameless.remove(file);
    superseded.remove(file);
    open.close(file);
    file.precedence().none();
  }
}
