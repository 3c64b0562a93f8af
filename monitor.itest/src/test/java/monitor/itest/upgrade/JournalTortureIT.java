package monitor.itest.upgrade;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import monitor.itest.Await;
import monitor.itest.StoredLines;
import monitor.itest.Surroundings;
import monitor.itest.oracle.Fault;
import monitor.itest.oracle.Kill;
import monitor.itest.oracle.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The journal of a real systemd-journald, which begins new files and removes old ones that are
 * stored, while the platform and its child are killed and the collector is upgraded and set back
 * (T15): every entry is stored once, intact and in order.
 */
@Tag("T15")
class JournalTortureIT {
  private static final Duration WITHIN = Duration.ofSeconds(120);
  private static final String NAME = "entry";
  private static final int PER_SECOND = 500;
  private static final int ROUNDS = 3;
  private static final int FULL_ROUNDS = 10;

  @Test
  void storesEveryEntryOnceOverThreeRounds() throws Exception {
    torture("journal-torture", ROUNDS);
  }

  @Test
  @Tag("full")
  void storesEveryEntryOnceOverTenRounds() throws Exception {
    torture("journal-torture-full", FULL_ROUNDS);
  }

  private static String configuration(Journald journald) {
    return """
    [[collector.journal]]
    name = "torture"
    identifiers = ["%s"]
    start = "beginning"
    directory = "%s"
    """
        .formatted(NAME, journald.files());
  }

  private static void torture(String name, int rounds) throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    System.out.println("tests.seed " + seed);
    Random random = new Random(seed);
    Path folder = Surroundings.emptyFolder(name);
    Path more = Files.createDirectories(folder.resolve("conf.d"));
    Files.writeString(more.resolve("upgrade.toml"), UpgradePlan.configuration());
    try (Editions editions = new Editions(Surroundings.DISTRIBUTION);
        Journald journald = new Journald(folder, NAME, PER_SECOND);
        Target target = new Target(Surroundings.DISTRIBUTION, folder, Map.of())) {
      Files.writeString(more.resolve("journal.toml"), configuration(journald));
      target.start();
      List<Fault> faults = new ArrayList<>(new CollectorFaults(editions).all());
      faults.addAll(List.of(Kill.SUPERVISOR, Fault.of("CHILD", JournalTortureIT::killChild)));
      for (int round = 0; round < rounds; round++) {
        target.awaitReady(WITHIN);
        awaitStored(target, journald.written());
        journald.vacuum();
        Fault fault = faults.get(random.nextInt(faults.size()));
        System.out.println("round %d: %s".formatted(round, fault.name()));
        fault.strike(target, random);
        journald.rotate();
      }
      target.awaitReady(WITHIN);
      awaitStored(target, journald.written());
      StoredLines.awaitComplete(target.data(), NAME, journald.finish(), WITHIN);
    }
  }

  private static void awaitStored(Target target, long lines) throws Exception {
    Await.until("entries", WITHIN, () -> next(target), next -> next >= lines);
  }

  private static long next(Target target) {
    try {
      return StoredLines.next(target.data(), NAME);
    } catch (Exception e) {
      // The database is about to come.
      return -1;
    }
  }

  /** The platform starts another one. */
  private static void killChild(Target target) {
    Target.kill(
        target.platform().stream()
            .flatMap(ProcessHandle::descendants)
            .filter(child -> child.info().command().orElse("").endsWith("/journalctl"))
            .toList());
  }
}
