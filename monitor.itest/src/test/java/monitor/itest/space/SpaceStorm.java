package monitor.itest.space;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import monitor.itest.oracle.BalanceWatch;
import monitor.itest.oracle.Check;
import monitor.itest.oracle.Finding;
import monitor.itest.oracle.Judge;
import monitor.itest.oracle.Ledger;
import monitor.itest.oracle.Load;
import monitor.itest.oracle.Mint;
import monitor.itest.oracle.Report;
import monitor.itest.oracle.Verdict;

/**
 * Lines under way on both agents, blows in rounds, each followed by a recovery in which nobody
 * helps but by starting what was killed, and the verdict of the oracle whenever it is asked for.
 */
final class SpaceStorm implements AutoCloseable {
  private static final int LOAD_MILLIS = 2_000;
  private static final int RECOVERY_MILLIS = 3_000;

  /** A stream that was refused often waits up to 30 s; three of these pauses. */
  private static final Duration STALLED = Duration.ofSeconds(90);

  private final Fleet fleet;
  private final Random random;
  private final long seed;
  private final int eventsPerSecond;
  private final Consumer<String> log;
  private final Ledger ledger;
  private final Load load;
  private final BalanceWatch watch;
  private final Judge judge;
  private final Map<String, Integer> strikes = new TreeMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private int rounds;
  private long slowestMillis;
  private long begun = System.nanoTime();

  /** The load begins. */
  SpaceStorm(Fleet fleet, Path folder, long seed, int eventsPerSecond, Consumer<String> log)
      throws IOException {
    this.fleet = fleet;
    this.seed = seed;
    this.random = new Random(seed);
    this.eventsPerSecond = eventsPerSecond;
    this.log = log;
    Mint mint = new Mint(seed);
    ledger = Ledger.create(folder.resolve("ledger.txt"));
    load = Load.start(fleet.watched(), ledger, mint, eventsPerSecond);
    watch = new BalanceWatch(fleet, ledger);
    judge = new Judge(fleet, ledger, mint, STALLED);
  }

  /** Rounds of blows under load, every one of them before any comes again. */
  void rounds(List<Blow> blows, int count) throws Exception {
    load.resume(eventsPerSecond);
    List<Blow> next = new ArrayList<>();
    for (int i = 0; i < count && findings.isEmpty(); i++) {
      if (next.isEmpty()) {
        next.addAll(blows);
      }
      rounds++;
      try {
        round(next.remove(random.nextInt(next.size())), blows);
      } catch (AssertionError e) {
        findings.add(new Finding(Check.RECOVERY, "round %d: %s".formatted(rounds, e.getMessage())));
      }
    }
  }

  private void round(Blow blow, List<Blow> blows) throws Exception {
    pause(LOAD_MILLIS);
    long struck = System.nanoTime();
    strike(blow, "under load");
    if (blows.size() > 1 && random.nextInt(3) == 0) {
      pause(RECOVERY_MILLIS);
      strike(blows.get(random.nextInt(blows.size())), "during recovery");
    }
    fleet.awaitWell();
    long millis = (System.nanoTime() - struck) / 1_000_000;
    slowestMillis = Math.max(slowestMillis, millis);
    log.accept("round %d: well again after %d ms".formatted(rounds, millis));
  }

  private void strike(Blow blow, String when) throws Exception {
    log.accept("round %d: %s %s".formatted(rounds, blow, when));
    blow.strike(fleet, random);
    fleet.startAnew();
    strikes.merge(blow.name(), 1, Integer::sum);
  }

  /** Everything is drained and judged; what it tells of rounds begins anew then. */
  Report judge() throws SQLException, InterruptedException {
    Verdict verdict = verdict();
    long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
    Report report = new Report(seed, rounds, strikes, seconds, verdict);
    rounds = 0;
    strikes.clear();
    findings.clear();
    slowestMillis = 0;
    begun = System.nanoTime();
    return report;
  }

  private void pause(int mostMillis) {
    LockSupport.parkNanos(Duration.ofMillis(mostMillis / 4 + random.nextInt(mostMillis)).toNanos());
  }

  private Verdict verdict() throws SQLException, InterruptedException {
    load.pause();
    Verdict judged;
    try {
      judged = judge.judge(load);
    } catch (IOException | AssertionError e) {
      judged = new Verdict(List.of(new Finding(Check.DRAIN, "cannot be judged: " + e)), Map.of());
    }
    if (!judged.fine() || !findings.isEmpty()) {
      log.accept(fleet.state());
    }
    List<Finding> seen = new ArrayList<>(findings);
    seen.addAll(watch.findings());
    seen.addAll(judged.lost());
    return new Verdict(
            seen,
            Map.of(
                "looks at the balance", watch.looks(), "ms of the slowest recovery", slowestMillis))
        .and(judged);
  }

  @Override
  public void close() throws Exception {
    watch.close();
    load.close();
    ledger.close();
  }
}
