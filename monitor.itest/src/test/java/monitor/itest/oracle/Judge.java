package monitor.itest.oracle;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** Waits until everything is drained, tries a fresh event, and judges. Needs a load that pauses. */
public final class Judge {
  private static final Duration LOOK = Duration.ofMillis(100);

  /** Without any progress for so long, nothing more is expected. */
  private static final Duration STALLED = Duration.ofSeconds(30);

  /** A fresh event has 5 s; doubled, as the machine may be busy with a build. */
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final Subject target;
  private final Ledger ledger;
  private final Mint mint;
  private final Duration stalled;

  /** Of the lines of this mint in this ledger. */
  public Judge(Subject target, Ledger ledger, Mint mint) {
    this(target, ledger, mint, STALLED);
  }

  /**
   * For one that may have longer pauses.
   *
   * @param stalled without any progress for so long, nothing more is expected
   */
  public Judge(Subject target, Ledger ledger, Mint mint, Duration stalled) {
    this.target = target;
    this.ledger = ledger;
    this.mint = mint;
    this.stalled = stalled;
  }

  /** Judges; the load must be paused and everything be running. */
  public Verdict judge(Load load) throws IOException, SQLException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    Map<String, Long> figures = new TreeMap<>();
    if (!reaches(ledger.totals().issued(), stalled)) {
      findings.add(new Finding(Check.DRAIN, undelivered()));
    }
    long begun = System.nanoTime();
    load.poke();
    load.pause();
    long all = ledger.totals().issued();
    if (findings.isEmpty() && !reaches(all, FRESH)) {
      findings.add(new Finding(Check.FRESH, "not within %s; %s".formatted(FRESH, undelivered())));
    }
    figures.put("ms until a fresh event was stored", (System.nanoTime() - begun) / 1_000_000);
    Map<String, PipelineBalance> routes = settledRoutes();
    Verdict stored;
    try (Connection connection = connect()) {
      stored = new Assertions(mint, ledger.totals(), routes).over(connection);
    }
    return new Verdict(findings, figures).and(stored);
  }

  private String undelivered() throws IOException, SQLException {
    return "%d of %d issued lines have come"
        .formatted(StoredSums.of(target).total(), ledger.totals().issued());
  }

  /** Whether the marks come so far; gives up when nothing moves for so long. */
  private boolean reaches(long total, Duration most) throws IOException, InterruptedException {
    long last = -1;
    long moved = System.nanoTime();
    while (System.nanoTime() - moved < most.toNanos()) {
      long now = total(last);
      if (now >= total) {
        return true;
      }
      if (now != last) {
        last = now;
        moved = System.nanoTime();
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return false;
  }

  private long total(long unknown) throws IOException {
    try {
      return StoredSums.of(target).total();
    } catch (SQLException e) {
      return unknown;
    }
  }

  private Connection connect() throws IOException {
    try {
      return target.connect();
    } catch (SQLException e) {
      throw new IOException("the database does not answer: " + e.getMessage(), e);
    }
  }

  /** The answers of the last batches reach the pipeline a moment after their commit. */
  private Map<String, PipelineBalance> settledRoutes() throws IOException, InterruptedException {
    long end = System.nanoTime() + FRESH.toNanos();
    Map<String, PipelineBalance> routes = routes();
    while (routes.values().stream().anyMatch(route -> route.buffered() > 0)
        && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK.toNanos());
      routes = routes();
    }
    return routes;
  }

  private Map<String, PipelineBalance> routes() throws IOException, InterruptedException {
    Map<String, PipelineBalance> routes = PipelineBalance.routes(target.pipeline());
    routes.keySet().removeIf(source -> !source.startsWith(Load.SOURCE));
    return routes;
  }
}
