package monitor.testkit;

import java.time.Duration;
import java.util.List;
import monitor.api.source.EventSource;
import org.jspecify.annotations.Nullable;

/** One run of a source: its threads, its context and how it is ended. */
final class SourceRun {
  private static final Duration ABANDON = Duration.ofSeconds(2);

  private final RunLog log;
  private final PluginThreads threads;
  private final HarnessContext context;

  /** Begins at once. */
  SourceRun(EventSource source, SourceSetting setting, RunLog log) {
    this.log = log;
    this.threads = new PluginThreads(setting.name());
    HarnessContext given = new HarnessContext(setting, log, threads);
    this.context = given;
    threads.start(setting.name(), () -> source.run(given), () -> log.signal().change(() -> {}));
  }

  boolean isAlive() {
    return !threads.alive().isEmpty();
  }

  List<Thread> threads() {
    return threads.alive();
  }

  @Nullable Throwable failure() {
    return threads.failure();
  }

  void interrupt() {
    threads.interrupt();
  }

  /** Asks, interrupts late, fences; what is in the buffer becomes durable. */
  Ending stop(Duration deadline) throws InterruptedException {
    context.askToStop();
    Ending ending = Ending.ASKED;
    if (!awaitThreads(deadline.dividedBy(4).multipliedBy(3))) {
      interrupt();
      ending = awaitThreads(deadline.dividedBy(4)) ? Ending.INTERRUPTED : Ending.HUNG;
    }
    context.fence();
    log.emissions().drain();
    return ending;
  }

  /** Fences at once; what is in the buffer is lost. */
  void kill() throws InterruptedException {
    context.fence();
    log.emissions().discard();
    context.askToStop();
    interrupt();
    awaitThreads(ABANDON);
  }

  boolean awaitThreads(Duration time) throws InterruptedException {
    return log.poll(() -> threads.alive().isEmpty(), time);
  }
}
