package monitor.deployer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import monitor.api.operation.ComponentState;
import monitor.api.operation.ComponentView;
import monitor.api.operation.Pipeline;
import monitor.api.operation.PipelineView;
import monitor.deployer.explain.ComponentProblem;
import monitor.deployer.explain.ComponentProblem.Cause;
import org.osgi.framework.Bundle;

/** What can be seen of a plugin that runs. Used by any thread. */
final class Health {
  private final Components components;
  private final Supplier<Optional<Pipeline>> pipeline;

  Health(Components components, Supplier<Optional<Pipeline>> pipeline) {
    this.components = components;
    this.pipeline = pipeline;
  }

  /** Its sources and sinks. */
  List<ComponentView> moving(String plugin) {
    return pipeline.get().map(Pipeline::view).map(view -> of(view, plugin)).orElse(List.of());
  }

  private static List<ComponentView> of(PipelineView view, String plugin) {
    return Stream.concat(view.sources().stream(), view.sinks().stream())
        .filter(component -> component.bundle().equals(plugin))
        .toList();
  }

  /**
   * Why some of its sources and sinks do not run although nothing failed: another has the name, or
   * a capability was refused that is required.
   */
  List<String> waiting(String plugin) {
    Stream<ComponentView> names =
        pipeline.get().map(Pipeline::waiting).orElse(List.of()).stream()
            .filter(component -> component.bundle().equals(plugin));
    Stream<ComponentView> refused =
        moving(plugin).stream()
            .filter(component -> component.state() == ComponentState.INACTIVE)
            .filter(component -> !component.grant().sufficient());
    return Stream.concat(names, refused)
        .map(component -> component.name() + ": " + component.reason())
        .toList();
  }

  /** It is about to be stopped. */
  void stopping(String plugin) {
    pipeline.get().ifPresent(running -> running.stopping(plugin));
  }

  /** What its components wait for or failed with. */
  List<ComponentProblem> problems(Bundle bundle) {
    return components.problems(bundle);
  }

  /** Names of its sources and sinks that do not work now. */
  Set<String> failed(String plugin) {
    return moving(plugin).stream()
        .filter(Health::failed)
        .map(ComponentView::name)
        .collect(Collectors.toSet());
  }

  /**
   * Why it does not work, where that is its own fault and waiting does not help.
   *
   * @param excused its sources and sinks that did not work before either, as when a database is
   *     away: they do not count
   */
  Optional<String> failure(Bundle bundle, Set<String> excused) {
    if (bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING) {
      return Optional.of("it stopped by itself");
    }
    String fatal =
        problems(bundle).stream()
            .filter(problem -> problem.cause() == Cause.ACTIVATION_FAILED)
            .map(ComponentProblem::words)
            .distinct()
            .collect(Collectors.joining("; also "));
    return fatal.isEmpty() ? failedPart(bundle.getSymbolicName(), excused) : Optional.of(fatal);
  }

  private Optional<String> failedPart(String plugin, Set<String> excused) {
    return moving(plugin).stream()
        .filter(part -> failed(part) && !excused.contains(part.name()))
        .findFirst()
        .map(part -> "%s failed: %s".formatted(part.name(), part.reason()));
  }

  private static boolean failed(ComponentView component) {
    return component.state() == ComponentState.FAILED
        || component.state() == ComponentState.QUARANTINED;
  }
}
