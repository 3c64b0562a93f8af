package collector.logs;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells which entries of folders changed, by inotify. Folders are added by one thread, which also
 * waits; {@link #close} may be called from any thread and ends a wait.
 */
final class DirectoryWatch implements AutoCloseable {
  private final @Nullable WatchService service;
  private final String unavailable;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<Path, WatchKey> keys = new HashMap<>();
  private final Map<WatchKey, Path> folders = new HashMap<>();
  private final Set<Path> present = new HashSet<>();
  private final Set<Path> missing = new HashSet<>();

  /** Opens it; if that is not possible, {@link #add} will say why. */
  DirectoryWatch() {
    WatchService opened = null;
    String reason = "";
    try {
      opened = FileSystems.getDefault().newWatchService();
    } catch (IOException e) {
      reason = String.valueOf(e.getMessage());
    }
    service = opened;
    unavailable = reason;
  }

  /**
   * What happened since the last look.
   *
   * @param modified entries whose content changed
   * @param appeared entries that came, went, or were renamed
   * @param overflow whether some changes were not told
   */
  record Changes(Set<Path> modified, Set<Path> appeared, boolean overflow) {
    static final Changes NONE = new Changes(Set.of(), Set.of(), false);
  }

  /**
   * Watches a folder from now on; nothing happens if it is watched already. As long as it is not
   * there, the nearest folder above it is watched instead, and tells when the way to it appears.
   *
   * @throws IOException if it may not be read, or there are too many watches
   */
  void add(Path folder) throws IOException {
    if (service == null) {
      throw new IOException(unavailable);
    }
    try {
      if (watched(service, folder)) {
        missing.remove(folder);
        present.add(folder);
      } else {
        present.remove(folder);
        missing.add(folder);
        watchAbove(service, folder);
      }
    } catch (ClosedWatchServiceException e) {
      // the source is about to end
    }
  }

  private void watchAbove(WatchService service, Path folder) throws IOException {
    Path above;
    do {
      above = folder.getParent();
      while (above != null && !watched(service, above)) {
        above = above.getParent();
      }
      // What appeared between the two looks is told by nobody.
    } while (above != null && Files.isDirectory(above.resolve(nextName(above, folder))));
  }

  private static Path nextName(Path above, Path folder) {
    return folder.getName(above.getNameCount());
  }

  /** Whether a folder is watched now; it is not if it is not there. */
  private boolean watched(WatchService service, Path folder) throws IOException {
    WatchKey known = keys.get(folder);
    if (known != null && known.isValid()) {
      return true;
    }
    try {
      WatchKey key =
          folder.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      keys.put(folder, key);
      folders.put(key, folder);
      return true;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return false;
    }
  }

  /**
   * Waits for changes, at most for the given time.
   *
   * @return what changed; nothing when the time is over or the watch was closed
   */
  Changes await(Duration time) throws InterruptedException {
    if (service == null) {
      closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
      return Changes.NONE;
    }
    try {
      WatchKey first = service.poll(time.toNanos(), TimeUnit.NANOSECONDS);
      return first == null ? Changes.NONE : collect(service, first);
    } catch (ClosedWatchServiceException e) {
      return Changes.NONE;
    }
  }

  private Changes collect(WatchService service, WatchKey first) {
    Set<Path> modified = new HashSet<>();
    Set<Path> appeared = new HashSet<>();
    boolean overflow = false;
    for (@Nullable WatchKey key = first; key != null; key = service.poll()) {
      overflow |= take(key, modified, appeared);
    }
    return new Changes(modified, appeared, overflow);
  }

  private boolean take(WatchKey key, Set<Path> modified, Set<Path> appeared) {
    Path folder = folders.get(key);
    boolean overflow = folder == null;
    for (WatchEvent<?> event : key.pollEvents()) {
      if (folder == null || !(event.context() instanceof Path name)) {
        overflow = true;
      } else if (!present.contains(folder)) {
        announce(folder.resolve(name), appeared);
      } else if (event.kind() == StandardWatchEventKinds.ENTRY_MODIFY) {
        modified.add(folder.resolve(name));
      } else {
        appeared.add(folder.resolve(name));
      }
    }
    if (!key.reset()) {
      forget(key, folder);
      overflow = true;
    }
    return overflow;
  }

  /** A folder is gone; perhaps one with its name is watched anew already. */
  private void forget(WatchKey key, @Nullable Path folder) {
    folders.remove(key);
    if (folder != null && keys.remove(folder, key)) {
      present.remove(folder);
    }
  }

  /** Of a folder that is watched for what is to come below it, the rest is of no interest. */
  private void announce(Path path, Set<Path> appeared) {
    if (missing.stream().anyMatch(folder -> folder.startsWith(path))) {
      appeared.add(path);
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    if (service != null) {
      service.close();
    }
  }
}
