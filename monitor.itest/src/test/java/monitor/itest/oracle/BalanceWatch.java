package monitor.itest.oracle;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at the balance of the pipeline again and again while everything moves, and compares it with
 * the sums of the oracle: what the database held before a look was received by then, and nothing
 * was received that was not issued before its end, or delivered that the database does not hold at
 * its end. On a thread of its own.
 */
public final class BalanceWatch implements AutoCloseable {
  private static final long PAUSE_NANOS = 300_000_000;
  private static final int MOST_FINDINGS = 20;

  private final Subject target;
  private final Ledger ledger;
  private final ConcurrentLinkedQueue<Finding> findings = new ConcurrentLinkedQueue<>();
  private final AtomicLong looks = new AtomicLong();
  private final Thread thread = new Thread(this::run, "oracle-balance");
  private volatile boolean stop;

  /** Begins to look. */
  public BalanceWatch(Subject target, Ledger ledger) {
    this.target = target;
    this.ledger = ledger;
    thread.start();
  }

  private void run() {
    while (!stop) {
      LockSupport.parkNanos(PAUSE_NANOS);
      try {
        look();
      } catch (IOException | SQLException | AssertionError e) {
        // Platform or database are away: that is what the faults are for.
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void look() throws IOException, SQLException, InterruptedException {
    StoredSums before = StoredSums.of(target);
    Map<String, PipelineBalance> routes = PipelineBalance.routes(target.pipeline());
    StoredSums after = StoredSums.of(target);
    looks.incrementAndGet();
    routes.forEach((source, balance) -> {
      expect(balance.holds(), "%s does not add up: %s", source, balance);
      if (source.startsWith(Load.SOURCE)) {
        compare(source, balance, before, after);
      }
    });
  }

  private void compare(
      String source, PipelineBalance balance, StoredSums before, StoredSums after) {
    long issued = ledger.issued(source);
    expect(
        balance.received() <= issued,
        "%s received more than the %d issued: %s",
        source,
        issued,
        balance);
    expect(
        before.next(source) <= balance.received(),
        "%s received less than the %d that are stored: %s",
        source,
        before.next(source),
        balance);
    long stored = after.next(source) - before.gaps(source);
    expect(
        balance.delivered() <= stored,
        "%s delivered more than the %d that are stored: %s",
        source,
        stored,
        balance);
  }

  private void expect(boolean holds, String what, Object... arguments) {
    if (!holds && findings.size() < MOST_FINDINGS) {
      findings.add(new Finding(Check.BALANCE, what.formatted(arguments)));
    }
  }

  /** What did not hold so far. */
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** Looks that were possible so far. */
  public long looks() {
    return looks.get();
  }

  @Override
  public void close() throws InterruptedException {
    stop = true;
    thread.join();
  }
}
