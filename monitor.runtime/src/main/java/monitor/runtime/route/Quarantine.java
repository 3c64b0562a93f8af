package monitor.runtime.route;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import monitor.api.delivery.BatchId;
import monitor.runtime.journal.StoredEntry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps batches that a sink refused for ever, or that are not what was sealed, one file each,
 * header and payload as they were, so that a person can look at them. Bounded in files. Safe for
 * many threads.
 */
final class Quarantine {
  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

  /** Files that are kept. */
  static final int MOST_FILES = 1_000;

  private final Path folder;
  private final AtomicLong batches = new AtomicLong();

  Quarantine(Path folder) {
    this.folder = folder;
  }

  /** Batches since the start, those included for which there was no room any more. */
  long batches() {
    return batches.get();
  }

  void keep(BatchId id, @Nullable StoredEntry stored, String reason) {
    if (stored != null) {
      keep(id.toString(), stored, reason);
    }
  }

  void keepDamaged(StoredEntry stored) {
    String reason = "its SHA-256 is not the one that it was sealed with";
    LOG.error(
        "The batch of {} from {} on is damaged and is not delivered: {}.",
        stored.entry().stream(),
        stored.entry().firstSequence(),
        reason);
    keep(stored.entry().stream() + " " + stored.entry().firstSequence(), stored, reason);
  }

  private void keep(String what, StoredEntry stored, String reason) {
    if (batches.incrementAndGet() > MOST_FILES) {
      return;
    }
    String stream = stored.entry().stream().replaceAll("[^A-Za-z0-9.~-]", "_");
    Path file =
        folder.resolve(
            "%s-%d-%d.batch"
                .formatted(
                    stream, stored.entry().epoch().ordinal(), stored.entry().firstSequence()));
    try {
      Files.createDirectories(folder);
      write(file, stored);
      LOG.warn("Batch {} is kept in {}: {}.", what, file, reason);
    } catch (IOException e) {
      LOG.error("Batch {} cannot be kept in {}.", what, folder, e);
    }
  }

  private static void write(Path file, StoredEntry stored) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      channel.write(ByteBuffer.wrap(stored.entry().header()));
      channel.write(stored.entry().body().duplicate());
      channel.force(true);
    }
  }
}
