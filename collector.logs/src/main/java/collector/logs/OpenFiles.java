package collector.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Bounds the file descriptors: when there are too many, the file that was read longest ago is
 * closed, and opened again when there is something to read. Files without a name are left out of
 * the count, because they could not be opened again. Used by the thread of the source only.
 */
final class OpenFiles implements AutoCloseable {
  private int limit;
  private final Set<TailedFile> used = new LinkedHashSet<>();
  private final Set<TailedFile> pinned = new LinkedHashSet<>();

  OpenFiles(int limit) {
    this.limit = limit;
  }

  /** A file is about to be read. */
  void use(TailedFile file) throws IOException {
    if (pinned.contains(file)) {
      return;
    }
    used.remove(file);
    used.add(file);
    while (used.size() > limit) {
      TailedFile oldest = used.iterator().next();
      used.remove(oldest);
      oldest.close();
    }
  }

  /**
   * Gives back half of the descriptors if the cause says that the process has none left (EMFILE),
   * and holds fewer from now on.
   *
   * @return whether it is worth trying again
   */
  boolean relieve(IOException cause) {
    if (!String.valueOf(cause.getMessage()).contains("Too many open files") || used.size() < 2) {
      return false;
    }
    limit = used.size() / 2;
    for (TailedFile file : List.copyOf(used).subList(0, used.size() - limit)) {
      close(file);
    }
    return true;
  }

  /** How many it may hold at the moment. */
  int limit() {
    return limit;
  }

  /** A file lost its name: keep it open. */
  void pin(TailedFile file) {
    used.remove(file);
    pinned.add(file);
  }

  /** A file has a name again. */
  void unpin(TailedFile file) {
    if (pinned.remove(file)) {
      used.add(file);
    }
  }

  /** A file is not read any more. */
  void close(TailedFile file) {
    used.remove(file);
    pinned.remove(file);
    closeQuietly(file);
  }

  /** A descriptor that cannot be closed is gone all the same. */
  private static void closeQuietly(TailedFile file) {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    used.forEach(OpenFiles::closeQuietly);
    pinned.forEach(OpenFiles::closeQuietly);
    used.clear();
    pinned.clear();
  }
}
