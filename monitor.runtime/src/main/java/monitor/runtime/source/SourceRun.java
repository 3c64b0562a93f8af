package monitor.runtime.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import monitor.api.capability.Grant;
import monitor.api.delivery.Work;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.source.EventStream;
import monitor.api.source.Relay;
import monitor.api.source.SourceContext;
import monitor.api.status.Status;
import monitor.runtime.SourceSpec;
import monitor.runtime.containment.Admission;
import monitor.runtime.containment.PluginLimiter;
import monitor.runtime.lifecycle.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a source: its context, its threads and its end. Safe for many threads. */
final class SourceRun implements SourceContext {
  private static final Logger LOG = LoggerFactory.getLogger(SourceRun.class);

  private final SourceSpec spec;
  private final Grant grant;
  private final InstantSource clock;
  private final Path folder;
  private final ThreadGroup threads;
  private final Condition condition;
  private final Outlet outlet;
  private final Admission admission;
  private final Fence fence;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final List<AutoCloseable> resources = new CopyOnWriteArrayList<>();
  private final List<Thread> forks = new CopyOnWriteArrayList<>();
  private final Map<Kind, EventStream> open = new ConcurrentHashMap<>();
  private final long startNanos = System.nanoTime();

  /** Ticks that this thread was given: each loop of a source has a rate of its own. */
  private final ThreadLocal<Long> ticks = ThreadLocal.withInitial(() -> 0L);

  private volatile @org.jspecify.annotations.Nullable Throwable forkFailure;

  SourceRun(
      SourceSpec spec,
      Grant grant,
      InstantSource clock,
      Path folder,
      ThreadGroup threads,
      Condition condition,
      PluginLimiter limiter,
      Outlet outlet) {
    this.spec = spec;
    this.grant = grant;
    this.clock = clock;
    this.folder = folder;
    this.threads = threads;
    this.condition = condition;
    this.admission = new Admission(limiter, () -> !stopping());
    this.outlet = outlet;
    this.fence = new Fence(spec.name());
  }

  @Override
  public String name() {
    return spec.name();
  }

  @Override
  public String agent() {
    return outlet.agent();
  }

  @Override
  public Grant grant() {
    fence.check();
    return grant;
  }

  @Override
  public InstantSource clock() {
    fence.check();
    return clock;
  }

  @Override
  public EventStream stream(Kind kind) {
    fence.check();
    return run(kind);
  }

  private EventStream run(Kind kind) {
    EventStream known = open.get(kind);
    return known != null ? known : open.computeIfAbsent(kind, this::open);
  }

  private EventStream open(Kind kind) {
    if (!spec.kinds().contains(kind)) {
      throw new IllegalArgumentException(
          "source %s declares the kinds %s and not %s".formatted(spec.name(), spec.kinds(), kind));
    }
    return outlet.stream(kind, admission, fence);
  }

  @Override
  public void emit(Event event) {
    run(event.payload().kind()).emit(event);
  }

  @Override
  public Relay relay() {
    fence.check();
    return outlet.relay(fence);
  }

  @Override
  public boolean stopping() {
    return stop.getCount() == 0 || !fence.open();
  }

  @Override
  public boolean awaitNext(Duration interval) {
    fence.check();
    if (!interval.isPositive()) {
      throw new IllegalArgumentException("an interval of " + interval + " has no ticks");
    }
    if (stopping()) {
      return false;
    }
    long given = ticks.get();
    long elapsed = System.nanoTime() - startNanos;
    long due = given == 0 ? 0 : Math.max(given, elapsed / interval.toNanos() + 1);
    ticks.set(due + 1);
    if (due == 0) {
      return true;
    }
    return !await(due * interval.toNanos() - elapsed);
  }

  /** Whether it was asked to stop within that time. */
  private boolean await(long nanos) {
    try {
      return stop.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void awaitStop() {
    fence.check();
    await(Long.MAX_VALUE);
  }

  @Override
  public void closeOnStop(AutoCloseable resource) {
    resources.add(resource);
    if (stopping()) {
      close(resource);
    }
  }

  @Override
  public void fork(String task, Work work) {
    fence.check();
    Thread thread = new Thread(threads, () -> perform(work), "source " + spec.name() + " " + task);
    thread.setDaemon(true);
    forks.add(thread);
    thread.start();
  }

  private void perform(Work work) {
    try {
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      if (!stopping()) {
        forkFailure = e;
        requestStop();
      }
    }
  }

  @Override
  public void report(Status status) {
    fence.check();
    condition.reports(status);
  }

  @Override
  public Path folder() {
    fence.check();
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks the run to stop, and closes its resources, which may block. */
  void requestStop() {
    signalStop();
    closeResources();
  }

  void signalStop() {
    stop.countDown();
  }

  void closeResources() {
    resources.forEach(this::close);
  }

  private void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Throwable e) {
      LOG.debug("{}: closing {} failed", spec.name(), resource, e);
    }
  }

  /** Waits for the forked threads, then throws what one of them failed with. */
  void awaitForks() throws Exception {
    for (Thread fork : forks) {
      fork.join();
    }
    Throwable failure = forkFailure;
    if (failure != null) {
      throw new IllegalStateException("a forked task failed: " + failure, failure);
    }
  }

  /** Late in the deadline: an interrupt closes file channels, so it comes last. */
  void interruptForks() {
    forks.forEach(Thread::interrupt);
  }

  /** Ends the run: every later call on the context fails. */
  void close() {
    fence.close();
  }
}
