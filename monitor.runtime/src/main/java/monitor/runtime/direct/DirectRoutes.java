package monitor.runtime.direct;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import monitor.api.delivery.Outcome;
import monitor.runtime.batch.StoredBatch;
import monitor.runtime.direct.Takers.Taker;

/**
 * Passes batches from sources whose peers keep them to the sinks, within a window of bytes in all.
 * An answer is given when every essential sink has given one; while one of them is away, none is.
 * Nothing is written here. Safe for many threads; waits for nobody.
 */
public final class DirectRoutes {
  private static final Duration WINDOW_FULL = Duration.ofSeconds(1);

  private final long windowBytes;
  private final AtomicLong heldBytes = new AtomicLong();
  private final Map<String, Backlog> backlogs = new ConcurrentHashMap<>();
  private final Map<String, DirectRoute> routes = new ConcurrentSkipListMap<>();
  private final Map<String, Arrivals> arrivals = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** With room for so many bytes of batches that are not answered. */
  public DirectRoutes(long windowBytes) {
    this.windowBytes = windowBytes;
  }

  /** What came from one source. */
  private record Arrivals(LongAdder events, LongAdder bytes) {}

  /** What a sink owes answers for. */
  public Backlog backlog(String sink) {
    return backlogs.computeIfAbsent(sink, key -> new Backlog());
  }

  /** The books of a source with a sink. */
  public DirectRoute route(String source, String sink) {
    return routes.computeIfAbsent(source + "\n" + sink, key -> new DirectRoute(source, sink));
  }

  /** All books, by source and sink. */
  public Collection<DirectRoute> routes() {
    return routes.values();
  }

  /** So long the oldest batch waits that a sink has not answered for; 0 if none does. */
  public double oldestSeconds(DirectRoute route) {
    return backlog(route.sink()).oldestSeconds(route.source());
  }

  /** Bytes of batches that are not answered yet. */
  public long heldBytes() {
    return heldBytes.get();
  }

  /** Most of them. */
  public long windowBytes() {
    return windowBytes;
  }

  /** Events that came from a source, those that came again included. */
  public long events(String source) {
    Arrivals arrived = arrivals.get(source);
    return arrived == null ? 0 : arrived.events().sum();
  }

  /** Stored bytes that came from a source. */
  public long bytes(String source) {
    Arrivals arrived = arrivals.get(source);
    return arrived == null ? 0 : arrived.bytes().sum();
  }

  /** Events of a source that the sink with the most of them has not answered for. */
  public long inFlight(String source) {
    return routes.values().stream()
        .filter(route -> route.source().equals(source))
        .mapToLong(route -> route.balance().buffered())
        .max()
        .orElse(0);
  }

  /** Hands a batch to the sinks; the promise is kept on a thread of one of them. */
  public CompletionStage<Outcome> forward(String source, StoredBatch batch, Takers takers) {
    Arrivals arrived =
        arrivals.computeIfAbsent(source, key -> new Arrivals(new LongAdder(), new LongAdder()));
    arrived.events().add(batch.header().id().count());
    arrived.bytes().add(batch.bytes());
    int bytes = Share.bytes(batch);
    if (heldBytes.addAndGet(bytes) > windowBytes) {
      heldBytes.addAndGet(-bytes);
      return retry("the window of direct routes is full", WINDOW_FULL);
    }
    CompletableFuture<Outcome> outcome = hand(source, batch, takers);
    return outcome.whenComplete((told, failure) -> heldBytes.addAndGet(-bytes));
  }

  private synchronized CompletableFuture<Outcome> hand(
      String source, StoredBatch batch, Takers takers) {
    if (closed) {
      return retry("the platform is stopping", Duration.ZERO);
    }
    List<Taker> all = takers.of(source, batch.header().kind());
    int answers = (int) all.stream().filter(Taker::awaited).count();
    if (answers == 0) {
      return retry(
          "no essential sink takes events of kind %s from %s"
              .formatted(batch.header().kind(), source),
          Duration.ZERO);
    }
    Consignment consignment = new Consignment(batch, answers);
    for (Taker taker : all) {
      share(consignment, route(source, taker.sink()), taker);
    }
    return consignment.outcome();
  }

  private void share(Consignment consignment, DirectRoute route, Taker taker) {
    Backlog backlog = backlog(taker.sink());
    StoredBatch batch = consignment.batch();
    if (!taker.awaited() && backlog.bytes() + batch.bytes() > taker.mostBytes()) {
      route.skipped(batch.header().id().count());
    } else {
      backlog.add(new Share(consignment, route, taker.awaited()));
    }
  }

  private static CompletableFuture<Outcome> retry(String reason, Duration after) {
    return CompletableFuture.completedFuture(new Outcome.Retry(reason, after));
  }

  /** Who takes what has changed: sinks that need not answer any more are not waited for. */
  public void join(Takers takers) {
    backlogs.forEach((sink, backlog) ->
        withdraw(backlog, share -> !takers.takes(sink, share.source(), share.kind())));
  }

  /** A sink is gone and is not waited for. */
  public void forget(String sink) {
    withdraw(backlog(sink), share -> true);
    routes.values().removeIf(route -> route.sink().equals(sink));
  }

  private void withdraw(Backlog backlog, Predicate<Share> which) {
    List<Share> withdrawn;
    synchronized (this) {
      withdrawn = backlog.take(which);
    }
    withdrawn.forEach(Share::withdraw);
  }

  /** Gives everything back to the peers that is not answered, and whatever still comes. */
  public void close() {
    List<Share> open = new ArrayList<>();
    synchronized (this) {
      closed = true;
      backlogs.values().forEach(backlog -> open.addAll(backlog.take(share -> true)));
    }
    open.forEach(share -> share.settle(Outcome.retry("the platform is stopping")));
  }
}
