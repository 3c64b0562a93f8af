package bench;

import bench.platform.Folders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import monitor.api.source.Position;
import monitor.runtime.Monitor;
import monitor.runtime.journal.AppendCallback;
import monitor.runtime.journal.Entry;
import monitor.runtime.journal.Journal;
import monitor.runtime.journal.JournalSettings;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.Location;
import monitor.runtime.route.CursorState;

/**
 * How long a journal of 1 GiB takes to open, everything in it still owed to a sink, by the size of
 * its batches: the journal alone, and the whole runtime. Where the files can be dropped from the
 * cache of the system ({@code dd}), they are, before each.
 *
 * <p>Arguments: size in MiB (default 1024), folder (default a temporary one).
 */
public final class JournalOpenBench {
  private static final int[] BODIES = {128, 4 << 10, 64 << 10, 1 << 20};
  private static final int STREAMS = 20;
  private static final int UNDER_WAY_BYTES = 8 << 20;

  private JournalOpenBench() {}

  /** Runs every size. */
  public static void main(String[] arguments) throws Exception {
    long bytes = (arguments.length > 0 ? Long.parseLong(arguments[0]) : 1024) << 20;
    Path folder =
        arguments.length > 1 ? Path.of(arguments[1]) : Files.createTempDirectory("journal-open");
    System.out.printf(
        "%10s %10s %10s | %12s %12s | %12s %12s%n",
        "body", "entries", "MiB", "journal ms", "MiB read", "runtime ms", "MiB read");
    for (int body : BODIES) {
      Path data = folder.resolve("body-" + body);
      try {
        long entries = fill(data, bytes, body);
        Cost journal = cost(data, () -> Journal.open(settings(data, bytes)));
        Cost runtime = cost(data, () -> Monitor.builder(data).journal(bytes, bytes).build());
        System.out.printf(
            "%,10d %,10d %,10d | %,12d %,12d | %,12d %,12d%n",
            body,
            entries,
            size(data) >> 20,
            journal.millis(),
            journal.read() >> 20,
            runtime.millis(),
            runtime.read() >> 20);
      } finally {
        Folders.delete(data);
      }
    }
  }

  private record Cost(long millis, long read) {}

  private interface Opening {
    AutoCloseable open() throws Exception;
  }

  private static Cost cost(Path data, Opening opening) throws Exception {
    dropFromCache(data);
    long before = read();
    long begun = System.nanoTime();
    try (AutoCloseable opened = opening.open()) {
      long millis = (System.nanoTime() - begun) / 1_000_000;
      return new Cost(millis, read() - before);
    }
  }

  private static JournalSettings settings(Path data, long bytes) {
    return JournalSettings.in(data.resolve("journal")).quotas(bytes, bytes).build();
  }

  /** Fills the kept lane to its quota; nothing of it was delivered. */
  private static long fill(Path data, long bytes, int body) throws Exception {
    Files.createDirectories(data);
    byte[] random = new byte[body];
    new Random(1).nextBytes(random);
    int most = Math.clamp(UNDER_WAY_BYTES / body, 1, 1_000);
    Semaphore underWay = new Semaphore(most);
    try (Journal journal = Journal.open(settings(data, bytes))) {
      journal.cursors().save("store", cursor());
      long entries = 0;
      while (journal.usage(Lane.KEPT).bytes() < bytes - (48L << 20)) {
        underWay.acquire();
        Entry entry = entry(journal, entries++, ByteBuffer.wrap(random));
        journal.append(Lane.KEPT, entry, new Release(underWay));
      }
      underWay.acquire(most);
      return entries;
    }
  }

  private static Entry entry(Journal journal, long number, ByteBuffer body) {
    return new Entry(
        "source-" + number % STREAMS + "/log",
        journal.epoch(),
        number / STREAMS * 10,
        10,
        null,
        new byte[200],
        body,
        List.of(new Position("/var/log/some/file.log", 1, "offset " + number)));
  }

  /** A refusal ends the run: what is measured then is not what was asked for. */
  private record Release(Semaphore underWay) implements AppendCallback {
    @Override
    public void durable(Location at, Location next) {
      underWay.release();
    }

    @Override
    public void refused(String reason, boolean full) {
      System.err.println(reason);
      Runtime.getRuntime().halt(1);
    }
  }

  private static byte[] cursor() throws IOException {
    Map<String, CursorState.Entry> streams = new HashMap<>();
    for (int i = 0; i < STREAMS; i++) {
      streams.put("source-" + i + "/log", new CursorState.Entry(0, 0, 0, Map.of(), Map.of()));
    }
    return new CursorState(streams).encode();
  }

  /** Bytes that this process has read so far. */
  private static long read() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/io")).stream()
        .filter(line -> line.startsWith("rchar: "))
        .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
        .sum();
  }

  private static void dropFromCache(Path data) throws IOException, InterruptedException {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        new ProcessBuilder("dd", "of=" + file, "oflag=nocache", "conv=notrunc,fdatasync", "count=0")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
      }
    }
  }

  private static long size(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
