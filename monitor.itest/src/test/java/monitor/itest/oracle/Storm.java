package monitor.itest.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import monitor.itest.Await;

/**
 * Rounds of faults under load, each followed by a recovery without help, and at the end the
 * verdict. A broken platform makes findings, not exceptions.
 */
public final class Storm {
  /** Unpacking and making the database, or its recovery, on a machine busy with a build. */
  private static final Duration READY = Duration.ofSeconds(120);

  private static final int LOAD_MILLIS = 3_000;
  private static final int RECOVERY_MILLIS = 4_000;

  /** After so many deaths the pause of the supervisor grows longer than a round. */
  private static final int MOST_DEATHS = 3;

  private final Plan plan;
  private final Consumer<String> log;
  private final Random random;
  private final Mint mint;
  private final Map<String, Integer> strikes = new TreeMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final long begun = System.nanoTime();
  private int rounds;
  private int deaths;
  private long slowestMillis;

  /** Does nothing yet; tells what happens line by line. */
  public Storm(Plan plan, Consumer<String> log) {
    this.plan = plan;
    this.log = log;
    this.random = new Random(plan.seed());
    this.mint = new Mint(plan.seed());
  }

  /** Runs to the end and says how it went. */
  public Report run() throws Exception {
    Files.createDirectories(plan.folder());
    try (Target target = new Target(plan.distribution(), plan.folder(), plan.environment());
        Ledger ledger = Ledger.create(plan.folder().resolve("ledger.txt"))) {
      Verdict verdict = starts(target) ? rounds(target, ledger) : new Verdict(findings, Map.of());
      return new Report(plan.seed(), rounds, strikes, seconds(), verdict);
    }
  }

  private Verdict rounds(Target target, Ledger ledger) throws Exception {
    Verdict verdict = new Verdict(List.of(), Map.of());
    StoredFiles stored = StoredFiles.in(target);
    try (Load load =
            Load.start(
                target.watched(), ledger, mint, plan.eventsPerSecond(), plan.rotations(), stored);
        BalanceWatch watch = new BalanceWatch(target, ledger)) {
      Judge judge = new Judge(target, ledger, mint);
      while (findings.isEmpty() && verdict.fine() && goesOn()) {
        round(target);
        if (rounds % plan.roundsPerVerdict() == 0 || !goesOn() || !findings.isEmpty()) {
          verdict = verdict(judge, load, watch);
          log.accept("verdict after round %d: %s".formatted(rounds, verdict));
          load.resume(goesOn() ? plan.eventsPerSecond() : 0);
        }
      }
    }
    return verdict;
  }

  /**
   * Kills strike the first start already, while programs are unpacked and the database is made.
   * Other faults may need that something is there.
   */
  private boolean starts(Target target) throws Exception {
    try {
      target.start();
      if (Set.of(Kill.values()).containsAll(plan.faults())) {
        whileRecovering(target);
      }
      target.awaitReady(READY);
      target.pipeline();
      return true;
    } catch (AssertionError e) {
      findings.add(new Finding(Check.RECOVERY, "first start: " + e.getMessage()));
      return false;
    }
  }

  private boolean goesOn() {
    return rounds < plan.rounds() || seconds() < plan.atLeast().toSeconds();
  }

  private long seconds() {
    return Duration.ofNanos(System.nanoTime() - begun).toSeconds();
  }

  private Verdict verdict(Judge judge, Load load, BalanceWatch watch)
      throws SQLException, InterruptedException {
    load.pause();
    Verdict judged;
    try {
      judged = judge.judge(load);
    } catch (IOException | AssertionError e) {
      judged = new Verdict(List.of(new Finding(Check.DRAIN, "cannot be judged: " + e)), Map.of());
    }
    List<Finding> seen = new ArrayList<>(findings);
    seen.addAll(watch.findings());
    if (plan.faults().stream().noneMatch(Fault::loses)) {
      seen.addAll(judged.lost());
    }
    return new Verdict(
            seen,
            Map.of(
                "looks at the balance", watch.looks(), "ms of the slowest recovery", slowestMillis))
        .and(judged);
  }

  private void round(Target target) throws Exception {
    rounds++;
    pause(LOAD_MILLIS);
    long struck = System.nanoTime();
    strike(target, "under load");
    if (random.nextInt(3) == 0) {
      whileRecovering(target);
    }
    try {
      target.awaitReady(READY);
      awaitProgress(target);
    } catch (AssertionError e) {
      findings.add(new Finding(Check.RECOVERY, "round %d: %s".formatted(rounds, e.getMessage())));
      return;
    }
    long millis = (System.nanoTime() - struck) / 1_000_000;
    slowestMillis = Math.max(slowestMillis, millis);
    log.accept("round %d: well again after %d ms".formatted(rounds, millis));
  }

  private void strike(Target target, String when) throws Exception {
    Fault fault = pick();
    log.accept("round %d: %s %s".formatted(rounds, fault.name(), when));
    boolean ran = target.platform().isPresent();
    fault.strike(target, random);
    deaths += ran && target.platform().isEmpty() ? 1 : 0;
    strikes.merge(fault.name(), 1, Integer::sum);
  }

  private Fault pick() {
    if (deaths >= MOST_DEATHS && plan.faults().contains(Kill.SUPERVISOR)) {
      deaths = 0;
      return Kill.SUPERVISOR;
    }
    return plan.faults().get(random.nextInt(plan.faults().size()));
  }

  /** Strikes again before it is ready, at any moment of its start. */
  private void whileRecovering(Target target) throws Exception {
    try {
      Await.until("a process", READY, target::platform, process -> process.isPresent());
    } catch (AssertionError e) {
      return;
    }
    pause(RECOVERY_MILLIS);
    strike(target, target.ready() ? "just after the start" : "during the start");
  }

  private void pause(int mostMillis) {
    LockSupport.parkNanos(Duration.ofMillis(mostMillis / 4 + random.nextInt(mostMillis)).toNanos());
  }

  /** Lines are stored again. */
  private static void awaitProgress(Target target) throws Exception {
    long before = Await.until("the database", READY, () -> stored(target), sum -> sum >= 0);
    Await.until("more lines stored", READY, () -> stored(target), sum -> sum > before);
  }

  private static long stored(Target target) throws IOException {
    try {
      return StoredSums.of(target).total();
    } catch (SQLException | IOException e) {
      return -1;
    }
  }
}
