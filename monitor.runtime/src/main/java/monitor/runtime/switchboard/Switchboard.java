package monitor.runtime.switchboard;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Grant;
import monitor.api.operation.ComponentView;
import monitor.api.operation.PipelineView;
import monitor.api.sink.Sink;
import monitor.api.source.EventSource;
import monitor.api.source.SourceProperties;
import monitor.runtime.MonitorSettings;
import monitor.runtime.Registration;
import monitor.runtime.SinkSpec;
import monitor.runtime.SourceSpec;
import monitor.runtime.containment.Contained;
import monitor.runtime.direct.DirectRoutes;
import monitor.runtime.journal.Journal;
import monitor.runtime.journal.Lane;
import monitor.runtime.journal.Location;
import monitor.runtime.negotiation.HostOffer;
import monitor.runtime.negotiation.Negotiator;
import monitor.runtime.negotiation.Offer;
import monitor.runtime.route.SinkRunner;
import monitor.runtime.source.Outlet;
import monitor.runtime.source.SourceRunner;
import monitor.runtime.stream.BufferLimits;
import monitor.runtime.stream.Streams;
import monitor.runtime.switchboard.Waiting.Holder;
import monitor.runtime.task.Tasks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the sources and sinks, negotiates for them and joins them; does it again on every change
 * while events flow. Safe for many threads; changes are serialised.
 */
public final class Switchboard {
  private static final Logger LOG = LoggerFactory.getLogger(Switchboard.class);

  private final MonitorSettings settings;
  private final Journal journal;
  private final Streams streams;
  private final ThreadGroup threads;
  private final Map<String, SourceEntry> sources = new ConcurrentSkipListMap<>();
  private final Map<String, SinkRunner> sinks = new ConcurrentSkipListMap<>();
  private final Map<String, Deque<Waiting>> waiting = new ConcurrentSkipListMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Contained contained = new Contained();
  private final DirectRoutes direct;
  private final Routes routes;
  private final Negotiator negotiator;
  private final Tasks tasks;
  private boolean hostGiven;

  /** Of a runtime that has not started. */
  public Switchboard(
      MonitorSettings settings, Journal journal, Streams streams, ThreadGroup threads, Offer host) {
    this.settings = settings;
    this.journal = journal;
    this.streams = streams;
    this.threads = threads;
    this.negotiator = new Negotiator(host);
    this.tasks = new Tasks(negotiator);
    this.direct = new DirectRoutes(settings.directWindowBytes());
    this.routes = new Routes(journal, streams, direct, sources, sinks, settings.bestEffortEvents());
  }

  /** Called after every change of what is there or what it may do; must not block. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** A sink that has a cursor in the journal. */
  void known(String sink) {
    routes.known(sink);
  }

  /** Registers a source and runs it, unless there is an objection. */
  public synchronized Registration register(
      SourceSpec spec, EventSource source, BufferLimits limits, String objection) {
    if (sources.size() >= settings.maxEventSources() && !sources.containsKey(spec.name())) {
      throw new IllegalStateException(
          "source %s is refused: there are already %d sources, the most that maxEventSources allows"
              .formatted(spec.name(), sources.size()));
    }
    SourceRunner runner = runner(spec, source, limits);
    if (!objection.isEmpty()) {
      runner.object(objection, Duration.ZERO);
    }
    enter(Waiting.of(spec, runner, () -> startSource(runner)));
    return new Entered(
        deadline -> runner.stop(deadline, "quiesced"),
        runner::start,
        objecting(runner::object),
        deadline -> {
          runner.stop(deadline, "removed");
          remove(runner);
        },
        settings.shutdownTimeout());
  }

  private SourceRunner runner(SourceSpec spec, EventSource source, BufferLimits limits) {
    Outlet outlet =
        spec.route() == SourceProperties.Route.DIRECT
            ? Outlet.direct(spec, streams, batch -> routes.forward(spec.name(), batch))
            : Outlet.journal(spec, streams, limits);
    return new SourceRunner(
        spec,
        source,
        negotiate(spec),
        settings.clock(),
        folder(spec.bundle(), spec.name()),
        outlet,
        contained.guard(spec.plugin(), "source " + spec.name(), settings.clock()),
        threads);
  }

  /** Registers a sink and opens it, unless there is an objection. */
  public synchronized Registration register(SinkSpec spec, Sink sink, String objection) {
    SinkRunner runner =
        new SinkRunner(
            spec,
            settings.agent(),
            sink,
            negotiate(spec),
            settings.clock(),
            folder(spec.bundle(), spec.name()),
            settings.data().resolve("quarantine").resolve(safe(spec.name())),
            journal,
            streams.losses(),
            streams::ledgers,
            direct.backlog(spec.name()),
            streams.codecs(),
            contained.guard(spec.plugin(), "sink " + spec.name(), settings.clock()),
            threads);
    if (!objection.isEmpty()) {
      runner.object(objection, Duration.ZERO);
    }
    enter(Waiting.of(spec, runner, () -> startSink(runner)));
    return new Entered(
        deadline -> runner.stop(deadline, "quiesced"),
        runner::start,
        objecting(runner::object),
        deadline -> {
          runner.stop(deadline, "removed");
          remove(runner);
        },
        settings.shutdownTimeout());
  }

  private BiConsumer<String, Duration> objecting(BiConsumer<String, Duration> objection) {
    return (reason, deadline) -> {
      objection.accept(reason, deadline);
      changed();
    };
  }

  private Path folder(String bundle, String name) {
    Path plugins = settings.data().resolve("state");
    return plugins.resolve(safe(bundle.isEmpty() ? name : bundle)).resolve(safe(name));
  }

  private static String safe(String name) {
    return name.replaceAll("[^A-Za-z0-9._~-]", "_");
  }

  private void enter(Waiting entering) {
    String name = entering.name();
    Holder holder = holder(name);
    if (holder == null) {
      entering.start().run();
      return;
    }
    waiting.computeIfAbsent(name, key -> new ConcurrentLinkedDeque<>()).add(entering);
    if (entering.replaces(holder)) {
      LOG.info("{} waits until the instance of that name before it is gone.", name);
    } else {
      LOG.warn(
          "The {} {} of {} does not run: {}.",
          entering.type(),
          name,
          entering.plugin(),
          entering.reason(holder));
    }
    changed();
  }

  private @Nullable Holder holder(String name) {
    SourceEntry source = sources.get(name);
    SinkRunner sink = sinks.get(name);
    if (source != null) {
      return new Holder("source", source.runner().spec().plugin());
    }
    return sink == null ? null : new Holder("sink", sink.spec().plugin());
  }

  /** What does not run because another has its name. */
  public List<ComponentView> waiting() {
    List<ComponentView> views = new ArrayList<>();
    for (Deque<Waiting> queue : waiting.values()) {
      for (Waiting one : queue) {
        Holder holder = holder(one.name());
        if (holder != null) {
          views.add(one.view(holder));
        }
      }
    }
    return views;
  }

  private void startSource(SourceRunner runner) {
    sources.put(runner.spec().name(), new SourceEntry(runner));
    runner.regrant(negotiate(runner.spec()), settings.shutdownTimeout());
    routes.join();
    runner.start();
    changed();
  }

  private void startSink(SinkRunner runner) {
    String name = runner.spec().name();
    sinks.put(name, runner);
    runner.regrant(negotiate(runner.spec()), settings.shutdownTimeout());
    routes.enter(runner);
    runner.start();
    changed();
  }

  /** Tells those who want to know that something changed. */
  public void changed() {
    listeners.forEach(Runnable::run);
  }

  private Grant negotiate(SourceSpec spec) {
    return negotiator.negotiate(spec.bundle(), spec.declared(), spec.requires());
  }

  private Grant negotiate(SinkSpec spec) {
    Capabilities declared = spec.accepts().or(spec.requires());
    return negotiator.negotiate(spec.bundle(), declared, spec.requires());
  }

  /** Negotiates anew with what the host offers now. */
  public synchronized void host(Offer offer) {
    hostGiven = true;
    negotiator.host(offer);
    renegotiate();
  }

  /** Looks again at what the host offers, unless somebody said it. */
  void discoverHost() {
    Offer offer = HostOffer.discover();
    synchronized (this) {
      if (!hostGiven && !offer.equals(negotiator.host())) {
        LOG.info("The host now offers {}.", offer.capabilities());
        negotiator.host(offer);
        renegotiate();
      }
    }
  }

  /** Negotiates anew under another policy, asked by the symbolic name of the bundle. */
  public synchronized void policy(Function<String, Offer> newPolicy) {
    negotiator.policy(newPolicy);
    renegotiate();
  }

  private void renegotiate() {
    tasks.renegotiate();
    for (SourceEntry entry : sources.values()) {
      SourceRunner runner = entry.runner();
      runner.regrant(negotiate(runner.spec()), settings.shutdownTimeout());
    }
    for (SinkRunner runner : sinks.values()) {
      runner.regrant(negotiate(runner.spec()), settings.shutdownTimeout());
    }
    routes.join();
    changed();
  }

  /** Those who do tasks. */
  public Tasks tasks() {
    return tasks;
  }

  /** What the host offers now. */
  public Offer host() {
    return negotiator.host();
  }

  /** Says to all sinks that there is something new in the journal. */
  public void wakeSinks() {
    for (SinkRunner sink : sinks.values()) {
      sink.wake();
    }
  }

  /** A registered source. */
  public SourceRunner source(String name) {
    SourceEntry entry = sources.get(name);
    if (entry == null) {
      throw new NoSuchElementException("there is no source named " + name);
    }
    return entry.runner();
  }

  Collection<SourceEntry> sources() {
    return sources.values();
  }

  Collection<SinkRunner> sinks() {
    return sinks.values();
  }

  int mostSources() {
    return settings.maxEventSources();
  }

  /** What contains the plugins. */
  public Contained contained() {
    return contained;
  }

  Streams streams() {
    return streams;
  }

  DirectRoutes direct() {
    return direct;
  }

  Journal journal() {
    return journal;
  }

  /** Everything that moves, now. */
  public PipelineView view() {
    return new Views(this).pipeline();
  }

  /** What of a lane no essential sink needs any more; null as long as that is not known. */
  @Nullable Location released(Lane lane) {
    return routes.released(lane);
  }

  /** Forgets a sink that is not registered. */
  public synchronized Map<String, Long> forgetSink(String name) throws IOException {
    if (sinks.containsKey(name)) {
      throw new IllegalStateException("sink " + name + " is registered; remove its plugin first");
    }
    return routes.forget(name);
  }

  /** Asks all sources of a plugin at once to end. */
  public void stopping(String plugin) {
    for (SourceEntry entry : sources.values()) {
      if (entry.runner().spec().plugin().equals(plugin)) {
        entry.runner().requestStop();
      }
    }
  }

  /** Stops all sources at once. */
  public void stopSources(Duration deadline) {
    Parallel.each(
        sources.values(), entry -> entry.runner().stop(deadline, "the platform is stopping"));
  }

  /** Stops all sinks at once; what they have not answered goes back to where it came from. */
  public void stopSinks(Duration deadline) {
    Parallel.each(sinks.values(), sink -> sink.stop(deadline, "the platform is stopping"));
    direct.close();
  }

  private void leave(String name, Object owner, Runnable remove) {
    Deque<Waiting> queue = waiting.getOrDefault(name, new ArrayDeque<>());
    if (!queue.removeIf(other -> other.owner() == owner)) {
      remove.run();
      Waiting next = queue.poll();
      if (next != null) {
        next.start().run();
      }
    }
    changed();
  }

  private synchronized void remove(SourceRunner runner) {
    String name = runner.spec().name();
    leave(
        name,
        runner,
        () -> sources.computeIfPresent(name, (n, e) -> e.runner() == runner ? null : e));
  }

  private synchronized void remove(SinkRunner runner) {
    String name = runner.spec().name();
    leave(
        name,
        runner,
        () -> {
          if (sinks.remove(name, runner)) {
            routes.leave(runner);
          }
        });
  }

  /** What the two kinds of registrations do, each with its runner. */
  private record Entered(
      Predicate<Duration> stop,
      Runnable start,
      BiConsumer<String, Duration> objection,
      Consumer<Duration> removal,
      Duration timeout)
      implements Registration {
    @Override
    public boolean quiesce(Duration deadline) {
      return stop.test(deadline);
    }

    @Override
    public void resume() {
      start.run();
    }

    @Override
    public void object(String reason) {
      objection.accept(reason, timeout);
    }

    @Override
    public void close() {
      removal.accept(timeout);
    }
  }
}
