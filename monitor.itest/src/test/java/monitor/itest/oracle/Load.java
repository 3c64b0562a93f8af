package monitor.itest.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines at a rate into several watched files of one or more folders, each with its share of
 * it, and keeps the ledger. Works on a thread of its own from the start until it is closed.
 */
public final class Load implements AutoCloseable {
  /**
   * Share of the rate that each writer of a folder has, in hundredths; the first two are one
   * source. Writers, and sources, are numbered through all folders.
   */
  static final List<Integer> SHARES = List.of(50, 30, 17, 3);

  /** Writers of each source of a folder. */
  private static final List<List<Integer>> SOURCES = List.of(List.of(0, 1), List.of(2), List.of(3));

  /** What the names of its sources begin with. */
  static final String SOURCE = "collector.logs~oracle";

  private static final long TICK_NANOS = 20_000_000;
  private static final long SECOND_NANOS = 1_000_000_000;
  private static final int HUNDREDTHS = 100;

  private final Ledger ledger;
  private final Rotations rotations;
  private final List<WatchedLog> logs = new ArrayList<>();
  private final List<Double> owed = new ArrayList<>();
  private final SplittableRandom random;
  private final Thread thread = new Thread(this::run, "oracle-load");
  private volatile int eventsPerSecond;
  private final AtomicInteger extra = new AtomicInteger();
  private volatile long ticks;
  private volatile boolean stop;
  private volatile @Nullable Exception failure;

  private Load(Ledger ledger, Rotations rotations, SplittableRandom random) {
    this.ledger = ledger;
    this.rotations = rotations;
    this.random = random;
  }

  /**
   * Starts to write.
   *
   * @param folder where the files are; see {@link #configuration}
   */
  public static Load start(Path folder, Ledger ledger, Mint mint, int eventsPerSecond)
      throws IOException {
    return start(folder, ledger, mint, eventsPerSecond, Rotations.CALM, StoredFiles.UNKNOWN);
  }

  /**
   * Starts to write files that are rotated like this.
   *
   * @param stored asked before lines are taken away
   */
  static Load start(
      Path folder,
      Ledger ledger,
      Mint mint,
      int eventsPerSecond,
      Rotations rotations,
      StoredFiles stored)
      throws IOException {
    Load load = new Load(ledger, rotations, new SplittableRandom(mint.seed()));
    load.begin(List.of(folder), mint, eventsPerSecond, stored);
    return load;
  }

  /**
   * Starts to write into several folders.
   *
   * @param eventsPerSecond into each of them
   */
  public static Load start(List<Path> folders, Ledger ledger, Mint mint, int eventsPerSecond)
      throws IOException {
    Load load = new Load(ledger, Rotations.CALM, new SplittableRandom(mint.seed()));
    load.begin(folders, mint, eventsPerSecond, StoredFiles.UNKNOWN);
    return load;
  }

  private void begin(List<Path> folders, Mint mint, int rate, StoredFiles stored)
      throws IOException {
    for (Path folder : folders) {
      Files.createDirectories(folder);
      for (int i = 0; i < SHARES.size(); i++) {
        logs.add(new WatchedLog(folder, logs.size(), mint, stored));
        owed.add(0.0);
      }
    }
    eventsPerSecond = rate;
    thread.start();
  }

  /** Three sources that watch the files, and the ordinary ones beside them. */
  public static String configuration(Path folder) {
    return configuration(folder, 0);
  }

  /** As for the first folder of a load, for a further one. */
  public static String configuration(Path folder, int index) {
    StringBuilder text = new StringBuilder("[collector.metrics]\ninterval = \"1s\"\n");
    for (int source = 0; source < SOURCES.size(); source++) {
      int number = index * SOURCES.size() + source;
      text.append("\n[[collector.logs]]\nname = \"oracle%d\"\npaths = [".formatted(number));
      for (int writer : SOURCES.get(source)) {
        text.append("\"%s/w%02d.log*\", ".formatted(folder, index * SHARES.size() + writer));
      }
      text.setLength(text.length() - 2);
      text.append("]\n");
    }
    return text.toString();
  }

  /** The source that reads the files of a writer. */
  static String source(int writer) {
    int folder = writer / SHARES.size();
    int index = 0;
    while (!SOURCES.get(index).contains(writer % SHARES.size())) {
      index++;
    }
    return SOURCE + (folder * SOURCES.size() + index);
  }

  /** The folder whose files a source reads. */
  static int folder(String source) {
    return Integer.parseInt(source.substring(SOURCE.length())) / SOURCES.size();
  }

  private void run() {
    try {
      long before = System.nanoTime();
      while (!stop) {
        LockSupport.parkNanos(TICK_NANOS);
        long now = System.nanoTime();
        tick(now - before);
        before = now;
        ticks++;
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private void tick(long elapsedNanos) throws IOException {
    double seconds = Math.min(1, (double) elapsedNanos / SECOND_NANOS);
    int further = extra.getAndSet(0);
    int[] counts = new int[logs.size()];
    for (int i = 0; i < counts.length; i++) {
      // Between half and one and a half of its share: no two ticks are alike.
      double share = (double) eventsPerSecond * SHARES.get(i % SHARES.size()) / HUNDREDTHS;
      owed.set(i, owed.get(i) + share * seconds * (0.5 + random.nextDouble()));
      counts[i] = owed.get(i).intValue();
      owed.set(i, owed.get(i) - counts[i]);
      counts[i] += further;
    }
    write(counts, seconds);
  }

  /** The ledger is forced once: for what is about to be written, and for what was before. */
  private void write(int[] counts, double seconds) throws IOException {
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        WatchedLog log = logs.get(i);
        ledger.issue(log.writer(), log.next() + counts[i]);
      }
    }
    ledger.force();
    for (int i = 0; i < counts.length; i++) {
      WatchedLog log = logs.get(i);
      int parts = 1 + (eventsPerSecond > 0 ? rotations.count(seconds, random) : 0);
      for (int part = 0; part < parts; part++) {
        write(log, counts[i] * (part + 1) / parts - counts[i] * part / parts);
        if (part + 1 < parts) {
          log.rotate(rotations.next(random));
        }
      }
    }
  }

  private void write(WatchedLog log, int count) throws IOException {
    if (count > 0) {
      log.write(count, random);
      ledger.durable(log.writer(), log.next());
    }
  }

  /** Goes on at this rate. */
  public void resume(int events) {
    eventsPerSecond = events;
  }

  /** Writes no more for a while; the ledger knows everything when this returns. */
  public void pause() {
    eventsPerSecond = 0;
    long now = ticks;
    while (thread.isAlive() && ticks < now + 3) {
      LockSupport.parkNanos(TICK_NANOS / 4);
    }
  }

  /** Writes one line to each file at once. */
  public void poke() {
    extra.incrementAndGet();
  }

  /** Ends the writing; the ledger knows everything then. */
  @Override
  public void close() throws IOException {
    stop = true;
    while (thread.isAlive()) {
      LockSupport.parkNanos(TICK_NANOS / 4);
    }
    for (WatchedLog log : logs) {
      log.close();
    }
    ledger.force();
    Exception broken = failure;
    if (broken != null) {
      throw new IOException("the load ended early", broken);
    }
  }
}
