package monitor.runtime.route;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import monitor.runtime.journal.StoredEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps batches that a sink refused for ever, one file each, header and payload as they were, so
 * that a person can look at them. Bounded. Safe for many threads.
 */
final class Quarantine {
  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
  private static final int MOST_FILES = 1_000;

  private final Path folder;
  private final AtomicLong kept = new AtomicLong();

  Quarantine(Path folder) {
    this.folder = folder;
  }

  void keep(Parcel parcel, String reason) {
    StoredEntry stored = parcel.stored();
    if (stored == null || kept.incrementAndGet() > MOST_FILES) {
      return;
    }
    String name =
        "%s-%d.batch"
            .formatted(
                parcel.header().id().stream().replaceAll("[^A-Za-z0-9.~-]", "_"), parcel.first());
    try {
      Files.createDirectories(folder);
      write(folder.resolve(name), stored);
      LOG.warn("Batch {} is kept in {}: {}.", parcel.header().id(), folder.resolve(name), reason);
    } catch (IOException e) {
      LOG.error("Batch {} cannot be kept in {}.", parcel.header().id(), folder, e);
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
