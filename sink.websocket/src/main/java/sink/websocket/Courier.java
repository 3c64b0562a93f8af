package sink.websocket;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import monitor.api.delivery.Codec;
import monitor.api.sink.SinkContext;
import monitor.api.status.Status;
import monitor.wire.Message;

/**
 * Keeps a connection to one of the collectors and sends what is in the outbox. One thread; {@link
 * #end} may be called by others.
 */
final class Courier {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long LEAVE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long END_SECONDS = 2;
  private static final long MOST_MOVE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Settings settings;
  private final SinkContext context;
  private final Outbox outbox;
  private final Pauses pauses;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean ended;
  private volatile boolean stale;
  private int place;
  private int failures;

  Courier(Settings settings, SinkContext context, Outbox outbox) {
    this.settings = settings;
    this.context = context;
    this.outbox = outbox;
    this.pauses = new Pauses(settings.firstPause(), settings.mostPause(), new SplittableRandom());
  }

  /** Sends until it is ended, or the sink shall end and there is no collector to end with. */
  void run() throws InterruptedException {
    try {
      keepConnected();
    } finally {
      outbox.close();
      over.countDown();
    }
  }

  private void keepConnected() throws InterruptedException {
    while (!leaving()) {
      URI address = settings.addresses().get(place % settings.addresses().size());
      String failure = attempt(address);
      place++;
      if (!leaving() && !failure.isEmpty()) {
        pause(address, failure);
      }
    }
  }

  /** Whether no other connection is made. */
  private boolean leaving() {
    return ended || context.stopping();
  }

  /** One connection, from its begin to its end; returns why it failed, or nothing. */
  private String attempt(URI address) throws InterruptedException {
    stale = false;
    try (Connection connection =
        Connection.open(address, settings, context.agent(), outbox, this::leaving)) {
      context.report(Status.OK);
      preferred(connection.welcome().codecs()).ifPresent(context::prefer);
      return converse(connection);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } finally {
      outbox.cut();
    }
  }

  /** Names that are not known here are passed over. */
  static Optional<Codec> preferred(List<String> names) {
    return names.stream()
        .flatMap(name ->
            Arrays.stream(Codec.values())
                .filter(codec -> codec.name().toLowerCase(Locale.ROOT).equals(name)))
        .findFirst();
  }

  private String converse(Connection connection) throws IOException, InterruptedException {
    Message.Welcome welcome = connection.welcome();
    outbox.goesOn();
    while (!ended && connection.over().isEmpty()) {
      if (!connection.moving().isEmpty()) {
        return move(connection);
      }
      if (stale) {
        place--; // The collector is as good as it was.
        return move(connection);
      }
      if (isUseless()) {
        connection.leave();
        return "it has taken nothing for %d ms".formatted(settings.patience().toMillis());
      }
      Outgoing next = outbox.next(welcome.windowBytes(), POLL_NANOS);
      if (next != null) {
        connection.send(next.message());
        failures = 0;
        pauses.reset();
      }
      connection.lookWhetherAlive();
    }
    if (ended) {
      connection.leave();
    }
    return connection.over();
  }

  /** Whether another collector may do better, such as one that has a storage. */
  private boolean isUseless() {
    return settings.addresses().size() > 1 && outbox.standsStill(settings.patience().toNanos());
  }

  /** Waits for the answers that are still to come, then leaves this collector. */
  private String move(Connection connection) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LEAVE_NANOS;
    while (!ended
        && connection.over().isEmpty()
        && !outbox.settles(POLL_NANOS)
        && System.nanoTime() - deadline < 0) {
      connection.lookWhetherAlive();
    }
    connection.leave();
    rest(ThreadLocalRandom.current().nextLong(MOST_MOVE_NANOS));
    return "";
  }

  /**
   * There is a pause after the first failure, so that not all agents come to the next collector at
   * once, and whenever all addresses have failed.
   */
  private void pause(URI address, String failure) throws InterruptedException {
    failures++;
    boolean all = failures % settings.addresses().size() == 0;
    long nanos = all || failures == 1 ? pauses.nextNanos() : 0;
    context.report(
        Status.degraded(
            "not connected to %s: %s; tried again in %d ms"
                .formatted(address, failure, TimeUnit.NANOSECONDS.toMillis(nanos))));
    rest(nanos);
  }

  private void rest(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    synchronized (this) {
      // That the sink shall end is not told, it has to be looked for.
      for (long left = nanos; !leaving() && left > 0; left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, POLL_NANOS));
      }
    }
  }

  /** Connects anew, with the files as they are by then, after what is under way is answered. */
  void refresh() {
    stale = true;
    outbox.wake();
  }

  /** Ends it, and waits a moment for that; what was not answered is not known. */
  void end() throws InterruptedException {
    synchronized (this) {
      ended = true;
      notifyAll();
    }
    outbox.wake();
    over.await(END_SECONDS, TimeUnit.SECONDS);
  }
}
