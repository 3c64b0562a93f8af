package monitor.runtime.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import monitor.api.source.Position;

/** Appends and reads as a test needs it: one after the other. */
final class Appends {
  private Appends() {}

  /** An append that was refused. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;
    private final boolean full;

    RefusedException(String reason, boolean full) {
      super(reason);
      this.full = full;
    }

    boolean full() {
      return full;
    }
  }

  static Entry entry(Journal journal, String stream, long first, int count, String body) {
    return new Entry(
        stream,
        journal.epoch(),
        first,
        count,
        null,
        new byte[] {1, 2},
        ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)),
        List.of(new Position("file", 1, "at " + (first + count))));
  }

  /** Starts an append. */
  static CompletableFuture<Location> start(Journal journal, Lane lane, Entry entry) {
    CompletableFuture<Location> done = new CompletableFuture<>();
    journal.append(
        lane,
        entry,
        new AppendCallback() {
          @Override
          public void durable(Location at, Location next) {
            done.complete(next);
          }

          @Override
          public void refused(String reason, boolean full) {
            done.completeExceptionally(new RefusedException(reason, full));
          }
        });
    return done;
  }

  /** Appends and waits; throws the refusal. */
  static Location append(Journal journal, Lane lane, Entry entry) throws IOException {
    try {
      return start(journal, lane, entry).get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RefusedException refused) {
        throw refused;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything that a lane holds. */
  static List<Entry> all(Journal journal, Lane lane) throws IOException {
    try (Reader reader = journal.reader(lane, null)) {
      return rest(reader);
    }
  }

  /** Everything that is ahead of a reader. */
  static List<Entry> rest(Reader reader) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (StoredEntry e = reader.next(EntryFilter.ALL);
        e != null;
        e = reader.next(EntryFilter.ALL)) {
      entries.add(e.entry());
    }
    return entries;
  }

  static String body(Entry entry) {
    return StandardCharsets.UTF_8.decode(entry.body().duplicate()).toString();
  }

  static List<String> bodies(List<Entry> entries) {
    return entries.stream().map(Appends::body).toList();
  }
}
