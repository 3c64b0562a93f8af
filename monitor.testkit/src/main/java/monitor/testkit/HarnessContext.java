package monitor.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import monitor.api.capability.Grant;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Hop;
import monitor.api.delivery.Outcome;
import monitor.api.delivery.Work;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.source.EventStream;
import monitor.api.source.Relay;
import monitor.api.source.SourceContext;
import monitor.api.source.SourceProperties.Route;
import monitor.api.status.Status;

/** The context of one run; after the fence every call throws and is noted. */
final class HarnessContext implements SourceContext {
  private final SourceSetting setting;
  private final RunLog log;
  private final Signal signal;
  private final PluginThreads threads;
  private final Ticks ticks;
  private final Map<Kind, EventStream> streams = new ConcurrentHashMap<>();
  private final List<AutoCloseable> resources = new ArrayList<>();
  private volatile boolean stopping;
  private volatile boolean over;

  HarnessContext(SourceSetting setting, RunLog log, PluginThreads threads) {
    this.setting = setting;
    this.log = log;
    this.signal = log.signal();
    this.threads = threads;
    this.ticks = setting.ticks(signal);
    setting.declaration().kinds().forEach(kind -> streams.put(kind, newStream(kind)));
  }

  private EventStream newStream(Kind kind) {
    return new HarnessStream(this, kind, log.emissions());
  }

  SourceDeclaration declaration() {
    return setting.declaration();
  }

  boolean over() {
    return over;
  }

  void requireRunning() {
    if (over) {
      log.late(Thread.currentThread().getName());
      throw new IllegalStateException("the run of '%s' is over".formatted(setting.name()));
    }
  }

  IllegalArgumentException violation(String sentence) {
    log.violation(sentence);
    return new IllegalArgumentException(sentence);
  }

  CompletionStage<Outcome> answer(Unit unit) {
    return setting.answer().apply(unit);
  }

  Event stamped(Event event) {
    return event.timeNanos() != 0
        ? event
        : new Event(nanosOf(setting.clock().instant()), event.payload(), event.attributes());
  }

  private static long nanosOf(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  @Override
  public String name() {
    requireRunning();
    return setting.name();
  }

  @Override
  public Grant grant() {
    requireRunning();
    return setting.grant();
  }

  @Override
  public InstantSource clock() {
    requireRunning();
    return setting.clock();
  }

  @Override
  public String agent() {
    requireRunning();
    return "testkit-host";
  }

  @Override
  public EventStream stream(Kind kind) {
    requireRunning();
    EventStream stream = streams.get(kind);
    if (stream == null) {
      throw violation(
          "kind '%s' was not declared; declared are %s"
              .formatted(kind, setting.declaration().kinds()));
    }
    return stream;
  }

  @Override
  public void emit(Event event) {
    stream(event.payload().kind()).emit(event);
  }

  @Override
  public Relay relay() {
    requireRunning();
    if (setting.declaration().route() != Route.DIRECT) {
      throw new IllegalStateException("a relay needs the route DIRECT to be declared");
    }
    return new Relay() {
      @Override
      public Batch read(ByteBuffer bytes) throws IOException {
        requireRunning();
        return setting.reader().read(bytes);
      }

      @Override
      public CompletionStage<Outcome> forward(Batch batch, Hop received) {
        requireRunning();
        Forwarded seen = new Forwarded(batch.header(), batch.payload(), received);
        return log.forward(seen, setting.forwardAnswer());
      }
    };
  }

  @Override
  public boolean stopping() {
    requireRunning();
    return stopping;
  }

  @Override
  public boolean awaitNext(Duration interval) {
    requireRunning();
    if (!interval.isPositive()) {
      throw new IllegalArgumentException("an interval of " + interval + " has no ticks");
    }
    try {
      return ticks.awaitNext(interval, () -> stopping);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void awaitStop() {
    requireRunning();
    try {
      signal.await(() -> stopping);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void closeOnStop(AutoCloseable resource) {
    requireRunning();
    synchronized (resources) {
      resources.add(resource);
    }
    if (stopping) {
      closeResources();
    }
  }

  @Override
  public void fork(String name, Work task) {
    requireRunning();
    threads.start(name, task, () -> signal.change(() -> {}));
  }

  @Override
  public void report(Status status) {
    requireRunning();
    log.report(status);
  }

  @Override
  public Path folder() {
    requireRunning();
    try {
      return Files.createDirectories(setting.folder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void askToStop() {
    signal.change(() -> stopping = true);
    closeResources();
  }

  private void closeResources() {
    List<AutoCloseable> closing;
    synchronized (resources) {
      closing = List.copyOf(resources);
      resources.clear();
    }
    for (AutoCloseable resource : closing) {
      try {
        resource.close();
      } catch (Exception e) {
        log.violation("closing %s failed: %s".formatted(resource, e));
      }
    }
  }

  /** From now on every call throws. */
  void fence() {
    signal.change(() -> over = true);
  }
}
