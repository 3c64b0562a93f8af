package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.StreamSupport;
import monitor.itest.oracle.BalanceWatch;
import monitor.itest.oracle.Judge;
import monitor.itest.oracle.Ledger;
import monitor.itest.oracle.Load;
import monitor.itest.oracle.Mint;
import monitor.itest.oracle.StoredSums;
import monitor.itest.oracle.Target;
import monitor.itest.oracle.Verdict;

/**
 * A platform whose data folder lies on a small file system, with the lines of the oracle (policy
 * {@code block}) and numbers of a plugin (policy {@code drop_oldest}) coming in.
 */
final class FullDisk implements AutoCloseable {
  private static final int PER_SECOND = 2_000;
  private static final String OK = "ok";

  /** A fresh event arrives within 5 s; a busy machine and a database that restarts stretch that. */
  private static final Duration RECOVERED = Duration.ofSeconds(60);

  private static final Duration NOTICED = Duration.ofSeconds(60);
  private static final Duration DRAINED = Duration.ofSeconds(90);

  private static final String CONFIGURATION =
      """
      [runtime]
      journal.max-size = "8MiB"
      journal.free-floor = "0B"
      """;

  private final Path folder;
  private final Mount mount;
  private final Mint mint;
  private final Target target;
  private final Ledger ledger;
  private final Load load;
  private final BalanceWatch watch;

  /**
   * Starts it.
   *
   * @param server where the embedded database lies; beyond the mount it is reached by a link
   * @param seed of the lines
   */
  FullDisk(Path folder, Mount mount, Path server, long seed) throws Exception {
    this.folder = folder;
    this.mount = mount;
    String options = "-Dload.rate=%d -Dload.stop=%s".formatted(PER_SECOND, stop());
    target = new Target(Surroundings.DISTRIBUTION, folder, Map.of("MONITOR_JAVA_OPTS", options));
    Path data = target.data();
    Files.createDirectories(mount.at().resolve("taken"));
    Files.createDirectories(server);
    if (!server.startsWith(data)) {
      Files.createSymbolicLink(data.resolve("postgres"), server);
    }
    Files.createDirectories(data.resolve("plugins"));
    Path jar = PluginProject.forTests("load-plugin").build();
    Files.copy(jar, data.resolve("plugins/load.jar"));
    Files.createDirectories(folder.resolve("conf.d"));
    Files.writeString(folder.resolve("conf.d/small.toml"), CONFIGURATION);
    target.start();
    target.awaitReady(Platform.READY);
    target.pipeline();
    mint = new Mint(seed);
    ledger = Ledger.create(folder.resolve("ledger.txt"));
    load = Load.start(target.watched(), ledger, mint, PER_SECOND);
    watch = new BalanceWatch(target, ledger);
    awaitFresh("the first lines");
  }

  private Path stop() {
    return folder.resolve("numbers");
  }

  /** Takes what the file system has until nothing comes in any more, and gives it back. */
  void cycle(Shortage shortage) throws Exception {
    Path taken = mount.at().resolve("taken");
    long held = ledger.issued() + PER_SECOND;
    try {
      Await.until(
          "the journal refuses lines for want of " + shortage,
          NOTICED,
          () -> {
            shortage.take(taken);
            return ledger.issued() < held ? OK : state();
          },
          state -> !state.equals(OK));
      long more = ledger.issued() + PER_SECOND;
      Await.until("more lines are written", NOTICED, ledger::issued, now -> now >= more);
    } finally {
      Shortage.giveBack(taken);
    }
    awaitFresh("lines written after there were " + shortage + " again");
    Await.until("the journal is well", RECOVERED, this::state, OK::equals);
  }

  private String state() throws Exception {
    return target.pipeline().path("journal").path("state").asText();
  }

  private void awaitFresh(String what) throws Exception {
    long fresh = ledger.issued() + 1;
    Await.until(what, RECOVERED, this::stored, next -> next > fresh);
  }

  private long stored() throws IOException {
    try {
      return StoredSums.of(target).total();
    } catch (SQLException e) {
      // A database that has no room for its log ends, and is started again.
      return -1;
    }
  }

  /** Lets the oracle judge, and compares the numbers that were emitted with what is stored. */
  void compare() throws Exception {
    load.pause();
    Verdict verdict = new Judge(target, ledger, mint).judge(load);
    verdict =
        new Verdict(watch.findings(), Map.of("looks at the balance", watch.looks())).and(verdict);
    assertThat(verdict.findings()).as(verdict.toString()).isEmpty();
    // What waits is not dropped.
    assertThat(verdict.figures()).as(verdict.toString()).containsEntry("lines in gaps", 0L);
    assertThat(watch.looks()).isPositive();
    // Where it cannot be stored how far a sink came, that is said and not shown with its stack.
    assertThat(Files.readString(folder.resolve("output.txt")))
        .doesNotContain("monitor.runtime.journal.CursorStore.save(");
    Files.createFile(stop());
    String emitted =
        Await.until(
            "the plugin ends", NOTICED, () -> Files.readString(stop()), text -> !text.isEmpty());
    StoredNumbers stored =
        StoredNumbers.awaitAccountedFor(target.data(), Long.parseLong(emitted), DRAINED);
    assertThat(stored.missing()).as("a full disk drops numbers").isPositive();
    Await.until("the balance says the same", RECOVERED, this::balance, stored.balance()::equals);
  }

  /** Received, delivered, buffered and dropped of the numbers' route to storage. */
  private String balance() throws Exception {
    JsonNode route =
        StreamSupport.stream(target.pipeline().path("routes").spliterator(), false)
            .filter(one -> one.path("source").asText().startsWith("load."))
            .filter(one -> one.path("sink").asText().equals("sink.postgres"))
            .findFirst()
            .orElseThrow();
    JsonNode balance = route.path("balance");
    long dropped =
        balance.path("dropped").properties().stream().mapToLong(e -> e.getValue().asLong()).sum();
    return "received %d, delivered %d, buffered %d, dropped %d"
        .formatted(
            balance.path("received").asLong(),
            balance.path("delivered").asLong(),
            balance.path("buffered").asLong(),
            dropped);
  }

  @Override
  public void close() throws Exception {
    watch.close();
    load.close();
    ledger.close();
    target.close();
  }
}
