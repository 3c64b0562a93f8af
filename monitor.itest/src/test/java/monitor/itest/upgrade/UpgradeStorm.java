package monitor.itest.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import monitor.itest.oracle.BalanceWatch;
import monitor.itest.oracle.Check;
import monitor.itest.oracle.Finding;
import monitor.itest.oracle.Judge;
import monitor.itest.oracle.Ledger;
import monitor.itest.oracle.Load;
import monitor.itest.oracle.Mint;
import monitor.itest.oracle.Target;
import monitor.itest.oracle.Verdict;

/**
 * Upgrades the source that reads the oracle's files, the storage and the probes in turn, under
 * load, every fourth time to a broken version, and then has everything judged. A broken platform
 * makes findings, not exceptions.
 */
final class UpgradeStorm {
  /** Unpacking and making the database, on a machine busy with a build. */
  private static final Duration READY = Duration.ofSeconds(120);

  /** How long nothing is changed at the start, to see what is usual. */
  private static final Duration QUIET = Duration.ofSeconds(8);

  /** Between two upgrades, in which the load goes on alone. */
  private static final Duration PAUSE = Duration.ofMillis(300);

  private static final int PLUGINS = Shipped.values().length;

  /** Every plugin has been replaced, and had a broken version, when it is warm. */
  private static final int WARM = 12;

  private static final int LOOK_EVERY = 50;

  private final UpgradePlan plan;
  private final Consumer<String> log;
  private final Mint mint;
  private final Map<Flaw, Integer> flaws = new EnumMap<>(Flaw.class);
  private final List<Finding> findings = new ArrayList<>();
  private final List<Swap> swaps = new ArrayList<>();
  private final List<Footprint> footprints = new ArrayList<>();
  private final long begun = System.nanoTime();

  /** Does nothing yet; tells what happens line by line. */
  UpgradeStorm(UpgradePlan plan, Consumer<String> log) {
    this.plan = plan;
    this.log = log;
    this.mint = new Mint(plan.seed());
  }

  /** Runs to the end and says how it went. */
  UpgradeReport run() throws Exception {
    Path more = Files.createDirectories(plan.folder().resolve("conf.d"));
    Files.writeString(more.resolve("upgrade.toml"), UpgradePlan.configuration());
    try (Target target = new Target(plan.distribution(), plan.folder(), Map.of());
        Editions editions = new Editions(plan.distribution());
        Ledger ledger = Ledger.create(plan.folder().resolve("ledger.txt"))) {
      target.start();
      target.awaitReady(READY);
      Upgrader upgrader = new Upgrader(target, editions);
      JsonNode witness = upgrader.install(Witness.jar(), "witness.jar");
      if (!Swap.committed(witness)) {
        throw new AssertionError(witness.toString());
      }
      Verdict verdict;
      try (Load load = Load.start(target.watched(), ledger, mint, plan.eventsPerSecond());
          BalanceWatch watch = new BalanceWatch(target, ledger)) {
        LockSupport.parkNanos(QUIET.toNanos());
        upgrades(target, upgrader);
        load.pause();
        verdict = new Judge(target, ledger, mint).judge(load);
        findings.addAll(watch.findings());
      }
      findings.addAll(Ran.judge(target, swaps));
      return report(target, verdict);
    }
  }

  private void upgrades(Target target, Upgrader upgrader) throws Exception {
    for (int number = 0; number < plan.upgrades() && goesOn(); number++) {
      if (number == WARM || number % LOOK_EVERY == 0 && number > 0) {
        look(target);
      }
      Shipped plugin = Shipped.values()[number % PLUGINS];
      Flaw flaw = plan.broken(number) ? next(plugin) : Flaw.NONE;
      take(number, upgrader.swap(plugin, flaw, "1.0." + number));
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    look(target);
  }

  private boolean goesOn() {
    return System.nanoTime() - begun < plan.atMost().toNanos() && findings.isEmpty();
  }

  private void look(Target target) throws IOException, InterruptedException {
    long pid = target.platform().orElseThrow().pid();
    footprints.add(Footprint.of(pid, target.watched()));
    log.accept("%d upgrades: %s".formatted(swaps.size(), footprints.getLast()));
  }

  /** The flaw that was had least. */
  private Flaw next(Shipped plugin) {
    Flaw least = Flaw.THROWS;
    for (Flaw flaw : Flaw.values()) {
      if (flaw != Flaw.NONE
          && flaw.fits(plugin)
          && flaws.getOrDefault(flaw, 0) < flaws.getOrDefault(least, 0)) {
        least = flaw;
      }
    }
    flaws.merge(least, 1, Integer::sum);
    return least;
  }

  private void take(int number, Swap swap) {
    swaps.add(swap);
    log.accept("upgrade %d: %s".formatted(number, swap));
    if (!swap.asWanted()) {
      findings.add(new Finding(Check.RECOVERY, "not as it should end: " + swap));
    }
    if (swap.stopped() && (swap.inFlight() == 0 || swap.buffered() == 0)) {
      findings.add(new Finding(Check.RECOVERY, "nothing was under way: " + swap));
    }
  }

  private UpgradeReport report(Target target, Verdict verdict) throws IOException, SQLException {
    return new UpgradeReport(
        plan.seed(),
        Duration.ofNanos(System.nanoTime() - begun),
        swaps,
        footprints,
        Resumed.of(target),
        Witness.ofSource(target.data()),
        Witness.ofSink(target.data()),
        new Verdict(findings, Map.of()).and(verdict));
  }
}
