package zoo.plugin;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.sink.Sink;
import monitor.api.sink.SinkContext;
import monitor.api.sink.SinkProperties;
import org.osgi.service.component.annotations.Component;

/** Best effort; acknowledges what it does not store, unless it does something worse. */
@Component
@SinkProperties
public final class ZooSink implements Sink {
  private final String animal = Animal.name();
  private int opened;
  private final Deque<CompletableFuture<Outcome>> promises = new ArrayDeque<>();

  @Override
  public void open(SinkContext context) throws IOException {
    if (animal.equals("throws") && opened++ > 0) {
      throw new IOException("it does not open again");
    }
  }

  @Override
  public Delivery deliver(Batch batch) throws InterruptedException {
    return switch (animal) {
      case "blocks" -> {
        ZooSource.block();
        yield Outcome.ACCEPTED;
      }
      case "throws-in-deliver" -> throw new AssertionError("no delivery works");
      case "answers-never" -> new Delivery.Pending(new CompletableFuture<>());
      case "answers-null" -> null;
      case "answers-twice" -> twice();
      default -> Outcome.ACCEPTED;
    };
  }

  /** Answers, then otherwise, and once more for the batches before it. */
  private Delivery twice() {
    CompletableFuture<Outcome> promise = new CompletableFuture<>();
    promise.complete(Outcome.ACCEPTED);
    promise.obtrudeValue(Outcome.retry("otherwise"));
    promises.forEach(earlier -> earlier.obtrudeValue(Outcome.ACCEPTED));
    promises.addLast(promise);
    if (promises.size() > 100) {
      promises.removeFirst();
    }
    promise.obtrudeValue(Outcome.ACCEPTED);
    return new Delivery.Pending(promise);
  }

  @Override
  public void close() {
    if (animal.equals("throws")) {
      throw new IllegalStateException("it does not close");
    }
  }
}
