package monitor.runtime.switchboard;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import monitor.runtime.MonitorSettings;
import monitor.runtime.containment.LimitWatch;
import monitor.runtime.direct.DirectRoute;
import monitor.runtime.journal.Journal;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.Location;
import monitor.runtime.route.Route;
import monitor.runtime.route.SinkRunner;
import monitor.runtime.stream.StreamLedger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be done once a second: rates, costs, giving journal segments free, looking at calls
 * that do not come back. Health checks are begun at an interval of their own.
 */
public final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  private final Switchboard switchboard;
  private final Journal journal;
  private final MonitorSettings settings;
  private final LimitWatch limits;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread ticker =
      new Thread(() -> every(Duration.ofSeconds(1), this::tick), "housekeeping");
  private final Thread health;

  /** Of a runtime; not started yet. */
  public Housekeeping(Switchboard switchboard, Journal journal, MonitorSettings settings) {
    this.switchboard = switchboard;
    this.journal = journal;
    this.settings = settings;
    this.limits = new LimitWatch(switchboard.contained(), settings.clock());
    this.health =
        new Thread(() -> every(settings.healthCheckInterval(), this::checkHealth), "health checks");
  }

  /** Starts the threads. */
  public void start() {
    ticker.setDaemon(true);
    ticker.start();
    health.setDaemon(true);
    health.start();
  }

  private void every(Duration interval, Runnable task) {
    try {
      while (!stop.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
        run(task);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("Housekeeping failed and goes on.", e);
    }
  }

  private void tick() {
    long now = System.nanoTime();
    for (SourceEntry entry : switchboard.sources()) {
      lookAt(entry, now);
    }
    for (SinkRunner sink : switchboard.sinks()) {
      sink.costs().look();
    }
    for (StreamLedger ledger : switchboard.streams().ledgers()) {
      lookAt(ledger, now);
    }
    for (DirectRoute route : switchboard.direct().routes()) {
      route.rate().look(route.delivered(), now);
    }
    for (Lane lane : Lane.values()) {
      Location released = switchboard.released(lane);
      if (released != null) {
        journal.release(lane, released);
      }
    }
    Duration maxAge = settings.ringMaxAge();
    if (!maxAge.isZero()) {
      journal.expire(Lane.RING, settings.clock().millis() - maxAge.toMillis());
    }
    switchboard.streams().losses().tidy();
    limits.look();
    watch(switchboard.contained().callDeadline());
  }

  private void lookAt(SourceEntry entry, long now) {
    String name = entry.runner().spec().name();
    long events = switchboard.direct().events(name);
    long bytes = switchboard.direct().bytes(name);
    for (StreamLedger ledger : switchboard.streams().ledgersOf(name)) {
      events += ledger.received();
      bytes += ledger.bytes();
    }
    entry.events().look(events, now);
    entry.bytes().look(bytes, now);
    entry.runner().costs().look();
  }

  private static void lookAt(StreamLedger ledger, long now) {
    for (Route route : ledger.routes()) {
      synchronized (ledger) {
        route.rate().look(route.delivered(), now);
      }
    }
  }

  private void watch(Duration deadline) {
    switchboard.sources().forEach(entry -> entry.runner().watch(deadline));
    switchboard.sinks().forEach(sink -> sink.watch(deadline));
  }

  private void checkHealth() {
    switchboard.discoverHost();
    switchboard.sources().forEach(entry -> entry.runner().checkHealth());
    switchboard.sinks().forEach(SinkRunner::checkHealth);
  }

  @Override
  public void close() {
    stop.countDown();
    health.interrupt();
    try {
      ticker.join();
      health.join(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
