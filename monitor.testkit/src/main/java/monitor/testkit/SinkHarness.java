package monitor.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Grant;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.sink.Sink;
import monitor.api.status.Status;

/**
 * Calls one sink as the runtime does: always on the one thread that bears its name.
 *
 * <pre>{@code
 * try (SinkHarness harness = SinkHarness.of(new MySink())) {
 *   harness.open();
 *   Batch batch = BatchBuilder.of(Kind.LOG).batch(SampleEvents.of(Kind.LOG));
 *   assertThat(harness.outcome(batch)).isEqualTo(Outcome.ACCEPTED);
 * }
 * }</pre>
 *
 * <p>A call that takes longer than the patience fails the test. Used by one test thread.
 */
public final class SinkHarness implements AutoCloseable {
  private final Sink sink;
  private final SinkDeclaration declaration;
  private final TemporaryFolder folder = new TemporaryFolder();
  private final RunLog log = new RunLog();
  private final LinkedBlockingQueue<Runnable> calls = new LinkedBlockingQueue<>();
  private PluginThreads threads = new PluginThreads("testkit.sink");
  private String name = "testkit.sink";
  private Grant grant;
  private InstantSource clock = InstantSource.system();
  private Duration patience = Duration.ofSeconds(10);
  private boolean open;
  private volatile boolean stopping;
  private volatile boolean closed;

  private SinkHarness(Sink sink, SinkDeclaration declaration) {
    this.sink = sink;
    this.declaration = declaration;
    this.grant = grantOf(declaration.accepts().or(declaration.requires()));
  }

  /**
   * A harness for a sink that bears {@link monitor.api.sink.SinkProperties}.
   *
   * @throws IllegalArgumentException if its class does not
   */
  public static SinkHarness of(Sink sink) {
    return of(sink, SinkDeclaration.of(sink.getClass()));
  }

  /** A harness for a sink with a declaration of the test's own. */
  public static SinkHarness of(Sink sink, SinkDeclaration declaration) {
    return new SinkHarness(sink, declaration);
  }

  private Grant grantOf(Capabilities granted) {
    Capabilities declared = declaration.accepts().or(declaration.requires());
    return new Grant(declared, declaration.requires(), granted, List.of());
  }

  /** The name of the instance; {@code testkit.sink} if not set. */
  public SinkHarness named(String instance) {
    name = instance;
    return this;
  }

  /** What is granted; everything declared if not set. */
  public SinkHarness granting(Capabilities granted) {
    grant = grantOf(granted);
    return this;
  }

  /** The clock; the system's if not set. */
  public SinkHarness on(InstantSource newClock) {
    clock = newClock;
    return this;
  }

  /** How long a call, or a promise after a flush, may take; ten seconds if not set. */
  public SinkHarness patience(Duration time) {
    patience = time;
    return this;
  }

  /** What the sink declares. */
  public SinkDeclaration declaration() {
    return declaration;
  }

  /** Opens the sink; what it throws is thrown. */
  public SinkHarness open() throws Exception {
    stopping = false;
    closed = false;
    threads = new PluginThreads(name);
    threads.start(name, this::serve, () -> {});
    HarnessSinkContext context =
        new HarnessSinkContext(
            name, grant, clock, folder.path(), () -> stopping, threads, log::report);
    open = true;
    call(() -> {
      sink.open(context);
      return context;
    });
    return this;
  }

  /** The one thread of the sink: calls until the sink is closed, which is the last call. */
  private void serve() throws InterruptedException {
    while (!closed || !calls.isEmpty()) {
      Runnable next = calls.poll(10, TimeUnit.MILLISECONDS);
      if (next != null) {
        next.run();
      }
    }
  }

  /**
   * Hands over a batch and waits until the sink has taken it, but not for the outcome. An exception
   * of the sink becomes a retry, as the contract says.
   */
  public CompletableFuture<Outcome> deliver(Batch batch) throws Exception {
    Delivery delivery =
        call(() -> {
          try {
            return sink.deliver(batch);
          } catch (Exception e) {
            return Outcome.retry(e.toString());
          }
        });
    return switch (delivery) {
      case Outcome outcome -> CompletableFuture.completedFuture(outcome);
      case Delivery.Pending pending ->
          pending.outcome().exceptionally(e -> Outcome.retry(e.toString())).toCompletableFuture();
    };
  }

  /** Hands over a batch, flushes and waits for the outcome. */
  public Outcome outcome(Batch batch) throws Exception {
    CompletableFuture<Outcome> promise = deliver(batch);
    flush();
    return promise.get(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Says that nothing more waits; what the sink throws is thrown. */
  public void flush() throws Exception {
    call(() -> {
      sink.flush();
      return sink;
    });
  }

  /**
   * Says that the sink shall end, as the runtime does before it closes it: it waits a while for the
   * outcomes of what it has handed over.
   */
  public void requestStop() {
    stopping = true;
  }

  /** Closes the sink and waits for its threads; what it throws is thrown. */
  public void closeSink() throws Exception {
    stopping = true;
    open = false;
    try {
      call(() -> {
        sink.close();
        return sink;
      });
    } finally {
      closed = true;
    }
    long deadline = System.nanoTime() + patience.toNanos();
    for (Thread thread : threads.alive()) {
      thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    }
  }

  private <T> T call(Callable<T> callable) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    calls.add(() -> {
      try {
        result.complete(callable.call());
      } catch (Throwable e) { // it belongs to the test thread
        result.completeExceptionally(e);
      }
    });
    try {
      return result.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("the sink did not return within " + patience, e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** What it reported. */
  public List<Status> statuses() {
    return log.statuses();
  }

  /** Its threads that are alive, those it started by itself included. */
  public List<Thread> threads() {
    return threads.alive();
  }

  /** Its folder. */
  public Path folder() {
    return folder.path();
  }

  /** Closes the sink if it is open, and removes the folder. */
  @Override
  public void close() throws Exception {
    try {
      if (open) {
        closeSink();
      }
    } finally {
      threads.interrupt();
      folder.delete();
    }
  }
}
