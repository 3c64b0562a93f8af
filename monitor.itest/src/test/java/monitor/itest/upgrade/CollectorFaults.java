package monitor.itest.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import monitor.itest.oracle.Fault;
import monitor.itest.oracle.Kill;
import monitor.itest.oracle.Target;

/** What happens to the collector of log files while it reads, beside kills. */
final class CollectorFaults {
  private static final Duration READY = Duration.ofSeconds(120);
  private static final int MOST_MILLIS = 1_500;

  private final Editions editions;
  private int versions;

  CollectorFaults(Editions editions) {
    this.editions = editions;
  }

  /** All of them. */
  List<Fault> all() {
    return List.of(
        new Named("UPGRADE", (target, random) -> upgrade(target)),
        new Named("UPGRADE AND ROLLBACK", this::upgradeAndGoBack),
        new Named("KILL WHILE IT IS UPGRADED", this::killInUpgrade));
  }

  private interface Change {
    void to(Target target, Random random) throws Exception;
  }

  private record Named(String name, Change change) implements Fault {
    @Override
    public void strike(Target target, Random random) throws Exception {
      target.awaitReady(READY);
      change.to(target, random);
    }
  }

  private Upgrader upgrade(Target target) throws IOException, InterruptedException {
    Upgrader upgrader = new Upgrader(target, editions);
    expectCommitted(upgrader.install(Shipped.SOURCE, Flaw.NONE, nextVersion()));
    return upgrader;
  }

  private void upgradeAndGoBack(Target target, Random random)
      throws IOException, InterruptedException {
    String before = new Upgrader(target, editions).version(Shipped.SOURCE);
    Upgrader upgrader = upgrade(target);
    pause(random);
    expectCommitted(upgrader.change(Shipped.SOURCE, "rollback?version=" + before));
  }

  private void killInUpgrade(Target target, Random random)
      throws IOException, InterruptedException {
    byte[] jar = editions.jar(Shipped.SOURCE, Flaw.NONE, nextVersion());
    target.api().install(jar, "collector.logs.jar");
    pause(random);
    Kill.PLATFORM.strike(target, random);
  }

  private String nextVersion() {
    return "1.0." + ++versions;
  }

  private static void pause(Random random) {
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(MOST_MILLIS)).toNanos());
  }

  private static void expectCommitted(JsonNode deployment) {
    if (!Swap.committed(deployment)) {
      throw new AssertionError(deployment.toString());
    }
  }
}
