package monitor.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import monitor.api.operation.ComponentView;
import monitor.api.operation.Containment;
import monitor.api.operation.PerformerView;
import monitor.api.operation.Pipeline;
import monitor.api.operation.PipelineView;
import monitor.api.sink.Sink;
import monitor.api.source.EventSource;
import monitor.api.task.Assignment;
import monitor.api.task.Task;
import monitor.api.task.TaskRouter;
import monitor.runtime.batch.CodecChoice;
import monitor.runtime.containment.Limits;
import monitor.runtime.journal.Journal;
import monitor.runtime.journal.JournalSettings;
import monitor.runtime.negotiation.HostOffer;
import monitor.runtime.negotiation.Offer;
import monitor.runtime.stream.Batcher;
import monitor.runtime.stream.BufferLimits;
import monitor.runtime.stream.Streams;
import monitor.runtime.switchboard.Housekeeping;
import monitor.runtime.switchboard.Recovery;
import monitor.runtime.switchboard.Switchboard;
import monitor.runtime.task.PerformerSpec;
import monitor.runtime.task.Tasks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running platform core, without OSGi. Safe for many threads.
 *
 * <pre>{@code
 * try (Monitor monitor = Monitor.builder(Path.of("data")).maxEventSources(32).build()) {
 *   monitor.register(SinkSpec.essential("store"), mySink);
 *   monitor.register(SourceSpec.of("clock", Capabilities.of(PERFORMANCE), Kind.SAMPLE), mySource);
 *   ...
 * }
 * }</pre>
 */
public final class Monitor implements Pipeline, TaskRouter, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);

  private final MonitorSettings settings;
  private final Journal journal;
  private final Batcher batcher = new Batcher();
  private final Switchboard switchboard;
  private final Housekeeping housekeeping;
  private final AtomicBoolean closed = new AtomicBoolean();

  Monitor(MonitorSettings settings) throws IOException {
    this.settings = settings;
    Path data = Files.createDirectories(settings.data());
    this.journal =
        Journal.open(
            JournalSettings.in(data.resolve("journal"))
                .quotas(settings.keptBytes(), settings.ringBytes())
                .freeFloorBytes(settings.freeFloorBytes())
                .clock(settings.clock(), new SecureRandom())
                .build());
    note(data.resolve("agent"), settings.agent());
    journal.damages().forEach(damage -> LOG.error("The journal was damaged: {}.", damage));
    Streams streams =
        new Streams(
            settings.agent(),
            settings.host(),
            settings.tags(),
            settings.clock(),
            new CodecChoice(settings.codec()),
            journal,
            batcher);
    ThreadGroup threads = new ThreadGroup("monitor");
    this.switchboard = new Switchboard(settings, journal, streams, threads, HostOffer.discover());
    journal.onUnlink(streams.losses()::unlinking);
    new Recovery(journal, streams, switchboard, settings.clock()).run();
    streams.losses().onRecorded(switchboard::wakeSinks);
    journal.onDurable(switchboard::wakeSinks);
    this.housekeeping = new Housekeeping(switchboard, journal, settings);
    batcher.start();
    housekeeping.start();
  }

  /**
   * Says beside the journal under which name its batches are made, for whoever is about to give
   * this host another one. Nothing here depends on it, so a full disk is no reason not to start.
   */
  private static void note(Path file, String agent) {
    try {
      if (!Files.exists(file) || !Files.readString(file).equals(agent)) {
        Files.writeString(file, agent);
      }
    } catch (IOException e) {
      LOG.debug("{} cannot be written.", file, e);
    }
  }

  /** A builder for a runtime whose data is in this folder; one runtime a folder. */
  public static MonitorBuilder builder(Path data) {
    return new MonitorBuilder(data);
  }

  /**
   * Runs a source. If one of that name is there, it waits until that one is gone: it is its
   * upgrade.
   *
   * @throws IllegalStateException if the limit of sources is reached
   * @throws IllegalArgumentException if the source asks for a route that is not offered
   */
  public Registration register(SourceSpec spec, EventSource source) {
    return register(spec, source, "");
  }

  /**
   * The same; with an objection it is shown in quarantine for that reason and never run.
   *
   * @param objection one sentence; empty for none
   */
  public Registration register(SourceSpec spec, EventSource source, String objection) {
    return switchboard.register(
        spec,
        source,
        new BufferLimits(settings.eventBufferSize(), settings.eventBufferBytes()),
        objection);
  }

  /** Opens a sink. If one of that name is there, it waits until that one is gone. */
  public Registration register(SinkSpec spec, Sink sink) {
    return register(spec, sink, "");
  }

  /**
   * The same; with an objection it is shown in quarantine for that reason and never opened.
   *
   * @param objection one sentence; empty for none
   */
  public Registration register(SinkSpec spec, Sink sink, String objection) {
    return switchboard.register(spec, sink, objection);
  }

  /** Adds somebody that does tasks, until the handle is closed. */
  public Tasks.Handle register(PerformerSpec spec, Object performer) {
    Tasks.Handle handle = switchboard.tasks().add(spec, performer);
    switchboard.changed();
    return () -> {
      handle.close();
      switchboard.changed();
    };
  }

  /** Who does tasks. */
  public List<PerformerView> performers() {
    return switchboard.tasks().views();
  }

  @Override
  public <P> Assignment<P> assign(Class<P> type, Task task) {
    return switchboard.tasks().assign(type, task);
  }

  /** What the host offers now. */
  public Offer offered() {
    return switchboard.host();
  }

  /** Negotiates anew with what the host offers now. */
  public void host(Offer offer) {
    switchboard.host(offer);
  }

  /** Negotiates anew under another policy; it is asked by the symbolic name of the bundle. */
  public void policy(Function<String, Offer> policy) {
    switchboard.policy(policy);
  }

  /**
   * Forgets a sink that is not registered: the journal keeps nothing for it; returns what it owed.
   */
  public Map<String, Long> forgetSink(String name) throws IOException {
    return switchboard.forgetSink(name);
  }

  /** Calls back after every change of what is there or what it may do; must not block. */
  public void onChange(Runnable listener) {
    switchboard.onChange(listener);
  }

  /** These limits hold from now on for what a plugin emits, by the symbolic name of its bundle. */
  public void limits(Function<String, Limits> limits) {
    switchboard.contained().limit(limits);
  }

  /** How long a call into a component may take before it is interrupted; 2 min at first. */
  public void callDeadline(Duration deadline) {
    switchboard.contained().callDeadline(deadline);
  }

  /** The limits of plugins, and what had to be contained. */
  public Containment containment() {
    return switchboard.contained();
  }

  /** Name of this host. */
  public String host() {
    return settings.host();
  }

  @Override
  public PipelineView view() {
    return switchboard.view();
  }

  @Override
  public List<ComponentView> waiting() {
    return switchboard.waiting();
  }

  @Override
  public void pause(String source) {
    switchboard.source(source).pause(settings.shutdownTimeout());
  }

  @Override
  public void resume(String source) {
    switchboard.source(source).resume();
  }

  @Override
  public void stopping(String plugin) {
    switchboard.stopping(plugin);
  }

  @Override
  public void restart(String source) {
    switchboard.source(source).stop(settings.shutdownTimeout(), "restarted");
    switchboard.source(source).start();
  }

  /**
   * Stops the sources, makes everything they emitted durable, gives the sinks the rest of the time
   * to deliver, stops them and closes the journal. What was not delivered is delivered after the
   * next start. May be called repeatedly.
   */
  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    long deadline = System.nanoTime() + settings.shutdownTimeout().toNanos();
    switchboard.stopSources(settings.shutdownTimeout().dividedBy(2));
    batcher.close();
    switchboard.stopSinks(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    housekeeping.close();
    journal.close();
  }
}
