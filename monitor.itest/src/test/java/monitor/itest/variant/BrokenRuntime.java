package monitor.itest.variant;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.runtime.journal.AppendCallback;
import monitor.runtime.journal.CursorStore;
import monitor.runtime.journal.Entry;
import monitor.runtime.journal.EntryFilter;
import monitor.runtime.journal.Journal;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.Location;
import monitor.runtime.journal.Reader;
import monitor.runtime.journal.Store;
import monitor.runtime.journal.StoreFile;
import monitor.runtime.journal.StoredEntry;
import monitor.runtime.route.Route;
import monitor.runtime.stream.Loss;
import org.jspecify.annotations.Nullable;

/** What broken variants of the runtime do instead. Runs inside of it. */
public final class BrokenRuntime {
  private static final long APART_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final Map<String, Location> FIRST = new ConcurrentHashMap<>();
  private static final ThreadLocal<Integer> COMPUTED = ThreadLocal.withInitial(() -> 0);

  private BrokenRuntime() {}

  private static final AppendCallback NOBODY =
      new AppendCallback() {
        @Override
        public void durable(Location at, Location next) {}

        @Override
        public void refused(String reason, boolean full) {}
      };

  /** Instead of appending events together with the positions after them. */
  public static void positionsFirst(
      Journal journal, Lane lane, Entry entry, AppendCallback callback) {
    if (entry.count() == 0 || entry.positions().isEmpty()) {
      journal.append(lane, entry, callback);
      return;
    }
    journal.append(
        lane, Entry.positionsOnly(entry.stream(), entry.epoch(), entry.positions()), NOBODY);
    LockSupport.parkNanos(APART_NANOS);
    Entry events =
        new Entry(
            entry.stream(),
            entry.epoch(),
            entry.firstSequence(),
            entry.count(),
            entry.gap(),
            entry.header(),
            entry.body(),
            List.of());
    journal.append(lane, events, callback);
  }

  /** Instead of making a file durable. */
  public static void forceNothing(StoreFile file) {}

  /** Instead of making names durable. */
  public static void syncNothing(Store store, Path folder) {}

  /** Instead of reading a check sum that was computed: remembers it. */
  public static long compute(CRC32C crc) {
    COMPUTED.set((int) crc.getValue());
    return crc.getValue();
  }

  /** Instead of the check sum that was written: whatever was computed. */
  public static int asComputed(Object frame) {
    return COMPUTED.get();
  }

  /** Instead of comparing a batch with its hash. */
  public static boolean takeAsIntact(byte[] header, ByteBuffer payload) {
    return true;
  }

  /** Instead of storing a cursor. */
  public static void saveNothing(CursorStore cursors, String name, byte[] state) {}

  /** Instead of listing the files of a journal. */
  public static List<Path> withoutLast(Store store, Path folder) throws IOException {
    List<Path> files = new ArrayList<>(store.list(folder));
    for (String lane : List.of("kept-", "ring-")) {
      files.stream()
          .filter(file -> file.getFileName().toString().startsWith(lane))
          .filter(file -> file.getFileName().toString().endsWith(".segment"))
          .max(Comparator.naturalOrder())
          .ifPresent(files::remove);
    }
    return files;
  }

  /** Instead of reading the next entry. */
  public static @Nullable StoredEntry skipFirst(Reader reader, EntryFilter filter, int most)
      throws IOException {
    StoredEntry entry = reader.next(filter, most);
    return isFirst(entry) ? reader.next(filter, most) : entry;
  }

  /** Instead of looking for the next entry. */
  public static @Nullable StoredEntry skimFirst(Reader reader, EntryFilter filter)
      throws IOException {
    StoredEntry entry = reader.skim(filter);
    return isFirst(entry) ? reader.skim(filter) : entry;
  }

  private static boolean isFirst(@Nullable StoredEntry entry) {
    return entry != null
        && FIRST
            .computeIfAbsent(entry.entry().stream() + " " + entry.at().segment(), key -> entry.at())
            .equals(entry.at());
  }

  /** Instead of adding a lost range to what was dropped. */
  public static void countNothing(Route route, Map<String, Long> counts, Loss loss) {}

  /** Instead of the outcome of a batch that was handed over. */
  public static CompletionStage<Outcome> atOnce(Delivery.Pending pending) {
    return CompletableFuture.completedFuture(Outcome.ACCEPTED);
  }

  /** Instead of the outcome: what is to be tried again counts as accepted. */
  public static CompletionStage<Outcome> neverRetry(Delivery.Pending pending) {
    return pending
        .outcome()
        .thenApply(outcome -> outcome instanceof Outcome.Retry ? Outcome.ACCEPTED : outcome);
  }
}
