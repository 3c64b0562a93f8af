package sink.websocket;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
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
  private static final long MOST_MOVE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Settings settings;
  private final SinkContext context;
  private final Outbox outbox;
  private volatile boolean ended;
  private int place;
  private int failures;

  Courier(Settings settings, SinkContext context, Outbox outbox) {
    this.settings = settings;
    this.context = context;
    this.outbox = outbox;
  }

  /** Sends until it is ended. */
  void run() throws InterruptedException {
    while (!ended) {
      URI address = settings.addresses().get(place % settings.addresses().size());
      String failure = attempt(address);
      place++;
      if (!ended && !failure.isEmpty()) {
        pause(address, failure);
      }
    }
  }

  /** One connection, from its begin to its end; returns why it failed, or nothing. */
  private String attempt(URI address) throws InterruptedException {
    try (Connection connection = Connection.open(address, settings, context.agent(), outbox)) {
      context.report(Status.OK);
      return converse(connection);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } finally {
      outbox.cut();
    }
  }

  private String converse(Connection connection) throws IOException, InterruptedException {
    Message.Welcome welcome = connection.welcome();
    while (!ended && connection.over().isEmpty()) {
      if (!connection.moving().isEmpty()) {
        return move(connection);
      }
      Outgoing next = outbox.next(welcome.windowBytes(), POLL_NANOS);
      if (next != null) {
        connection.send(next.message());
        failures = 0;
      }
      connection.lookWhetherAlive();
    }
    if (ended) {
      connection.leave();
    }
    return connection.over();
  }

  /** Waits for the answers that are still to come, then goes to the next collector. */
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

  /** The next address is tried at once, unless all have failed: then there is a pause. */
  private void pause(URI address, String failure) throws InterruptedException {
    failures++;
    int round = (failures - 1) / settings.addresses().size();
    boolean again = failures % settings.addresses().size() == 0;
    long nanos = again || failures == 1 ? nanos(round) : 0;
    context.report(
        Status.degraded(
            "not connected to %s: %s; tried again in %d ms"
                .formatted(address, failure, TimeUnit.NANOSECONDS.toMillis(nanos))));
    rest(nanos);
  }

  /** Half of the step and a random part of the other half, so that agents do not come at once. */
  private long nanos(int round) {
    long first = settings.firstPause().toNanos();
    long step = Math.min(settings.mostPause().toNanos(), first << Math.min(round, 20));
    return step / 2 + ThreadLocalRandom.current().nextLong(step / 2 + 1);
  }

  private void rest(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    synchronized (this) {
      for (long left = nanos; !ended && left > 0; left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    }
  }

  /** Ends it soon; what was not answered is not known. */
  void end() {
    synchronized (this) {
      ended = true;
      notifyAll();
    }
    outbox.wake();
  }
}
