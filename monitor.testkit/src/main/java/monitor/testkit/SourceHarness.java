package monitor.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Grant;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.source.EventSource;
import monitor.api.source.Position;
import monitor.api.status.Status;
import org.jspecify.annotations.Nullable;

/**
 * Runs one source as the runtime does: on a thread with its name, with a context that is fenced
 * after the stop, and with streams that keep everything in memory.
 *
 * <pre>{@code
 * try (SourceHarness harness = SourceHarness.of(new HelloSource()).start()) {
 *   assertThat(harness.awaitEvents(3, Duration.ofSeconds(5))).hasSize(3);
 *   assertThat(harness.stop(Duration.ofSeconds(1))).isEqualTo(Ending.ASKED);
 * }
 * }</pre>
 *
 * <p>Units that were emitted are durable at once, unless {@link #buffering} sets a limit. What was
 * seen, and the durable positions, live on over {@code stop} and {@code start}. Settings hold from
 * the next start on. Used by one test thread.
 */
public final class SourceHarness implements AutoCloseable {
  private final EventSource source;
  private final SourceDeclaration declaration;
  private final RunLog log = new RunLog();
  private final TemporaryFolder folder = new TemporaryFolder();
  private String name = "testkit.source";
  private Grant grant;
  private InstantSource clock = InstantSource.system();
  private Function<Unit, CompletionStage<Outcome>> answer = unit -> HarnessStream.accepted();
  private Function<Forwarded, CompletionStage<Outcome>> forwardAnswer =
      batch -> HarnessStream.accepted();
  private BatchReader reader =
      bytes -> {
        throw new IOException("this harness was not told how to read batches");
      };
  private @Nullable SourceRun run;

  private SourceHarness(EventSource source, SourceDeclaration declaration) {
    this.source = source;
    this.declaration = declaration;
    this.grant = grantOf(declaration.all());
  }

  /**
   * A harness for a source that bears {@link monitor.api.source.SourceProperties}.
   *
   * @throws IllegalArgumentException if its class does not
   */
  public static SourceHarness of(EventSource source) {
    return of(source, SourceDeclaration.of(source.getClass()));
  }

  /** A harness for a source with a declaration of the test's own. */
  public static SourceHarness of(EventSource source, SourceDeclaration declaration) {
    return new SourceHarness(source, declaration);
  }

  private Grant grantOf(Capabilities granted) {
    return new Grant(declaration.all(), declaration.requires(), granted, List.of());
  }

  /** The name of the instance; {@code testkit.source} if not set. */
  public SourceHarness named(String instance) {
    name = instance;
    return this;
  }

  /** What is granted; everything declared if not set. */
  public SourceHarness granting(Capabilities granted) {
    grant = grantOf(granted);
    return this;
  }

  /** The clock; a {@link ManualClock} also gives the ticks. The system's if not set. */
  public SourceHarness on(InstantSource newClock) {
    clock = newClock;
    return this;
  }

  /** The buffer keeps so many events until they are {@link #drain drained}. At once. */
  public SourceHarness buffering(int events) {
    log.emissions().limit(events);
    return this;
  }

  /** What becomes of submitted events; accepted if not set. Only accepted ones are recorded. */
  public SourceHarness answering(Function<Unit, CompletionStage<Outcome>> newAnswer) {
    answer = newAnswer;
    return this;
  }

  /** What becomes of forwarded batches; accepted if not set. */
  public SourceHarness answeringForwarded(Function<Forwarded, CompletionStage<Outcome>> newAnswer) {
    forwardAnswer = newAnswer;
    return this;
  }

  /** How the source's relay reads batches; it refuses all if not set. */
  public SourceHarness readingBatches(BatchReader newReader) {
    reader = newReader;
    return this;
  }

  /** A durable position from an earlier life. */
  public SourceHarness positioned(Kind kind, Position position) {
    log.emissions().position(kind, position);
    return this;
  }

  /**
   * Runs the source on a new thread, from the durable positions.
   *
   * @throws IllegalStateException if it still runs
   */
  public SourceHarness start() {
    if (run != null && run.isAlive()) {
      throw new IllegalStateException("'%s' still runs".formatted(name));
    }
    SourceSetting setting =
        new SourceSetting(
            name, declaration, grant, clock, folder.path(), answer, forwardAnswer, reader);
    run = new SourceRun(source, setting, log);
    return this;
  }

  private SourceRun run() {
    if (run == null) {
      throw new IllegalStateException("'%s' was not started".formatted(name));
    }
    return run;
  }

  /**
   * Asks it to stop, interrupts it after three quarters of the deadline, and fences it at the
   * deadline or when it has ended. What is in the buffer becomes durable.
   */
  public Ending stop(Duration deadline) throws InterruptedException {
    return run().stop(deadline);
  }

  /** Ends it as a crash does: fenced at once, what is in the buffer is lost. */
  public void kill() throws InterruptedException {
    run().kill();
  }

  /** Waits until it has ended by itself; false after the time. */
  public boolean awaitEnd(Duration time) throws InterruptedException {
    return run().awaitThreads(time);
  }

  /** Interrupts its threads, which otherwise happens only late in a stop. */
  public void interrupt() {
    run().interrupt();
  }

  /** The exception that ended the last run or one of its tasks, or null. */
  public @Nullable Throwable failure() {
    return run().failure();
  }

  /** Its threads that are alive, those it started by itself included. */
  public List<Thread> threads() {
    return run == null ? List.of() : run.threads();
  }

  /** Its folder. */
  public Path folder() {
    return folder.path();
  }

  /** Makes what is in the buffer durable. */
  public void drain() {
    log.emissions().drain();
  }

  /** What it did over all its runs. */
  public Recorded recorded() {
    return new Recorded(log);
  }

  /** Waits until at least so many events are durable and gives all of them. */
  public List<Event> awaitEvents(int count, Duration time) throws InterruptedException {
    await(() -> log.emissions().durable() >= count, time, "%d events".formatted(count));
    return recorded().events();
  }

  /** Waits for an event and gives the first one. */
  public Event awaitEvent(Predicate<Event> wanted, Duration time) throws InterruptedException {
    await(() -> recorded().events().stream().anyMatch(wanted), time, "the event");
    return recorded().events().stream().filter(wanted).findFirst().orElseThrow();
  }

  /** Waits until its last report has this level. */
  public Status awaitStatus(Status.Level level, Duration time) throws InterruptedException {
    await(() -> recorded().status().level() == level, time, "status " + level);
    return recorded().status();
  }

  /**
   * Waits for anything that the harness can show.
   *
   * @throws AssertionError after the time, saying what was seen instead
   */
  public void await(BooleanSupplier condition, Duration time, String what)
      throws InterruptedException {
    if (!log.poll(condition, time)) {
      throw new AssertionError(
          "%s did not come within %s; seen: %s".formatted(what, time, recorded()), failure());
    }
  }

  /** The durable positions of a stream. */
  public Map<String, Position> positions(Kind kind) {
    return log.emissions().positions(kind);
  }

  /** Ends a run that still goes on, and removes the folder. */
  @Override
  public void close() throws InterruptedException {
    if (run != null) {
      kill();
    }
    folder.delete();
  }
}
