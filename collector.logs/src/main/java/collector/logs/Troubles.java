package collector.logs;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import monitor.api.status.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What does not work, as one status: each thing is said once, not each time that it is met. Used by
 * the thread of the source only.
 */
final class Troubles {
  private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);

  private final Map<Path, String> unreadable = new LinkedHashMap<>();
  private final Map<Path, String> beforeScan = new LinkedHashMap<>();
  private @Nullable String watch;
  private long lostBytes;
  private @Nullable Path lostFrom;

  /** A search begins, and will meet again what is still in the way. */
  void scanning() {
    beforeScan.clear();
    beforeScan.putAll(unreadable);
    unreadable.clear();
    watch = null;
  }

  /** Something could not be read. */
  void unreadable(Path path, IOException cause) {
    String reason =
        cause instanceof AccessDeniedException
            ? "permission denied"
            : String.valueOf(cause.getMessage());
    if (unreadable.put(path, reason) == null && !beforeScan.containsKey(path)) {
      LOG.warn("Cannot read {}: {}.", path, reason);
    }
  }

  /** Whether this, or a folder above it, could not be read by the last search. */
  boolean hides(Path path) {
    return unreadable.keySet().stream().anyMatch(path::startsWith);
  }

  /** A folder could not be watched, so that its files are looked at by the search only. */
  void unwatched(Path folder, IOException cause) {
    if (watch == null) {
      watch =
          "cannot watch %s (%s), looking at it from time to time"
              .formatted(folder, cause.getMessage());
    }
  }

  /** A file was truncated or written anew, with some bytes not read. */
  void truncated(Path path, long bytes) {
    if (bytes > 0) {
      lostBytes += bytes;
      lostFrom = path;
      LOG.error("{} was truncated before its last {} bytes were read: they are lost.", path, bytes);
    } else {
      LOG.debug("{} was truncated and is read from its beginning.", path);
    }
  }

  /** All of it. */
  Status status() {
    StringBuilder text = new StringBuilder();
    unreadable.entrySet().stream()
        .findFirst()
        .ifPresent(
            first -> text.append("cannot read %s: %s".formatted(first.getKey(), first.getValue())));
    if (unreadable.size() > 1) {
      text.append(" (and %d more)".formatted(unreadable.size() - 1));
    }
    append(text, watch);
    if (lostFrom != null) {
      append(text, "%d bytes lost by truncation, last of %s".formatted(lostBytes, lostFrom));
    }
    return text.isEmpty() ? Status.OK : Status.degraded(text.toString());
  }

  private static void append(StringBuilder text, @Nullable String part) {
    if (part != null) {
      text.append(text.isEmpty() ? "" : "; ").append(part);
    }
  }
}
