package monitor.runtime.route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import monitor.api.capability.Grant;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Work;
import monitor.api.sink.SinkContext;
import monitor.api.status.Status;
import monitor.runtime.batch.CodecChoice;
import monitor.runtime.lifecycle.Condition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one opening of a sink sees; over when it is closed. Safe for many threads. */
final class SinkRun implements SinkContext {
  private static final Logger LOG = LoggerFactory.getLogger(SinkRun.class);

  private final String name;
  private final String agent;
  private final Grant grant;
  private final InstantSource clock;
  private final Path folder;
  private final ThreadGroup threads;
  private final Condition condition;
  private final List<Thread> forks = new CopyOnWriteArrayList<>();
  private final CodecChoice codecs;
  private final Runnable failing;
  private volatile @Nullable IllegalStateException failure;
  private volatile boolean stopping;
  private volatile boolean over;

  SinkRun(
      String name,
      String agent,
      Grant grant,
      InstantSource clock,
      Path folder,
      ThreadGroup threads,
      Condition condition,
      CodecChoice codecs,
      Runnable failing) {
    this.name = name;
    this.agent = agent;
    this.grant = grant;
    this.clock = clock;
    this.folder = folder;
    this.threads = threads;
    this.condition = condition;
    this.codecs = codecs;
    this.failing = failing;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String agent() {
    return agent;
  }

  @Override
  public Grant grant() {
    return grant;
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public boolean stopping() {
    return stopping;
  }

  @Override
  public void fork(String task, Work work) {
    check();
    Thread fork = new Thread(threads, () -> perform(task, work), "sink " + name + " " + task);
    fork.setDaemon(true);
    forks.add(fork);
    fork.start();
  }

  private void perform(String task, Work work) {
    try {
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      if (stopping) {
        LOG.debug("The task {} of sink {} failed at its end.", task, name, e);
      } else {
        failure = new IllegalStateException("its task " + task + " failed: " + e.getMessage(), e);
        failing.run();
      }
    }
  }

  /** What one of its tasks failed with; null if none did. */
  @Nullable IllegalStateException failure() {
    return failure;
  }

  @Override
  public void report(Status status) {
    check();
    condition.reports(status);
  }

  @Override
  public void prefer(Codec codec) {
    check();
    codecs.prefer(codec);
  }

  @Override
  public Path folder() {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void check() {
    if (over) {
      throw new IllegalStateException("sink " + name + " is closed");
    }
  }

  /** Lets {@link #stopping} say so. */
  void requestStop() {
    stopping = true;
  }

  /** Every later call that does something fails; tasks that go on are interrupted. */
  void end() {
    stopping = true;
    over = true;
    forks.forEach(Thread::interrupt);
  }
}
