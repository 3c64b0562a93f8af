package monitor.runtime.switchboard;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import monitor.api.capability.Grant;
import monitor.api.event.Kind;
import monitor.api.operation.ComponentState;
import monitor.api.operation.ComponentView;
import monitor.api.operation.Cost;
import monitor.runtime.SinkSpec;
import monitor.runtime.SourceSpec;
import monitor.runtime.route.SinkRunner;
import monitor.runtime.source.SourceRunner;

/**
 * A source or sink that enters, or waits to enter for as long as another has its name: the next
 * instance of the same plugin until the one before it is gone, or one of another plugin whose
 * author chose the same name.
 *
 * @param name the name
 * @param type {@code source} or {@code sink}
 * @param bundle symbolic name of its bundle; empty outside OSGi
 * @param plugin what it belongs to
 * @param kinds what it emits or accepts
 * @param essential for a sink: whether the journal keeps events for it
 * @param grant what it may do
 * @param owner its runner
 * @param start lets it in
 */
record Waiting(
    String name,
    String type,
    String bundle,
    String plugin,
    List<String> kinds,
    boolean essential,
    Supplier<Grant> grant,
    Object owner,
    Runnable start) {
  /** Who has the name. */
  record Holder(String type, String plugin) {}

  static Waiting of(SourceSpec spec, SourceRunner runner, Runnable start) {
    List<String> kinds = spec.kinds().stream().map(Kind::name).toList();
    return new Waiting(
        spec.name(),
        "source",
        spec.bundle(),
        spec.plugin(),
        kinds,
        false,
        runner::grant,
        runner,
        start);
  }

  static Waiting of(SinkSpec spec, SinkRunner runner, Runnable start) {
    return new Waiting(
        spec.name(),
        "sink",
        spec.bundle(),
        spec.plugin(),
        spec.kinds(),
        spec.essential(),
        runner::grant,
        runner,
        start);
  }

  /** Whether it is the next instance of what has the name. */
  boolean replaces(Holder holder) {
    return holder.type().equals(type) && holder.plugin().equals(plugin);
  }

  /** Why it waits, and what to do about it. */
  String reason(Holder holder) {
    return replaces(holder)
        ? "it waits until the instance of that name before it is gone"
        : "the name %s is that of a %s of %s, and what has one name shares positions and numbers; name one of the two otherwise (the name of its component, or the service property monitor.name), or remove %s"
            .formatted(name, holder.type(), holder.plugin(), holder.plugin());
  }

  ComponentView view(Holder holder) {
    return new ComponentView(
        name,
        type,
        bundle,
        ComponentState.INACTIVE,
        reason(holder),
        grant.get(),
        kinds,
        List.of(),
        Map.of(),
        0,
        0,
        0,
        0,
        0,
        0,
        Map.of(),
        Cost.NONE,
        essential);
  }
}
