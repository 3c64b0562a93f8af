package monitor.itest.upgrade;

import java.util.ArrayList;
import java.util.List;
import monitor.itest.variant.Rewrite;

/** The plugins of the distribution that are upgraded, and where their code is changed. */
public enum Shipped {
  /** Reads the oracle's files. */
  SOURCE("collector.logs", SourceHooks.class) {
    @Override
    List<Rewrite> stamp() {
      return List.of(
          rewrite("TailedFile", "monitor.api.event.Attributes.of", SourceHooks.class, "of"));
    }

    @Override
    Rewrite activation(String hook) {
      return rewrite(
          "LogFileSource", "collector.logs.LogFileSettings.of", ActivationHooks.class, hook);
    }

    @Override
    Rewrite run(String hook) {
      return rewrite(
          "LogTailer", "monitor.api.source.SourceContext.stream", SourceHooks.class, hook);
    }
  },
  /** Stores everything. */
  SINK("sink.postgres", SinkHooks.class) {
    @Override
    List<Rewrite> stamp() {
      return List.of(
          rewrite(
              "write.LogRows",
              "monitor.api.event.Event.attributes",
              SinkHooks.class,
              "attributes"));
    }

    @Override
    Rewrite activation(String hook) {
      return rewrite("PostgresSink", "sink.postgres.Settings.of", ActivationHooks.class, hook);
    }

    @Override
    Rewrite run(String hook) {
      return rewrite("OpenStorage", "monitor.api.sink.SinkContext.fork", SinkHooks.class, hook);
    }
  },
  /** Pings the loopback addresses. */
  PROBE("probe.reachability", ProbeHooks.class) {
    @Override
    List<Rewrite> stamp() {
      return List.of(
          rewrite("Rounds", "monitor.api.source.SourceContext.emit", ProbeHooks.class, "emit"));
    }

    @Override
    Rewrite activation(String hook) {
      return rewrite(
          "ReachabilitySource",
          "probe.reachability.ReachabilitySettings.of",
          ActivationHooks.class,
          hook);
    }

    @Override
    Rewrite run(String hook) {
      return rewrite(
          "ReachabilitySource",
          "monitor.api.source.SourceContext.awaitStop",
          ProbeHooks.class,
          hook);
    }
  };

  private final String name;
  private final Class<?> hooks;

  Shipped(String name, Class<?> hooks) {
    this.name = name;
    this.hooks = hooks;
  }

  /** Symbolic name, which is its package as well. */
  public String plugin() {
    return name;
  }

  /** What stamps its events. */
  abstract List<Rewrite> stamp();

  /** Has its activation do something else. */
  abstract Rewrite activation(String hook);

  /** Has its work begin with something else. */
  abstract Rewrite run(String hook);

  final Rewrite rewrite(String within, String call, Class<?> hook, String instead) {
    return new Rewrite(name, name + "." + within, call, hook, instead);
  }

  /** The changes of its code that make a version with this flaw. */
  final List<Rewrite> rewrites(Flaw flaw) {
    List<Rewrite> rewrites = new ArrayList<>(stamp());
    switch (flaw) {
      case THROWS -> rewrites.add(activation("fail"));
      case HANGS -> rewrites.add(activation("hang"));
      case FLOODS -> rewrites.add(run("flood"));
      case FAILS_LATER -> rewrites.add(run("failLater"));
      case NONE, UNRESOLVED, LIES, FOREIGN_POSITIONS -> {
        // Not in its code.
      }
    }
    return rewrites;
  }

  /** Classes of the tests that come with its code. */
  final List<Class<?>> hooks() {
    return List.of(hooks, ActivationHooks.class);
  }
}
